//! How what is said at a sitting moves minds: the engine of the model, or one of the classical models in its place
//! (`docs/model.md`, Minds and rules).

use deliberation::cascade::{Voter, open_votes};
use deliberation::influence::{Speaker, statements};
use deliberation::opinions::{bounded_confidence, friedkin_johnsen, settled};

use kernel::order::sort_short;

use super::deliberation::Member;
use crate::plan::MeetingPlan;
use crate::scenario::{Influence, Minds};

/// Those present, and what moves them.
pub(super) struct Heard<'a> {
    pub meeting: &'a MeetingPlan,
    pub minds: &'a Minds,
    pub sigma: f64,
    /// Above this a member is for it, in units of the class.
    pub asks: f64,
    pub members: &'a [Member],
}

impl Heard<'_> {
    /// What members think at the end who read the matter so; in units of the class.
    pub(super) fn thinks(&self, readings: Vec<f64>) -> Vec<f64> {
        let moved = match self.meeting.discussion.influence {
            Influence::Sequential => self.bent(&readings),
            Influence::Boland => Some(self.taken_over(&readings)),
            Influence::Cascade => Some(self.followed(&readings)),
            Influence::DeGroot => {
                settled(&self.weights(), &vec![1.0; self.members.len()], &readings)
            }
            Influence::FriedkinJohnsen => {
                let weights = self.weights();
                let yielding: Vec<f64> = self.members.iter().map(|it| self.bends(it)).collect();
                // Where some yield wholly and listen only to each other there is no one solution, but opinions come to rest.
                friedkin_johnsen(&weights, &yielding, &readings)
                    .or_else(|| settled(&weights, &yielding, &readings))
            }
            Influence::HegselmannKrause => {
                let speak: Vec<bool> = self.members.iter().map(|it| it.turn.is_some()).collect();
                let confidence = self.meeting.discussion.confidence.unwrap_or(0.0);
                bounded_confidence(&readings, &speak, confidence * self.sigma)
            }
        };
        moved.unwrap_or(readings)
    }

    fn bends(&self, it: &Member) -> f64 {
        match it.chairs {
            true => self.minds.chair_bends,
            false => self.minds.bends,
        }
    }

    /// What his word weighs with others: nothing of who keeps silent.
    fn weight(&self, it: &Member) -> f64 {
        match (it.turn, it.chairs) {
            (None, _) => 0.0,
            (_, true) => self.minds.chair_weight,
            (_, false) => 1.0,
        }
    }

    /// Members by when they speak. Those who keep silent hear all: they come last.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        let turn = |it: &usize| self.members[*it].turn.unwrap_or(u32::MAX);
        sort_short(&mut order, |a, b| turn(a) < turn(b));
        order
    }

    /// Each bends to what was said before him.
    fn bent(&self, readings: &[f64]) -> Option<Vec<f64>> {
        let order = self.order();
        let speaker = |&it: &usize| Speaker {
            reading: readings[it],
            weight: self.weight(&self.members[it]),
            yielding: self.bends(&self.members[it]),
        };
        let speakers: Vec<Speaker> = order.iter().map(speaker).collect();
        let mut thinks = readings.to_vec();
        for (it, said) in order.iter().zip(statements(&speakers)?) {
            thinks[*it] = said;
        }
        Some(thinks)
    }

    /// Boland: each takes over what whoever presides thinks, or keeps what he thinks himself.
    fn taken_over(&self, readings: &[f64]) -> Vec<f64> {
        let chair = self.members.iter().position(|it| it.chairs);
        let thinks = |(it, own): (&Member, &f64)| match chair {
            Some(chair) if it.luck < self.minds.bends => readings[chair],
            _ => *own,
        };
        self.members.iter().zip(readings).map(thinks).collect()
    }

    /// A cascade: who follows thinks as the last did who spoke before him for that side.
    fn followed(&self, readings: &[f64]) -> Vec<f64> {
        let order = self.order();
        let is_for = |thinks: f64| thinks > self.asks;
        let voter = |&it: &usize| Voter {
            signal: is_for(readings[it]),
            coin: self.members[it].luck < 0.5,
            seen: self.members[it].turn.is_some(),
        };
        let voters: Vec<Voter> = order.iter().map(voter).collect();
        let mut thinks = readings.to_vec();
        // Of those against and those for: what the last of them said.
        let mut last: [Option<f64>; 2] = [None; 2];
        for ((&it, voter), vote) in order.iter().zip(&voters).zip(open_votes(&voters)) {
            let side = usize::from(vote);
            if vote != voter.signal
                && let Some(said) = last[side]
            {
                thinks[it] = said;
            }
            if voter.seen {
                last[side] = Some(thinks[it]);
            }
        }
        thinks
    }

    /// Who takes whose opinion, with which share, among those present: as written, or from how far each bends and what each weighs. Those
    /// who are away or keep silent weigh nothing, and what is left of a row is scaled to 1; who would hear nobody keeps to himself.
    fn weights(&self) -> Vec<Vec<f64>> {
        let written = &self.meeting.listens;
        let row = |(i, it): (usize, &Member)| {
            let row = written.iter().find(|row| row.0 == it.leader);
            let others = self.members.iter().enumerate().filter(|other| other.0 != i);
            let others: f64 = others.map(|other| self.weight(other.1)).sum();
            let share = |(j, other): (usize, &Member)| {
                if i != j && other.turn.is_none() {
                    return 0.0;
                }
                let bends = self.bends(it);
                match row {
                    Some(row) => {
                        let share = row.1.iter().find(|share| share.0 == other.leader);
                        share.map_or(0.0, |it| it.1)
                    }
                    None if !written.is_empty() => f64::from(u8::from(i == j)),
                    None if i == j => 1.0 - bends,
                    None if others > 0.0 => bends * self.weight(other) / others,
                    None => 0.0,
                }
            };
            let mut row: Vec<f64> = self.members.iter().enumerate().map(share).collect();
            let all: f64 = row.iter().sum();
            if all > 0.0 {
                row.iter_mut().for_each(|it| *it /= all);
            } else {
                row[i] = 1.0;
            }
            row
        };
        self.members.iter().enumerate().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use deliberation::opinions::consensus;

    use super::*;
    use crate::scenario::{Discussion, load_preset};

    /// A meeting of a preset with this influence, four members with these turns, of whom the first presides.
    fn thinks(
        influence: Influence,
        listens: &[(u16, &[(u16, f64)])],
        turns: [Option<u32>; 4],
        readings: [f64; 4],
    ) -> Vec<f64> {
        let loaded = load_preset("today", &[]).unwrap();
        let plan = crate::plan::Plan::compile(&loaded.after, None).unwrap();
        let mut meeting = plan.meetings[0].clone();
        meeting.discussion = Discussion {
            influence,
            confidence: Some(1.0),
            ..Discussion::default()
        };
        meeting.listens = listens.iter().map(|it| (it.0, it.1.to_vec())).collect();
        let minds = Minds {
            bends: 0.5,
            chair_bends: 0.2,
            chair_weight: 3.0,
            ..loaded.after.world.minds.unwrap()
        };
        let member = |leader: u16| {
            let mut member = Member::default();
            (member.leader, member.chairs) = (leader, leader == 0);
            (member.turn, member.luck) = (turns[usize::from(leader)], 0.4);
            member
        };
        let heard = Heard {
            meeting: &meeting,
            minds: &minds,
            sigma: 2.0,
            asks: 0.0,
            members: &[0, 1, 2, 3].map(member),
        };
        heard.thinks(readings.to_vec())
    }

    fn near(got: &[f64], expected: &[f64]) {
        let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-11;
        assert!(
            got.len() == expected.len() && got.iter().zip(expected).all(close),
            "{got:?}, not {expected:?}"
        );
    }

    const ALL: [Option<u32>; 4] = [Some(3), Some(0), Some(1), Some(2)];
    /// The last one keeps silent.
    const THREE: [Option<u32>; 4] = [Some(2), Some(0), Some(1), None];

    #[test]
    fn by_chance() {
        // .4 < .5: all but whoever presides take his verdict, whoever speaks when.
        near(
            &thinks(Influence::Boland, &[], THREE, [-1.0, 2.0, 3.0, 4.0]),
            &[-1.0; 4],
        );
        // 1 and 2 are for it; the third speaker follows the second, and so do all.
        near(
            &thinks(Influence::Cascade, &[], ALL, [-1.0, 2.0, 3.0, -4.0]),
            &[3.0, 2.0, 3.0, 3.0],
        );
        // Torn after one, and the coin says to follow.
        near(
            &thinks(Influence::Cascade, &[], THREE, [-1.0, 2.0, -3.0, -4.0]),
            &[2.0, 2.0, 2.0, 2.0],
        );
    }

    #[test]
    fn weights_follow_from_bending_or_are_written() {
        // The chair keeps .8; the others keep half and give him 3 of 4 or 5 parts of the rest.
        let default = [
            vec![0.8, 0.1, 0.1, 0.0],
            vec![0.375, 0.5, 0.125, 0.0],
            vec![0.375, 0.125, 0.5, 0.0],
            vec![0.3, 0.1, 0.1, 0.5],
        ];
        let readings = [1.0, -2.0, 4.0, 9.0];
        // Whom nobody hears does not move the consensus.
        let met = consensus(&default, &readings).unwrap();
        near(&thinks(Influence::DeGroot, &[], THREE, readings), &[met; 4]);
        near(
            &thinks(Influence::FriedkinJohnsen, &[], THREE, readings),
            &friedkin_johnsen(&default, &[0.2, 0.5, 0.5, 0.5], &readings).unwrap(),
        );
        // Leader 7 is away, leader 3 silent: what is left of the rows of 1 and 2 is scaled; 3 hears nobody who is there, and 0 has no row.
        let written: &[(u16, &[(u16, f64)])] = &[
            (1, &[(0, 0.3), (1, 0.3), (7, 0.4)]),
            (2, &[(1, 0.25), (3, 0.75)]),
            (3, &[(7, 1.0)]),
        ];
        near(
            &thinks(Influence::DeGroot, written, THREE, readings),
            &[1.0, 1.0, 1.0, 9.0],
        );
    }

    #[test]
    fn within_confidence() {
        // Two units: 0 and 1 hear each other, who is silent hears 4 and moves nobody.
        near(
            &thinks(
                Influence::HegselmannKrause,
                &[],
                THREE,
                [0.0, 1.0, 4.0, 5.0],
            ),
            &[0.5, 0.5, 4.0, 4.0],
        );
    }
}
