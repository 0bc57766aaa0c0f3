//! The page: Tuiyan in a browser.

rust_i18n::i18n!("locales", fallback = "zh");
