//! The page's words by language: tests have both at hand, the page fetches the one it speaks (`xtask`, which makes the same files).

#[path = "xtask/src/words.rs"]
mod words;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=xtask/src/words.rs");
    let mut paths: Vec<_> = std::fs::read_dir("locales")?
        .filter_map(|entry| entry.ok().map(|it| it.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "yml"))
        .collect();
    paths.sort();
    let files = paths
        .iter()
        .map(std::fs::read_to_string)
        .collect::<Result<Vec<_>, _>>()?;
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for (at, language) in words::LANGUAGES.into_iter().enumerate() {
        std::fs::write(
            out.join(format!("words-{language}.json")),
            words::of(at, &files),
        )?;
    }
    Ok(())
}
