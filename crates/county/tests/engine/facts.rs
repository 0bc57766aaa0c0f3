//! Facts, minds and rules in the running county against what science says of them (`docs/model.md`, 7.22 and 7.23).
//!
//! Each interval is five standard errors wide, which a right model leaves once in 1.7 million tries; each sees an error of 2 %.

use std::sync::Arc;

use deliberation::cascade::open_majority;
use deliberation::chair::majority_after;
use deliberation::counts::binomial;
use deliberation::facts::{
    Silence, amendment, concealed_agreement, mean_of_adopted, noisy_agreement, signs_agree,
    silence_discount, surfacing,
};
use deliberation::opinions::{bounded_confidence, consensus, friedkin_johnsen};
use deliberation::votes::{majority, noisy_majority};
use kernel::distributions::normal_quantile;
use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind, Nothing};
use tuiyan_county::metrics::Fold;
use tuiyan_county::run::Run;

use crate::fixture::{bare, changed, constant, events, plan, stage};

/// Nine leaders decide every day on all there is; twelve equal facts, of which departments hold half and nobody the other half; one chief who
/// reads what is known, no noise, no delay, no returns.
pub fn neutral() -> Value {
    let name = |it: &str| json!({ "zh": it, "en": it });
    let deputies = (1..=6).map(|it| {
        let deputy = json!({ "name": name("d"), "rank": "deputy", "bound_hours_per_week": 0.0 });
        (format!("deputy_{it}"), deputy)
    });
    let mut members = vec![
        "magistrate".to_owned(),
        "executive".to_owned(),
        "deputy".to_owned(),
    ];
    members.extend((1..=6).map(|it| format!("deputy_{it}")));
    changed(
        bare(),
        json!({
            "leaders": deputies.collect::<serde_json::Map<_, _>>(),
            "offices": { "government_office": { "staff": 50 } },
            "departments": { "planning": { "staff": 200 } },
            "horizon": { "years": 4.0 },
            "meetings": { "executive": { "every_days": 1.0, "minutes": 1440.0, "members": members,
                "discussion": { "floor": "round_table" } } },
            "procedures": { "plain": { "stages": {
                "draft": { "hours": constant(1.0) },
                "meet": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(9.0) })),
                "publish": { "after": ["meet"] },
            } } },
            "world": {
                "sources": { "departments": { "per_year": 10_000.0 } },
                "classes": { "plan": { "facts": "all", "outcome": null,
                    "worth": { "sigma": 1.0, "adopted_share": 0.5, "known_share": 0.5, "spread": 0.0 } } },
                "facts": {
                    "patterns": { "all": { "number": 12, "held_by": { "departments": 1.0, "experts": 0.0, "public": 0.0,
                        "members": 0.0, "nobody": 1.0 }, "mending_cost": 100.0, "need_years": 100.0 } },
                    "own_per_hour": 10.0, "elsewhere_per_hour": 0.0, "comment_names": 0.0, "witness_minutes": 1.0,
                    "expert_finds": 0.0, "experts_blind": 0.0, "concealment": 0.0,
                },
                "minds": { "noise": 0.0, "common_noise_share": 0.0, "interest": 0.0, "bends": 0.0, "chair_bends": 0.0,
                    "chair_weight": 1.0, "caution": 0.0, "outside_knowledge": 1.0, "discussion_share": 1.0,
                    "floor_ratio": 1.0, "minutes_to_say": 1.0 },
            },
        }),
    )
}

pub fn held_by(departments: f64, members: f64, nobody: f64) -> Value {
    json!({ "world": { "facts": { "patterns": { "all": { "held_by": {
        "departments": departments, "experts": 0.0, "public": 0.0, "members": members, "nobody": nobody } } } } } })
}

pub fn minds(patch: Value) -> Value {
    json!({ "world": { "minds": patch } })
}

pub fn discussion(patch: Value) -> Value {
    json!({ "meetings": { "executive": { "discussion": patch } } })
}

pub fn with(patches: impl IntoIterator<Item = Value>) -> Value {
    patches.into_iter().fold(neutral(), changed)
}

pub fn measures(county: &Value, replication: u32) -> Measures {
    let plan = plan(county);
    let mut run = Run::new(Arc::clone(&plan), 7, replication, Fold::new(plan));
    run.finish(u64::MAX);
    run.observed_by(Nothing).1.measures()
}

/// Above and below of a share.
pub fn counted(measures: &Measures, name: &str) -> (f64, f64) {
    match measures.0.get(name) {
        Some((Measure::Ratio { above, below }, _)) => (*above, *below),
        other => panic!("{name}: {other:?}"),
    }
}

/// A share of independent matters is what it should be.
fn is_share(county: &Value, name: &str, expected: f64) {
    let (above, n) = counted(&measures(county, 0), name);
    let error = (expected * (1.0 - expected) / n).sqrt();
    assert!(
        5.0 * error < 0.02 * expected,
        "{name}: too weak, {n} of them"
    );
    let got = above / n;
    assert!(
        (got - expected).abs() < 5.0 * error,
        "{name}: {got} ± {error}, expected {expected}"
    );
}

const AGREES: &str = "quality.agreement.share";

#[test]
fn one_judge_who_knows_each_of_twelve_facts_with_three_tenths_decides_as_science_says() {
    // B1: .680537 and .211746 σ a matter.
    let county = with([held_by(3.0, 0.0, 7.0)]);
    let judged = surfacing(12, 0.3).unwrap();
    is_share(&county, AGREES, judged.agreement);
    let log = events(&plan(&county), 3).0;
    let mut worth = std::collections::BTreeMap::new();
    let (mut sum, mut squares, mut n) = (0.0, 0.0, 0.0);
    for event in &log {
        match event.kind {
            EventKind::Worth => {
                worth.insert(event.case, event.value);
            }
            EventKind::Published | EventKind::Refused => {
                let captured = match event.kind {
                    EventKind::Published => worth[&event.case],
                    _ => 0.0,
                };
                sum += captured;
                squares += captured * captured;
                n += 1.0;
            }
            _ => {}
        }
    }
    let mean: f64 = sum / n;
    let error = ((squares / n - mean * mean) / n).sqrt();
    assert!(
        (mean - judged.value).abs() < 5.0 * error,
        "{mean} ± {error}, expected {}",
        judged.value
    );
    assert!((judged.value - 0.211_746).abs() < 5e-7, "as printed");
}

#[test]
fn a_lone_judge_from_whom_bad_news_is_kept_is_worse_and_better_again_if_he_discounts_silence() {
    // An hour of the department brings out each of twelve facts with .3, bad ones with half of that.
    let concealed = |discount: f64| {
        let facts = json!({ "own_per_hour": -libm::log(0.7), "concealment": 0.5 });
        with([
            held_by(1.0, 0.0, 0.0),
            json!({ "world": { "facts": facts, "minds": { "discounts_silence": discount } } }),
        ])
    };
    let expected = |silence| concealed_agreement(12, 0.3, 0.5, silence).unwrap();
    let (ignored, discounted) = (expected(Silence::Ignored), expected(Silence::Discounted));
    assert!((ignored - 0.636_64).abs() < 1e-5 && (discounted - 0.655_69).abs() < 1e-5);
    is_share(&concealed(0.0), AGREES, ignored);
    let discount = silence_discount(0.3, 0.5).unwrap();
    is_share(&concealed(discount), AGREES, discounted);
}

#[test]
fn a_worth_of_facts_is_their_sum_and_their_mending() {
    let cheap = json!({ "world": { "facts": { "patterns": { "all": { "mending_cost": 0.1 } } } } });
    let log = events(&plan(&with([held_by(1.0, 0.0, 0.0), cheap])), 5).0;
    let (mut sums, mut worths, mut gains) = <(Sums, Sums, Sums)>::default();
    for event in &log {
        let to = match event.kind {
            EventKind::Fact => &mut sums,
            EventKind::Worth => &mut worths,
            EventKind::Mended => &mut gains,
            _ => continue,
        };
        *to.entry(event.case).or_default() += event.value;
    }
    assert!(worths.len() > 30_000);
    for (case, worth) in &worths {
        assert!((sums[case] - worth).abs() < 1e-12, "μ = 0");
    }
    // All twelve are known; each is worth .072006 to mend.
    let each = amendment(1.0 / 12.0, 0.1).unwrap();
    let values: Vec<f64> = worths
        .keys()
        .map(|it| gains.get(it).copied().unwrap_or(0.0))
        .collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let error = (values
        .iter()
        .map(|it| (it - mean) * (it - mean))
        .sum::<f64>()
        / n
        / n)
        .sqrt();
    assert!(5.0 * error < 0.02 * mean, "too weak");
    assert!(
        (mean - 12.0 * each).abs() < 5.0 * error,
        "{mean} ± {error}, expected {}",
        12.0 * each
    );
}

type Sums = std::collections::BTreeMap<u64, f64>;

#[test]
fn what_three_of_nine_know_and_each_says_with_three_tenths_is_said_as_often_as_pooling_has_it() {
    // B2: 1 − .7³ = .657. Nine minutes shared by nine: one each.
    let three = json!({ "world": { "facts": { "patterns": { "all": { "members_each": 3 } } } } });
    let tau = -1.0 / libm::log(0.7);
    let county = with([
        held_by(0.0, 1.0, 0.0),
        three,
        minds(json!({ "minutes_to_say": tau })),
    ]);
    is_share(&county, "quality.facts.surfaced.discussion.share", 0.657);
}

/// Mean over how many of twelve facts are known, each with probability `each`.
fn over_known(each: f64, of: impl Fn(f64) -> f64) -> f64 {
    let law = binomial(12, each).unwrap();
    let all = law.iter().enumerate();
    all.map(|(k, p)| p * of((k as f64 / 12.0).min(1.0 - 1e-12)))
        .sum()
}

#[test]
fn nine_votes_on_the_same_facts_are_not_nine_independent_ones() {
    let noise = minds(json!({ "noise": 0.5_f64.sqrt() }));
    let majority = discussion(json!({ "rule": "majority" }));
    is_share(
        &with([noise.clone()]),
        AGREES,
        over_known(0.5, |s| noisy_agreement(s, 0.5).unwrap()),
    );
    is_share(
        &with([noise, majority]),
        AGREES,
        over_known(0.5, |s| noisy_majority(9, s, 0.5).unwrap()),
    );
}

/// The chief decides by the mean of what the others said, k of them, of whom one knows what members know; departments and members hold
/// half the facts each.
fn diluted(k: f64) -> f64 {
    over_known(0.5, |s| {
        let (table, own) = (s, 1.0 - s);
        let reads = table + own / k;
        signs_agree(reads / (table + own / k / k).sqrt()).unwrap()
    })
}

#[test]
fn a_county_where_letting_all_nine_speak_lowers_accuracy() {
    // The other six know nothing of a matter that is not theirs, nobody has the time to say what he knows, and the chief goes by the
    // mean of what he is told: the one who knows is one of two, or one of eight.
    let county = |floor: &str| {
        with([
            held_by(1.0, 1.0, 0.0),
            minds(
                json!({ "outside_knowledge": 0.0, "chair_bends": 1.0, "minutes_to_say": 1000.0, "discussion_share": 0.0 }),
            ),
            discussion(json!({ "floor": floor })),
        ])
    };
    let (three, nine) = (diluted(2.0), diluted(8.0));
    assert!(nine < three - 0.05, "{nine} against {three}");
    is_share(&county("habit"), AGREES, three);
    is_share(&county("round_table"), AGREES, nine);
}

#[test]
fn a_county_where_letting_all_nine_speak_raises_accuracy() {
    // Each fact that members hold is held by one of nine alike, and whoever speaks says all: three speakers bring a third of them.
    let county = |floor: &str| {
        with([
            held_by(0.0, 1.0, 1.0),
            minds(json!({ "minutes_to_say": 0.1, "discussion_share": 1.0 })),
            discussion(json!({ "floor": floor })),
        ])
    };
    let agrees = |speakers: f64| surfacing(12, 0.5 * speakers / 9.0).unwrap().agreement;
    is_share(&county("habit"), AGREES, agrees(3.0));
    is_share(&county("round_table"), AGREES, agrees(9.0));
    assert!(agrees(9.0) > agrees(3.0) + 0.05);
}

#[test]
fn whoever_presides_decides_though_he_is_no_member() {
    // The magistrate presides over a meeting of the others: what is known is decided on as if he were one of them.
    let outside = json!({ "meetings": { "executive": { "members": ["executive", "deputy"], "chairs": ["magistrate"] } } });
    let judged = surfacing(12, 0.5).unwrap();
    is_share(
        &with([held_by(1.0, 0.0, 1.0), outside]),
        AGREES,
        judged.agreement,
    );
}

#[test]
fn what_a_member_would_have_thought_had_nobody_spoken_is_said_beside_what_he_thinks() {
    use tuiyan_county::event::Note;
    let moved = |bends: f64, members: f64| {
        let noisy = minds(json!({ "noise": 0.5, "bends": bends, "minutes_to_say": 0.1 }));
        let few = json!({ "world": { "sources": { "departments": { "per_year": 200.0 } } } });
        let log = events(&plan(&with([held_by(1.0, members, 1.0), noisy, few])), 5).0;
        let (mut all, mut moved) = (0, 0);
        for event in log.iter().filter(|it| it.kind == EventKind::Leaned) {
            let Note::Before(thousandths) = event.note else {
                panic!("{event:?}")
            };
            all += 1;
            moved += u32::from((event.value - f64::from(thousandths) / 1000.0).abs() > 0.0006);
        }
        assert!(all > 4_000);
        f64::from(moved) / f64::from(all)
    };
    // Nobody bends and nobody knows more than others: nothing that is said moves anybody. Else it does.
    assert_eq!(moved(0.0, 0.0), 0.0);
    // All but whoever presides and whoever speaks first.
    assert!(moved(0.5, 0.0) > 0.7, "by bending");
    assert!(moved(0.0, 1.0) > 0.8, "by what they hear");
}

#[test]
fn who_is_invited_speaks_and_nobody_else() {
    // One portfolio: whoever presides, the deputy whose matter it is, and four of the other seven by lot.
    let invited = |invites: u32| discussion(json!({ "floor": "invited", "invites": invites }));
    let log = events(&plan(&with([held_by(0.0, 1.0, 1.0), invited(4)])), 5).0;
    let mut spoke: std::collections::BTreeMap<u64, Vec<Actor>> = Default::default();
    for event in log.iter().filter(|it| it.kind == EventKind::Spoke) {
        spoke.entry(event.case).or_default().push(event.actor);
    }
    assert!(spoke.len() > 1_000 && spoke.values().all(|it| it.len() == 6));
    let plan = plan(&with([]));
    let share = |who: &str| {
        let his = |it: &&Vec<Actor>| it.iter().any(|it| plan.actor(*it) == who);
        spoke.values().filter(his).count() as f64 / spoke.len() as f64
    };
    assert_eq!((share("magistrate"), share("deputy")), (1.0, 1.0));
    let expected = 4.0 / 7.0;
    let error = (expected * (1.0 - expected) / spoke.len() as f64).sqrt();
    for who in ["executive", "deputy_1", "deputy_6"] {
        assert!(
            (share(who) - expected).abs() < 5.0 * error,
            "{who}: {}",
            share(who)
        );
    }
}

#[test]
fn a_county_where_the_chair_who_speaks_first_costs_more_than_silence() {
    // Everybody says what was said before him: nine votes are one. In silence they are nine.
    let county = |secret: bool| {
        let first = json!({ "meetings": { "executive": { "chair_speaks": "first" } } });
        with([
            minds(json!({ "noise": 1.0, "bends": 1.0 })),
            discussion(json!({ "rule": "majority", "secret": secret })),
            first,
        ])
    };
    let one = over_known(0.5, |s| noisy_agreement(s, 1.0).unwrap());
    let nine = over_known(0.5, |s| noisy_majority(9, s, 1.0).unwrap());
    assert!(one < nine - 0.05);
    is_share(&county(false), AGREES, one);
    is_share(&county(true), AGREES, nine);
}

/// Nine who all read a matter of which nothing is known with noise of their own: μ makes each of them for it with probability .7, whatever
/// the others read, and full information with probability Φ(μ).
fn nine_of_seven_tenths(patch: Value) -> (Value, f64) {
    let worth = json!({ "world": { "classes": { "plan": { "worth": { "adopted_share": 0.999, "known_share": 0.5 } } } } });
    let mean = mean_of_adopted(0.999, 1.0, 0.5).unwrap();
    let noise = mean / normal_quantile(0.7);
    let truth = 0.5 * libm::erfc(-mean / std::f64::consts::SQRT_2);
    let county = with([
        held_by(0.0, 0.0, 1.0),
        worth,
        minds(json!({ "noise": noise })),
        discussion(json!({ "rule": "majority" })),
        patch,
    ]);
    (county, truth)
}

/// What agrees with probability `right` with the better verdict agrees with full information.
fn agreeing(right: f64, truth: f64) -> f64 {
    truth * right + (1.0 - truth) * (1.0 - right)
}

#[test]
fn who_takes_over_the_verdict_of_the_chair_is_as_right_as_bolands_leader_model_has_it() {
    for lean in [0.0, 0.3, 1.0] {
        let follows = json!({ "meetings": { "executive": { "chair_speaks": "first", "discussion": { "influence": "boland" } } },
            "world": { "minds": { "bends": lean } } });
        let (county, truth) = nine_of_seven_tenths(follows);
        let right = majority_after(9, 0.7, lean).unwrap();
        is_share(&county, AGREES, agreeing(right, truth));
    }
}

#[test]
fn votes_in_the_open_are_as_right_as_cascades_have_it() {
    let (county, truth) = nine_of_seven_tenths(discussion(json!({ "influence": "cascade" })));
    let right = open_majority(9, 0.7).unwrap();
    assert!((right - 0.753_061).abs() < 5e-7, "as printed");
    is_share(&county, AGREES, agreeing(right, truth));
    let (secret, truth) = nine_of_seven_tenths(discussion(
        json!({ "influence": "cascade", "secret": true }),
    ));
    let right = majority(9, 0.7).unwrap();
    is_share(&secret, AGREES, agreeing(right, truth));
}

/// What members think at the end, matter by matter, in the order of the plan: first had nobody moved anybody.
fn leanings(patch: Value) -> Vec<(Vec<f64>, Vec<f64>)> {
    let few = json!({ "world": { "sources": { "departments": { "per_year": 200.0 } } } });
    let noisy = || [minds(json!({ "noise": 1.0 })), few.clone()];
    let of = |county: Value| {
        let mut leanings = std::collections::BTreeMap::<u64, Vec<f64>>::new();
        for event in events(&plan(&county), 6).0 {
            if event.kind == EventKind::Leaned {
                leanings.entry(event.case).or_default().push(event.value);
            }
        }
        leanings
    };
    let alone = of(with(noisy()));
    let moved = of(with(noisy().into_iter().chain([patch])));
    assert!(alone.len() > 500 && alone.keys().eq(moved.keys()));
    alone.into_values().zip(moved.into_values()).collect()
}

fn near(got: &[f64], expected: &[f64]) {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-10;
    assert!(
        got.len() == expected.len() && got.iter().zip(expected).all(close),
        "{got:?}, not {expected:?}"
    );
}

/// Each of nine listens to himself with ½, to the executive deputy with ¼ and to the next with ¼; and the same as a matrix.
fn circle() -> (Value, Vec<Vec<f64>>) {
    let mut ids = vec![
        "magistrate".to_owned(),
        "executive".to_owned(),
        "deputy".to_owned(),
    ];
    ids.extend((1..=6).map(|it| format!("deputy_{it}")));
    let (mut rows, mut matrix) = (serde_json::Map::new(), vec![vec![0.0; 9]; 9]);
    for at in 0..9 {
        let next = (at + 1) % 9;
        for (to, share) in [(at, 0.5), (1, 0.25), (next, 0.25)] {
            matrix[at][to] += share;
        }
        let row = (0..9).filter(|&to| matrix[at][to] > 0.0);
        let row: serde_json::Map<_, _> = row
            .map(|to| (ids[to].clone(), json!(matrix[at][to])))
            .collect();
        rows.insert(ids[at].clone(), Value::Object(row));
    }
    (Value::Object(rows), matrix)
}

#[test]
fn those_who_listen_until_they_agree_lean_alike() {
    let (listens, matrix) = circle();
    let degroot = json!({ "influence": "degroot", "listens": listens });
    // In the order of the plan: by id, as the matrix is by members.
    for (alone, moved) in leanings(discussion(degroot)) {
        near(&moved, &[consensus(&matrix, &alone).unwrap(); 9]);
    }
    // Without a matrix all weigh alike here: each keeps ½ and gives the rest to the eight others, so that they meet at the mean.
    let bends = json!({ "meetings": { "executive": { "discussion": { "influence": "degroot" } } },
        "world": { "minds": { "bends": 0.5, "chair_bends": 0.5 } } });
    for (alone, moved) in leanings(bends) {
        near(&moved, &[alone.iter().sum::<f64>() / 9.0; 9]);
    }
}

#[test]
fn those_who_hold_on_to_their_own_end_where_friedkin_and_johnsen_have_it() {
    let (listens, matrix) = circle();
    let county = json!({ "meetings": { "executive": { "discussion": { "influence": "friedkin_johnsen", "listens": listens } } },
        "world": { "minds": { "bends": 0.6, "chair_bends": 0.2 } } });
    let mut yielding = [0.6; 9];
    yielding[0] = 0.2;
    for (alone, moved) in leanings(county) {
        near(
            &moved,
            &friedkin_johnsen(&matrix, &yielding, &alone).unwrap(),
        );
    }
}

#[test]
fn those_who_hear_only_what_is_near_form_the_clusters_of_bounded_confidence() {
    let of = |confidence: f64| {
        let influence = json!({ "influence": "hegselmann_krause", "confidence": confidence });
        leanings(discussion(influence))
    };
    for (alone, moved) in of(0.3) {
        near(
            &moved,
            &bounded_confidence(&alone, &[true; 9], 0.3).unwrap(),
        );
    }
    for (alone, moved) in of(0.0) {
        assert_eq!(alone, moved, "nobody is near enough");
    }
    for (alone, moved) in of(100.0) {
        near(&moved, &[alone.iter().sum::<f64>() / 9.0; 9]);
    }
}

#[test]
fn a_county_where_a_hearing_delays_more_than_it_improves() {
    // Thirty days out of a need of half a year, and one fact in twenty with the public.
    let slow = json!({ "world": {
        "sources": { "departments": { "per_year": 1_000.0 } },
        "facts": { "witness_minutes": 1.0, "patterns": { "all": { "need_years": 0.5, "held_by": { "departments": 9.0, "public": 1.0, "nobody": 10.0 } } } } } });
    let hearing = json!({ "procedures": { "plain": { "stages": {
        "hear": stage("hearing", json!({ "after": ["draft"], "days": 30.0, "people": 20, "hours": constant(3.0) })),
        "meet": { "after": ["hear"] },
    } } } });
    let (without, heard) = (with([slow.clone()]), with([slow, hearing]));
    let (mut better, mut worth) = (Vec::new(), Vec::new());
    for replication in 0..8 {
        let (a, b) = (
            measures(&without, replication),
            measures(&heard, replication),
        );
        let share = |it: &Measures, name| {
            let (above, below) = counted(it, name);
            above / below
        };
        better.push(share(&b, AGREES) - share(&a, AGREES));
        worth.push(share(&b, "quality.value.share") - share(&a, "quality.value.share"));
    }
    let mean = |of: &[f64]| {
        let n = of.len() as f64;
        let mean = of.iter().sum::<f64>() / n;
        let squares: f64 = of.iter().map(|it| (it - mean) * (it - mean)).sum();
        (mean, (squares / (n * (n - 1.0))).sqrt())
    };
    let ((better, error), (worth, of_worth)) = (mean(&better), mean(&worth));
    // Eight replications: seven standard errors are as sure as five of many.
    assert!(
        better > 7.0 * error,
        "the hearing improves decisions: {better} ± {error}"
    );
    assert!(
        worth < -7.0 * of_worth,
        "and costs more than that is worth: {worth} ± {of_worth}"
    );
}

#[test]
fn twice_the_sigma_is_twice_the_worth_and_the_same_decisions() {
    let noisy = minds(
        json!({ "noise": 0.5, "bends": 0.4, "interest": 0.3, "caution": 0.1, "discounts_silence": 0.1 }),
    );
    let returning = json!({ "meetings": { "executive": { "discussion": { "return_margin": 0.3 } } },
        "procedures": { "plain": { "stages": { "meet": { "returns": { "to": "draft", "at_most": 2 } } } } },
        "world": { "facts": { "patterns": { "all": { "mending_cost": 0.1 } } },
            "sources": { "departments": { "per_year": 300.0 } } } });
    let twice = json!({ "world": { "classes": { "plan": { "worth": { "sigma": 2.0 } } } } });
    let one = events(&plan(&with([noisy.clone(), returning.clone()])), 9).0;
    let two = events(&plan(&with([noisy, returning, twice])), 9).0;
    assert_eq!(one.len(), two.len());
    let worth = |it: &Event| {
        use EventKind::{Fact, FactRepeated, FactSurfaced, Leaned, Mended, Worth, WorthToGroup};
        matches!(
            it.kind,
            Fact | FactRepeated | FactSurfaced | Leaned | Mended | Worth | WorthToGroup
        )
    };
    let mut returned = 0;
    for (one, two) in one.iter().zip(&two) {
        let value = if worth(one) {
            2.0 * one.value
        } else {
            one.value
        };
        assert!(
            (value - two.value).abs() <= 1e-12 * value.abs(),
            "{one:?} {two:?}"
        );
        // What was thought before is in units of the class, too.
        let note = |it: &Event| match it.note {
            tuiyan_county::event::Note::Before(_) => tuiyan_county::event::Note::None,
            note => note,
        };
        assert_eq!(
            (one.kind, one.tick, note(one)),
            (two.kind, two.tick, note(two))
        );
        returned += u32::from(one.kind == EventKind::Returned);
    }
    assert!(returned > 20, "some matters go back");
}

#[test]
fn what_the_eight_subsets_decide_ends_with_what_was_decided() {
    let noisy = minds(json!({ "noise": 0.5, "bends": 0.4 }));
    let log = events(&plan(&with([noisy, held_by(1.0, 2.0, 1.0)])), 2).0;
    let mut whole = std::collections::BTreeMap::new();
    let (mut changed, mut decided) = (0, 0);
    for event in &log {
        match (event.kind, event.note) {
            (EventKind::Redecided, _) => {
                let bits = event.value as u32;
                whole.insert(event.case, bits >> 7 & 1);
                changed += u32::from(bits != 0 && bits != 255);
            }
            (EventKind::Decided, tuiyan_county::event::Note::Verdict(verdict)) => {
                let adopted = u32::from(verdict == tuiyan_county::event::Verdict::Adopt);
                assert_eq!(whole[&event.case], adopted, "{event:?}");
                decided += 1;
            }
            _ => {}
        }
    }
    assert!(
        decided > 10_000 && changed > 1_000,
        "{changed} of {decided}"
    );
}

/// A county in which all that can make a decision depend on facts is at work: bad news held back and discounted, by departments, experts with an
/// interest and people whom the drafting unit asks; drafts changed, matters sent back to sittings where others are.
fn everything_at_work() -> Value {
    with([json!({
        "horizon": { "years": 1.0 },
        "meetings": { "executive": { "discussion": { "rule": "majority", "floor": "habit", "return_margin": 0.4 } } },
        "procedures": { "plain": { "stages": {
            "draft": { "hours": constant(6.0) },
            "panel": stage("expert_review", json!({ "after": ["draft"], "who": "experts", "people": 2, "hours": constant(1.0) })),
            "hear": stage("hearing", json!({ "after": ["draft"], "days": 1.0, "people": 6, "hours": constant(1.0) })),
            "meet": { "after": ["panel", "hear"], "returns": { "to": "draft", "at_most": 2 } },
        } } },
        "offices": { "experts": { "name": { "zh": "e", "en": "e" }, "staff": 50 } },
        "world": {
            "absences": { "share": 0.4 },
            "sources": { "departments": { "per_year": 1_500.0 } },
            "classes": { "plan": { "worth": { "adopted_share": 0.6 } } },
            "facts": { "own_per_hour": 0.1, "elsewhere_per_hour": 0.02, "concealment": 0.6, "witness_minutes": 60.0,
                "expert_finds": 0.4, "experts_blind": 0.1, "interested_experts": 0.5, "patterns": { "all": {
                "falls": 0.5, "mending_cost": 0.2, "members_each": 2,
                "held_by": { "departments": 1.0, "experts": 1.0, "public": 1.0, "members": 1.0, "nobody": 1.0 } } } },
            "minds": { "noise": 0.4, "common_noise_share": 0.3, "interest": 0.2, "bends": 0.3, "chair_bends": 0.3,
                "caution": 0.1, "discounts_silence": 0.1, "outside_knowledge": 0.3, "minutes_to_say": 3.0 },
        },
    })])
}

/// One matter decided: how likely full information would decide the same, and whether it would.
#[derive(Debug, Clone, Copy)]
struct Judged {
    expected: f64,
    drawn: f64,
    adopted: bool,
    returned: bool,
    mended: bool,
}

fn judged(plan: &Arc<tuiyan_county::plan::Plan>, seed: u64) -> Vec<Judged> {
    use tuiyan_county::event::{Note, Verdict};
    let mut open = std::collections::BTreeMap::<u64, (f64, Judged)>::new();
    let mut judged = Vec::new();
    let log = events(plan, seed).0;
    // Those registered later are not counted.
    let closed = log.iter().find(|it| it.kind == EventKind::WindowClosed);
    let closed = closed.map(|it| it.tick).unwrap();
    let late = |it: &&Event| it.kind == EventKind::Registered && it.tick >= closed;
    let late: std::collections::BTreeSet<u64> = log.iter().filter(late).map(|it| it.case).collect();
    for event in log.iter().filter(|it| !late.contains(&it.case)) {
        let unjudged = Judged {
            expected: f64::NAN,
            drawn: f64::NAN,
            adopted: false,
            returned: false,
            mended: false,
        };
        let (worth, it) = open.entry(event.case).or_insert((0.0, unjudged));
        match (event.kind, event.note) {
            (EventKind::Worth, _) => *worth = event.value,
            (EventKind::Mended, _) => {
                *worth += event.value;
                it.mended = true;
            }
            (EventKind::Decided, Note::Verdict(Verdict::Return)) => it.returned = true,
            (EventKind::Decided, Note::Verdict(verdict)) => {
                it.adopted = verdict == Verdict::Adopt;
                it.drawn = f64::from(u8::from(it.adopted == (*worth > 0.0)));
            }
            (EventKind::AgreementExpected, _) => {
                it.expected = event.value;
                assert!((0.0..=1.0).contains(&it.expected) && it.drawn.is_finite());
                judged.push(*it);
            }
            _ => {}
        }
    }
    judged
}

#[test]
fn agreement_given_what_had_a_part_in_the_decision_is_agreement_with_less_chance_in_it() {
    let plan = plan(&everything_at_work());
    let replications: Vec<Vec<Judged>> = (0..40).map(|seed| judged(&plan, seed)).collect();
    // Whatever of the matter was known when it was decided: no kind of matters is taken to agree more or less than it does.
    type Is = fn(&Judged) -> bool;
    let kinds: [(&str, Is); 8] = [
        ("all", |_| true),
        ("adopted", |it| it.adopted),
        ("refused", |it| !it.adopted),
        ("sent back", |it| it.returned),
        ("sent back and adopted", |it| it.returned && it.adopted),
        ("mended", |it| it.mended),
        ("likely", |it| it.expected > 0.8),
        ("doubtful", |it| it.expected < 0.5),
    ];
    for (name, is) in kinds {
        let of = replications.iter().flatten().filter(|it| is(it));
        let (mut n, mut sum, mut squares, mut drawn) = (0.0, 0.0, 0.0, 0.0);
        for it in of {
            let apart = it.expected - it.drawn;
            (n, drawn) = (n + 1.0, drawn + it.drawn);
            (sum, squares) = (sum + apart, squares + apart * apart);
        }
        let (apart, error) = (sum / n, squares.sqrt() / n);
        assert!(n > 1_000.0, "{name}: only {n}");
        assert!(5.0 * error < 0.1 * drawn / n, "{name}: too weak, ± {error}");
        assert!(apart.abs() < 5.0 * error, "{name}: {apart} ± {error}");
    }
    let spread = |of: fn(&Judged) -> f64| {
        let shares = replications
            .iter()
            .map(|it| it.iter().map(of).sum::<f64>() / it.len() as f64);
        let shares: Vec<f64> = shares.collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        shares
            .iter()
            .map(|it| (it - mean) * (it - mean))
            .sum::<f64>()
    };
    let (expected, drawn) = (spread(|it| it.expected), spread(|it| it.drawn));
    assert!(
        expected < 0.6 * drawn,
        "{expected} is not much less than {drawn}"
    );
}

#[test]
fn shares_of_agreement_are_scored_by_its_probability_and_values_by_the_draw() {
    let county = everything_at_work();
    // The run that `measures` makes, matter by matter.
    let of = judged(&plan(&county), 7);
    let measures = measures(&county, 0);
    let is = |name: &str, above: f64, below: f64| {
        let got = counted(&measures, &format!("quality.{name}"));
        assert!(
            (got.0 - above).abs() < 1e-9 && got.1 == below,
            "{name}: {got:?}, not {above} of {below}"
        );
    };
    let adopted: Vec<&Judged> = of.iter().filter(|it| it.adopted).collect();
    let refused: Vec<&Judged> = of.iter().filter(|it| !it.adopted).collect();
    let (all, some, others) = (of.len() as f64, adopted.len() as f64, refused.len() as f64);
    let against = |of: &[&Judged]| of.iter().map(|it| 1.0 - it.expected).sum::<f64>();
    let (wrong, missed) = (against(&adopted), against(&refused));
    is("agreement.share", all - wrong - missed, all);
    is("false_adoption.share", wrong, some);
    is("false_refusal.share", missed, others);
    let total = |name: &str| match measures.0.get(&format!("quality.value.{name}")) {
        Some((Measure::Total(total), _)) => *total,
        other => panic!("{name}: {other:?}"),
    };
    let lost: f64 = [
        "undecided",
        "false_refusal",
        "false_adoption",
        "delay",
        "fidelity",
        "ending",
    ]
    .iter()
    .map(|it| total(&format!("lost.{it}")))
    .sum();
    assert!((total("realised") + lost - total("possible")).abs() < 1e-9);
    assert!(total("possible") > 100.0);
}

/// The neutral county with an evaluation after publication, by these.
pub fn evaluated_by(who: &str) -> Value {
    let evaluators = json!({ "name": { "zh": "e", "en": "e" }, "staff": 50 });
    with([json!({
        "offices": { "evaluators": evaluators },
        "procedures": { "plain": { "stages": {
            "look": stage("evaluation", json!({ "after": ["publish"], "who": who, "hours": constant(1.0) })),
        } } },
        "world": {
            "facts": { "evaluation_finds": 1.0, "partial_evaluator": 0.0, "ending_cost": 0.3 },
            "sources": { "departments": { "per_year": 500.0 } },
        },
    })])
}

#[test]
fn an_evaluation_that_finds_everything_ends_what_does_harm_and_nothing_else() {
    let log = events(&plan(&evaluated_by("evaluators")), 4).0;
    let mut worth = Sums::new();
    let (mut ended, mut kept) = (0, 0);
    let mut last: Option<Event> = None;
    for event in &log {
        match event.kind {
            EventKind::Worth => {
                worth.insert(event.case, event.value);
            }
            EventKind::Evaluated => {
                // Everything is known now.
                assert!(
                    (event.value - worth[&event.case]).abs() < 1e-12,
                    "{event:?}"
                );
                kept += 1;
            }
            EventKind::Ended => {
                let before = last.unwrap();
                assert_eq!(
                    (before.kind, before.case),
                    (EventKind::Evaluated, event.case)
                );
                assert!(worth[&event.case] < 0.0, "{event:?}");
                assert_eq!(event.value, 0.3);
                ended += 1;
            }
            _ => {}
        }
        if last.is_some_and(|it| it.kind == EventKind::Evaluated && worth[&it.case] < 0.0) {
            assert_eq!(event.kind, EventKind::Ended, "what does harm is ended");
        }
        last = Some(*event);
    }
    // Half of the variance was known when it was adopted: a quarter of what was adopted does harm.
    assert!(ended > 150 && kept > 2 * ended, "{ended} of {kept}");
}

#[test]
fn who_judges_his_own_work_finds_what_he_is_said_to_find() {
    // The drafting unit finds nothing: what is known is what was known, and that was good enough.
    let log = events(&plan(&evaluated_by("drafting_unit")), 4).0;
    let count = |kind| log.iter().filter(|it| it.kind == kind).count();
    assert!(count(EventKind::Evaluated) > 500);
    assert_eq!(count(EventKind::Ended), 0);
}

#[test]
fn what_comes_to_light_early_is_known_later() {
    // Without an evaluator who finds anything time alone brings it: with rate r the share of 1 − e^(−r t).
    let slow = json!({
        "procedures": { "plain": { "stages": {
            "wait": stage("wait", json!({ "after": ["publish"], "days": 365.2425 })),
            "look": { "after": ["wait"] },
        } } },
        "horizon": { "years": 3.0, "follow_years": 2.0 },
        "world": { "facts": { "evaluation_finds": 0.0, "light_per_year": 0.5 },
            "classes": { "plan": { "worth": { "adopted_share": 0.9 } } },
            "sources": { "departments": { "per_year": 5_000.0 } } },
    });
    let county = changed(
        changed(evaluated_by("evaluators"), slow),
        held_by(0.0, 0.0, 1.0),
    );
    let measures = measures(&county, 0);
    let (found, _) = counted(&measures, "quality.facts.surfaced.time.share");
    let (evaluated, _) = counted(&measures, "quality.evaluated.share");
    let (n, expected) = (12.0 * evaluated, -libm::expm1(-0.5));
    let error = (expected * (1.0 - expected) / n).sqrt();
    assert!(5.0 * error < 0.02 * expected, "too weak: {n}");
    // A year, and the hours until somebody looks: less than a day.
    let most = -libm::expm1(-0.5 * 366.3 / 365.2425);
    let got = found / n;
    assert!(
        (expected - 5.0 * error..most + 5.0 * error).contains(&got),
        "{got} ± {error}, expected {expected}"
    );
}
