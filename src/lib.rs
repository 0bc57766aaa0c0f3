//! The page.

rust_i18n::i18n!("locales", fallback = "zh");

pub mod charts;
