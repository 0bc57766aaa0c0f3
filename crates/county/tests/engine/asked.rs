//! Who is asked, in the running county: hearings' seats, experts, deputies, petitioners (`docs/model.md`, 7.22 and 7.24).
//!
//! Each interval is five standard errors wide, as in `facts`.

use std::collections::{BTreeMap, BTreeSet};

use deliberation::facts::{common_blindness, holders, said_in};
use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind, HolderKind, Note};

use crate::fixture::{bare, changed, constant, events, plan, stage};

/// A hearing on every matter, of three groups: half, three tenths and a fifth of the people affected.
fn county(hearing: Value) -> Value {
    let group = |people: f64, sign_up: f64, consumers: bool| {
        json!({ "name": { "zh": "g", "en": "g" }, "people": people, "reach_share": 1.0, "reach_half_days": 1.0,
            "comment_rate": 0.0, "attendance_share": 1.0, "sign_up_rate": sign_up, "consumers": consumers })
    };
    changed(
        bare(),
        json!({
            "offices": { "government_office": { "staff": 50 } },
            "departments": { "planning": { "staff": 50 } },
            "procedures": { "plain": { "stages": {
                "hear": stage("hearing", changed(json!({ "after": ["draft"], "days": 30.0, "people": 20, "hours": constant(2.0) }), hearing)),
                "publish": { "after": ["hear"] },
            } } },
            "world": {
                "response": { "clustering_shape": 1000.0 },
                "sources": { "departments": { "per_year": 400.0 } },
                "classes": { "plan": { "vital_interest_share": 1.0, "affects": { "town": 1.0, "firms": 1.0, "village": 1.0 } } },
                "publics": { "town": group(5_000.0, 0.02, true), "village": group(3_000.0, 0.002, true), "firms": group(2_000.0, 0.2, false) },
            },
        }),
    )
}

/// Of each hearing: who came, of town, village and firms.
fn came(county: &Value) -> Vec<[u64; 3]> {
    let plan = plan(county);
    let mut hearings: Vec<[u64; 3]> = Vec::new();
    let mut now: BTreeMap<u64, [u64; 3]> = BTreeMap::new();
    for event in events(&plan, 3).0 {
        match (event.kind, event.actor) {
            (EventKind::Attended, Actor::Public(_)) => {
                let ids = ["town", "village", "firms"];
                let at = ids.iter().position(|it| *it == plan.actor(event.actor));
                // Two hours each.
                now.entry(event.case).or_default()[at.unwrap()] += event.value as u64 / 7200;
            }
            (EventKind::HearingHeld, _) => {
                let of = now.remove(&event.case).unwrap_or_default();
                assert_eq!(of.iter().sum::<u64>() as f64, event.value);
                hearings.push(of);
            }
            _ => {}
        }
    }
    assert!(hearings.len() > 200, "{}", hearings.len());
    hearings
}

/// Mean over hearings of who came, and their standard errors.
fn means(hearings: &[[u64; 3]]) -> [(f64, f64); 3] {
    let n = hearings.len() as f64;
    [0, 1, 2].map(|group| {
        let of = || hearings.iter().map(|it| it[group] as f64);
        let mean = of().sum::<f64>() / n;
        let squares: f64 = of().map(|it| (it - mean) * (it - mean)).sum();
        (mean, (squares / (n * (n - 1.0))).sqrt())
    })
}

#[test]
fn seats_are_whose_the_selection_says() {
    // Who is asked: as many as the people affected say.
    let appointed = came(&county(json!({})));
    assert!(
        appointed.iter().all(|it| *it == [10, 6, 4]),
        "{appointed:?}"
    );

    // Who signs up: 100 of the town, 6 of the village, 400 firms, in proportion to that.
    let means_of = |selection: &str| {
        let hearings = came(&county(json!({ "selection": selection })));
        assert!(hearings.iter().all(|it| it.iter().sum::<u64>() == 20));
        means(&hearings)
    };
    let of_signed_up = means_of("self_selected").map(|it| it.0 / 20.0);
    for (got, expected) in of_signed_up.iter().zip([100.0, 6.0, 400.0]) {
        // Thirty days of notice reach all but 2⁻³⁰; shares of those who sign up, a ratio of Poisson numbers.
        assert!((got - expected / 506.0).abs() < 0.012, "{of_signed_up:?}");
    }

    // A lottery by group: the village has six seats and hardly six who want them; what it leaves goes to the others.
    let [town, village, firms] = means_of("lottery");
    let poisson = |k: i32| libm::exp(-6.0) * (1..=k).map(|it| 6.0 / f64::from(it)).product::<f64>();
    let filled = 6.0
        - (0..6)
            .map(|k| (6.0 - f64::from(k)) * poisson(k))
            .sum::<f64>();
    assert!(
        (village.0 - filled).abs() < 5.0 * village.1,
        "{village:?}, expected {filled}"
    );
    assert!(town.0 >= 10.0 && firms.0 > 4.0 && town.0 - 10.0 < firms.0 - 4.0);
}

#[test]
fn a_lottery_under_quotas_keeps_them_whoever_signs_up() {
    let quotas = json!({ "selection": "leximin", "quotas": {
        "consumers": { "least_share": 0.4, "most_share": 1.0 },
        "village": { "least_share": 0.2, "most_share": 0.3 },
        "firms": { "least_share": 0.1, "most_share": 0.5 },
    } });
    for [town, village, firms] in came(&county(quotas)) {
        // Who does not sign up leaves a seat empty; nobody else's share grows by it.
        assert!(
            firms <= 10 && town <= 14 && village <= 6,
            "{town} {village} {firms}"
        );
    }
    // Without quotas of its own each group has its share of the people, as far as so many sign up: ten, six and four of twenty.
    for [town, village, firms] in came(&county(json!({ "selection": "leximin" }))) {
        assert!(
            town == 10 && village <= 6 && firms == 4,
            "{town} {village} {firms}"
        );
    }
    // Only two of the village are expected to: its other seats are everybody's, and each who signs up is as likely as any other.
    let few = json!({ "world": { "publics": { "village": { "sign_up_rate": 0.0007 } } } });
    let hearings = came(&changed(county(json!({ "selection": "leximin" })), few));
    let [town, village, firms] = means(&hearings);
    assert!(hearings.iter().all(|it| it[1] <= 2) && village.0 > 1.0);
    let level = (20.0 - 2.0) / (100.0 + 400.0);
    assert!(
        town.0 == 10.0 && firms.0 == 8.0 && level * 100.0 < 10.0,
        "{town:?} {firms:?}"
    );
}

#[test]
fn a_hearing_nobody_signs_up_for_is_held_and_empty() {
    for selection in ["self_selected", "lottery", "leximin"] {
        let nobody = json!({ "world": { "publics": { "town": { "sign_up_rate": 0.0 },
            "village": { "sign_up_rate": 0.0 }, "firms": { "sign_up_rate": 0.0 } } } });
        let hearings = came(&changed(county(json!({ "selection": selection })), nobody));
        assert!(hearings.iter().all(|it| *it == [0, 0, 0]), "{selection}");
    }
}

/// Twelve facts, all held by one kind; the public's at a hearing of one group.
fn facts(held_by: &str, more: Value) -> Value {
    let mut weights =
        json!({ "departments": 0.0, "experts": 0.0, "public": 0.0, "members": 0.0, "nobody": 0.0 });
    weights[held_by] = json!(1.0);
    let one = json!({
        "world": {
            "sources": { "departments": { "per_year": 6_000.0 } },
            "classes": { "plan": { "facts": "all", "outcome": null, "affects": { "town": 1.0, "firms": null, "village": null } } },
            "facts": {
                "patterns": { "all": { "number": 12, "held_by": weights, "mending_cost": 100.0, "need_years": 10.0 } },
                "own_per_hour": 0.0, "elsewhere_per_hour": 0.0, "comment_names": 0.0, "witness_minutes": 100.0,
                "expert_finds": 0.4, "experts_blind": 0.2, "concealment": 0.0,
            },
            "minds": { "noise": 0.0, "common_noise_share": 0.0, "interest": 0.0, "bends": 0.0, "chair_bends": 0.0,
                "chair_weight": 1.0, "caution": 0.0, "outside_knowledge": 1.0, "discussion_share": 1.0,
                "floor_ratio": 1.0, "minutes_to_say": 1.0 },
        },
        "offices": {
            "experts": { "name": { "zh": "e", "en": "e" }, "staff": 200 },
            "deputies": { "name": { "zh": "d", "en": "d" }, "staff": 200 },
        },
        "departments": { "planning": { "staff": 200 } },
    });
    changed(changed(county(json!({})), one), more)
}

/// Of what was published: the share of facts that came to the table, of those that speak for it and those that speak against it.
fn surfaced(county: &Value) -> [(f64, f64); 2] {
    let log = events(&plan(county), 5).0;
    let published = |it: &&Event| it.kind == EventKind::Published;
    let published: BTreeSet<u64> = log.iter().filter(published).map(|it| it.case).collect();
    let of = |kind: EventKind, against: bool| {
        let of = |it: &&Event| {
            it.kind == kind && (it.value < 0.0) == against && published.contains(&it.case)
        };
        log.iter().filter(of).count() as f64
    };
    [false, true].map(|against| {
        let all = of(EventKind::Fact, against);
        (of(EventKind::FactSurfaced, against) / all, all)
    })
}

/// Shares of good and of bad facts are what they should be.
fn are(county: &Value, expected: [f64; 2]) {
    for ((got, n), expected) in surfaced(county).into_iter().zip(expected) {
        let error = (expected * (1.0 - expected) / n).sqrt();
        assert!(5.0 * error < 0.05 * expected, "too weak: {n}");
        assert!(
            (got - expected).abs() < 5.0 * error,
            "{got} ± {error}, expected {expected}"
        );
    }
}

#[test]
fn those_who_come_say_what_they_have_read_and_the_chosen_conceal() {
    // Twenty of them, six minutes each.
    let said = said_in(120.0, 100.0).unwrap();
    let world = |conceals: f64, half: f64| json!({ "world": { "facts": { "concealment": conceals, "reading_half_days": half } } });
    let hearing =
        |more: Value| json!({ "procedures": { "plain": { "stages": { "hear": more } } } });
    let of = |conceals, half, more| changed(facts("public", hearing(more)), world(conceals, half));
    are(&of(0.0, 0.0, json!({})), [said, said]);
    // A week with the materials, of which three days go to half of them.
    let read = 1.0 - libm::exp2(-7.0 / 3.0);
    are(
        &of(0.0, 3.0, json!({ "materials_days": 7.0 })),
        [read * said, read * said],
    );
    // Asked by those who drafted; and by somebody else.
    are(&of(0.5, 0.0, json!({})), [said, 0.5 * said]);
    are(
        &of(0.5, 0.0, json!({ "who": "government_office" })),
        [said, said],
    );
}

#[test]
fn a_panel_sees_what_lies_in_its_fields_unless_it_is_blind_or_has_an_interest() {
    let panel = |people: u32, experts: Value, world: Value| {
        let review = stage(
            "expert_review",
            json!({ "after": ["draft"], "who": "experts", "people": people,
            "hours": constant(1.0), "experts": experts }),
        );
        let more = json!({ "procedures": { "plain": { "stages": { "hear": null, "review": review,
            "publish": { "after": ["review"] } } } }, "world": { "facts": world } });
        facts("experts", more)
    };
    // model.md: p = .4, k = 5, ρ = .2: .737792.
    let found = common_blindness(5, 0.4, 0.2).unwrap();
    assert!((found - 0.737_792).abs() < 5e-7);
    are(&panel(5, json!({}), json!({})), [found, found]);
    // Five experts of three fields: two, two and one of each.
    let by = |k| common_blindness(k, 0.4, 0.2).unwrap();
    let fields = (2.0 * by(2) + by(1)) / 3.0;
    are(
        &panel(5, json!({}), json!({ "expert_fields": 3 })),
        [fields, fields],
    );
    // Whoever is asked to speak against it opens half of the eyes that were shut.
    let open = common_blindness(5, 0.4, 0.1).unwrap();
    let dissent = json!({ "seeks_dissent": true });
    are(
        &panel(5, dissent, json!({ "dissent_opens": 0.5 })),
        [open, open],
    );
    // Those of another office see half of what the others do not, and none of them is blind to it.
    let borrowed =
        json!({ "expert_pools": { "experts": { "finds": 0.7, "blind": 0.0, "interested": 0.0 } } });
    let found_by_them = holders(5, 0.7).unwrap();
    are(
        &panel(5, json!({}), borrowed),
        [found_by_them, found_by_them],
    );
    // All have an interest and conceal half; or are kept out.
    let all = json!({ "interested_experts": 1.0, "concealment": 0.5 });
    let concealed = common_blindness(5, 0.2, 0.2).unwrap();
    are(&panel(5, json!({}), all), [found, concealed]);
    let some = json!({ "interested_experts": 0.3, "concealment": 0.5 });
    are(
        &panel(5, json!({ "without_interest": true }), some),
        [found, found],
    );
}

#[test]
fn deputies_bring_what_people_know() {
    let forum = stage(
        "forum",
        json!({ "after": ["draft"], "who": "deputies", "people": 8, "hours": constant(2.0) }),
    );
    let more = json!({ "procedures": { "plain": { "stages": { "hear": null, "forum": forum,
        "publish": { "after": ["forum"] } } } }, "world": { "facts": { "deputies_know": 0.3 } } });
    // Fifteen minutes each.
    let each = 0.3 * said_in(15.0, 100.0).unwrap();
    let said = holders(8, each).unwrap();
    are(&facts("public", more), [said, said]);
}

#[test]
fn what_is_conceded_opens_what_is_concealed() {
    // The hearing was held: the office that is asked afterwards conceals a fifth less of what it conceals.
    let asked = stage(
        "consultation",
        json!({ "after": ["hear"], "hours": constant(1.0) }),
    );
    let of = |candour: f64| {
        let task = stage(
            "task",
            json!({ "after": ["hear"], "who": "drafting_unit", "hours": constant(1.0) }),
        );
        let more = json!({ "procedures": { "plain": { "stages": {
                "task": task, "asked": asked.clone(), "publish": { "after": ["task", "asked"] } } } },
            "world": { "facts": { "own_per_hour": 0.5, "concealment": 0.5, "candour": { "hearing": candour } } } });
        changed(
            facts("departments", more),
            json!({ "world": { "sources": { "departments": { "per_year": 20_000.0 } } } }),
        )
    };
    // An hour of drafting before the hearing, as concealed as ever, was ten; leave it out by asking nothing of it.
    let without = |county: Value| {
        changed(
            county,
            json!({ "procedures": { "plain": { "stages": { "draft": { "hours": constant(0.0) } } } } }),
        )
    };
    let found = -libm::expm1(-0.5);
    are(&without(of(0.0)), [found, 0.5 * found]);
    are(&without(of(0.2)), [found, 0.6 * found]);
}

#[test]
fn petitioners_bring_what_their_group_knows_to_open_matters_of_their_department() {
    let more = |names: f64| {
        json!({
            "meetings": {
                "reception": { "name": { "zh": "r", "en": "r" }, "every_days": 1.0, "at": "09:00", "minutes": 1440.0, "agenda_closes_days": 0.0,
                    "members": ["magistrate", "executive", "deputy"], "chairs": [], "turns": "anybody", "quorum_share": 0.0, "postponed_days": 1.0 },
            },
            "procedures": {
                "plain": { "stages": { "hear": null,
                    "meet": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(1.0) })),
                    "publish": { "after": ["meet"] } } },
                "petition": { "name": { "zh": "p", "en": "p" }, "stages": {
                    "hear": stage("meeting", json!({ "meeting": "reception", "minutes": constant(1.0) })),
                    "answer": stage("reply", json!({ "after": ["hear"], "who": "government_office", "hours": constant(0.0) })),
                } },
            },
            "world": {
                "sources": {
                    "departments": { "per_year": 100.0 },
                    "people": { "name": { "zh": "s", "en": "s" }, "per_year": 300.0, "dispersion": 1.0, "classes": { "complaint": 1.0 } },
                },
                "classes": { "complaint": { "name": { "zh": "c", "en": "c" }, "kind": "petition", "procedure": "petition", "weight": 1,
                    "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0,
                    "departments": { "planning": 0.5, "water": 0.5 }, "other_departments": 0.0, "affects": {} } },
                "facts": { "petitioner_names": names },
            },
        })
    };
    let plan = plan(&facts("public", more(0.2)));
    let (mut facts_of, mut heard, mut open): (BTreeMap<u64, u32>, u32, Vec<u64>) =
        Default::default();
    let (mut said, mut said_again, mut chances) = (0u32, 0u32, 0u32);
    for event in events(&plan, 6).0 {
        match (event.kind, event.note) {
            (EventKind::Fact, Note::Holder(kind)) => {
                assert_eq!(kind, HolderKind::Public);
                *facts_of.entry(event.case).or_default() += 1;
                if facts_of[&event.case] == 1 {
                    open.push(event.case);
                }
            }
            (EventKind::Decided, _) => open.retain(|it| *it != event.case),
            (EventKind::Heard, _) => heard += 1,
            (EventKind::FactSurfaced, Note::Channel(channel, _)) => {
                assert_eq!(channel.name(), "petitions");
                assert!(open.contains(&event.case), "decided already: {event:?}");
                said += 1;
            }
            (EventKind::FactRepeated, _) => said_again += 1,
            _ => {}
        }
        if event.kind == EventKind::Heard {
            chances += open.len() as u32;
        }
    }
    // A fact is named once by this channel, and saying it again adds nothing.
    assert!(heard > 200 && said > 200, "{heard} {said}");
    assert_eq!(said_again, 0);
    // All matters are planning's, half of the petitions: a fifth of the facts that nobody had named, no more.
    assert!(f64::from(said) < 0.2 * 12.0 * f64::from(chances));
    let none = events(&crate::fixture::plan(&facts("public", more(0.0))), 6).0;
    assert!(none.iter().all(|it| it.kind != EventKind::FactSurfaced));
}
