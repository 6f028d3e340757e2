//! Reports as CSV. Quarters are written as `2026Q1`, cost and capacity as exact decimals, values as the shortest decimals that
//! read back to the same number.
//!
//! Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula. Titles and categories that do get a `'` before
//! them; ids stay exact, since they are what a plan is read back by.

mod sweep;

pub(super) use sweep::sweep;

use super::shares::share_of;
use super::view::{Answered, Loaded};
use super::words;
use crate::explain::LeftOut;
use crate::input::{Finding, Severity};
use crate::model::{Effort, Id, Initiative, Portfolio, Variant};
use crate::plan::Decision;
use crate::rules::{Breach, Verdict};

/// The columns of plan.csv.
const PLAN: [&str; 11] =
    ["id", "title", "decision", "start", "finish", "value", "cost", "horizon", "category", "reason", "variant"];

/// One row an initiative, in the order of the file. What is out has the value that it could have at best, and why it is out.
pub(super) fn plan(answered: &Answered<'_>) -> String {
    let initiatives = answered.loaded.portfolio.initiatives();
    let mut out: Vec<Option<&LeftOut>> = vec![None; initiatives.len()];
    answered.left_out.iter().for_each(|left| out[left.initiative.index()] = Some(left));
    let row = |id: Id<Initiative>| match (answered.loaded.plan.decision(id), out[id.index()]) {
        (Some(decision), _) => Some(chosen(&answered.loaded, decision)),
        (None, Some(left)) => Some(outside(answered, left)),
        (None, None) => None,
    };
    written(&PLAN, initiatives.ids().filter_map(row))
}

/// The head of plan.csv, when there is no plan.
pub(super) fn no_plan() -> String {
    written(&PLAN, std::iter::empty::<[String; 11]>())
}

fn chosen(loaded: &Loaded<'_>, decision: Decision) -> [String; 11] {
    let portfolio = loaded.portfolio;
    let name = |quarter| portfolio.calendar().name(quarter).to_string();
    let required = portfolio.is_required(portfolio.variants()[decision.variant].initiative);
    let when = [name(decision.start), name(decision.finish(portfolio))];
    let reason = if required { "must".to_owned() } else { String::new() };
    row(portfolio, decision.variant, "in", when, decision.value(portfolio), reason)
}

fn outside(answered: &Answered<'_>, left: &LeftOut) -> [String; 11] {
    let portfolio = answered.loaded.portfolio;
    let mut row = row(portfolio, left.variant, "out", [String::new(), String::new()], left.value, answered.reason(left));
    // Of several variants none is chosen: to name one would say more than the plan does.
    row[10].clear();
    row
}

fn row(
    portfolio: &Portfolio,
    id: Id<Variant>,
    decision: &str,
    [start, finish]: [String; 2],
    value: f64,
    reason: String,
) -> [String; 11] {
    let variant = &portfolio.variants()[id];
    let initiative = &portfolio.initiatives()[variant.initiative];
    [
        initiative.id.clone(),
        harmless(&initiative.title),
        decision.to_owned(),
        start,
        finish,
        number(value),
        variant.total_cost().to_string(),
        variant.horizon.map(|horizon| horizon.to_string()).unwrap_or_default(),
        harmless(variant.category.as_deref().unwrap_or_default()),
        reason,
        variant.name.clone().unwrap_or_default(),
    ]
}

/// One row a team and quarter.
pub(super) fn load(loaded: &Loaded<'_>) -> String {
    let portfolio = loaded.portfolio;
    let quarters = || portfolio.calendar().quarters();
    let row = |(team, quarter)| {
        let (planned, capacity) = (loaded.load.at(team, quarter), portfolio.teams()[team].capacity_in(quarter));
        let share = share_of(planned, capacity).map(number).unwrap_or_default();
        let name = portfolio.calendar().name(quarter).to_string();
        let amounts = [planned, capacity, capacity - planned].map(|effort: Effort| effort.to_string());
        let [planned, capacity, idle] = amounts;
        [portfolio.teams()[team].name.clone(), name, planned, capacity, idle, share]
    };
    let cells = portfolio.teams().ids().flat_map(|team| quarters().map(move |quarter| (team, quarter)));
    written(&["team", "quarter", "planned", "capacity", "idle", "share"], cells.map(row))
}

/// One row a finding.
pub(super) fn findings(findings: &[Finding]) -> String {
    let row = |finding: &Finding| {
        let severity = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = &finding.place;
        let line = place.line.map(|line| line.to_string()).unwrap_or_default();
        let column = place.column.clone().unwrap_or_default();
        let code = finding.code.as_str().to_owned();
        [severity.to_owned(), code, place.file.clone(), line, column, finding.message.clone(), finding.help.clone()]
    };
    written(&["severity", "code", "file", "line", "column", "message", "help"], findings.iter().map(row))
}

/// One row a breach, hard ones first.
pub(super) fn verdict(portfolio: &Portfolio, verdict: &Verdict) -> String {
    let row = |breach: &Breach| {
        let (amount, unit) = words::excess(portfolio, breach.excess);
        let penalty = breach.penalty.map(number).unwrap_or_default();
        let what = words::code(&breach.what).to_owned();
        [breach.subject.rule.to_owned(), what, amount, unit, penalty, words::breach(portfolio, breach)]
    };
    written(&["rule", "what", "amount", "unit", "penalty", "message"], verdict.breaches.iter().chain(&verdict.paid).map(row))
}

/// The shortest text that reads back to the same number; never `-0`.
pub(super) fn number(number: f64) -> String {
    (number + 0.0).to_string()
}

/// The text, so that no spreadsheet runs it as a formula.
pub(super) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A table whose columns are not known before. The head is put between quotes where it could be taken for cells separated by
/// something else than commas.
pub(super) fn table(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let is_unclear = head.iter().any(|name| name.contains([';', '\t']));
    let style = if is_unclear { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
    writer.write_record(head).expect("memory takes all rows");
    let head = text(writer);
    let mut writer = csv::Writer::from_writer(head.into_bytes());
    rows.for_each(|row| writer.write_record(row).expect("memory takes all rows, and all have one length"));
    text(writer)
}

fn written<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    written_rows(&head.map(str::to_owned), rows.map(Vec::from))
}

/// A table whose width is known only when it is written; all rows are as long as the head.
pub(super) fn written_rows(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).expect("memory takes all rows");
    rows.for_each(|row| writer.write_record(row).expect("memory takes all rows, and all have one length"));
    text(writer)
}

fn text(writer: csv::Writer<Vec<u8>>) -> String {
    let bytes = writer.into_inner().expect("memory takes all rows");
    String::from_utf8(bytes).expect("the writer adds only ASCII to texts")
}
