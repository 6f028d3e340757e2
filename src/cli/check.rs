//! `quarterdeck check`: what is wrong or doubtful in the input.

use clap::Args;
use quarterdeck::input::{self, Finding, ReadError, Severity};
use quarterdeck::report;

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::source::Source;
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck check data/atlas
  quarterdeck check data/broken --format json
  quarterdeck check work.csv --quarters 2026Q1..2026Q4 --capacity \"Web=40,Data=35\"";

/// Say what is wrong or doubtful in the input, and nothing else
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Prints all findings.
///
/// # Errors
/// See [`Failure`]; findings are no failure here, they are the answer.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let findings = findings(&arguments.source)?;
    output::print(&report::findings(&findings, arguments.format.into(), terminal::output_style()))?;
    let is_error = |finding: &Finding| finding.severity() == Severity::Error;
    Ok(if findings.iter().any(is_error) { Exit::Findings } else { Exit::Done })
}

/// What is found in the portfolio, and in the scenarios once the portfolio can be read.
fn findings(source: &Source) -> Result<Vec<Finding>, Failure> {
    let of_error = |error: &ReadError| error.findings().to_vec();
    let reading = match source.read() {
        Ok(reading) => reading,
        Err(Failure::Input(error)) => return Ok(of_error(&error)),
        Err(failure) => return Err(failure),
    };
    let scenarios = source.folder().map(|folder| input::read_scenarios(folder, &reading));
    let of_scenarios = scenarios.map_or_else(Vec::new, |read| read.map_or_else(|error| of_error(&error), |read| read.warnings));
    Ok([reading.warnings, of_scenarios].concat())
}
