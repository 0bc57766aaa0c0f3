//! Everything that can be wrong with a scenario that has the right shape, all at once, each with path and remedy.

mod afterwards;
mod asking;
mod carrying;
mod deliberation;
mod graph;
mod hazards;
mod norms;
mod organisation;
mod stages;

use super::{
    CaseKind, Class, FORMAT, Id, Map, Meeting, OfficeHours, Problem, Rank, Scenario, StageKind,
    problem,
};
use crate::law::days::{Date, WorkingDays};

/// All problems of a scenario; none means that it runs.
#[must_use]
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut it = Checker {
        problems: Vec::new(),
    };
    it.version_and_horizon(scenario);
    it.ids(scenario);
    it.people(scenario);
    it.meetings(scenario);
    it.disclosure(scenario);
    it.mechanisms(scenario);
    it.world(scenario);
    organisation::check(&mut it, scenario);
    carrying::check(&mut it, scenario);
    norms::check(&mut it, scenario);
    hazards::check(&mut it, scenario);
    hazards::mechanism(&mut it, &scenario.mechanisms.emergency);
    for (id, procedure) in &scenario.procedures {
        stages::check(&mut it, scenario, id, procedure);
        graph::check(&mut it, id, procedure);
    }
    it.problems
}

/// The fields that a stage of a kind needs, and those it may have, of those that depend on its kind; names as in the file. `kind`, `name`,
/// `after`, `before`, `when` and `lane` every stage has or may have.
#[must_use]
pub fn stage_fields(kind: StageKind) -> (&'static [&'static str], &'static [&'static str]) {
    stages::fields_of(kind)
}

/// What does not stop a run but should be known.
#[must_use]
pub(super) fn warnings(scenario: &Scenario) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if scenario.calendar.holidays == super::Holidays::Mainland
        && let Ok(start) = Date::parse(&scenario.horizon.start)
    {
        let end = start.plus_days((scenario.horizon.years * 365.2425) as i64 - 1);
        let table = WorkingDays::mainland();
        if !table.covers(start) || !table.covers(end) {
            warnings.push(problem(
                "horizon",
                "the observed years are not all within the table of announced holidays (2007–2026)",
                "outside it weekends and the fixed-date statutory holidays are used; choose other years to have the real ones",
            ));
        }
    }
    hazards::warn(&mut warnings, scenario);
    warnings
}

/// The most problems that are listed: more help nobody, and looking for the nearest name to each takes time.
const MOST: usize = 500;

/// Collects problems.
pub(super) struct Checker {
    problems: Vec<Problem>,
}

impl Checker {
    fn say(&mut self, path: &str, message: &str, remedy: &str) {
        match self.problems.len() {
            MOST => self.problems.push(problem(
                "",
                &format!("more than {MOST} problems: the rest are not listed"),
                "mend these first",
            )),
            listed if listed < MOST => self.problems.push(problem(path, message, remedy)),
            _ => {}
        }
    }

    /// Whether nothing more is listed.
    fn is_full(&self) -> bool {
        self.problems.len() > MOST
    }

    // Paths are given in two parts, and put together only when there is something to say: a sound scenario is checked at every step
    // of a lever.

    fn say_of(&mut self, parent: &str, key: &str, message: &str, remedy: &str) {
        self.say(&format!("{parent}.{key}"), message, remedy);
    }

    /// Whether something was said already of what lies under this path.
    fn problems_at(&self, at: &str) -> bool {
        self.problems.iter().any(|it| it.path.starts_with(at))
    }

    /// A number within bounds, both included.
    fn range(&mut self, parent: &str, key: &str, value: f64, low: f64, high: f64) {
        if !(low..=high).contains(&value) {
            let remedy = format!("write a number from {low} to {high}");
            self.say_of(
                parent,
                key,
                &format!("{value} is not possible here"),
                &remedy,
            );
        }
    }

    fn share(&mut self, parent: &str, key: &str, value: f64) {
        self.range(parent, key, value, 0.0, 1.0);
    }

    /// A reference to an entry of a collection.
    fn refers<T>(&mut self, parent: &str, key: &str, id: &str, to: &Map<T>, what: &str) {
        if !to.contains_key(id) {
            let known: Vec<&str> = to.keys().map(String::as_str).collect();
            self.unknown(parent, key, id, &known, what);
        }
    }

    fn unknown(&mut self, parent: &str, key: &str, id: &str, known: &[&str], what: &str) {
        if self.is_full() {
            return;
        }
        let remedy = match super::json::nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "name one of: (there is none yet)".to_owned(),
            None => format!("name one of: {}", known.join(", ")),
        };
        self.say_of(parent, key, &format!("there is no {what} `{id}`"), &remedy);
    }

    /// Weights over entries of a collection: known ids, none negative, not all 0.
    fn weights<T>(&mut self, path: &str, weights: &Map<f64>, to: &Map<T>, what: &str) {
        for (id, weight) in weights {
            self.refers(path, id, id, to, what);
            self.range(path, id, *weight, 0.0, 1e9);
        }
        let sum: f64 = weights.values().sum();
        if sum.is_nan() || sum <= 0.0 {
            self.say(
                path,
                "the weights add up to nothing",
                "give at least one entry a weight above 0",
            );
        }
    }

    fn version_and_horizon(&mut self, scenario: &Scenario) {
        if scenario.tuiyan != FORMAT {
            let message = format!(
                "version {} is not the one this build reads",
                scenario.tuiyan
            );
            self.say("tuiyan", &message, &format!("write {FORMAT}"));
        }
        let it = &scenario.horizon;
        match Date::parse(&it.start) {
            Ok(date) if !(1950..=2200).contains(&date.year()) => {
                self.say(
                    "horizon.start",
                    "is outside the years 1950–2200",
                    "choose a year within them",
                );
            }
            Ok(_) => {}
            Err(message) => self.say("horizon.start", &message, "write a date as YYYY-MM-DD"),
        }
        self.range("horizon", "warm_up_years", it.warm_up_years, 0.0, 20.0);
        self.range("horizon", "years", it.years, 0.05, 100.0);
        self.range("horizon", "close_cap_years", it.close_cap_years, 0.0, 20.0);
        self.range("horizon", "follow_years", it.follow_years, 0.0, 20.0);
        if let Err(problems) = crate::plan::Timetable::new_checked(scenario) {
            self.problems.extend(problems);
        }
    }

    fn ids(&mut self, scenario: &Scenario) {
        let world = &scenario.world;
        let mut all = vec![
            ("leaders".to_owned(), ids(&scenario.leaders)),
            ("offices".to_owned(), ids(&scenario.offices)),
            ("departments".to_owned(), ids(&scenario.departments)),
            ("duties".to_owned(), ids(&scenario.duties)),
            ("conferences".to_owned(), ids(&scenario.conferences)),
            (
                "disclosure.channels".to_owned(),
                ids(&scenario.disclosure.channels),
            ),
            ("meetings".to_owned(), ids(&scenario.meetings)),
            ("procedures".to_owned(), ids(&scenario.procedures)),
            ("world.sources".to_owned(), ids(&world.sources)),
            ("world.classes".to_owned(), ids(&world.classes)),
            ("world.publics".to_owned(), ids(&world.publics)),
        ];
        for (id, procedure) in &scenario.procedures {
            all.push((format!("procedures.{id}.stages"), ids(&procedure.stages)));
            all.push((format!("procedures.{id}.clocks"), ids(&procedure.clocks)));
            all.push((format!("procedures.{id}.raises"), ids(&procedure.raises)));
        }
        for (id, class) in &world.classes {
            all.push((format!("world.classes.{id}.traits"), ids(&class.traits)));
        }
        let all = all
            .iter()
            .flat_map(|(path, ids)| ids.iter().map(move |id| (path, *id)));
        for (path, id) in all {
            if !super::is_id(id) {
                let message = format!("`{id}` is not an id");
                let remedy = "use lower-case letters a–z, digits and _, a letter first";
                self.say_of(path, id, &message, remedy);
            }
        }
        for id in scenario
            .offices
            .keys()
            .chain(scenario.departments.keys())
            .chain(scenario.leaders.keys())
        {
            if super::ROLES.contains(&id.as_str()) {
                self.say(
                    id,
                    "is a word of the file, not free as an id",
                    "choose another id",
                );
            }
        }
        let (offices, departments) = (&scenario.offices, &scenario.departments);
        let is_other = |it: &Id| departments.contains_key(it) || scenario.leaders.contains_key(it);
        if offices.keys().any(is_other)
            || departments
                .keys()
                .any(|it| scenario.leaders.contains_key(it))
        {
            self.say(
                "offices",
                "an id stands for two of: leader, office, department",
                "give each an id of its own",
            );
        }
    }

    fn people(&mut self, scenario: &Scenario) {
        let magistrates = scenario
            .leaders
            .values()
            .filter(|it| it.rank == Rank::Magistrate)
            .count();
        if magistrates != 1 {
            let message = format!("there are {magistrates} magistrates");
            self.say(
                "leaders",
                &message,
                "give exactly one leader the rank `magistrate`",
            );
        }
        if scenario.leaders.len() > 64 {
            self.say(
                "leaders",
                "there are more than 64 leaders",
                "leave at most 64",
            );
        }
        let week = crate::plan::Timetable::week_hours_of(scenario);
        for (id, it) in &scenario.leaders {
            self.range(
                &format!("leaders.{id}"),
                "bound_hours_per_week",
                it.bound_hours_per_week,
                0.0,
                week,
            );
            let read = it.document_hours_per_week;
            let at = &format!("leaders.{id}");
            self.range(at, "document_hours_per_week", read, 0.0, 168.0);
        }
        if scenario.offices.is_empty() {
            self.say("offices", "there is no office", "add the government office");
        }
        if scenario.departments.is_empty() {
            self.say("departments", "there is no department", "add at least one");
        }
        for (id, it) in &scenario.offices {
            let at = &format!("offices.{id}");
            self.range(at, "staff", f64::from(it.staff), 1.0, 10_000.0);
            self.share(at, "unmanned_share", it.unmanned_share);
            let standing = it.standing_hours_per_year;
            self.range(at, "standing_hours_per_year", standing, 0.0, 1e6);
            if it.unmanned_share > 0.0 && it.hours == OfficeHours::Office {
                self.say_of(
                    at,
                    "unmanned_share",
                    "has no meaning for an office that is shut outside office hours",
                    "take it out, or write hours: round_the_clock",
                );
            }
        }
        for (id, it) in &scenario.departments {
            let standing = it.standing_hours_per_year;
            let at = &format!("departments.{id}");
            self.range(at, "standing_hours_per_year", standing, 0.0, 1e6);
            self.range(
                &format!("departments.{id}"),
                "staff",
                f64::from(it.staff),
                1.0,
                10_000.0,
            );
            self.refers(
                &format!("departments.{id}"),
                "leader",
                &it.leader,
                &scenario.leaders,
                "leader",
            );
        }
    }

    fn meetings(&mut self, scenario: &Scenario) {
        for (id, it) in &scenario.meetings {
            let at = &format!("meetings.{id}");
            match (it.every_days, it.notice_days) {
                (Some(every), None) => self.range(at, "every_days", every, 1.0, 366.0),
                (None, Some(notice)) => self.range(at, "notice_days", notice, 0.0, 60.0),
                (Some(_), Some(_)) => self.say_of(
                    at,
                    "notice_days",
                    "a meeting that sits every so many days is not called as needed too",
                    "take out every_days or notice_days",
                ),
                (None, None) => self.say_of(
                    at,
                    "every_days",
                    "is missing: the meeting would never sit",
                    "write every_days, or notice_days for one that is called as needed",
                ),
            }
            self.range(at, "minutes", it.minutes, 10.0, 1440.0);
            self.range(at, "items", f64::from(it.items), 1.0, 200.0);
            self.range(at, "agenda_closes_days", it.agenda_closes_days, 0.0, 60.0);
            self.range(at, "minutes_factor", it.minutes_factor, 0.1, 2.0);
            self.range(at, "postponed_days", it.postponed_days, 1.0, 60.0);
            self.range(at, "attendees_per_item", it.attendees_per_item, 0.0, 100.0);
            if !(0.0..1.0).contains(&it.quorum_share) {
                let message = format!(
                    "more than {} of the members can never be present",
                    it.quorum_share
                );
                self.say_of(
                    at,
                    "quorum_share",
                    &message,
                    "write a share from 0 up to, not including, 1",
                );
            }
            if crate::plan::Timetable::time_of_day(&it.at).is_none() {
                self.say_of(
                    at,
                    "at",
                    &format!("`{}` is not a time of day", it.at),
                    "write HH:MM, such as 09:00",
                );
            }
            if it.turns.is_some() {
                self.turns(at, it);
            }
            for (key, list) in [("members", &it.members), ("chairs", &it.chairs)] {
                if list.is_empty() && (key == "members" || it.turns.is_none()) {
                    self.say_of(
                        at,
                        key,
                        "is empty: the meeting could never sit",
                        "name at least one leader",
                    );
                }
                for (n, leader) in list.iter().enumerate() {
                    self.refers(
                        at,
                        &format!("{key}.{n}"),
                        leader,
                        &scenario.leaders,
                        "leader",
                    );
                }
                let named_before = |(n, it): (usize, &Id)| list[..n].contains(it);
                if list.iter().enumerate().any(named_before) {
                    self.say_of(at, key, "names somebody twice", "name each leader once");
                }
            }
        }
    }

    fn disclosure(&mut self, scenario: &Scenario) {
        for (id, it) in &scenario.disclosure.channels {
            let at = &format!("disclosure.channels.{id}");
            self.range(at, "delay_days", it.delay_days, 0.0, 365.0);
            for (group, share) in &it.reach {
                let key = format!("reach.{group}");
                let publics = &scenario.world.publics;
                self.refers(at, &key, group, publics, "group of the public");
                self.share(at, &key, *share);
            }
        }
    }

    /// Where members take turns each is alone: nobody else presides, there is no quorum, and there must be days to take turns on.
    fn turns(&mut self, at: &str, it: &Meeting) {
        for (key, is_wrong, message, remedy) in [
            (
                "every_days",
                it.every_days.is_none(),
                "is missing: its members take turns, and turns need fixed days",
                "write every_days, or take turns out",
            ),
            (
                "chairs",
                !it.chairs.is_empty(),
                "has no meaning where members take turns: whoever receives presides",
                "leave it empty, or take turns out",
            ),
            (
                "quorum_share",
                it.quorum_share > 0.0,
                "has no meaning where members take turns: one of them is enough",
                "write 0, or take turns out",
            ),
        ] {
            if is_wrong {
                self.say_of(at, key, message, remedy);
            }
        }
    }

    fn mechanisms(&mut self, scenario: &Scenario) {
        let it = &scenario.mechanisms;
        let reform = &it.approval_reform;
        let at = "mechanisms.approval_reform";
        for (key, share) in [
            ("removed_share", reform.removed_share),
            ("delegated_share", reform.delegated_share),
            ("delegated_wrong_share", reform.delegated_wrong_share),
            ("handed_over_share", reform.handed_over_share),
            ("supervised_share", reform.supervised_share),
            ("harm_share", reform.harm_share),
            ("prevented_share", reform.prevented_share),
        ] {
            self.share(at, key, share);
        }
        for (n, class) in reform.handed_over.iter().enumerate() {
            let key = format!("handed_over.{n}");
            self.refers(at, &key, class, &scenario.world.classes, "class");
        }
        let stand_in = &it.stand_in;
        self.range(
            "mechanisms.stand_in",
            "after_days",
            stand_in.after_days,
            0.0,
            60.0,
        );
        self.range(
            "mechanisms.stand_in",
            "effort_factor",
            stand_in.effort_factor,
            1.0,
            5.0,
        );
        for (leader, substitute) in &stand_in.pairs {
            let pairs = "mechanisms.stand_in.pairs";
            self.refers(pairs, leader, leader, &scenario.leaders, "leader");
            self.refers(pairs, leader, substitute, &scenario.leaders, "leader");
            if leader == substitute {
                self.say_of(
                    pairs,
                    leader,
                    "nobody stands in for himself",
                    "name another leader",
                );
            }
        }
        let participation = &it.participation;
        let at = "mechanisms.participation";
        self.range(at, "comment_days", participation.comment_days, 1.0, 365.0);
        self.range(
            at,
            "hearing_notice_days",
            participation.hearing_notice_days,
            0.0,
            120.0,
        );
        self.range(
            at,
            "hearing_people",
            f64::from(participation.hearing_people),
            1.0,
            1000.0,
        );
        self.range(at, "panel", f64::from(participation.panel), 1.0, 99.0);
        afterwards::mechanism(self, at, participation);
        let deputies = f64::from(participation.deputies_people);
        self.range(at, "deputies_people", deputies, 1.0, 1000.0);
        if let Some(days) = participation.hearing_materials_days {
            self.range(at, "hearing_materials_days", days, 0.0, 120.0);
        }
        if participation.enabled {
            for (id, procedure) in scenario.procedures.iter().filter(|(_, it)| it.major) {
                for anchor in super::mechanisms::ANCHORS {
                    if !procedure.stages.contains_key(anchor) {
                        self.say(
                            &format!("procedures.{id}.stages.{anchor}"),
                            "is missing: participation has no place in this major procedure without it",
                            "add the stage, or switch mechanisms.participation off",
                        );
                    }
                }
            }
        }
    }

    /// Matters of decision are worth something, are decided, and are published in the end; nothing else is.
    fn worth_and_outcome(&mut self, at: &str, it: &Class, scenario: &Scenario) {
        let is_matter = it.kind == CaseKind::Matter;
        let decides = it.outcome.is_some() || it.facts.is_some();
        for (key, needed, given) in [
            ("worth", true, it.worth.is_some()),
            ("facts", !decides, it.facts.is_some()),
            ("outcome", !decides, it.outcome.is_some()),
        ] {
            if is_matter && needed && !given && key != "outcome" {
                let remedy = "add it, or extend a preset that has it";
                self.say_of(at, key, "is missing", remedy);
            } else if !is_matter && given {
                let message = "has no meaning for a class that is not of matters of decision";
                self.say_of(at, key, message, "take it out, or write kind: matter");
            }
        }
        if let Some(procedure) = scenario.procedures.get(&it.procedure) {
            let has = |kind| procedure.stages.values().any(|it| it.kind == kind);
            let answered = has(StageKind::Reply) || has(StageKind::Disclose);
            let published = has(StageKind::Publication);
            // A procedure without any end has been told so already.
            if is_matter && answered && !published {
                self.say_of(
                    at,
                    "procedure",
                    "ends with a reply: a decision under it would never be published",
                    "name a procedure that ends with a publication",
                );
            } else if !is_matter && published && !answered {
                self.say_of(
                    at,
                    "procedure",
                    "ends with a publication: nobody under it would ever be answered",
                    "name a procedure that ends with a reply",
                );
            }
        }
        if let Some(worth) = &it.worth {
            self.range(at, "worth.sigma", worth.sigma, 1e-6, 1e6);
            self.range(at, "worth.adopted_share", worth.adopted_share, 0.001, 0.999);
            self.range(at, "worth.known_share", worth.known_share, 0.001, 1.0);
            self.range(at, "worth.spread", worth.spread, 0.0, 100.0);
        }
        if let Some(outcome) = &it.outcome {
            let (refused, returned) = (outcome.refuse, outcome.return_for_revision);
            self.share(at, "outcome.refuse", refused);
            self.share(at, "outcome.return_for_revision", returned);
            let prevented = outcome.prevented_by_each_channel;
            self.share(at, "outcome.prevented_by_each_channel", prevented);
            if refused + returned > 1.0 {
                self.say_of(
                    at,
                    "outcome",
                    "refused and returned add up to more than 1",
                    "lower one of them",
                );
            }
        }
    }

    fn world(&mut self, scenario: &Scenario) {
        let world = &scenario.world;
        self.range("world", "demand", world.demand, 0.0, 100.0);
        for (id, it) in &world.sources {
            let at = &format!("world.sources.{id}");
            self.range(at, "per_year", it.per_year, 0.0, 100_000.0);
            self.range(at, "dispersion", it.dispersion, 1.0, 1000.0);
            self.share(at, "mandated_share", it.mandated_share);
            self.weights(
                &format!("{at}.classes"),
                &it.classes,
                &world.classes,
                "class",
            );
        }
        for (id, it) in &world.classes {
            let at = &format!("world.classes.{id}");
            self.refers(
                at,
                "procedure",
                &it.procedure,
                &scenario.procedures,
                "procedure",
            );
            self.range(at, "weight", f64::from(it.weight), 0.0, 100.0);
            self.share(at, "urgent_share", it.urgent_share);
            self.share(at, "vital_interest_share", it.vital_interest_share);
            self.share(at, "technical_share", it.technical_share);
            self.share(at, "risky_share", it.risky_share);
            if it.departments.is_empty() {
                // It stays with those of the case it arises from, so it must not come from outside.
                let mut sources = world.sources.iter();
                if let Some((source, _)) = sources.find(|(_, it)| it.classes.contains_key(id)) {
                    let message = format!("is empty, but cases come from `{source}`");
                    let remedy = "name at least one department; only what arises from other cases can do without";
                    self.say_of(at, "departments", &message, remedy);
                }
            } else {
                self.weights(
                    &format!("{at}.departments"),
                    &it.departments,
                    &scenario.departments,
                    "department",
                );
            }
            for (id, share) in &it.traits {
                self.share(at, &format!("traits.{id}"), *share);
            }
            self.range(at, "other_departments", it.other_departments, 0.0, 30.0);
            for (group, share) in &it.affects {
                self.refers(
                    at,
                    &format!("affects.{group}"),
                    group,
                    &world.publics,
                    "group of the public",
                );
                self.share(at, &format!("affects.{group}"), *share);
            }
            self.worth_and_outcome(at, it, scenario);
        }
        deliberation::check(self, scenario);
        afterwards::check(self, scenario);
        let traits = world.classes.values().flat_map(|it| it.traits.keys());
        let mut traits: Vec<&Id> = traits.collect();
        kernel::order::sort_short(&mut traits, |a, b| a < b);
        traits.dedup();
        if traits.len() > 63 {
            self.say(
                "world.classes",
                "its classes have more than 63 traits",
                "leave at most 63",
            );
        }
        for (id, it) in &world.publics {
            let at = &format!("world.publics.{id}");
            self.range(at, "people", it.people, 1.0, 1e8);
            self.share(at, "reach_share", it.reach_share);
            self.range(at, "reach_half_days", it.reach_half_days, 0.01, 3650.0);
            self.share(at, "comment_rate", it.comment_rate);
            self.share(at, "attendance_share", it.attendance_share);
            self.share(at, "sign_up_rate", it.sign_up_rate);
        }
        let absences = &world.absences;
        self.range(
            "world.absences",
            "spell_days",
            absences.spell_days,
            1.0,
            60.0,
        );
        self.share("world.absences", "share", absences.share);
        self.share("world.absences", "correlation", absences.correlation);
        for (leader, share) in &absences.shares {
            let shares = "world.absences.shares";
            self.refers(shares, leader, leader, &scenario.leaders, "leader");
            self.share(shares, leader, *share);
        }
        let response = &world.response;
        self.share(
            "world.response",
            "ordinary_factor",
            response.ordinary_factor,
        );
        self.range(
            "world.response",
            "clustering_shape",
            response.clustering_shape,
            0.01,
            1000.0,
        );
        self.share("world.response", "adopted_share", response.adopted_share);
        self.share("world.response", "replied_share", response.replied_share);
        if let Some(it) = &world.reception {
            let at = "world.reception";
            self.range(at, "a", it.a, -30.0, 0.0);
            self.range(at, "b", it.b, 0.0, 20.0);
            self.range(at, "c", it.c, 0.0, 20.0);
            self.share(at, "petition_share", it.petition_share);
            stages::check_law(
                self,
                "world.reception.petition_days",
                &it.petition_days,
                3_660.0,
            );
        }
    }
}

fn ids<T>(of: &Map<T>) -> Vec<&Id> {
    of.keys().collect()
}
