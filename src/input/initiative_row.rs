//! One row of initiatives.csv.

use std::collections::HashMap;

use super::Code;
use super::cell::Cell;
use super::cost::Costs;
use super::duration::spreads;
use super::finding::quoted;
use super::findings::Findings;
use super::header::Columns;
use super::initiative_columns::Field;
use super::initiatives::Context;
use super::nearest::Names;
use super::reference::{References, SEPARATORS};
use super::sheet::{Row, Sheet};
use super::words::{HORIZON, MUST, STATUS, Stage};
use crate::model::{Effort, Id, Initiative, Must, Spread, Status, Table, Team, Variant};

/// The most ids that a finding about many rows lists.
const MOST_LISTED: usize = 5;

/// The rows of the file, read one after the other.
pub(super) struct Rows<'a> {
    sheet: &'a Sheet,
    /// Where the columns stand.
    pub(super) columns: Columns<Field>,
    cost_columns: Vec<(usize, Option<Id<Team>>)>,
    context: &'a Context<'a>,
    /// The line of each (id, variant); none if it was there before the file.
    taken: HashMap<(String, String), Option<u32>>,
    /// The ids of rows without any cost.
    costless: Vec<Cell<'a>>,
}

impl<'a> Rows<'a> {
    /// Makes ready to read the rows of a file whose columns are known.
    pub(super) fn new(
        sheet: &'a Sheet,
        columns: Columns<Field>,
        cost_columns: Vec<(usize, Option<Id<Team>>)>,
        context: &'a Context<'a>,
    ) -> Self {
        Self { sheet, columns, cost_columns, context, taken: HashMap::new(), costless: Vec::new() }
    }

    /// Notes the variants that are there before the file is read.
    pub(super) fn take(&mut self, variants: &Table<Variant>, initiatives: &Table<Initiative>) {
        let key = |variant: &Variant| (initiatives[variant.initiative].id.clone(), variant.name.clone().unwrap_or_default());
        self.taken.extend(variants.rows().iter().map(|variant| (key(variant), None)));
    }

    /// One cell of a row.
    pub(super) fn cell(&self, row: &'a Row, column: Field) -> Cell<'a> {
        self.sheet.cell(row, self.columns.position(column))
    }

    /// All initiatives by id, behind those that are there before, in the order of the file; new ones have no variants yet.
    pub(super) fn ids(
        &self,
        mut initiatives: Table<Initiative>,
        findings: &mut Findings,
    ) -> (Table<Initiative>, Names<Initiative>) {
        let mut names = Names::complete();
        initiatives.iter().for_each(|(id, initiative)| {
            names.add(&initiative.id, id);
        });
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

    /// The variant that a row says, with its initiative; none if the row has no id, or one that another row has.
    pub(super) fn variant(
        &mut self,
        row: &'a Row,
        names: &Names<Initiative>,
        initiatives: &mut Table<Initiative>,
        findings: &mut Findings,
    ) -> Option<(Variant, Id<Initiative>)> {
        let id = self.cell(row, Field::Id);
        let own = names.find(id.text);
        let stage = self.word(row, Field::Status, STATUS, findings).unwrap_or(Stage::Open);
        let costs = self.costs(row, findings);
        let is_costless = !costs.given && stage != Stage::Done;
        let references = References { ids: names, own, own_id: id.text, default: self.context.default_relation };
        let variant = self.facts(row, costs.list, &references, stage, findings);
        let own = own.filter(|_| self.is_first(row, findings))?;
        self.costless.extend(is_costless.then_some(id));
        let initiative = initiatives.row_mut(own);
        initiative.done |= stage == Stage::Done;
        let title = self.cell(row, Field::Title);
        if initiative.title == initiative.id && !title.is_empty() {
            title.text.clone_into(&mut initiative.title);
        }
        Some((Variant { initiative: own, ..variant }, own))
    }

    /// Everything in a row but its id.
    fn facts(
        &self,
        row: &'a Row,
        costs: Vec<(Id<Team>, Effort)>,
        references: &References,
        stage: Stage,
        findings: &mut Findings,
    ) -> Variant {
        let cell = |column| self.cell(row, column);
        let text = |column| Some(cell(column).text.to_owned()).filter(|text| !text.is_empty());
        let weights = spreads(&cell(Field::Duration), &cell(Field::Profile), self.context.calendar, findings);
        let mut quarter = |column| Some(cell(column)).filter(|cell| !cell.is_empty()).and_then(|cell| cell.quarter(findings));
        let (earliest, deadline, pinned) = (quarter(Field::Earliest), quarter(Field::Deadline), quarter(Field::Start));
        Variant {
            initiative: Id::new(0),
            name: text(Field::Variant),
            value: self.value(row, stage, findings),
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
            status: if stage == Stage::Begun { Status::InProgress } else { Status::Open },
        }
    }

    fn word<T: Copy>(&self, row: &'a Row, column: Field, words: &[(&'static str, T)], findings: &mut Findings) -> Option<T> {
        Some(self.cell(row, column)).filter(|cell| !cell.is_empty()).and_then(|cell| cell.word(words, findings))
    }

    /// The value; finished work needs none.
    fn value(&self, row: &'a Row, stage: Stage, findings: &mut Findings) -> f64 {
        let cell = self.cell(row, Field::Value);
        if cell.is_empty() {
            if stage != Stage::Done {
                let message = format!("{} has no value", quoted(self.cell(row, Field::Id).text));
                cell.report(Code::EmptyCell, message, "write its value, 0 if it only enables other work", findings);
            }
            return 0.0;
        }
        cell.float(findings).unwrap_or(0.0)
    }

    /// The costs on all teams.
    fn costs(&self, row: &'a Row, findings: &mut Findings) -> Costs {
        let mut costs = Costs::default();
        for &(position, team) in &self.cost_columns {
            let cell = self.sheet.cell(row, Some(position));
            match team {
                Some(team) => costs.add(team, &cell, findings),
                None => costs.given |= !cell.is_empty(),
            }
        }
        costs.add_pair(&self.cell(row, Field::Team), &self.cell(row, Field::Cost), self.context.teams, findings);
        costs
    }

    /// Says which rows have no cost, all in one finding: a file may leave many out on purpose.
    pub(super) fn report_costless(&self, findings: &mut Findings) {
        let Some(first) = self.costless.first() else { return };
        let listed: Vec<String> = self.costless.iter().take(MOST_LISTED).map(|id| quoted(id.text)).collect();
        let verb =
            if self.costless.len() == 1 { "has no cost on any team and so takes" } else { "have no cost on any team and so take" };
        let others = match self.costless.len().saturating_sub(MOST_LISTED) {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        let message = format!("{}{others} {verb} nothing", listed.join(", "));
        let help = "fill a column `cost: <team>` or the pair `team` and `cost`; write 0 if that is meant";
        first.report(Code::NoCost, message, help, findings);
    }

    /// Whether no row before has the same id and variant; says so if one has.
    fn is_first(&mut self, row: &'a Row, findings: &mut Findings) -> bool {
        let (id, variant) = (self.cell(row, Field::Id), self.cell(row, Field::Variant));
        let key = (id.text.to_owned(), variant.text.to_owned());
        let first = *self.taken.entry(key).or_insert(Some(row.line));
        if first != Some(row.line) {
            let of_variant = if variant.is_empty() { String::new() } else { format!(", variant {}", quoted(variant.text)) };
            let first = first.map_or("in the portfolio already".to_owned(), |line| format!("on line {line}"));
            let message = format!("{}{of_variant} is {first} and on line {}", quoted(id.text), row.line);
            let help = "remove one of the two rows; for several ways to do one initiative name each in a column `variant`";
            id.report(Code::RepeatedRow, message, help, findings);
        }
        first == Some(row.line)
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
