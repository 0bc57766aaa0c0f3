//! Which factors matter, and how much: Morris's μ* and σ, Sobol's first-order and total shares.

use std::rc::Rc;

use experiment::{Matters, Sensitivity};
use page::charts::axis::{Field, Margins, PLAIN, horizontal, px};
use page::charts::backend::{Drawn, Picture, Sheet};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Ink, START};
use page::charts::numbers::{Estimate, Unit, difference_with_interval, with_interval};
use page::charts::wrap;
use page::i18n::{Lang, say, word};
use plotters::element::{Circle, Rectangle};
use yew::prelude::*;

use super::Metric;
use crate::told::of_figure;

/// Properties of [`Matter`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct MatterProps {
    /// What is told of the metric.
    pub found: Rc<Sensitivity>,
    /// Factors by the names they have in the experiment, and as people read them.
    pub names: Rc<Vec<(String, String)>>,
    /// The metric.
    pub metric: String,
    /// How it is called and written.
    pub called: Metric,
    /// Whether all replications are in it.
    pub whole: bool,
    /// Language of the words.
    pub lang: Lang,
}

/// One factor as it is shown: how much it matters, and what of that is not its own and even.
struct Row {
    name: String,
    /// μ*, or the first-order share.
    bar: Estimate,
    /// σ, or the total share.
    ring: Estimate,
    /// μ, of Morris's design.
    signed: Option<Estimate>,
    /// By what rows are ordered.
    order: f64,
}

/// The sentence, the picture and its table; or why nothing can be told.
#[component]
pub fn Matter(props: &MatterProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    let title = say(lang, "research.matters", &[("metric", &props.called.name)]);
    if let Some(why) = &props.found.refused {
        let why = crate::words::refused(why, lang);
        return html! { <><h3>{ title }</h3><p>{ say(lang, "research.no_matters", &[("metric", &props.called.name), ("why", &why)]) }</p></> };
    }
    let key = if is_morris(props) {
        "research.morris_note"
    } else {
        "research.sobol_note"
    };
    let legend = if is_morris(props) {
        ["research.mu_star", "research.spread"]
    } else {
        ["research.first", "research.total"]
    };
    html! {
        <Figure id={format!("matters-{}", props.metric.replace('.', "-"))} {title} finding={finding(props)}
            picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, key)} {lang} {onwidth}>
            <ul class="matters-key">
                <li><span class="swatch matters-bar" aria-hidden="true"></span>{ word(lang, legend[0]) }</li>
                <li><span class="swatch matters-ring" aria-hidden="true"></span>{ word(lang, legend[1]) }</li>
            </ul>
        </Figure>
    }
}

fn is_morris(props: &MatterProps) -> bool {
    let first = props.found.factors.values().next();
    matches!(first, Some(Matters::Morris(_)))
}

/// Shares have no unit of the metric; of Morris's figures it is that of a difference.
fn unit(props: &MatterProps) -> Unit {
    if is_morris(props) {
        props.called.unit.of_difference()
    } else {
        Unit::Share
    }
}

/// The strongest first.
fn rows(props: &MatterProps) -> Vec<Row> {
    let written = |it: lab::Figure| props.called.written(of_figure(it));
    let row = |(factor, matters): (&String, &Matters)| {
        let known = props.names.iter().find(|it| it.0 == *factor);
        let name = known.map_or_else(|| factor.clone(), |it| it.1.clone());
        match matters {
            Matters::Morris(it) => Row {
                name,
                bar: written(it.size),
                ring: props.called.written(Estimate {
                    value: Some(it.spread),
                    low: None,
                    high: None,
                }),
                signed: Some(written(it.mean)),
                order: it.size.value,
            },
            Matters::Sobol { first, total } => Row {
                name,
                bar: of_figure(*first),
                ring: of_figure(*total),
                signed: None,
                order: total.value,
            },
        }
    };
    let mut rows: Vec<Row> = props.found.factors.iter().map(row).collect();
    rows.sort_by(|a, b| b.order.total_cmp(&a.order));
    rows
}

/// Which factor matters most, and whether it does so alone and evenly.
#[must_use]
pub fn finding(props: &MatterProps) -> String {
    let (rows, lang) = (rows(props), props.lang);
    let Some(most) = rows.first().filter(|_| props.whole) else {
        return String::new();
    };
    if is_morris(props) {
        let by = most.bar.value.unwrap_or(0.0);
        if by <= 0.0 {
            return word(lang, "research.morris_none");
        }
        let size = difference_with_interval(most.bar, unit(props), lang);
        let size = size.trim_start_matches('+').to_owned();
        let mut said = say(
            lang,
            "research.morris_most",
            &[("name", &most.name), ("by", &size)],
        );
        let uneven = most.ring.value.unwrap_or(0.0) > 0.5 * by;
        said.push_str(&word(
            lang,
            if uneven {
                "research.morris_uneven"
            } else {
                "research.morris_even"
            },
        ));
        let least: Vec<&str> = rows
            .iter()
            .skip(1)
            .filter(|it| it.bar.high.is_some_and(|high| high < 0.1 * by))
            .map(|it| it.name.as_str())
            .collect();
        if !least.is_empty() {
            let names = least.join(lang.of("、", ", "));
            said.push_str(&say(lang, "research.morris_least", &[("names", &names)]));
        }
        return said;
    }
    let share = |it: Estimate| with_interval(it, Unit::Share, lang);
    let (first, total) = (share(most.bar), share(most.ring));
    let names = [
        ("name", most.name.as_str()),
        ("first", &first),
        ("total", &total),
    ];
    let mut said = say(lang, "research.sobol_most", &names);
    let apart = most.ring.low.zip(most.bar.high);
    if apart.is_some_and(|(total, first)| total > first) {
        said.push_str(&word(lang, "research.sobol_together"));
    }
    said
}

/// Every figure of every factor.
#[must_use]
pub fn table(props: &MatterProps) -> Table {
    let lang = props.lang;
    let unit = unit(props);
    let head: &[&str] = if is_morris(props) {
        &["research.mu_star", "research.mean", "research.spread"]
    } else {
        &["research.first", "research.total"]
    };
    let row = |it: Row| {
        let mut cells = vec![it.name, with_interval(it.bar, unit, lang)];
        cells.extend(it.signed.map(|it| difference_with_interval(it, unit, lang)));
        cells.push(with_interval(it.ring, unit, lang));
        cells
    };
    Table {
        head: std::iter::once(word(lang, "research.factor"))
            .chain(head.iter().map(|it| word(lang, it)))
            .collect(),
        rows: rows(props).into_iter().map(row).collect(),
    }
}

/// Height of a factor's bar with its name above it, pixels.
const ROW: f64 = 46.0;

/// What [`Matter`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &MatterProps, width: f64) -> Picture {
    let rows = rows(props);
    let height = 36.0 + ROW * rows.len() as f64;
    Picture::drawn(width, height, |sheet| draw(props, &rows, sheet, width))
}

fn draw(props: &MatterProps, rows: &[Row], sheet: &Sheet, width: f64) -> Drawn {
    let (lang, unit) = (props.lang, unit(props));
    let ends = rows
        .iter()
        .flat_map(|it| [it.bar.value, it.bar.high, it.ring.value, it.ring.high]);
    let most = ends
        .flatten()
        .filter(|it| it.is_finite())
        .fold(0.0, f64::max);
    let max = if most > 0.0 { most * 1.04 } else { 1.0 };
    let margins = Margins {
        left: 8.0,
        right: 24.0,
        top: 4.0,
    };
    let plane = sheet.plane();
    let label = unit.word(lang);
    let field = horizontal(&plane, max, rows.len() as f64, margins, (unit, &label))?;
    for (at, it) in rows.iter().enumerate() {
        let short = wrap::wrapped(&it.name, PLAIN, width - 8.0, 1);
        plane.draw(&plotters::element::Text::new(
            short.first().cloned().unwrap_or_default(),
            (px(4.0), field.up.at(at as f64 + 0.24)),
            Ink::Text.words(PLAIN, START),
        ))?;
        bar(props, sheet, &field, at as f64 + 0.68, it)?;
    }
    Ok(())
}

fn bar(props: &MatterProps, sheet: &Sheet, field: &Field, up: f64, row: &Row) -> Drawn {
    let (lang, unit) = (props.lang, unit(props));
    let plane = sheet.plane();
    let inside = |it: f64| it.max(0.0);
    let keys = if is_morris(props) {
        ["research.mu_star", "research.spread"]
    } else {
        ["research.first", "research.total"]
    };
    let named = |key: &str, it: Estimate| {
        format!(
            "{} · {}：{}",
            row.name,
            word(lang, key),
            with_interval(it, unit, lang)
        )
    };
    let finite = row.bar.finite();
    if let Some(value) = finite.value {
        sheet.mark("matters", &named(keys[0], row.bar), || {
            let corner = field.at((0.0, up - 0.14));
            let other = field.at((inside(value), up + 0.14));
            plane.draw(&Rectangle::new([corner, other], Ink::Quantity.faint(0.45)))?;
            interval(&plane, field, up, finite, Ink::Quantity)
        })?;
    }
    let finite = row.ring.finite();
    if let Some(value) = finite.value {
        sheet.mark("matters", &named(keys[1], row.ring), || {
            interval(&plane, field, up + 0.24, finite, Ink::Now)?;
            let at = field.at((inside(value), up + 0.24));
            plane.draw(&Circle::new(at, px(4.0), Ink::Now.line(18)))
        })?;
    }
    Ok(())
}

fn interval(
    plane: &page::charts::backend::Plane,
    field: &Field,
    up: f64,
    it: Estimate,
    ink: Ink,
) -> Drawn {
    let Some((low, high)) = it.low.zip(it.high) else {
        return Ok(());
    };
    let ends = [field.at((low.max(0.0), up)), field.at((high.max(0.0), up))];
    page::charts::axis::line(plane, ends, ink.line(15))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, half: f64) -> lab::Figure {
        lab::Figure {
            value,
            low: value - half,
            high: value + half,
        }
    }

    fn props(factors: &[(&str, Matters)]) -> MatterProps {
        MatterProps {
            found: Rc::new(Sensitivity {
                factors: factors.iter().map(|it| (it.0.to_owned(), it.1)).collect(),
                ..Sensitivity::default()
            }),
            names: Rc::new(vec![("demand".to_owned(), "事项多少".to_owned())]),
            metric: page::words::sentence::LEAD_TIME.to_owned(),
            called: super::super::metric(page::words::sentence::LEAD_TIME, Lang::Zh),
            whole: true,
            lang: Lang::Zh,
        }
    }

    fn screening(size: f64, spread: f64) -> Matters {
        Matters::Morris(lab::sensitivity::Screening {
            mean: figure(-size, 0.4),
            size: figure(size, 0.4),
            spread,
        })
    }

    #[test]
    fn a_sentence_names_what_matters_most_and_whether_it_does_so_alone() {
        let morris = props(&[
            ("days", screening(0.1, 0.1)),
            ("demand", screening(8.0, 6.0)),
        ]);
        let said = finding(&morris);
        assert!(said.starts_with("影响最大的是“事项多少”"), "{said}");
        assert!(said.contains("8.0"), "{said}");
        assert!(
            said.contains("days"),
            "what hardly matters is named: {said}"
        );
        let even = props(&[("demand", screening(8.0, 1.0))]);
        assert_ne!(finding(&even), said);
        let table = table(&morris);
        assert_eq!(table.rows[0][0], "事项多少");
        assert_eq!(table.head.len(), 4);

        let share = |first: f64, total: f64| Matters::Sobol {
            first: figure(first, 0.05),
            total: figure(total, 0.05),
        };
        let sobol = props(&[("days", share(0.1, 0.12)), ("demand", share(0.4, 0.85))]);
        let said = finding(&sobol);
        assert!(said.contains("40%") && said.contains("85%"), "{said}");
        assert!(said.contains("搭配"), "{said}");
        assert!(
            finding(&MatterProps {
                whole: false,
                ..sobol
            })
            .is_empty()
        );
    }
}
