//! The program as scaled floating-point lines, for the tableau and for the bound of a node.
//!
//! Arcs are here from the start, and cuts come.

use crate::model::{Id, Quarter};
use crate::program::{Placement, Presence, Program};
use crate::solve::bounding::Bounding;
use crate::solve::line;
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

/// Columns, lines, and the lines of each placement.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub placements: usize,
    pub objective: Vec<f64>,
    pub lines: Vec<Line>,
    /// For each placement its coefficients in arcs and rows.
    pub of_placement: Vec<Vec<(usize, f64)>>,
}

impl Lines {
    pub(super) fn new(program: &Program) -> Self {
        let objective: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
        let mut lines = Self { placements: objective.len(), objective, lines: Vec::new(), of_placement: Vec::new() };
        lines.add_choices(program);
        lines.add_arcs(program);
        lines.add_rows(program);
        lines.of_placement = vec![Vec::new(); lines.placements];
        (0..lines.lines.len()).for_each(|position| lines.list(position));
        lines
    }

    /// Coefficients of all placements in arcs, rows and cuts: what a bound looks at.
    pub(super) fn size(&self) -> u64 {
        self.of_placement.iter().map(|lines| 1 + lines.len() as u64).sum()
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: Line) {
        self.lines.push(line);
        self.list(self.lines.len() - 1);
    }

    /// Lists a line under its placements; choices are not listed, since no multiplier of theirs is needed.
    fn list(&mut self, position: usize) {
        let line = &self.lines[position];
        if line.of != Of::Choice {
            for &(column, coefficient) in line.terms.iter().filter(|&&(column, _)| column < self.placements) {
                self.of_placement[column].push((position, coefficient));
            }
        }
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
    const CHOICE: Of = Of::Choice;

    fn lines(&self) -> &[Line] {
        &self.lines
    }

    fn of_placement(&self) -> &[Vec<(usize, f64)>] {
        &self.of_placement
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
