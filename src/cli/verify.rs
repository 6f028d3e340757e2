//! `quarterdeck verify`: the judgement of any plan, without a solver.

use std::path::PathBuf;

use clap::Args;
use quarterdeck::input::{self, Reading};
use quarterdeck::report;
use quarterdeck::rules;
use quarterdeck::solve::Prover;

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::scenario::Chosen;
use super::source::{Source, is_standard};
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck verify data/atlas results/plan.csv
  quarterdeck verify data/atlas results/plan.json --certificate
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
    /// The plan is a plan.json with a certificate (`plan --certificate`): check its value and bound too, without a solver. Printed as
    /// table, markdown or json
    #[arg(long)]
    certificate: bool,
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
    if arguments.certificate {
        return certified(arguments, &reading);
    }
    let plan_reading = input::read_plan(&reading.portfolio, &arguments.plan)?;
    let warnings = [reading.warnings, plan_reading.warnings].concat();
    let verdict = rules::verify(&reading.portfolio, &plan_reading.plan);
    let style = terminal::output_style();
    output::print(&report::verdict(&reading.portfolio, &plan_reading.plan, &verdict, &warnings, arguments.format.into(), style))?;
    Ok(if verdict.keeps_the_rules() { Exit::Done } else { Exit::Infeasible })
}

/// The same with the certificate: value, feasibility and bound are worked out again, and the file's claims held against them.
fn certified(arguments: &Arguments, reading: &Reading) -> Result<Exit, Failure> {
    let Reading { portfolio, warnings } = reading;
    if matches!(arguments.format, FormatName::Csv) {
        return Err(Failure::Usage("--certificate is printed as table, markdown or json".to_owned()));
    }
    let read = input::read_certified_plan(portfolio, &arguments.plan)?;
    let verdict = rules::verify(portfolio, &read.plan);
    let prover = Prover::new(portfolio);
    let unknown = prover.unknown(&read.certificate);
    if !unknown.is_empty() {
        return Err(input::unknown_restrictions(&arguments.plan, &unknown).into());
    }
    let judged = prover.judge(&read.certificate, verdict.value, read.value, read.bound);
    if !matches!(arguments.format, FormatName::Json) {
        let warnings = [warnings.clone(), read.warnings].concat();
        let style = terminal::output_style();
        output::print(&report::verdict(portfolio, &read.plan, &verdict, &warnings, arguments.format.into(), style))?;
    }
    output::print(&report::certificate(&judged, &verdict, arguments.format.into()))?;
    Ok(if verdict.keeps_the_rules() && judged.holds() { Exit::Done } else { Exit::Infeasible })
}
