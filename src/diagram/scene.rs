//! What the diagram shows at a time: which dot stands where, how long the queues are.

use kernel::Tick;
use kernel::order::sort_short;

use super::curve::Point;
use super::layout::Layout;
use super::playback::{Place, Playback, State};

/// One dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// The matter, into [`Playback::cases`].
    pub case: usize,
    /// The visit, into its visits.
    pub visit: usize,
    /// A branch beside the one that speaks for the matter: drawn hollow.
    pub beside: bool,
    /// The box it stands at.
    pub at: usize,
    /// Its place; `None` when the queue is longer than there are places.
    pub place: Option<Point>,
}

/// What stands at one box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Matters in line or on the agenda.
    pub queued: usize,
    /// Matters with hands on them or a period running.
    pub busy: usize,
    /// Of those in line, how many have no place in the picture.
    pub queue_beyond: usize,
    /// Of the others, how many have none.
    pub busy_beyond: usize,
}

/// The diagram at one time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Its dots.
    pub dots: Vec<Dot>,
    /// What stands at each box of the layout.
    pub crowds: Vec<Crowd>,
    /// Open matters under this procedure.
    pub open: usize,
}

/// For every stage of the playback its box in the layout of `procedure`, if it has one.
#[must_use]
pub fn boxes(playback: &Playback, layout: &Layout, procedure: &str) -> Vec<Option<usize>> {
    playback
        .stages
        .iter()
        .map(|s| {
            if s.procedure == procedure {
                layout.stage(&s.stage)
            } else {
                None
            }
        })
        .collect()
}

impl Scene {
    /// The scene at `t`; `boxes` as given by [`boxes`].
    #[must_use]
    pub fn at(playback: &Playback, layout: &Layout, boxes: &[Option<usize>], t: Tick) -> Self {
        let mut scene = Self {
            crowds: vec![Crowd::default(); layout.boxes.len()],
            ..Self::default()
        };
        // Whether hands are on it, beside, since when, which matter: who came first stands first.
        let mut standing: Vec<(usize, bool, bool, Tick, usize, usize)> = Vec::new();
        let mut stand = |case: usize, place: Place, beside: bool| {
            let at = boxes.get(usize::from(place.stage)).copied().flatten()?;
            let since = playback.cases[case].visits[place.visit].ready;
            let meets = layout.boxes[at].meeting.is_some();
            let busy = !meets && matches!(place.state, State::InWork | State::Waiting);
            standing.push((at, busy, beside, since, case, place.visit));
            Some(())
        };
        for (case, place) in playback.places_at(t) {
            if stand(case, place, false).is_some() {
                scene.open += 1;
            }
            for other in playback.cases[case].beside_at(t) {
                stand(case, other, true);
            }
        }
        sort_short(&mut standing, |a, b| a < b);
        for (at, busy, beside, _, case, visit) in standing {
            let crowd = &mut scene.crowds[at];
            let (count, beyond, room) = if busy {
                (
                    &mut crowd.busy,
                    &mut crowd.busy_beyond,
                    layout.foot_places(at),
                )
            } else {
                (
                    &mut crowd.queued,
                    &mut crowd.queue_beyond,
                    layout.queue_places(at),
                )
            };
            let n = *count;
            *count += 1;
            let place = if n >= room {
                *beyond += 1;
                None
            } else if busy {
                Some(layout.foot_place(at, n))
            } else {
                Some(layout.queue_place(at, n))
            };
            scene.dots.push(Dot {
                case,
                visit,
                beside,
                at,
                place,
            });
        }
        scene
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Lang;
    use crate::diagram::playback::{CaseTrack, Ending, StageId, Visit};
    use crate::diagram::testing::scenario;

    fn playback(cases: usize) -> Playback {
        let stage = |stage: &str| StageId {
            procedure: "major".into(),
            stage: stage.into(),
        };
        let visit = |stage, ready, done| Visit {
            stage,
            visit: 1,
            ready,
            done,
            parts: [0; 8],
            states: vec![(ready, State::Queued), (ready + 10, State::InWork)],
            holders: Vec::new(),
            returned_to: None,
        };
        let case = |n: usize| CaseTrack {
            number: n as u32,
            class: 0,
            attributes: 0,
            registered: 0,
            older: false,
            turned: None,
            ending: Ending::Open,
            closed: None,
            visits: vec![visit(0, 0, Some(100)), visit(1, 0, None)],
            path: vec![(0, 0), (100, 1)],
            decision: None,
        };
        Playback {
            epoch: "2024-01-01".into(),
            from: 0,
            to: 1000,
            stages: vec![
                stage("drafting"),
                stage("risk_assessment"),
                StageId {
                    procedure: "short".into(),
                    stage: "only".into(),
                },
            ],
            classes: vec!["plan".into()],
            holders: Vec::new(),
            cases: (0..cases).map(case).collect(),
            meetings: Vec::new(),
            absences: Vec::new(),
        }
    }

    #[test]
    fn every_open_matter_is_one_full_dot_and_queues_are_counted() {
        let layout = Layout::of(&scenario(), "major", Lang::Zh, 760.0);
        let playback = playback(30);
        let boxes = boxes(&playback, &layout, "major");
        assert_eq!(boxes[2], None);
        let drafting = layout.stage("drafting").unwrap();
        for (t, queued, busy) in [(5, 30, 0), (50, 0, 30)] {
            let scene = Scene::at(&playback, &layout, &boxes, t);
            assert_eq!(scene.dots.iter().filter(|d| !d.beside).count(), 30);
            assert_eq!(scene.open, 30);
            assert_eq!(
                (scene.crowds[drafting].queued, scene.crowds[drafting].busy),
                (queued, busy)
            );
        }
        let scene = Scene::at(&playback, &layout, &boxes, 5);
        assert_eq!(
            scene.crowds[drafting].queue_beyond,
            30 - layout.queue_places(drafting)
        );
        let placed: Vec<Point> = scene.dots.iter().filter_map(|d| d.place).collect();
        for (i, a) in placed.iter().enumerate() {
            assert!(
                placed[..i]
                    .iter()
                    .all(|b| (a.x - b.x).abs() + (a.y - b.y).abs() > 5.0),
                "two dots at {a:?}"
            );
        }
    }
}
