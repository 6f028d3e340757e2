//! initiatives.csv: one row an initiative, or a variant of one.

use std::collections::HashMap;

use super::Code;
use super::cell::Cell;
use super::cost::{Costs, find_team};
use super::duration::spreads;
use super::finding::quoted;
use super::findings::Findings;
use super::groups::{Grouping, report_similar};
use super::header::{Column, Columns, fold, repeated_column, unknown_column};
use super::nearest::Names;
use super::reference::{References, SEPARATORS};
use super::row_places::RowPlaces;
use super::sheet::{Row, Sheet};
use super::words::{HORIZON, MUST, Progress, STATUS};
use crate::model::{Calendar, Group, Id, Initiative, Must, Relation, Spread, Status, Table, Team, Variant};

/// Columns of initiatives.csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Variant,
    Title,
    Value,
    Team,
    Cost,
    Horizon,
    Category,
    DependsOn,
    Duration,
    Profile,
    Earliest,
    Deadline,
    Must,
    Start,
    Excludes,
    OneOf,
    Together,
    Status,
    CostOfDelay,
    Confidence,
}

impl Column for Field {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Id, "id"),
        (Self::Variant, "variant"),
        (Self::Title, "title"),
        (Self::Value, "value"),
        (Self::Team, "team"),
        (Self::Cost, "cost"),
        (Self::Horizon, "horizon"),
        (Self::Category, "category"),
        (Self::DependsOn, "depends_on"),
        (Self::Duration, "duration"),
        (Self::Profile, "profile"),
        (Self::Earliest, "earliest"),
        (Self::Deadline, "deadline"),
        (Self::Must, "must"),
        (Self::Start, "start"),
        (Self::Excludes, "excludes"),
        (Self::OneOf, "one_of"),
        (Self::Together, "together"),
        (Self::Status, "status"),
        (Self::CostOfDelay, "cost_of_delay"),
        (Self::Confidence, "confidence"),
    ];
}

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
    let columns = Columns::<Field>::of(sheet, findings);
    let needed = [Field::Id, Field::Value].map(|column| columns.require(column, sheet, findings));
    let cost_columns = cost_columns(sheet, &columns, context.teams, findings);
    if needed.contains(&false) {
        return None;
    }
    let mut rows = Rows { sheet, columns, cost_columns, context, taken: HashMap::new() };
    let (mut initiatives, names) = rows.ids(findings);
    let mut read = Initiatives {
        places: RowPlaces { file: file.to_owned(), lines: Vec::new() },
        variants: Table::default(),
        one_of: Vec::new(),
        together: Vec::new(),
        has_category_column: rows.columns.has(Field::Category),
        initiatives: Table::default(),
        names,
    };
    let (mut one_of, mut together) = (Grouping::default(), Grouping::default());
    for row in sheet.rows() {
        let Some((variant, initiative)) = rows.variant(row, &read.names, &mut initiatives, findings) else { continue };
        let id = read.variants.push(variant);
        read.places.lines.push(row.line);
        initiatives.row_mut(initiative).variants.push(id);
        one_of.add(id, initiative, &rows.cell(row, Field::OneOf));
        together.add(id, initiative, &rows.cell(row, Field::Together));
    }
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

/// The columns `cost: <team>` with their teams; other unknown columns are findings.
fn cost_columns(
    sheet: &Sheet,
    columns: &Columns<Field>,
    teams: &Names<Team>,
    findings: &mut Findings,
) -> Vec<(usize, Option<Id<Team>>)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for &position in &columns.others {
        let text = sheet.header_text(position);
        match text.split_once(':').filter(|(word, team)| fold(word) == "cost" && !team.trim().is_empty()) {
            None => unknown_column::<Field>(sheet, position, findings),
            Some((_, team)) if found.iter().any(|&(_, other)| other == team.trim()) => repeated_column(sheet, text, findings),
            Some((_, team)) => found.push((position, team.trim())),
        }
    }
    let resolve = |(position, team): (usize, &str)| (position, find_team(&sheet.header_cell(position), team, teams, findings));
    found.into_iter().map(resolve).collect()
}

struct Rows<'a> {
    sheet: &'a Sheet,
    columns: Columns<Field>,
    cost_columns: Vec<(usize, Option<Id<Team>>)>,
    context: &'a Context<'a>,
    /// The line of each (id, variant).
    taken: HashMap<(&'a str, &'a str), u32>,
}

impl<'a> Rows<'a> {
    fn cell(&self, row: &'a Row, column: Field) -> Cell<'a> {
        self.sheet.cell(row, self.columns.position(column))
    }

    /// All initiatives by id, in the order of the file, without their variants.
    fn ids(&self, findings: &mut Findings) -> (Table<Initiative>, Names<Initiative>) {
        let (mut initiatives, mut names) = (Table::default(), Names::new(true));
        for row in self.sheet.rows() {
            let cell = self.cell(row, Field::Id);
            if cell.is_empty() {
                cell.report(Code::EmptyCell, "the row has no id", "give it an id that no other row has", findings);
            } else if names.add(cell.text, Id::new(initiatives.len())).is_none() {
                initiatives.push(Initiative {
                    id: cell.text.to_owned(),
                    title: cell.text.to_owned(),
                    variants: Vec::new(),
                    done: false,
                });
                if cell.text.contains(SEPARATORS) {
                    let message = format!("id {} contains a separator, so no other row could name it", quoted(cell.text));
                    cell.report(Code::SeparatorInId, message, "use an id without `;`, `,` and line breaks", findings);
                }
            }
        }
        (initiatives, names)
    }

    /// The variant that a row says, with its initiative; none if the row has no id.
    fn variant(
        &mut self,
        row: &'a Row,
        names: &Names<Initiative>,
        initiatives: &mut Table<Initiative>,
        findings: &mut Findings,
    ) -> Option<(Variant, Id<Initiative>)> {
        let id = self.cell(row, Field::Id);
        let own = names.find(id.text);
        let progress = self.word(row, Field::Status, STATUS, findings).unwrap_or(Progress::Open);
        let variant = self.facts(
            row,
            &References { ids: names, own, own_id: id.text, default: self.context.default_relation },
            progress,
            findings,
        );
        let own = own?;
        self.check_unique(row, findings);
        let initiative = initiatives.row_mut(own);
        initiative.done |= progress == Progress::Done;
        let title = self.cell(row, Field::Title);
        if initiative.title == initiative.id && !title.is_empty() {
            title.text.clone_into(&mut initiative.title);
        }
        Some((Variant { initiative: own, ..variant }, own))
    }

    /// Everything in a row but its id.
    fn facts(&self, row: &'a Row, references: &References, progress: Progress, findings: &mut Findings) -> Variant {
        let cell = |column| self.cell(row, column);
        let text = |column| Some(cell(column).text.to_owned()).filter(|text| !text.is_empty());
        let is_done = progress == Progress::Done;
        let costs = self.costs(row, is_done, findings);
        let weights = spreads(&cell(Field::Duration), &cell(Field::Profile), self.context.calendar, findings);
        let mut quarter = |column| Some(cell(column)).filter(|cell| !cell.is_empty()).and_then(|cell| cell.quarter(findings));
        let (earliest, deadline, pinned) = (quarter(Field::Earliest), quarter(Field::Deadline), quarter(Field::Start));
        Variant {
            initiative: Id::new(0),
            name: text(Field::Variant),
            value: self.value(row, is_done, findings),
            confidence: confidence(&cell(Field::Confidence), findings),
            cost_of_delay: Some(cell(Field::CostOfDelay))
                .filter(|cell| !cell.is_empty())
                .and_then(|c| c.float(findings))
                .unwrap_or(0.0),
            spreads: weights.iter().map(|weights| Spread::new(&costs, weights)).collect(),
            costs,
            horizon: self.word(row, Field::Horizon, HORIZON, findings),
            category: text(Field::Category),
            dependencies: references.dependencies(&cell(Field::DependsOn), findings),
            earliest,
            deadline,
            pinned,
            must: self.word(row, Field::Must, MUST, findings).unwrap_or(Must::Free),
            excludes: references.excluded(&cell(Field::Excludes), findings),
            status: if progress == Progress::InProgress { Status::InProgress } else { Status::Open },
        }
    }

    fn word<T: Copy>(&self, row: &'a Row, column: Field, words: &[(&'static str, T)], findings: &mut Findings) -> Option<T> {
        Some(self.cell(row, column)).filter(|cell| !cell.is_empty()).and_then(|cell| cell.word(words, findings))
    }

    /// The value; finished work needs none.
    fn value(&self, row: &'a Row, is_done: bool, findings: &mut Findings) -> f64 {
        let cell = self.cell(row, Field::Value);
        if cell.is_empty() {
            if !is_done {
                let message = format!("{} has no value", quoted(self.cell(row, Field::Id).text));
                cell.report(Code::EmptyCell, message, "write its value, 0 if it only enables other work", findings);
            }
            return 0.0;
        }
        cell.float(findings).unwrap_or(0.0)
    }

    /// The costs; finished work needs none.
    fn costs(&self, row: &'a Row, is_done: bool, findings: &mut Findings) -> Vec<(Id<Team>, crate::model::Effort)> {
        let mut costs = Costs::default();
        for &(position, team) in &self.cost_columns {
            let cell = self.sheet.cell(row, Some(position));
            match team {
                Some(team) => costs.add(team, &cell, findings),
                None => costs.given |= !cell.is_empty(),
            }
        }
        costs.add_pair(&self.cell(row, Field::Team), &self.cell(row, Field::Cost), self.context.teams, findings);
        if !costs.given && !is_done {
            let id = self.cell(row, Field::Id);
            let message = format!("{} has no cost on any team", quoted(id.text));
            let help = "fill a column `cost: <team>` or the pair `team` and `cost`; write 0 if it takes nothing from anybody";
            id.report(Code::NoCost, message, help, findings);
        }
        costs.list
    }

    fn check_unique(&mut self, row: &'a Row, findings: &mut Findings) {
        let (id, variant) = (self.cell(row, Field::Id), self.cell(row, Field::Variant));
        let first = *self.taken.entry((id.text, variant.text)).or_insert(row.line);
        if first != row.line {
            let of_variant = if variant.is_empty() { String::new() } else { format!(", variant {}", quoted(variant.text)) };
            let message = format!("{}{of_variant} is on line {first} and on line {}", quoted(id.text), row.line);
            let help = "remove one of the two rows; for several ways to do one initiative name each in a column `variant`";
            id.report(Code::RepeatedRow, message, help, findings);
        }
    }
}

/// The probability of the value: `0.8`, `80%` or `80`, which is read as percent when it is above 1.
fn confidence(cell: &Cell, findings: &mut Findings) -> f64 {
    if cell.is_empty() {
        return 1.0;
    }
    let (number, percent) = cell.text.strip_suffix('%').map_or((cell.text, false), |number| (number, true));
    let Some(number) = cell.part(number).float(findings) else { return 1.0 };
    let confidence = if percent || number > 1.0 { number / 100.0 } else { number };
    if !(0.0..=1.0).contains(&confidence) {
        let message = format!("{} is not a confidence", quoted(cell.text));
        cell.report(Code::OutOfRange, message, "write a number from 0 to 1, or a percentage such as `80%`", findings);
        return 1.0;
    }
    confidence
}
