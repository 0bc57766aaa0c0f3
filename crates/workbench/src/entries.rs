//! Setting fields; adding, copying, renaming, removing entries of collections; whose portfolio a department is. Every edit takes the scenario
//! as people see it and gives the one that is wanted.

use county::scenario;
use serde_json::{Map, Value, json};

use crate::form::{Form, Kind};
use crate::{Why, patch, refers};

/// The list on the way to a path, with its own path, the place in it that is meant and what is left of the path.
fn list_on<'a, 'p>(
    scenario: &'a Value,
    path: &'p str,
) -> Option<(&'a Vec<Value>, &'p str, usize, Option<&'p str>)> {
    path.match_indices('.').find_map(|(at, _)| {
        let items = patch::get(scenario, &path[..at])?.as_array()?;
        let rest = &path[at + 1..];
        let (index, inner) = rest
            .split_once('.')
            .map_or((rest, None), |it| (it.0, Some(it.1)));
        Some((items, &path[..at], index.parse().ok()?, inner))
    })
}

/// Sets the value at a path; what stands between is made where it is missing. A list on the way, of which a number names an item, is
/// written anew.
#[must_use]
pub fn set(scenario: &Value, path: &str, value: Value) -> Value {
    if let Some((items, list, index, inner)) = list_on(scenario, path) {
        let mut items = items.clone();
        if let Some(item) = items.get_mut(index) {
            *item = inner.map_or_else(|| value.clone(), |inner| set(item, inner, value.clone()));
        }
        return set(scenario, list, items.into());
    }
    let Value::Object(whole) = scenario else {
        return scenario.clone();
    };
    Value::Object(patch::put(whole, scenario, path, value))
}

/// Whether a list stands on the way to a path, of which a number names an item.
#[must_use]
pub fn in_a_list(scenario: &Value, path: &str) -> bool {
    list_on(scenario, path).is_some()
}

/// Takes out what stands at a path; an item of a list, named by its number, too.
///
/// # Errors
/// Nothing stands there.
pub fn unset(scenario: &Value, path: &str) -> Result<Value, Why> {
    let missing = || Why::Missing(path.to_owned());
    if let Some((items, list, index, inner)) = list_on(scenario, path) {
        let mut items = items.clone();
        let item = items.get_mut(index).ok_or_else(missing)?;
        match inner {
            Some(inner) => *item = unset(item, inner)?,
            None => drop(items.remove(index)),
        }
        return Ok(set(scenario, list, items.into()));
    }
    let mut next = scenario.clone();
    let whole = next.as_object_mut().ok_or_else(missing)?;
    if patch::take(whole, path) {
        Ok(next)
    } else {
        Err(missing())
    }
}

/// The longest id that is given here, bytes: longer ones are no names any more.
const LONGEST_ID: usize = 60;

/// Whether a text is given as an id here.
#[must_use]
pub fn is_id(text: &str) -> bool {
    scenario::is_id(text) && text.len() <= LONGEST_ID
}

/// An id that a collection does not have, like `stem`.
#[must_use]
pub fn fresh(scenario: &Value, collection: &str, stem: &str) -> String {
    let stem = if is_id(stem) { stem } else { "new" };
    // `office_2` copied is `office_3`.
    let stem = stem
        .trim_end_matches(|it: char| it.is_ascii_digit())
        .trim_end_matches('_');
    let taken = patch::get(scenario, collection);
    let free = |id: &String| taken.is_none_or(|it| it.get(id).is_none());
    std::iter::once(stem.to_owned())
        .chain((2..).map(|n: u32| format!("{stem}_{n}")))
        .find(free)
        .unwrap_or_else(|| stem.to_owned())
}

fn free(scenario: &Value, collection: &str, id: &str) -> Result<(), Why> {
    if !is_id(id) {
        return Err(Why::NoId(id.to_owned()));
    }
    match patch::get(scenario, collection).and_then(|it| it.get(id)) {
        Some(_) => Err(Why::Taken(id.to_owned())),
        None => Ok(()),
    }
}

/// Adds an entry; its collection is made where it is missing.
///
/// # Errors
/// The id is none, or taken.
pub fn add(scenario: &Value, collection: &str, id: &str, entry: Value) -> Result<Value, Why> {
    free(scenario, collection, id)?;
    Ok(set(scenario, &format!("{collection}.{id}"), entry))
}

/// Adds a copy of an entry, its names marked as a copy's.
///
/// # Errors
/// There is no such entry; the new id is none, or taken.
pub fn copy(scenario: &Value, collection: &str, id: &str, new: &str) -> Result<Value, Why> {
    let path = format!("{collection}.{id}");
    let entry = patch::get(scenario, &path).ok_or(Why::Missing(path.clone()))?;
    let mut entry = entry.clone();
    for (lang, mark) in [("zh", "（副本）"), ("en", " (copy)")] {
        if let Some(Value::String(name)) = entry.pointer_mut(&format!("/name/{lang}")) {
            name.push_str(mark);
        }
    }
    add(scenario, collection, new, entry)
}

/// Gives an entry another id; whoever named it names it so.
///
/// # Errors
/// There is no such entry; the new id is none, or taken.
pub fn rename(
    form: &Form,
    scenario: &Value,
    collection: &str,
    id: &str,
    new: &str,
) -> Result<Value, Why> {
    let path = format!("{collection}.{id}");
    let entry = patch::get(scenario, &path)
        .ok_or(Why::Missing(path.clone()))?
        .clone();
    free(scenario, collection, new)?;
    let mut next = set(
        &unset(scenario, &path)?,
        &format!("{collection}.{new}"),
        entry,
    );
    refers::renamed(form, &mut next, collection, id, new);
    // What is said of its numbers is said of them under its new name.
    if let Some(Value::Object(sources)) = next.get_mut("sources_of_numbers") {
        let begins = format!("{path}.");
        let moved: Vec<String> = sources
            .keys()
            .filter(|it| **it == path || it.starts_with(&begins))
            .cloned()
            .collect();
        for old in moved {
            if let Some(said) = sources.remove(&old) {
                sources.insert(format!("{collection}.{new}{}", &old[path.len()..]), said);
            }
        }
    }
    Ok(next)
}

/// Takes an entry out, and its name out of lists and tables; a field that must name it keeps the name, and the check tells where.
///
/// # Errors
/// There is no such entry.
pub fn remove(form: &Form, scenario: &Value, collection: &str, id: &str) -> Result<Value, Why> {
    let mut next = unset(scenario, &format!("{collection}.{id}"))?;
    refers::gone(form, &mut next, collection, id);
    Ok(next)
}

/// A department passes into the portfolio of a leader; he does not share it with himself.
///
/// # Errors
/// There is no such department.
pub fn assign(scenario: &Value, department: &str, leader: &str) -> Result<Value, Why> {
    let path = format!("departments.{department}");
    if patch::get(scenario, &path).is_none() {
        return Err(Why::Missing(path));
    }
    let next = set(scenario, &format!("{path}.leader"), leader.into());
    Ok(share(&next, department, leader, 0.0).unwrap_or(next))
}

/// A leader has a say in such a share of a department's cases, beside the leader whose portfolio it is; 0: in none.
///
/// # Errors
/// There is no such department.
pub fn share(scenario: &Value, department: &str, leader: &str, share: f64) -> Result<Value, Why> {
    let path = format!("departments.{department}");
    let it = patch::get(scenario, &path)
        .and_then(Value::as_object)
        .ok_or(Why::Missing(path.clone()))?;
    if share > 0.0 {
        let number = patch::plain_numbers(json!(share));
        return Ok(set(
            scenario,
            &format!("{path}.shared_with.{leader}"),
            number,
        ));
    }
    let shares = it.get("shared_with").and_then(Value::as_object);
    match shares {
        Some(shares) if shares.contains_key(leader) && shares.len() == 1 => {
            unset(scenario, &format!("{path}.shared_with"))
        }
        Some(shares) if shares.contains_key(leader) => {
            unset(scenario, &format!("{path}.shared_with.{leader}"))
        }
        _ => Ok(scenario.clone()),
    }
}

/// An entry with all its kind needs, to begin with: of numbers the smallest that is allowed or one, of names those that are given, of what
/// has to be named the first there is.
///
/// # Errors
/// What has to be named is not there.
pub fn blank(form: &Form, scenario: &Value, path: &str, names: [&str; 2]) -> Result<Value, Why> {
    let keys: Vec<&str> = path.split('.').collect();
    let kind = form
        .kind_at(&keys)
        .ok_or_else(|| Why::Missing(path.to_owned()))?;
    value(form, scenario, path, kind, None, names)
}

fn value(
    form: &Form,
    scenario: &Value,
    path: &str,
    kind: &Kind,
    low: Option<f64>,
    names: [&str; 2],
) -> Result<Value, Why> {
    Ok(match kind {
        Kind::Number { .. } => patch::plain_numbers(json!(low.unwrap_or(1.0))),
        Kind::Flag => Value::Bool(false),
        Kind::Line => Value::from(""),
        Kind::Names => json!({"zh": names[0], "en": names[1]}),
        Kind::Choice(words) => Value::from(words.last().cloned().unwrap_or_default()),
        Kind::Entries(_) => json!({}),
        Kind::List(_) => json!([]),
        Kind::Parts(part) if part == "Law" => {
            json!({"kind": "triangular", "low": 1, "mode": 2, "high": 4})
        }
        Kind::Parts(part) => {
            let mut made = Map::new();
            for field in form.fields(part).iter().filter(|it| it.required) {
                let at = format!("{path}.{}", field.key);
                let first = refers::value_of(part, &field.key).filter(|_| field.kind == Kind::Line);
                let known = START.iter().find(|it| it.0 == part && it.1 == field.key);
                let made_of = match (known, first) {
                    (Some(it), _) => serde_json::from_str(it.2).unwrap_or_default(),
                    (None, Some(to)) => {
                        let all = refers::candidates(scenario, to, path);
                        Value::from(all.into_iter().next().ok_or(Why::Lacks(to))?)
                    }
                    (None, None) => value(form, scenario, &at, &field.kind, field.low, names)?,
                };
                made.insert(field.key.clone(), made_of);
            }
            Value::Object(made)
        }
    })
}

/// Values to begin with that are neither the smallest nor the first: type, field, JSON.
const START: &[(&str, &str, &str)] = &[
    ("Leader", "bound_hours_per_week", "18"),
    ("Meeting", "at", "\"09:00\""),
    ("Meeting", "minutes", "120"),
    ("Meeting", "quorum_share", "0.5"),
    ("Meeting", "postponed_days", "7"),
    ("MatterSource", "per_year", "12"),
    ("Class", "weight", "50"),
    ("Public", "people", "1000"),
    ("Public", "reach_share", "0.5"),
    ("Public", "reach_half_days", "7"),
    ("Public", "attendance_share", "0.5"),
    ("Hazard", "stake_yuan", "1000000"),
    ("Hazard", "stake_cv", "2"),
    ("Hazard", "level_3_yuan", "10000000"),
    ("Hazard", "level_2_yuan", "50000000"),
    ("Hazard", "level_1_yuan", "100000000"),
    ("Hazard", "most_share", "0.5"),
    ("Hazard", "grows_hours", "6"),
    ("Worth", "sigma", "1"),
    ("Worth", "adopted_share", "0.9"),
    ("Worth", "known_share", "0.5"),
    ("Clock", "length", "30"),
    ("Clock", "counts", "\"calendar_days\""),
    ("Clock", "starts_on", "\"registered\""),
    ("Clock", "stops_on", "\"published\""),
    ("Pause", "from", "\"registered\""),
    ("Pause", "to", "\"published\""),
    ("Raise", "on", "\"published\""),
    ("Horizon", "years", "3"),
    ("PlannedAbsence", "from", "\"03-01\""),
    ("PlannedAbsence", "days", "7"),
    ("LetsGo", "share", "0.1"),
    ("Returns", "at_most", "1"),
    ("Conference", "per_year", "4"),
    ("Conference", "hours", "2"),
    ("Delegation", "waiting_items", "15"),
    ("Delegation", "effort_factor", "0.5"),
    ("FactPattern", "number", "12"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Value {
        patch::plain_numbers(scenario::preset("today").unwrap().file().clone())
    }

    fn form() -> Form {
        Form::new(scenario::schema())
    }

    fn problems(scenario: &Value) -> Vec<String> {
        let text = scenario::written(scenario, false);
        let found = scenario::load(&text, &[]).err().unwrap_or_default();
        found.into_iter().map(|it| it.path).collect()
    }

    #[test]
    fn ids_are_lower_case_letters_digits_and_lines() {
        for (text, is) in [
            ("office", true),
            ("office_2", true),
            ("", false),
            ("2office", false),
            ("Office", false),
            ("a.b", false),
            ("办公室", false),
            (&"a".repeat(61), false),
        ] {
            assert_eq!(is_id(text), is, "{text}");
        }
        let scenario = json!({"offices": {"a": {}, "a_2": {}}});
        for (stem, id) in [("a", "a_3"), ("a_2", "a_3"), ("b", "b"), ("办", "new")] {
            assert_eq!(fresh(&scenario, "offices", stem), id, "{stem}");
        }
    }

    #[test]
    fn items_of_lists_are_set_and_taken_out() {
        let it = json!({"a": {"b": [1, {"c": 2}, 3]}});
        assert_eq!(
            set(&it, "a.b.0", json!(9)),
            json!({"a": {"b": [9, {"c": 2}, 3]}})
        );
        assert_eq!(
            set(&it, "a.b.1.c", json!(9)),
            json!({"a": {"b": [1, {"c": 9}, 3]}})
        );
        assert_eq!(unset(&it, "a.b.2"), Ok(json!({"a": {"b": [1, {"c": 2}]}})));
        assert_eq!(unset(&it, "a.b.1.c"), Ok(json!({"a": {"b": [1, {}, 3]}})));
        assert_eq!(unset(&it, "a.b.7"), Err(Why::Missing("a.b.7".to_owned())));
        assert_eq!(set(&it, "d.e", json!(1))["d"], json!({"e": 1}));
    }

    #[test]
    fn what_is_renamed_is_named_so_everywhere() {
        let next = rename(
            &form(),
            &today(),
            "leaders",
            "deputy_industry",
            "deputy_trade",
        )
        .unwrap();
        let text = scenario::written(&next, false);
        assert!(!text.contains("\"deputy_industry\"") && text.contains("\"deputy_trade\""));
        assert_eq!(problems(&next), Vec::<String>::new());
        let back = rename(&form(), &next, "leaders", "deputy_trade", "deputy_industry").unwrap();
        assert_eq!(back, today());
    }

    #[test]
    fn what_is_taken_out_leaves_lists_and_tables_and_the_check_names_the_rest() {
        let next = remove(&form(), &today(), "leaders", "deputy_education").unwrap();
        let found = problems(&next);
        assert!(found.iter().all(|it| it.ends_with(".leader")), "{found:?}");
        assert_eq!(
            found,
            [
                "departments.culture.leader",
                "departments.education.leader",
                "departments.north_town.leader"
            ]
        );
        let next = remove(&form(), &today(), "world.publics", fresh_public().as_str()).unwrap();
        assert_eq!(problems(&next), Vec::<String>::new());
    }

    fn fresh_public() -> String {
        let today = today();
        let publics = patch::get(&today, "world.publics")
            .unwrap()
            .as_object()
            .unwrap();
        publics.keys().next().unwrap().clone()
    }

    #[test]
    fn a_portfolio_moves_and_is_shared() {
        let next = assign(&today(), "human_resources", "deputy_welfare").unwrap();
        let it = &next["departments"]["human_resources"];
        assert_eq!(
            (it["leader"].as_str(), it.get("shared_with")),
            (Some("deputy_welfare"), None)
        );
        let next = share(&next, "human_resources", "deputy_security", 0.3).unwrap();
        assert_eq!(
            next["departments"]["human_resources"]["shared_with"],
            json!({"deputy_security": 0.3})
        );
        assert_eq!(problems(&next), Vec::<String>::new());
        assert_eq!(
            assign(&today(), "nobody", "magistrate"),
            Err(Why::Missing("departments.nobody".to_owned()))
        );
    }

    #[test]
    fn what_is_begun_anew_passes_the_check() {
        let form = form();
        for collection in [
            "leaders",
            "offices",
            "departments",
            "meetings",
            "conferences",
            "world.publics",
            "world.sources",
            "procedures.petition.clocks",
        ] {
            let path = format!("{collection}.newly");
            let entry = blank(&form, &today(), &path, ["新的", "New"]).unwrap();
            let next = add(&today(), collection, "newly", entry).unwrap();
            let found = problems(&next);
            // Who has to be chosen is for people to say.
            let open = ["meetings.newly", "world.sources.newly.classes"];
            let found: Vec<_> = found
                .iter()
                .filter(|it| !open.iter().any(|open| it.starts_with(open)))
                .collect();
            assert!(found.is_empty(), "{collection}: {found:?}");
            assert_eq!(
                add(&next, collection, "newly", json!({})),
                Err(Why::Taken("newly".to_owned()))
            );
            assert_eq!(
                copy(&next, collection, "newly", "A"),
                Err(Why::NoId("A".to_owned()))
            );
        }
    }

    #[test]
    fn a_copy_says_that_it_is_one() {
        let next = copy(&today(), "offices", "justice", "justice_2").unwrap();
        assert_eq!(
            next["offices"]["justice_2"]["name"],
            json!({"zh": "司法局（合法性审查）（副本）", "en": "Justice bureau, legality review (copy)"})
        );
        assert_eq!(problems(&next), Vec::<String>::new());
    }
}
