//! plan.csv: a plan as the program writes it, or one written by hand with `id` and `start` only.

use std::collections::HashMap;
use std::path::Path;

use super::cell::Cell;
use super::document::Document;
use super::finding::quoted;
use super::findings::Findings;
use super::header::{Column, Columns, unknown_column};
use super::nearest::{Names, did_you_mean};
use super::plan_row::PlanRow;
use super::sheet::Sheet;
use super::{Code, Finding, ReadError};
use crate::model::{Id, Initiative, Portfolio};
use crate::plan::Plan;

/// A plan that was read, with what is doubtful about it.
#[derive(Debug, Clone)]
pub struct PlanReading {
    /// The plan. It may break rules of the portfolio.
    pub plan: Plan,
    /// Findings of level warning, by line.
    pub warnings: Vec<Finding>,
}

/// Columns of plan.csv. Title to reason follow from the facts; they are known, but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Decision,
    Start,
    Finish,
    Variant,
    Title,
    Value,
    Cost,
    Horizon,
    Category,
    Reason,
}

impl Column for Field {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Id, "id"),
        (Self::Decision, "decision"),
        (Self::Start, "start"),
        (Self::Finish, "finish"),
        (Self::Variant, "variant"),
        (Self::Title, "title"),
        (Self::Value, "value"),
        (Self::Cost, "cost"),
        (Self::Horizon, "horizon"),
        (Self::Category, "category"),
        (Self::Reason, "reason"),
    ];
}

/// Reads a plan of `portfolio` from a CSV file. The path `-` is standard input. Initiatives that are not listed are left out.
///
/// # Errors
/// Everything that is wrong in the file, and what is doubtful.
pub fn read_plan(portfolio: &Portfolio, path: &Path) -> Result<PlanReading, ReadError> {
    let mut findings = Findings::default();
    let document = Document::from_file(path, &path.display().to_string(), &mut findings);
    read_document(portfolio, document.as_ref(), findings)
}

/// Reads a plan of `portfolio` from a text; findings call it `name`.
///
/// # Errors
/// Everything that is wrong in the text, and what is doubtful.
pub fn read_plan_text(portfolio: &Portfolio, name: &str, text: &str) -> Result<PlanReading, ReadError> {
    let mut findings = Findings::default();
    let document = Document::from_bytes(name, text.as_bytes(), &mut findings);
    read_document(portfolio, document.as_ref(), findings)
}

fn read_document(portfolio: &Portfolio, document: Option<&Document>, mut findings: Findings) -> Result<PlanReading, ReadError> {
    let sheet = document.and_then(|document| Sheet::read(document, &mut findings));
    let plan = sheet.and_then(|sheet| plan(portfolio, &sheet, &mut findings));
    findings.conclude(&[], plan).map(|(plan, warnings)| PlanReading { plan, warnings })
}

/// Reads all rows; none if a column is missing that every row needs.
fn plan(portfolio: &Portfolio, sheet: &Sheet, findings: &mut Findings) -> Option<Plan> {
    let columns = Columns::<Field>::of(sheet, findings);
    columns.others.iter().for_each(|&position| unknown_column::<Field>(sheet, position, findings));
    let needed = [Field::Id, Field::Start].map(|column| columns.require(column, sheet, findings));
    if needed.contains(&false) {
        return None;
    }
    let mut names = Names::complete();
    for (id, initiative) in portfolio.initiatives().iter() {
        names.add(&initiative.id, id);
    }
    let (mut plan, mut taken) = (Plan::empty(portfolio), HashMap::new());
    for row in sheet.rows() {
        let cell = |column| sheet.cell(row, columns.position(column));
        let Some(initiative) = initiative(&cell(Field::Id), &names, &mut taken, findings) else { continue };
        let row = PlanRow {
            portfolio,
            initiative,
            id: cell(Field::Id),
            decision: cell(Field::Decision),
            start: cell(Field::Start),
            finish: cell(Field::Finish),
            variant: cell(Field::Variant),
        };
        plan.decide(initiative, row.read(findings));
    }
    Some(plan)
}

/// The initiative of a row; none if it is not there or has a row already.
fn initiative(
    cell: &Cell,
    names: &Names<Initiative>,
    taken: &mut HashMap<Id<Initiative>, u32>,
    findings: &mut Findings,
) -> Option<Id<Initiative>> {
    if cell.is_empty() {
        cell.report(Code::EmptyCell, "the row has no id", "name the initiative whose start it is", findings);
        return None;
    }
    let Some(initiative) = names.find(cell.text) else {
        let message = format!("the plan names {}, which is not in the portfolio", quoted(cell.text));
        let help = format!("{}remove the row if the initiative is gone", did_you_mean(names.nearest(cell.text)));
        cell.report(Code::PlanUnknownId, message, help, findings);
        return None;
    };
    let line = cell.line.unwrap_or_default();
    let first = *taken.entry(initiative).or_insert(line);
    if first != line {
        let message = format!("{} is on line {first} and on line {line}", quoted(cell.text));
        cell.report(Code::PlanRepeatedId, message, "keep one of the two rows", findings);
        return None;
    }
    Some(initiative)
}
