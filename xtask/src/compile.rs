//! Rust to WebAssembly: as small as the toolchain can make it where the standard library's source is at hand.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::tools::{cargo, output, root, run as go, target, wasm_target};

/// The browser, to the compiler.
pub const WASM: &str = "wasm32-unknown-unknown";

/// What the compiler is told where it builds the standard library too. A panic of the page was never to be seen but in the console: as a
/// bare trap it is the same error to the page, without the texts and places it would have named.
const LEAN: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

/// Compiles a library of the workspace for the browser; where the module is.
///
/// The released page is built together with its standard library, for size: a tenth less to load. Stable compilers do that only when told
/// that they may (`RUSTC_BOOTSTRAP`), and it needs the library's source, which rustup has. Without it the page is built with the
/// library as it came, larger, and this says so.
///
/// # Errors
/// What Cargo says.
pub fn compile(package: &str, fast: bool) -> Outcome<PathBuf> {
    wasm_target()?;
    let profile = if fast { "web-fast" } else { "web" };
    let lean = !fast && standard_library();
    // Flags of their own, a folder of their own: what the tests built stays built.
    let folder = if lean {
        target().join("lean")
    } else {
        target()
    };
    println!("compiling {package} for the browser (profile {profile}) …");
    let mut command = cargo();
    command.args(["build", "--package", package, "--lib", "--target", WASM]);
    command
        .args(["--profile", profile])
        .arg("--target-dir")
        .arg(&folder);
    if lean {
        command.args(["-Z", "build-std=std,panic_abort"]);
        command.args(["-Z", "build-std-features=optimize_for_size"]);
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", LEAN);
    }
    go(&mut command)?;
    let module = format!("{}.wasm", package.replace('-', "_"));
    Ok(folder.join(WASM).join(profile).join(module))
}

/// Whether the source of the standard library is here, or could be fetched.
fn standard_library() -> bool {
    let here = || {
        let sysroot = output(
            Command::new("rustc")
                .args(["--print", "sysroot"])
                .current_dir(root()),
        );
        sysroot.is_ok_and(|it| {
            let library = "lib/rustlib/src/rust/library/std/Cargo.toml";
            PathBuf::from(it.trim()).join(library).is_file()
        })
    };
    if here() {
        return true;
    }
    println!("adding the standard library's source …");
    let mut rustup = Command::new("rustup");
    rustup
        .args(["component", "add", "rust-src"])
        .current_dir(root());
    let added = go(rustup.stdout(Stdio::null())).is_ok() && here();
    if !added {
        println!("it could not be had: the page is built without it, larger");
    }
    added
}
