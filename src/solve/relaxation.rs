//! The relaxation: the program without "whole", for its duals and its fractional plan.
//!
//! Arcs whose rows would have many entries are said with "started by" columns instead: `S[v, t] = S[v, t-1] + sum of x[c] that
//! start in t`, `F[p, t]` likewise for finishes, and an arc is `S[v, t] <= F[p, t - lag]`, two entries a row. The bound is the
//! same (Bienstock and Zuckerberg 2009 use this form for mines).

use std::collections::HashMap;
use std::time::Duration;

use good_lp::constraint::ConstraintReference;
use good_lp::{
    DualValues, Expression, ProblemVariables, ResolutionError, Solution, SolutionWithDual, SolverModel, Variable, clarabel,
    constraint, variable,
};

use super::certificate::Multipliers;
use crate::model::{Hardness, Id, Initiative, Variant};
use crate::program::{Arc, ENTRIES_THAT_PAY, Placement, Presence, Program, Sense};

/// What a relaxation tells.
#[derive(Debug, Clone)]
pub struct Relaxed {
    /// Its duals, allowed ones.
    pub multipliers: Multipliers,
    /// For each placement, how much of it the fractional plan has, 0 to 1.
    pub fractions: Vec<f64>,
}

/// Why a relaxation tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRelaxed {
    /// Even fractional plans break the rules.
    Infeasible,
    /// The solver gave up.
    Failed,
}

/// About how many entries the relaxation has.
#[must_use]
pub fn entries(program: &Program) -> usize {
    let rows: usize = program.rows.iter().map(|row| row.terms.len()).sum();
    let arcs: usize = program.arcs.iter().map(|arc| 4 * program.placements.range(arc.follower).len()).sum();
    rows + arcs + program.placements.len()
}

/// Solves the relaxation by an interior point method (clarabel, through `good_lp`).
///
/// # Errors
/// See [`NotRelaxed`].
pub fn relax(program: &Program, quarters: usize, time_limit: Duration) -> Result<Relaxed, NotRelaxed> {
    let mut model = Columns::new(program);
    let rows = model.rows(program);
    let objective = std::mem::take(&mut model.objective);
    let mut problem = model.variables.maximise(objective).using(clarabel);
    problem.settings().time_limit(time_limit.as_secs_f64());
    let references: Vec<(Asked, ConstraintReference)> =
        rows.into_iter().map(|(asked, row)| (asked, problem.add_constraint(row))).collect();
    let mut solution = problem.solve().map_err(|error| match error {
        ResolutionError::Infeasible => NotRelaxed::Infeasible,
        _ => NotRelaxed::Failed,
    })?;
    let fractions = model.placements.iter().map(|&x| solution.value(x).clamp(0.0, 1.0)).collect();
    let mut multipliers = Multipliers::zero(program, quarters);
    let duals = solution.compute_dual();
    for (asked, reference) in references {
        match asked {
            Asked::Row(row) => multipliers.rows[row] = duals.dual(reference),
            Asked::Arc(arc, until) => multipliers.arcs[arc][until] = duals.dual(reference),
            Asked::Structure => {}
        }
    }
    Ok(Relaxed { multipliers: multipliers.allowed(program), fractions })
}

/// Whose multiplier a row's dual is.
#[derive(Clone, Copy)]
enum Asked {
    Row(usize),
    Arc(usize, usize),
    Structure,
}

type AskedRow = (Asked, good_lp::Constraint);

/// The columns of the relaxation.
struct Columns {
    variables: ProblemVariables,
    objective: Expression,
    placements: Vec<Variable>,
    started: HashMap<Id<Variant>, Vec<Variable>>,
    finished: HashMap<Id<Initiative>, Vec<Variable>>,
}

impl Columns {
    fn new(program: &Program) -> Self {
        let mut variables = ProblemVariables::new();
        let placements: Vec<Variable> = program.placements.iter().map(|_| variables.add(variable().min(0.0))).collect();
        let mut objective = Expression::with_capacity(placements.len());
        for ((_, placement), &x) in program.placements.iter().zip(&placements) {
            objective.add_mul(placement.value, x);
        }
        Self { variables, objective, placements, started: HashMap::new(), finished: HashMap::new() }
    }

    fn rows(&mut self, program: &Program) -> Vec<AskedRow> {
        let mut rows = Vec::new();
        for choice in &program.choices {
            let sum = self.sum(choice.allowed.iter().map(|&id| (id, 1.0)));
            let row = if choice.presence == Presence::Required { sum.eq(1.0) } else { sum.leq(1.0) };
            rows.push((Asked::Structure, row));
        }
        for (position, arc) in program.arcs.iter().enumerate() {
            self.arc_rows(program, position, arc, &mut rows);
        }
        for (position, row) in program.rows.iter().enumerate() {
            let mut sum = self.sum(row.terms.iter().map(|&(id, coefficient)| (id, coefficient as f64 / row.unit)));
            if let Hardness::Soft { price } = row.hardness {
                let short = self.variables.add(variable().min(0.0));
                sum.add_mul(-1.0, short);
                self.objective.add_mul(-price, short);
            }
            let limit = row.limit as f64 / row.unit;
            let row = if row.sense == Sense::Equal { sum.eq(limit) } else { sum.leq(limit) };
            rows.push((Asked::Row(position), row));
        }
        rows
    }

    fn sum(&self, terms: impl Iterator<Item = (Id<Placement>, f64)>) -> Expression {
        let mut sum = Expression::default();
        terms.for_each(|(id, coefficient)| sum.add_mul(coefficient, self.placements[id.index()]));
        sum
    }

    fn arc_rows(&mut self, program: &Program, position: usize, arc: &Arc, rows: &mut Vec<AskedRow>) {
        let plain = arc.rows(&program.placements);
        let entries: usize = plain.iter().map(|row| row.starting.len() + row.ready.len()).sum();
        for row in plain {
            let until = row.until.index();
            let pays = entries > ENTRIES_THAT_PAY && arc.lag.is_some();
            let sum = if pays {
                let (lag, started) = (arc.lag.unwrap_or(0) as usize, self.started(program, arc, until, rows));
                let mut sum = Expression::from(started);
                if let Some(before) = until.checked_sub(lag) {
                    sum.add_mul(-1.0, self.finished(program, arc.prerequisite, before, rows));
                }
                sum
            } else {
                let starting = row.starting.into_iter().map(|id| (id, 1.0));
                self.sum(starting.chain(row.ready.into_iter().map(|id| (id, -1.0))))
            };
            rows.push((Asked::Arc(position, until), sum.leq(0.0)));
        }
    }

    /// The column of "started by the end of `quarter`" of the arc's waiting variant.
    fn started(&mut self, program: &Program, arc: &Arc, quarter: usize, rows: &mut Vec<AskedRow>) -> Variable {
        if !self.started.contains_key(&arc.variant) {
            let of_quarter = |id: Id<Placement>| program.placements[id].decision.start.index();
            let columns = self.cumulated(arc.followers(&program.placements).map(|id| (of_quarter(id), id)).collect(), rows);
            self.started.insert(arc.variant, columns);
        }
        last_until(&self.started[&arc.variant], quarter)
    }

    /// The column of "finished by the end of `quarter`".
    fn finished(&mut self, program: &Program, initiative: Id<Initiative>, quarter: usize, rows: &mut Vec<AskedRow>) -> Variable {
        if !self.finished.contains_key(&initiative) {
            let of_quarter = |id: Id<Placement>| program.placements[id].finish.index();
            let columns =
                self.cumulated(program.placements.of_initiative(initiative).map(|id| (of_quarter(id), id)).collect(), rows);
            self.finished.insert(initiative, columns);
        }
        last_until(&self.finished[&initiative], quarter)
    }

    /// Columns that sum what happens until each quarter, and the rows that define them.
    fn cumulated(&mut self, events: Vec<(usize, Id<Placement>)>, rows: &mut Vec<AskedRow>) -> Vec<Variable> {
        let last = events.iter().map(|&(quarter, _)| quarter).max().unwrap_or(0);
        let mut columns: Vec<Variable> = Vec::with_capacity(last + 1);
        for quarter in 0..=last {
            let column = self.variables.add(variable());
            let mut sum = self.sum(events.iter().filter(|event| event.0 == quarter).map(|&(_, id)| (id, 1.0)));
            if let Some(&before) = columns.last() {
                sum.add_mul(1.0, before);
            }
            rows.push((Asked::Structure, constraint!(sum == column)));
            columns.push(column);
        }
        columns
    }
}

/// Nothing happens after the last column's quarter.
fn last_until(columns: &[Variable], quarter: usize) -> Variable {
    columns[quarter.min(columns.len() - 1)]
}
