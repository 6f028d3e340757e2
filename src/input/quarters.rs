//! Runs of quarters `2026Q1..2026Q4`, and the scopes of rules.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::header::fold;
use crate::model::{Calendar, CalendarQuarter, Scope};

/// The words of the key `scope`, but for `window:2`.
const SCOPE: &[(&str, Scope)] = &[
    ("plan", Scope::Plan),
    ("quarter", Scope::Quarter),
    ("team", Scope::Team),
    ("team_quarter", Scope::TeamQuarter),
    ("window:2", Scope::Window(2)),
];

/// Reads `2026Q1..2026Q4`, both included; one quarter alone is a run of one.
pub(super) fn run(cell: &Cell, findings: &mut Findings) -> Option<Calendar> {
    let (first, last) = cell.text.split_once("..").unwrap_or((cell.text, cell.text));
    let mut quarter = |text| -> Option<CalendarQuarter> { cell.part(text).quarter(findings) };
    let first = quarter(first)?;
    let last = if cell.text.contains("..") { quarter(last)? } else { first };
    let run = Calendar::new(first, last);
    if last < first {
        let message = format!("{} ends before it begins", quoted(cell.text));
        cell.report(Code::RangeOutOfOrder, message, format!("write the first quarter first: `{last}..{first}`"), findings);
    } else if run.is_none() {
        let message = format!("{} has more than {} quarters", quoted(cell.text), Calendar::MOST_QUARTERS);
        cell.report(Code::KeyOutOfRange, message, "plan fewer quarters", findings);
    }
    run
}

/// Reads a scope: `plan`, `quarter`, `team`, `team_quarter` or `window:2`.
pub(super) fn scope(cell: &Cell, findings: &mut Findings) -> Option<Scope> {
    match cell.text.split_once(':').filter(|(word, _)| fold(word) == "window") {
        Some((_, length)) => cell.part(length).whole(1, Calendar::MOST_QUARTERS, Code::KeyOutOfRange, findings).map(Scope::Window),
        None => cell.word(SCOPE, findings),
    }
}
