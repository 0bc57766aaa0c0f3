//! Programs of others: finding them, installing what is missing, running them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where Cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Cargo, the one that runs this chore.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command to its end; an error names it.
pub fn run(command: &mut Command) -> Outcome {
    let line = describe(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(format!("`{line}` could not be started: {error}")),
    }
}

/// Runs a command and keeps what it prints.
pub fn output(command: &mut Command) -> Outcome<String> {
    let line = describe(command);
    match command.stderr(Stdio::inherit()).output() {
        Ok(done) if done.status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Ok(done) => Err(format!("`{line}` failed ({})", done.status)),
        Err(error) => Err(format!("`{line}` could not be started: {error}")),
    }
}

/// Runs a command on a text and keeps what it prints.
pub fn piped(command: &mut Command, text: &str) -> Outcome<Vec<u8>> {
    let line = describe(command);
    let failed = |error: std::io::Error| format!("`{line}` failed: {error}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    // The tools so used read all before they write.
    let given = child
        .stdin
        .take()
        .map_or(Ok(()), |mut to| to.write_all(text.as_bytes()));
    let done = child.wait_with_output().map_err(failed)?;
    match (given, done.status.success()) {
        (Ok(()), true) => Ok(done.stdout),
        (Err(error), true) => Err(failed(error)),
        (_, false) => Err(format!("`{line}` failed ({})", done.status)),
    }
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|it| it.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A program on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|it| it.is_file())
}

/// Makes sure that Rust can build for the browser.
pub fn wasm_target() -> Outcome {
    let installed = |list: &str| list.lines().any(|it| it.trim() == "wasm32-unknown-unknown");
    match output(
        Command::new("rustup")
            .args(["target", "list", "--installed"])
            .current_dir(root()),
    ) {
        Ok(list) if installed(&list) => Ok(()),
        Ok(_) => {
            println!("adding the wasm32 target …");
            run(Command::new("rustup")
                .args(["target", "add", "wasm32-unknown-unknown"])
                .current_dir(root()))
        }
        // Without rustup the target may come with the compiler; the build will say so if not.
        Err(_) => Ok(()),
    }
}

/// Makes sure that a component of the toolchain is there.
pub fn component(name: &str, probe: &str) -> Outcome {
    if output(cargo().args([probe, "--version"])).is_ok() {
        return Ok(());
    }
    run(Command::new("rustup")
        .args(["component", "add", name])
        .current_dir(root()))
}

/// `wasm-opt`; `None` when it cannot be had.
pub fn wasm_opt() -> Option<PathBuf> {
    find("wasm-opt").or_else(|| of_npm("wasm-opt", "binaryen@132"))
}

/// `esbuild`, which takes from scripts and style sheets what only people read; `None` when it cannot be had.
pub fn esbuild() -> Option<PathBuf> {
    of_npm("esbuild", "esbuild@0.28.2")
}

/// axe, which knows what stands in the way of people who listen to a page or see it badly: a script; `None` when it cannot be had.
pub fn axe() -> Option<PathBuf> {
    file_of_npm("axe", "axe-core@4.14.1", "axe-core/axe.min.js")
}

/// A program of an npm package, installed beside the build when Node is there; `None` when it cannot be had.
fn of_npm(name: &str, package: &str) -> Option<PathBuf> {
    file_of_npm(name, package, &format!(".bin/{name}"))
}

fn file_of_npm(name: &str, package: &str, file: &str) -> Option<PathBuf> {
    let folder = target().join("tools").join(name);
    let program = folder.join("node_modules").join(file);
    if program.is_file() {
        return Some(program);
    }
    find("npm")?;
    println!(
        "installing {name} (npm package {package}) into {} …",
        folder.display()
    );
    std::fs::create_dir_all(&folder).ok()?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--silent",
        "--prefix",
    ])
    .arg(&folder)
    .arg(package);
    run(npm.stdout(Stdio::null())).ok()?;
    program.is_file().then_some(program)
}

/// Reads a file; an error names it.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file; an error names it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
