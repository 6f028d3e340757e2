//! Induced covers as rows beside those of the program, for a lower bound of the same kind.
//!
//! When closures and the small program have met, what the fractional plan has too much of in the first quarters is cut off (see
//! `induced`), and the small program is asked again. Cuts without a multiplier go when new ones come.

use crate::model::Hardness;
use crate::model::Id;
use crate::program::{Program, Row, Sense};
use crate::solve::certificate::HullCut;
use crate::solve::hull;
use crate::solve::induced::{self, Induced};

use super::network::Network;

/// Rounds after which no more cuts are looked for.
const MOST_ROUNDS: u32 = 30;
/// Rounds in which the bound falls by less than the share that counts, after which no more are looked for either.
const MOST_IN_VAIN: u32 = 2;
/// See [`MOST_IN_VAIN`].
const LEAST_FALL: f64 = 1e-4;

/// Share of the bound that a cut must bring to be kept when new ones come.
const LEAST_WORTH: f64 = 1e-8;

/// A cut with its row in the small program.
#[derive(Debug)]
struct Cut {
    cut: HullCut,
    row: Row,
    /// Its nodes with their coefficients.
    nodes: Vec<(u32, f64)>,
    multiplier: f64,
}

/// The cuts so far.
#[derive(Debug)]
pub(super) struct Cuts {
    cuts: Vec<Cut>,
    /// None before it is asked for, and where there is nothing to look for.
    induced: Option<Option<Induced>>,
    rounds: u32,
    in_vain: u32,
    /// The bound when cuts were last added.
    last: f64,
}

impl Cuts {
    pub fn new() -> Self {
        Self { cuts: Vec::new(), induced: None, rounds: 0, in_vain: 0, last: f64::INFINITY }
    }

    /// Takes off what placements of nodes pay for cuts.
    pub fn pay(&self, reduced: &mut [f64]) {
        for cut in self.cuts.iter().filter(|cut| cut.multiplier != 0.0) {
            cut.nodes.iter().for_each(|&(node, c)| reduced[node as usize] -= cut.multiplier * c);
        }
    }

    pub fn multipliers(&self) -> Vec<(HullCut, f64)> {
        let is_used = |cut: &&Cut| cut.multiplier != 0.0;
        self.cuts.iter().filter(is_used).map(|cut| (cut.cut.clone(), cut.multiplier)).collect()
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.cuts.iter().map(|cut| &cut.row)
    }

    pub fn nodes(&self) -> impl Iterator<Item = &[(u32, f64)]> {
        self.cuts.iter().map(|cut| cut.nodes.as_slice())
    }

    /// Takes the multipliers of all cuts, in their order.
    pub fn take(&mut self, multipliers: Vec<f64>) {
        for (cut, y) in self.cuts.iter_mut().zip(multipliers) {
            cut.multiplier = if y.is_finite() { y.max(0.0) } else { 0.0 };
        }
    }

    /// Adds what the fractional plan breaks; whether there is any, and it is likely to pay.
    pub fn add(&mut self, program: &Program, network: &Network, fractions: &[f64], bound: f64, work: &mut u64) -> bool {
        let is_fall = self.last - bound > LEAST_FALL * bound.abs();
        self.in_vain = if is_fall { 0 } else { self.in_vain + 1 };
        (self.last, self.rounds) = (bound, self.rounds + 1);
        if self.rounds > MOST_ROUNDS || self.in_vain > MOST_IN_VAIN {
            return false;
        }
        let induced = self.induced.get_or_insert_with(|| Induced::of(program));
        let Some(induced) = induced else { return false };
        let covers = induced.broken(&|placement| fractions[placement], work);
        if covers.is_empty() {
            return false;
        }
        let (first, subjects) = (hull::count(program), induced::subjects(program));
        self.cuts.retain(|cut| cut.multiplier * cut.cut.limit.max(1) as f64 > LEAST_WORTH * bound.abs());
        for cover in covers {
            let terms: Vec<(Id<_>, i64)> = induced.terms(&cover).into_iter().map(|placement| (Id::new(placement), 1)).collect();
            let row = Row {
                subject: subjects[cover.at].clone(),
                terms: terms.iter().map(|&(id, p)| (id, i128::from(p))).collect(),
                sense: Sense::AtMost,
                limit: cover.limit as i128,
                unit: 1.0,
                hardness: Hardness::Hard,
            };
            let nodes = network.nodes_of(&row);
            let cut = HullCut { row: first + cover.at, terms, limit: cover.limit as i64 };
            self.cuts.push(Cut { cut, row, nodes, multiplier: 0.0 });
        }
        true
    }
}
