//! The command line: one file a command, which parses, calls, prints and gives an exit code. What is decided is decided elsewhere.

mod batch;
mod check;
mod compare;
mod completions;
mod exit;
mod export;
mod format;
mod limits;
mod man;
mod output;
mod plan;
mod progress;
mod scenario;
mod sensitivity;
mod source;
mod sweep;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// What every help text ends with.
const EXIT_CODES: &str = "\
Exit codes:
  0   done
  1   the input has errors
  2   the command line is wrong
  3   no plan keeps all rules, or the plan that was judged breaks one
  4   no plan was found in time
  70  a bug in quarterdeck: please report it
  74  a file or the output cannot be written
  130 interrupted twice";

/// The plan of greatest value for a technical roadmap, with the proof
///
/// Reads initiatives, capacities and rules, finds the plan of greatest value that the teams can carry, proves how good it is, and
/// explains it.
#[derive(Debug, Parser)]
#[command(name = "quarterdeck", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Plan(plan::Arguments),
    Check(check::Arguments),
    Verify(verify::Arguments),
    Compare(compare::Arguments),
    Sensitivity(sensitivity::Arguments),
    Sweep(sweep::Arguments),
    Export(export::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, CommandLine::command()),
        Command::Man(arguments) => man::run(&arguments, CommandLine::command()),
    };
    outcome.unwrap_or_else(|failure| failure.report()).into()
}
