//! capacity.csv: what each team can spend in each quarter, wide (`team,2026Q1,…`) or long (`team,quarter,capacity`).

use std::collections::HashMap;

use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::header::{Column, Columns, unknown_column};
use super::nearest::Names;
use super::sheet::Sheet;
use super::{Code, Place};
use crate::model::{Calendar, CalendarQuarter, Effort, Id, Quarter, Table, Team};

/// Columns of capacity.csv, but for the quarters of the wide form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Team,
    Quarter,
    Capacity,
}

impl Column for Field {
    const ALL: &'static [(Self, &'static str)] = &[(Self::Team, "team"), (Self::Quarter, "quarter"), (Self::Capacity, "capacity")];
    const FURTHER: Option<&'static str> = Some("2026Q1");
}

/// How the file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A column a quarter.
    Wide,
    /// A row a team and quarter.
    Long,
}

/// The teams with their names.
#[derive(Debug)]
pub(super) struct Teams {
    pub(super) table: Table<Team>,
    pub(super) names: Names<Team>,
}

/// Collects capacities cell by cell.
struct Capacities {
    /// The run of quarters, if it is known.
    calendar: Option<Calendar>,
    names: Names<Team>,
    teams: Vec<(String, Place)>,
    /// Capacity and line of each cell.
    cells: HashMap<(Id<Team>, CalendarQuarter), (Effort, u32)>,
}

/// Reads the teams; none, with findings, if the columns are not those of either form.
///
/// Where the quarters of the plan are not known, every team is taken to have all the capacity there is.
pub(super) fn read(sheet: &Sheet, calendar: Option<Calendar>, findings: &mut Findings) -> Option<Teams> {
    let columns = Columns::<Field>::of(sheet, findings);
    let (form, needed): (Form, &[Field]) = match columns.has(Field::Quarter) || columns.has(Field::Capacity) {
        true => (Form::Long, &[Field::Team, Field::Quarter, Field::Capacity]),
        false => (Form::Wide, &[Field::Team]),
    };
    let quarters = quarter_columns(sheet, &columns, form, findings);
    if needed.iter().filter(|&&column| !columns.require(column, sheet, findings)).count() > 0 {
        return None;
    }
    let mut capacities = Capacities { calendar, names: Names::complete(), teams: Vec::new(), cells: HashMap::new() };
    for row in sheet.rows() {
        let cell = |column| sheet.cell(row, columns.position(column));
        let Some(team) = capacities.team(&cell(Field::Team), form, findings) else { continue };
        if form == Form::Long {
            let quarter = cell(Field::Quarter).quarter(findings);
            capacities.add(team, quarter, &cell(Field::Capacity), findings);
        }
        for &(position, quarter) in &quarters {
            capacities.add(team, Some(quarter), &sheet.cell(row, Some(position)), findings);
        }
    }
    Some(capacities.teams(findings))
}

/// The columns of the wide form that are quarters; other unknown columns are findings.
fn quarter_columns(sheet: &Sheet, columns: &Columns<Field>, form: Form, findings: &mut Findings) -> Vec<(usize, CalendarQuarter)> {
    let mut quarters: Vec<(usize, CalendarQuarter)> = Vec::new();
    for &position in &columns.others {
        let text = sheet.header_text(position);
        match CalendarQuarter::parse(text).filter(|_| form == Form::Wide) {
            None => unknown_column::<Field>(sheet, position, findings),
            Some(quarter) if quarters.iter().any(|&(_, other)| other == quarter) => {
                super::header::repeated_column(sheet, text, findings);
            }
            Some(quarter) => quarters.push((position, quarter)),
        }
    }
    quarters
}

impl Capacities {
    /// The team of a row; in the wide form it may have only one.
    fn team(&mut self, cell: &Cell, form: Form, findings: &mut Findings) -> Option<Id<Team>> {
        if cell.is_empty() {
            cell.report(Code::EmptyCell, "the row has no team", "name the team whose capacity it is", findings);
            return None;
        }
        let new = Id::new(self.teams.len());
        let known = self.names.add(cell.text, new);
        if let Some(known) = known.filter(|_| form == Form::Wide) {
            let first = self.teams[known.index()].1.line.unwrap_or_default();
            let line = cell.line.unwrap_or_default();
            let message = format!("team {} is on line {first} and on line {line}", quoted(cell.text));
            cell.report(Code::RepeatedCapacity, message, "remove one of the two rows, or add them up", findings);
            return None;
        }
        if known.is_none() {
            self.teams.push((cell.text.to_owned(), cell.place()));
        }
        Some(known.unwrap_or(new))
    }

    /// Takes one capacity. An empty cell is none.
    fn add(&mut self, team: Id<Team>, quarter: Option<CalendarQuarter>, cell: &Cell, findings: &mut Findings) {
        if cell.is_empty() {
            return;
        }
        // A capacity that cannot be read is taken for all there is, so that it gives rise to no finding but its own.
        let capacity = cell.effort(findings).unwrap_or(Effort::LARGEST_CELL);
        let Some(quarter) = quarter else { return };
        let line = cell.line.unwrap_or_default();
        let &mut (_, first) = self.cells.entry((team, quarter)).or_insert((capacity, line));
        if first != line {
            let message = format!("{} in {quarter} is on line {first} and on line {line}", quoted(&self.teams[team.index()].0));
            cell.report(Code::RepeatedCapacity, message, "remove one of the two rows, or add them up", findings);
        }
    }

    /// The teams, once every planned quarter has its capacity.
    fn teams(mut self, findings: &mut Findings) -> Teams {
        self.report_outside(findings);
        let teams = std::mem::take(&mut self.teams);
        let table = teams.into_iter().enumerate();
        let table: Vec<Team> = table.map(|(index, (name, place))| self.row(Id::new(index), name, &place, findings)).collect();
        Teams { table: table.into(), names: self.names }
    }

    fn row(&self, id: Id<Team>, name: String, place: &Place, findings: &mut Findings) -> Team {
        let Some(calendar) = self.calendar else { return Team { name, capacity: Vec::new() } };
        let given = |quarter: Quarter| self.cells.get(&(id, calendar.name(quarter))).map(|&(capacity, _)| capacity);
        let missing: Vec<String> =
            calendar.quarters().filter(|&q| given(q).is_none()).map(|q| calendar.name(q).to_string()).collect();
        if !missing.is_empty() {
            let message = format!("team {} has no capacity in {}", quoted(&name), missing.join(", "));
            findings.add(Code::MissingCapacity, place.clone(), message, "write its capacity there, 0 if it has none");
        }
        Team { capacity: calendar.quarters().map(|q| given(q).unwrap_or(Effort::LARGEST_CELL)).collect(), name }
    }

    /// Says which quarters are not planned.
    fn report_outside(&self, findings: &mut Findings) {
        let (Some(calendar), Some((_, place))) = (self.calendar, self.teams.first()) else { return };
        let given = self.cells.keys().map(|&(_, quarter)| quarter);
        let mut outside: Vec<CalendarQuarter> = given.filter(|&quarter| calendar.quarter(quarter).is_none()).collect();
        outside.sort_unstable();
        outside.dedup();
        if !outside.is_empty() {
            let names: Vec<String> = outside.iter().map(ToString::to_string).collect();
            let message = format!("capacity in {} is not used: the plan runs {calendar}", names.join(", "));
            let place = Place { line: None, column: None, ..place.clone() };
            findings.add(
                Code::QuarterOutsidePlan,
                place,
                message,
                "extend `quarters` in portfolio.toml if these are to be planned",
            );
        }
    }
}
