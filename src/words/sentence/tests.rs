use super::*;

fn span(value: f64, half: f64) -> Span {
    Span {
        value: Some(value),
        low: Some(value - half),
        high: Some(value + half),
    }
}

pub(super) fn compared(preset: f64, now: f64, half: f64, verdict: Verdict) -> Compared {
    Compared {
        preset: span(preset, 2.0 * half),
        now: span(now, 2.0 * half),
        difference: span(now - preset, half),
        verdict,
        common: false,
    }
}

/// Figures of 32 replications; hours are a year's.
pub(super) fn figures(days: Compared, voice: Compared, hours: Compared) -> Figures {
    let mut figures = Figures {
        n: 32,
        of: 32,
        looked: 32,
        years: 1.0,
        reform: true,
        ..Figures::default()
    };
    for (name, compared) in [
        (LEAD_TIME, days),
        (RESPONDED, voice),
        (LEADERS_HOURS, hours),
        (WAITING_MEETING, compared(21.9, 21.3, 0.5, Verdict::Luck)),
        (STATUTORY, compared(32.0, 32.0, 0.1, Verdict::Luck)),
    ] {
        figures.metrics.insert(name.to_owned(), compared);
    }
    figures
}

fn faster() -> Compared {
    compared(86.4, 81.2, 1.1, Verdict::Told)
}

fn slower() -> Compared {
    compared(86.4, 108.1, 1.9, Verdict::Told)
}

fn days_luck() -> Compared {
    compared(86.4, 86.1, 1.1, Verdict::Luck)
}

fn voice_luck() -> Compared {
    compared(0.031, 0.0315, 0.0025, Verdict::Luck)
}

fn voice_more() -> Compared {
    compared(0.004, 0.031, 0.002, Verdict::Told)
}

fn hours_luck() -> Compared {
    compared(7332.0, 7344.0, 60.0, Verdict::Luck)
}

fn hours_more() -> Compared {
    compared(7332.0, 7408.0, 20.0, Verdict::Told)
}

fn undefined() -> Compared {
    Compared {
        verdict: Verdict::Undefined,
        ..Compared::default()
    }
}

fn text(lang: Lang, changes: &[&str], figures: &Figures, holders: &[Holder]) -> (String, String) {
    let changes: Vec<String> = changes.iter().map(|c| (*c).to_owned()).collect();
    let told = sentence(&Case {
        lang,
        changes: &changes,
        figures,
        holders,
        switch: None,
        counties: None,
    });
    let headline = told
        .headline
        .iter()
        .map(|p| {
            if p.strong {
                format!("*{}*", p.text)
            } else {
                p.text.clone()
            }
        })
        .collect();
    (headline, told.detail)
}

#[test]
fn the_sentence_says_what_the_change_bought_and_cost() {
    let on = (["开启领导补位"], ["switching on stand-in"]);
    let table = [
        (
            "gain",
            figures(faster(), voice_luck(), hours_luck()),
            "开启领导补位后，一件决策事项平均少走*5.2 天*（86.4 天 → 81.2 天）；这几项上没有看出代价。",
            "After switching on stand-in, a matter takes *5.2 days* less on average (86.4 days → 81.2 days); no price can be seen.",
        ),
        (
            "loss",
            figures(slower(), voice_luck(), hours_luck()),
            "开启领导补位后，一件决策事项平均多走*21.7 天*（86.4 天 → 108 天）；这几项上没有看出好处。",
            "After switching on stand-in, a matter takes *21.7 days* more on average (86.4 days → 108 days); no gain can be seen.",
        ),
        (
            "both",
            figures(slower(), voice_more(), hours_more()),
            "开启领导补位后，受影响的人提出的意见多了*270 条/万人*（40 条/万人 → 310 条/万人）；代价是一件决策事项平均多走*21.7 天*（86.4 天 → 108 天），领导班子每月多用*6.3 小时*。",
            "After switching on stand-in, comments from those affected rise by *270 per 10,000* (40 per 10,000 → 310 per 10,000), at a price: a matter takes *21.7 days* more on average (86.4 days → 108 days), the leaders spend *6.3 hours* more a month.",
        ),
        (
            "luck",
            figures(days_luck(), voice_luck(), hours_luck()),
            "开启领导补位后，周转、参与、决定的好坏和领导用时有没有变化，目前分不清是改动还是运气。",
            "After switching on stand-in, whether turnaround, participation, the quality of decisions and the leaders’ hours have changed cannot yet be told from luck.",
        ),
        (
            "nothing at all",
            figures(
                compared(86.4, 86.4, 0.0, Verdict::Luck),
                undefined(),
                compared(7332.0, 7332.0, 0.0, Verdict::Luck),
            ),
            "开启领导补位后，周转、参与、决定的好坏和领导用时都没有变。",
            "After switching on stand-in, turnaround, participation, the quality of decisions and the leaders’ hours are all unchanged.",
        ),
    ];
    for (name, figures, zh, en) in table {
        assert_eq!(text(Lang::Zh, &on.0, &figures, &[]).0, zh, "{name}");
        assert_eq!(text(Lang::En, &on.1, &figures, &[]).0, en, "{name}");
    }
}

#[test]
fn several_changes_are_not_given_one_name() {
    let figures = figures(faster(), voice_luck(), hours_luck());
    let (zh, _) = text(Lang::Zh, &["甲", "乙", "丙"], &figures, &[]);
    let (en, _) = text(Lang::En, &["a", "b", "c"], &figures, &[]);
    assert!(
        zh.starts_with("3 处改动一起生效后，一件决策事项平均少走"),
        "{zh}"
    );
    assert!(
        en.starts_with("With 3 changes together, a matter takes"),
        "{en}"
    );
}

#[test]
fn without_a_change_it_describes_the_county_as_it_stands() {
    let mut figures = figures(faster(), voice_luck(), hours_luck());
    figures.reform = false;
    let (zh, detail) = text(Lang::Zh, &[], &figures, &[]);
    assert_eq!(
        zh,
        "一件决策事项平均走*81 天*，其中*21.3 天*在等会、32.0 天是法定期限；领导班子每月用去 612 小时。"
    );
    assert_eq!(
        detail,
        "32 次重复，各观察 1 年；平均周转的 95% 区间 79–83 天。"
    );
    let (en, _) = text(Lang::En, &[], &figures, &[]);
    assert_eq!(
        en,
        "A matter takes *81 days* on average, *21.3 days* of them waiting for a meeting and 32.0 days prescribed by law; the leaders spend 612 hours a month on all of the county’s work."
    );
}

#[test]
fn a_county_without_matters_has_no_turnaround() {
    let mut figures = figures(undefined(), undefined(), hours_luck());
    figures.reform = false;
    assert_eq!(
        text(Lang::Zh, &[], &figures, &[]).0,
        "观察期内没有决策事项，谈不上周转时间。"
    );
    assert_eq!(
        text(Lang::En, &[], &figures, &[]).0,
        "No matter was registered in the observed window: there is no turnaround to speak of."
    );
}

#[test]
fn the_detail_gives_the_interval_and_says_what_cannot_be_told() {
    let (zh, en) = (["开启领导补位"], ["switching on stand-in"]);
    let figures_luck = figures(faster(), voice_luck(), hours_luck());
    assert_eq!(
        text(Lang::Zh, &zh, &figures_luck, &[]).1,
        "32 次重复，各观察 1 年，同一运气逐件对照；周转时间差的 95% 区间 4.1–6.3 天。公众意见、领导用时的差别，目前分不清是改动还是运气。"
    );
    let figures_none = figures(faster(), undefined(), hours_more());
    assert_eq!(
        text(Lang::En, &en, &figures_none, &[]).1,
        "32 replications of 1 year, matter against matter on the same luck; the difference in turnaround is 4.1–6.3 days with 95 % confidence. Not comparable, because one of the two counties has nothing to measure it on: comments from the public."
    );
}

#[test]
fn hours_that_are_nearly_alike_are_told_finely_enough_to_differ() {
    let mut figures = figures(slower(), voice_luck(), hours_more());
    for (name, value) in [("load", 1.3), ("utilisation", 1.0), ("hours", 1.1 * WEEKS)] {
        let now = Span {
            value: Some(value),
            low: None,
            high: None,
        };
        let compared = Compared {
            now,
            ..Compared::default()
        };
        figures
            .metrics
            .insert(format!("burden.{name}.magistrate"), compared);
    }
    let leaders = [Holder {
        id: "magistrate".to_owned(),
        name: "县长".to_owned(),
    }];
    let (zh, _) = text(Lang::Zh, &["甲"], &figures, &leaders);
    assert!(zh.contains("需要 1.4 小时，只有 1.1 小时"), "{zh}");
}

#[test]
fn of_a_county_without_matters_no_interval_is_told() {
    let mut figures = figures(undefined(), undefined(), hours_luck());
    figures.reform = false;
    let (zh, detail) = text(Lang::Zh, &[], &figures, &[]);
    assert_eq!(zh, "观察期内没有决策事项，谈不上周转时间。");
    assert_eq!(detail, "32 次重复，各观察 1 年。");
}

#[test]
fn whoever_is_asked_for_more_hours_than_he_has_is_named() {
    let mut figures = figures(slower(), voice_luck(), hours_more());
    // 1.36 of 45 hours a week asked, nearly all of them worked.
    for (name, value) in [
        ("load", 1.36),
        ("utilisation", 0.98),
        ("hours", 0.98 * 45.0 * WEEKS),
    ] {
        let span = Span {
            value: Some(value),
            low: None,
            high: None,
        };
        figures.metrics.insert(
            format!("burden.{name}.magistrate"),
            Compared {
                now: span,
                ..Compared::default()
            },
        );
    }
    let leaders = [
        Holder {
            id: "magistrate".to_owned(),
            name: "县长".to_owned(),
        },
        Holder {
            id: "deputy_1".to_owned(),
            name: "副县长".to_owned(),
        },
    ];
    let (zh, _) = text(Lang::Zh, &["甲"], &figures, &leaders);
    assert!(
        zh.starts_with("县长每周需要 61 小时，只有 45 小时：积压只会增长。"),
        "{zh}"
    );
    assert!(!zh.contains("副县长"), "{zh}");
    let (en, _) = text(
        Lang::En,
        &["a"],
        &figures,
        &[Holder {
            id: "magistrate".to_owned(),
            name: "the magistrate".to_owned(),
        }],
    );
    assert!(
        en.starts_with(
            "The magistrate would need 61 hours a week and has 45: the backlog can only grow."
        ),
        "{en}"
    );
}

#[test]
fn where_the_main_figures_say_nothing_what_can_be_told_is_told() {
    let mut figures = figures(days_luck(), voice_luck(), hours_luck());
    let told = |figures: &Figures, switch: Option<&str>| {
        let changes = ["值班空缺从 0% 改为 100%".to_owned()];
        let case = Case {
            lang: Lang::Zh,
            changes: &changes,
            figures,
            holders: &[],
            switch,
            counties: None,
        };
        let headline = sentence(&case).headline;
        headline
            .iter()
            .map(|it| it.text.as_str())
            .collect::<String>()
    };
    assert!(told(&figures, None).contains("分不清是改动还是运气"));
    let later = compared(5.0, 23.0, 1.0, Verdict::Told);
    figures
        .metrics
        .insert("emergency.response.hours".to_owned(), later);
    for switch in [None, Some("mechanisms.emergency.enabled")] {
        let said = told(&figures, switch);
        assert!(said.contains("18") && said.contains("救援"), "{said}");
    }
}

#[test]
fn it_is_said_in_how_many_plausible_counties_the_headline_holds() {
    let all = told_metrics();
    // Of a metric: in how many there is more, in how many less, of how many.
    let counties = |replications: u32, known: &[(&str, [u32; 3])]| {
        let difference = |county: u32, name: &str| match known.iter().find(|it| it.0 == name) {
            Some((_, [more, ..])) if county < *more => 1.5,
            Some((_, [more, less, _])) if county < more + less => -1.5,
            Some((_, [.., of])) if county < *of => 0.0,
            _ => f64::NAN,
        };
        let county = |n: u32| all.iter().map(|it| difference(n, it)).collect();
        Counties {
            replications,
            differences: (0..64).map(county).collect(),
        }
    };
    let told = |lang: Lang, figures: &Figures, counties: &Counties| {
        let case = Case {
            lang,
            changes: &["x".to_owned()],
            figures,
            holders: &[],
            switch: None,
            counties: Some(counties),
        };
        sentence(&case).elsewhere
    };
    let table = [
        (
            "a gain and a price, all counties",
            figures(slower(), voice_more(), hours_more()),
            counties(
                1,
                &[
                    (LEAD_TIME, [58, 4, 64]),
                    (RESPONDED, [64, 0, 64]),
                    (LEADERS_HOURS, [9, 9, 64]),
                ],
            ),
            "换成假设不同、同样可信的县（各 1 次重复）：64 个里有 64 个公众意见也增加，58 个周转时间也增加。",
            "Among plausible counties (replications of each: 1): comments from the public up too in 64 of 64, turnaround up too in 58.",
        ),
        (
            "two gains, and in some counties one of them has nothing to measure",
            figures(faster(), voice_more(), hours_luck()),
            counties(4, &[(LEAD_TIME, [5, 57, 62]), (RESPONDED, [50, 1, 51])]),
            "换成假设不同、同样可信的县（各 4 次重复）：62 个里有 57 个周转时间也减少，51 个里有 50 个公众意见也增加。",
            "Among plausible counties (replications of each: 4): turnaround down too in 57 of 62, comments from the public up too in 50 of 51.",
        ),
        (
            "one thing told, and it holds nowhere",
            figures(faster(), voice_luck(), hours_luck()),
            counties(1, &[(LEAD_TIME, [60, 0, 64]), (RESPONDED, [60, 0, 64])]),
            "换成假设不同、同样可信的县（各 1 次重复）：64 个里有 0 个周转时间也减少。",
            "Among plausible counties (replications of each: 1): turnaround down too in 0 of 64.",
        ),
        (
            "nothing told from luck",
            figures(days_luck(), voice_luck(), hours_luck()),
            counties(1, &[(LEAD_TIME, [60, 0, 64])]),
            "",
            "",
        ),
        (
            "no county could run",
            figures(faster(), voice_luck(), hours_luck()),
            counties(1, &[]),
            "",
            "",
        ),
    ];
    for (name, figures, counties, zh, en) in table {
        assert_eq!(told(Lang::Zh, &figures, &counties), zh, "{name}");
        assert_eq!(told(Lang::En, &figures, &counties), en, "{name}");
    }
}

#[test]
fn every_metric_that_counties_are_asked_for_is_asked_for_once() {
    let mut all = told_metrics();
    for path in [
        "stand_in",
        "participation",
        "approval_reform",
        "emergency",
        "daily_norms",
    ] {
        let path = format!("mechanisms.{path}.enabled");
        assert!(metrics_of(&path).all(|it| all.contains(&it)), "{path}");
    }
    let many = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), many);
}

#[test]
fn a_switch_is_told_by_what_it_is_for_and_what_it_costs() {
    let absent = compared(2.1, 0.9, 0.2, Verdict::Told);
    let no_hours = compared(7332.0, 7332.0, 0.0, Verdict::Luck);
    let no_days = compared(86.4, 86.4, 0.0, Verdict::Luck);
    let all_hours = compared(60_000.0, 61_200.0, 300.0, Verdict::Told);
    type Row<'a> = (&'a str, &'a [(&'a str, Compared)], &'a str, &'a str);
    let table: [Row; 5] = [
        (
            "mechanisms.stand_in.enabled",
            &[
                ("turnaround.part.leader_absent", absent.clone()),
                (LEAD_TIME, faster()),
                (LEADERS_HOURS, hours_more()),
            ],
            "等不在的领导少用 1.2 天（2.1 天 → 0.9 天），一件决策事项平均少走 5.2 天（86.4 天 → 81.2 天）；代价是领导班子每月多用 6.3 小时。",
            "Waiting for absent leaders shrinks by 1.2 days (2.1 days → 0.9 days), a matter takes 5.2 days less on average (86.4 days → 81.2 days), at a price: the leaders spend 6.3 hours more a month.",
        ),
        (
            "mechanisms.participation.enabled",
            &[
                (RESPONDED, voice_luck()),
                (LEAD_TIME, slower()),
                ("burden.hours.total", all_hours),
            ],
            "一件决策事项平均多走 21.7 天（86.4 天 → 108 天），县里各方每月多用 100 小时；这几项上没有看出好处。",
            "A matter takes 21.7 days more on average (86.4 days → 108 days), the county’s people spend 100 hours more a month; no gain can be seen.",
        ),
        (
            "mechanisms.stand_in.enabled",
            &[(LEAD_TIME, days_luck()), (LEADERS_HOURS, hours_luck())],
            "看不出差别：分不清是机制还是运气。",
            "No difference that can be told from luck.",
        ),
        (
            "mechanisms.stand_in.enabled",
            &[(LEAD_TIME, no_days), (LEADERS_HOURS, no_hours)],
            "打开与关闭，结果一样。",
            "On or off makes no difference.",
        ),
        (
            "mechanisms.participation.enabled",
            &[(RESPONDED, undefined()), (LEAD_TIME, faster())],
            "一件决策事项平均少走 5.2 天（86.4 天 → 81.2 天）；这几项上没有看出代价。",
            "A matter takes 5.2 days less on average (86.4 days → 81.2 days); no price can be seen.",
        ),
    ];
    for (path, metrics, zh, en) in table {
        let effect: LiteMap<String, Compared> = metrics
            .iter()
            .map(|(name, compared)| ((*name).to_owned(), compared.clone()))
            .collect();
        assert_eq!(of_switch(path, &effect, Lang::Zh), zh);
        assert_eq!(of_switch(path, &effect, Lang::En), en);
    }
}

#[test]
fn of_many_who_are_asked_for_too_much_two_are_named_and_the_rest_counted() {
    let mut figures = figures(faster(), voice_luck(), hours_luck());
    let ids = ["office", "water", "health", "housing"];
    for id in ids {
        for (name, value) in [
            ("load", 1.25),
            ("hours", 40.0 * WEEKS),
            ("utilisation", 1.0),
        ] {
            let now = span(value, 0.0);
            figures.metrics.insert(
                format!("burden.{name}.{id}"),
                Compared {
                    now,
                    ..Compared::default()
                },
            );
        }
    }
    let holders = ids.map(|id| Holder {
        id: id.to_owned(),
        name: id.to_owned(),
    });
    let (zh, _) = text(Lang::Zh, &["甲"], &figures, &holders);
    let expected = "Office每周需要 50 小时，只有 40 小时：积压只会增长。Water每周需要 50 小时，只有 40 小时：积压只会增长。另有 2 处也是这样。";
    assert!(zh.starts_with(expected), "{zh}");

    // A meeting gets more before it than it can take; one that is just full says nothing.
    for (id, load) in [("executive", 1.4), ("plenary", 0.99)] {
        let now = span(load, 0.0);
        let agenda = Compared {
            now,
            ..Compared::default()
        };
        figures
            .metrics
            .insert(format!("burden.agenda.{id}"), agenda);
    }
    let meetings = ["executive", "plenary"].map(|id| Holder {
        id: id.to_owned(),
        name: id.to_owned(),
    });
    let (en, _) = text(Lang::En, &["a"], &figures, &meetings);
    let expected =
        "The agenda of executive is too small for what comes: the wait for it can only grow. ";
    assert!(en.starts_with(expected), "{en}");
}

#[test]
fn what_is_outside_95_percent_but_not_told_yet_is_said_as_on_its_card() {
    let unsure = || compared(86.4, 84.9, 1.1, Verdict::Luck);
    let told = figures(unsure(), voice_more(), hours_luck());
    let (zh, detail) = text(Lang::Zh, &["甲"], &told, &[]);
    assert!(zh.starts_with("甲后，受影响的人"), "{zh}");
    assert!(
        detail
            .contains("领导用时的差别，目前分不清是改动还是运气。周转时间的差别，还不足以下结论。"),
        "{detail}"
    );
    let nothing_told = figures(unsure(), voice_luck(), hours_luck());
    let (zh, detail) = text(Lang::Zh, &["甲"], &nothing_told, &[]);
    assert_eq!(zh, "甲后，看得出一点差别，还不足以下结论。");
    assert!(
        detail.ends_with("。周转时间的差别，还不足以下结论。"),
        "{detail}"
    );
}
