//! Words and files for people and programs: terminal, CSV, JSON and Markdown, one file a format.
//!
//! Nothing here decides anything.

mod answer;
mod asked;
mod batch;
mod certificate;
mod compare;
mod csv;
mod doubts;
mod files;
mod findings;
mod json;
mod load;
mod markdown;
mod numbers;
mod outside;
mod page;
mod portfolio;
mod reasons;
mod roadmap;
mod rules;
mod sensitivity;
mod shares;
mod sweep;
mod text;
mod trace;
mod verdict;
mod view;
mod words;

use std::path::{Path, PathBuf};

pub use batch::{BatchRow, batch, batch_digest, refuse_case, reopen_case, write_batch};
pub use certificate::certificate;
pub use compare::{CompareReport, Compared, comparison, write_comparison};
pub use files::{write_file, write_file_with};
pub use portfolio::{PortfolioTexts, portfolio_texts, write_portfolio};

pub use sensitivity::{SensitivityReport, sensitivity, write_sensitivity};
pub use sweep::{SweepReport, Swept, sweep, sweep_svg, write_sweep};

use page::{Medium, Page};
use view::{Answered, Loaded};

use crate::input::{Certificate, Finding};
use crate::model::{Portfolio, Subject};
use crate::plan::Plan;
use crate::rules::Verdict;
use crate::solve::{Answer, Options, Progress};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal.
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON with a schema.
    Json,
    /// Markdown as GitHub reads it.
    Markdown,
}

/// How text for a terminal looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used; without them there is no escape code at all.
    pub color: bool,
    /// Width of the terminal in columns.
    pub width: usize,
}

/// What a solve came to.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// A plan.
    Plan(&'a Answer),
    /// No plan keeps all rules; these cannot all hold. Empty if the conflict was not worked out.
    Infeasible(&'a [Subject]),
    /// None was found in time.
    NoPlan {
        /// No plan can be worth more; infinite if there is no bound.
        bound: f64,
        /// Wall time of the search in seconds.
        seconds: f64,
    },
}

/// What was asked and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct PlanReport<'a> {
    /// The facts.
    pub portfolio: &'a Portfolio,
    /// What is doubtful about them.
    pub warnings: &'a [Finding],
    /// What was asked of the solve.
    pub options: &'a Options,
    /// What came of it.
    pub outcome: Outcome<'a>,
    /// What proves the bound, if plan.json is to have it.
    pub certificate: Option<&'a Certificate>,
}

/// The report of a plan. CSV is plan.csv; it has no rows without a plan.
///
/// Same input, same options: same bytes in CSV, JSON and Markdown, unless the search was cut, which they say. The terminal shows
/// seconds as well.
#[must_use]
pub fn plan(report: &PlanReport<'_>, format: Format, style: Style) -> String {
    Prepared::new(report).write(format, style)
}

/// The load of a plan as CSV: team, quarter, planned, capacity, idle, share.
#[must_use]
pub fn load_csv(portfolio: &Portfolio, plan: &Plan) -> String {
    csv::load(&Loaded::new(portfolio, plan))
}

/// The trace of a run as CSV: seconds, value, bound, gap, method of every better plan and bound, in order.
#[must_use]
pub fn trace(progress: &[Progress]) -> String {
    trace::trace(progress)
}

/// Writes plan.csv, load.csv, plan.json and plan.md into `dir` and returns their paths. The directory is made if it is not there;
/// each file is written whole or not at all.
///
/// Without a plan only plan.json and plan.md are written. A plan.csv or load.csv of an earlier run would pass for the answer, so it
/// is renamed to plan.stale.csv or load.stale.csv.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_folder(report: &PlanReport<'_>, dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let prepared = Prepared::new(report);
    let style = Style { color: false, width: 0 };
    let tables = prepared.answered.as_ref().map(|answered| [csv::plan(answered), csv::load(&answered.loaded)]);
    let documents = [Format::Json, Format::Markdown].map(|format| prepared.write(format, style));
    files::write_all(dir, tables, documents)
}

/// All findings with a count: three lines each on a terminal, one row each in CSV and Markdown.
#[must_use]
pub fn findings(findings: &[Finding], format: Format, style: Style) -> String {
    match format {
        Format::Table => findings::table(findings, style),
        Format::Csv => csv::findings(findings),
        Format::Json => json::findings(findings),
        Format::Markdown => findings::markdown(findings),
    }
}

/// The judgement of any plan: every breach with its amount, value, load and shares. CSV has one row a breach.
#[must_use]
pub fn verdict(
    portfolio: &Portfolio,
    plan: &Plan,
    verdict: &Verdict,
    warnings: &[Finding],
    format: Format,
    style: Style,
) -> String {
    let loaded = Loaded::new(portfolio, plan);
    let page = |medium| [verdict::page(&loaded, verdict), doubts::blocks(warnings, medium)].concat();
    match format {
        Format::Table => text::render(&page(Medium::Terminal), style),
        Format::Csv => csv::verdict(portfolio, verdict),
        Format::Json => json::verdict(&loaded, verdict, warnings),
        Format::Markdown => markdown::render(&page(Medium::File)),
    }
}

/// A report with all that its formats share.
struct Prepared<'a> {
    report: &'a PlanReport<'a>,
    answered: Option<Answered<'a>>,
}

impl<'a> Prepared<'a> {
    fn new(report: &'a PlanReport<'a>) -> Self {
        let answered = match report.outcome {
            Outcome::Plan(answer) => Some(Answered::new(report.portfolio, answer)),
            Outcome::Infeasible(_) | Outcome::NoPlan { .. } => None,
        };
        Self { report, answered }
    }

    fn write(&self, format: Format, style: Style) -> String {
        match format {
            Format::Table => text::render(&self.page(Medium::Terminal), style),
            Format::Csv => self.answered.as_ref().map_or_else(csv::no_plan, csv::plan),
            Format::Json => json::plan(self.report, self.answered.as_ref()),
            Format::Markdown => markdown::render(&self.page(Medium::File)),
        }
    }

    fn page(&self, medium: Medium) -> Page {
        let portfolio = self.report.portfolio;
        let mut page = asked::blocks(portfolio);
        match (self.report.outcome, &self.answered) {
            (Outcome::Infeasible(conflict), _) => page.extend(answer::infeasible(portfolio, conflict)),
            (Outcome::NoPlan { bound, seconds }, _) => page.extend(answer::no_plan(bound, seconds)),
            (Outcome::Plan(_), answered) => page.extend(answered.iter().flat_map(|answered| of_plan(answered, medium))),
        }
        page.extend(doubts::blocks(self.report.warnings, medium));
        page
    }
}

fn of_plan(answered: &Answered<'_>, medium: Medium) -> Page {
    let loaded = &answered.loaded;
    let parts = [
        answer::of_plan(answered, medium),
        roadmap::blocks(loaded, medium),
        load::blocks(loaded),
        shares::of_rules(loaded),
        shares::of_labels(loaded),
        outside::blocks(answered, medium),
    ];
    parts.concat()
}
