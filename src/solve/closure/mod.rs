//! The bound of programs ruled by arcs: multipliers for the rows only, with the arcs kept as they are.
//!
//! For multipliers `y` of the rows the best plan under the arcs alone is a maximum closure (`network.rs`, `flow.rs`), so
//!   `bound(y) = sum y[r] * limit[r] + worth of the maximum closure under reduced values`
//! is as good as the whole relaxation's, without an entry for an arc. Each closure splits the cells of a partition of the nodes; the
//! relaxation over the cells, a small program, tells the next `y`; where its value meets the bound, both are those of the whole
//! relaxation (Bienstock and Zuckerberg 2009, A new LP algorithm for precedence constrained production scheduling). The flows are the
//! multipliers of the arcs, so that anybody can check the bound without a solver.

mod cells;
mod cuts;
mod flow;
mod losses;
mod master;
mod network;
mod pits;
mod residual;
mod scaled;
#[cfg(test)]
pub(super) mod tests;

use std::sync::Arc;

use super::certificate::Multipliers;
use super::method::{Budget, Found, Known, Method};
use crate::model::Hardness;
use crate::program::{Program, Row, Sense};
pub(super) use flow::Pseudoflow;
pub(super) use losses::Losses;
pub(super) use network::{Chains, Graph};

use cells::Cells;
use cuts::Cuts;

use network::{NONE, Network};
use scaled::Scaled;

/// Share of a row's largest coefficient below which one is rounding.
const ROUNDED_AWAY: f64 = 1e-12;
/// Share of the bound to which bound and fractional plan must meet; the solver of the small program is no better.
const MET: f64 = 1e-7;
/// Share of the bound to which they must have met for the plan to be worth cutting off.
const NEARLY_MET: f64 = 1e-3;
/// Pits for each quarter in the first partition.
const PITS_PER_QUARTER: usize = 2;
/// Least pits: with few quarters cells are few as well.
const LEAST_PITS: usize = 10;
/// Most pits: cells are pits times quarters, and the small program should take a fraction of a second.
const MOST_PITS: usize = 40;
/// Cells above which those of the same height are made one before the next closure splits them.
const MOST_CELLS: usize = 3_000;
/// Most cells at all: pairs of them are marked in a table of bits, 50 MB here.
const MOST_CELLS_AT_ALL: usize = 20_000;
/// Work for a node in making worths and splitting cells, and for a pair of cells in the small program.
const WORK_OF_NODE: i64 = 8;
/// See [`WORK_OF_NODE`].
const WORK_OF_PAIR: usize = 2_000;
/// Cells whose heights round to the same multiple of this are made one.
const LEVEL: f64 = 1e-6;
/// Closures that stall before the method gives up.
const MOST_STALLED: usize = 20;

/// The method.
#[derive(Debug)]
pub struct ClosureBound {
    program: Arc<Program>,
    quarters: usize,
    under: Scaled,
    values: Vec<f64>,
    cells: Option<Cells>,
    /// Multipliers of the rows whose closure is being sought.
    rows: Vec<f64>,
    is_underway: bool,
    best: f64,
    best_multipliers: Option<Multipliers>,
    value: f64,
    by: Option<Vec<f64>>,
    stalled: usize,
    cuts: Cuts,
}

impl ClosureBound {
    /// The method for a program; `None` if it does not suit it: when the placements of an initiative are no chain (see `network.rs`) or
    /// nothing can be placed.
    #[must_use]
    pub fn new(program: Arc<Program>, quarters: usize) -> Option<Self> {
        let network = Network::of(&program, quarters).filter(|network| network.len() > 0)?;
        let values = network.placement.iter().map(|&id| program.placements[id].value).collect();
        Some(Self {
            rows: vec![0.0; program.rows.len()],
            program,
            quarters,
            under: Scaled::new(network),
            values,
            cells: None,
            is_underway: false,
            best: f64::INFINITY,
            best_multipliers: None,
            value: f64::NEG_INFINITY,
            by: None,
            stalled: 0,
            cuts: Cuts::new(),
        })
    }

    /// Reduced value of each node's placement under the rows' multipliers.
    fn reduced(&self) -> Vec<f64> {
        let mut reduced = self.values.clone();
        for (&y, row) in self.rows.iter().zip(&self.under.network.rows).filter(|&(&y, _)| y != 0.0) {
            row.iter().for_each(|&(node, c)| reduced[node as usize] -= y * c);
        }
        self.cuts.pay(&mut reduced);
        reduced
    }

    /// Takes a closure: its bound, and the cells that it splits.
    fn take(&mut self, found: &mut Found) {
        let multipliers = self.multipliers();
        let reduced = multipliers.reduced_values(&self.program);
        let bound = multipliers.bound(&self.program, &reduced);
        if bound < self.best {
            self.best = bound;
            found.multipliers = Some((multipliers.clone(), self.fractions()));
            self.best_multipliers = Some(multipliers);
        }
        let cells = self.cells.get_or_insert_with(|| pits::cells(&self.program, &self.under.network, pits(self.quarters)));
        cells.split(&self.under.flow.closure());
    }

    /// The rows' multipliers with the flows as those of the arcs.
    fn multipliers(&self) -> Multipliers {
        let mut multipliers = Multipliers::zero(&self.program, self.quarters);
        multipliers.rows.clone_from(&self.rows);
        multipliers.cuts = self.cuts.multipliers();
        for (branch, flow) in self.under.flow.flows() {
            let (arc, quarter) = self.under.network.origin[branch];
            if arc != NONE {
                multipliers.arcs[arc as usize][quarter as usize] += flow as f64 / self.under.scale;
            }
        }
        multipliers.allowed(&self.program)
    }

    /// How much of each placement the fractional plan has.
    fn fractions(&self) -> Option<Vec<f64>> {
        let by = self.by.as_ref()?;
        let mut fractions = vec![0.0; self.program.placements.len()];
        for (node, &id) in self.under.network.placement.iter().enumerate() {
            let before = if node > 0 && self.under.network.chained[node - 1] { by[node - 1] } else { 0.0 };
            fractions[id.index()] = (by[node] - before).clamp(0.0, 1.0);
        }
        Some(fractions)
    }

    /// Solves the small program for the next multipliers; false if there is nothing more to gain.
    fn ask(&mut self, found: &mut Found) -> bool {
        let Some(cells) = &mut self.cells else { return false };
        let price = 2.0 * self.under.network.sum_of_largest(&self.values).max(1.0);
        let mut over = cells.program(&self.under.network, &self.values);
        over.rows.extend(self.cuts.nodes().map(|nodes| cells.row(&self.under.network, nodes)));
        let rows: Vec<&Row> = self.program.rows.iter().chain(self.cuts.rows()).collect();
        let Some(mut mastered) = master::solve(&over, &rows, price) else { return false };
        self.cuts.take(mastered.rows.split_off(self.program.rows.len()));
        let by: Vec<f64> = cells.of.iter().map(|&cell| mastered.by[cell as usize]).collect();
        found.work += (self.under.network.graph.target.len() + WORK_OF_PAIR * over.pairs.len()) as u64;
        let is_better = mastered.value > self.value + MET * self.best.abs();
        self.stalled = if is_better { 0 } else { self.stalled + 1 };
        if cells.count > MOST_CELLS && is_better {
            *cells = Cells::by_key(by.iter().map(|z| (z / LEVEL).round() as u64));
        }
        self.value = self.value.max(mastered.value);
        self.by = Some(by);
        self.rows = allowed(&self.program, mastered.rows);
        self.best - self.value > MET * self.best.abs() && self.stalled < MOST_STALLED && cells.count < MOST_CELLS_AT_ALL
    }

    /// Adds induced covers that the fractional plan breaks, once bound and plan have met; whether there were any and it pays.
    fn cut(&mut self, found: &mut Found) -> bool {
        let has_met = self.best - self.value <= NEARLY_MET * self.best.abs();
        let Some(fractions) = self.fractions().filter(|_| has_met) else { return false };
        let has_any = self.cuts.add(&self.program, &self.under.network, &fractions, self.best, &mut found.work);
        if has_any {
            (self.value, self.stalled) = (f64::NEG_INFINITY, 0);
        }
        has_any
    }
}

impl Method for ClosureBound {
    fn name(&self) -> &'static str {
        "closures"
    }

    fn step(&mut self, _known: &Known, budget: &Budget) -> Found {
        let mut found = Found::default();
        let mut work = i64::try_from(budget.work).unwrap_or(i64::MAX);
        while work > 0 && !(budget.stops)() {
            if !self.is_underway {
                let reduced = self.reduced();
                self.under.begin(&reduced, &[]);
                self.is_underway = true;
                work -= WORK_OF_NODE * self.under.network.len() as i64;
            }
            if !self.under.flow.run(&self.under.network.graph, &mut work, budget.stops) {
                break;
            }
            self.is_underway = false;
            self.take(&mut found);
            let before = found.work;
            let goes_on = self.ask(&mut found) || self.cut(&mut found);
            work -= (found.work - before) as i64 + WORK_OF_NODE * self.under.network.len() as i64;
            if !goes_on {
                found.is_over = true;
                found.multipliers = self.best_multipliers.clone().map(|multipliers| (multipliers, self.fractions()));
                break;
            }
        }
        found.work = (i64::try_from(budget.work).unwrap_or(i64::MAX) - work).unsigned_abs();
        found
    }
}

/// Multipliers of rows where they are allowed: not below 0, for a soft row at most its price.
fn allowed(program: &Program, rows: Vec<f64>) -> Vec<f64> {
    let clean = |y: f64| if y.is_finite() { y } else { 0.0 };
    let allowed = |(y, row): (f64, &crate::program::Row)| match (row.sense, row.hardness) {
        (Sense::Equal, _) => clean(y),
        (Sense::AtMost, Hardness::Hard) => clean(y).max(0.0),
        (Sense::AtMost, Hardness::Soft { price }) => clean(y).clamp(0.0, price),
    };
    rows.into_iter().zip(&program.rows).map(allowed).collect()
}

/// Pits for the first partition.
fn pits(quarters: usize) -> usize {
    (PITS_PER_QUARTER * quarters).clamp(LEAST_PITS, MOST_PITS)
}
