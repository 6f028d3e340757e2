//! Plans side by side: their values, their load, their shares, who is in which, and why they differ.

mod cases;
mod changes;
mod moves;

pub(super) use cases::{interval as signed, is_cut, optimum, rule_in, rule_names, status, team_share, value};
pub(super) use changes::changes;
pub(super) use moves::{code as what, why};

use std::io;
use std::path::{Path, PathBuf};

use super::csv::{harmless, written_rows};
use super::page::{Block, Column, Medium, Page, Row, Table, cells, list};
use super::{Format, Style, doubts, files, json, markdown, text};
use crate::input::Finding;
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::rules::Verdict;
use crate::scenario::{self, Comparison, Presence, Run};
use crate::solve::Options;

/// Up to so many cases each have a column of their own on a page; more are counted.
const MOST_COLUMNS: usize = 7;
/// Up to so many ids are listed in a sentence.
const MOST_LISTED: usize = 60;

/// One of the plans that are compared.
#[derive(Debug, Clone, Copy)]
pub enum Compared<'a> {
    /// It was found by a solve.
    Solved(&'a Run),
    /// It was given, with its portfolio.
    Given {
        /// What it is called.
        name: &'a str,
        /// The facts.
        portfolio: &'a Portfolio,
        /// The plan.
        plan: &'a Plan,
        /// What the rules say of it.
        verdict: &'a Verdict,
    },
    /// It was given without its portfolio.
    File {
        /// What it is called.
        name: &'a str,
        /// Summed value of its initiatives, as far as the file says it.
        value: Option<f64>,
    },
}

/// Plans side by side, the first being what the others are compared with.
#[derive(Debug, Clone, Copy)]
pub struct CompareReport<'a> {
    /// What is compared, in a few words.
    pub title: &'a str,
    /// The plans.
    pub cases: &'a [Compared<'a>],
    /// What the plans have in common, and what not.
    pub comparison: &'a Comparison,
    /// What is doubtful about the input.
    pub warnings: &'a [Finding],
    /// What was asked of the solves; none if nothing was solved.
    pub options: Option<&'a Options>,
}

impl<'a> Compared<'a> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self {
            Self::Solved(run) => &run.name,
            Self::Given { name, .. } | Self::File { name, .. } => name,
        }
    }

    /// The facts, if they are known.
    pub(super) fn portfolio(&self) -> Option<&'a Portfolio> {
        match self {
            Self::Solved(run) => Some(&run.portfolio),
            Self::Given { portfolio, .. } => Some(portfolio),
            Self::File { .. } => None,
        }
    }

    /// The facts with the plan, if both are known.
    pub(super) fn planned(&self) -> Option<(&'a Portfolio, &'a Plan)> {
        match self {
            Self::Solved(run) => run.outcome.answer().map(|answer| (&run.portfolio, &answer.plan)),
            Self::Given { portfolio, plan, .. } => Some((portfolio, plan)),
            Self::File { .. } => None,
        }
    }
}

/// The report of a comparison. CSV has one row an initiative and one column a case, which holds the start of what is in.
#[must_use]
pub fn comparison(report: &CompareReport<'_>, format: Format, style: Style) -> String {
    match format {
        Format::Table => text::render(&page(report, Medium::Terminal), style),
        Format::Csv => table(report),
        Format::Json => json::comparison(report),
        Format::Markdown => markdown::render(&page(report, Medium::File)),
    }
}

/// Writes compare.csv, compare.json and compare.md into `dir` and returns their paths. The directory is made if it is not there; each
/// file is written whole or not at all.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_comparison(report: &CompareReport<'_>, dir: &Path) -> io::Result<Vec<PathBuf>> {
    let style = Style { color: false, width: 0 };
    let forms = [("compare.csv", Format::Csv), ("compare.json", Format::Json), ("compare.md", Format::Markdown)];
    files::write_texts(dir, forms.map(|(name, format)| (name, comparison(report, format, style))))
}

fn page(report: &CompareReport<'_>, medium: Medium) -> Page {
    let parts = [
        vec![Block::Title(report.title.to_owned())],
        cases::summary(report),
        changes::blocks(report),
        cases::teams(report),
        cases::shares(report),
        initiatives(report, medium),
        moves::blocks(report),
        doubts::blocks(report.warnings, medium),
    ];
    parts.concat()
}

/// One row an initiative, one column a case: the quarter in which it starts; `-` where it is left out, nothing where there is no plan
/// or no such initiative.
fn table(report: &CompareReport<'_>) -> String {
    let head = ["id", "title", "in"].map(str::to_owned).into_iter();
    let head: Vec<String> = head.chain(report.cases.iter().map(|case| harmless(case.name()))).collect();
    let row = |row: &scenario::Row| {
        let fixed = [row.id.clone(), harmless(&row.title), presence(row.presence).to_owned()].into_iter();
        fixed.chain(row.standings.iter().map(moves::short)).collect::<Vec<String>>()
    };
    written_rows(&head, report.comparison.rows.iter().map(row))
}

/// The presence as one word.
pub(super) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::All => "all",
        Presence::Some => "some",
        Presence::None => "none",
    }
}

fn initiatives(report: &CompareReport<'_>, medium: Medium) -> Page {
    let of = |presence| report.comparison.rows.iter().filter(move |row| row.presence == presence);
    let some: Vec<&scenario::Row> = of(Presence::Some).collect();
    let sentence = |words: &str, presence| {
        let ids: Vec<&str> = of(presence).map(|row| row.id.as_str()).collect();
        let more = ids.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more ({})", medium.all()) } else { String::new() };
        let shown = ids[..ids.len().min(MOST_LISTED)].join(", ");
        format!("in {words}: {}{}{shown}{more}", ids.len(), if ids.is_empty() { "" } else { ": " })
    };
    let heading = Block::Heading("Initiatives".to_owned());
    let mut page = vec![heading, list([sentence("every plan", Presence::All), sentence("no plan", Presence::None)])];
    if !some.is_empty() {
        page.push(list([format!("in some plans: {}, each with its start", some.len())]));
        page.push(Block::Table(side_by_side(report, &some)));
    }
    page
}

fn side_by_side(report: &CompareReport<'_>, rows: &[&scenario::Row]) -> Table {
    let fits = report.cases.len() <= MOST_COLUMNS;
    let mut columns = vec![Column::left("id"), Column::cut("title", 12)];
    if fits {
        columns.extend((1..=report.cases.len()).map(|number| Column::left(format!("({number})"))));
    } else {
        columns.extend([Column::right("plans"), Column::wrap("in case", 12)]);
    }
    let row = |row: &&scenario::Row| -> Row {
        let fixed = [row.id.clone(), row.title.clone()].into_iter();
        if fits {
            return cells(fixed.chain(row.standings.iter().map(moves::short)));
        }
        let numbers: Vec<String> =
            (1..).zip(&row.standings).filter(|(_, s)| s.is_in()).map(|(number, _)| format!("({number})")).collect();
        cells(fixed.chain([numbers.len().to_string(), numbers.join(" ")]))
    };
    Table { columns, rows: rows.iter().map(row).collect() }.without_echo()
}
