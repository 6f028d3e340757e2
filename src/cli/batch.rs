//! `quarterdeck plan` with many cases: folders, CSV files and scenarios, side by side over the cores.
//!
//! The cases come in the order given whatever is ready first, one that fails never stops the others, and one that an earlier run
//! finished with the same facts and options is not solved again.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use quarterdeck::explain;
use quarterdeck::input::{self, Finding};
use quarterdeck::model::Subject;
use quarterdeck::report::{self, BatchRow, PlanReport};
use quarterdeck::scenario::{self as many, Case, Outcome};
use quarterdeck::solve::{Cut, Options, Watch};

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::progress::Counter;
use super::source::Source;
use super::{output, terminal};

/// What a batch is asked for.
pub struct Batch<'a> {
    /// Portfolios, in the order given.
    pub sources: Vec<Source>,
    /// Scenarios of each folder, by name.
    pub scenarios: &'a [String],
    /// Whether all scenarios of each folder are planned.
    pub all_scenarios: bool,
    /// What is asked of each solve.
    pub options: Options,
    /// Where the results go.
    pub out: &'a Path,
    /// How the summary is printed.
    pub format: FormatName,
}

/// The cases of one portfolio.
struct Group {
    /// Cases with the folder of their results, or why there are none.
    cases: Result<Vec<(Case, PathBuf)>, (String, Failure)>,
    warnings: Vec<Finding>,
    /// The answer of the portfolio as it stands, from which its scenarios start.
    base: OnceLock<Outcome>,
}

/// Plans all cases, writes a folder for each and a summary, and prints the summary.
///
/// # Errors
/// When the folder of the results cannot be made or the summary cannot be written; what goes wrong with one case is in its row.
pub fn run(batch: &Batch) -> Result<Exit, Failure> {
    fs::create_dir_all(batch.out).map_err(Failure::writing(batch.out))?;
    let mut names = Names::default();
    let groups: Vec<Group> = batch.sources.iter().map(|source| group(batch, source, &mut names)).collect();
    refuse_own_folders(batch, &groups)?;
    let jobs: Vec<(&Group, usize)> = groups.iter().flat_map(|group| (0..group.size()).map(move |job| (group, job))).collect();
    let counter = Counter::new(jobs.len());
    let (watch, reused) = (counter.watch(), AtomicUsize::new(0));
    let rows = many::side_by_side(&jobs, |&(group, job)| {
        let row = group.row(job, batch, &watch, &reused);
        counter.count(&row.case);
        row
    });
    counter.leave();
    if let reused @ 1.. = reused.into_inner() {
        output::say(&format!("{reused} of {} cases were there already and are not solved again\n", rows.len()));
    }
    for path in report::write_batch(&rows, batch.out).map_err(Failure::writing(batch.out))? {
        output::say(&format!("wrote {}\n", path.display()));
    }
    output::print(&report::batch(&rows, batch.format.into(), terminal::output_style()))?;
    Ok(exit(&rows))
}

/// No case's results may go into a folder that is read.
fn refuse_own_folders(batch: &Batch, groups: &[Group]) -> Result<(), Failure> {
    let read: Vec<PathBuf> = batch.sources.iter().filter_map(|source| source.folder()?.canonicalize().ok()).collect();
    let dirs = groups.iter().filter_map(|group| group.cases.as_ref().ok()).flatten().map(|(_, dir)| dir);
    let refused = dirs.filter_map(|dir| dir.canonicalize().ok()).find(|dir| read.contains(dir));
    refused.map_or(Ok(()), |dir| Err(Failure::OntoItself(dir)))
}

/// What most needs somebody's attention among the cases.
fn exit(rows: &[BatchRow]) -> Exit {
    let has = |status: &str| rows.iter().any(|row| row.status == status);
    let ranked = [
        ("bug", Exit::Bug),
        ("unwritten", Exit::Unwritten),
        ("input_errors", Exit::Findings),
        ("interrupted", Exit::NoPlan),
        ("no_plan", Exit::NoPlan),
        ("infeasible", Exit::Infeasible),
    ];
    ranked.into_iter().find(|(status, _)| has(status)).map_or(Exit::Done, |(_, exit)| exit)
}

fn group(batch: &Batch, source: &Source, names: &mut Names) -> Group {
    let mut warnings = Vec::new();
    let cases = cases(batch, source, &mut warnings).map_err(|failure| (names.take(&source.name()), failure));
    let cases = cases.map(|cases| {
        let is_one = !batch.all_scenarios && batch.scenarios.is_empty();
        let whole = names.take(&source.name());
        cases
            .into_iter()
            .map(|case| {
                let name = if is_one { whole.clone() } else { names.take(&format!("{whole}/{}", as_file(&case.name))) };
                (Case { name: name.clone(), portfolio: case.portfolio }, batch.out.join(name))
            })
            .collect()
    });
    Group { cases, warnings, base: OnceLock::new() }
}

/// The portfolio as it stands, or its scenarios.
fn cases(batch: &Batch, source: &Source, warnings: &mut Vec<Finding>) -> Result<Vec<Case>, Failure> {
    let reading = source.read()?;
    warnings.extend(reading.warnings.clone());
    let base = Case { name: input::BASE.to_owned(), portfolio: reading.portfolio.clone() };
    if !batch.all_scenarios && batch.scenarios.is_empty() {
        return Ok(vec![base]);
    }
    let folder = source.folder().ok_or_else(|| Failure::ScenarioWithoutFolder(batch.scenarios.join(", ")))?;
    let scenarios = input::read_scenarios(folder, &reading)?;
    warnings.extend(scenarios.warnings.clone());
    let all = scenarios.scenarios.iter().map(|scenario| &scenario.name).filter(|_| batch.all_scenarios);
    let mut cases = if batch.all_scenarios { vec![base] } else { Vec::new() };
    for name in all.chain(batch.scenarios.iter().filter(|_| !batch.all_scenarios)) {
        cases.push(Case { name: name.clone(), portfolio: scenarios.portfolio(name, &reading.portfolio)? });
    }
    Ok(cases)
}

impl Group {
    /// Rows that it gives.
    fn size(&self) -> usize {
        self.cases.as_ref().map_or(1, Vec::len)
    }

    /// The row of a case. What goes wrong with it, even a panic, is in the row and stops no other case.
    fn row(&self, job: usize, batch: &Batch, watch: &Watch, reused: &AtomicUsize) -> BatchRow {
        let (case, dir) = match &self.cases {
            Err((name, failure)) => return refused(name, failure, batch.out),
            Ok(cases) => &cases[job],
        };
        let report = |outcome| PlanReport {
            portfolio: &case.portfolio,
            warnings: &self.warnings,
            options: &batch.options,
            outcome,
            certificate: None,
        };
        let digest = report::batch_digest(&report(report::Outcome::Infeasible(&[])));
        if let Some(row) = BatchRow::finished(&case.name, &digest, dir) {
            reused.fetch_add(1, Ordering::Relaxed);
            return row;
        }
        if watch.cancel.is_cancelled() {
            return BatchRow::without_plan(&case.name, "interrupted", "not begun");
        }
        let solved = catch_unwind(AssertUnwindSafe(|| self.solved(case, dir, batch, watch)));
        let unwritten = |error: io::Error| {
            BatchRow::without_plan(&case.name, "unwritten", &format!("{} cannot be written: {error}", dir.display()))
        };
        let bug = |_| BatchRow::without_plan(&case.name, "bug", "quarterdeck failed on it; please report it with the portfolio");
        solved.map_or_else(bug, |row| row.unwrap_or_else(unwritten))
    }

    /// Solves a case and writes its folder; its record comes last.
    fn solved(&self, case: &Case, dir: &Path, batch: &Batch, watch: &Watch) -> io::Result<BatchRow> {
        let outcome = self.outcome(case, batch, watch);
        let wants_conflict = matches!(outcome, Outcome::Infeasible) && !watch.cancel.is_cancelled();
        let conflict = if wants_conflict { explain::conflict(&case.portfolio, batch.options.time_limit) } else { Vec::new() };
        let Some(told) = told(&outcome, &conflict) else {
            return Ok(BatchRow::without_plan(&case.name, "bug", "the plan that was found breaks rules; please report it"));
        };
        let report = PlanReport {
            portfolio: &case.portfolio,
            warnings: &self.warnings,
            options: &batch.options,
            outcome: told,
            certificate: None,
        };
        report::reopen_case(dir)?;
        let paths = report::write_folder(&report, dir)?;
        let row = BatchRow::of(&case.name, &report);
        let is_interrupted =
            watch.cancel.is_cancelled() && !outcome.answer().is_some_and(|answer| answer.cut != Some(Cut::Interrupt));
        if is_interrupted {
            return Ok(BatchRow { status: "interrupted".to_owned(), ..row });
        }
        row.finish(dir, &paths).map(|()| row)
    }

    /// Scenarios start from the answer of the first case, which is the same in every run; a case alone starts from nothing.
    fn outcome(&self, case: &Case, batch: &Batch, watch: &Watch) -> Outcome {
        let solve = |portfolio, warm| many::solve_case(portfolio, &batch.options, watch, warm);
        let cases = self.cases.as_deref().unwrap_or_default();
        let Some((first, _)) = cases.first().filter(|_| cases.len() > 1) else { return solve(&case.portfolio, None) };
        let base = self.base.get_or_init(|| solve(&first.portfolio, None));
        if first.name == case.name { base.clone() } else { solve(&case.portfolio, base.answer().map(|answer| &answer.warm)) }
    }
}

fn told<'a>(outcome: &'a Outcome, conflict: &'a [Subject]) -> Option<report::Outcome<'a>> {
    match outcome {
        Outcome::Plan(answer) => Some(report::Outcome::Plan(answer)),
        Outcome::Infeasible => Some(report::Outcome::Infeasible(conflict)),
        Outcome::NoPlan { bound, seconds } => Some(report::Outcome::NoPlan { bound: *bound, seconds: *seconds }),
        Outcome::Unsound(_) => None,
    }
}

/// The row of a portfolio that cannot be read; its findings go into a file of its own.
fn refused(name: &str, failure: &Failure, out: &Path) -> BatchRow {
    let Failure::Input(error) = failure else { return BatchRow::without_plan(name, "input_errors", &failure.to_string()) };
    let written = report::refuse_case(error.findings(), &out.join(name));
    let first = error.findings().iter().find(|finding| finding.severity() == input::Severity::Error);
    let first = first.map_or_else(String::new, |finding| format!("{}: {}", finding.place, finding.message));
    let more = written.map_or_else(|_| String::new(), |path| format!("; all in {}", path.display()));
    BatchRow::without_plan(name, "input_errors", &format!("{first}{more}"))
}

/// The names of results, each of which is unique.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    /// Takes a name, numbered if it is taken; names that differ only by case are one folder on some systems.
    fn take(&mut self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let is_free = |name: &String| !self.0.contains(&name.to_lowercase());
        let free = std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default();
        self.0.push(free.to_lowercase());
        free
    }
}

/// The longest name of a folder, in characters; systems allow 255 bytes.
const LONGEST_NAME: usize = 60;

/// A name that is a file's name on every system: letters, digits, spaces and a few marks.
pub fn as_file(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || " -_%+,.".contains(c) { c } else { '_' };
    let text: String = name.chars().map(plain).take(LONGEST_NAME).collect();
    let text = text.trim_matches(['.', ' ']);
    if text.is_empty() { "_".to_owned() } else { text.to_owned() }
}
