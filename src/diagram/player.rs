//! The player: the theatre with its clock, frame after frame, outside the virtual DOM.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::Tick;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use crate::charts::figure::medium;

use super::theatre::{Play, Props as Places, Theatre};

/// What plays, outside the virtual DOM.
#[derive(Default)]
pub(super) struct Player {
    /// Set once the elements are there.
    pub theatre: Option<Theatre>,
    /// A frame has been asked for.
    asked: bool,
    /// Told when the clock stops by itself.
    stopped: Callback<()>,
    /// Told where the clock stands.
    pub stands: Callback<Tick>,
    /// What it was told last, and when, milliseconds.
    told: Option<(Tick, f64)>,
}

/// One player, shared by the keys that work it.
pub(super) type Shared = Rc<RefCell<Player>>;

/// While it plays, what goes through the virtual DOM hears of the time once in this many milliseconds.
const TOLD_EVERY: f64 = 500.0;

impl Player {
    /// The time to tell, if it is time to tell one: at once when the clock stands, now and then while it goes.
    fn tells(&mut self, now: f64) -> Option<Tick> {
        let clock = &self.theatre.as_ref()?.clock;
        let (t, goes) = (clock.tick(), clock.playing);
        let news = self
            .told
            .is_none_or(|(said, when)| said != t && (!goes || now - when >= TOLD_EVERY));
        news.then(|| {
            self.told = Some((t, now));
            t
        })
    }
}

/// Asks for a frame, and after it for the next as long as anything moves.
pub(super) fn run(player: &Shared) {
    if std::mem::replace(&mut player.borrow_mut().asked, true) {
        return;
    }
    let again = Rc::clone(player);
    let frame = Closure::once_into_js(move |now: f64| {
        let (on, ended, t) = {
            let mut player = again.borrow_mut();
            player.asked = false;
            let Some(theatre) = &mut player.theatre else {
                return;
            };
            let played = theatre.clock.playing;
            let on = theatre.frame(now);
            let ended = played && !theatre.clock.playing;
            (on, ended, player.tells(now))
        };
        if let Some(t) = t {
            let stands = again.borrow().stands.clone();
            stands.emit(t);
        }
        if ended {
            let stopped = again.borrow().stopped.clone();
            stopped.emit(());
        }
        if on {
            run(&again);
        }
    });
    if let Some(window) = web_sys::window() {
        // Refused only where nothing is shown.
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }
}

/// Whether the reader wants stillness.
pub(super) fn still() -> bool {
    medium("(prefers-reduced-motion: reduce)")
}

/// Puts what is to be played on the stage; the first time it begins to play, unless the reader wants stillness.
pub(super) fn set(
    player: &Shared,
    nodes: &[NodeRef; 5],
    play: Play,
    playing: &UseStateHandle<bool>,
) {
    {
        let mut player = player.borrow_mut();
        let ended = playing.clone();
        player.stopped = Callback::from(move |()| ended.set(false));
        match &mut player.theatre {
            Some(theatre) => theatre.replace(play),
            None => {
                let [dots, signs, scrubber, date, meetings] = nodes;
                let places = (|| {
                    Some(Places {
                        dots: dots.cast()?,
                        signs: signs.cast()?,
                        scrubber: scrubber.cast()?,
                        date: date.cast()?,
                        meetings: meetings.cast()?,
                    })
                })();
                let Some(places) = places else { return };
                let reduced = play.reduced;
                let mut theatre = Theatre::new(places, play);
                if !reduced {
                    theatre.clock.play();
                }
                playing.set(theatre.clock.playing);
                player.theatre = Some(theatre);
            }
        }
    }
    run(player);
}
