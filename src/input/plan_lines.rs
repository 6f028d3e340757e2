//! plan.csv without its portfolio: what the file itself says of each initiative.

use std::collections::HashMap;
use std::path::Path;

use super::document::Document;
use super::finding::quoted;
use super::findings::Findings;
use super::header::Columns;
use super::plan_file::Field;
use super::sheet::{Row, Sheet};
use super::{Code, Finding, ReadError};
use crate::model::CalendarQuarter;

/// One row of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    /// The initiative.
    pub id: String,
    /// Its title; the id if the file has none.
    pub title: String,
    /// The first quarter of work; none if it is left out.
    pub start: Option<CalendarQuarter>,
    /// The last quarter of work, if the file says it.
    pub finish: Option<CalendarQuarter>,
    /// The variant, if the file names one.
    pub variant: Option<String>,
    /// What it adds to the plan, if it is in and the file says it.
    pub value: Option<f64>,
}

/// Reads a plan as it stands in a file, with nothing to hold it against.
///
/// # Errors
/// Everything that is wrong in the file, and what is doubtful.
pub fn read_plan_lines(path: &Path) -> Result<(Vec<PlanLine>, Vec<Finding>), ReadError> {
    let mut findings = Findings::default();
    let document = Document::from_file(path, &path.display().to_string(), &mut findings);
    let sheet = document.as_ref().and_then(|document| Sheet::read(document, &mut findings));
    let lines = sheet.and_then(|sheet| lines(&sheet, &mut findings));
    findings.conclude(&[], lines)
}

fn lines(sheet: &Sheet, findings: &mut Findings) -> Option<Vec<PlanLine>> {
    let columns = Columns::<Field>::of(sheet, findings);
    let needed = [Field::Id, Field::Start].map(|column| columns.require(column, sheet, findings));
    if needed.contains(&false) {
        return None;
    }
    let mut taken: HashMap<&str, u32> = HashMap::new();
    let mut lines = Vec::new();
    for row in sheet.rows() {
        let id = sheet.cell(row, columns.position(Field::Id));
        if id.is_empty() {
            id.report(Code::EmptyCell, "the row has no id", "name the initiative whose start it is", findings);
            continue;
        }
        let first = *taken.entry(id.text).or_insert(row.line);
        if first != row.line {
            let message = format!("{} is on line {first} and on line {}", quoted(id.text), row.line);
            id.report(Code::PlanRepeatedId, message, "keep one of the two rows", findings);
            continue;
        }
        lines.push(line(sheet, &columns, row, findings));
    }
    Some(lines)
}

fn line(sheet: &Sheet, columns: &Columns<Field>, row: &Row, findings: &mut Findings) -> PlanLine {
    let given = |column| Some(sheet.cell(row, columns.position(column))).filter(|cell| !cell.is_empty());
    let text = |column| given(column).map(|cell| cell.text.to_owned());
    let id = text(Field::Id).unwrap_or_default();
    let mut quarter = |column| given(column).and_then(|cell| cell.quarter(findings));
    let (start, finish) = (quarter(Field::Start), quarter(Field::Finish));
    let value = given(Field::Value).filter(|_| start.is_some()).and_then(|cell| cell.float(findings));
    PlanLine { title: text(Field::Title).unwrap_or_else(|| id.clone()), id, start, finish, variant: text(Field::Variant), value }
}
