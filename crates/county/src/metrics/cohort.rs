//! The cohort: cases registered in the window, each followed until its turnaround ends, or the cap. The figures here are of matters of
//! decision that come from outside; the others are in [`others`](super::others).

use std::collections::VecDeque;

use litemap::LiteMap;

use kernel::Tick;

use super::emergencies::Emergencies;
use super::others::Others;
use super::petitions::Petitions;
use super::quality;
use super::roots::{Root, Turnarounds};
use super::{Out, Parts, days};
use crate::event::{Event, EventKind, NONE32, Note, Verdict};
use crate::law::articles::id_at;
use crate::plan::{Plan, StagePlan};
use crate::scenario::CaseKind;

/// One case of the cohort.
#[derive(Debug, Clone, Default)]
struct Track {
    kind: CaseKind,
    /// Comes from outside, not from another case.
    root: bool,
    registered: Tick,
    class: u16,
    parts: Parts,
    /// How good its decision is, of a matter from outside whose worth is known.
    matter: Option<Box<quality::Matter>>,
    breached: bool,
    /// When a meeting heard it last.
    heard: Option<Tick>,
    ended: bool,
    /// Nothing more happens to it.
    closed: bool,
    asked: Asked,
}

/// How the public was asked.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    affected: f64,
    reached: f64,
    comments: f64,
    adopted: f64,
    replied: f64,
}

impl Asked {
    fn add(&mut self, it: &Self) {
        self.affected += it.affected;
        self.reached += it.reached;
        self.comments += it.comments;
        self.adopted += it.adopted;
        self.replied += it.replied;
    }
}

/// Sums over the cohort.
#[derive(Debug, Clone, Default)]
pub(super) struct Cohort {
    /// Number of the first case of the cohort that may still have something to tell.
    first: Option<u32>,
    /// It and those after it.
    tracks: VecDeque<Track>,
    /// Of turnarounds that have ended, to be taken again: memory is asked for once, not once a case.
    spare: Vec<Parts>,
    others: Others,
    emergencies: Emergencies,
    petitions: Petitions,
    /// Of the matters before those tracks.
    quality: quality::Sums,
    arrivals: u64,
    /// Matters that arose from other cases.
    descendants: u64,
    turnarounds: Turnarounds,
    /// Cases from outside of the kinds that are compared root by root, as they ended; none where nobody compares them.
    pub roots: Option<Vec<Root>>,
    by_class: LiteMap<u16, (Tick, u64)>,
    completed: u64,
    refused: u64,
    withdrawn: u64,
    diverted: u64,
    censored: u64,
    adopted: u64,
    decided: u64,
    returns: u64,
    breaches: LiteMap<String, u64>,
    asked: Asked,
    hearings: u64,
    hearing_attendance: f64,
    /// Hearings to which nobody came, people who signed up, and deputies heard.
    hearings_empty: u64,
    /// Hearings for which people sign up.
    by_sign_up: u64,
    signed_up: f64,
    deputies: f64,
    opinions: u64,
}

impl Cohort {
    #[inline]
    fn track(&mut self, event: &Event) -> Option<&mut Track> {
        let first = self.first?;
        if event.number == NONE32 || event.number < first {
            return None;
        }
        self.tracks.get_mut((event.number - first) as usize)
    }

    #[inline]
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
                self.tracks.push_back(Track {
                    kind,
                    root,
                    registered: event.tick,
                    class: event.class,
                    parts: self.spare.pop().unwrap_or_default(),
                    ..Track::default()
                });
            }
            return;
        }
        let Some(first) = self.first else { return };
        if event.number == NONE32 || event.number < first {
            return;
        }
        let Some(track) = self.tracks.get_mut((event.number - first) as usize) else {
            return;
        };
        let counted = track.kind == CaseKind::Matter && track.root;
        if track.kind == CaseKind::Emergency {
            self.emergencies.fold(event, track.registered, plan);
        }
        if counted {
            match event.kind {
                EventKind::Worth | EventKind::WorthToGroup => {
                    quality::worth(&mut track.matter, event);
                }
                // Hundreds of these; none says how good a decision is.
                EventKind::StageReady | EventKind::Part | EventKind::StageDone => {}
                _ => {
                    if let Some(matter) = &mut track.matter {
                        matter.fold(event);
                    }
                }
            }
        }
        match event.kind {
            // What comes after its turnaround has ended is no part of it.
            EventKind::StageReady | EventKind::Part if !track.ended => track.parts.fold(event),
            EventKind::Published
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::Withdrawn
            | EventKind::Diverted
            | EventKind::Censored => {
                if event.kind == EventKind::Published && counted {
                    self.petitions.published(event, plan);
                }
                self.end(event, plan);
            }
            EventKind::Heard => {
                let after = event.tick - track.registered;
                let first = track.heard.replace(event.tick).is_none();
                if track.kind == CaseKind::Petition && first {
                    self.petitions.heard(after);
                }
            }
            EventKind::Breach => {
                let article = match event.note {
                    Note::Clock(clock) => {
                        track.breached = true;
                        self.petitions.overran(event.procedure, clock);
                        plan.clock_article(event.procedure, clock)
                    }
                    Note::Article(index) => id_at(index),
                    _ => "",
                };
                *self.breaches.entry(article.to_owned()).or_insert(0) += 1;
            }
            _ if !counted => {
                let kind = track.kind;
                self.others.fold(kind, event);
            }
            EventKind::Decided => match event.note {
                Note::Verdict(Verdict::Adopt) => {
                    self.adopted += 1;
                    self.decided += 1;
                }
                Note::Verdict(Verdict::Refuse) => self.decided += 1,
                _ => {}
            },
            EventKind::Returned => self.returns += 1,
            EventKind::Affected
            | EventKind::Reached
            | EventKind::Commented
            | EventKind::CommentsAdopted
            | EventKind::CommentsReplied => {
                // Until it ends it may still be let go.
                let asked = if track.ended {
                    &mut self.asked
                } else {
                    &mut track.asked
                };
                match event.kind {
                    EventKind::Affected => asked.affected += event.value,
                    // A second notice of the same matter reaches the same people.
                    EventKind::Reached if event.visit == 1 => asked.reached += event.value,
                    EventKind::Commented => asked.comments += event.value,
                    EventKind::CommentsAdopted => asked.adopted += event.value,
                    EventKind::CommentsReplied => asked.replied += event.value,
                    _ => {}
                }
            }
            EventKind::HearingHeld => {
                self.hearings += 1;
                self.hearing_attendance += event.value;
                self.hearings_empty += u64::from(event.value == 0.0);
                let laid_out = plan.procedures.get(usize::from(event.procedure));
                let stage = laid_out.and_then(|it| it.stages.get(usize::from(event.stage)));
                self.by_sign_up += u64::from(stage.is_some_and(StagePlan::asks_to_sign_up));
            }
            EventKind::SignedUp => self.signed_up += event.value,
            EventKind::DeputiesHeard => self.deputies += event.value,
            EventKind::ExpertOpinion => self.opinions += 1,
            EventKind::Objected => self.petitions.objected(event),
            _ => {}
        }
        if event.kind == EventKind::Closed {
            self.close(event, plan);
        }
    }

    /// Nothing more happens to a case: as far as all before it are closed too, it is summed up and need not be remembered.
    #[inline]
    fn close(&mut self, event: &Event, plan: &Plan) {
        if let Some(track) = self.track(event) {
            track.closed = true;
        }
        while let Some(track) = self.tracks.pop_front_if(|it| it.closed) {
            self.first = self.first.map(|it| it + 1);
            if let Some(matter) = track.matter {
                self.quality.add(&matter, plan);
            }
        }
    }

    /// A turnaround ends: the parts of the stage that speaks are the matter's, and add up to its lead time in ticks.
    #[inline]
    fn end(&mut self, event: &Event, plan: &Plan) {
        let Some(track) = self.track(event) else {
            return;
        };
        if std::mem::replace(&mut track.ended, true) {
            return;
        }
        let lead_time = event.tick - track.registered;
        let parts = track.parts.at(event.stage);
        let used = std::mem::take(&mut track.parts);
        let (class, breached) = (track.class, track.breached);
        let registered = track.registered - plan.timetable().start();
        let (kind, root) = (track.kind, track.root);
        let asked = track.asked;
        let at_once = track.heard == Some(event.tick) && event.kind == EventKind::Answered;
        self.spare.push(used.cleared());
        if kind == CaseKind::Petition && at_once {
            self.petitions.on_the_spot();
        }
        debug_assert_eq!(
            parts.iter().sum::<Tick>(),
            lead_time,
            "the parts of matter {} do not add up",
            event.number
        );
        if root && matches!(kind, CaseKind::Matter | CaseKind::Permit) {
            let short = |ticks: Tick| u32::try_from(ticks).unwrap_or(u32::MAX);
            let root = Root {
                key: event.case,
                kind,
                ending: event.kind,
                registered: short(registered),
                breached,
                lead_time: short(lead_time),
                parts: parts.map(short),
            };
            if kind == CaseKind::Matter {
                self.turnarounds.add(&root);
            }
            if let Some(roots) = &mut self.roots {
                roots.push(root);
            }
        }
        if kind != CaseKind::Matter || !root {
            self.others.ended(kind, lead_time, breached, event.kind);
            return;
        }
        match event.kind {
            EventKind::Withdrawn => self.withdrawn += 1,
            EventKind::Diverted => self.diverted += 1,
            _ => {}
        }
        if matches!(event.kind, EventKind::Withdrawn | EventKind::Diverted) {
            // Nothing was decided: a matter let go at once must not make a county look fast.
            return;
        }
        self.asked.add(&asked);
        let (sum, count) = self.by_class.entry(class).or_default();
        *sum += lead_time;
        *count += 1;
        match event.kind {
            EventKind::Published => self.completed += 1,
            EventKind::Refused => self.refused += 1,
            _ => self.censored += 1,
        }
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let count = self.turnarounds.report(out);
        let arrivals = self.arrivals as f64;
        for (&class, &(sum, matters)) in &self.by_class {
            let name = format!("turnaround.class.{}.lead_time.mean", plan.class(class));
            out.ratio(&name, days(sum), matters as f64, "days");
        }
        out.ratio(
            "turnaround.descendants",
            self.descendants as f64,
            arrivals,
            "matters",
        );
        self.others.report(plan, years, out);
        self.emergencies.report(plan, years, out);
        self.petitions.report(plan, years, out);
        let mut quality = self.quality.clone();
        for matter in self.tracks.iter().filter_map(|it| it.matter.as_ref()) {
            quality.add(matter, plan);
        }
        quality.report(years, out);
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
        out.ratio(
            "participation.affected",
            self.asked.affected,
            count,
            "people",
        );
        out.ratio(
            "participation.reached.share",
            self.asked.reached,
            self.asked.affected,
            "share",
        );
        out.ratio(
            "participation.responded.share",
            self.asked.comments,
            self.asked.affected,
            "share",
        );
        out.total(
            "participation.comments",
            self.asked.comments / years,
            "per_year",
        );
        out.ratio(
            "participation.comments.adopted.share",
            self.asked.adopted,
            self.asked.comments,
            "share",
        );
        out.ratio(
            "participation.comments.replied.share",
            self.asked.replied,
            self.asked.comments,
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
        let hearings = self.hearings as f64;
        let empty = self.hearings_empty as f64;
        let (signed_up, by_sign_up) = (self.signed_up, self.by_sign_up as f64);
        out.ratio(
            "participation.hearing.empty.share",
            empty,
            hearings,
            "share",
        );
        out.ratio(
            "participation.hearing.signed_up",
            signed_up,
            by_sign_up,
            "people",
        );
        let deputies = self.deputies / years;
        out.total("participation.deputies", deputies, "per_year");
        out.total(
            "participation.expert_opinions",
            self.opinions as f64 / years,
            "per_year",
        );
        let breaches: u64 = self.breaches.values().sum();
        out.total("compliance.breaches", breaches as f64 / years, "per_year");
        // Every article that may be breached, breached or not: a total must not be missing from a replication.
        let clocks = plan.procedures.iter().flat_map(|it| &it.clocks);
        let mut articles = LiteMap::<&str, ()>::new();
        for clock in clocks {
            articles.insert(clock.article.as_str(), ());
        }
        for procedure in &plan.procedures {
            let owed = procedure.owed.iter().map(|it| it.article);
            let sat = procedure.sat.iter();
            let sat = sat.flat_map(|it| it.without_chief.into_iter().chain([it.without_half]));
            for index in owed.chain(sat).chain(procedure.seated) {
                articles.insert(id_at(index), ());
            }
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
