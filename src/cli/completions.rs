//! `quarterdeck completions`: what a shell needs to complete commands and options.

use clap::{Args, Command};
use clap_complete::Shell;

use super::exit::{Exit, Failure};
use super::output;

const EXAMPLES: &str = "\
Examples:
  quarterdeck completions bash > ~/.local/share/bash-completion/completions/quarterdeck
  quarterdeck completions zsh > ~/.zfunc/_quarterdeck
  quarterdeck completions fish > ~/.config/fish/completions/quarterdeck.fish";

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of `command`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &Arguments, mut command: Command) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    output::print_bytes(&script)?;
    Ok(Exit::Done)
}
