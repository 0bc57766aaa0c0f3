//! Sums over matters: how good decisions were, what made them so, and whose voice was heard.

use deliberation::participation::{gini, representativeness};
use kernel::DAY;

use super::super::Out;
use super::{Group, Matter};
use crate::event::{Channel, Trigger};
use crate::plan::Plan;

/// Sums over matters whose facts are simulated, and voices of all.
#[derive(Debug, Clone, Default)]
pub(in crate::metrics) struct Sums {
    matters: u32,
    decided: u32,
    adopted: u32,
    /// How many full information would have decided otherwise: of those adopted, of those refused.
    wrong: [f64; 2],
    /// Adopted, and not worth it as it was drawn; of these, those that nobody present spoke against.
    wrongly: u32,
    undissented: u32,
    /// Decided, and better for what people said.
    mended: u32,
    facts: u64,
    known: u64,
    surfaced: [u64; Channel::ALL.len()],
    /// See [`Matter::account`].
    account: [f64; 7],
    /// What those adopted are worth to the group they are worth least to, and how many have groups.
    worst: (f64, u32),
    /// Discussed; who spoke, how unequally, and how often the decision left the majority.
    heard: u32,
    speakers: u64,
    unequal: f64,
    left_majority: u32,
    influence: Influence,
    evaluated: u32,
    ended: u32,
    /// Adopted and harmful; of these, those that were ended, and after how many days.
    harmful: u32,
    detected: (f64, u32),
    called: [u32; Trigger::ALL.len()],
    major_changes: u32,
    comes_back: u32,
    held: u32,
    mitigated: u32,
    late: u32,
    voices: Voices,
}

impl Sums {
    /// One more matter. In the order of their registration, whichever ends first: sums of the same numbers are then the same to the last digit.
    pub(in crate::metrics) fn add(&mut self, it: &Matter, plan: &Plan) {
        self.voices.add(it);
        if it.facts == 0 {
            return;
        }
        self.matters += 1;
        let one = u32::from;
        let (decided, adopted) = (it.is_decided(), it.adopted());
        self.decided += one(decided);
        self.adopted += one(adopted);
        if decided {
            self.wrong[usize::from(!adopted)] += it.disagrees();
            self.mended += one(it.mended > 0.0);
            self.facts += u64::from(it.facts);
            self.known += u64::from(it.known);
            for (sum, by) in self.surfaced.iter_mut().zip(it.surfaced) {
                *sum += u64::from(by);
            }
        }
        let harmful = adopted && it.value < 0.0;
        self.wrongly += one(harmful);
        self.undissented += one(harmful && it.against == 0);
        let class = plan.classes.get(usize::from(it.class));
        let facts = class.and_then(|it| it.facts.as_ref());
        let need = facts.map_or(1, |it| it.need);
        for (sum, part) in self.account.iter_mut().zip(it.account(need)) {
            *sum += part;
        }
        if adopted && !it.groups.is_empty() {
            let worth = it.groups.iter().map(|it| it.worth);
            self.worst.0 += worth.fold(f64::INFINITY, f64::min);
            self.worst.1 += 1;
        }
        if it.present > 0 {
            self.heard += 1;
            self.speakers += it.floor.len() as u64;
            self.unequal += unequal(&it.floor, it.present as usize);
            self.left_majority += one(it.left_majority);
        }
        if let Some(bits) = it.redecided {
            self.influence.add(bits);
        }
        self.evaluated += one(it.evaluated);
        self.ended += one(it.ended.is_some());
        self.harmful += one(harmful);
        if let Some((ended, _)) = it.ended.filter(|_| it.value < 0.0) {
            self.detected.0 += (ended - it.in_force().0) as f64 / DAY as f64;
            self.detected.1 += 1;
        }
        for (sum, called) in self.called.iter_mut().zip(it.called) {
            *sum += called;
        }
        self.major_changes += it.major_changes;
        self.comes_back += one(it.comes_back);
        self.held += it.held;
        self.mitigated += it.mitigated;
        self.late += it.late;
    }

    pub(in crate::metrics) fn report(&self, years: f64, out: &mut Out) {
        self.voices.report(out);
        if self.matters == 0 {
            return;
        }
        self.agreement(out);
        self.facts(out);
        self.values(years, out);
        self.discussed(out);
        self.influence.report(out);
        self.evaluated(years, out);
        self.afterwards(years, out);
    }

    fn agreement(&self, out: &mut Out) {
        let (decided, adopted) = (f64::from(self.decided), f64::from(self.adopted));
        let [wrong, refused] = self.wrong;
        // Both of these are counts of what was drawn.
        let (drawn, unsaid) = (f64::from(self.wrongly), f64::from(self.undissented));
        let mut share = |name: &str, above, below| {
            out.ratio(&format!("quality.{name}"), above, below, "share");
        };
        share("agreement.share", decided - wrong - refused, decided);
        share("false_adoption.share", wrong, adopted);
        share("false_refusal.share", refused, decided - adopted);
        share("false_adoption.undissented.share", unsaid, drawn);
        let mended = f64::from(self.mended);
        out.ratio("participation.amended.share", mended, decided, "share");
    }

    fn facts(&self, out: &mut Out) {
        let (facts, known) = (self.facts as f64, self.known as f64);
        out.ratio("quality.facts.surfaced.share", known, facts, "share");
        for channel in Channel::ALL {
            let by = self.surfaced[channel as usize] as f64;
            let name = format!("quality.facts.surfaced.{}.share", channel.name());
            out.ratio(&name, by, facts, "share");
        }
    }

    fn values(&self, years: f64, out: &mut Out) {
        let sums = &self.account;
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
            let name = format!("quality.value.lost.{name}");
            out.total(&name, sum / years, "worth_per_year");
        }
        let (worst, number) = self.worst;
        out.ratio("quality.value.worst_off", worst, number.into(), "worth");
    }

    fn discussed(&self, out: &mut Out) {
        let matters = f64::from(self.heard);
        let speakers = self.speakers as f64;
        out.ratio("participation.voice.speakers", speakers, matters, "people");
        out.ratio("participation.voice.gini", self.unequal, matters, "share");
        let left = f64::from(self.left_majority);
        out.ratio("quality.left_majority.share", left, matters, "share");
    }

    /// What evaluation found and what came of it, as far as the run went.
    fn evaluated(&self, years: f64, out: &mut Out) {
        let (adopted, evaluated) = (f64::from(self.adopted), f64::from(self.evaluated));
        out.ratio("quality.evaluated.share", evaluated, adopted, "share");
        let ended = f64::from(self.ended);
        out.total("quality.reversals", ended / years, "per_year");
        let (days, detected) = (self.detected.0, f64::from(self.detected.1));
        let harmful = f64::from(self.harmful);
        out.ratio("quality.detected.share", detected, harmful, "share");
        out.ratio("quality.detection.days", days, detected, "days");
    }

    /// What evaluations came of and led to, and who answered for what was ended.
    fn afterwards(&self, years: f64, out: &mut Out) {
        let mut yearly = |name: &str, all: u32| {
            out.total(name, f64::from(all) / years, "per_year");
        };
        for what in Trigger::ALL {
            let name = format!("quality.evaluations.{}", what.name());
            yearly(&name, self.called[what as usize]);
        }
        yearly("quality.major_changes", self.major_changes);
        yearly("quality.comes_back", self.comes_back);
        yearly("accountability.held", self.held);
        yearly("accountability.mitigated", self.mitigated);
        yearly("accountability.late", self.late);
    }
}

/// How unequally the floor was shared among those present, silent ones included.
fn unequal(floor: &[f64], present: usize) -> f64 {
    let mut shares = floor.to_vec();
    shares.resize(present.max(floor.len()), 0.0);
    gini(&shares).unwrap_or(0.0)
}

/// Channels whose influence is told, in the order of their bits in [`Matter::redecided`].
const INFLUENTIAL: [&str; 3] = ["participation", "experts", "discussion"];

/// How many matters' decision a channel changes when it is added: last in, and on average over the orders in which the three may come in
/// (Shapley).
#[derive(Debug, Clone, Default)]
struct Influence {
    matters: u32,
    last_in: [f64; INFLUENTIAL.len()],
    shapley: [f64; INFLUENTIAL.len()],
}

impl Influence {
    /// A matter, by whether each subset of channels adopts it.
    fn add(&mut self, bits: u8) {
        self.matters += 1;
        let adopts = |subset: u8| bits >> subset & 1 == 1;
        for at in 0..INFLUENTIAL.len() {
            let own = 1u8 << at;
            let changes =
                |without: u8| f64::from(u8::from(adopts(without) != adopts(without | own)));
            self.last_in[at] += changes(7 & !own);
            let others = [1, 2, 4].into_iter().filter(|&it| it != own);
            let second: f64 = others.map(|other| changes(other) / 6.0).sum();
            self.shapley[at] += changes(0) / 3.0 + second + changes(7 & !own) / 3.0;
        }
    }

    fn report(&self, out: &mut Out) {
        let matters = f64::from(self.matters);
        for (at, name) in INFLUENTIAL.iter().enumerate() {
            let name = format!("participation.influence.{name}");
            let (last, shapley) = (self.last_in[at], self.shapley[at]);
            out.ratio(&format!("{name}.last_in.share"), last, matters, "share");
            out.ratio(&format!("{name}.shapley.share"), shapley, matters, "share");
        }
    }
}

/// Whose voice is heard, of matters whose public was asked: how like those who commented, or came to a hearing, are to those affected, and
/// how far what a matter is worth to those who commented lies from what it is worth to all.
#[derive(Debug, Clone, Default)]
struct Voices {
    asked: u32,
    alike: f64,
    bias: f64,
    hearings: u32,
    alike_at_hearings: f64,
    /// Groups that lose, and those of them that were heard.
    losers: u32,
    heard: u32,
}

impl Voices {
    fn add(&mut self, it: &Matter) {
        let of = |amount: fn(&Group) -> f64| it.groups.iter().map(amount).collect::<Vec<f64>>();
        let are = of(|it| it.affected);
        let affected: f64 = are.iter().sum();
        let (comments, came) = (of(|it| it.commented), of(|it| it.attended));
        let took_part: f64 = comments.iter().sum();
        if affected > 0.0 && came.iter().sum::<f64>() > 0.0 {
            self.hearings += 1;
            self.alike_at_hearings += representativeness(&came, &are).unwrap_or(0.0);
        }
        if affected <= 0.0 || took_part <= 0.0 {
            return;
        }
        self.asked += 1;
        self.alike += representativeness(&comments, &are).unwrap_or(0.0);
        let apart = |it: &Group| it.worth * (it.commented / took_part - it.affected / affected);
        self.bias += it.groups.iter().map(apart).sum::<f64>();
        let lose = it.groups.iter();
        let lose = lose.filter(|it| it.worth < 0.0 && it.affected > 0.0);
        self.losers += lose.clone().count() as u32;
        self.heard += lose.filter(|it| it.commented > 0.0).count() as u32;
    }

    fn report(&self, out: &mut Out) {
        let asked = f64::from(self.asked);
        let mut share = |name: &str, above, below, unit| {
            out.ratio(&format!("participation.{name}"), above, below, unit);
        };
        share("representativeness", self.alike, asked, "share");
        share(
            "hearing.representativeness",
            self.alike_at_hearings,
            self.hearings.into(),
            "share",
        );
        share("bias", self.bias, asked, "worth");
        share(
            "losers.consulted.share",
            self.heard.into(),
            self.losers.into(),
            "share",
        );
    }
}
