//! Many plans at once: a summary with one row a case, and the record by which a finished case is known again.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::csv::{harmless, written_rows};
use super::numbers::{self, percent};
use super::page::{Block, Column, Page, Row, Table, Text, Tone};
use super::view::Loaded;
use super::{Format, Outcome, PlanReport, Style, files, json, markdown, portfolio_texts, text};
use crate::solve::{Answer, Options, Status};

/// The file in a case's folder that is written last: with it the case is finished.
const RECORD: &str = "case.json";

/// One case of a batch, as the summary shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRow {
    /// What the case is called.
    pub case: String,
    /// `optimal`, `feasible`, `infeasible`, `no_plan`, `input_errors`, `unwritten`, `interrupted` or `bug`.
    pub status: String,
    /// Value of the plan.
    pub value: Option<f64>,
    /// No plan can be worth more.
    pub bound: Option<f64>,
    /// (bound - value) / |value|
    pub gap: Option<f64>,
    /// Initiatives in the plan.
    pub initiatives: Option<usize>,
    /// Effort planned, in the portfolio's unit.
    pub planned: Option<f64>,
    /// Capacity over the whole plan.
    pub capacity: Option<f64>,
    /// Digest of the effective portfolio, the options and the version of the engine.
    pub sha256: String,
    /// What else is to be said.
    pub note: String,
}

/// Digest of everything on which an answer depends: facts and rules as they are written out, options, version. Files that say the
/// same have the same digest.
#[must_use]
pub fn batch_digest(report: &PlanReport<'_>) -> String {
    let texts = portfolio_texts(report.portfolio);
    let Options { time_limit, gap, seed } = report.options;
    let asked = format!("{} {} {gap} {seed}", env!("CARGO_PKG_VERSION"), time_limit.as_secs_f64());
    let mut digest = Sha256::new();
    for part in [&asked, &texts.initiatives, &texts.capacity, &texts.rules] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl BatchRow {
    /// A case without a plan.
    #[must_use]
    pub fn without_plan(case: &str, status: &str, note: &str) -> Self {
        Self {
            case: case.to_owned(),
            status: status.to_owned(),
            value: None,
            bound: None,
            gap: None,
            initiatives: None,
            planned: None,
            capacity: None,
            sha256: String::new(),
            note: note.to_owned(),
        }
    }

    /// The row of a case that was solved.
    #[must_use]
    pub fn of(case: &str, report: &PlanReport<'_>) -> Self {
        let row = match report.outcome {
            Outcome::Plan(answer) => Self::planned(case, report, answer),
            Outcome::Infeasible(conflict) => {
                let words: Vec<String> =
                    conflict.iter().map(|subject| super::words::restriction(report.portfolio, subject)).collect();
                let note = if words.is_empty() { String::new() } else { format!("cannot all hold: {}", words.join("; ")) };
                Self::without_plan(case, "infeasible", &note)
            }
            Outcome::NoPlan { bound, .. } => {
                let bound = bound.is_finite().then_some(bound);
                Self { bound, ..Self::without_plan(case, "no_plan", "none was found in time") }
            }
        };
        Self { sha256: batch_digest(report), ..row }
    }

    fn planned(case: &str, report: &PlanReport<'_>, answer: &Answer) -> Self {
        let loaded = Loaded::new(report.portfolio, &answer.plan);
        let (planned, capacity) = loaded.totals();
        let status = if answer.status == Status::Optimal { "optimal" } else { "feasible" };
        let note = if answer.cut.is_some() { "search cut: another run may give another plan" } else { "" };
        Self {
            value: Some(answer.value + 0.0),
            bound: answer.bound.is_finite().then_some(answer.bound + 0.0),
            gap: answer.bound.is_finite().then(|| answer.gap()),
            initiatives: Some(answer.plan.chosen().count()),
            planned: Some(planned.as_units()),
            capacity: Some(capacity.as_units()),
            ..Self::without_plan(case, status, note)
        }
    }

    /// The row of a case that an earlier run finished with the same digest, if one did.
    #[must_use]
    pub fn finished(case: &str, digest: &str, dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(dir.join(RECORD)).ok()?;
        let row: Self = serde_json::from_str(&text).ok()?;
        (row.sha256 == digest).then(|| Self { case: case.to_owned(), ..row })
    }

    /// Writes the record that the case is finished.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&self, dir: &Path) -> io::Result<()> {
        files::write_file(&dir.join(RECORD), json::written(self).as_bytes())
    }
}

/// The summary of a batch, a row a case in the order given.
#[must_use]
pub fn batch(rows: &[BatchRow], format: Format, style: Style) -> String {
    match format {
        Format::Table => text::render(&page(rows), style),
        Format::Csv => table(rows),
        Format::Json => json::batch(rows),
        Format::Markdown => markdown::render(&page(rows)),
    }
}

/// Writes summary.csv into `dir`.
///
/// # Errors
/// When it cannot be written.
pub fn write_batch(rows: &[BatchRow], dir: &Path) -> io::Result<std::path::PathBuf> {
    let path = dir.join("summary.csv");
    files::write_file(&path, table(rows).as_bytes()).map(|()| path)
}

fn page(rows: &[BatchRow]) -> Page {
    let columns = vec![
        Column::cut("case", 10),
        Column::left("status"),
        Column::right("value"),
        Column::right("bound"),
        Column::right("gap"),
        Column::right("in"),
        Column::right("idle"),
        Column::wrap("note", 12),
    ];
    let title = format!("{} cases", rows.len());
    vec![Block::Title(title), Block::Table(Table { columns, rows: rows.iter().map(row).collect() })]
}

fn row(row: &BatchRow) -> Row {
    let or_dash = |text: Option<String>| Text::plain(text.unwrap_or_else(|| "-".to_owned()));
    let tone = match row.status.as_str() {
        "optimal" => Tone::Good,
        "feasible" | "interrupted" => Tone::Doubtful,
        _ => Tone::Bad,
    };
    let idle = row.planned.zip(row.capacity).filter(|&(_, capacity)| capacity > 0.0);
    Row::Cells(vec![
        Text::plain(row.case.clone()),
        Text::new(tone, row.status.clone()),
        or_dash(row.value.map(numbers::value)),
        or_dash(row.bound.map(numbers::value)),
        or_dash(row.gap.map(numbers::gap)),
        or_dash(row.initiatives.map(|count| count.to_string())),
        or_dash(idle.map(|(planned, capacity)| percent(1.0 - planned / capacity))),
        Text::plain(row.note.clone()),
    ])
}

fn table(rows: &[BatchRow]) -> String {
    let head =
        ["case", "status", "value", "bound", "gap", "initiatives", "planned", "capacity", "sha256", "note"].map(str::to_owned);
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |row: &BatchRow| {
        vec![
            harmless(&row.case),
            row.status.clone(),
            number(row.value),
            number(row.bound),
            number(row.gap),
            row.initiatives.map(|count| count.to_string()).unwrap_or_default(),
            number(row.planned),
            number(row.capacity),
            row.sha256.clone(),
            harmless(&row.note),
        ]
    };
    written_rows(&head, rows.iter().map(row))
}
