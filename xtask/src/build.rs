//! The static page: `dist/`, files named by their content, for any folder of any host.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use xxhash_rust::xxh3::xxh3_64;

use crate::compile::module;
use crate::tools::{esbuild, piped, read, root, write};
use crate::{Outcome, known, words};

/// What the page may transfer on its first load, gzipped, bytes.
pub const BUDGET: usize = 550_000;

/// A built page.
pub struct Built {
    /// Its folder.
    pub dist: PathBuf,
    /// Bytes of the first load, gzipped.
    pub gzipped: usize,
}

/// `cargo xtask build [--fast]`.
pub fn run(args: &[String]) -> Outcome<Built> {
    known(args, &["--fast"], &[])?;
    build(args.iter().any(|it| it == "--fast"))
}

/// Builds the page.
pub fn build(fast: bool) -> Outcome<Built> {
    let stage = module("tuiyan-page", fast)?;
    let unpacker = module("tuiyan-unpack", fast)?;
    let selfcheck = module("tuiyan-selfcheck", fast)?;
    let places = module("tuiyan-places", fast)?;
    let dist = root().join("dist");
    let minifier = if fast { None } else { esbuild() };
    if minifier.is_none() && !fast {
        println!(
            "esbuild is not here (it comes by Node's npm): scripts and styles keep their comments"
        );
    }
    assemble(
        [&stage, &unpacker, &selfcheck, &places],
        &dist,
        &Lean(minifier),
    )
}

/// Takes from scripts and style sheets what only people read, where the tool for it is at hand.
struct Lean(Option<PathBuf>);

impl Lean {
    fn script(&self, text: &str) -> Outcome<Vec<u8>> {
        self.without_comments(text, &["--loader=js", "--format=esm"])
    }

    fn style(&self, text: &str) -> Outcome<Vec<u8>> {
        self.without_comments(text, &["--loader=css"])
    }

    /// The page with its own script without comments and blanks.
    fn page(&self, text: &str) -> Outcome<String> {
        const BEGIN: &str = "<script type=\"module\">";
        let parts = text.split_once(BEGIN);
        let parts = parts.and_then(|it| Some((it.0, it.1.split_once("</script>")?)));
        let Some((before, (script, after))) = parts else {
            return Err("index.html has no script of its own".into());
        };
        let script = String::from_utf8(self.script(script)?)
            .map_err(|_| "esbuild wrote what is not UTF-8".to_owned())?;
        Ok(format!("{before}{BEGIN}{}</script>{after}", script.trim()))
    }

    fn without_comments(&self, text: &str, kind: &[&str]) -> Outcome<Vec<u8>> {
        let Some(tool) = &self.0 else {
            return Ok(text.as_bytes().to_vec());
        };
        let mut command = Command::new(tool);
        command
            .args(["--minify", "--target=es2022", "--log-level=warning"])
            .args(kind);
        piped(&mut command, text)
    }
}

/// Gives every file its hashed name and puts the names into the files that refer to them.
fn assemble(
    [stage, unpacker, selfcheck, places]: [&Path; 4],
    dist: &Path,
    lean: &Lean,
) -> Outcome<Built> {
    if dist.exists() {
        std::fs::remove_dir_all(dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    }
    let mut first_load: Vec<(String, usize)> = Vec::new();
    let mut put = |stem: &str, ending: &str, bytes: &[u8]| -> Outcome<String> {
        let name = format!("{stem}-{:08x}.{ending}", xxh3_64(bytes) as u32);
        write(&dist.join(&name), bytes)?;
        first_load.push((name.clone(), gzipped(bytes)?));
        Ok(name)
    };
    // The page's module is handed to its program, which need not know where it lies; the unpacker finds its own beside itself.
    let packed = packed(&stage.join("tuiyan_page_bg.wasm"))?;
    let module = put("tuiyan_page_bg", "wasm.lzma", &packed)?;
    let program = text(&stage.join("tuiyan_page.js"))?;
    let program = put("tuiyan_page", "js", &lean.script(&program)?)?;
    let unpack = read(&unpacker.join("tuiyan_unpack_bg.wasm"))?;
    let unpack = put("tuiyan_unpack_bg", "wasm", &unpack)?;
    let unpacks =
        text(&unpacker.join("tuiyan_unpack.js"))?.replace("tuiyan_unpack_bg.wasm", &unpack);
    let unpacks = put("tuiyan_unpack", "js", &lean.script(&unpacks)?)?;
    let worker = put(
        "worker",
        "js",
        &lean.script(&text(&root().join("worker.js"))?)?,
    )?;
    // The self-check comes only to those who ask for it.
    let check = read(&selfcheck.join("tuiyan_selfcheck_bg.wasm"))?;
    let check = put("tuiyan_selfcheck_bg", "wasm", &check)?;
    let checks =
        text(&selfcheck.join("tuiyan_selfcheck.js"))?.replace("tuiyan_selfcheck_bg.wasm", &check);
    let checks = put("tuiyan_selfcheck", "js", &lean.script(&checks)?)?;
    let checker = text(&root().join("selfcheck.js"))?.replace("tuiyan_selfcheck.js", &checks);
    let checker = put("selfcheck", "js", &lean.script(&checker)?)?;
    // So do the places 对比, 研究 and 训练, and the cases, each when it is opened.
    let further = self::packed(&places.join("tuiyan_places_bg.wasm"))?;
    let further = put("tuiyan_places_bg", "wasm.lzma", &further)?;
    let further_program = text(&places.join("tuiyan_places.js"))?;
    let further_program = put("tuiyan_places", "js", &lean.script(&further_program)?)?;
    let [first_styles, later_styles] = styles()?;
    let style = put("style", "css", &lean.style(&first_styles)?)?;
    let later_style = put("later", "css", &lean.style(&later_styles)?)?;
    let locales = words::read(&root().join("locales"))
        .map_err(|error| format!("the words in locales/ could not be read: {error}"))?;
    let mut later = vec![check, checks, checker.clone()];
    later.extend([
        further.clone(),
        further_program.clone(),
        later_style.clone(),
    ]);
    let (mut words, mut names) = (Vec::new(), Vec::new());
    let mut index_of_cases = Vec::new();
    for (id, written) in cases()? {
        let name = put(&id, "case.json", written.to_string().as_bytes())?;
        let of = |key: &str| written.get(key).cloned().unwrap_or_default();
        index_of_cases.push(serde_json::json!({ "id": id, "file": format!("./{name}"), "title": of("title"), "about": of("about"), "minutes": of("minutes") }));
        later.push(name);
    }
    let listed = serde_json::Value::Array(index_of_cases).to_string();
    let cases = put("cases", "json", listed.as_bytes())?;
    later.push(cases.clone());
    names.push(("cases.json".to_owned(), cases));
    for (at, language) in words::LANGUAGES.into_iter().enumerate() {
        let parts = words::LATER.map(|it| Some(it.0));
        for part in parts.into_iter().chain([None]) {
            let said = words::of(at, &locales, |key| words::later(key) == part);
            let stem = format!("{}-{language}", part.unwrap_or("words"));
            let packed = lzma(said.as_bytes()).map_err(|error| format!("{stem}: {error}"))?;
            let name = put(&stem, "json.lzma", &packed)?;
            if part.is_some() {
                &mut later
            } else {
                &mut words
            }
            .push(name.clone());
            names.push((format!("{stem}.json.lzma"), name));
        }
    }
    let mut index = text(&root().join("index.html"))?
        .replace("tuiyan_page_bg.wasm.lzma", &module)
        .replace("tuiyan_page.js", &program)
        .replace("tuiyan_places_bg.wasm.lzma", &further)
        .replace("tuiyan_places.js", &further_program)
        .replace("tuiyan_unpack.js", &unpacks)
        .replace("tuiyan_unpack_bg.wasm", &unpack)
        .replace("worker.js", &worker)
        .replace("selfcheck.js", &checker)
        .replace("style.css", &style)
        .replace("later.css", &later_style);
    for (written, name) in &names {
        index = index.replace(written, name);
    }
    let index = lean.page(&index)?;
    write(&dist.join("index.html"), &index)?;
    first_load.push(("index.html".to_owned(), gzipped(index.as_bytes())?));
    copy(&stage.join("snippets"), &dist.join("snippets"))?;
    // A page fetches the words of one language: the larger of the two counts.
    let spoken: Vec<(String, usize)> = first_load
        .extract_if(.., |it| words.contains(&it.0))
        .collect();
    first_load.extend(spoken.into_iter().max_by_key(|it| it.1));
    let asked: Vec<(String, usize)> = first_load
        .extract_if(.., |it| later.contains(&it.0))
        .collect();
    let total: usize = first_load.iter().map(|it| it.1).sum();
    println!("\nfirst load, gzipped:");
    for (name, size) in &first_load {
        println!("  {:>8.1} kB  {name}", *size as f64 / 1000.0);
    }
    let verdict = if total <= BUDGET { "within" } else { "OVER" };
    println!(
        "  {:>8.1} kB  in all, {verdict} {} kB\n",
        total as f64 / 1000.0,
        BUDGET / 1000
    );
    println!(
        "later, for those who go to Compare, Research, Train or About, open a case or ask for the self-check, gzipped:"
    );
    for (name, size) in &asked {
        println!("  {:>8.1} kB  {name}", *size as f64 / 1000.0);
    }
    Ok(Built {
        dist: dist.to_path_buf(),
        gzipped: total,
    })
}

/// From this number on style sheets come with the places that are fetched later.
const LATER_STYLES: &str = "7";

/// The cases for training, by id.
fn cases() -> Outcome<Vec<(String, serde_json::Value)>> {
    let folder = root().join("cases");
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries: std::io::Result<Vec<_>> = std::fs::read_dir(&folder).map_err(said)?.collect();
    let mut found = Vec::new();
    for path in entries.map_err(said)?.iter().map(std::fs::DirEntry::path) {
        let stem = path.file_stem().and_then(|it| it.to_str());
        if let (Some(id), true) = (stem, path.extension().is_some_and(|it| it == "json")) {
            let case = serde_json::from_str(&text(&path)?);
            let case = case.map_err(|error| format!("{}: {error}", path.display()))?;
            found.push((id.to_owned(), case));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// All style sheets, in order of their names, `base` first: those of the first load, and those that come with the places fetched later.
fn styles() -> Outcome<[String; 2]> {
    let folder = root().join("styles");
    let entries =
        std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|it| it.ok().map(|it| it.path()))
        .filter(|it| it.extension().is_some_and(|it| it == "css"))
        .collect();
    files.sort_by_key(|it| (it.file_stem().is_none_or(|stem| stem != "base"), it.clone()));
    let mut all = [String::new(), String::new()];
    for file in files {
        let stem = file.file_stem().and_then(|it| it.to_str());
        let number = stem.and_then(|it| it.split_once('-')).map(|it| it.0);
        let late = number.is_some_and(|it| it.len() == 1 && it >= LATER_STYLES);
        let to = &mut all[usize::from(late)];
        to.push_str(&text(&file)?);
        to.push('\n');
    }
    Ok(all)
}

fn text(path: &Path) -> Outcome<String> {
    String::from_utf8(read(path)?).map_err(|_| format!("{}: not UTF-8", path.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.filter_map(Result::ok) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            write(&target, read(&path)?)?;
        }
    }
    Ok(())
}

/// A file as LZMA, packed once: kept beside the file.
fn packed(file: &Path) -> Outcome<Vec<u8>> {
    let kept = file.with_extension("wasm.lzma");
    if !kept.is_file() {
        let bytes = read(file)?;
        let packed = lzma(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
        // Whole or not at all: a build may be interrupted.
        let half = file.with_extension("half");
        write(&half, packed)?;
        std::fs::rename(&half, &kept).map_err(|error| format!("{}: {error}", kept.display()))?;
    }
    read(&kept)
}

/// Bytes as LZMA. WebAssembly is a stream of bytes without alignment, as text is, which `lc` and `pb` say.
fn lzma(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    (options.lc, options.pb, options.nice_len) = (4, 0, LzmaOptions::NICE_LEN_MAX);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(bytes.len() as u64))?;
    writer.write_all(bytes)?;
    writer.finish()
}

fn gzipped(bytes: &[u8]) -> Outcome<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map(|it| it.len())
        .map_err(|error| format!("measuring: {error}"))
}
