//! Branch and bound for tiny programs: cover cuts, dense tableaus, safe bounds, depth first.
//!
//! A node closes some options of some choices. Its tableau gives multipliers, and those the bound of the certificate over what is
//! open, so a node is only ever cut off by a bound that holds for any multipliers; the tableau may be wrong by rounding and the proof
//! still stands. Options that no plan better than the best can have are closed on the way. A whole point is judged in whole numbers.

mod bounding;
mod covers;
mod history;
mod lines;
mod options;
mod split;
mod tableau;
mod tree;

use super::exact::Proof;
use super::limits::{MOST_CELLS_OF_TABLEAU, MOST_CUTTING_ROUNDS, PIVOTS_OF_NODE};
use crate::program::{Program, Selection};
use covers::Knapsack;
use lines::Lines;
use tableau::Tableau;
use tree::Tree;

/// Solves the program from `start`, if there is one, until the proof is there or `stops` says so; `None` if it is too large.
#[must_use]
pub(super) fn prove(program: &Program, start: Option<&Selection>, stops: &dyn Fn() -> bool) -> Option<Proof> {
    let mut lines = Lines::new(program);
    let is_small = lines.lines.len().saturating_mul(lines.objective.len()) <= MOST_CELLS_OF_TABLEAU;
    is_small.then(|| {
        add_cuts(program, &mut lines, stops);
        Tree::new(program, lines, start).grow(stops)
    })
}

/// Adds cover cuts while the relaxation's point breaks some.
fn add_cuts(program: &Program, lines: &mut Lines, stops: &dyn Fn() -> bool) {
    let knapsacks = Knapsack::all(program);
    for _ in 0..MOST_CUTTING_ROUNDS {
        let mut tableau = Tableau::new(lines, program.choices.len());
        tableau.optimise(f64::NEG_INFINITY, PIVOTS_OF_NODE);
        let amount = |column: usize| tableau.amount(column);
        let cuts: Vec<_> = knapsacks.iter().filter_map(|knapsack| knapsack.cut(&amount)).collect();
        if cuts.is_empty() || stops() {
            break;
        }
        cuts.into_iter().for_each(|cut| lines.add(cut));
    }
}
