//! What is wrong is all said, each with path and remedy.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tuiyan_county::scenario::{LARGEST_FILE, Problem, load};

use crate::helpers::{file_of, told, with};

fn refused(file: &Value) -> Vec<Problem> {
    refused_text(&file.to_string())
}

fn refused_text(text: &str) -> Vec<Problem> {
    let problems = load(text, &[]).expect_err("should be refused");
    assert!(!problems.is_empty());
    for it in &problems {
        assert!(!it.message.is_empty() && !it.remedy.is_empty(), "{it:?}");
    }
    problems
}

#[test]
fn a_change_that_makes_no_sense_is_refused_at_its_path() {
    // preset, changes, path of the problem, a word that message or remedy has
    let table: &[(&str, &[&str], &str, &str)] = &[
        (
            "today",
            &["meetings.executive.minutes=0"],
            "meetings.executive.minutes",
            "10",
        ),
        (
            "today",
            &["meetings.executive.items=0"],
            "meetings.executive.items",
            "1",
        ),
        (
            "today",
            &["meetings.executive.members=[]"],
            "meetings.executive.members",
            "never sit",
        ),
        (
            "today",
            &["meetings.executive.chairs=[\"mayor\"]"],
            "meetings.executive.chairs.0",
            "leader",
        ),
        (
            "today",
            &["meetings.executive.quorum_share=1"],
            "meetings.executive.quorum_share",
            "never",
        ),
        (
            "today",
            &["meetings.executive.at=25:00"],
            "meetings.executive.at",
            "HH:MM",
        ),
        (
            "today",
            &["world.classes.plan.worth.sigma=0"],
            "world.classes.plan.worth.sigma",
            "0.000001",
        ),
        (
            "today",
            &["world.classes.plan.worth.adopted_share=1"],
            "world.classes.plan.worth.adopted_share",
            "0.999",
        ),
        (
            "today",
            &["world.classes.plan.worth.adopted_share=0"],
            "world.classes.plan.worth.adopted_share",
            "0.001",
        ),
        (
            "today",
            &["world.classes.plan.worth.known_share=0"],
            "world.classes.plan.worth.known_share",
            "0.001",
        ),
        (
            "today",
            &["world.classes.plan.worth.known_share=1.2"],
            "world.classes.plan.worth.known_share",
            "to 1",
        ),
        (
            "seed",
            &["world.classes.plan.worth.spread=-0.5"],
            "world.classes.plan.worth.spread",
            "from 0",
        ),
        (
            "seed",
            &["world.classes.plan.worth=null"],
            "world.classes.plan.worth",
            "add it",
        ),
        (
            "today",
            &["offices.justice.staff=0"],
            "offices.justice.staff",
            "1",
        ),
        (
            "today",
            &["offices.justice.staff=-1"],
            "offices.justice.staff",
            "whole number",
        ),
        (
            "today",
            &["offices.justice.staff=1.5"],
            "offices.justice.staff",
            "whole number",
        ),
        (
            "today",
            &["offices.justice.staff=1e300"],
            "offices.justice.staff",
            "whole number",
        ),
        (
            "today",
            &["offices.justice=null"],
            "procedures.major.stages.legality_review.who",
            "justice",
        ),
        (
            "today",
            &["departments.water.leader=deputy_agricultur"],
            "departments.water.leader",
            "deputy_agriculture",
        ),
        (
            "today",
            &["leaders.magistrate.rank=deputy"],
            "leaders",
            "magistrate",
        ),
        (
            "today",
            &["leaders.magistrate.bound_hours_per_week=200"],
            "leaders.magistrate.bound_hours_per_week",
            "35",
        ),
        (
            "today",
            &["horizon.start=2024-02-30"],
            "horizon.start",
            "YYYY-MM-DD",
        ),
        ("today", &["horizon.years=-1"], "horizon.years", "0.05"),
        ("today", &["horizon.years=NaN"], "horizon.years", "number"),
        (
            "today",
            &["world.sources.departments.per_year=1e300"],
            "world.sources.departments.per_year",
            "100000",
        ),
        (
            "today",
            &["world.sources.departments.dispersion=0.5"],
            "world.sources.departments.dispersion",
            "1",
        ),
        (
            "today",
            &["world.classes.plan.procedure=majr"],
            "world.classes.plan.procedure",
            "major",
        ),
        (
            "today",
            &["world.classes.plan.facts=livelyhood"],
            "world.classes.plan.facts",
            "livelihood",
        ),
        (
            "today",
            &[
                "world.facts.patterns.internal.held_by.departments=0",
                "world.facts.patterns.internal.held_by.experts=0",
                "world.facts.patterns.internal.held_by.public=0",
                "world.facts.patterns.internal.held_by.members=0",
                "world.facts.patterns.internal.held_by.nobody=0",
            ],
            "world.facts.patterns.internal.held_by",
            "adds up to nothing",
        ),
        (
            "today",
            &["world.minds.bends=1.2"],
            "world.minds.bends",
            "not possible",
        ),
        (
            "today",
            &["meetings.executive.discussion.rule=majorty"],
            "meetings.executive.discussion.rule",
            "majority",
        ),
        (
            "today",
            &["meetings.executive.discussion.qualified_share=0.4"],
            "meetings.executive.discussion.qualified_share",
            "not possible",
        ),
        (
            "today",
            &[
                "mechanisms.participation.hearing_selection=leximin",
                "world.publics.town.consumers=false",
                "world.publics.villagers.consumers=false",
                "world.publics.migrants.consumers=false",
                "world.publics.families.consumers=false",
                "procedures.major.stages.hearing.quotas={\"consumers\":{\"least_share\":0.4}}",
            ],
            "procedures.major.stages.hearing.quotas",
            "cannot fill the seats asked for: consumers",
        ),
        (
            "today",
            &[
                "mechanisms.participation.hearing_selection=leximin",
                "procedures.major.stages.hearing.quotas={\"town\":{\"least_share\":0.7},\"businesses\":{\"least_share\":0.4}}",
            ],
            "procedures.major.stages.hearing.quotas",
            "businesses, town",
        ),
        (
            "today",
            &[
                "mechanisms.participation.hearing_selection=leximin",
                "procedures.major.stages.hearing.quotas={\"twon\":{\"least_share\":0.2}}",
            ],
            "procedures.major.stages.hearing.quotas.twon",
            "town",
        ),
        (
            "today",
            &[
                "mechanisms.participation.hearing_selection=leximin",
                "procedures.major.stages.hearing.quotas={\"town\":{\"least_share\":0.5,\"most_share\":0.4}}",
            ],
            "procedures.major.stages.hearing.quotas.town",
            "asks for more than it lets in",
        ),
        (
            "today",
            &["procedures.major.stages.hearing.quotas={\"town\":{\"least_share\":0.5}}"],
            "procedures.major.stages.hearing.quotas",
            "selection: leximin",
        ),
        (
            "today",
            &[
                "mechanisms.participation.hearing_selection=leximin",
                "mechanisms.participation.hearing_people=900",
            ],
            "procedures.major.stages.hearing.people",
            "the panel is larger than the pool",
        ),
        (
            "today",
            &["mechanisms.participation.hearing_selection=sortition"],
            "mechanisms.participation.hearing_selection",
            "lottery",
        ),
        (
            "today",
            &["mechanisms.participation.hearing_materials_days=40"],
            "procedures.major.stages.hearing.materials_days",
            "before the notice",
        ),
        (
            "today",
            &["mechanisms.participation.panel=31"],
            "procedures.major.stages.expert_review.people",
            "31 experts are asked, and of the 24",
        ),
        (
            "today",
            &["mechanisms.participation.deputies_people=80"],
            "procedures.major.stages.forum.people",
            "80 of 60",
        ),
        (
            "today",
            &["mechanisms.participation.evaluation_called_by.wish_share=1.5"],
            "mechanisms.participation.evaluation_called_by.wish_share",
            "not possible",
        ),
        (
            "today",
            &[
                "world.facts.expert_pools={\"city_experts\":{\"finds\":0.6,\"blind\":0.1,\"interested\":0}}",
            ],
            "world.facts.expert_pools.city_experts",
            "office",
        ),
        (
            "today",
            &["world.minds.answerable.conceals=2"],
            "world.minds.answerable.conceals",
            "not possible",
        ),
        (
            "today",
            &["world.returning.share=-0.1"],
            "world.returning.share",
            "not possible",
        ),
        (
            "today",
            &["procedures.major.stages.drafting.called_by={}"],
            "procedures.major.stages.drafting.called_by",
            "no meaning",
        ),
        (
            "today",
            &["world.minds.discounts_silence=-0.1"],
            "world.minds.discounts_silence",
            "not possible",
        ),
        (
            "today",
            &["meetings.executive.discussion.influence=hegselmann_krause"],
            "meetings.executive.discussion.confidence",
            "is missing",
        ),
        (
            "today",
            &["meetings.executive.discussion.confidence=0.5"],
            "meetings.executive.discussion.confidence",
            "hegselmann_krause",
        ),
        (
            "today",
            &["meetings.executive.discussion.listens={\"magistrate\":{\"magistrate\":1}}"],
            "meetings.executive.discussion.listens",
            "friedkin_johnsen",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=degroot",
                "world.minds.bends=0",
            ],
            "meetings.executive.discussion.influence",
            "never meet",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=degroot",
                "meetings.executive.discussion.listens={\"magistrate\":{\"magistrate\":1}}",
            ],
            "meetings.executive.discussion.listens.executive_deputy",
            "listens to nobody",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=friedkin_johnsen",
                "meetings.executive.discussion.listens={\"magistrate\":{\"magistrate\":0.5}}",
            ],
            "meetings.executive.discussion.listens.magistrate",
            "adds up to 0.5, not to 1",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=friedkin_johnsen",
                "meetings.executive.discussion.listens={\"magistrate\":{\"magistrat\":1}}",
            ],
            "meetings.executive.discussion.listens.magistrate.magistrat",
            "magistrate",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=friedkin_johnsen",
                "meetings.executive.discussion.listens={\"mayor\":{\"magistrate\":1.5}}",
            ],
            "meetings.executive.discussion.listens.mayor.magistrate",
            "not possible",
        ),
        (
            "today",
            &[
                "meetings.executive.discussion.influence=degroot",
                "meetings.executive.members=[\"magistrate\",\"executive_deputy\"]",
                "meetings.executive.discussion.listens={\"magistrate\":{\"magistrate\":1},\"executive_deputy\":{\"executive_deputy\":1}}",
            ],
            "meetings.executive.discussion.listens",
            "never meet",
        ),
        (
            "today",
            &["mechanisms.emergency.warning_share=1.5"],
            "mechanisms.emergency.warning_share",
            "not possible",
        ),
        (
            "today",
            &["mechanisms.approval_reform.removed_share=1.5"],
            "mechanisms.approval_reform.removed_share",
            "not possible",
        ),
        (
            "today",
            &["mechanisms.approval_reform.handed_over=[\"projects\"]"],
            "mechanisms.approval_reform.handed_over.0",
            "no class",
        ),
        (
            "today",
            &["procedures.permit.stages.examine.judges={\"trait\":\"unift\",\"wrong_share\":0.1}"],
            "procedures.permit.stages.examine.judges.trait",
            "no trait of any class",
        ),
        (
            "today",
            &["procedures.permit.stages.licence.when.chance={\"luck\":[0.2,1.5]}"],
            "procedures.permit.stages.licence.when.chance.luck.1",
            "not possible",
        ),
        (
            "today",
            &["mechanisms.daily_norms={\"enabled\":true,\"minutes_factor\":0}"],
            "mechanisms.daily_norms.minutes_factor",
            "not possible",
        ),
        (
            "today",
            &["mechanisms.stand_in.pairs.magistrate=magistrate"],
            "mechanisms.stand_in.pairs.magistrate",
            "himself",
        ),
        (
            "today",
            &["procedures.major.stages.triage=null"],
            "procedures.major.stages.agenda_approval.after.0",
            "deleted",
        ),
        (
            "today",
            &["procedures.major.stages.drafting=null"],
            "procedures.major.stages.public_comment.after.0",
            "deleted",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.after=[\"publication\"]"],
            "procedures.major.stages",
            "circle",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.before=[\"intake\"]"],
            "procedures.major.stages",
            "circle",
        ),
        (
            "seed",
            &[
                "procedures.major.stages.publication.kind=task",
                "procedures.major.stages.publication.lane=office",
            ],
            "procedures.major.stages",
            "publication",
        ),
        (
            "seed",
            &["procedures.major.stages.executive_meeting.returns.at_most=100000"],
            "procedures.major.stages.executive_meeting.returns.at_most",
            "50",
        ),
        (
            "seed",
            &["procedures.major.stages.executive_meeting.returns.to=publication"],
            "procedures.major.stages.executive_meeting.returns.to",
            "before",
        ),
        (
            "seed",
            &["procedures.major.stages.executive_meeting.meeting=exective"],
            "procedures.major.stages.executive_meeting.meeting",
            "executive",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.days=3"],
            "procedures.major.stages.drafting.days",
            "no meaning",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.hours=null"],
            "procedures.major.stages.drafting.hours",
            "missing",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.hours.cv=null"],
            "procedures.major.stages.drafting.hours.cv",
            "missing",
        ),
        (
            "seed",
            &["procedures.major.stages.drafting.who=nobody_at_all"],
            "procedures.major.stages.drafting.who",
            "nobody",
        ),
        (
            "seed",
            &["procedures.major.stages.agenda_approval.who=government_office"],
            "procedures.major.stages.agenda_approval.who",
            "leader",
        ),
        (
            "seed",
            &["procedures={}"],
            "world.classes.plan.procedure",
            "procedure",
        ),
        (
            "today",
            &["meetings.exective.minutes=3"],
            "meetings.exective.minutes",
            "meetings.executive.minutes",
        ),
        (
            "today",
            &["mechanisms.stand_in.enabld=true"],
            "mechanisms.stand_in.enabld",
            "mechanisms.stand_in.enabled",
        ),
        ("today", &["=3"], "", "no such path"),
        (
            "today",
            &["world.demand.deeper=3"],
            "world.demand.deeper",
            "world.demand",
        ),
    ];
    for (id, typed, path, word) in table {
        let problems = with(id, typed).err().unwrap_or_default();
        let found = problems
            .iter()
            .any(|it| it.path == *path && format!("{} {}", it.message, it.remedy).contains(word));
        assert!(
            found,
            "{id}+{typed:?}: no problem at {path} that says `{word}` in\n{}",
            told(&problems)
        );
    }
}

#[test]
fn a_file_that_is_no_scenario_is_refused() {
    // text, a word that message or remedy has
    let table = [
        ("", "line 1"),
        ("{\n \"tuiyan\": 1,\n oops }", "line 3 column 2"),
        ("{\"tuiyan\": 1, \"tuiyan\": 1}", "twice"),
        (
            "{\"tuiyan\": 1, \"world\": {\"demand\": 1, \"demand\": 2}}",
            "twice",
        ),
        ("{\"tuiyan\": 1, \"world\": {\"demand\": NaN}}", "line 1"),
        ("{\"tuiyan\": 1, \"world\": {\"demand\": 1e999}}", "line 1"),
        ("null", "object"),
        ("[]", "object"),
        ("{}", "tuiyan"),
        ("{\"tuiyan\": 2}", "newer"),
        ("{\"tuiyan\": 4294967297}", "newer"),
        ("{\"tuiyan\": \"1\"}", "version"),
        ("{\"tuiyan\": -1}", "version"),
        ("{\"tuiyan\": 1, \"extends\": \"taday\"}", "today"),
        ("{\"tuiyan\": 1, \"extends\": \"my_own\"}", "presets are"),
        ("{\"tuiyan\": 1, \"extends\": {}}", "presets are"),
        ("{\"tuiyan\": 1}", "missing"),
    ];
    for (text, word) in table {
        let problems = refused_text(text);
        assert!(
            told(&problems).contains(word),
            "{text}: no `{word}` in\n{}",
            told(&problems)
        );
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let file = json!({
        "tuiyan": 1, "extends": "seed", "wrold": 1,
        "horizon": {"years": "three", "strat": "x"},
        "leaders": {"magistrate": 5},
        "meetings": {"executive": {"minutes": -5, "every_day": 3, "chairs": ["ghost"]}},
        "procedures": {"major": {"stages": {"triage": null, "revision": {"people": 0}}}},
        "world": {"demand": 1e9, "publics": {"town": {"people": []}}},
    });
    let problems = refused(&file);
    for path in [
        "wrold",
        "horizon.years",
        "horizon.strat",
        "leaders.magistrate",
        "meetings.executive.minutes",
        "meetings.executive.every_day",
        "meetings.executive.chairs.0",
        "procedures.major.stages.agenda_approval.after.0",
        "procedures.major.stages.revision.people",
        "world.demand",
        "world.publics.town.people",
    ] {
        assert!(
            problems.iter().any(|it| it.path == path),
            "nothing at {path} in\n{}",
            told(&problems)
        );
    }
}

#[test]
fn what_is_missing_from_a_whole_file_is_named() {
    for key in [
        "title",
        "horizon",
        "calendar",
        "leaders",
        "offices",
        "departments",
        "meetings",
        "procedures",
        "mechanisms",
        "world",
    ] {
        let mut file = file_of("today");
        file.as_object_mut().unwrap().remove(key);
        let problems = refused(&file);
        assert!(
            problems.iter().any(|it| it.path == key),
            "{key}: {}",
            told(&problems)
        );
    }
}

#[test]
fn huge_deep_and_crowded_files_are_refused_in_seconds() {
    let member = |n: usize| format!("\"key{n:06}\": 0");
    let crowd = |n: usize| (0..n).map(member).collect::<Vec<_>>().join(", ");
    let stages = |n: usize| {
        let one = |n: usize| {
            format!(
                "\"s{n}\": {{\"kind\": \"wait\", \"days\": 1, \"name\": {{\"zh\": \"\", \"en\": \"\"}}, \"after\": [\"gone{n}\"]}}"
            )
        };
        (0..n).map(one).collect::<Vec<_>>().join(", ")
    };
    let head = "{\"tuiyan\": 1, \"extends\": \"seed\", ";
    // what, text
    let table = [
        ("over the size", " ".repeat(LARGEST_FILE + 1)),
        ("deep lists", "[".repeat(100_000)),
        (
            "deep objects",
            format!("{head}\"world\": {}", "{\"a\": ".repeat(100_000)),
        ),
        (
            "unknown keys by the hundred thousand",
            format!("{head}{}}}", crowd(100_000)),
        ),
        (
            "a key of four megabytes",
            format!("{head}\"{}\": 1}}", "k".repeat(4 << 20)),
        ),
        (
            "twenty thousand stages",
            format!(
                "{head}\"procedures\": {{\"major\": {{\"stages\": {{{}}}}}}}}}",
                stages(20_000)
            ),
        ),
        (
            "a list of a million leaders",
            format!(
                "{head}\"meetings\": {{\"executive\": {{\"members\": [{}\"magistrate\"]}}}}}}",
                "\"x\", ".repeat(1_000_000)
            ),
        ),
        (
            "a number of a megabyte",
            format!("{head}\"world\": {{\"demand\": {}}}}}", "9".repeat(1 << 20)),
        ),
    ];
    for (what, text) in table {
        let began = Instant::now();
        let problems = refused_text(&text);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(20), "{what}: took {took:?}");
        assert!(
            problems.len() <= 1_000,
            "{what}: {} problems are no help",
            problems.len()
        );
    }
}
