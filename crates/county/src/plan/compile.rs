//! From what is written to what runs.

use litemap::LiteMap;
use std::sync::Arc;

use kernel::{DAY, Tick};

use super::answerable;
use super::lotteries::lotteries;
use super::organisation;
use super::procedure::{self, Names};
use super::time::{YEAR_DAYS, time_of_day};
use super::{
    CarryingPlan, ClassPlan, Convened, DepartmentPlan, HazardPlan, Ids, LeaderPlan, MeetingPlan,
    OfficePlan, OutcomePlan, PatternPlan, Plan, PublicPlan, ReceptionPlan, ResponsePlan,
    ReturningPlan, Sampler, SourcePlan, StandInPlan, Timetable, WorthPlan,
};
use crate::law::days::Date;
use crate::law::review::owed;
use crate::scenario::{
    Absences, Hazard, Map, MatterSource, OfficeHours, PlannedAbsence, Problem, Rank, Scenario,
    Worth, problem,
};

impl Plan {
    /// Lays out a checked scenario.
    ///
    /// With a `predecessor` the numbering of its entities is kept and its procedures stay available, so that a run can change from
    /// the predecessor to this plan on reform day: matters already registered keep the procedure they began under; what was
    /// deleted stays known, but inactive.
    ///
    /// # Errors
    /// What the plan needs and the scenario lacks, each with its path. A scenario that passed [`crate::scenario::check`] has none.
    pub fn compile(scenario: &Scenario, predecessor: Option<&Plan>) -> Result<Self, Vec<Problem>> {
        let timetable = match predecessor {
            Some(before) => Arc::clone(&before.timetable),
            None => Arc::new(Timetable::new(scenario)?),
        };
        let mut problems = Vec::new();
        let ids = |known: Option<&Ids>, written: &mut dyn Iterator<Item = &String>| {
            let mut ids = known.cloned().unwrap_or_default();
            written.for_each(|id| {
                ids.add(id);
            });
            ids
        };
        let leader_ids = ids(
            predecessor.map(|it| &it.leader_ids),
            &mut scenario.leaders.keys(),
        );
        let office_ids = ids(
            predecessor.map(|it| &it.office_ids),
            &mut scenario.offices.keys(),
        );
        let department_ids = ids(
            predecessor.map(|it| &it.department_ids),
            &mut scenario.departments.keys(),
        );
        let meeting_ids = ids(
            predecessor.map(|it| &it.meeting_ids),
            &mut scenario.meetings.keys(),
        );
        let class_ids = ids(
            predecessor.map(|it| &it.class_ids),
            &mut scenario.world.classes.keys(),
        );
        let public_ids = ids(
            predecessor.map(|it| &it.public_ids),
            &mut scenario.world.publics.keys(),
        );
        let source_ids = ids(
            predecessor.map(|it| &it.source_ids),
            &mut scenario.world.sources.keys(),
        );
        let trait_ids = ids(
            predecessor.map(|it| &it.trait_ids),
            &mut scenario
                .world
                .classes
                .values()
                .flat_map(|it| it.traits.keys()),
        );

        let conference_ids = ids(
            predecessor.map(|it| &it.conference_ids),
            &mut scenario.conferences.keys(),
        );

        let named = |ids: &Ids, id: &str, path: &str, what: &str, problems: &mut Vec<Problem>| {
            ids.find(id).unwrap_or_else(|| {
                problems.push(problem(
                    path,
                    &format!("there is no {what} `{id}`"),
                    "name one that exists",
                ));
                0
            })
        };

        let stand_in = &scenario.mechanisms.stand_in;
        let absences = &scenario.world.absences;
        let leaders = merge(
            &leader_ids,
            predecessor.map(|it| &it.leaders),
            |id| {
                let leader = scenario.leaders.get(id)?;
                Some(LeaderPlan {
                    rank: leader.rank,
                    bound_share: (leader.bound_hours_per_week / timetable.week_hours)
                        .clamp(0.0, 1.0),
                    document_share: leader.document_hours_per_week / timetable.week_hours,
                    absent_share: absences.shares.get(id).copied().unwrap_or(absences.share),
                    journeys: journeys(absences, id),
                    stand_in: stand_in
                        .pairs
                        .get(id)
                        .filter(|_| stand_in.enabled)
                        .and_then(|substitute| leader_ids.find(substitute)),
                    active: true,
                })
            },
            |leader| leader.active = false,
        );
        let offices = merge(
            &office_ids,
            predecessor.map(|it| &it.offices),
            |id| {
                let office = scenario.offices.get(id)?;
                Some(OfficePlan {
                    staff: office.staff,
                    counts_as_burden: office.counts_as_burden,
                    round_the_clock: (office.hours == OfficeHours::RoundTheClock)
                        .then_some(office.unmanned_share),
                    standing_hours: office.standing_hours_per_year,
                    active: true,
                })
            },
            |office| office.active = false,
        );
        let carrying = scenario.world.carrying.as_ref();
        let departments = merge(
            &department_ids,
            predecessor.map(|it| &it.departments),
            |id| {
                let department = scenario.departments.get(id)?;
                let path = format!("departments.{id}.leader");
                Some(DepartmentPlan {
                    staff: department.staff,
                    standing_hours: department.standing_hours_per_year,
                    leader: named(
                        &leader_ids,
                        &department.leader,
                        &path,
                        "leader",
                        &mut problems,
                    ),
                    shared: {
                        let sharing = department.shared_with.iter();
                        sharing
                            .filter_map(|(id, &share)| Some((leader_ids.find(id)?, share)))
                            .filter(|it| it.1 > 0.0)
                            .collect()
                    },
                    township: department.township,
                    fidelity: carrying.map_or(1.0, |it| {
                        let own = it.fidelities.get(id).copied();
                        own.unwrap_or(if department.township {
                            it.township_fidelity
                        } else {
                            it.fidelity
                        })
                    }),
                    pace: carrying
                        .and_then(|it| it.paces.get(id).copied())
                        .unwrap_or(1.0),
                    active: true,
                })
            },
            |department| department.active = false,
        );
        let meetings = merge(
            &meeting_ids,
            predecessor.map(|it| &it.meetings),
            |id| {
                let meeting = scenario.meetings.get(id)?;
                let mut list = |written: &[String], key: &str| -> Vec<u16> {
                    let path = format!("meetings.{id}.{key}");
                    let list = written
                        .iter()
                        .map(|it| named(&leader_ids, it, &path, "leader", &mut problems));
                    list.collect()
                };
                let (members, chairs) = (
                    list(&meeting.members, "members"),
                    list(&meeting.chairs, "chairs"),
                );
                let discussion = meeting.discussion.clone().unwrap_or_default();
                let listens = discussion.listens.iter().filter_map(|(id, row)| {
                    let find = |(id, share): (&String, &f64)| Some((leader_ids.find(id)?, *share));
                    Some((leader_ids.find(id)?, row.iter().filter_map(find).collect()))
                });
                let listens = listens.collect();
                let at = time_of_day(&meeting.at).unwrap_or_else(|| {
                    let path = format!("meetings.{id}.at");
                    problems.push(problem(&path, "is not a time of day", "write HH:MM"));
                    9 * 3600
                });
                Some(MeetingPlan {
                    when: match (meeting.every_days, meeting.notice_days) {
                        (Some(every), _) => Convened::Every(every.max(1.0)),
                        (None, notice) => Convened::Called {
                            notice: libm::round(notice.unwrap_or(0.0) * DAY as f64) as i64,
                        },
                    },
                    at,
                    minutes: meeting.minutes,
                    minutes_factor: meeting.minutes_factor,
                    items: meeting.items,
                    closes_before: libm::round(meeting.agenda_closes_days * DAY as f64) as i64,
                    members,
                    chairs,
                    quorum_share: meeting.quorum_share,
                    postponed_days: (libm::round(meeting.postponed_days) as i64).max(1),
                    attendees_per_item: meeting.attendees_per_item,
                    turns: meeting.turns,
                    chair_speaks: meeting.chair_speaks,
                    discussion,
                    listens,
                    active: true,
                })
            },
            |meeting| meeting.active = false,
        );

        let half_days_a_year = timetable.half_days_a_year();
        let conferences = merge(
            &conference_ids,
            predecessor.map(|it| &it.conferences),
            |id| {
                let written = scenario.conferences.get(id)?;
                let conference = organisation::conference;
                Some(conference(written, &leader_ids, half_days_a_year))
            },
            |conference| conference.share = 0.0,
        );

        let names = Names {
            office: &|id| office_ids.find(id),
            department: &|id| department_ids.find(id),
            leader: &|id| leader_ids.find(id),
            meeting: &|id| meeting_ids.find(id),
            class: &|id| class_ids.find(id),
            traits: &|id| trait_ids.find(id),
            departments: department_ids.len() as u16,
            first_channel_days: scenario
                .disclosure
                .channels
                .values()
                .map(|it| it.delay_days)
                .reduce(f64::min)
                .unwrap_or(0.0),
        };
        let mut procedures = predecessor
            .map(|it| it.procedures.clone())
            .unwrap_or_default();
        let mut procedure_numbers: LiteMap<&str, u16> = LiteMap::new();
        for (id, written) in &scenario.procedures {
            let mut compiled = procedure::compile(id, written, &names, &mut problems);
            compiled.owed = owed::owed(scenario, written);
            compiled.sat = owed::sat(scenario, written);
            compiled.seated = owed::seated(scenario, written);
            let number = procedures
                .iter()
                .position(|known| **known == compiled)
                .unwrap_or_else(|| {
                    procedures.push(Arc::new(compiled));
                    procedures.len() - 1
                });
            procedure_numbers.insert(id, number as u16);
        }

        let lotteries = lotteries(scenario, predecessor, &class_ids, &|id| {
            procedure_numbers.get(id).copied()
        });
        let classes = merge(
            &class_ids,
            predecessor.map(|it| &it.classes),
            |id| {
                let class = scenario.world.classes.get(id)?;
                let path = format!("world.classes.{id}");
                let procedure = procedure_numbers
                    .get(class.procedure.as_str())
                    .copied()
                    .unwrap_or_else(|| {
                        let message = format!("there is no procedure `{}`", class.procedure);
                        problems.push(problem(
                            &format!("{path}.procedure"),
                            &message,
                            "name one that exists",
                        ));
                        0
                    });
                let traits = class.traits.iter().filter_map(|(id, &share)| {
                    let index = trait_ids.find(id)?;
                    Some((index, trait_ids.hash(index), share))
                });
                Some(ClassPlan {
                    kind: class.kind,
                    traits: traits.collect(),
                    procedure,
                    weight: class.weight,
                    utility: class.utility,
                    urgent_share: class.urgent_share,
                    vital_interest_share: class.vital_interest_share,
                    technical_share: class.technical_share,
                    risky_share: class.risky_share,
                    departments: if class.departments.is_empty() {
                        Vec::new()
                    } else {
                        cumulative(&class.departments, &department_ids, &path, &mut problems)
                    },
                    other_departments: class.other_departments,
                    duty: organisation::duty(scenario, class, &department_ids),
                    affects: class
                        .affects
                        .iter()
                        .filter_map(|(group, share)| {
                            let people = scenario.world.publics.get(group)?.people;
                            Some((public_ids.find(group)?, people * share))
                        })
                        .collect(),
                    worth: class.worth.as_ref().map(worth_plan),
                    hazard: class.hazard.as_ref().map(hazard_plan),
                    facts: class.facts.as_ref().and_then(|named| {
                        let pattern = scenario.world.facts.as_ref()?.patterns.get(named)?;
                        let sigma = class.worth.as_ref().map_or(1.0, |it| it.sigma);
                        Some(PatternPlan::new(pattern, sigma))
                    }),
                    outcome: class.outcome.as_ref().map(|it| OutcomePlan {
                        refuse: it.refuse,
                        return_for_revision: it.return_for_revision,
                        prevented_by_each_channel: it.prevented_by_each_channel,
                    }),
                })
            },
            |_| (),
        );
        let publics = merge(
            &public_ids,
            predecessor.map(|it| &it.publics),
            |id| {
                let public = scenario.world.publics.get(id)?;
                let channels = scenario.disclosure.channels.values();
                let channels = channels.filter_map(|it| {
                    let share = it.reach.get(id).copied().unwrap_or(0.0);
                    (share > 0.0).then_some((it.delay_days, share))
                });
                Some(PublicPlan {
                    channels: channels.collect(),
                    reach_share: public.reach_share,
                    reach_half_days: public.reach_half_days,
                    comment_rate: public.comment_rate,
                    attendance_share: public.attendance_share,
                    sign_up_rate: public.sign_up_rate,
                    consumers: public.consumers,
                })
            },
            |_| (),
        );
        let sources = merge(
            &source_ids,
            predecessor.map(|it| &it.sources),
            |id| {
                let source = scenario.world.sources.get(id)?;
                Some(source_plan(
                    id,
                    source,
                    scenario.world.demand,
                    &class_ids,
                    &mut problems,
                ))
            },
            |source| source.batch_rate = 0.0,
        );

        let magistrate = scenario
            .leaders
            .iter()
            .find(|(_, it)| it.rank == Rank::Magistrate);
        let magistrate = magistrate
            .and_then(|(id, _)| leader_ids.find(id))
            .unwrap_or_else(|| {
                problems.push(problem(
                    "leaders",
                    "there is no magistrate",
                    "give one leader the rank magistrate",
                ));
                0
            });
        let fallback_office = ["government_office"]
            .iter()
            .find_map(|id| {
                office_ids
                    .find(id)
                    .filter(|_| scenario.offices.contains_key(id))
            })
            .or_else(|| {
                scenario
                    .offices
                    .keys()
                    .next()
                    .and_then(|id| office_ids.find(id))
            })
            .unwrap_or_else(|| {
                problems.push(problem(
                    "offices",
                    "there is no office",
                    "add the government office",
                ));
                0
            });
        if !problems.is_empty() {
            return Err(problems);
        }
        let response = &scenario.world.response;
        let initiative = scenario.world.initiative.as_ref();
        let initiative = initiative.and_then(|it| organisation::initiative(it, &class_ids));
        let delegation = scenario.delegation.as_ref();
        let delegation = delegation.and_then(|it| organisation::delegation(it, &office_ids));
        Ok(Self {
            timetable,
            leader_ids,
            office_ids,
            department_ids,
            meeting_ids,
            class_ids,
            public_ids,
            source_ids,
            trait_ids,
            conference_ids,
            leaders,
            offices,
            departments,
            meetings,
            procedures,
            classes,
            publics,
            sources,
            stand_in: stand_in.enabled.then(|| StandInPlan {
                after: libm::round(stand_in.after_days * DAY as f64) as i64,
                urgent_only: stand_in.urgent_only,
                effort_factor: stand_in.effort_factor,
            }),
            routing: scenario.routing.as_ref().and_then(organisation::routing),
            delegation,
            conferences,
            initiative,
            overlaps: organisation::overlaps(scenario),
            absence_spell: (libm::round(absences.spell_days * DAY as f64) as i64).max(1),
            absence_copy_share: absences.correlation.clamp(0.0, 1.0).sqrt(),
            response: ResponsePlan {
                ordinary_factor: response.ordinary_factor,
                clustering_shape: response.clustering_shape,
                adopted_share: response.adopted_share,
                replied_share: response.replied_share,
            },
            carrying: carrying.map(|it| CarryingPlan {
                per_reminder: it.per_reminder,
                hastened_share: it.hastened_share,
            }),
            reception: scenario.world.reception.as_ref().map(|it| ReceptionPlan {
                a: it.a,
                b: it.b,
                c: it.c,
                petition_share: it.petition_share,
                petition_days: Sampler::new(&it.petition_days).unwrap_or(Sampler::Constant(0.0)),
            }),
            lotteries,
            accountability: scenario.accountability,
            returning: scenario.world.returning.as_ref().map(|it| ReturningPlan {
                share: it.share,
                after_days: Sampler::new(&it.after_days).unwrap_or(Sampler::Constant(0.0)),
            }),
            facts: answerable::facts(scenario),
            minds: answerable::minds(scenario),
            magistrate,
            fallback_office,
        })
    }
}

/// Entities in the order of their ids: new where written, else the predecessor's, retired.
fn merge<T: Clone>(
    ids: &Ids,
    before: Option<&Vec<T>>,
    mut written: impl FnMut(&str) -> Option<T>,
    retire: impl Fn(&mut T),
) -> Vec<T> {
    (0..ids.len())
        .filter_map(|index| {
            written(ids.name(index as u16)).or_else(|| {
                let mut old = before?.get(index)?.clone();
                retire(&mut old);
                Some(old)
            })
        })
        .collect()
}

/// Weights as (entity, cumulative share), the last exactly 1.
fn cumulative(
    weights: &Map<f64>,
    ids: &Ids,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(u16, f64)> {
    let known: Vec<(u16, f64)> = weights
        .iter()
        .filter_map(|(id, weight)| Some((ids.find(id)?, *weight)))
        .collect();
    let total: f64 = known.iter().map(|it| it.1).sum();
    if known.len() < weights.len() || total.is_nan() || total <= 0.0 {
        problems.push(problem(
            path,
            "weights name unknown ids, or add up to nothing",
            "name ids that exist, with weights above 0",
        ));
        return Vec::new();
    }
    let mut sum = 0.0;
    let last = known.len() - 1;
    known
        .into_iter()
        .enumerate()
        .map(|(index, (id, weight))| {
            sum += weight / total;
            (id, if index == last { 1.0 } else { sum })
        })
        .collect()
}

/// A county that knows a share s of the variance σ² and adopts what then looks worth more than nothing adopts the share α if the
/// mean is μ = σ√s·Φ⁻¹(α).
fn worth_plan(worth: &Worth) -> WorthPlan {
    let known = worth.sigma * libm::sqrt(worth.known_share);
    WorthPlan {
        mean: deliberation::facts::mean_of_adopted(
            worth.adopted_share,
            worth.sigma,
            worth.known_share,
        )
        .unwrap_or(0.0),
        sigma: worth.sigma,
        spread: worth.spread * worth.sigma,
        known,
    }
}

/// Counts with variance/mean = d > 1 are a Poisson number of batches of logarithmic size with p = 1 − 1/d (a negative binomial).
fn source_plan(
    id: &str,
    source: &MatterSource,
    demand: f64,
    class_ids: &Ids,
    problems: &mut Vec<Problem>,
) -> SourcePlan {
    let p = if source.dispersion > 1.0 {
        1.0 - 1.0 / source.dispersion
    } else {
        0.0
    };
    let mean_batch = if p > 0.0 {
        -p / ((1.0 - p) * libm::log(1.0 - p))
    } else {
        1.0
    };
    let path = format!("world.sources.{id}.classes");
    SourcePlan {
        batch_rate: source.per_year * demand / mean_batch / (YEAR_DAYS * DAY as f64),
        batch_p: p,
        classes: cumulative(&source.classes, class_ids, &path, problems),
        yearly: source
            .yearly_on
            .iter()
            .filter_map(|it| {
                let date = Date::parse(&format!("2024-{it}")).ok()?;
                Some((date.month(), date.day()))
            })
            .collect(),
        mandated_share: source.mandated_share,
        by_month: source.by_month.as_deref().and_then(season),
    }
}

/// The journeys of a leader that are known beforehand: month and day of the first day, and how long.
fn journeys(absences: &Absences, leader: &str) -> Vec<(i8, i8, Tick)> {
    let planned = absences.planned.values().filter(|it| it.leader == leader);
    let journey = |it: &PlannedAbsence| {
        let date = Date::parse(&format!("2024-{}", it.from)).ok()?;
        let length = libm::round(it.days * DAY as f64) as Tick;
        Some((date.month(), date.day(), length))
    };
    planned.filter_map(journey).collect()
}

/// The weights of the months over their mean, by the days of each: a year has as many cases as `per_year` says.
fn season(weights: &[f64]) -> Option<[f64; 12]> {
    const DAYS: [f64; 12] = [
        31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0,
    ];
    let weights: [f64; 12] = weights.try_into().ok()?;
    let all: f64 = weights.iter().zip(DAYS).map(|(it, days)| it * days).sum();
    (all > 0.0).then(|| weights.map(|it| it * YEAR_DAYS / all))
}

fn hazard_plan(it: &Hazard) -> HazardPlan {
    HazardPlan {
        stake: it.stake_yuan,
        stake_cv: it.stake_cv,
        levels: [it.level_1_yuan, it.level_2_yuan, it.level_3_yuan],
        least_share: it.least_share,
        most_share: it.most_share,
        grows_hours: it.grows_hours,
        signs_hours: it
            .signs_hours
            .as_ref()
            .and_then(Sampler::new)
            .unwrap_or(Sampler::Constant(0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_worth_makes_what_is_known_worth_its_printed_digits() {
        // With s = .5 known, knowing is worth τφ(μ/τ) + μΦ(μ/τ) − max(μ, 0): much where half is adopted, little where nearly all is.
        for (adopted_share, expected) in [(0.5, 0.282_095), (0.95, 0.014_774)] {
            let worth = Worth {
                sigma: 1.0,
                adopted_share,
                known_share: 0.5,
                spread: 2.0,
            };
            let plan = worth_plan(&worth);
            let tau = libm::sqrt(0.5);
            let t = plan.mean / tau;
            let density = libm::exp(-t * t / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
            let below = libm::erfc(-t / std::f64::consts::SQRT_2) / 2.0;
            assert!((below - adopted_share).abs() < 1e-12, "{below}");
            let knowing = tau * density + plan.mean * below - plan.mean.max(0.0);
            assert!((knowing - expected).abs() < 5e-7, "{knowing}");
            let twice = worth_plan(&Worth {
                sigma: 2.0,
                ..worth
            });
            let doubled = [plan.mean, plan.sigma, plan.spread].map(|it| it * 2.0);
            assert_eq!([twice.mean, twice.sigma, twice.spread], doubled);
        }
    }
}
