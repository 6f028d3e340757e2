//! `quarterdeck sensitivity`: the price of every rule, and what more capacity would be worth.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use quarterdeck::input;
use quarterdeck::model::Effort;
use quarterdeck::report::{self, SensitivityReport};
use quarterdeck::scenario::{self as many, Asked, Outcome};

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::limits::Limits;
use super::progress::Counter;
use super::scenario::Chosen;
use super::source::Source;
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck sensitivity data/atlas
  quarterdeck sensitivity data/atlas --person 11 --most 50 --out results
  quarterdeck sensitivity data/atlas --scenario \"hire two\" --format csv";

/// What one person works in a quarter, by unit.
const PERSON: [(&str, i64); 4] = [("person-weeks", 13), ("person-days", 65), ("person-months", 3), ("people", 1)];

/// Price every rule, and tell what more capacity, later deadlines and dropped dependencies are worth
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    chosen: Chosen,
    /// What one person works in a quarter, in the portfolio's unit [default: 13 person-weeks, 65 person-days, 3 person-months]
    #[arg(long, value_name = "AMOUNT", value_parser = input::parse_effort)]
    person: Option<Effort>,
    /// The most changes that are tried; the relaxation's duals choose which
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    most: usize,
    #[command(flatten)]
    limits: Limits,
    /// Also write sensitivity.csv, sensitivity.json and sensitivity.md into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How to print the prices
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Solves as it stands and once for each change, and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let reading = arguments.chosen.read(&arguments.source)?;
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    }
    let (portfolio, options) = (&reading.portfolio, arguments.limits.options());
    let asked = Asked { person: person(arguments, portfolio.unit())?, most: arguments.most };
    let counter = Counter::new(asked.most.min(many::questions(portfolio, asked.person).len()));
    let sensitivity = many::sensitivity(portfolio, &asked, &options, &counter.watch(), &|_| counter.count(""));
    counter.leave();
    let warnings = &reading.warnings;
    let report = SensitivityReport { portfolio, sensitivity: &sensitivity, warnings, options: &options };
    if let Some(folder) = &arguments.out {
        for path in report::write_sensitivity(&report, folder).map_err(Failure::writing(folder))? {
            output::say(&format!("wrote {}\n", path.display()));
        }
    }
    output::print(&report::sensitivity(&report, arguments.format.into(), terminal::output_style()))?;
    match &sensitivity.base {
        Outcome::Plan(_) => Ok(Exit::Done),
        Outcome::Infeasible => Ok(Exit::Infeasible),
        Outcome::NoPlan { .. } => Ok(Exit::NoPlan),
        Outcome::Unsound(breaches) => Err(Failure::Unsound(breaches.clone())),
    }
}

/// What one person works, as said or by the unit.
fn person(arguments: &Arguments, unit: &str) -> Result<Effort, Failure> {
    let by_unit = PERSON.iter().find(|(known, _)| *known == unit).map(|&(_, amount)| Effort::units(amount));
    let unknown = || Failure::Usage(format!("say what one person works in a quarter, in {unit}, with --person"));
    arguments.person.or(by_unit).ok_or_else(unknown)
}
