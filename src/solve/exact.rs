//! Exact solving through `good_lp`: a plan of greatest value with a proof, or the best found with a bound.
//!
//! Solvers accept a row that is broken by less than their tolerance. A selection that breaks a row in whole numbers is cut off by
//!   `sum over P of x  -  sum over N of x  <=  |P| - 1`
//! with `P` its placements of positive coefficient in that row and `N` the absent ones of negative coefficient: every 0/1 point
//! that agrees on `P` and `N` has at least the same left side, so only points that break the row are cut off. Then the solver
//! runs again.

use std::time::{Duration, Instant};

use good_lp::{Expression, ProblemVariables, Variable, variable};

use super::limits::MOST_EXACTNESS_ROUNDS;
use crate::model::Portfolio;
use crate::program::{LinearProgram, LinearRow, Program, Row, Selection, Sense};

#[cfg(feature = "highs")]
mod with_highs;
#[cfg(feature = "highs")]
use with_highs::run;
#[cfg(not(feature = "highs"))]
mod with_microlp;
#[cfg(not(feature = "highs"))]
use with_microlp::run;

/// What an exact method says.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// This selection has the greatest value; the bound is that value within the solver's tolerance.
    Optimal(Selection, f64),
    /// No selection keeps the rules.
    Infeasible,
    /// Not finished: the best selection found, if any, and a bound, if any.
    Unfinished(Option<Selection>, Option<f64>),
}

impl Proof {
    /// The same of another program, in which a selection is what `translated` makes of it.
    #[cfg(feature = "highs")]
    #[must_use]
    pub fn of_whole(self, translated: impl Fn(&Selection) -> Selection) -> Self {
        match self {
            Self::Optimal(selection, bound) => Self::Optimal(translated(&selection), bound),
            Self::Infeasible => Self::Infeasible,
            Self::Unfinished(selection, bound) => Self::Unfinished(selection.as_ref().map(translated), bound),
        }
    }
}

/// A solver's answer.
struct Ended {
    ending: Ending,
    /// Values of the columns; empty without a selection.
    values: Vec<f64>,
    /// The bound; none for an optimal selection whose bound is its value.
    bound: Option<f64>,
}

#[derive(PartialEq, Eq)]
enum Ending {
    Optimal,
    Infeasible,
    Unfinished,
}

/// Columns and rows as `good_lp` has them.
struct Model {
    variables: ProblemVariables,
    columns: Vec<Variable>,
    objective: Expression,
    rows: Vec<good_lp::Constraint>,
    start: Option<Vec<(Variable, f64)>>,
}

/// Solves the program exactly, from `start` if there is one, until `deadline`.
#[must_use]
pub fn prove(portfolio: &Portfolio, program: &Program, start: Option<&Selection>, deadline: Instant) -> Proof {
    prove_with(portfolio, program, Vec::new(), start, deadline)
}

/// The same with more rows, which all plans keep.
pub(super) fn prove_with(
    portfolio: &Portfolio,
    program: &Program,
    cuts: Vec<LinearRow>,
    start: Option<&Selection>,
    deadline: Instant,
) -> Proof {
    if program.placements.is_empty() {
        return idle(program);
    }
    let mut linear = LinearProgram::of(portfolio, program);
    linear.rows.extend(cuts);
    let mut bound = None;
    for _ in 0..MOST_EXACTNESS_ROUNDS {
        let left = deadline.saturating_duration_since(Instant::now());
        if left < Duration::from_millis(1) {
            break;
        }
        let ended = run(model(program, &linear, start), left);
        if ended.ending == Ending::Infeasible {
            return Proof::Infeasible;
        }
        bound = ended.bound.or(bound);
        if ended.values.is_empty() {
            break;
        }
        let selection = selection(program, &ended.values);
        let broken: Vec<&Row> = program.rows.iter().filter(|row| is_broken(program, row, &selection)).collect();
        match ended.ending {
            Ending::Optimal if broken.is_empty() => {
                let value = program.value(&selection);
                return Proof::Optimal(selection, ended.bound.map_or(value, |bound| bound.max(value)));
            }
            Ending::Unfinished if broken.is_empty() => return Proof::Unfinished(Some(selection), bound),
            _ if broken.is_empty() => break,
            _ => linear.rows.extend(broken.into_iter().map(|row| cut(program, row, &selection))),
        }
    }
    Proof::Unfinished(None, bound)
}

/// Without placements there is one selection; libraries do not expect such a program.
fn idle(program: &Program) -> Proof {
    let idle = Selection::empty(&program.placements);
    let value = program.value(&idle);
    if program.keeps(&idle) { Proof::Optimal(idle, value) } else { Proof::Infeasible }
}

fn is_broken(program: &Program, row: &Row, selection: &Selection) -> bool {
    !row.is_soft() && row.excess(selection, &program.placements) > 0
}

fn selection(program: &Program, values: &[f64]) -> Selection {
    let mut selection = Selection::empty(&program.placements);
    for (id, placement) in program.placements.iter().filter(|(id, _)| values[id.index()] > 0.5) {
        selection.set(placement.initiative, Some(id));
    }
    selection
}

fn cut(program: &Program, row: &Row, selection: &Selection) -> LinearRow {
    let is_in = |id| selection.has(id, &program.placements);
    let terms: Vec<(usize, f64)> = row
        .terms
        .iter()
        .filter(|&&(id, coefficient)| (coefficient > 0) == is_in(id))
        .map(|&(id, coefficient)| (id.index(), if coefficient > 0 { 1.0 } else { -1.0 }))
        .collect();
    let most = terms.iter().filter(|&&(_, sign)| sign > 0.0).count() as f64 - 1.0;
    LinearRow { name: "exactness".to_owned(), terms, sense: Sense::AtMost, limit: most }
}

fn model(program: &Program, linear: &LinearProgram, start: Option<&Selection>) -> Model {
    let mut variables = ProblemVariables::new();
    let column = |binary| if binary { variable().binary() } else { variable().min(0.0) };
    let columns: Vec<Variable> = linear.columns.iter().map(|c| variables.add(column(c.binary))).collect();
    let sum = |terms: &mut dyn Iterator<Item = (usize, f64)>| {
        let mut sum = Expression::default();
        terms.for_each(|(column, coefficient)| sum.add_mul(coefficient, columns[column]));
        sum
    };
    let row = |row: &LinearRow| {
        let sum = sum(&mut row.terms.iter().copied());
        if row.sense == Sense::Equal { sum.eq(row.limit) } else { sum.leq(row.limit) }
    };
    let rows = linear.rows.iter().map(row).collect();
    let objective = sum(&mut linear.columns.iter().map(|column| column.objective).enumerate());
    let start = start.map(|start| columns.iter().copied().zip(start_values(program, linear, start)).collect());
    Model { variables, objective, rows, start, columns }
}

/// Values of all columns under a selection: placements, then "by" columns and what soft rows fall short by, in their order.
fn start_values(program: &Program, linear: &LinearProgram, start: &Selection) -> Vec<f64> {
    let mut values: Vec<f64> =
        program.placements.iter().map(|(id, _)| f64::from(u8::from(start.has(id, &program.placements)))).collect();
    let soft = program.rows.iter().filter(|row| row.is_soft());
    let mut short = soft.map(|row| row.excess(start, &program.placements).max(0) as f64 / row.unit);
    for column in &linear.columns[values.len()..] {
        let by = || column.sums.iter().map(|&placement| values[placement]).sum();
        values.push(if column.binary { by() } else { short.next().unwrap_or(0.0) });
    }
    values
}
