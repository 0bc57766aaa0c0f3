//! What keeping has in hand, and what it does with the store.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use page::state::Moment;
use wasm_bindgen_futures::spawn_local;
use workbench::record::Record;
use yew::prelude::*;

use super::book::{Book, Writes};
use super::remembered::remember;
use super::rows::{self, Kept};
use super::status::Told;
use crate::store::{self, Fault, Written};

/// What keeping has in hand, in every closure the same: the book, and what is shown of it and of the store.
#[derive(Clone)]
pub(super) struct Hands {
    pub(super) book: Rc<RefCell<Book>>,
    /// Records to be written, the first of which is being written.
    pub(super) line: Rc<RefCell<VecDeque<Record>>>,
    /// The record this tab writes.
    pub(super) own: UseStateSetter<Option<Writes>>,
    pub(super) told: UseStateSetter<Told>,
    pub(super) kept: UseStateSetter<Rc<[Rc<Kept>]>>,
    pub(super) failed: UseStateSetter<String>,
}

impl PartialEq for Hands {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.book, &other.book)
    }
}

impl Hands {
    /// What is shown of the book.
    pub(super) fn show(&self) {
        let own = self.book.borrow().own().cloned();
        if let Some(own) = &own {
            remember(&own.id);
        }
        self.own.set(own);
    }

    /// Reads the list anew.
    pub(super) fn list(&self) {
        let hands = self.clone();
        spawn_local(async move {
            match store::all().await {
                Ok(all) => hands.kept.set(rows::read(all)),
                Err(fault) => hands.told.set(Told::Fault(fault)),
            }
        });
    }

    /// Writes a record: the one way there is. One after the other, so that none takes an earlier one of this tab for another tab's; the list
    /// hears of it from the store.
    pub(super) fn put(&self, record: Record) {
        self.book.borrow_mut().call(&record.id, &record.name);
        let is_first = {
            let mut line = self.line.borrow_mut();
            line.push_back(record);
            line.len() == 1
        };
        if !is_first {
            return;
        }
        let hands = self.clone();
        spawn_local(async move {
            loop {
                let next = hands.line.borrow().front().cloned();
                let Some(next) = next else {
                    break;
                };
                hands.write(next).await;
                hands.line.borrow_mut().pop_front();
            }
            hands.show();
        });
    }

    async fn write(&self, record: Record) {
        let seen = self.book.borrow().seen(&record.id);
        let record = Record {
            revision: record.revision.max(seen),
            ..record
        };
        let written = store::write(&record).await;
        let mut book = self.book.borrow_mut();
        match written {
            Ok(Written::Done(revision)) => {
                book.wrote(&record.id, revision);
                self.told.set(Told::Kept);
            }
            Ok(Written::Behind) => self.told.set(Told::Behind),
            Err(fault) => {
                book.failed(&record.id);
                self.told.set(Told::Fault(fault));
            }
        }
    }

    /// This tab goes on with a record that is not in the store yet.
    pub(super) fn begin(&self, now: &Rc<Moment>, name: String) {
        let mut record = Writes::new(store::new_id(), name, now);
        record.written = Some(Rc::clone(now));
        self.put(record.record(now, js_sys::Date::now()));
        self.book.borrow_mut().take(now, record);
        self.show();
    }

    /// What could not be done in the store is told.
    pub(super) fn tell(&self, done: Result<(), Fault>) {
        if let Err(fault) = done {
            self.told.set(Told::Fault(fault));
        }
    }
}
