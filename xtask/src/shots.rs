//! Pictures of the page, to be looked at by people.

use std::path::PathBuf;
use std::process::Command;

use crate::build::build;
use crate::chromium::{FLAGS, browser};
use crate::tools::{run as go, target};
use crate::{Outcome, known, option, serve};

/// `cargo xtask shots [--out DIR] [--fast]`.
pub fn run(args: &[String]) -> Outcome {
    known(args, &["--fast"], &["--out"])?;
    let out = option(args, "--out")?.map_or_else(|| target().join("shots"), PathBuf::from);
    let built = build(args.iter().any(|it| it == "--fast"))?;
    std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let browser = browser()?;
    let (server, port) = serve::open(0)?;
    let dist = built.dist;
    std::thread::spawn(move || serve::answer(&server, &dist));
    for (width, height) in [(1440, 2000), (1024, 2600), (390, 4200)] {
        for language in ["zh-CN", "en"] {
            for theme in ["light", "dark"] {
                let picture = out.join(format!("{width}-{language}-{theme}.png"));
                let mut command = Command::new(&browser.chromium);
                command
                    .args(FLAGS)
                    .arg(format!("--lang={language}"))
                    .arg(format!("--accept-lang={language}"));
                if theme == "dark" {
                    command.arg("--blink-settings=preferredColorScheme=0");
                } else {
                    command.arg("--blink-settings=preferredColorScheme=1");
                }
                // Headless windows are never narrower than 500: a narrow page is drawn in a frame of its width.
                let url = format!("http://127.0.0.1:{port}/");
                command
                    .arg(format!("--window-size={width},{height}"))
                    .arg(format!(
                        "--user-data-dir={}",
                        target().join("shots-profile").display()
                    ))
                    .arg("--timeout=15000")
                    .arg(format!("--screenshot={}", picture.display()))
                    .arg(url);
                command
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::null());
                go(&mut command)?;
                println!("{}", picture.display());
            }
        }
    }
    Ok(())
}
