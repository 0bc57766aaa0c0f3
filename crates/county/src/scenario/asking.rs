//! Who is asked, and how they are chosen: a hearing's participants, an expert panel.

use deliberation::selection::nested::{self, Vessel};
use deliberation::selection::{Quota, Unmet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Class, Id, Scenario, Stage, is_default};

/// How a hearing's participants are chosen (听证参加人的产生).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// Whoever holds the hearing asks people of each group, in proportion to those affected (指定): nobody has to sign up. Those whom
    /// the drafting unit asks let out what speaks against its draft as seldom as it does itself (`world.facts.concealment`).
    #[default]
    Appointed,
    /// Who signs up is in, by lot where more do than there are seats (自愿报名).
    SelfSelected,
    /// By lot among those who sign up, each group having seats in proportion to those affected (分层抽签); seats that a group does not fill
    /// go to others by lot.
    Lottery,
    /// By lot among those who sign up, under `quotas`, so that the least likely of them is as likely as can be, then the second least
    /// likely, and so on (LEXIMIN; Flanigan and others, Nature 2021).
    Leximin,
}

/// How many seats of a hearing those of one group, or all consumers, have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatShare {
    /// At least this share of the seats, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_share: f64,
    /// At most this share, \[0, 1\], not below `least_share`.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_share: f64,
}

fn whole() -> f64 {
    1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_whole(it: &f64) -> bool {
    *it == 1.0
}

/// How the experts of a panel are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Nobody who has an interest in the matter is asked (利害关系回避).
    #[serde(default, skip_serializing_if = "is_default")]
    pub without_interest: bool,
    /// Somebody is asked to speak against the draft (反方意见).
    #[serde(default, skip_serializing_if = "is_default")]
    pub seeks_dissent: bool,
}

/// The key of `quotas` that means all groups with `consumers`.
pub(crate) const CONSUMERS: &str = "consumers";

/// Share of a price hearing's seats that consumers must have (Measures on Hearings for Prices Set by Government, art. 9).
pub(crate) const CONSUMERS_LEAST: f64 = 0.4;

/// The seats of each group in proportion to the people affected, largest remainders last: what is rounded is the sum so far, so that the
/// seats add up.
pub(crate) fn proportional(people: impl Iterator<Item = f64> + Clone, seats: u32) -> Vec<u64> {
    let all: f64 = people.clone().sum();
    let (mut share, mut before) = (0.0, 0);
    let seats_of = |people: f64| {
        share += if all > 0.0 { people / all } else { 0.0 };
        let until = libm::round(share * f64::from(seats)) as u64;
        until - std::mem::replace(&mut before, until)
    };
    people.map(seats_of).collect()
}

/// The groups that matters of a class affect, in the order of their ids: people affected, and how many of them are expected to sign up for a
/// hearing of theirs, those whom a notice reaches in the long run.
fn pool<'a>(scenario: &'a Scenario, class: &'a Class) -> Vec<(&'a str, f64, f64)> {
    let group = |(id, share): (&'a String, &f64)| {
        let public = scenario.world.publics.get(id)?;
        let channels = scenario.disclosure.channels.values();
        let missed = channels.fold(1.0 - public.reach_share, |missed, it| {
            missed * (1.0 - it.reach.get(id).copied().unwrap_or(0.0))
        });
        let affected = public.people * share;
        Some((
            id.as_str(),
            affected,
            affected * (1.0 - missed) * public.sign_up_rate,
        ))
    };
    class.affects.iter().filter_map(group).collect()
}

/// A lottery under quotas: groups as they stand in it, in the order of the class, and the seats of each on average.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lottery {
    pub groups: Vec<Vessel>,
    pub seats: Vec<f64>,
}

/// The lottery of a hearing for matters of a class, solved for those who are expected to sign up. Kinds of members are the groups that the
/// class affects, in the order of their ids; each may have a quota and consumers one together, so that quotas are nested and LEXIMIN needs
/// no linear programme ([`nested`]). `None` where nobody is expected to sign up: nobody comes then.
///
/// Without `quotas` each group has at least its share of the people affected, rounded down, as far as so many sign up, and consumers what the
/// price hearing rules give them.
///
/// # Errors
/// What the pool cannot meet, with the quotas by name.
pub(crate) fn lottery(
    scenario: &Scenario,
    stage: &Stage,
    class: &Class,
) -> Result<Option<Lottery>, (Unmet, Vec<String>)> {
    let pool = pool(scenario, class);
    let size = stage.people.unwrap_or(1);
    let all: f64 = pool.iter().map(|it| it.1).sum();
    let in_seats = |it: &SeatShare| {
        let of = |share: f64| (share * f64::from(size)).clamp(0.0, f64::from(size));
        Quota {
            lower: libm::ceil(of(it.least_share) - 1e-9) as u32,
            upper: libm::floor(of(it.most_share) + 1e-9) as u32,
        }
    };
    let free = Quota {
        lower: 0,
        upper: u32::MAX,
    };
    let quota = |id: &str, affected: f64, pool: u32| match &stage.quotas {
        Some(written) => written.get(id).map_or(free, in_seats),
        None if all > 0.0 => {
            let seats = affected / all * f64::from(size);
            Quota {
                lower: (libm::floor(seats + 1e-9) as u32).min(pool),
                ..free
            }
        }
        None => free,
    };
    let group = |(id, affected, volunteers): &(&str, f64, f64)| {
        let pool = libm::round(volunteers.min(f64::from(u32::MAX))) as u32;
        Vessel {
            pool,
            quota: quota(id, *affected, pool),
            together: scenario
                .world
                .publics
                .get(id)
                .is_some_and(|it| it.consumers),
        }
    };
    let groups: Vec<Vessel> = pool.iter().map(group).collect();
    if groups.iter().all(|it| it.pool == 0) {
        return Ok(None);
    }
    let written = stage.quotas.as_ref();
    let together = written
        .and_then(|it| it.get(CONSUMERS))
        .map_or(free, in_seats);
    match nested::seats(&groups, together, size) {
        Ok(seats) => Ok(Some(Lottery { groups, seats })),
        Err(unmet) => {
            let ids = pool.iter().map(|it| it.0.to_owned());
            Err((unmet, ids.chain([CONSUMERS.to_owned()]).collect()))
        }
    }
}

/// The least share of a hearing's seats that consumers (消费者) have for certain, on matters of a class; `None`: it is left to who signs up.
pub(crate) fn consumers_share(scenario: &Scenario, stage: &Stage, class: &Class) -> Option<f64> {
    let seats = stage.people.unwrap_or(1);
    let groups = pool(scenario, class);
    let is_consumer = |id: &str| {
        scenario
            .world
            .publics
            .get(id)
            .is_some_and(|it| it.consumers)
    };
    match stage.selection.unwrap_or_default() {
        Selection::SelfSelected => None,
        Selection::Appointed | Selection::Lottery => {
            let of = proportional(groups.iter().map(|it| it.1), seats);
            let consumers = groups.iter().zip(of).filter(|it| is_consumer(it.0.0));
            let consumers: u64 = consumers.map(|it| it.1).sum();
            Some(consumers as f64 / f64::from(seats))
        }
        Selection::Leximin => {
            let it = lottery(scenario, stage, class).ok()??;
            let together = it.groups.iter().zip(&it.seats).filter(|it| it.0.together);
            let on_average: f64 = together.map(|it| it.1).sum();
            // Whatever is drawn, they have the whole number below it.
            Some(libm::floor(on_average + 1e-9) / f64::from(seats))
        }
    }
}

/// The classes whose matters may come to a stage of a procedure.
pub(crate) fn classes_of<'a>(
    scenario: &'a Scenario,
    procedure: &'a str,
    stage: &'a Stage,
) -> impl Iterator<Item = (&'a Id, &'a Class)> {
    let only = stage.when.as_ref().and_then(|it| it.classes.as_ref());
    let classes = scenario.world.classes.iter();
    classes.filter(move |(id, class)| {
        class.procedure == procedure && only.is_none_or(|only| only.contains(id))
    })
}
