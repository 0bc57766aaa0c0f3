//! What happens inside a meeting that decides on facts: who speaks and for how long, what is said, how minds bend, and how the rule
//! makes a decision of them (`docs/model.md`, Minds and rules).

use deliberation::facts::{said_in, same_verdict};
use deliberation::floor::shares;
use kernel::distributions::{standard_normal, uniform};
use kernel::order::sort_short;
use kernel::{KeyedRng, MINUTE, Tick};

use super::case::Case;
use super::facts::{Fact, bit, bits_of, estimate, is_among, silence};
use super::influence::Heard;
use super::{Run, draws};
use crate::event::{Actor, Channel, EventKind, HolderKind, Note, Observer, Verdict};
use crate::plan::{MeetingPlan, PatternPlan, Plan, StagePlan, WorthPlan};
use crate::scenario::{Discussion, Floor, Influence, Minds, Rank, Rule, Speaks};

/// One who is there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Member {
    pub leader: u16,
    pub chairs: bool,
    /// The matter lies in his portfolio, whole or in part.
    concerned: bool,
    /// He leads the drafting department.
    leads: bool,
    executive: bool,
    /// Whoever presides asks him to speak, though it does not concern him.
    invited: bool,
    /// When he speaks, from 0; `None`: he keeps silent.
    pub turn: Option<u32>,
    /// How long he speaks, minutes.
    minutes: f64,
    /// What he makes of it beyond the facts: interest and noise, in units of the class.
    own: f64,
    /// A uniform number: whether he follows, where that is a matter of chance.
    pub luck: f64,
}

/// What a member thinks.
#[derive(Debug, Clone, Copy)]
struct Mind {
    /// What he takes the matter to be worth at the end, less what he asks of it.
    leans: f64,
    chairs: bool,
    inner: bool,
}

/// A matter as a meeting has it before it.
struct Table<'a> {
    minds: &'a Minds,
    worth: &'a WorthPlan,
    pattern: &'a PatternPlan,
    facts: &'a [Fact],
    members: &'a [Member],
    meeting: &'a MeetingPlan,
}

impl Table<'_> {
    /// What everybody present thinks at the end, had only these channels (as bits) been there; without discussion nobody says or hears
    /// anything.
    // Compiled where the engine is.
    #[inline]
    fn minds(&self, channels: u16) -> Vec<Mind> {
        let talks = channels & bit(Channel::Discussion) != 0;
        let known = |fact: &Fact| fact.known & channels != 0;
        let discount = self.minds.discounts_silence;
        let common = estimate(self.worth.mean, self.facts, known)
            + silence(
                discount,
                (self.pattern, self.worth.sigma),
                self.facts,
                known,
            );
        let reading = |it: &Member| {
            let holds = |fact: &&Fact| !known(fact) && is_among(fact.leaders, it.leader);
            let unsaid: f64 = self.facts.iter().filter(holds).map(|it| it.value).sum();
            common + unsaid + it.own
        };
        let readings: Vec<f64> = self.members.iter().map(reading).collect();
        let asks = self.minds.caution * self.worth.sigma;
        let end = if talks && !self.meeting.discussion.secret {
            let heard = Heard {
                meeting: self.meeting,
                minds: self.minds,
                sigma: self.worth.sigma,
                asks,
                members: self.members,
            };
            heard.thinks(readings)
        } else {
            readings
        };
        let mind = |(it, thinks): (&Member, f64)| Mind {
            leans: thinks - asks,
            chairs: it.chairs,
            inner: it.chairs || it.executive || it.leads,
        };
        self.members.iter().zip(end).map(mind).collect()
    }
}

/// What a rule makes of minds: by how much it is for (above 0) or against adopting. Where votes are counted the mind on which the count
/// turns says how near it was.
#[inline]
fn weigh(rule: Rule, qualified_share: f64, chair_weight: f64, minds: &[Mind]) -> f64 {
    let chair = minds.iter().find(|it| it.chairs).map_or(0.0, |it| it.leans);
    // The least that still makes up the share asked for.
    let at_share = |of: &[Mind], share: f64| {
        let mut leans: Vec<f64> = of.iter().map(|it| it.leans).collect();
        sort_short(&mut leans, |a, b| a > b);
        let needed = libm::ceil(share * leans.len() as f64 - 1e-9).max(1.0) as usize;
        leans.get(needed - 1).copied().unwrap_or(0.0)
    };
    let majority = |of: &[Mind]| {
        let votes = of.iter().filter(|it| it.leans > 0.0).count();
        if of.is_empty() || votes * 2 == of.len() {
            chair
        } else {
            at_share(of, (of.len() / 2 + 1) as f64 / of.len() as f64)
        }
    };
    match rule {
        Rule::Chief => chair,
        Rule::Majority => majority(minds),
        Rule::Qualified => at_share(minds, qualified_share),
        Rule::Consensus | Rule::Serial => at_share(minds, 1.0),
        Rule::AnyOne => at_share(minds, 0.0),
        Rule::Inner => {
            let inner: Vec<Mind> = minds.iter().copied().filter(|it| it.inner).collect();
            majority(&inner)
        }
        Rule::Weighted => {
            let weight = |it: &Mind| if it.chairs { chair_weight } else { 1.0 };
            let votes = minds
                .iter()
                .map(|it| weight(it) * f64::from(u8::from(it.leans > 0.0)));
            let all: f64 = minds.iter().map(weight).sum();
            let balance = votes.sum::<f64>() - all / 2.0;
            if balance == 0.0 {
                chair
            } else {
                balance / all.max(1.0)
            }
        }
    }
}

/// Who would take the floor: how many speak beyond the third costs minutes.
fn takes_floor(floor: Floor, member: &Member, one_portfolio: bool) -> bool {
    member.chairs
        || match floor {
            Floor::RoundTable => true,
            Floor::ChairAlone => false,
            Floor::Habit => member.executive || member.leads || !one_portfolio && member.concerned,
            Floor::Invited => member.concerned || member.invited,
        }
}

/// Invites so many of those whom a matter does not concern: the ones with the lowest lots.
fn invite(rules: &Discussion, members: &mut [Member], mut lot: impl FnMut(u16) -> f64) {
    if rules.floor != Floor::Invited {
        return;
    }
    let others = (0..members.len()).filter(|&at| !members[at].chairs && !members[at].concerned);
    let mut others: Vec<(f64, usize)> = others.map(|at| (lot(members[at].leader), at)).collect();
    sort_short(&mut others, |a, b| a < b);
    for (_, at) in others.into_iter().take(rules.invites as usize) {
        members[at].invited = true;
    }
}

impl<O: Observer> Run<O> {
    /// Leaders in whose portfolios a matter lies, as bits.
    pub(super) fn concerned(&self, plan: &Plan, slot: u32) -> u64 {
        let Some(case) = self.case(slot) else {
            return 0;
        };
        let touched = std::iter::once(case.lead).chain(case.others.iter().copied());
        bits_of(touched.flat_map(|it| self.leaders_of(plan, slot, it)))
    }

    fn members(&self, plan: &Plan, slot: u32, present: &[u16], chair: u16) -> Vec<Member> {
        let concerned = self.concerned(plan, slot);
        let leads = self
            .case(slot)
            .map(|it| plan.departments[usize::from(it.lead)].leader);
        let member = |&leader: &u16| Member {
            leader,
            chairs: leader == chair,
            concerned: is_among(concerned, leader),
            leads: leads == Some(leader),
            executive: plan.leaders[usize::from(leader)].rank == Rank::ExecutiveDeputy,
            invited: false,
            turn: None,
            minutes: 0.0,
            own: 0.0,
            luck: 0.0,
        };
        present.iter().map(member).collect()
    }

    /// Minutes that those who speak beyond the third add to a matter, if all members come.
    pub(super) fn spoken_minutes(&self, plan: &Plan, slot: u32, meeting: u16) -> f64 {
        let it = &plan.meetings[usize::from(meeting)];
        let simulated = self.case(slot).is_some_and(|it| !it.facts.is_empty());
        if !simulated || it.discussion.minutes_per_speaker == 0.0 {
            return 0.0;
        }
        let chair = it.chairs.first().copied().unwrap_or(0);
        let mut members = self.members(plan, slot, &it.members, chair);
        // How many are invited counts, not who.
        invite(&it.discussion, &mut members, |_| 0.0);
        let one = members.iter().filter(|it| it.concerned).count() <= 1;
        let floor = it.discussion.floor;
        let speakers = members.iter().filter(|it| takes_floor(floor, it, one));
        let beyond = speakers.count().saturating_sub(3);
        beyond as f64 * it.discussion.minutes_per_speaker
    }

    /// Gives the floor: to whom, in which order, how long, by Stephan and Mishler's shares; who speaks most presides, then those whom the matter
    /// concerns most.
    fn give_floor(
        &self,
        minds: &Minds,
        it: &MeetingPlan,
        minutes: f64,
        members: &mut [Member],
        mut lot: impl FnMut(u16, u32) -> f64,
    ) {
        invite(&it.discussion, members, |it| lot(it, draws::INVITED));
        let one = members.iter().filter(|it| it.concerned).count() <= 1;
        let floor = it.discussion.floor;
        let mut speakers: Vec<usize> = (0..members.len())
            .filter(|&at| takes_floor(floor, &members[at], one))
            .collect();
        let order = |at: &usize| {
            let it = &members[*at];
            (!it.chairs, !it.leads, !it.executive, !it.concerned, *at)
        };
        sort_short(&mut speakers, |a, b| order(a) < order(b));
        let shares = shares(speakers.len() as u32, minds.floor_ratio).unwrap_or_default();
        for (&at, share) in speakers.iter().zip(&shares) {
            members[at].minutes = minutes * share;
        }
        // In the order of rank, and whoever presides where he is asked to.
        let mut turns: Vec<(f64, usize)> = speakers
            .iter()
            .map(|&at| {
                let place = match (it.chair_speaks, members[at].chairs) {
                    (Speaks::Random, _) => lot(members[at].leader, draws::ORDER),
                    (Speaks::Last, true) => f64::INFINITY,
                    (Speaks::First, true) => -1.0,
                    _ => at as f64,
                };
                (place, at)
            })
            .collect();
        sort_short(&mut turns, |a, b| a < b);
        for (turn, (_, at)) in turns.into_iter().enumerate() {
            members[at].turn = Some(turn as u32);
        }
    }
}

impl<O: Observer> Run<O> {
    /// A meeting discusses a matter whose facts are simulated, and decides.
    pub(super) fn deliberate(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        laid_out: &StagePlan,
        meeting: u16,
        may_return: bool,
    ) -> Option<Verdict> {
        let minds = plan.minds.as_ref()?;
        let case = self.case(slot)?;
        let class = &plan.classes[usize::from(case.class)];
        let (pattern, worth) = (class.facts.as_ref()?, class.worth.as_ref()?);
        let it = &plan.meetings[usize::from(meeting)];
        let (mut present, chair) = self.meetings[usize::from(meeting)].there();
        // A substitute who presides takes part, member or not.
        if !present.contains(&chair) {
            present.push(chair);
        }
        let mut members = self.members(plan, slot, &present, chair);
        let minutes = case.stages[usize::from(stage)].last as f64 / MINUTE as f64;
        let stream = |run: &Self, leader: Option<u16>, purpose| -> Option<KeyedRng> {
            let hash = leader.map_or(0, |it| plan.leader_ids.hash(it));
            run.stage_stream(slot, stage, laid_out, hash, purpose)
        };
        let lot = |leader, purpose| {
            stream(self, Some(leader), purpose).map_or(0.0, |mut rng| uniform(&mut rng))
        };
        self.give_floor(
            minds,
            it,
            minutes * minds.discussion_share,
            &mut members,
            lot,
        );
        let noise = |leader| {
            stream(self, leader, draws::NOISE).map_or(0.0, |mut rng| standard_normal(&mut rng))
        };
        let (common, each) = (
            minds.common_noise_share.sqrt(),
            (1.0 - minds.common_noise_share).max(0.0).sqrt(),
        );
        let of_all = noise(None);
        let by_chance = matches!(
            it.discussion.influence,
            Influence::Boland | Influence::Cascade
        );
        for member in &mut members {
            let noise = common * of_all + each * noise(Some(member.leader));
            let interest = if member.leads { minds.interest } else { 0.0 };
            member.own = worth.sigma * (minds.noise * noise + interest);
            if by_chance {
                let stream = stream(self, Some(member.leader), draws::LEANS);
                member.luck = stream.map_or(0.0, |mut rng| uniform(&mut rng));
            }
        }
        let mut turns: Vec<Member> = members
            .iter()
            .copied()
            .filter(|it| it.turn.is_some())
            .collect();
        sort_short(&mut turns, |a, b| a.turn < b.turn);
        let recorded = match (&plan.facts, it.discussion.records) {
            (Some(law), true) => law.candour.recorded_dissent,
            _ => 0.0,
        };
        let conceals = self.conceals(plan, slot) * (1.0 - recorded);
        for member in turns {
            let actor = Actor::Leader(member.leader);
            let ticks = libm::round(member.minutes * MINUTE as f64);
            self.tell(
                plan,
                now,
                EventKind::Spoke,
                slot,
                stage,
                actor,
                ticks,
                Note::None,
            );
            let says = said_in(member.minutes, minds.minutes_to_say).unwrap_or(0.0);
            let hash = plan.leader_ids.hash(member.leader);
            let (at, channel) = ((slot, stage), Channel::Discussion);
            self.surface(plan, now, at, hash, channel, |fact| {
                let holds = is_among(fact.leaders, member.leader);
                let hides = member.leads && fact.value < 0.0;
                match (holds, hides) {
                    (false, _) => 0.0,
                    (true, true) => says * (1.0 - conceals),
                    (true, false) => says,
                }
            });
        }
        self.conclude(
            plan,
            now,
            (slot, stage),
            meeting,
            (pattern, worth),
            &members,
            may_return,
        )
    }

    #[expect(clippy::too_many_arguments, reason = "where, what of, among whom")]
    fn conclude(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        meeting: u16,
        (pattern, worth): (&PatternPlan, &WorthPlan),
        members: &[Member],
        may_return: bool,
    ) -> Option<Verdict> {
        let minds = plan.minds.as_ref()?;
        let rules = &plan.meetings[usize::from(meeting)].discussion;
        let facts = std::mem::take(&mut self.case_mut(slot)?.facts);
        let table = Table {
            minds,
            worth,
            pattern,
            facts: &facts,
            members,
            meeting: &plan.meetings[usize::from(meeting)],
        };
        let decides = |minds: &[Mind]| {
            weigh(
                rules.rule,
                rules.qualified_share,
                table.minds.chair_weight,
                minds,
            )
        };
        let end = table.minds(channels(ALL_THREE));
        let balance = decides(&end);
        // Had nobody spoken.
        let before = table.minds(channels(ALL_THREE & !DISCUSSION));
        // With all three it is what is decided.
        let without = (0..ALL_THREE).fold(u32::from(balance > 0.0) << ALL_THREE, |bits, some| {
            let adopts = match some == ALL_THREE & !DISCUSSION {
                true => decides(&before) > 0.0,
                false => decides(&table.minds(channels(some))) > 0.0,
            };
            bits | u32::from(adopts) << some
        });
        if let Some(case) = self.case_mut(slot) {
            case.facts = facts;
        }
        let tell = |run: &mut Self, kind, actor, value| {
            run.tell(plan, now, kind, slot, stage, actor, value, Note::None);
        };
        let votes = members.iter().zip(&end);
        self.remember_votes(slot, votes.map(|(it, mind)| (it.leader, mind.leans > 0.0)));
        for (member, (mind, before)) in members.iter().zip(end.iter().zip(&before)) {
            let (kind, actor) = (EventKind::Leaned, Actor::Leader(member.leader));
            let thousandths = libm::round(before.leans * 1000.0);
            let note = Note::Before(thousandths as i32);
            self.tell(plan, now, kind, slot, stage, actor, mind.leans, note);
        }
        if may_return && libm::fabs(balance) <= rules.return_margin * worth.sigma && balance != 0.0
        {
            return Some(Verdict::Return);
        }
        let adopts = balance > 0.0;
        tell(
            self,
            EventKind::Redecided,
            Actor::Nobody,
            f64::from(without),
        );
        let chair = members.iter().find(|it| it.chairs);
        let votes = end.iter().filter(|it| it.leans > 0.0).count();
        let against = if adopts {
            votes * 2 < end.len()
        } else {
            votes * 2 > end.len()
        };
        if let (Rule::Chief, true, Some(chair)) = (rules.rule, against, chair) {
            tell(
                self,
                EventKind::LeftMajority,
                Actor::Leader(chair.leader),
                0.0,
            );
        }
        Some(if adopts {
            Verdict::Adopt
        } else {
            Verdict::Refuse
        })
    }
}

impl<O: Observer> Run<O> {
    /// Says how likely full information would decide the same: V given every fact that had a part in the decision or could have had one is
    /// normal, for the rest were drawn beside all that led to it.
    pub(super) fn tell_agreement(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        verdict: Verdict,
    ) {
        let Some(case) = self.case(slot) else { return };
        let class = &plan.classes[usize::from(case.class)];
        let (Some(pattern), Some(worth)) = (&class.facts, &class.worth) else {
            return;
        };
        // One that comes back does so for what it is worth: no more can be said of what is not known of it.
        if case.luck != case.key {
            return;
        }
        let conceals = plan.facts.as_ref().is_some_and(|it| it.concealment > 0.0);
        let partial = case.partial;
        let had_a_part = |fact: &Fact| {
            fact.is_known()
                // That a department has said nothing may be because of what it would have said. What was mended is known.
                || fact.holder == HolderKind::Department && conceals
                // Nor that experts have who have an interest, or people whom it asked itself.
                || fact.holder == HolderKind::Experts && partial.experts
                || fact.holder == HolderKind::Public && partial.public
                // Leaders read a matter by what they know: at this sitting, or at one that has sent it back.
                || fact.leaders != 0
        };
        let facts = case.facts.iter().zip(&pattern.deviations);
        let unknown = facts.filter(|it| !had_a_part(it.0));
        let variance: f64 = unknown.map(|it| it.1 * it.1).sum();
        let estimate = estimate(worth.mean, &case.facts, had_a_part);
        let adopted = verdict == Verdict::Adopt;
        if let Some(agrees) = same_verdict(adopted, estimate, worth.sigma * variance.sqrt()) {
            let (kind, nobody) = (EventKind::AgreementExpected, Actor::Nobody);
            self.tell(plan, now, kind, slot, stage, nobody, agrees, Note::None);
        }
    }
}

/// Participation, experts and discussion, as [`channels`] takes them.
const ALL_THREE: u8 = 7;
const DISCUSSION: u8 = 4;

/// Channels that are open when only these of participation (1), experts (2) and discussion (4) are; what departments bring always is.
fn channels(some: u8) -> u16 {
    let mut open = bit(Channel::Investigation);
    if some & 1 != 0 {
        for asked in [
            Channel::Comment,
            Channel::Hearing,
            Channel::Deputies,
            Channel::Petition,
        ] {
            open |= bit(asked);
        }
    }
    if some & 2 != 0 {
        open |= bit(Channel::Experts);
    }
    if some & DISCUSSION != 0 {
        open |= bit(Channel::Discussion);
    }
    open
}

/// Whether what is known of a matter speaks against it: those who talk it over before a meeting see that it would fail.
pub(super) fn seems_bad(
    case: &Case,
    class: &PatternPlan,
    worth: &WorthPlan,
    minds: Option<&Minds>,
) -> bool {
    debug_assert_eq!(case.facts.len(), class.deviations.len());
    let discount = minds.map_or(0.0, |it| it.discounts_silence);
    let unsaid = silence(discount, (class, worth.sigma), &case.facts, Fact::is_known);
    estimate(worth.mean, &case.facts, Fact::is_known) + unsaid < 0.0
}
