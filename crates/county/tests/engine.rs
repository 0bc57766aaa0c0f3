//! The engine held against hand calculation, closed forms and its own invariants.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

#[path = "engine/fixture.rs"]
mod fixture;

#[path = "engine/afterwards.rs"]
mod afterwards;
#[path = "engine/asked.rs"]
mod asked;
#[path = "engine/carrying.rs"]
mod carrying;
#[path = "engine/closed_forms.rs"]
mod closed_forms;
#[path = "engine/conservation.rs"]
mod conservation;
#[path = "engine/determinism.rs"]
mod determinism;
#[path = "engine/disclosure.rs"]
mod disclosure;
#[path = "engine/documented_matter.rs"]
mod documented_matter;
#[path = "engine/emergencies.rs"]
mod emergencies;
#[path = "engine/emergency_mechanism.rs"]
mod emergency_mechanism;
#[path = "engine/facts.rs"]
mod facts;
#[path = "engine/generated.rs"]
mod generated;
#[path = "engine/language.rs"]
mod language;
#[path = "engine/lawful.rs"]
mod lawful;
#[path = "engine/mechanisms.rs"]
mod mechanisms;
#[path = "engine/meetings.rs"]
mod meetings;
#[path = "engine/norms.rs"]
mod norms;
#[path = "engine/organisation.rs"]
mod organisation;
#[path = "engine/pairing.rs"]
mod pairing;
#[path = "engine/permits.rs"]
mod permits;
#[path = "engine/petitions.rs"]
mod petitions;
#[path = "engine/reform.rs"]
mod reform;
#[path = "engine/warm_up.rs"]
mod warm_up;
#[path = "engine/worked_example.rs"]
mod worked_example;
#[path = "engine/worth.rs"]
mod worth;
