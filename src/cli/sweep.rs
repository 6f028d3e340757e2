//! `quarterdeck sweep`: the value against one number over a range, or against a share of the work.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use quarterdeck::input::{self, Reading, Swept as Asked};
use quarterdeck::model::{Allocation, Setting};
use quarterdeck::report::{self, Format, SweepReport, Swept};
use quarterdeck::scenario::{self, Grid, Outcome, Point, Run};
use quarterdeck::solve::{Options, Watch};

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::limits::Limits;
use super::progress::Onlooker;
use super::scenario::Chosen;
use super::source::Source;
use super::{output, terminal};

/// The most points of a sweep: each is a solve, and a curve on paper shows no more.
const MOST_POINTS: i64 = 500;
/// The most halvings: twenty find a turn to a millionth of the distance of two points.
const MOST_HALVINGS: i64 = 20;

const EXAMPLES: &str = "\
Examples:
  quarterdeck sweep data/atlas \"debt ratio=0..40%\"
  quarterdeck sweep data/atlas \"Platform=*0.8..*1.2\" --points 5 --refine 3
  quarterdeck sweep data/atlas Platform.2026Q3=30..60 --out results
  quarterdeck sweep data/atlas discount_rate=0..0.1 --format csv
  quarterdeck sweep data/atlas \"payments squads=1..5\"
  quarterdeck sweep data/atlas \"debt ratio=0..100%\" --frontier --points 21 --out results

What can be swept:
  min_debt_ratio, discount_rate
  TEAM            what it can spend in every quarter: amounts `30..60`, changes `-10..+10` or factors `*0.8..*1.2`
  TEAM.2026Q3     the same in one quarter
  RULE            the floor of an allocation rule, or its ceiling if it has no floor; a limit; a budget
  RULE.min, RULE.max
  capacity.NAME and rule.NAME where a team and a rule have the same name

A point without a plan is a point: the exit code is 0 all the same.";

/// Show how the value changes over a range of one number, and where the plan does
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    chosen: Chosen,
    /// What is swept, and from where to where: `debt ratio=0..40%`
    #[arg(value_name = "NUMBER=FROM..TO")]
    number: String,
    /// How many settings are solved, both ends included
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(2..=MOST_POINTS))]
    points: u32,
    /// Look closer where the plan changes: halve the distance this often
    #[arg(long, value_name = "TIMES", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=MOST_HALVINGS))]
    refine: u32,
    /// Weigh value against the realised share over the whole plan: the plans that no other beats in both
    #[arg(long)]
    frontier: bool,
    #[command(flatten)]
    limits: Limits,
    /// Also write sweep.csv, sweep.json, sweep.md and sweep.svg (or frontier.…) into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How to print the curve
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Sweeps and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let reading = arguments.chosen.read(&arguments.source)?;
    let asked = input::read_swept(&reading.portfolio, &arguments.number)?;
    let rule = if arguments.frontier { Some(share(arguments, &asked)?) } else { None };
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    }
    if !reading.warnings.is_empty() {
        output::say(&report::findings(&reading.warnings, Format::Table, terminal::error_style()));
    }
    match rule {
        None => of_number(arguments, &reading, &asked),
        Some(rule) => of_share(arguments, &reading, &asked, rule),
    }
}

fn of_number(arguments: &Arguments, reading: &Reading, asked: &Asked) -> Result<Exit, Failure> {
    let (options, grid) = (arguments.limits.options(), grid(arguments, asked));
    let sweep = watched(|watch, told| scenario::sweep(&reading.portfolio, &asked.number, &grid, &options, watch, told));
    is_sound(&sweep.points)?;
    show(arguments, reading, &options, Swept::Number(&sweep))
}

fn of_share(arguments: &Arguments, reading: &Reading, asked: &Asked, rule: &Allocation) -> Result<Exit, Failure> {
    let (options, grid) = (arguments.limits.options(), grid(arguments, asked));
    let frontier = watched(|watch, told| scenario::frontier(&reading.portfolio, rule, &grid, &options, watch, told));
    is_sound(&frontier.sweep.points)?;
    show(arguments, reading, &options, Swept::Share(&frontier))
}

/// Solves many points, with their number on a terminal.
fn watched<T>(solve: impl FnOnce(&Watch, &(dyn Fn(&Run) + Sync)) -> T) -> T {
    let (onlooker, solved) = (Onlooker::new(), AtomicUsize::new(0));
    let told = |_: &Run| onlooker.tell(format!("{} points solved", solved.fetch_add(1, Ordering::Relaxed) + 1));
    let answer = solve(&onlooker.watch(), &told);
    onlooker.leave();
    answer
}

fn grid(arguments: &Arguments, asked: &Asked) -> Grid {
    Grid { settings: Setting::evenly(asked.first, asked.last, arguments.points as usize), halvings: arguments.refine }
}

/// The rule whose share a frontier weighs.
fn share<'a>(arguments: &Arguments, asked: &'a Asked) -> Result<&'a Allocation, Failure> {
    let number = || arguments.number.split('=').next().unwrap_or_default().trim().to_owned();
    asked.number.allocation().ok_or_else(|| Failure::NoShare { number: number() })
}

fn is_sound(points: &[Point]) -> Result<(), Failure> {
    let unsound = points.iter().find_map(|point| match &point.outcome {
        Outcome::Unsound(breaches) => Some(breaches.clone()),
        Outcome::Plan(_) | Outcome::Infeasible | Outcome::NoPlan { .. } => None,
    });
    unsound.map_or(Ok(()), |breaches| Err(Failure::Unsound(breaches)))
}

/// Files first: a reader of standard output that goes away takes nothing from them.
fn show(arguments: &Arguments, reading: &Reading, options: &Options, swept: Swept<'_>) -> Result<Exit, Failure> {
    let report = SweepReport { portfolio: &reading.portfolio, warnings: &reading.warnings, options, swept };
    if let Some(folder) = &arguments.out {
        for path in report::write_sweep(&report, folder).map_err(Failure::writing(folder))? {
            output::say(&format!("wrote {}\n", path.display()));
        }
    }
    output::print(&report::sweep(&report, arguments.format.into(), terminal::output_style()))?;
    Ok(Exit::Done)
}
