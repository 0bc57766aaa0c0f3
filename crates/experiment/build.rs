//! The names of metrics, taken from the page that defines them: a second list would have to be kept, and the whole page is no part of a
//! program.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let page = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../docs/model.md");
    println!("cargo::rerun-if-changed={}", page.display());
    let names = defined(&fs::read_to_string(page)?).join("\n");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    Ok(fs::write(out.join("metrics.txt"), names)?)
}

/// Names that the page defines: `<…>` stands for one segment or more. In a cell such as `a.b.mean` `.p50` the second name takes the
/// place of as many last segments.
fn defined(page: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let rows = page.lines().filter_map(|line| line.strip_prefix('|'));
    for cell in rows.filter_map(|row| row.split('|').next()) {
        let mut full: Vec<&str> = Vec::new();
        for name in cell.split('`').skip(1).step_by(2) {
            let segments: Vec<&str> = name.trim_start_matches('.').split('.').collect();
            if name.starts_with('.') {
                full.truncate(full.len().saturating_sub(segments.len()));
                full.extend(segments);
            } else {
                full = segments;
            }
            // Tables of other things are on the page too: a metric has a group and a name.
            if full.len() > 1 {
                names.push(full.join("."));
            }
        }
    }
    names
}
