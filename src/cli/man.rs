//! `quarterdeck man`: the manual page.

use std::io;

use clap::{Args, Command};
use clap_mangen::Man;

use super::exit::{Exit, Failure};
use super::output;

/// How the page heads what a help text ends with.
const EXTRA: &str = ".SH EXTRA";

const EXAMPLES: &str = "\
Examples:
  quarterdeck man | man -l -
  quarterdeck man > ~/.local/share/man/man1/quarterdeck.1";

/// Print the manual page, all commands included
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {}

/// Prints the manual page of `command`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(_: &Arguments, mut command: Command) -> Result<Exit, Failure> {
    command.build();
    output::print(&page(&command).map_err(Failure::Print)?)?;
    Ok(Exit::Done)
}

/// One page: that of the command, and a section for each of its commands.
fn page(command: &Command) -> io::Result<String> {
    let man = Man::new(command.clone());
    let mut head = Vec::new();
    man.render_title(&mut head)?;
    man.render_name_section(&mut head)?;
    let mut page = String::from_utf8_lossy(&head).into_owned() + &sections(command)?.replace(EXTRA, ".SH \"EXIT CODES\"");
    for inner in command.get_subcommands() {
        let name = inner.get_bin_name().unwrap_or_default().to_uppercase();
        let sections = sections(inner)?.replace(EXTRA, ".SH EXAMPLES").replace(".SH ", ".SS ");
        page = format!("{page}.SH \"{name}\"\n{sections}");
    }
    Ok(page)
}

fn sections(command: &Command) -> io::Result<String> {
    let man = Man::new(command.clone());
    let mut text = Vec::new();
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    man.render_extra_section(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
