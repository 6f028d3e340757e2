//! The program as scaled floating-point lines, for the simplex method and for the bound of a node.
//!
//! Columns are the placements, then what soft rows fall short by. Every line is divided by its largest coefficient, so that one
//! tolerance fits all. Arcs are not here: their rows come when a point breaks them (see `waits`).

use crate::model::Hardness;
use crate::program::{Presence, Program, Sense};

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A choice; its multiplier is not needed, since bounds take the best option.
    Choice,
    /// The row of the program at this position.
    Row(usize),
    /// A row of the arc at this position: the last of its dependant's placements that counts.
    Arc(usize, usize),
    /// A cut from the hull of the row at this position among rows, their sums, and what induced covers speak of.
    Hull(usize),
}

/// `sum of coefficient * column  +  slack  =  limit`.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub of: Of,
    pub terms: Vec<(usize, f64)>,
    pub limit: f64,
    /// Whether the slack is nought: an equality.
    pub equal: bool,
    /// What it was divided by.
    pub scale: f64,
    /// The most that its multiplier may be: the scaled price of a soft row.
    most: f64,
}

impl Line {
    /// A row of an arc: `sum of dependants <= sum of prerequisites`.
    pub(super) fn of_arc(arc: usize, last: usize, terms: Vec<(usize, f64)>) -> Self {
        Self { of: Of::Arc(arc, last), terms, limit: 0.0, equal: false, scale: 1.0, most: f64::INFINITY }
    }

    /// A cut from the hull of a row, divided by `scale`.
    pub(super) fn of_hull(row: usize, terms: Vec<(usize, f64)>, limit: f64, scale: f64) -> Self {
        Self { of: Of::Hull(row), terms, limit, equal: false, scale, most: f64::INFINITY }
    }
}

/// Columns, lines, and the lines of each placement.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub placements: usize,
    /// Value and upper bound of each column.
    pub columns: Vec<(f64, f64)>,
    pub lines: Vec<Line>,
    /// The line of each choice; a choice of one placement that may stay out needs none.
    pub of_choice: Vec<Option<usize>>,
    /// For each placement its coefficients in arcs and rows.
    pub of_placement: Vec<Vec<(usize, f64)>>,
    /// More than the value of any plan is away from 0.
    pub largest_value: f64,
}

impl Lines {
    pub(super) fn new(program: &Program) -> Self {
        let columns: Vec<(f64, f64)> = program.placements.iter().map(|(_, placement)| (placement.value, 1.0)).collect();
        let placements = columns.len();
        let mut lines = Self {
            placements,
            columns,
            lines: Vec::new(),
            of_choice: Vec::new(),
            of_placement: vec![Vec::new(); placements],
            largest_value: 0.0,
        };
        lines.add_choices(program);
        lines.add_rows(program);
        lines.largest_value = 1.0 + lines.columns.iter().map(|(value, upper)| (value * upper).abs()).sum::<f64>();
        lines
    }

    /// Adds a line, and lists it under its placements; choices are not listed, since no multiplier of theirs is needed.
    pub(super) fn add(&mut self, line: Line) {
        let position = self.lines.len();
        if line.of != Of::Choice {
            for &(column, coefficient) in line.terms.iter().filter(|&&(column, _)| column < self.placements) {
                self.of_placement[column].push((position, coefficient));
            }
        }
        self.lines.push(line);
    }

    /// Keeps the lines for which `stays` holds.
    pub(super) fn retain(&mut self, stays: impl Fn(usize) -> bool) {
        let lines = std::mem::take(&mut self.lines);
        self.of_placement.iter_mut().for_each(Vec::clear);
        let mut moved = vec![None; lines.len()];
        for (old, line) in lines.into_iter().enumerate().filter(|(old, _)| stays(*old)) {
            moved[old] = Some(self.lines.len());
            self.add(line);
        }
        self.of_choice.iter_mut().for_each(|line| *line = line.and_then(|old| moved[old]));
    }

    fn add_choices(&mut self, program: &Program) {
        for choice in &program.choices {
            let equal = choice.presence == Presence::Required;
            let needs_line = equal || choice.allowed.len() > 1;
            self.of_choice.push(needs_line.then_some(self.lines.len()));
            if needs_line {
                let terms = choice.allowed.iter().map(|id| (id.index(), 1.0)).collect();
                self.add(Line { of: Of::Choice, terms, limit: 1.0, equal, scale: 1.0, most: f64::INFINITY });
            }
        }
    }

    fn add_rows(&mut self, program: &Program) {
        for (position, row) in program.rows.iter().enumerate() {
            let largest = row.terms.iter().map(|&(_, c)| (c as f64 / row.unit).abs()).fold(0.0, f64::max);
            let scale = if largest > 0.0 { largest } else { 1.0 };
            let mut terms: Vec<(usize, f64)> = row.terms.iter().map(|&(id, c)| (id.index(), c as f64 / row.unit / scale)).collect();
            let limit = row.limit as f64 / row.unit / scale;
            let mut most = f64::INFINITY;
            if let Hardness::Soft { price } = row.hardness {
                most = price * scale;
                let upper = 1.0 + limit.abs() + terms.iter().map(|term| term.1.abs()).sum::<f64>();
                terms.push((self.columns.len(), -1.0));
                self.columns.push((-most, upper));
            }
            self.add(Line { of: Of::Row(position), terms, limit, equal: row.sense == Sense::Equal, scale, most });
        }
    }

    /// Moves a multiplier of a line to where it is allowed.
    pub(super) fn allowed(&self, line: usize, y: f64) -> f64 {
        let line = &self.lines[line];
        let y = if y.is_finite() { y } else { 0.0 };
        if line.equal { y } else { y.clamp(0.0, line.most) }
    }
}
