//! Is it lawful? The presets are; each unlawful variant names its article, and no other.

use std::path::Path;

use tuiyan_county::law::articles;
use tuiyan_county::law::review::{Breach, review};
use tuiyan_county::scenario::{Loaded, load};

use crate::helpers::{ids, told, with};

fn breaches(loaded: &Loaded) -> Vec<Breach> {
    review(&loaded.after)
}

/// Path and article of each.
fn named(loaded: &Loaded) -> Vec<(String, String)> {
    let found = breaches(loaded).into_iter();
    found.map(|it| (it.path, it.article)).collect()
}

/// One file each in `unlawful/`: what it breaches, and where.
const VARIANTS: &[(&str, &str, &str)] = &[
    (
        "nobody_asked",
        "major_decisions_14",
        "procedures.major.stages",
    ),
    (
        "short_comment",
        "major_decisions_15",
        "procedures.major.stages.public_comment.days",
    ),
    (
        "late_materials",
        "major_decisions_16",
        "procedures.major.stages.hearing.materials_days",
    ),
    (
        "whoever_signs_up",
        "price_hearings_9",
        "procedures.major.stages.hearing.selection",
    ),
    (
        "no_experts",
        "major_decisions_19",
        "procedures.major.stages",
    ),
    (
        "own_experts",
        "major_decisions_19",
        "procedures.major.stages.expert_review.who",
    ),
    (
        "no_risk_assessment",
        "major_decisions_22",
        "procedures.major.stages",
    ),
    (
        "no_legality_review",
        "major_decisions_25",
        "procedures.major.stages",
    ),
    (
        "late_legality_review",
        "major_decisions_25",
        "procedures.major.stages.legality_review.after",
    ),
    (
        "hasty_legality_review",
        "major_decisions_25",
        "procedures.major.stages.legality_review.days",
    ),
    (
        "office_meeting",
        "major_decisions_30",
        "procedures.major.stages.executive_meeting.meeting",
    ),
    (
        "special_topic_only",
        "major_decisions_30",
        "procedures.major.stages.special_topic",
    ),
    (
        "chair_speaks_first",
        "major_decisions_30",
        "meetings.executive.chair_speaks",
    ),
    (
        "nobody_speaks",
        "major_decisions_30",
        "meetings.executive.discussion.floor",
    ),
    (
        "not_the_chief",
        "major_decisions_30",
        "meetings.executive.discussion.rule",
    ),
    (
        "deputy_presides",
        "major_decisions_30",
        "meetings.executive.chairs",
    ),
    (
        "no_party_report",
        "major_decisions_31",
        "procedures.major.stages",
    ),
    (
        "some_unpublished",
        "major_decisions_32",
        "procedures.major.stages.publication.when",
    ),
    (
        "no_follow_up",
        "major_decisions_34",
        "procedures.major.stages",
    ),
    (
        "evaluated_by_assessor",
        "major_decisions_36",
        "procedures.major.stages.evaluation.who",
    ),
    (
        "small_quorum",
        "local_organisation_78",
        "meetings.executive.quorum_share",
    ),
    (
        "slow_petitions",
        "petitions_34",
        "procedures.slow_petition.clocks",
    ),
];

#[test]
fn the_presets_are_lawful() {
    for id in ids() {
        assert_eq!(breaches(&with(id, &[]).unwrap()), [], "{id}");
    }
    let both = "mechanisms.participation.enabled=true";
    assert_eq!(breaches(&with("seed", &[both]).unwrap()), []);
    // However the participants of its hearings are drawn, consumers have two fifths.
    for selection in ["appointed", "lottery", "leximin"] {
        let drawn = format!("mechanisms.participation.hearing_selection={selection}");
        assert_eq!(
            breaches(&with("today", &[drawn.as_str()]).unwrap()),
            [],
            "{selection}"
        );
    }
}

#[test]
fn every_unlawful_variant_names_exactly_its_article_and_place_and_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario/unlawful");
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, VARIANTS.len(), "each file is in the table");
    for (name, article, path) in VARIANTS {
        let text = std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
        let loaded = load(&text, &[]).unwrap_or_else(|it| panic!("{name}: {}", told(&it)));
        assert_eq!(
            named(&loaded),
            [((*path).to_owned(), (*article).to_owned())],
            "{name}"
        );
        assert!(articles::find(article).is_some(), "{article} is known");
        tuiyan_trial::Setup::new(&loaded).expect("a breach never prevents a run");
    }
}

#[test]
fn a_stated_reason_excuses_a_short_comment_and_a_longer_one_needs_none() {
    let text = |days: u32, reason: &str| {
        format!(
            r#"{{ "tuiyan": 1, "extends": "today", "procedures": {{ "major": {{ "stages":
            {{ "public_comment": {{ "days": {days} {reason} }} }} }} }} }}"#
        )
    };
    let reason = r#", "reason": { "zh": "汛期将至", "en": "the flood season begins" }"#;
    for (days, reason, lawful) in [
        (29, "", false),
        (29, reason, true),
        (30, "", true),
        (45, "", true),
    ] {
        let loaded = load(&text(days, reason), &[]).unwrap();
        assert_eq!(breaches(&loaded).is_empty(), lawful, "{days} {reason}");
    }
}

#[test]
fn the_unit_of_a_period_counts() {
    // Seven calendar days have five working days; ten have seven in the mean.
    let at = "procedures.major.stages.legality_review";
    for (days, counts, lawful) in [
        ("7", "working_days", true),
        ("7", "calendar_days", false),
        ("10", "calendar_days", true),
        ("168", "hours", false),
        ("240", "hours", true),
    ] {
        let (days, counts) = (format!("{at}.days={days}"), format!("{at}.counts={counts}"));
        let loaded = with("today", &[&days, &counts]).unwrap();
        assert_eq!(breaches(&loaded).is_empty(), lawful, "{days} {counts}");
    }
}

#[test]
fn what_is_asked_of_some_matters_is_read_for_those_alone() {
    // The comment is for vital interests, so it may be left out for the others; not the other way round.
    let table = [
        ("public_comment.when.vital_interest=true", true),
        ("public_comment.when.vital_interest=false", false),
        ("public_comment.when.urgent=false", false),
        ("expert_review.when.technical=true", true),
        ("expert_review.when.risky=true", false),
        ("legality_review.when={\"urgent\": false}", false),
        ("legality_review.when={\"urgent\": null}", true),
    ];
    for (change, lawful) in table {
        let change = format!("procedures.major.stages.{change}");
        let loaded = with("today", &[&change]).unwrap();
        assert_eq!(breaches(&loaded).is_empty(), lawful, "{change}");
    }
}

#[test]
fn no_rule_of_2019_is_held_against_2008() {
    // The seed's county asks nobody and reviews nothing for seven days; what binds it is where it decides.
    let office = r#"{ "tuiyan": 1, "extends": "seed", "meetings": { "executive": { "members": ["magistrate", "executive_deputy"] } } }"#;
    let loaded = load(office, &[]).unwrap();
    let expected = (
        "procedures.major.stages.executive_meeting.meeting".to_owned(),
        "local_organisation_63".to_owned(),
    );
    assert_eq!(named(&loaded), [expected]);
    let today = with("seed", &["rules=\"2024\""]).unwrap();
    let mut articles: Vec<String> = named(&today).into_iter().map(|it| it.1).collect();
    articles.dedup();
    let expected = ["14", "19", "22", "25"].map(|it| format!("major_decisions_{it}"));
    assert_eq!(articles, expected);
}

#[test]
fn a_preliminary_meeting_may_be_any_and_the_last_must_be_the_executive_one() {
    let text = r#"{ "tuiyan": 1, "extends": "today",
      "meetings": { "office": { "name": { "zh": "县长办公会议", "en": "Office meeting" }, "notice_days": 1, "at": "09:00", "minutes": 180,
        "agenda_closes_days": 0, "members": ["magistrate", "executive_deputy"], "chairs": ["magistrate"], "quorum_share": 0.5, "postponed_days": 7 } },
      "procedures": { "major": { "stages": { "beforehand": { "kind": "meeting", "name": { "zh": "会前酝酿", "en": "Beforehand" },
        "meeting": "office", "minutes": { "kind": "constant", "mean": 10 }, WHERE } } } } }"#;
    for (place, lawful) in [
        (r#""after": ["deputy_review"], "before": ["triage"]"#, true),
        (
            r#""after": ["executive_meeting"], "before": ["party_report"]"#,
            false,
        ),
    ] {
        let loaded = load(&text.replace("WHERE", place), &[]).unwrap();
        assert_eq!(
            breaches(&loaded).is_empty(),
            lawful,
            "{place}: {:?}",
            named(&loaded)
        );
    }
}
