//! `tuiyan`: the simulator without a page, for clusters, scripts and checks.
//!
//! [`args`] is what can be typed, [`commands`] what is done about it; [`source`] loads scenarios, [`work`] runs
//! replications on all cores, [`tables`] shows experiments (which the crate `experiment` makes), [`console`] prints and sets the exit status.

mod args;
mod commands;
mod console;
mod figures;
mod out;
mod source;
mod tables;
mod work;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    let console = console::Console::new(cli.json);
    console.finish(commands::perform(cli, console))
}
