use super::*;
use serde_json::json;

fn state() -> Rc<State> {
    let presets = [
        Preset {
            id: "today".to_owned(),
            value: json!({"a": {"b": 30, "c": 2}}),
        },
        Preset {
            id: "then".to_owned(),
            value: json!({"a": {"b": 60}}),
        },
    ];
    Rc::new(State::new(
        Vec::from(presets).into(),
        Moment::of("today"),
        Lang::Zh,
        Theme::System,
    ))
}

fn set(path: &str, value: i32, gesture: bool) -> Action {
    Action::Set {
        path: path.to_owned(),
        value: json!(value),
        gesture,
    }
}

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions
        .into_iter()
        .fold(state(), |state, action| state.reduce(action))
}

fn b(state: &State) -> Option<&Value> {
    state.value("a.b")
}

#[test]
fn a_lever_moved_back_to_the_preset_leaves_no_difference() {
    let moved = after([set("a.b", 14, false)]);
    assert_eq!(moved.differences().len(), 1);
    assert_eq!(b(&moved), Some(&json!(14)));
    assert_eq!(moved.preset_value("a.b"), Some(&json!(30)));
    for back in [
        set("a.b", 30, false),
        Action::Revert("a.b".to_owned()),
        Action::RevertAll,
        Action::Undo,
    ] {
        let state = Rc::clone(&moved).reduce(back.clone());
        assert!(state.differences().is_empty(), "{back:?}");
        assert_eq!(b(&state), Some(&json!(30)), "{back:?}");
    }
}

#[test]
fn what_a_place_has_said_of_a_scenario_is_not_written_again_and_holds_for_it_alone() {
    let moment = Moment {
        patch: json!({"a": {"b": 14}}).as_object().unwrap().clone(),
        ..Moment::of("today")
    };
    let led = after([Action::Lead(moment.clone(), "as said".to_owned())]);
    assert_eq!((led.query().as_str(), led.led), ("as said", true));
    for (action, now) in [
        (Action::Undo, Moment::of("today")),
        (Action::Open(Moment::of("then")), Moment::of("then")),
    ] {
        let next = Rc::clone(&led).reduce(action);
        assert_eq!(
            (next.query().as_str(), next.led),
            (link::query(&now).as_str(), false)
        );
    }
    let opened = after([Action::Open(moment.clone())]);
    assert_eq!(
        (opened.query().as_str(), opened.led),
        (link::query(&moment).as_str(), false)
    );
}

#[test]
fn one_gesture_is_one_step_of_undo() {
    let dragged = after([
        set("a.b", 29, true),
        set("a.b", 28, true),
        set("a.b", 27, true),
        Action::Release,
        set("a.b", 26, true),
    ]);
    let once = Rc::clone(&dragged).reduce(Action::Undo);
    assert_eq!(b(&once), Some(&json!(27)));
    let twice = once.reduce(Action::Undo);
    assert_eq!(b(&twice), Some(&json!(30)));
    assert!(!twice.can_undo());
    let again = twice.reduce(Action::Redo).reduce(Action::Redo);
    assert_eq!(b(&again), Some(&json!(26)));
    assert!(!again.can_redo());
}

#[test]
fn a_new_change_after_undo_forgets_what_was_undone() {
    let state = after([set("a.b", 1, false), Action::Undo, set("a.c", 5, false)]);
    assert!(!state.can_redo());
    assert_eq!(
        state.now.patch,
        json!({"a": {"c": 5}}).as_object().unwrap().clone()
    );
}

#[test]
fn undo_is_unlimited() {
    let mut state = state();
    for value in 0..2_000 {
        state = state.reduce(set("a.c", value, false));
    }
    for _ in 0..2_000 {
        state = state.reduce(Action::Undo);
    }
    assert!(state.differences().is_empty());
}

#[test]
fn answers_about_a_scenario_that_has_moved_on_are_not_shown() {
    let moved = after([set("a.b", 14, false)]);
    let old = state().now.clone();
    let figures = Figures {
        n: 8,
        of: 32,
        looked: 8,
        ..Figures::default()
    };
    let problem = Problem {
        path: "a.b".to_owned(),
        message: String::new(),
        remedy: String::new(),
    };
    let late = Rc::clone(&moved)
        .reduce(Action::Figures(Rc::clone(&old), figures.clone()))
        .reduce(Action::Refused(old, vec![problem]));
    assert_eq!(late, moved);
    let now = moved.now.clone();
    let fresh = moved.reduce(Action::Figures(now, figures));
    assert!(fresh.current() && fresh.running());
}

#[test]
fn what_plausible_counties_say_goes_as_soon_as_a_lever_moves() {
    let moved = after([set("a.b", 14, false)]);
    let told = |state: Rc<State>, of: &Rc<Moment>| {
        state.reduce(Action::Counties(Rc::clone(of), Counties::default()))
    };
    let old = state().now.clone();
    assert_eq!(told(Rc::clone(&moved), &old).counties, None, "stale");
    let now = moved.now.clone();
    let told = told(moved, &now);
    assert!(told.counties.is_some());
    let stays = Rc::clone(&told).reduce(Action::Language(Lang::En));
    assert!(stays.counties.is_some());
    assert_eq!(told.reduce(set("a.b", 15, true)).counties, None);
}

#[test]
fn the_last_valid_run_stays_when_a_scenario_is_refused() {
    let first = state();
    let now = first.now.clone();
    let shown = first.reduce(Action::Figures(
        now,
        Figures {
            n: 32,
            of: 32,
            looked: 32,
            ..Figures::default()
        },
    ));
    assert!(!shown.running());
    let moved = shown.reduce(set("a.b", -1, false));
    let now = moved.now.clone();
    let problem = Problem {
        path: "a.b.mean".to_owned(),
        message: "m".to_owned(),
        remedy: "r".to_owned(),
    };
    let refused = moved.reduce(Action::Refused(now, vec![problem]));
    assert!(refused.run.is_some() && !refused.current() && !refused.running());
    assert_eq!(refused.problems_at("a.b").count(), 1);
    assert_eq!(refused.problems_at("a.bc").count(), 0);
    assert_eq!(b(&refused), Some(&json!(-1)), "what is wrong stays visible");
}

#[test]
fn figures_between_looks_do_not_change_the_sentence() {
    let state = state();
    let now = state.now.clone();
    let figures = |n, looked| {
        Action::Figures(
            Rc::clone(&now),
            Figures {
                n,
                of: 32,
                looked,
                ..Figures::default()
            },
        )
    };
    let early = state.reduce(figures(4, 0));
    assert!(early.told.is_none() && early.run.is_some());
    let look = early.reduce(figures(8, 8)).reduce(figures(12, 8));
    assert_eq!(look.told.as_ref().unwrap().figures.n, 8);
    assert_eq!(look.run.as_ref().unwrap().figures.n, 12);
}

#[test]
fn a_preset_chosen_keeps_the_seed_and_can_be_undone() {
    let chosen = after([
        Action::Seed(9),
        set("a.b", 1, false),
        Action::Choose("then".to_owned()),
    ]);
    assert_eq!((b(&chosen), chosen.now.seed), (Some(&json!(60)), 9));
    assert_eq!(b(&chosen.reduce(Action::Undo)), Some(&json!(1)));
}

#[test]
fn the_file_saved_names_the_preset_and_holds_the_changes() {
    let moved = after([set("a.b", 14, false)]);
    assert_eq!(
        moved.now.file(),
        json!({"tuiyan": 1, "extends": "today", "a": {"b": 14}})
    );
}
