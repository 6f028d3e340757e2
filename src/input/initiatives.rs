//! initiatives.csv: one row an initiative, or a variant of one.

use super::findings::Findings;
use super::groups::{Grouping, report_similar};
use super::header::Columns;
use super::initiative_columns::{Field, cost_columns};
use super::initiative_row::Rows;
use super::nearest::Names;
use super::row_places::RowPlaces;
use super::sheet::Sheet;
use crate::model::{Calendar, Group, Initiative, Portfolio, Relation, Table, Team, Variant};

/// What the rows need to know of the rest of the portfolio.
pub(super) struct Context<'a> {
    pub(super) calendar: Calendar,
    pub(super) teams: &'a Names<Team>,
    pub(super) default_relation: Relation,
}

/// All rows, with the lines on which they stand.
#[derive(Debug)]
pub(super) struct Initiatives {
    pub(super) places: RowPlaces,
    pub(super) initiatives: Table<Initiative>,
    pub(super) variants: Table<Variant>,
    pub(super) names: Names<Initiative>,
    pub(super) one_of: Vec<Group>,
    pub(super) together: Vec<Group>,
    pub(super) has_category_column: bool,
}

/// Reads the rows; none, with findings, if a column that every row needs is missing.
pub(super) fn read(sheet: &Sheet, file: &str, context: &Context, findings: &mut Findings) -> Option<Initiatives> {
    read_onto(Start::default(), sheet, file, context, findings)
}

/// Reads rows that come behind those of a portfolio: they may depend on its initiatives, be further variants of them and join
/// their groups.
pub(super) fn read_behind(
    portfolio: &Portfolio,
    sheet: &Sheet,
    file: &str,
    context: &Context,
    findings: &mut Findings,
) -> Option<Initiatives> {
    let facts = portfolio.facts().clone();
    let start = Start { initiatives: facts.initiatives, variants: facts.variants, one_of: facts.one_of, together: facts.together };
    read_onto(start, sheet, file, context, findings)
}

/// What is there before the rows are read.
#[derive(Debug, Default)]
struct Start {
    initiatives: Table<Initiative>,
    variants: Table<Variant>,
    one_of: Vec<Group>,
    together: Vec<Group>,
}

fn read_onto(start: Start, sheet: &Sheet, file: &str, context: &Context, findings: &mut Findings) -> Option<Initiatives> {
    let columns = Columns::<Field>::of(sheet, findings);
    let needed = [Field::Id, Field::Value].map(|column| columns.require(column, sheet, findings));
    let cost_columns = cost_columns(sheet, &columns, context.teams, findings);
    if needed.contains(&false) {
        return None;
    }
    let mut rows = Rows::new(sheet, columns, cost_columns, context);
    rows.take(&start.variants, &start.initiatives);
    let (mut initiatives, names) = rows.ids(start.initiatives, findings);
    let mut read = Initiatives {
        places: RowPlaces { file: file.to_owned(), before: start.variants.len(), lines: Vec::new() },
        variants: start.variants,
        one_of: Vec::new(),
        together: Vec::new(),
        has_category_column: rows.columns.has(Field::Category),
        initiatives: Table::default(),
        names,
    };
    let grouping = |groups, variants| Grouping::behind(groups, variants);
    let (mut one_of, mut together) = (grouping(start.one_of, &read.variants), grouping(start.together, &read.variants));
    for row in sheet.rows() {
        let Some((variant, initiative)) = rows.variant(row, &read.names, &mut initiatives, findings) else { continue };
        let id = read.variants.push(variant);
        read.places.lines.push(row.line);
        initiatives.row_mut(initiative).variants.push(id);
        one_of.add(id, initiative, &rows.cell(row, Field::OneOf));
        together.add(id, initiative, &rows.cell(row, Field::Together));
    }
    rows.report_costless(findings);
    forget_finished(&mut read.variants, &initiatives);
    read.one_of = one_of.groups(&initiatives, findings);
    read.together = together.groups(&initiatives, findings);
    read.initiatives = initiatives;
    report_similar(sheet.rows().iter().map(|row| rows.cell(row, Field::Category)), findings);
    Some(read)
}

/// What finished work once waited for no longer matters, and must not close a cycle.
fn forget_finished(variants: &mut Table<Variant>, initiatives: &Table<Initiative>) {
    for id in variants.ids() {
        if initiatives[variants[id].initiative].done {
            variants.row_mut(id).dependencies.clear();
        }
    }
}
