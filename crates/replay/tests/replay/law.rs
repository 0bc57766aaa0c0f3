//! What the law asked of a matter.

use county::event::Attributes;
use county::event::{Event, EventKind};
use county::law::review::asked_at;
use county::scenario::{Counts, StageKind};
use kernel::DAY;
use serde_json::json;
use tuiyan_replay::law::clocks;

use crate::counties::{preset, read, replay, small, straight};

#[test]
fn a_clock_runs_from_registration_to_publication_and_says_whether_it_held() {
    let loaded = read(&small());
    let (events, _) = straight(&loaded, 1);
    let plan = replay(&loaded, 1).plan().clone();
    let procedure = loaded.after.procedures.get("plain").expect("there");
    let (mut held, mut overrun) = (0, 0);
    for registered in events.iter().filter(|it| it.kind == EventKind::Registered) {
        let mine = events.iter().filter(|it| it.number == registered.number);
        let mine: Vec<Event> = mine.copied().collect();
        let Some(published) = mine.iter().find(|it| it.kind == EventKind::Published) else {
            continue;
        };
        let found = clocks(procedure, &mine, &plan);
        let [clock] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(
            (clock.article.as_str(), clock.counts),
            ("test_60", Counts::CalendarDays)
        );
        assert_eq!(
            (clock.from, clock.due),
            (registered.tick, registered.tick + 20 * DAY)
        );
        assert_eq!(clock.stopped, Some(published.tick));
        assert_eq!(
            clock.overrun,
            (published.tick > clock.due).then_some(clock.due)
        );
        *if clock.overrun.is_some() {
            &mut overrun
        } else {
            &mut held
        } += 1;
    }
    assert!(held > 10 && overrun > 5, "{held} {overrun}");
}

#[test]
fn a_stage_of_a_major_procedure_is_asked_for_by_its_articles() {
    let loaded = preset("today", json!({}));
    let major = loaded
        .after
        .procedures
        .values()
        .find(|it| it.major)
        .expect("there is one");
    let at = |kind: StageKind, of: Attributes| -> Vec<&str> {
        let stage = major.stages.values().find(|it| it.kind == kind);
        let asked = stage.map(|it| asked_at(loaded.after.rules, major, it, of));
        asked.unwrap_or_default().iter().map(|it| it.id).collect()
    };
    let plain = Attributes::default();
    assert_eq!(
        at(StageKind::Meeting, plain),
        ["major_decisions_30", "local_organisation_78"]
    );
    assert!(at(StageKind::LegalityReview, plain).contains(&"major_decisions_25"));
    assert!(at(StageKind::Task, plain).is_empty());
    let technical = Attributes {
        technical: true,
        ..plain
    };
    assert!(at(StageKind::ExpertReview, technical).contains(&"major_decisions_19"));
    assert!(!at(StageKind::ExpertReview, plain).contains(&"major_decisions_19"));
    let mut other = major.clone();
    other.major = false;
    for stage in other.stages.values() {
        assert!(asked_at(loaded.after.rules, &other, stage, technical).is_empty());
    }
}
