//! Many plans at once: a summary with one row a case, and the record by which a finished case is known again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[cfg(feature = "parquet")]
mod parquet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::csv::{harmless, written_rows};
use super::numbers::{self, percent};
use super::page::{Block, Column, Page, Row, Table, Text, Tone};
use super::view::Loaded;
use super::{Format, Outcome, PlanReport, Style, files, json, markdown, portfolio_texts, text};
use crate::input::Finding;
use crate::solve::{Answer, Options, Status};

/// The file in a case's folder that is written last: with it the case is finished.
const RECORD: &str = "case.json";
/// What is wrong with the input of a case, in its folder.
const FINDINGS: &str = "findings.csv";

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

/// What case.json holds.
#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(flatten)]
    row: BatchRow,
    /// Digests of the files that were written with it.
    files: BTreeMap<String, String>,
}

/// Takes what an earlier run left in a case's folder back before anything is written there: without its record no case counts as
/// finished.
///
/// # Errors
/// When a file is there and cannot be removed.
pub fn reopen_case(dir: &Path) -> io::Result<()> {
    for name in [RECORD, FINDINGS] {
        match fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Writes the findings of a case that cannot be read into its folder, and sets the plan of an earlier run aside.
///
/// # Errors
/// When a file cannot be written or renamed.
pub fn refuse_case(findings: &[Finding], dir: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(dir)?;
    reopen_case(dir)?;
    files::set_aside(dir, &files::ALL)?;
    let path = dir.join(FINDINGS);
    files::write_file(&path, super::csv::findings(findings).as_bytes()).map(|()| path)
}

fn digest_of(path: &Path) -> io::Result<String> {
    Ok(hexadecimal(&Sha256::digest(fs::read(path)?)))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Digest of everything on which an answer depends: facts and rules as they are written out, options, version. Files that say the
/// same have the same digest.
#[must_use]
pub fn batch_digest(report: &PlanReport<'_>) -> String {
    let texts = portfolio_texts(report.portfolio);
    // Threads change only how soon an answer is there.
    let Options { time_limit, gap, seed, work_limit, threads: _ } = report.options;
    let asked = format!("{} {} {gap} {seed} {work_limit:?}", env!("CARGO_PKG_VERSION"), time_limit.as_secs_f64());
    let mut digest = Sha256::new();
    for part in [&asked, &texts.initiatives, &texts.capacity, &texts.rules] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    hexadecimal(&digest.finalize())
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
        let note = if answer.may_differ() { "search cut: another run may give another plan" } else { "" };
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

    /// The row of a case that an earlier run finished with the same digest, if one did and its files are still what it wrote.
    #[must_use]
    pub fn finished(case: &str, digest: &str, dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(dir.join(RECORD)).ok()?;
        let record: Record = serde_json::from_str(&text).ok()?;
        let is_there = |(name, sha256): (&String, &String)| digest_of(&dir.join(name)).is_ok_and(|now| now == *sha256);
        let is_whole = record.row.sha256 == digest && record.files.iter().all(is_there);
        is_whole.then(|| Self { case: case.to_owned(), ..record.row })
    }

    /// Writes the record that the case is finished, with these files in its folder.
    ///
    /// # Errors
    /// When a file cannot be read, or the record cannot be written.
    pub fn finish(&self, dir: &Path, paths: &[PathBuf]) -> io::Result<()> {
        let mut files = BTreeMap::new();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(name, digest_of(path)?);
        }
        files::write_file(&dir.join(RECORD), json::written(&Record { row: self.clone(), files }).as_bytes())
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

/// Writes summary.csv into `dir`, with the feature `parquet` also summary.parquet, and returns their paths.
///
/// # Errors
/// When one cannot be written.
pub fn write_batch(rows: &[BatchRow], dir: &Path) -> io::Result<Vec<PathBuf>> {
    let path = dir.join("summary.csv");
    files::write_file(&path, table(rows).as_bytes())?;
    #[cfg(not(feature = "parquet"))]
    let further = None;
    #[cfg(feature = "parquet")]
    let further = Some(parquet::write(rows, dir)?);
    Ok(std::iter::once(path).chain(further).collect())
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
