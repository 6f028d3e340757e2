//! The program as scaled floating-point lines, for the simplex method and for the bound of a node.
//!
//! Arcs are not here: their rows come when a point breaks them (see `waits`).

use crate::program::{Presence, Program};
use crate::solve::bounding::Bounding;
use crate::solve::line::{self, Listed, Name};

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A choice; its multiplier is not needed, since bounds take the best option.
    Choice,
    /// The row of the program at this position.
    Row(usize),
    /// A row of the arc at this position: the last of its dependant's placements that counts.
    Arc(usize, usize),
    /// A cut by rounding, for which there is no name in the program.
    Rounded,
    /// A cut from the hull of the row at this position among rows, their sums, and what induced covers speak of.
    Hull(usize),
}

impl Name for Of {
    const CHOICE: Self = Self::Choice;
}

/// A line of the tree.
pub(super) type Line = line::Line<Of>;

impl Line {
    /// A row of an arc: `sum of dependants <= sum of prerequisites`.
    pub(super) fn of_arc(arc: usize, last: usize, terms: Vec<(usize, f64)>) -> Self {
        Self::plain(Of::Arc(arc, last), terms, 0.0)
    }

    /// A cut from the hull of a row, divided by `scale`.
    pub(super) fn of_hull(row: usize, terms: Vec<(usize, f64)>, limit: f64, scale: f64) -> Self {
        Self { scale, ..Self::plain(Of::Hull(row), terms, limit) }
    }
}

/// Columns and lines.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub placements: usize,
    /// Value and upper bound of each column.
    pub columns: Vec<(f64, f64)>,
    pub lines: Listed<Of>,
    /// The line of each choice; a choice of one placement that may stay out needs none.
    pub of_choice: Vec<Option<usize>>,
}

impl Lines {
    pub(super) fn new(program: &Program) -> Self {
        let columns: Vec<(f64, f64)> = program.placements.iter().map(|(_, placement)| (placement.value, 1.0)).collect();
        let placements = columns.len();
        let mut lines = Self { placements, columns, lines: Listed::new(placements), of_choice: Vec::new() };
        lines.add_choices(program);
        lines.add_rows(program);
        lines
    }

    /// Keeps the lines for which `stays` holds.
    pub(super) fn retain(&mut self, stays: impl Fn(usize) -> bool) {
        let moved = self.lines.retain(stays);
        self.of_choice.iter_mut().for_each(|line| *line = line.and_then(|old| moved[old]));
    }

    fn add_choices(&mut self, program: &Program) {
        for choice in &program.choices {
            let equal = choice.presence == Presence::Required;
            let needs_line = equal || choice.allowed.len() > 1;
            self.of_choice.push(needs_line.then_some(self.lines.len()));
            if needs_line {
                let terms = choice.allowed.iter().map(|id| (id.index(), 1.0)).collect();
                self.lines.push(Line { equal, ..Line::plain(Of::Choice, terms, 1.0) });
            }
        }
    }

    fn add_rows(&mut self, program: &Program) {
        for (position, row) in program.rows.iter().enumerate() {
            let mut line = Line::of_row(Of::Row(position), row);
            if let Some(price) = line.price {
                let upper = 1.0 + line.excess();
                line.terms.push((self.columns.len(), -1.0));
                self.columns.push((-price, upper));
            }
            self.lines.push(line);
        }
    }
}

impl Bounding for Lines {
    type Of = Of;

    fn lines(&self) -> &Listed<Of> {
        &self.lines
    }

    fn value(&self, placement: usize) -> f64 {
        self.columns[placement].0
    }

    fn largest_value(&self) -> f64 {
        1.0 + self.columns.iter().map(|(value, upper)| (value * upper).abs()).sum::<f64>()
    }
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
