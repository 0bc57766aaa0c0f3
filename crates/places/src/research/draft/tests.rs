//! Tables of what is typed and what becomes of it.

use super::*;

fn scenario() -> Value {
    json!({"meetings": {"executive": {"every_days": 14}, "office": {"every_days": 7}}, "mechanisms": {"stand_in": {"enabled": true}, "emergency": {"enabled": false}},
        "world": {"demand": 1.0, "facts": {"pattern": "hidden"}}})
}

fn factor(path: &str, levels: &str) -> Factor {
    Factor {
        path: path.to_owned(),
        levels: levels.to_owned(),
        ..Factor::default()
    }
}

fn draft(kind: Kind, factors: &[(&str, &str)]) -> Draft {
    Draft {
        kind,
        factors: factors.iter().map(|it| factor(it.0, it.1)).collect(),
        ..Draft::default()
    }
}

fn plans(rows: &[(&str, &str)]) -> Draft {
    let plan = |it: &(&str, &str)| Plan {
        name: it.0.to_owned(),
        changes: it.1.to_owned(),
    };
    Draft {
        plans: rows.iter().map(plan).collect(),
        ..draft(Kind::Scenarios, &[])
    }
}

#[test]
fn what_is_typed_is_read_as_the_file_has_it() {
    let table = [
        ("7, 14,30", json!([7, 14, 30])),
        ("0.5；1、2.5", json!([0.5, 1, 2.5])),
        ("关, 开", json!([false, true])),
        ("true,false", json!([true, false])),
        ("hidden, open", json!(["hidden", "open"])),
        ("−1, 1", json!([-1, 1])),
        ("", json!([])),
    ];
    for (typed, values) in table {
        assert_eq!(json!(factor("a", typed).values()), values, "{typed}");
    }
}

#[test]
fn factors_have_short_names_of_their_own() {
    let it = draft(
        Kind::FullFactorial,
        &[
            ("meetings.executive.every_days", "7,14"),
            ("meetings.office.every_days", "7,14"),
            ("mechanisms.stand_in.enabled", "false,true"),
            ("world.demand", "1,2"),
        ],
    );
    assert_eq!(
        it.names(),
        [
            "executive_every_days",
            "office_every_days",
            "stand_in_enabled",
            "demand"
        ]
    );
}

#[test]
fn what_keeps_it_from_being_run_is_said_all_at_once_and_where() {
    let many: Vec<(String, &str)> = (0..10).map(|it| (format!("world.x{it}"), "1,2")).collect();
    let mut county = scenario();
    for (path, _) in &many {
        county["world"][&path[6..]] = 1.into();
    }
    let many: Vec<(&str, &str)> = many.iter().map(|it| (it.0.as_str(), it.1)).collect();
    type Said<'a> = &'a [(At, &'a str)];
    let table: &[(Draft, Said)] = &[
        (draft(Kind::OneWay, &[("world.demand", "1,2,3")]), &[]),
        (
            draft(Kind::OneWay, &[]),
            &[(At::Whole, "research.no_factor")],
        ),
        (
            draft(
                Kind::OneWay,
                &[("world.demand", "1"), ("moon", "1,2"), ("", "1,2")],
            ),
            &[
                (At::Factor(0), "research.few_levels"),
                (At::Factor(1), "research.unknown_path"),
                (At::Factor(2), "research.no_path"),
            ],
        ),
        (
            draft(
                Kind::OneWay,
                &[
                    ("world.demand", "1,2"),
                    ("world", "1,2"),
                    ("world.demand", "2,2,on"),
                ],
            ),
            &[
                (At::Factor(1), "research.path_twice"),
                (At::Factor(2), "research.path_twice"),
                (At::Factor(2), "research.level_twice"),
                (At::Factor(2), "research.unlike"),
            ],
        ),
        (
            draft(Kind::TwoWay, &[("world.demand", "1,2")]),
            &[(At::Whole, "research.two_way")],
        ),
        (
            draft(Kind::FractionalFactorial, &[("world.demand", "1,2,3")]),
            &[(At::Factor(0), "research.two_levels")],
        ),
        (
            draft(
                Kind::LatinHypercube,
                &[("mechanisms.stand_in.enabled", "false,true")],
            ),
            &[(At::Factor(0), "research.ends")],
        ),
        (
            draft(Kind::FullFactorial, &many),
            &[(At::Whole, "research.too_large_fraction")],
        ),
        (draft(Kind::FractionalFactorial, &many), &[]),
        (
            draft(
                Kind::Morris,
                &[
                    ("world.demand", "1,2,3"),
                    ("mechanisms.stand_in.enabled", "false,true"),
                ],
            ),
            &[
                (At::Factor(0), "research.two_levels"),
                (At::Factor(1), "research.ends"),
            ],
        ),
        (draft(Kind::ShadowPrices, &[]), &[]),
        (
            draft(Kind::Scenarios, &[]),
            &[(At::Whole, "research.no_plan")],
        ),
        (
            plans(&[
                ("a", "world.demand=2"),
                ("", "world.demand"),
                ("a", " "),
                ("b", "{\"world\": 1"),
            ]),
            &[
                (At::Plan(1), "research.plan_no_name"),
                (At::Plan(1), "research.no_change"),
                (At::Plan(2), "research.plan_twice"),
                (At::Plan(2), "research.plan_empty"),
                (At::Plan(3), "research.no_change"),
            ],
        ),
        (
            plans(&[
                ("a", "world.demand=2\nmeetings.executive.every_days=7"),
                ("b", "{\"extends\": \"seed\"}"),
            ]),
            &[],
        ),
    ];
    for (draft, expected) in table {
        let found = draft.troubles(&Moment::of("today"), &county, 100.0);
        let found: Vec<(At, &str)> = found.iter().map(|it| (it.at, it.key)).collect();
        assert_eq!(&found, expected, "{draft:?}");
    }
}

#[test]
fn what_can_be_run_is_an_experiment_with_as_many_points_as_it_says() {
    let four = [
        ("meetings.executive.every_days", "7,30"),
        ("world.demand", "1,1.5"),
        ("mechanisms.participation.comment_days", "30,60"),
        ("world.publics.town.reach_share", "0.1,0.3"),
    ];
    let county: Value = page::worker::engine::presets()[0].value.clone();
    for (kind, factors, points) in [
        (Kind::OneWay, &four[..], 5),
        (Kind::TwoWay, &four[..2], 4),
        (Kind::FullFactorial, &four[..], 16),
        (Kind::FractionalFactorial, &four[..], 16),
        (Kind::LatinHypercube, &four[..3], 32),
        (Kind::Morris, &four[..3], 40),
        (Kind::Sobol, &four[..2], 256),
        (Kind::ShadowPrices, &[], 85),
    ] {
        let draft = draft(kind, factors);
        assert_eq!(
            draft.troubles(&Moment::of("today"), &county, 100.0),
            [],
            "{kind:?}"
        );
        let file = draft.file(&Moment::of("today"), &county).to_string();
        let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
        assert_eq!(draft.count(&county), points, "{kind:?}");
        let source = experiment::Source::text(Moment::of("today").text(), Vec::new());
        let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
        assert_eq!(prepared.outline.points.len() as u64, points, "{kind:?}");
    }
}

#[test]
fn plans_side_by_side_are_an_experiment_too() {
    let county: Value = page::worker::engine::presets()[0].value.clone();
    let draft = plans(&[
        ("甲", "world.demand=1.2"),
        ("乙", "{\"extends\": \"seed\"}"),
    ]);
    let file = draft.file(&Moment::of("today"), &county).to_string();
    let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
    let source = experiment::Source::text(Moment::of("today").text(), Vec::new());
    let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
    assert_eq!(prepared.outline.points.len() as u64, draft.count(&county));
}

#[test]
fn a_draft_that_was_remembered_by_an_earlier_version_is_still_read() {
    let text = r#"{"factors":[{"path":"world.demand","levels":"1, 2"}],"kind":"one_way","points":32,"resolution":5,"metrics":["burden.hours.total"],"replications":7,"years":2.0,"half_width":null}"#;
    let draft: Draft = serde_json::from_str(text).unwrap();
    assert_eq!(
        (draft.replications, draft.years, draft.factors.len()),
        (7, Some(2.0), 1)
    );
}

#[test]
fn what_came_with_a_file_has_to_go_with_what_the_form_has_become() {
    let mut draft = draft(Kind::OneWay, &[("world.demand", "1, 2")]);
    let best = json!({"metric": "burden.hours.total", "goal": "least", "zone": 1});
    draft.opened = Some(Opened {
        also: [("best".to_owned(), best)].into_iter().collect(),
        ..Opened::default()
    });
    let now = Moment::of("today");
    assert_eq!(draft.troubles(&now, &scenario(), 100.0), []);
    draft.replications = 3;
    let found = draft.troubles(&now, &scenario(), 100.0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem.as_ref().unwrap().path, "best");
}
