//! What each mechanism, and each pair of them, does to turnaround, participation, quality and burden.

use std::rc::Rc;

use experiment::{Effect, Found};
use page::charts::numbers::{Unit, difference_with_interval};
use page::i18n::{Lang, say, word};
use yew::prelude::*;

use super::bars::{self, reach};
use super::plan::{OF_FACTORIAL, PRIMARIES, VALUE};
use crate::research::Metric;
use crate::told::{Told, rises};

/// Properties of [`Factorial`].
#[derive(Debug, Properties, PartialEq)]
pub struct FactorialProps {
    /// The result.
    pub told: Rc<Told>,
    /// Language of the words.
    pub lang: Lang,
}

/// How each metric of the factorial is called, and in which unit.
#[must_use]
pub fn called(metric: &str, lang: Lang) -> (String, Unit) {
    let (key, unit) = match metric {
        it if it == PRIMARIES[0] => ("figure.lead_time.name", Unit::Days),
        it if it == PRIMARIES[1] => ("figure.responded.name", Unit::InTenThousand),
        it if it == PRIMARIES[2] => ("figure.agreement.name", Unit::Share),
        it if it == PRIMARIES[3] => ("compare.hours", Unit::Hours),
        VALUE => ("system.quality.value", Unit::Share),
        other => return (other.to_owned(), Unit::of_metric(other)),
    };
    (word(lang, key), unit)
}

/// A factor's name, or two with a sign between them.
#[must_use]
pub fn named(factors: &[String], names: &[(String, String)]) -> String {
    let name = |it: &String| {
        let known = names.iter().find(|name| name.0 == *it);
        known.map_or_else(|| it.clone(), |name| name.1.clone())
    };
    let names: Vec<String> = factors.iter().map(name).collect();
    names.join(" × ")
}

/// What the combinations of the mechanisms come to.
#[component]
pub fn Factorial(props: &FactorialProps) -> Html {
    let FactorialProps { told, lang } = props;
    let lang = *lang;
    let n = told.outcome.replications.to_string();
    let points = told.outcome.points.len().to_string();
    let key = if told.whole {
        "compare.factorial_certainty"
    } else {
        "compare.factorial_so_far"
    };
    let names = super::arms::MECHANISMS.map(|it| {
        (
            it.to_owned(),
            page::levers::name_of(&super::arms::switch(it), lang),
        )
    });
    html! {
        <div class="factorial">
            <p>{ say(lang, key, &[("n", &n), ("points", &points)]) }</p>
            <Blocks told={Rc::clone(told)} names={Rc::new(names.to_vec())} metrics={Rc::new(OF_FACTORIAL.map(str::to_owned).to_vec())} {lang} />
        </div>
    }
}

/// Properties of [`Blocks`].
#[derive(Debug, Properties, PartialEq)]
pub struct BlocksProps {
    /// The result, of a design with effects.
    pub told: Rc<Told>,
    /// Factors by the names they have in the experiment, and as people read them.
    pub names: Rc<Vec<(String, String)>>,
    /// The metrics, in the order they are to stand.
    pub metrics: Rc<Vec<String>>,
    /// Language of the words.
    pub lang: Lang,
}

/// One block a metric: what it comes down to in a sentence, main effects, pairs that are told from luck, and the other pairs folded.
#[component]
pub fn Blocks(props: &BlocksProps) -> Html {
    let all = props.told.outcome.effects.as_ref();
    let block = |metric: &String| Some(block(metric, all?.get(metric)?, props));
    html! { <div class="arm-cards">{ for props.metrics.iter().filter_map(block) }</div> }
}

fn block(metric: &str, found: &Found, props: &BlocksProps) -> Html {
    let (lang, whole, names) = (props.lang, props.told.whole, props.names.as_slice());
    let called = crate::research::metric(metric, lang);
    let title = called.name.clone();
    if let Some(why) = &found.refused {
        return html! { <section key={metric.to_owned()} class="panel"><h3>{ title }</h3><p>{ say(lang, "compare.no_effects", &[("why", &crate::words::refused(why, lang))]) }</p></section> };
    }
    let reach = reach(found.effects.iter().map(|it| called.written(rises(it))));
    let (main, pairs): (Vec<&Effect>, Vec<&Effect>) =
        found.effects.iter().partition(|it| it.factors.len() == 1);
    let (told, others): (Vec<&Effect>, Vec<&Effect>) =
        pairs.into_iter().partition(|it| it.distinguishable);
    let rows = |list: &[&Effect]| -> Html {
        let mut list = list.to_vec();
        list.sort_by(|a, b| b.figure.value.abs().total_cmp(&a.figure.value.abs()));
        let row = |it: &&Effect| row(it, &called, reach, names, (whole, lang));
        html! { <tbody>{ for list.iter().map(row) }</tbody> }
    };
    let table = |caption: String, body: Html| {
        html! { <table class="differences effects"><caption class="out-of-sight">{ caption }</caption>{ body }</table> }
    };
    html! {
        <section key={metric.to_owned()} class="panel arm-card" data-metric={metric.to_owned()}>
            <h3>{ title.clone() }</h3>
            <p class="arm-sentence">{ finding(&main, &told, &called, names, (whole, lang)) }</p>
            { table(title.clone(), rows(&main)) }
            if !told.is_empty() {
                <h4>{ word(lang, "compare.pairs") }</h4>
                { table(word(lang, "compare.pairs"), rows(&told)) }
            }
            if !others.is_empty() {
                <details>
                    <summary>{ say(lang, "compare.other_pairs", &[("count", &others.len().to_string())]) }</summary>
                    { table(word(lang, "compare.pairs"), rows(&others)) }
                </details>
            }
        </section>
    }
}

fn row(
    it: &Effect,
    called: &Metric,
    reach: f64,
    names: &[(String, String)],
    (whole, lang): (bool, Lang),
) -> Html {
    let name = named(&it.factors, names);
    let change = (called.written(rises(it)), called.unit);
    let told = whole && it.distinguishable;
    html! {
        <tr key={it.factors.join("×")} class={classes!(told.then_some("told"))} data-effect={it.factors.join("×")}>
            <th scope="row">{ &name }{ for aliases(it, names, lang) }</th>
            { bars::cell(change, &name, told, reach, lang) }
        </tr>
    }
}

/// Which mechanism moves the metric most, and whether two together do other than each alone.
fn finding(
    main: &[&Effect],
    pairs: &[&Effect],
    called: &Metric,
    names: &[(String, String)],
    (whole, lang): (bool, Lang),
) -> String {
    if !whole {
        return String::new();
    }
    let most = |list: &[&Effect]| {
        let told = list.iter().filter(|it| it.distinguishable);
        told.max_by(|a, b| a.figure.value.abs().total_cmp(&b.figure.value.abs()))
            .map(|it| {
                let by = difference_with_interval(called.written(rises(it)), called.unit, lang);
                (named(&it.factors, names), by, it.factors.clone())
            })
    };
    let mut said = match most(main) {
        Some((name, by, _)) => say(lang, "compare.most", &[("name", &name), ("by", &by)]),
        None => word(lang, "compare.none_told"),
    };
    if let Some((_, by, factors)) = most(pairs) {
        let one = named(&factors[..1], names);
        let other = named(&factors[1..], names);
        said.push_str(&say(
            lang,
            "compare.pair_told",
            &[("one", &one), ("other", &other), ("by", &by)],
        ));
    }
    said
}

/// In a fraction, what an effect cannot be told from: the first few.
fn aliases(it: &Effect, names: &[(String, String)], lang: Lang) -> Option<Html> {
    const MOST: usize = 3;
    if it.aliases.is_empty() {
        return None;
    }
    let mut list: Vec<String> = it
        .aliases
        .iter()
        .take(MOST)
        .map(|it| named(it, names))
        .collect();
    if it.aliases.len() > MOST {
        list.push("…".to_owned());
    }
    let list = list.join(lang.of("、", ", "));
    Some(html! { <small>{ say(lang, "research.aliases", &[("list", &list)]) }</small> })
}
