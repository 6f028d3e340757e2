//! The program as plain columns and rows of floating-point numbers, for solvers and files that know nothing else.

use super::cumulated::{Cumulated, ENTRIES_THAT_PAY};
use super::names::Names;
use super::{Presence, Program};
use crate::model::{Hardness, Portfolio};

/// At most or equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// `<=`
    AtMost,
    /// `=`
    Equal,
}

/// Maximise `sum objective * x` under rows; columns `0..placements` are those of the program, in its order; then come the
/// "by" columns of arcs and the shortfalls of soft rows.
#[derive(Debug, Clone)]
pub struct LinearProgram {
    /// The columns.
    pub columns: Vec<LinearColumn>,
    /// The rows: choices, then arcs, then rows.
    pub rows: Vec<LinearRow>,
}

/// A column with a lower bound of 0.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearColumn {
    /// Unique and readable.
    pub name: String,
    /// Value of one unit.
    pub objective: f64,
    /// Binary (0 or 1), or continuous without an upper bound.
    pub binary: bool,
    /// The columns of placements that it sums, if it is a "by" column.
    pub sums: Vec<usize>,
}

/// `sum of coefficient * column  <=  limit`, or `=`.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearRow {
    /// Unique and readable.
    pub name: String,
    /// Columns by position, with coefficients in units of the business.
    pub terms: Vec<(usize, f64)>,
    /// At most or equal.
    pub sense: Sense,
    /// The right-hand side.
    pub limit: f64,
}

impl LinearProgram {
    /// Writes the whole program out in rows.
    #[must_use]
    pub fn of(portfolio: &Portfolio, program: &Program) -> Self {
        let mut names = Names::new(portfolio);
        let column = |names: &mut Names, placement| LinearColumn {
            name: names.column(placement),
            objective: placement.value,
            binary: true,
            sums: Vec::new(),
        };
        let columns = program.placements.iter().map(|(_, placement)| column(&mut names, placement)).collect();
        let mut linear = Self { columns, rows: Vec::new() };
        linear.add_choices(program, &mut names);
        linear.add_arcs(program, &mut names);
        linear.add_rows(program, &mut names);
        linear
    }

    fn add_choices(&mut self, program: &Program, names: &mut Names) {
        for choice in &program.choices {
            let sense = match choice.presence {
                Presence::Optional => Sense::AtMost,
                Presence::Required => Sense::Equal,
            };
            let terms = choice.allowed.iter().map(|id| (id.index(), 1.0)).collect();
            self.rows.push(LinearRow { name: names.row(&choice.subject), terms, sense, limit: 1.0 });
            let closed = program.placements.of_initiative(choice.initiative).filter(|id| !choice.allowed.contains(id));
            let terms: Vec<(usize, f64)> = closed.map(|id| (id.index(), 1.0)).collect();
            if !terms.is_empty() {
                self.rows.push(LinearRow { name: names.closed(&choice.subject), terms, sense: Sense::Equal, limit: 0.0 });
            }
        }
    }

    fn add_arcs(&mut self, program: &Program, names: &mut Names) {
        let mut cumulated = Cumulated::default();
        for arc in &program.arcs {
            let rows = arc.rows(&program.placements);
            let entries: usize = rows.iter().map(|row| row.starting.len() + row.ready.len()).sum();
            let lag = arc.lag.filter(|_| entries > ENTRIES_THAT_PAY);
            for row in rows {
                let starting = row.starting.iter().map(|id| (id.index(), 1.0));
                let ready = row.ready.iter().map(|id| (id.index(), -1.0));
                let terms = match lag {
                    Some(lag) => cumulated.terms(self, names, program, (arc, lag), row.until),
                    None => starting.chain(ready).collect(),
                };
                let name = names.arc_row(&arc.subject, row.until);
                self.rows.push(LinearRow { name, terms, sense: Sense::AtMost, limit: 0.0 });
            }
        }
    }

    fn add_rows(&mut self, program: &Program, names: &mut Names) {
        for row in &program.rows {
            let name = names.row(&row.subject);
            let mut terms: Vec<(usize, f64)> = row.terms.iter().map(|&(id, c)| (id.index(), c as f64 / row.unit)).collect();
            if let Hardness::Soft { price } = row.hardness {
                terms.push((self.columns.len(), -1.0));
                self.columns.push(LinearColumn {
                    name: names.shortfall(&name),
                    objective: -price,
                    binary: false,
                    sums: Vec::new(),
                });
            }
            self.rows.push(LinearRow { name, terms, sense: row.sense, limit: row.limit as f64 / row.unit });
        }
    }
}
