//! `quarterdeck plan`: the plan of greatest value.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use quarterdeck::explain;
use quarterdeck::input::Reading;
use quarterdeck::model::{Portfolio, Subject};
use quarterdeck::report::{self, Format, Outcome, PlanReport};
use quarterdeck::solve::{self, Options, SolveError};

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::progress::Onlooker;
use super::search::Search;
use super::source::Source;
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck plan data/atlas
  quarterdeck plan data/atlas --time 10 --gap 1% --out results
  quarterdeck plan data/atlas --format json | jq .value
  quarterdeck plan work.csv --quarters 2026Q1..2026Q4 --capacity \"Web=40,Data=35\"
  cat work.csv | quarterdeck plan - --quarters 2026Q1..2026Q4 --capacity \"Web=40\"

Ctrl-C ends the search and prints the best plan so far; a second one ends at once.";

/// Find the plan of greatest value, prove how good it is, and print it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    search: Search,
    /// Also write plan.csv, load.csv, plan.json and plan.md into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Plans and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let reading = arguments.source.read()?;
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    }
    if !reading.warnings.is_empty() {
        output::say(&report::findings(&reading.warnings, Format::Table, terminal::error_style()));
    }
    let options = arguments.search.options();
    let Reading { portfolio, warnings } = &reading;
    let show = |outcome| show(arguments, &PlanReport { portfolio, warnings, options: &options, outcome });
    let onlooker = Onlooker::new();
    let answer = solve::solve_watched(portfolio, &options, &onlooker.watch());
    let conflict = match &answer {
        Err(SolveError::Infeasible) => conflict(portfolio, &options, &onlooker),
        _ => Vec::new(),
    };
    onlooker.leave();
    match answer {
        Ok(answer) => show(Outcome::Plan(&answer)).map(|()| Exit::Done),
        Err(SolveError::Infeasible) => show(Outcome::Infeasible(&conflict)).map(|()| Exit::Infeasible),
        Err(SolveError::NoPlan { bound, seconds, .. }) => show(Outcome::NoPlan { bound, seconds }).map(|()| Exit::NoPlan),
        Err(SolveError::Unsound { breaches }) => Err(Failure::Unsound(breaches)),
    }
}

fn conflict(portfolio: &Portfolio, options: &Options, onlooker: &Onlooker) -> Vec<Subject> {
    onlooker.tell("no plan keeps all rules, looking for those that cannot all hold");
    explain::conflict(portfolio, options.time_limit)
}

/// Files first: a reader of standard output that goes away takes nothing from them.
fn show(arguments: &Arguments, report: &PlanReport) -> Result<(), Failure> {
    if let Some(folder) = &arguments.out {
        for path in report::write_folder(report, folder).map_err(Failure::writing(folder))? {
            output::say(&format!("wrote {}\n", path.display()));
        }
    }
    output::print(&report::plan(report, arguments.format.into(), terminal::output_style()))
}
