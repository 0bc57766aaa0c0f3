//! How good decisions are, and what made them so: matters from outside, registered in the window, whose facts are simulated.

use deliberation::participation::{gini, representativeness};

use kernel::{DAY, Tick};

use super::Out;
use crate::event::{Actor, Channel, Event, EventKind, Note, Trigger, Verdict};
use crate::plan::Plan;

/// How a matter has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Ending {
    /// Not yet, or without a decision.
    #[default]
    Undecided,
    Refused,
    Adopted,
}

/// A group of the public that a matter affects.
#[derive(Debug, Clone, Default)]
struct Group {
    group: u16,
    /// What it is worth to them.
    worth: f64,
    /// People affected.
    affected: f64,
    /// Comments of theirs.
    commented: f64,
    /// Ticks they sat at hearings.
    attended: f64,
}

/// One matter.
#[derive(Debug, Clone, Default)]
struct Matter {
    class: u16,
    registered: Tick,
    /// V, as the draft stands.
    value: f64,
    mended: f64,
    /// What was added to it while it was in force, and when.
    later: Vec<(Tick, f64)>,
    groups: Vec<Group>,
    /// Facts there are, and those on the table: in all, and by each channel.
    facts: u32,
    known: u32,
    surfaced: [u32; Channel::ALL.len()],
    ending: Ending,
    published: Option<Tick>,
    /// When all of it had been carried out, and how faithfully.
    implemented: Option<(Tick, f64)>,
    /// Ticks of the floor of each who spoke at the last sitting.
    floor: Vec<f64>,
    present: u32,
    against: u32,
    left_majority: bool,
    evaluated: bool,
    /// What brought evaluations about, each how often.
    called: [u32; Trigger::ALL.len()],
    /// Evaluations that found a major change.
    major_changes: u32,
    /// It will come back.
    comes_back: bool,
    /// Members who answered for it, whom their dissent spared, and leaders whose matter was late.
    held: u32,
    mitigated: u32,
    late: u32,
    /// When it was ended, and what that cost.
    ended: Option<(Tick, f64)>,
    redecided: Option<u8>,
    /// How likely full information would have decided the same, where that is known exactly.
    agrees: Option<f64>,
    /// Last thing heard of it.
    last: Tick,
}

/// Sums over matters.
#[derive(Debug, Clone, Default)]
pub(super) struct Quality {
    matters: Vec<Matter>,
}

/// Where a matter stands among those whose worth is known; `None` before it is.
pub(super) type Place = Option<u32>;

impl Quality {
    /// Reads an event of a matter from outside.
    #[inline]
    pub(super) fn fold(&mut self, event: &Event, place: Place) {
        if let Some(matter) = place.and_then(|it| self.matters.get_mut(it as usize)) {
            matter.fold(event);
        }
    }

    /// What a matter is worth is said before its facts are.
    pub(super) fn worth(&mut self, event: &Event, place: &mut Place) {
        let place = *place.get_or_insert_with(|| {
            self.matters.push(Matter {
                class: event.class,
                registered: event.tick,
                ..Matter::default()
            });
            self.matters.len() as u32 - 1
        });
        let Some(matter) = self.matters.get_mut(place as usize) else {
            return;
        };
        match event.actor {
            Actor::Public(group) => matter.groups.push(Group {
                group,
                worth: event.value,
                ..Group::default()
            }),
            _ => matter.value = event.value,
        }
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let simulated = |it: &&Matter| it.facts > 0;
        let all: Vec<&Matter> = self.matters.iter().collect();
        voices(&all, out);
        let all: Vec<&Matter> = all.into_iter().filter(simulated).collect();
        if all.is_empty() {
            return;
        }
        agreement(&all, out);
        surfaced(&all, out);
        values(&all, plan, years, out);
        discussed(&all, out);
        influence(&all, out);
        evaluated(&all, years, out);
        afterwards(&all, years, out);
    }
}

impl Matter {
    #[inline]
    fn fold(&mut self, event: &Event) {
        self.last = event.tick;
        let ticks = event.value;
        match event.kind {
            EventKind::Fact => self.facts += 1,
            EventKind::FactSurfaced | EventKind::FactRepeated => {
                // What comes to light afterwards was not on the table.
                let in_time = self.ending == Ending::Undecided;
                self.known += u32::from(in_time && event.kind == EventKind::FactSurfaced);
                if let Note::Channel(channel, _) = event.note {
                    self.surfaced[channel as usize] += 1;
                }
            }
            EventKind::Mended if self.ending == Ending::Adopted => {
                self.later.push((event.tick, event.value));
            }
            EventKind::Mended => {
                self.value += event.value;
                self.mended += event.value;
                for group in &mut self.groups {
                    group.worth += event.value;
                }
            }
            EventKind::Spoke => {
                // Those of the last sitting count.
                if self.present > 0 {
                    (self.present, self.against) = (0, 0);
                    self.floor.clear();
                }
                self.floor.push(ticks);
            }
            EventKind::Leaned => {
                self.present += 1;
                self.against += u32::from(event.value <= 0.0);
            }
            EventKind::LeftMajority => self.left_majority = true,
            EventKind::Evaluated => self.evaluated = true,
            EventKind::EvaluationCalled => {
                if let Note::Trigger(what) = event.note {
                    self.called[what as usize] += 1;
                }
            }
            EventKind::MajorChange => self.major_changes += 1,
            EventKind::ComesBack => self.comes_back = true,
            EventKind::HeldResponsible if event.note == Note::Late => self.late += 1,
            EventKind::HeldResponsible => self.held += 1,
            EventKind::Mitigated => self.mitigated += 1,
            EventKind::Ended => self.ended = Some((event.tick, event.value)),
            EventKind::Redecided => self.redecided = Some(event.value as u8),
            EventKind::Decided => {
                let ending = match event.note {
                    Note::Verdict(Verdict::Adopt) => Ending::Adopted,
                    Note::Verdict(Verdict::Refuse) => Ending::Refused,
                    _ => return,
                };
                // What is said of an earlier decision does not hold of this one.
                (self.ending, self.agrees) = (ending, None);
            }
            EventKind::AgreementExpected => self.agrees = Some(event.value),
            EventKind::Published => self.published = Some(event.tick),
            EventKind::Implemented => self.implemented = Some((event.tick, event.value)),
            EventKind::Affected | EventKind::Commented | EventKind::Attended => {
                if let Actor::Public(group) = event.actor
                    && let Some(it) = self.groups.iter_mut().find(|it| it.group == group)
                {
                    match event.kind {
                        EventKind::Affected => it.affected = event.value,
                        EventKind::Commented => it.commented += event.value,
                        _ => it.attended += event.value,
                    }
                }
            }
            _ => {}
        }
    }

    fn is_decided(&self) -> bool {
        self.ending != Ending::Undecided
    }

    fn adopted(&self) -> bool {
        self.ending == Ending::Adopted
    }

    /// How likely it was decided against what full information would have: the conditional probability where it is known, else as drawn.
    fn disagrees(&self) -> f64 {
        let drawn = match self.ending {
            Ending::Undecided => false,
            Ending::Adopted => self.value < 0.0,
            Ending::Refused => self.value > 0.0,
        };
        let drawn = f64::from(u8::from(drawn));
        self.agrees.map_or(drawn, |agrees| 1.0 - agrees)
    }

    /// When it began to bring what it brings, and how faithfully: carried out, or published where nothing is. What is not carried out yet
    /// when the run ends is as far as it was seen.
    fn in_force(&self) -> (Tick, f64) {
        let published = (self.published.unwrap_or(self.last), 1.0);
        self.implemented.unwrap_or(published)
    }

    /// What is realised of it and where the rest is lost: \[realised, undecided, refused, adopted, delay, fidelity, ending\]; what could be
    /// is their sum.
    fn account(&self, need: Tick) -> [f64; 7] {
        let possible = self.value.max(0.0);
        match self.ending {
            Ending::Undecided => [0.0, possible, 0.0, 0.0, 0.0, 0.0, 0.0],
            Ending::Refused => [0.0, 0.0, possible, 0.0, 0.0, 0.0, 0.0],
            Ending::Adopted => {
                let (from, faithful) = self.in_force();
                let left = |at: Tick| {
                    let lived = (at - self.registered) as f64 / need.max(1) as f64;
                    (1.0 - lived).clamp(0.0, 1.0)
                };
                let whole = left(from);
                let (cut, cost) = self.ended.map_or((0.0, 0.0), |(at, cost)| (left(at), cost));
                let lived = (whole - cut).max(0.0);
                let realised = faithful * self.value * lived - cost;
                let mut parts = if self.value < 0.0 {
                    let harm = -faithful * self.value * lived;
                    [realised, 0.0, 0.0, harm, 0.0, 0.0, cost]
                } else {
                    let delay = self.value * (1.0 - whole);
                    let ending = self.value * (whole - lived) + cost;
                    let fidelity = self.value * lived * (1.0 - faithful);
                    [realised, 0.0, 0.0, 0.0, delay, fidelity, ending]
                };
                for &(at, gain) in &self.later {
                    let lived = (left(at) - cut).max(0.0);
                    parts[0] += faithful * gain * lived;
                    if self.value < 0.0 {
                        parts[3] -= faithful * gain * lived;
                    } else {
                        parts[4] += gain * (1.0 - left(at));
                        parts[5] += gain * lived * (1.0 - faithful);
                        parts[6] += gain * (left(at) - lived);
                    }
                }
                parts
            }
        }
    }
}

fn count(of: &[&Matter], is: impl Fn(&Matter) -> bool) -> f64 {
    of.iter().filter(|it| is(it)).count() as f64
}

fn agreement(all: &[&Matter], out: &mut Out) {
    let decided = count(all, Matter::is_decided);
    let adopted = count(all, Matter::adopted);
    let disagree = |ending| -> f64 {
        let of = all.iter().filter(|it| it.ending == ending);
        of.map(|it| it.disagrees()).sum()
    };
    let (wrong, refused) = (disagree(Ending::Adopted), disagree(Ending::Refused));
    // Both of these are counts of what was drawn.
    let wrongly = |it: &Matter| it.adopted() && it.value < 0.0;
    let drawn = count(all, wrongly);
    let unsaid = count(all, |it| wrongly(it) && it.against == 0);
    let mut share = |name: &str, above, below| {
        out.ratio(&format!("quality.{name}"), above, below, "share");
    };
    share("agreement.share", decided - wrong - refused, decided);
    share("false_adoption.share", wrong, adopted);
    share("false_refusal.share", refused, decided - adopted);
    share("false_adoption.undissented.share", unsaid, drawn);
    let mended = count(all, |it| it.is_decided() && it.mended > 0.0);
    out.ratio("participation.amended.share", mended, decided, "share");
}

fn surfaced(all: &[&Matter], out: &mut Out) {
    let of = || all.iter().filter(|it| it.is_decided());
    let facts: u32 = of().map(|it| it.facts).sum();
    let facts = f64::from(facts);
    let known: u32 = of().map(|it| it.known).sum();
    let known = f64::from(known);
    out.ratio("quality.facts.surfaced.share", known, facts, "share");
    for channel in Channel::ALL {
        let by: u32 = of().map(|it| it.surfaced[channel as usize]).sum();
        let name = format!("quality.facts.surfaced.{}.share", channel.name());
        out.ratio(&name, f64::from(by), facts, "share");
    }
}

fn values(all: &[&Matter], plan: &Plan, years: f64, out: &mut Out) {
    let mut sums = [0.0; 7];
    for it in all {
        let class = plan.classes.get(usize::from(it.class));
        let need = class
            .and_then(|it| it.facts.as_ref())
            .map_or(1, |it| it.need);
        for (sum, part) in sums.iter_mut().zip(it.account(need)) {
            *sum += part;
        }
    }
    let possible: f64 = sums.iter().sum();
    out.total("quality.value.possible", possible / years, "worth_per_year");
    out.total("quality.value.realised", sums[0] / years, "worth_per_year");
    out.ratio("quality.value.share", sums[0], possible, "share");
    let lost = [
        "undecided",
        "false_refusal",
        "false_adoption",
        "delay",
        "fidelity",
        "ending",
    ];
    for (name, sum) in lost.iter().zip(&sums[1..]) {
        out.total(
            &format!("quality.value.lost.{name}"),
            sum / years,
            "worth_per_year",
        );
    }
    let adopted = all
        .iter()
        .filter(|it| it.adopted() && !it.groups.is_empty());
    let (mut worst, mut number) = (0.0, 0.0);
    for it in adopted {
        worst += it
            .groups
            .iter()
            .map(|it| it.worth)
            .fold(f64::INFINITY, f64::min);
        number += 1.0;
    }
    out.ratio("quality.value.worst_off", worst, number, "worth");
}

fn discussed(all: &[&Matter], out: &mut Out) {
    let heard: Vec<&&Matter> = all.iter().filter(|it| it.present > 0).collect();
    let matters = heard.len() as f64;
    let speakers: usize = heard.iter().map(|it| it.floor.len()).sum();
    out.ratio(
        "participation.voice.speakers",
        speakers as f64,
        matters,
        "people",
    );
    let unequal: f64 = heard
        .iter()
        .map(|it| unequal(&it.floor, it.present as usize))
        .sum();
    out.ratio("participation.voice.gini", unequal, matters, "share");
    let left = heard.iter().filter(|it| it.left_majority).count();
    out.ratio("quality.left_majority.share", left as f64, matters, "share");
}

/// How unequally the floor was shared among those present, silent ones included.
fn unequal(floor: &[f64], present: usize) -> f64 {
    let mut shares = floor.to_vec();
    shares.resize(present.max(floor.len()), 0.0);
    gini(&shares).unwrap_or(0.0)
}

/// How many of these a subset changes when it is added, for each of three channels: last in, and on average over the orders in which they
/// may come in (Shapley).
fn influence(all: &[&Matter], out: &mut Out) {
    let bits: Vec<u8> = all.iter().filter_map(|it| it.redecided).collect();
    let matters = bits.len() as f64;
    let adopts = |bits: u8, subset: u8| bits >> subset & 1 == 1;
    for (at, name) in ["participation", "experts", "discussion"]
        .iter()
        .enumerate()
    {
        let own = 1u8 << at;
        let changes = |bits: u8, without: u8| {
            f64::from(u8::from(
                adopts(bits, without) != adopts(bits, without | own),
            ))
        };
        let last: f64 = bits.iter().map(|&it| changes(it, 7 & !own)).sum();
        let others = [0, 1, 2]
            .map(|it| 1u8 << it)
            .into_iter()
            .filter(|&it| it != own);
        let others: Vec<u8> = others.collect();
        let shapley: f64 = bits
            .iter()
            .map(|&it| {
                let alone = changes(it, 0) / 3.0;
                let second: f64 = others.iter().map(|&other| changes(it, other) / 6.0).sum();
                alone + second + changes(it, 7 & !own) / 3.0
            })
            .sum();
        let name = format!("participation.influence.{name}");
        out.ratio(&format!("{name}.last_in.share"), last, matters, "share");
        out.ratio(&format!("{name}.shapley.share"), shapley, matters, "share");
    }
}

/// What evaluation found and what came of it, as far as the run went.
fn evaluated(all: &[&Matter], years: f64, out: &mut Out) {
    let adopted = count(all, Matter::adopted);
    let evaluated = count(all, |it| it.evaluated);
    out.ratio("quality.evaluated.share", evaluated, adopted, "share");
    let ended = count(all, |it| it.ended.is_some());
    out.total("quality.reversals", ended / years, "per_year");
    let found: Vec<f64> = all
        .iter()
        .filter(|it| it.value < 0.0)
        .filter_map(|it| Some((it.ended?.0 - it.in_force().0) as f64 / DAY as f64))
        .collect();
    let harmful = count(all, |it| it.adopted() && it.value < 0.0);
    let detected = found.len() as f64;
    out.ratio("quality.detected.share", detected, harmful, "share");
    let days = found.iter().sum();
    out.ratio("quality.detection.days", days, found.len() as f64, "days");
}

/// What evaluations came of and led to, and who answered for what was ended.
fn afterwards(all: &[&Matter], years: f64, out: &mut Out) {
    let mut yearly = |name: &str, of: &dyn Fn(&Matter) -> u32| {
        let all: u32 = all.iter().map(|it| of(it)).sum();
        out.total(name, f64::from(all) / years, "per_year");
    };
    for what in Trigger::ALL {
        let name = format!("quality.evaluations.{}", what.name());
        yearly(&name, &|it| it.called[what as usize]);
    }
    yearly("quality.major_changes", &|it| it.major_changes);
    yearly("quality.comes_back", &|it| u32::from(it.comes_back));
    yearly("accountability.held", &|it| it.held);
    yearly("accountability.mitigated", &|it| it.mitigated);
    yearly("accountability.late", &|it| it.late);
}

/// Whose voice is heard, of matters whose public was asked: how like those who commented, or came to a hearing, are to those affected, and
/// how far what a matter is worth to those who commented lies from what it is worth to all.
fn voices(all: &[&Matter], out: &mut Out) {
    let (mut alike, mut bias, mut asked) = (0.0, 0.0, 0.0);
    let (mut losers, mut heard) = (0.0, 0.0);
    let (mut alike_at_hearings, mut hearings) = (0.0, 0.0);
    for it in all {
        let of = |amount: fn(&Group) -> f64| it.groups.iter().map(amount).collect::<Vec<f64>>();
        let are = of(|it| it.affected);
        let affected: f64 = are.iter().sum();
        let (comments, came) = (of(|it| it.commented), of(|it| it.attended));
        let took_part: f64 = comments.iter().sum();
        if affected > 0.0 && came.iter().sum::<f64>() > 0.0 {
            hearings += 1.0;
            alike_at_hearings += representativeness(&came, &are).unwrap_or(0.0);
        }
        if affected <= 0.0 || took_part <= 0.0 {
            continue;
        }
        asked += 1.0;
        alike += representativeness(&comments, &are).unwrap_or(0.0);
        let apart = |it: &Group| it.worth * (it.commented / took_part - it.affected / affected);
        bias += it.groups.iter().map(apart).sum::<f64>();
        let lose = it.groups.iter();
        let lose = lose.filter(|it| it.worth < 0.0 && it.affected > 0.0);
        losers += lose.clone().count() as f64;
        heard += lose.filter(|it| it.commented > 0.0).count() as f64;
    }
    let mut share = |name: &str, above, below, unit| {
        out.ratio(&format!("participation.{name}"), above, below, unit);
    };
    share("representativeness", alike, asked, "share");
    share(
        "hearing.representativeness",
        alike_at_hearings,
        hearings,
        "share",
    );
    share("bias", bias, asked, "worth");
    share("losers.consulted.share", heard, losers, "share");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_is_what_is_realised_and_what_is_lost() {
        let matter = |ending, value| Matter {
            ending,
            value,
            implemented: Some((25, 0.8)),
            ..Matter::default()
        };
        let over = |value| Matter {
            ended: Some((75, 0.1)),
            ..matter(Ending::Adopted, value)
        };
        let changed = |value| Matter {
            later: vec![(50, 1.0)],
            ..matter(Ending::Adopted, value)
        };
        let none = [0.0; 7];
        for (it, expected) in [
            (
                matter(Ending::Undecided, 2.0),
                [0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ),
            (matter(Ending::Undecided, -2.0), none),
            (
                matter(Ending::Refused, 2.0),
                [0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0],
            ),
            (
                matter(Ending::Adopted, 2.0),
                [1.2, 0.0, 0.0, 0.0, 0.5, 0.3, 0.0],
            ),
            (
                matter(Ending::Adopted, -2.0),
                [-1.2, 0.0, 0.0, 1.2, 0.0, 0.0, 0.0],
            ),
            // In force from 25 to 75 of 100, and .1 to end it.
            (over(2.0), [0.7, 0.0, 0.0, 0.0, 0.5, 0.2, 0.6]),
            (over(-2.0), [-0.9, 0.0, 0.0, 0.8, 0.0, 0.0, 0.1]),
            // One more from 50 on.
            (changed(2.0), [1.6, 0.0, 0.0, 0.0, 1.0, 0.4, 0.0]),
            (changed(-2.0), [-0.8, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0]),
        ] {
            let got = it.account(100);
            for (got, expected) in got.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-12, "{it:?}: {got}");
            }
            let later: f64 = it.later.iter().map(|it| it.1).sum();
            let possible = if it.value > 0.0 {
                it.value + later
            } else {
                0.0
            };
            assert!((got.iter().sum::<f64>() - possible).abs() < 1e-12);
        }
    }
}
