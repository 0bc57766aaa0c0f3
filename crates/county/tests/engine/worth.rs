//! What matters are worth: V, and u of the public groups, as the page of the model has them (7.10).

use std::collections::BTreeMap;

use kernel::distributions::normal_quantile;
use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind};
use tuiyan_county::plan::Plan;

use crate::fixture::{bare, busy, changed, constant, events, plan, stage};

/// A busy county whose matters are worth something else to each of three groups.
fn grouped() -> Value {
    let group = json!({ "name": { "zh": "众", "en": "group" }, "reach_share": 0.5, "reach_half_days": 10.0,
        "comment_rate": 0.002, "attendance_share": 0.7 });
    let people = |people: f64| changed(group.clone(), json!({ "people": people }));
    changed(
        busy(),
        json!({ "world": {
            "publics": { "villagers": people(30_000.0), "traders": people(1_700.0), "abroad": people(900.0) },
            "classes": { "plan": {
                "affects": { "town": 0.5, "villagers": 0.21, "traders": 0.9, "abroad": 0.0 },
                "worth": { "sigma": 1.0, "adopted_share": 0.9, "known_share": 0.6, "spread": 0.8 } } },
        } }),
    )
}

/// People affected, by group, in the county of [`grouped`].
const AFFECTED: [(&str, f64); 3] = [
    ("town", 5_000.0),
    ("villagers", 6_300.0),
    ("traders", 1_530.0),
];

fn worth_of(patch: Value) -> Value {
    changed(
        grouped(),
        json!({ "world": { "classes": { "plan": { "worth": patch } } } }),
    )
}

/// V, and u by group.
type Worth = (f64, BTreeMap<String, f64>);
/// Of each matter by its key.
type Worths = BTreeMap<u64, Worth>;

fn worths(plan: &Plan, log: &[Event]) -> Worths {
    let mut all = Worths::new();
    for event in log {
        match (event.kind, event.actor) {
            (EventKind::Worth, Actor::Nobody) => {
                let before = all.insert(event.case, (event.value, BTreeMap::new()));
                assert!(before.is_none(), "said twice: {event:?}");
            }
            (EventKind::WorthToGroup, Actor::Public(_)) => {
                let to = &mut all.get_mut(&event.case).expect("V comes first").1;
                let before = to.insert(plan.actor(event.actor).to_owned(), event.value);
                assert!(before.is_none(), "said twice: {event:?}");
            }
            (EventKind::Worth | EventKind::WorthToGroup, _) => panic!("worth to whom? {event:?}"),
            _ => {}
        }
    }
    all
}

fn run(county: &Value) -> (Vec<Event>, Worths) {
    let plan = plan(county);
    let log = events(&plan, 11).0;
    let worths = worths(&plan, &log);
    assert!(worths.len() > 50, "the county sleeps");
    (log, worths)
}

/// The log without what matters are worth.
fn rest(log: Vec<Event>) -> Vec<Event> {
    let worth = |it: &Event| matches!(it.kind, EventKind::Worth | EventKind::WorthToGroup);
    log.into_iter().filter(|it| !worth(it)).collect()
}

#[test]
fn the_groups_shares_weighted_by_the_people_affected_make_up_the_whole() {
    let (log, worths) = run(&grouped());
    let registered = log.iter().filter(|it| it.kind == EventKind::Registered);
    assert_eq!(
        registered.count(),
        worths.len(),
        "every matter has its worth"
    );
    let all: f64 = AFFECTED.iter().map(|it| it.1).sum();
    let mut losers = 0;
    for (value, to) in worths.values() {
        assert_eq!(
            to.len(),
            AFFECTED.len(),
            "nobody abroad is affected: {to:?}"
        );
        let sum: f64 = AFFECTED
            .iter()
            .map(|(id, people)| people / all * to[*id])
            .sum();
        assert!((sum - value).abs() < 1e-12, "{sum}, not {value}");
        losers += u32::from(*value > 0.0 && to.values().any(|u| *u < 0.0));
    }
    assert!(losers > 0, "a matter good for the county has losers");
}

#[test]
fn one_group_is_the_county_and_no_group_has_no_share() {
    for (_, (value, to)) in run(&busy()).1 {
        assert_eq!(
            to.into_iter().collect::<Vec<_>>(),
            [("town".to_owned(), value)]
        );
    }
    let nobody = json!({ "world": { "classes": { "plan": { "affects": { "town": null } } } } });
    for (_, (_, to)) in run(&changed(busy(), nobody)).1 {
        assert!(to.is_empty(), "{to:?}");
    }
}

#[test]
fn what_matters_are_worth_changes_nothing_that_happens() {
    let before = run(&grouped());
    let after = run(&worth_of(
        json!({ "sigma": 7.0, "adopted_share": 0.3, "known_share": 0.1, "spread": 3.0 }),
    ));
    assert!(
        before
            .1
            .iter()
            .zip(&after.1)
            .all(|(a, b)| a.0 == b.0 && a.1 != b.1)
    );
    assert_eq!(rest(before.0), rest(after.0));
    // Nor does it matter how many groups had a draw.
    let none = run(&worth_of(json!({ "spread": 0.0 })));
    for (value, to) in none.1.values() {
        assert!(to.values().all(|u| u == value), "all gain or lose alike");
    }
    assert_eq!(rest(run(&grouped()).0), rest(none.0));
}

#[test]
fn doubling_every_sigma_doubles_every_worth_to_the_bit_and_changes_nothing_else() {
    let (log, mut once) = run(&grouped());
    let (log_twice, twice) = run(&worth_of(json!({ "sigma": 2.0 })));
    for (value, to) in once.values_mut() {
        *value *= 2.0;
        to.values_mut().for_each(|u| *u *= 2.0);
    }
    assert_eq!(once, twice);
    assert_eq!(rest(log), rest(log_twice));
}

/// z of the first group less z of the second: what is left of the draws when V and the weighted mean are taken out.
fn apart(worth: &Worth, one: &str, other: &str) -> f64 {
    (worth.1[one] - worth.1[other]) / 0.8
}

#[test]
fn a_group_more_leaves_the_county_s_worth_and_the_other_groups_draws() {
    let before = run(&grouped()).1;
    let more = json!({ "world": { "classes": { "plan": { "affects": { "abroad": 0.7 } } } } });
    let after = run(&changed(grouped(), more)).1;
    assert_eq!(before.len(), after.len());
    for (key, old) in &before {
        let new = &after[key];
        assert!(new.1.contains_key("abroad"));
        assert_eq!(old.0.to_bits(), new.0.to_bits());
        for other in ["villagers", "traders"] {
            let (was, is) = (apart(old, "town", other), apart(new, "town", other));
            assert!((was - is).abs() < 1e-12, "{was} became {is}");
        }
    }
}

#[test]
fn no_lever_of_procedure_moves_what_a_matter_is_worth() {
    let before = run(&grouped()).1;
    let stages = |it: Value| json!({ "procedures": { "plain": { "stages": it } } });
    let aside = stage(
        "task",
        json!({ "after": ["draft"], "who": "experts", "hours": constant(3.0) }),
    );
    for (what, lever) in [
        ("a stage more", stages(json!({ "aside": aside }))),
        (
            "no comment",
            stages(
                json!({ "comment": null, "hearing": null, "revise": { "after": ["ask", "experts"] } }),
            ),
        ),
        (
            "meetings",
            json!({ "meetings": { "executive": { "every_days": 7.0, "minutes": 60.0 } } }),
        ),
        (
            "staff",
            json!({ "offices": { "government_office": { "staff": 9 } }, "departments": { "water": { "staff": 1 } } }),
        ),
        (
            "stand-ins",
            json!({ "mechanisms": { "stand_in": { "enabled": true } } }),
        ),
        (
            "bound hours",
            json!({ "leaders": { "deputy": { "bound_hours_per_week": 30.0 } } }),
        ),
    ] {
        let after = run(&changed(grouped(), lever)).1;
        let both: Vec<_> = before
            .iter()
            .filter(|it| after.contains_key(it.0))
            .collect();
        assert!(both.len() > 50, "{what}: the same matters come");
        for (key, worth) in both {
            assert_eq!(worth, &after[key], "{what}");
        }
    }
}

#[test]
fn the_mean_and_the_spread_are_those_of_the_law() {
    // A matter takes no time here: thousands come. Means and mean squares lie within five standard errors of what they should be
    // (one false alarm in 1.7 million for each; a mean square of n normal draws has standard error √(2/n) of itself).
    let county = changed(
        changed(bare(), json!({ "world": grouped()["world"].clone() })),
        json!({
            "procedures": { "plain": { "stages": { "draft": { "hours": constant(0.0) } } } },
            "world": { "sources": { "departments": { "per_year": 20_000.0 } },
                "classes": { "plan": { "worth": { "sigma": 3.0 } } } },
        }),
    );
    let all = run(&county).1;
    let n = all.len() as f64;
    assert!(n > 15_000.0, "{n}");
    let mean = |of: &dyn Fn(&Worth) -> f64| all.values().map(of).sum::<f64>() / n;
    // α = .9, s = .6, σ = 3: μ = 3·√.6·Φ⁻¹(.9) = 2.978.
    let mu = 3.0 * libm::sqrt(0.6) * normal_quantile(0.9);
    assert!((mu - 2.978).abs() < 5e-4, "{mu}");
    let found = mean(&|it| it.0);
    assert!(
        (found - mu).abs() < 5.0 * 3.0 / libm::sqrt(n),
        "{found}, not {mu}"
    );
    // σ² = 9 from matter to matter; 2·(.8·3)² = 11.52 between two groups, whatever their weights.
    let squares = [
        ("σ²", 9.0, mean(&|it| (it.0 - mu) * (it.0 - mu))),
        (
            "2δ²",
            11.52,
            mean(&|it| (it.1["town"] - it.1["traders"]) * (it.1["town"] - it.1["traders"])),
        ),
    ];
    for (what, expected, found) in squares {
        let error = expected * libm::sqrt(2.0 / n);
        assert!(
            (found - expected).abs() < 5.0 * error,
            "{what}: {found}, not {expected}"
        );
    }
    // What is known of V and how the groups stand apart are independent: the mean product is 0.
    let product = mean(&|it| (it.0 - mu) * (it.1["town"] - it.1["traders"]));
    assert!(
        product.abs() < 5.0 * libm::sqrt(9.0 * 11.52 / n),
        "{product}"
    );
}
