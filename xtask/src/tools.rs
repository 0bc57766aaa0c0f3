//! Programs of others: finding them, installing what is missing, running them.

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

/// `wasm-opt`, installed beside the build when Node is there; `None` when it cannot be had.
pub fn wasm_opt() -> Option<PathBuf> {
    if let Some(found) = find("wasm-opt") {
        return Some(found);
    }
    let folder = target().join("tools");
    let program = folder.join("node_modules/.bin/wasm-opt");
    if program.is_file() {
        return Some(program);
    }
    find("npm")?;
    println!(
        "installing wasm-opt (npm package binaryen) into {} …",
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
    .arg("binaryen@132");
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
