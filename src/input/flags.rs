//! A portfolio without a folder: flags say what portfolio.toml and capacity.csv would.

use super::cell::Cell;
use super::document::whole_file;
use super::finding::quoted;
use super::findings::Findings;
use super::frame::{Cells, Frame};
use super::nearest::Names;
use super::number::Commas;
use super::{Code, capacity::Teams};
use crate::model::{Calendar, Effort, Id, Table, Team};

/// The texts of the flags that go with one CSV file. Findings name the flag as their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--name`: what the portfolio is called; the file's name by default.
    pub name: Option<String>,
    /// `--unit`: the unit of cost and capacity.
    pub unit: Option<String>,
    /// `--quarters`: the run of quarters, `2026Q1..2026Q4`; required.
    pub quarters: Option<String>,
    /// `--capacity`: what each team can spend in every quarter, `Platform=40,Mobile=35`; required.
    pub capacity: Option<String>,
    /// `--min-debt-ratio`: the floor on the share of debt work, `0.2` or `20%`.
    pub min_debt_ratio: Option<String>,
    /// `--default-dependency`: `after` or `same`.
    pub default_dependency: Option<String>,
    /// `--discount-rate`: per quarter, `0.02`.
    pub discount_rate: Option<String>,
}

impl Flags {
    /// The flags with their names, in a fixed order.
    fn named(&self) -> [(&'static str, Option<&str>); 7] {
        [
            ("--name", self.name.as_deref()),
            ("--unit", self.unit.as_deref()),
            ("--quarters", self.quarters.as_deref()),
            ("--capacity", self.capacity.as_deref()),
            ("--min-debt-ratio", self.min_debt_ratio.as_deref()),
            ("--default-dependency", self.default_dependency.as_deref()),
            ("--discount-rate", self.discount_rate.as_deref()),
        ]
    }

    /// All flags that are given, one a line, for the record.
    pub(super) fn text(&self) -> String {
        let given = self.named().into_iter().filter_map(|(flag, text)| Some(format!("{flag}={}\n", text?)));
        given.collect()
    }

    /// The text of a flag with its place.
    pub(super) fn cell(&self, flag: &'static str) -> Option<Cell<'_>> {
        let text = self.named().into_iter().find(|(name, _)| *name == flag)?.1?;
        Some(Cell { text: text.trim(), file: flag, line: None, column: None, commas: Commas::Group })
    }

    /// What portfolio.toml would say but for the rules.
    pub(super) fn frame(&self, findings: &mut Findings) -> Frame {
        let quarters = self.required("--quarters", "say what is planned, such as `--quarters 2026Q1..2026Q4`", findings);
        let given = |flag| self.cell(flag).filter(|cell| !cell.is_empty());
        let cells = Cells {
            name: given("--name"),
            unit: given("--unit"),
            quarters,
            relation: self.cell("--default-dependency"),
            rate: self.cell("--discount-rate"),
            factor: None,
        };
        Frame::from_cells(&cells, findings)
    }

    /// The teams of `--capacity`, each with the same capacity in every quarter.
    pub(super) fn teams(&self, calendar: Option<Calendar>, findings: &mut Findings) -> Option<Teams> {
        let cell =
            self.required("--capacity", "say what each team can spend, such as `--capacity \"Platform=40,Mobile=35\"`", findings)?;
        let quarters = calendar.map_or(0, Calendar::count) as usize;
        let mut teams = Teams { table: Table::default(), names: Names::complete() };
        for part in cell.text.split([',', ';', '\n']).map(|part| cell.part(part)).filter(|part| !part.is_empty()) {
            let Some((name, capacity)) = team(&part, findings) else { continue };
            if teams.names.add(name, Id::new(teams.table.len())).is_some() {
                let message = format!("team {} is there twice", quoted(name));
                part.report(Code::RepeatedCapacity, message, "give each team once", findings);
            } else {
                teams.table.push(Team { name: name.to_owned(), capacity: vec![capacity; quarters] });
            }
        }
        Some(teams)
    }

    fn required(&self, flag: &'static str, help: &str, findings: &mut Findings) -> Option<Cell<'_>> {
        let cell = self.cell(flag).filter(|cell| !cell.is_empty());
        if cell.is_none() {
            findings.add(Code::MissingKey, whole_file(flag), format!("there is no {}", quoted(flag)), help);
        }
        cell
    }
}

/// One `Platform=40`.
fn team<'a>(part: &Cell<'a>, findings: &mut Findings) -> Option<(&'a str, Effort)> {
    match part.text.rsplit_once('=').map(|(name, capacity)| (name.trim(), part.part(capacity))) {
        Some((name, capacity)) if !name.is_empty() && !capacity.is_empty() => {
            Some((name, capacity.effort(findings).unwrap_or(Effort::LARGEST_CELL)))
        }
        _ => {
            let message = format!("{} is not a team with its capacity", quoted(part.text));
            part.report(Code::WrongKind, message, "write `Platform=40,Mobile=35`, numbers without `,` between digits", findings);
            None
        }
    }
}
