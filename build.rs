//! The page's words by language: tests have both at hand, the page fetches the one it speaks (`xtask`, which makes the same files).

#[path = "xtask/src/words.rs"]
#[allow(dead_code, reason = "what comes later is the page's own affair")]
mod words;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=xtask/src/words.rs");
    let files = words::read(std::path::Path::new("locales"))?;
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for (at, language) in words::LANGUAGES.into_iter().enumerate() {
        std::fs::write(
            out.join(format!("words-{language}.json")),
            words::of(at, &files, |_| true),
        )?;
    }
    Ok(())
}
