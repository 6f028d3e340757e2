//! `quarterdeck plan`: the plan of greatest value.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use quarterdeck::explain;
use quarterdeck::input::{self, Reading};
use quarterdeck::model::{Portfolio, Subject};
use quarterdeck::report::{self, Format, Outcome, PlanReport};
use quarterdeck::solve::{self, Options, Prover, SolveError, Warm};

use super::batch::{self, Batch};
use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::limits::Limits;
use super::progress::Onlooker;
use super::scenario::Chosen;
use super::source::{CsvFlags, Source};
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck plan data/atlas
  quarterdeck plan data/atlas --time 10 --gap 1% --out results
  quarterdeck plan data/atlas --format json | jq .value
  quarterdeck plan data/atlas --scenario \"hire two\"
  quarterdeck plan data/atlas --scenarios --out results
  quarterdeck plan teams/a teams/b 'exports/*.csv' --out results --quarters 2026Q1..2026Q4 --capacity \"Web=40\"
  quarterdeck plan work.csv --quarters 2026Q1..2026Q4 --capacity \"Web=40,Data=35\"
  cat work.csv | quarterdeck plan - --quarters 2026Q1..2026Q4 --capacity \"Web=40\"

Ctrl-C ends the search and prints the best plan so far; a second one ends at once.";

/// Find the plan of greatest value, prove how good it is, and print it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder with portfolio.toml, initiatives.csv and capacity.csv; or one CSV of initiatives; `-` reads the CSV from standard
    /// input. Several of them, or a pattern such as `exports/*.csv`, are planned side by side into the folder of --out
    #[arg(value_name = "FOLDER|CSV", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: CsvFlags,
    /// A scenario of the folder's scenarios.toml [default: base, the portfolio as it stands]; several are planned side by side
    #[arg(long, value_name = "NAME")]
    scenario: Vec<String>,
    /// All scenarios, and the portfolio as it stands
    #[arg(long, conflicts_with = "scenario")]
    scenarios: bool,
    #[command(flatten)]
    limits: Limits,
    /// Also write plan.csv, load.csv, plan.json and plan.md into this folder; of several cases, each into a folder of its own, and
    /// summary.csv. Cases that are there already, with the same facts and options, are not solved again
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Start from an earlier plan of this portfolio or of one that has changed since: a plan.csv, or a plan.json with a certificate,
    /// whose multipliers save the first bound too, and whose other good plans are tried as well. What the facts and rules of today do
    /// not allow is mended. For one case
    #[arg(long, value_name = "FILE")]
    start: Option<PathBuf>,
    /// Also write every better plan and bound as it was found into this CSV file: seconds, value, bound, gap, method
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Put into plan.json (and --format json) what proves the bound: `verify --certificate` checks it without a solver. For one case
    #[arg(long)]
    certificate: bool,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Plans and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let paths = paths(&arguments.paths, arguments.out.as_deref())?;
    if let [path] = paths.as_slice()
        && arguments.scenario.len() <= 1
        && !arguments.scenarios
    {
        return one(arguments, &Source::at(path, &arguments.flags));
    }
    if arguments.trace.is_some() || arguments.start.is_some() {
        return Err(Failure::Usage("--trace and --start go with one case".to_owned()));
    }
    if arguments.certificate {
        return Err(Failure::Usage("--certificate goes with one case".to_owned()));
    }
    let out = arguments.out.as_deref();
    batch::run(&Batch {
        sources: sources(&paths, &arguments.flags),
        scenarios: &arguments.scenario,
        all_scenarios: arguments.scenarios,
        options: arguments.limits.options(),
        out: out.ok_or_else(|| Failure::Usage("several cases need --out FOLDER for their results".to_owned()))?,
        format: arguments.format,
    })
}

/// Flags for CSV files go with those among the paths; folders beside them have files of their own for what flags say.
fn sources(paths: &[PathBuf], flags: &CsvFlags) -> Vec<Source> {
    let only_folders = paths.iter().all(|path| path.is_dir());
    let none = CsvFlags::default();
    paths.iter().map(|path| Source::at(path, if path.is_dir() && !only_folders { &none } else { flags })).collect()
}

/// The paths, patterns among them taken for what they match, in order, but for the summary of an earlier run.
fn paths(given: &[PathBuf], out: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        let text = path.to_string_lossy();
        if path.exists() || !text.contains(['*', '?', '[']) {
            paths.push(path.clone());
            continue;
        }
        let found = glob::glob(&text).map_err(|error| Failure::Usage(format!("`{text}` is not a pattern: {error}")))?;
        let before = paths.len();
        let summary = out.and_then(|out| out.join("summary.csv").canonicalize().ok());
        let is_own = |path: &PathBuf| summary.is_some() && path.canonicalize().ok() == summary;
        paths.extend(found.filter_map(Result::ok).filter(|path| !is_own(path)));
        if paths.len() == before {
            return Err(Failure::Usage(format!("nothing matches the pattern `{text}`")));
        }
    }
    Ok(paths)
}

/// One case: plans and prints.
fn one(arguments: &Arguments, source: &Source) -> Result<Exit, Failure> {
    let reading = Chosen::named(arguments.scenario.first()).read(source)?;
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    }
    if !reading.warnings.is_empty() {
        output::say(&report::findings(&reading.warnings, Format::Table, terminal::error_style()));
    }
    let options = arguments.limits.options();
    let Reading { portfolio, warnings } = &reading;
    let show = |outcome, certificate| show(arguments, &PlanReport { portfolio, warnings, options: &options, outcome, certificate });
    let onlooker = Onlooker::tracing(arguments.trace.is_some());
    let warm = arguments.start.as_deref().map(|file| start(portfolio, file)).transpose()?;
    let answer = solve::solve_watched(portfolio, &options, &onlooker.watch(), warm.as_ref());
    if let Some(file) = &arguments.trace {
        report::write_file(file, report::trace(&onlooker.trace()).as_bytes()).map_err(Failure::writing(file))?;
    }
    let conflict = match &answer {
        Err(SolveError::Infeasible) => conflict(portfolio, &options, &onlooker),
        _ => Vec::new(),
    };
    onlooker.leave();
    match answer {
        Ok(answer) => {
            let certificate = arguments.certificate.then(|| Prover::new(portfolio).certificate(&answer));
            show(Outcome::Plan(&answer), certificate.as_ref()).map(|()| Exit::Done)
        }
        Err(SolveError::Infeasible) => show(Outcome::Infeasible(&conflict), None).map(|()| Exit::Infeasible),
        Err(SolveError::NoPlan { bound, seconds, .. }) => show(Outcome::NoPlan { bound, seconds }, None).map(|()| Exit::NoPlan),
        Err(SolveError::Unsound { breaches }) => Err(Failure::Unsound(breaches)),
    }
}

/// The start that a file holds: a plan, with multipliers if it is a plan.json.
fn start(portfolio: &Portfolio, file: &Path) -> Result<Warm, Failure> {
    if file.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("json")) {
        let read = input::read_plan(portfolio, file)?;
        return Ok(Warm::from_plan(portfolio, read.plan));
    }
    let read = input::read_certified_plan(portfolio, file)?;
    let prover = Prover::new(portfolio);
    let gone = prover.unknown(&read.certificate).len();
    if gone > 0 {
        output::say(&format!("warning: {gone} multipliers of {} are of restrictions that are not there now\n", file.display()));
    }
    Ok(prover.warm(&read.certificate, read.plan))
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
