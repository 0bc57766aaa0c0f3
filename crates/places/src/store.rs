//! Scenarios in the browser's own store (IndexedDB): text by id, written only by who has seen what stands there.

use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::JsValue;
use workbench::record::{Record, may_write};

use crate::edit::keep::tabs::Word;

/// The database, its version, and what holds the records.
const DATABASE: (&str, u32, &str) = ("tuiyan", 1, "scenarios");

/// Why the store cannot be used; nothing is lost by it, as the scenario stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The browser has no store for this page: forbidden, or a private window; in its own words.
    Forbidden(String),
    /// There is no room left, or the disk takes nothing.
    Full,
    /// A newer page has made it what this one does not know.
    Newer,
}

impl From<rexie::Error> for Fault {
    fn from(error: rexie::Error) -> Self {
        let said = match &error {
            rexie::Error::IdbError(inner) => format!("{inner:?}"),
            other => other.to_string(),
        };
        // Nobody here gives a transaction up: one that is given up could not be written.
        if said.contains("Quota") || said.contains("Abort") {
            Fault::Full
        } else if said.contains("VersionError") {
            Fault::Newer
        } else {
            Fault::Forbidden(said.chars().take(120).collect())
        }
    }
}

/// What became of a wish to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It stands there, as this revision.
    Done(u64),
    /// Somebody else has written meanwhile; nothing was written.
    Behind,
}

/// What is to stand under an id.
enum Change {
    /// This text.
    Text(String),
    /// Nothing.
    Gone,
}

async fn open() -> Result<Rexie, Fault> {
    let (name, version, store) = DATABASE;
    let builder = Rexie::builder(name).version(version);
    Ok(builder
        .add_object_store(ObjectStore::new(store))
        .build()
        .await?)
}

/// All that is stored, each with its id; what does not open too.
///
/// # Errors
/// Why the store cannot be read.
pub async fn all() -> Result<Vec<(String, String)>, Fault> {
    let store = open().await?;
    let reading = store.transaction(&[DATABASE.2], TransactionMode::ReadOnly)?;
    let found = reading
        .store(DATABASE.2)?
        .scan(None, None, None, None)
        .await?;
    let text = |it: &JsValue| it.as_string().unwrap_or_default();
    Ok(found.iter().map(|(id, it)| (text(id), text(it))).collect())
}

/// The one way into the store: what stands under an id is read and changed in one transaction, so that no other tab comes between. `change`
/// says what becomes of it, if anything, and what is to be told of it; other tabs, and this one's list, hear of it.
async fn put<T>(
    id: &str,
    change: impl FnOnce(Option<String>) -> (T, Option<(Change, u64)>),
) -> Result<T, Fault> {
    let store = open().await?;
    let writing = store.transaction(&[DATABASE.2], TransactionMode::ReadWrite)?;
    let records = writing.store(DATABASE.2)?;
    let key = JsValue::from_str(id);
    let stands = records.get(key.clone()).await?;
    let (told, change) = change(stands.and_then(|it| it.as_string()));
    let Some((change, revision)) = change else {
        return Ok(told);
    };
    match change {
        Change::Text(text) => drop(records.put(&JsValue::from_str(&text), Some(&key)).await?),
        Change::Gone => records.delete(key).await?,
    }
    if !writing.done().await?.is_committed() {
        return Err(Fault::Full);
    }
    Word::Wrote {
        id: id.to_owned(),
        revision,
    }
    .to_all();
    Ok(told)
}

/// Writes a record, unless there is a revision that `record.revision` has not seen; it then has the next.
///
/// # Errors
/// Why the store cannot be written.
pub async fn write(record: &Record) -> Result<Written, Fault> {
    put(&record.id, |stands| {
        let opened = |it: String| Record::open(&record.id, &it).map_or(u64::MAX, |it| it.revision);
        let stored = stands.map(opened);
        if !may_write(record.revision, stored) {
            return (Written::Behind, None);
        }
        let revision = record.revision.max(stored.unwrap_or(0)) + 1;
        let next = Record {
            revision,
            ..record.clone()
        };
        let change = Change::Text(next.text());
        (Written::Done(revision), Some((change, revision)))
    })
    .await
}

/// Puts a stored text where it stood, as it was.
///
/// # Errors
/// Why the store cannot be written.
pub async fn put_back(id: &str, text: &str) -> Result<(), Fault> {
    put(id, |_| ((), Some((Change::Text(text.to_owned()), 0)))).await
}

/// Takes a record out.
///
/// # Errors
/// Why the store cannot be written.
pub async fn remove(id: &str) -> Result<(), Fault> {
    put(id, |_| ((), Some((Change::Gone, 0)))).await
}

/// An id that no other record has: by the clock and by chance.
#[must_use]
pub fn new_id() -> String {
    let (time, chance) = (js_sys::Date::now(), js_sys::Math::random());
    format!(
        "s{:x}{:08x}",
        time as u64,
        (chance * f64::from(u32::MAX)) as u32
    )
}
