//! Rust to WebAssembly: as small as the toolchain can make it where the standard library's source is at hand.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wasm_bindgen_cli_support::Bindgen;
use xxhash_rust::xxh3::xxh3_64;

use crate::tools::{
    cargo, esbuild, output, read, root, run as go, target, wasm_opt, wasm_target, write,
};
use crate::{Outcome, names, order};

/// The browser, to the compiler.
pub const WASM: &str = "wasm32-unknown-unknown";

/// What the compiler is told where it builds the standard library too. A panic of the page was never to be seen but in the console: as a
/// bare trap it is the same error to the page, without the texts and places it would have named.
const LEAN: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Ctarget-feature=+simd128";

/// What no first load carries: its module may be larger, to be faster.
const LATER: &str = "tuiyan-places";

/// A library of the workspace as a module for the browser, with its script: the folder they are in, made only when something has changed.
///
/// # Errors
/// What the tools say.
pub fn module(package: &str, fast: bool) -> Outcome<PathBuf> {
    let program = compile(package, fast)?;
    let tool = if fast { None } else { wasm_opt() };
    // The recipe is part of this program: another program, another folder.
    let recipe = std::env::current_exe()
        .map_err(|error| format!("this program could not be found: {error}"))?;
    let ingredients = [read(&program)?, read(&recipe)?].map(|it| xxh3_64(&it));
    let key = format!("{ingredients:x?}{fast}{}", tool.is_some());
    let name = package.replace('-', "_");
    let folder = format!("{name}-{:016x}", xxh3_64(key.as_bytes()));
    let folder = target().join("xtask").join(folder);
    if !folder.join("done").is_file() {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        bind(&program, &folder)?;
        match tool {
            Some(tool) => optimise(&tool, &folder, &name, package == LATER)?,
            None if fast => {}
            None => println!(
                "wasm-opt is not here (it comes by Node's npm): the page is built without it, larger"
            ),
        }
        write(&folder.join("done"), "")?;
    }
    Ok(folder)
}

/// Whether everything is at hand that makes the released page small.
pub fn complete() -> bool {
    lean() && wasm_opt().is_some() && esbuild().is_some()
}

/// Compiles a library of the workspace for the browser; where the program is.
///
/// The released page is built together with its standard library, for size: a tenth less to load. Stable compilers do that only when told
/// that they may (`RUSTC_BOOTSTRAP`), and it needs the library's source, which rustup has. Without it the page is built with the
/// library as it came, larger, and this says so.
///
/// # Errors
/// What Cargo says.
fn compile(package: &str, fast: bool) -> Outcome<PathBuf> {
    wasm_target()?;
    let profile = match (fast, package) {
        (true, _) => "web-fast",
        (false, LATER) => "later",
        (false, _) => "web",
    };
    let lean = !fast && lean();
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

/// JavaScript around the module, as wasm-bindgen makes it.
///
/// # Errors
/// What wasm-bindgen says.
fn bind(program: &Path, out: &Path) -> Outcome {
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    println!("binding …");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(program).typescript(false);
    bindgen
        .web(true)
        // The program finds its module beside itself, under the hashed name put in below.
        .and_then(|bindgen| bindgen.omit_default_module_path(false).generate(out))
        .map_err(|error| format!("wasm-bindgen: {error:#}"))
}

/// Makes what [`bind`] wrote smaller and faster.
///
/// # Errors
/// What wasm-opt says.
fn optimise(tool: &Path, folder: &Path, name: &str, may_be_large: bool) -> Outcome {
    println!("optimising …");
    let module = &folder.join(format!("{name}_bg.wasm"));
    let script = &folder.join(format!("{name}.js"));
    let features = [
        "bulk-memory",
        "nontrapping-float-to-int",
        "sign-ext",
        "mutable-globals",
        "reference-types",
        "multivalue",
        "simd",
    ];
    let run = |passes: &[&str]| {
        let mut command = Command::new(tool);
        command.args(passes);
        command.args(features.map(|it| format!("--enable-{it}")));
        output(command.arg(module).arg("-o").arg(module))
    };
    // A function put into its only caller saves a call and costs a twentieth of what is loaded: large functions compress badly. And one that
    // has taken in whatever is called once keeps the browser compiling while the first runs of an experiment want the cores. The largest that is
    // put in, in nodes of its tree:
    let most = if may_be_large { "2000" } else { "0" };
    run(&["-O3", "--one-caller-inline-max-function-size", most])?;
    write(module, order::named(&read(module)?)?)?;
    let shortened = run(&[
        "--reorder-functions-by-name",
        "--minify-imports-and-exports-and-modules",
    ])?;
    let written = String::from_utf8_lossy(&read(script)?).into_owned();
    write(script, names::follow(&shortened, &written)?)
}

/// Whether the page can be built with its standard library: the flags are no promise of the compiler's, so it is asked whether it
/// still takes them.
fn lean() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(LEAN.split(' ')).args(["--print", "cfg"]);
    rustc.env("RUSTC_BOOTSTRAP", "1").current_dir(root());
    let takes = rustc.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !takes.is_ok_and(|it| it.success()) {
        println!(
            "this compiler builds the page only with the standard library as it comes: larger"
        );
        return false;
    }
    standard_library()
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
