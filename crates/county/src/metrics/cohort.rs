//! The cohort: cases registered in the window, each followed until its turnaround ends, or the cap. The figures here are of matters of
//! decision that come from outside; the others are in [`others`](super::others).

use litemap::LiteMap;
use std::sync::Arc;

use kernel::Tick;

use super::others::Others;
use super::petitions::Petitions;
use super::{Out, days, part_of};
use crate::event::{Event, EventKind, NONE, NONE32, Note, Part, Verdict};
use crate::plan::Plan;
use crate::scenario::CaseKind;

const PARTS: usize = Part::ALL.len();

/// One case of the cohort.
#[derive(Debug, Clone, Default)]
struct Track {
    kind: CaseKind,
    /// Comes from outside, not from another case.
    root: bool,
    registered: Tick,
    class: u16,
    /// For each stage: the parts from registration to the end of its latest visit, along the branch that speaks.
    parts: Vec<[Tick; PARTS]>,
    breached: bool,
    /// When a meeting heard it last.
    heard: Option<Tick>,
    ended: bool,
}

/// Sums over the cohort.
#[derive(Debug, Clone, Default)]
pub(super) struct Cohort {
    /// Number of the first case of the cohort.
    first: Option<u32>,
    tracks: Vec<Track>,
    others: Others,
    petitions: Petitions,
    arrivals: u64,
    /// Matters that arose from other cases.
    descendants: u64,
    lead_times: Vec<f64>,
    by_class: LiteMap<u16, (Tick, u64)>,
    parts: [Tick; PARTS],
    lead_time: Tick,
    completed: u64,
    refused: u64,
    withdrawn: u64,
    diverted: u64,
    censored: u64,
    on_time: u64,
    adopted: u64,
    decided: u64,
    returns: u64,
    breaches: LiteMap<String, u64>,
    affected: f64,
    reached: f64,
    comments: f64,
    comments_adopted: f64,
    comments_replied: f64,
    hearings: u64,
    hearing_attendance: f64,
    opinions: u64,
}

impl Cohort {
    fn track(&mut self, event: &Event) -> Option<&mut Track> {
        let first = self.first?;
        if event.number == NONE32 || event.number < first {
            return None;
        }
        self.tracks.get_mut((event.number - first) as usize)
    }

    pub(super) fn fold(&mut self, event: &Event, open: bool, plan: &Plan) {
        if event.kind == EventKind::Registered {
            if open {
                self.first.get_or_insert(event.number);
                let kind = plan.kind(event.class);
                let root = !matches!(event.note, Note::Parent { .. });
                match (kind, root) {
                    (CaseKind::Matter, true) => self.arrivals += 1,
                    (CaseKind::Matter, false) => self.descendants += 1,
                    _ => self.others.received(kind, root),
                }
                self.petitions.registered(event, plan);
                self.tracks.push(Track {
                    kind,
                    root,
                    registered: event.tick,
                    class: event.class,
                    parts: vec![[0; PARTS]; usize::from(plan.stage_count(event.procedure))],
                    ..Track::default()
                });
            }
            return;
        }
        let Some(track) = self.track(event) else {
            return;
        };
        let counted = track.kind == CaseKind::Matter && track.root;
        match event.kind {
            EventKind::StageReady => {
                let from = match event.note {
                    Note::Stage(from) => track.parts.get(usize::from(from)).copied(),
                    _ => None,
                };
                if let Some(parts) = track.parts.get_mut(usize::from(event.stage)) {
                    *parts = from.unwrap_or_default();
                }
            }
            EventKind::Part => {
                if let (Some(part), Some(parts)) = (
                    part_of(event),
                    track.parts.get_mut(usize::from(event.stage)),
                ) {
                    parts[part as usize] += event.value as Tick;
                }
            }
            EventKind::Published
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::Withdrawn
            | EventKind::Diverted
            | EventKind::Censored => {
                if event.kind == EventKind::Published && counted {
                    self.petitions.published(event, plan);
                }
                self.end(event);
            }
            EventKind::Heard => {
                let after = event.tick - track.registered;
                let first = track.heard.replace(event.tick).is_none();
                if track.kind == CaseKind::Petition && first {
                    self.petitions.heard(after);
                }
            }
            EventKind::Breach => {
                track.breached = true;
                if let Note::Clock(clock) = event.note {
                    self.petitions.overran(event.procedure, clock);
                    let article = plan.clock_article(event.procedure, clock);
                    *self.breaches.entry(article.to_owned()).or_insert(0) += 1;
                }
            }
            _ if !counted => {}
            EventKind::Decided => match event.note {
                Note::Verdict(Verdict::Adopt) => {
                    self.adopted += 1;
                    self.decided += 1;
                }
                Note::Verdict(Verdict::Refuse) => self.decided += 1,
                _ => {}
            },
            EventKind::Returned => self.returns += 1,
            EventKind::Affected => self.affected += event.value,
            // A second notice of the same matter reaches the same people.
            EventKind::Reached if event.visit == 1 => self.reached += event.value,
            EventKind::Commented => self.comments += event.value,
            EventKind::CommentsAdopted => self.comments_adopted += event.value,
            EventKind::CommentsReplied => self.comments_replied += event.value,
            EventKind::HearingHeld => {
                self.hearings += 1;
                self.hearing_attendance += event.value;
            }
            EventKind::ExpertOpinion => self.opinions += 1,
            EventKind::Objected => self.petitions.objected(event),
            _ => {}
        }
    }

    /// A turnaround ends: the parts of the stage that speaks are the matter's, and add up to its lead time in ticks.
    fn end(&mut self, event: &Event) {
        let Some(track) = self.track(event) else {
            return;
        };
        if std::mem::replace(&mut track.ended, true) {
            return;
        }
        let lead_time = event.tick - track.registered;
        let parts = if event.stage == NONE {
            [0; PARTS]
        } else {
            track
                .parts
                .get(usize::from(event.stage))
                .copied()
                .unwrap_or_default()
        };
        track.parts = Vec::new();
        let (class, breached) = (track.class, track.breached);
        let (kind, root) = (track.kind, track.root);
        let at_once = track.heard == Some(event.tick) && event.kind == EventKind::Answered;
        if kind == CaseKind::Petition && at_once {
            self.petitions.on_the_spot();
        }
        debug_assert_eq!(
            parts.iter().sum::<Tick>(),
            lead_time,
            "the parts of matter {} do not add up",
            event.number
        );
        if kind != CaseKind::Matter || !root {
            let open = event.kind == EventKind::Censored;
            self.others.ended(kind, lead_time, breached, open);
            return;
        }
        for (sum, part) in self.parts.iter_mut().zip(parts) {
            *sum += part;
        }
        self.lead_time += lead_time;
        self.lead_times.push(days(lead_time));
        let (sum, count) = self.by_class.entry(class).or_default();
        *sum += lead_time;
        *count += 1;
        match event.kind {
            EventKind::Published => self.completed += 1,
            EventKind::Refused => self.refused += 1,
            EventKind::Withdrawn => self.withdrawn += 1,
            EventKind::Diverted => self.diverted += 1,
            _ => self.censored += 1,
        }
        self.on_time += u64::from(event.kind != EventKind::Censored && !breached);
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let count = self.lead_times.len() as f64;
        let arrivals = self.arrivals as f64;
        out.ratio(
            "turnaround.lead_time.mean",
            days(self.lead_time),
            count,
            "days",
        );
        let mut sorted = self.lead_times.clone();
        sorted.sort_by(f64::total_cmp);
        let values: Arc<[f64]> = sorted.into();
        for (name, at) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95)] {
            out.quantile(&format!("turnaround.lead_time.{name}"), at, &values, "days");
        }
        for part in Part::ALL {
            let sum = days(self.parts[part as usize]);
            out.ratio(
                &format!("turnaround.part.{}", part.name()),
                sum,
                count,
                "days",
            );
        }
        for (&class, &(sum, matters)) in &self.by_class {
            let name = format!("turnaround.class.{}.lead_time.mean", plan.class(class));
            out.ratio(&name, days(sum), matters as f64, "days");
        }
        out.ratio(
            "turnaround.on_time.share",
            self.on_time as f64,
            count,
            "share",
        );
        out.ratio(
            "turnaround.censored.share",
            self.censored as f64,
            count,
            "share",
        );
        out.ratio(
            "turnaround.descendants",
            self.descendants as f64,
            arrivals,
            "matters",
        );
        self.others.report(plan, years, out);
        self.petitions.report(plan, years, out);
        out.ratio("turnaround.returns", self.returns as f64, count, "times");
        for (name, number) in [
            ("arrivals", arrivals),
            ("completed", self.completed as f64),
            ("refused", self.refused as f64),
            ("withdrawn", self.withdrawn as f64),
            ("diverted", self.diverted as f64),
            ("in_progress", self.censored as f64),
        ] {
            out.total(&format!("turnaround.{name}"), number / years, "per_year");
        }
        out.ratio(
            "quality.adoption.share",
            self.adopted as f64,
            self.decided as f64,
            "share",
        );
        out.ratio("participation.affected", self.affected, count, "people");
        out.ratio(
            "participation.reached.share",
            self.reached,
            self.affected,
            "share",
        );
        out.ratio(
            "participation.responded.share",
            self.comments,
            self.affected,
            "share",
        );
        out.total("participation.comments", self.comments / years, "per_year");
        out.ratio(
            "participation.comments.adopted.share",
            self.comments_adopted,
            self.comments,
            "share",
        );
        out.ratio(
            "participation.comments.replied.share",
            self.comments_replied,
            self.comments,
            "share",
        );
        out.total(
            "participation.hearings",
            self.hearings as f64 / years,
            "per_year",
        );
        out.ratio(
            "participation.hearing.attendance",
            self.hearing_attendance,
            self.hearings as f64,
            "people",
        );
        out.total(
            "participation.expert_opinions",
            self.opinions as f64 / years,
            "per_year",
        );
        let breaches: u64 = self.breaches.values().sum();
        out.total("compliance.breaches", breaches as f64 / years, "per_year");
        // Every article a clock stands for, breached or not: a total must not be missing from a replication.
        let clocks = plan.procedures.iter().flat_map(|it| &it.clocks);
        let mut articles = LiteMap::<&str, ()>::new();
        for clock in clocks {
            articles.insert(clock.article.as_str(), ());
        }
        for article in articles.keys() {
            let number = self.breaches.get(*article).copied().unwrap_or(0);
            out.total(
                &format!("compliance.breaches.{article}"),
                number as f64 / years,
                "per_year",
            );
        }
    }
}
