//! The program as scaled floating-point lines, for the tableau and for the bound of a node.
//!
//! Arcs are here from the start, and cuts come.

use crate::model::{Id, Quarter};
use crate::program::{Placement, Presence, Program};
use crate::solve::bounding::Bounding;
use crate::solve::line::{self, Listed, Name};
use crate::solve::proof_tree::Own;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A choice; its multiplier is not needed, since bounds take the best option.
    Choice,
    /// The row of the program at this position.
    Row(usize),
    /// A row of the arc at this position: the last start that counts.
    Arc(usize, Quarter),
    /// A cover of the row at this position.
    Cover(usize),
}

impl Name for Of {
    const CHOICE: Self = Self::Choice;
}

/// A line of the tableau.
pub(super) type Line = line::Line<Of>;

impl Line {
    /// What it is in the program; none for a choice.
    pub(super) fn own(&self) -> Option<Own> {
        match self.of {
            Of::Choice => None,
            Of::Row(row) => Some(Own::Row(row)),
            Of::Arc(arc, last) => Some(Own::Arc(arc, last)),
            Of::Cover(row) => {
                let mut terms: Vec<(usize, i64)> = self.terms.iter().map(|&(column, p)| (column, p as i64)).collect();
                terms.sort_unstable();
                Some(Own::Cut((row, terms)))
            }
        }
    }
}

/// Columns and lines.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub placements: usize,
    pub objective: Vec<f64>,
    pub lines: Listed<Of>,
}

impl Lines {
    pub(super) fn new(program: &Program) -> Self {
        let objective: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
        let placements = objective.len();
        let mut lines = Self { placements, objective, lines: Listed::new(placements) };
        lines.add_choices(program);
        lines.add_arcs(program);
        lines.add_rows(program);
        lines
    }

    fn add_choices(&mut self, program: &Program) {
        for choice in &program.choices {
            let terms = unit_terms(&choice.allowed, 1.0).collect();
            let equal = choice.presence == Presence::Required;
            self.lines.push(Line { equal, ..Line::plain(Of::Choice, terms, 1.0) });
        }
    }

    fn add_arcs(&mut self, program: &Program) {
        for (position, arc) in program.arcs.iter().enumerate() {
            for row in arc.rows(&program.placements) {
                let terms = unit_terms(&row.starting, 1.0).chain(unit_terms(&row.ready, -1.0)).collect();
                self.lines.push(Line::plain(Of::Arc(position, row.until), terms, 0.0));
            }
        }
    }

    fn add_rows(&mut self, program: &Program) {
        for (position, row) in program.rows.iter().enumerate() {
            let mut line = Line::of_row(Of::Row(position), row);
            if let Some(price) = line.price {
                line.terms.push((self.objective.len(), -1.0));
                self.objective.push(-price);
            }
            self.lines.push(line);
        }
    }

    /// Whether a column must stay in a tableau when it is closed: slacks of equalities, for their multipliers. Choices need none.
    pub(super) fn needs_multiplier(&self, column: usize) -> bool {
        let line = column.checked_sub(self.objective.len()).map(|line| &self.lines[line]);
        line.is_some_and(|line| line.of != Of::Choice)
    }
}

impl Bounding for Lines {
    type Of = Of;

    fn lines(&self) -> &Listed<Of> {
        &self.lines
    }

    fn value(&self, placement: usize) -> f64 {
        self.objective[placement]
    }

    fn largest_value(&self) -> f64 {
        let gross: f64 = self.objective[..self.placements].iter().map(|value| value.abs()).sum();
        let soft = self.lines.iter().filter_map(|line| Some((line, line.price.filter(|price| price.is_finite())?)));
        1.0 + gross + soft.map(|(line, price)| price * line.excess()).sum::<f64>()
    }
}

fn unit_terms(ids: &[Id<Placement>], sign: f64) -> impl Iterator<Item = (usize, f64)> + '_ {
    ids.iter().map(move |id| (id.index(), sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::bounding::tests::hold_for_any_multipliers;

    #[test]
    fn bounds_hold_for_any_multipliers() {
        hold_for_any_multipliers(Lines::new);
    }
}
