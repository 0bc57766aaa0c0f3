//! The names by which a module and its script know each other, made short: `wasm-opt` shortens them in the module and says how; here
//! the script follows. They carry a hash each, some two hundred of them, which no compression makes smaller.

use serde::Deserialize;

use crate::Outcome;

/// What `wasm-opt --minify-imports-and-exports-and-modules` says it did.
#[derive(Deserialize)]
struct Shortened {
    /// Module and name of what is imported, and its new name.
    imports: Vec<(String, String, String)>,
    /// What is exported, and its new name.
    exports: Vec<(String, String)>,
}

/// The name all imported modules then have.
const MODULE: &str = "a";

/// The script with the new names. In what wasm-bindgen writes, imported functions are keys of an object (`name: function`), and exported
/// things are read from `wasm` (`wasm.name`).
///
/// # Errors
/// When the list cannot be read, or the script does not name everything on it as expected.
pub fn follow(list: &str, script: &str) -> Outcome<String> {
    let new: Shortened = serde_json::from_str(list)
        .map_err(|error| format!("the list of shortened names: {error}"))?;
    let mut script = script.to_owned();
    let mut modules: Vec<&String> = new.imports.iter().map(|it| &it.0).collect();
    modules.dedup();
    for module in modules {
        let (from, to) = (format!("\"{module}\":"), format!("\"{MODULE}\":"));
        if script.matches(&from).count() != 1 {
            return Err(format!(
                "the script does not give the module `{module}` once"
            ));
        }
        script = script.replace(&from, &to);
    }
    let mut written = String::with_capacity(script.len());
    let mut found = 0;
    let mut rest = script.as_str();
    while let Some(start) = rest.find(in_name) {
        let (before, from) = rest.split_at(start);
        let (name, after) = from.split_at(from.find(|it| !in_name(it)).unwrap_or(from.len()));
        written.push_str(before);
        let import = || new.imports.iter().find(|it| it.1 == name).map(|it| &it.2);
        let export = || new.exports.iter().find(|it| it.0 == name).map(|it| &it.1);
        let short = if after.starts_with(':') && name.starts_with("__wb") {
            import().inspect(|_| found += 1)
        } else if before.ends_with('.') && written.ends_with("wasm.") {
            export()
        } else {
            None
        };
        written.push_str(short.map_or(name, |it| it));
        rest = after;
    }
    written.push_str(rest);
    if found != new.imports.len() {
        let all = new.imports.len();
        return Err(format!("the script has {found} of {all} imported names"));
    }
    Ok(written)
}

fn in_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_' || it == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"{"imports": [["./page.js", "__wbg_new_01", "$"], ["./page.js", "__wbg_news_01", "b"]],
        "exports": [["memory", "c"], ["start", "d"]]}"#;

    #[test]
    fn a_script_follows_the_new_names() {
        let script = "x = { __wbg_new_01: function() { wasm.start(); }, __wbg_news_01: f };\n\
                      y = { \"./page.js\": x }; wasm.memory.buffer; start(); memory: wasm";
        let expected = "x = { $: function() { wasm.d(); }, b: f };\n\
                        y = { \"a\": x }; wasm.c.buffer; start(); memory: wasm";
        assert_eq!(follow(LIST, script).unwrap(), expected);
    }

    #[test]
    fn a_script_of_another_shape_is_refused() {
        for script in [
            "x = { __wbg_new_01: f, __wbg_news_01: f }",
            "x = { __wbg_new_01: f }; y = { \"./page.js\": x }",
            "",
        ] {
            assert!(follow(LIST, script).is_err(), "{script}");
        }
        assert!(follow("{}", "").is_err());
    }
}
