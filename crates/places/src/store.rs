//! Scenarios in the browser's own store (IndexedDB): text by id, written only by who has seen what stands there.

use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::JsValue;
use workbench::record::{Record, may_write};

/// The database, its version, and what holds the records.
const DATABASE: (&str, u32, &str) = ("tuiyan", 1, "scenarios");

/// Why the store cannot be used; nothing is lost by it, as the scenario stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The browser has no store for this page: forbidden, or a private window.
    Forbidden(String),
    /// There is no room left.
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
        if said.contains("Quota") {
            Fault::Full
        } else if said.contains("VersionError") {
            Fault::Newer
        } else {
            Fault::Forbidden(said.chars().take(120).collect())
        }
    }
}

/// What became of a wish to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// It stands there, as this revision.
    Done(u64),
    /// Somebody else has written meanwhile; nothing was written.
    Behind(u64),
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

/// Writes a record, unless there is a revision that `record.revision` has not seen; it then has the next.
///
/// # Errors
/// Why the store cannot be written.
pub async fn write(record: &Record) -> Result<Written, Fault> {
    let store = open().await?;
    let writing = store.transaction(&[DATABASE.2], TransactionMode::ReadWrite)?;
    let records = writing.store(DATABASE.2)?;
    let key = JsValue::from_str(&record.id);
    // Read and written in one transaction: no other tab comes between.
    let stands = records
        .get(key.clone())
        .await?
        .and_then(|it| it.as_string());
    let stored = stands.map(|it| Record::open(&it).map_or(u64::MAX, |it| it.revision));
    if !may_write(record.revision, stored) {
        return Ok(Written::Behind(stored.unwrap_or(0)));
    }
    let revision = record.revision.max(stored.unwrap_or(0)) + 1;
    let next = Record {
        revision,
        ..record.clone()
    };
    records
        .put(&JsValue::from_str(&next.text()), Some(&key))
        .await?;
    writing.done().await?;
    tell(&record.id, revision);
    Ok(Written::Done(revision))
}

/// Puts a stored text where it stood, as it was.
///
/// # Errors
/// Why the store cannot be written.
pub async fn put_back(id: &str, text: &str) -> Result<(), Fault> {
    let store = open().await?;
    let writing = store.transaction(&[DATABASE.2], TransactionMode::ReadWrite)?;
    writing
        .store(DATABASE.2)?
        .put(&JsValue::from_str(text), Some(&JsValue::from_str(id)))
        .await?;
    writing.done().await?;
    tell(id, 0);
    Ok(())
}

/// Takes a record out.
///
/// # Errors
/// Why the store cannot be written.
pub async fn remove(id: &str) -> Result<(), Fault> {
    let store = open().await?;
    let writing = store.transaction(&[DATABASE.2], TransactionMode::ReadWrite)?;
    writing
        .store(DATABASE.2)?
        .delete(JsValue::from_str(id))
        .await?;
    writing.done().await?;
    tell(id, 0);
    Ok(())
}

/// The channel by which tabs tell one another what they have written.
pub const CHANNEL: &str = "tuiyan";

fn tell(id: &str, revision: u64) {
    // A channel of its own, closed again: it tells all others, and the listener of this tab, which knows its own revision.
    if let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) {
        let _ = channel.post_message(&JsValue::from_str(&format!("{revision} {id}")));
        channel.close();
    }
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
