//! `quarterdeck verify`: the judgement of any plan, without a solver.

use std::path::PathBuf;

use clap::Args;
use quarterdeck::input;
use quarterdeck::report;
use quarterdeck::rules;

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::scenario::Chosen;
use super::source::{Source, is_standard};
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck verify data/atlas results/plan.csv
  quarterdeck plan data/atlas --format csv | quarterdeck verify data/atlas -
  printf 'id,start\\nSEARCH,2026Q2\\n' | quarterdeck verify data/small - --format json

A plan needs the columns `id` and `start` only; what is not in it, or has no start, is left out.";

/// Judge a plan: every rule that it breaks, its value, its shares
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    chosen: Chosen,
    /// The plan; `-` reads it from standard input
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// How to print the judgement
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Judges and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.source.is_standard_input() && is_standard(&arguments.plan) {
        return Err(Failure::TwoInputs);
    }
    let reading = arguments.chosen.read(&arguments.source)?;
    let plan_reading = input::read_plan(&reading.portfolio, &arguments.plan)?;
    let warnings = [reading.warnings, plan_reading.warnings].concat();
    let verdict = rules::verify(&reading.portfolio, &plan_reading.plan);
    let style = terminal::output_style();
    output::print(&report::verdict(&reading.portfolio, &plan_reading.plan, &verdict, &warnings, arguments.format.into(), style))?;
    Ok(if verdict.keeps_the_rules() { Exit::Done } else { Exit::Infeasible })
}
