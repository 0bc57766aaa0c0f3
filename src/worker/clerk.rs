//! The clerk: collects replications, reckons estimates, differences and verdicts, and tells the page.

use litemap::LiteMap;

use county::law::review::Breach;
use county::scenario::Problem;
use kernel::measure::{Measure, Measures};
use lab::{CONFIDENCE, Ledger};

use super::engine;
use super::protocol::{
    Arm, Compared, Counties, Day, Effect, Figures, Order, Report, Span, Told, Verdict,
};
use crate::words::sentence::{LEAD_TIME, metrics_of};

/// First figures after this many replications.
const FIRST: u32 = 4;

/// The clerk.
#[derive(Default)]
pub struct Clerk {
    order: Option<Order>,
    generation: u32,
    alike: bool,
    arms: LiteMap<Arm, Ledger<Measures>>,
    /// Where a replication of an arm and of the one it is compared with do not decide the same cases: both over those they have in
    /// common.
    common: LiteMap<(Arm, u32), (Measures, Measures)>,
    /// Replications in the last figures told.
    told: u32,
    /// What is wrong with the scenario, to be told.
    refused: Option<Vec<Problem>>,
    /// An observed year to be told, and what is unlawful.
    observed: Option<(Box<Day>, Vec<Breach>)>,
    /// Switches whose effect has been told.
    effects: Vec<u8>,
    /// Plausible counties heard of, and what they say, for each number of replications; until they have been told.
    counties: Vec<Counties>,
}

impl Clerk {
    /// Takes an order.
    pub fn take(&mut self, order: Order) {
        self.turn_to(order.generation);
        self.order = Some(order);
    }

    fn turn_to(&mut self, generation: u32) {
        if generation != self.generation {
            *self = Self {
                generation,
                ..Self::default()
            };
        }
    }

    /// Hears a simulator.
    pub fn hear(&mut self, told: Told) {
        let generation = match &told {
            Told::Replicate { generation, .. }
            | Told::Alike { generation }
            | Told::Refused { generation, .. }
            | Told::Observed { generation, .. }
            | Told::County { generation, .. } => *generation,
        };
        // A simulator may have heard of an order before the clerk has; an older order is stale.
        if generation < self.generation {
            return;
        }
        self.turn_to(generation);
        match told {
            Told::Alike { .. } => self.alike = true,
            Told::Refused { problems, .. } => self.refused = Some(problems),
            Told::Observed { day, breaches, .. } => self.observed = Some((day, breaches)),
            Told::County {
                replications,
                differences,
                ..
            } => {
                let of_these = |it: &Counties| it.replications == replications;
                let known = self.counties.iter().position(of_these);
                let place = known.unwrap_or_else(|| {
                    self.counties.push(Counties {
                        replications,
                        ..Counties::default()
                    });
                    self.counties.len() - 1
                });
                if let Some(counties) = self.counties.get_mut(place) {
                    counties.differences.push(differences);
                }
            }
            Told::Replicate {
                arm,
                replication,
                wire,
                common,
                ..
            } => {
                if let Some(common) = common {
                    let both = (engine::unpack(common.0), engine::unpack(common.1));
                    self.common.insert((arm, replication), both);
                }
                self.arms
                    .entry(arm)
                    .or_default()
                    .enter(replication, engine::unpack(wire));
            }
        }
    }

    /// What there is to tell now, if anything.
    pub fn report(&mut self) -> Option<Report> {
        let order = self
            .order
            .as_ref()
            .filter(|o| o.generation == self.generation)?;
        if let Some(problems) = self.refused.take() {
            return Some(Report::Refused(self.generation, problems));
        }
        let now = self.complete(Arm::Now);
        let preset = if self.alike {
            now
        } else {
            self.complete(Arm::Preset)
        };
        let n = u32::try_from(now.len().min(preset.len())).unwrap_or(u32::MAX);
        let due = due(n, order.of);
        if due > self.told {
            let pairs = due as usize;
            let (preset, now) = (&preset[..pairs], &now[..pairs]);
            let common = self.in_common(Arm::Now, preset, now);
            let figures = figures(order, preset, now, common.as_ref(), !self.alike);
            self.told = due;
            return Some(Report::Figures(self.generation, figures));
        }
        if let Some((day, breaches)) = self.observed.take() {
            return Some(Report::Observed(self.generation, *day, breaches));
        }
        self.effect().or_else(|| self.in_counties())
    }

    /// What plausible counties say, when all of them have been heard of.
    fn in_counties(&mut self) -> Option<Report> {
        let all = self.order.as_ref()?.counties;
        let is_whole = |it: &Counties| it.differences.len() >= all as usize;
        let ready = self.counties.iter().position(is_whole)?;
        let counties = self.counties.swap_remove(ready);
        let Counties {
            replications,
            differences,
        } = counties;
        Some(Report::Counties(self.generation, replications, differences))
    }

    fn complete(&self, arm: Arm) -> &[Measures] {
        self.arms.get(&arm).map_or(&[], Ledger::complete)
    }

    /// Turnarounds of two arms over the cases that both decide, where those are not all: of every replication, for one comparison.
    fn in_common(&self, arm: Arm, base: &[Measures], other: &[Measures]) -> Option<Common> {
        let n = u32::try_from(base.len()).unwrap_or(u32::MAX);
        let known = |replication: u32| self.common.get(&(arm, replication));
        let (first, _) = (0..n).find_map(known)?;
        let names: Vec<String> = first.0.keys().cloned().collect();
        // In a replication in which all is common that is what there is.
        let all = |measures: &Measures| {
            let of = |name: &String| Some((name.clone(), measures.0.get(name)?.clone()));
            Measures(names.iter().filter_map(of).collect())
        };
        let pairs = (0..n).zip(base.iter().zip(other));
        Some(
            pairs
                .map(|(replication, (base, other))| match known(replication) {
                    Some(both) => both.clone(),
                    None => (all(base), all(other)),
                })
                .unzip(),
        )
    }

    /// The effect of a switch whose replications are all there.
    fn effect(&mut self) -> Option<Report> {
        let order = self.order.as_ref()?;
        let wanted = order.of_switch as usize;
        let now = self.complete(Arm::Now);
        let ready = (0..order.turned.len())
            .filter_map(|place| u8::try_from(place).ok())
            .find(|place| {
                !self.effects.contains(place)
                    && self.complete(Arm::Turned(*place)).len() >= wanted
                    && now.len() >= wanted
            })?;
        let (path, file) = order.turned.get(usize::from(ready))?;
        let arm = Arm::Turned(ready);
        let (now, turned) = (&now[..wanted], &self.complete(arm)[..wanted]);
        let common = self.in_common(arm, now, turned);
        // The effect of the switch is on less off, whichever of the two holds now.
        let on = is_on(file, path);
        let mut effect = Effect::new();
        for name in std::iter::once(LEAD_TIME).chain(metrics_of(path)) {
            let (base, other, common) = pick(now, turned, common.as_ref(), name);
            let (off, on) = if on { (base, other) } else { (other, base) };
            let compared = compared(off, on, name, true);
            effect.insert(name.to_owned(), Compared { common, ..compared });
        }
        let report = Report::Effect(self.generation, path.clone(), effect);
        self.effects.push(ready);
        Some(report)
    }
}

/// Two arms over the cases that both decide, by replication.
type Common = (Vec<Measures>, Vec<Measures>);

/// The arms between which a metric is compared: over common cases where it is told over those, else as they are; and which.
fn pick<'a>(
    base: &'a [Measures],
    other: &'a [Measures],
    common: Option<&'a Common>,
    name: &str,
) -> (&'a [Measures], &'a [Measures], bool) {
    // What a county does not measure at all stays unmeasured.
    let measured = |arm: &[Measures]| arm.iter().any(|it| it.0.contains_key(name));
    match common {
        Some((b, o)) if measured(b) && measured(base) => (b, o, true),
        _ => (base, other, false),
    }
}

/// Whether a file says that a switch is on. The turned files always say it.
fn is_on(file: &str, path: &str) -> bool {
    let file = county::scenario::json(file).unwrap_or_default();
    crate::state::patch::get(&file, path) == Some(&serde_json::Value::Bool(true))
}

/// How many of `n` replications the next figures are made of: 4, those of a look (8, 16, 32, …), and all. Between two looks nothing
/// can be said that could not be said before, and drawing it would take its time from the replications.
fn due(n: u32, of: u32) -> u32 {
    match n.checked_ilog2() {
        _ if n >= of => of,
        Some(twice) if n >= FIRST => 1 << twice,
        _ => 0,
    }
}

/// Metrics the page shows. Quantiles are dear, so only the one that is shown is reckoned.
fn shown(name: &str) -> bool {
    !matches!(
        name,
        "turnaround.lead_time.p50" | "turnaround.lead_time.p95"
    ) && !name.starts_with("turnaround.class.")
}

fn figures(
    order: &Order,
    preset: &[Measures],
    now: &[Measures],
    common: Option<&Common>,
    reform: bool,
) -> Figures {
    let mut metrics = LiteMap::new();
    for name in now.iter().chain(preset).flat_map(|m| m.0.keys()) {
        if shown(name) && !metrics.contains_key(name.as_str()) {
            let (base, other, common) = pick(preset, now, common, name);
            let compared = compared(base, other, name, reform);
            metrics.insert(name.clone(), Compared { common, ..compared });
        }
    }
    let n = u32::try_from(now.len()).unwrap_or(u32::MAX);
    Figures {
        n,
        of: order.of,
        looked: lab::looks::latest_look(n)
            .checked_sub(1)
            .map_or(0, |k| lab::looks::replications_of_look(k + 1)),
        years: order.years,
        reform,
        metrics,
        preset_days: if reform { days(preset) } else { Vec::new() },
        now_days: days(now),
    }
}

fn compared(preset: &[Measures], now: &[Measures], name: &str, reform: bool) -> Compared {
    let span = |estimate: Option<lab::Estimate>| {
        estimate.map_or(Span::default(), |e| Span {
            value: e.mean,
            low: e.low,
            high: e.high,
        })
    };
    if !reform {
        let alone = span(lab::estimate(now, name, CONFIDENCE));
        return Compared {
            preset: alone,
            now: alone,
            ..Compared::default()
        };
    }
    let Some(found) = lab::comparison(preset, now, name, CONFIDENCE) else {
        return Compared::default();
    };
    let difference = found.difference;
    Compared {
        preset: span(found.base),
        now: span(found.other),
        difference: Span {
            value: difference.difference,
            low: difference.low,
            high: difference.high,
        },
        verdict: match found.look.verdict {
            _ if difference.difference.is_none() => Verdict::Undefined,
            lab::Verdict::TooEarly => Verdict::Early,
            lab::Verdict::NotDistinguishable => Verdict::Luck,
            lab::Verdict::Less | lab::Verdict::More => Verdict::Told,
        },
        common: false,
    }
}

/// Lead times of all matters of all replications, days, ascending.
fn days(arm: &[Measures]) -> Vec<f64> {
    let mut days: Vec<f64> = arm
        .iter()
        .filter_map(|m| match m.0.get("turnaround.lead_time.p90") {
            Some((Measure::Quantile { values, .. }, _)) => Some(values.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    days.sort_by(f64::total_cmp);
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentence::told_metrics;
    use crate::worker::protocol::{Wire, WireMeasure};

    fn order() -> Order {
        Order {
            generation: 3,
            file: String::new(),
            turned: vec![("m.on".to_owned(), r#"{"m": {"on": true}}"#.to_owned())],
            seed: 1,
            years: 1.0,
            of: 32,
            of_switch: 8,
            counties: 3,
            me: 0,
            simulators: 2,
        }
    }

    fn replicate(arm: Arm, replication: u32, mean: f64) -> Told {
        let wire = Wire {
            metrics: vec![(
                LEAD_TIME.to_owned(),
                WireMeasure::Ratio(mean + f64::from(replication % 3), 1.0),
            )],
            values: vec![],
        };
        Told::Replicate {
            generation: 3,
            arm,
            replication,
            wire,
            common: None,
        }
    }

    /// A clerk with `order` taken without a check, as files here are no counties.
    fn clerk() -> Clerk {
        Clerk {
            order: Some(order()),
            generation: 3,
            ..Clerk::default()
        }
    }

    #[test]
    fn figures_come_at_4_at_every_look_and_at_the_end_in_whatever_order_replications_do() {
        for (n, expected) in [
            (0, 0),
            (3, 0),
            (4, 4),
            (7, 4),
            (8, 8),
            (15, 8),
            (16, 16),
            (24, 16),
            (31, 16),
            (32, 32),
            (40, 32),
        ] {
            assert_eq!(due(n, 32), expected, "{n}");
        }
        let mut clerk = clerk();
        let mut told = Vec::new();
        for replication in (0..32).rev() {
            clerk.hear(replicate(Arm::Preset, replication, 80.0));
            clerk.hear(replicate(Arm::Now, replication, 75.0));
            if let Some(Report::Figures(generation, figures)) = clerk.report() {
                told.push((generation, figures.n, figures.looked));
            }
        }
        assert_eq!(
            told,
            [(3, 32, 32)],
            "backwards, nothing is complete before the last"
        );
    }

    #[test]
    fn a_verdict_is_given_only_at_a_look() {
        let mut clerk = clerk();
        let mut told = Vec::new();
        for replication in 0..32 {
            clerk.hear(replicate(Arm::Preset, replication, 80.0));
            clerk.hear(replicate(Arm::Now, replication, 75.0));
            if let Some(Report::Figures(_, figures)) = clerk.report() {
                let metric = figures.metric(LEAD_TIME);
                assert_eq!(metric.difference.value, Some(-5.0));
                told.push((figures.n, figures.looked, metric.verdict));
            }
        }
        assert_eq!(
            told,
            [
                (4, 0, Verdict::Early),
                (8, 8, Verdict::Told),
                (16, 16, Verdict::Told),
                (32, 32, Verdict::Told)
            ]
        );
    }

    #[test]
    fn answers_to_an_older_order_are_dropped_and_to_a_newer_one_kept() {
        let mut clerk = clerk();
        clerk.hear(Told::Replicate {
            generation: 2,
            arm: Arm::Now,
            replication: 0,
            wire: Wire::default(),
            common: None,
        });
        assert!(clerk.complete(Arm::Now).is_empty());
        clerk.hear(Told::Replicate {
            generation: 4,
            arm: Arm::Now,
            replication: 0,
            wire: Wire::default(),
            common: None,
        });
        assert_eq!((clerk.complete(Arm::Now).len(), clerk.generation), (1, 4));
        assert!(clerk.report().is_none(), "its order has not come");
    }

    #[test]
    fn what_is_wrong_with_a_scenario_is_told_once() {
        let mut clerk = clerk();
        let problems = vec![Problem {
            path: "a".to_owned(),
            message: "m".to_owned(),
            remedy: "r".to_owned(),
        }];
        clerk.hear(Told::Refused {
            generation: 3,
            problems: problems.clone(),
        });
        assert_eq!(clerk.report(), Some(Report::Refused(3, problems)));
        assert_eq!(clerk.report(), None);
    }

    #[test]
    fn where_two_counties_decide_unlike_cases_those_of_both_are_compared() {
        let mut clerk = clerk();
        for replication in 0..8 {
            clerk.hear(replicate(Arm::Preset, replication, 80.0));
            let Told::Replicate { wire: base, .. } = replicate(Arm::Preset, replication, 90.0)
            else {
                unreachable!()
            };
            let mut now = replicate(Arm::Now, replication, 60.0);
            // In one replication all is common: there it is the arms themselves, 20 days apart.
            if let Told::Replicate { common, wire, .. } = &mut now
                && replication > 0
            {
                let mut other = wire.clone();
                other.metrics[0].1 = WireMeasure::Ratio(82.0 + f64::from(replication % 3), 1.0);
                *common = Some(Box::new((base, other)));
            }
            clerk.hear(now);
        }
        let Some(Report::Figures(_, figures)) = clerk.report() else {
            panic!("figures")
        };
        let metric = figures.metric(LEAD_TIME);
        assert!(metric.common);
        // Seven replications 8 days apart and one 20.
        assert_eq!(metric.difference.value, Some(-(7.0 * 8.0 + 20.0) / 8.0));
    }

    #[test]
    fn plausible_counties_are_told_when_all_have_been_heard_of() {
        let metrics = told_metrics().len();
        let county = |generation, replications, first: f64| {
            let mut differences = vec![0.0; metrics];
            differences[0] = first;
            differences[1] = f64::NAN;
            Told::County {
                generation,
                replications,
                differences,
            }
        };
        let mut clerk = clerk();
        // One of an older order; one of the second pass; one that cannot run.
        clerk.hear(county(2, 1, 9.0));
        clerk.hear(county(3, 1, -2.0));
        clerk.hear(county(3, 4, -2.0));
        clerk.hear(Told::County {
            generation: 3,
            replications: 1,
            differences: Vec::new(),
        });
        assert_eq!(clerk.report(), None, "two of three");
        clerk.hear(county(3, 1, 0.5));
        let Some(Report::Counties(3, 1, differences)) = clerk.report() else {
            panic!("what counties say")
        };
        let found = Counties {
            replications: 1,
            differences,
        };
        let of = |place: usize| {
            let count = |holds| found.count(place, holds);
            (
                count(|it| it > 0.0),
                count(|it| it < 0.0),
                count(|it| !it.is_nan()),
            )
        };
        assert_eq!(of(0), (1, 1, 2), "as many more as less");
        assert_eq!(of(1), (0, 0, 0), "undefined");
        assert_eq!(of(2), (0, 0, 2), "exactly alike");
        assert_eq!(clerk.report(), None, "once");
        clerk.hear(county(3, 4, -2.0));
        clerk.hear(county(3, 4, -2.0));
        let Some(Report::Counties(3, 4, differences)) = clerk.report() else {
            panic!("what more replications say")
        };
        assert!(differences.len() == 3 && differences.iter().all(|it| it[0] == -2.0));
    }

    #[test]
    fn without_a_reform_one_arm_is_both() {
        let mut clerk = clerk();
        clerk.hear(Told::Alike { generation: 3 });
        for replication in 0..4 {
            clerk.hear(replicate(Arm::Now, replication, 80.0));
        }
        let Some(Report::Figures(_, figures)) = clerk.report() else {
            panic!("figures")
        };
        assert!(!figures.reform);
        assert_eq!(
            figures.metric(LEAD_TIME).now,
            figures.metric(LEAD_TIME).preset
        );
    }

    #[test]
    fn the_effect_of_a_switch_is_on_less_off() {
        for (file, expected) in [
            (r#"{"m": {"on": true}}"#, -7.0),
            (r#"{"m": {"on": false}}"#, 7.0),
        ] {
            let mut clerk = clerk();
            if let Some(order) = &mut clerk.order {
                order.turned[0].1 = file.to_owned();
                order.of = 8;
            }
            for replication in 0..8 {
                clerk.hear(replicate(Arm::Preset, replication, 80.0));
                clerk.hear(replicate(Arm::Now, replication, 80.0));
                clerk.hear(replicate(Arm::Turned(0), replication, 73.0));
            }
            assert!(matches!(clerk.report(), Some(Report::Figures(..))));
            let Some(Report::Effect(_, path, effect)) = clerk.report() else {
                panic!("an effect")
            };
            let days = effect.get(LEAD_TIME).expect("days of turnaround");
            assert_eq!(
                (path.as_str(), days.difference.value, days.verdict),
                ("m.on", Some(expected), Verdict::Told)
            );
            assert!(clerk.report().is_none(), "once");
        }
    }
}
