//! A browser to look at the page with: found, or installed where that is possible.

use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::tools::{find, output, run};

/// Chromium and its driver.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver: by `CHROMIUM` and `CHROMEDRIVER`, on the PATH, or from Debian when root.
pub fn browser() -> Outcome<Browser> {
    if let Some(found) = look() {
        return Ok(found);
    }
    if find("apt-get").is_some()
        && output(Command::new("id").arg("-u")).is_ok_and(|it| it.trim() == "0")
    {
        println!("installing Chromium, its driver and a Chinese font from Debian …");
        let apt = |args: &[&str]| {
            run(Command::new("apt-get")
                .args(args)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdout(std::process::Stdio::null()))
        };
        apt(&["update", "-qq"])?;
        apt(&[
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "chromium-driver",
            "fonts-noto-cjk",
        ])
        .or_else(|_| {
            apt(&[
                "install",
                "-y",
                "-qq",
                "chromium-browser",
                "chromium-chromedriver",
                "fonts-noto-cjk",
            ])
        })?;
    }
    look().ok_or_else(|| {
        "Chromium and chromedriver are needed: install them (Debian: apt-get install chromium chromium-driver), or name them \
         in the variables CHROMIUM and CHROMEDRIVER"
            .to_owned()
    })
}

fn look() -> Option<Browser> {
    let named = |variable: &str| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|it| it.is_file())
    };
    let chromium = named("CHROMIUM").or_else(|| {
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ]
        .iter()
        .find_map(|it| find(it))
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
    Some(Browser { chromium, driver })
}
