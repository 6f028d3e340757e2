//! Certificates by name: multipliers as a file has them, and what they prove, without a solver.
//!
//! Rows and arcs are found by what they speak of, because another run may keep others. What a file says is clamped to where
//! multipliers may lie, limits of cuts are worked out from their rows, and any such multipliers give a valid bound, so nothing in a
//! file can make the bound say too little. So it is with the splits of a tree.

mod cuts;
mod places;
mod pool;
mod tree;

use std::collections::BTreeMap;

use super::certificate::{Multipliers, rounded};
use super::hull::subjects;
use super::proof_tree::{Priced, ProofTree};
use super::{Answer, Warm, presolved};
use crate::input::{ArcMultiplier, Certificate, RowMultiplier};
use crate::model::{Id, Portfolio, Quarter, Subject};
use crate::plan::Plan;
use crate::program::{Arc, Placement, Program};
use places::Places;
use tree::Listed;

/// Share of a value or bound by which two runs may differ: sums in another order, and numbers written as text.
const SAME: f64 = 1e-9;
/// The same of what a tree proves: nodes are as good as cut off where they are no farther above the claim.
const SAME_OF_TREE: f64 = 1e-6;

/// The program of a portfolio, with its rows by name.
pub struct Prover<'a> {
    portfolio: &'a Portfolio,
    program: Program,
    /// The names of rows, and after them of their sums, which cuts follow from as well.
    names: Vec<String>,
    positions: BTreeMap<String, usize>,
    /// Arcs by dependant, its variant, prerequisite and lag; of arcs that say the same, the first.
    arcs: BTreeMap<ArcName, usize>,
}

/// Dependant, its variant, prerequisite, lag.
type ArcName = (String, Option<String>, String, Option<u32>);

/// What a certificate comes to when it is worked out again.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Value of the plan.
    pub value: f64,
    /// What multipliers and tree prove of all plans.
    pub bound: f64,
    /// Whether the file gives this value.
    pub value_holds: bool,
    /// Whether multipliers and tree prove the bounds that the certificate gives, or lower ones.
    pub bound_holds: bool,
    /// The bound of the file, if it is lower than what multipliers and tree prove: not all of the tree was kept.
    pub not_proven: Option<f64>,
}

impl Judged {
    /// Whether all that the file claims of multipliers and value is true.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.value_holds && self.bound_holds
    }
}

impl<'a> Prover<'a> {
    /// Builds the program.
    #[must_use]
    pub fn new(portfolio: &'a Portfolio) -> Self {
        let program = presolved(portfolio);
        let names = names(portfolio, &subjects(&program));
        let positions = names.iter().enumerate().map(|(position, name)| (name.clone(), position)).collect();
        let mut arcs = BTreeMap::new();
        for (position, arc) in program.arcs.iter().enumerate() {
            arcs.entry(arc_name(portfolio, arc)).or_insert(position);
        }
        Self { portfolio, program, names, positions, arcs }
    }

    /// The certificate of an answer.
    #[must_use]
    pub fn certificate(&self, answer: &Answer) -> Certificate {
        let (portfolio, program) = (self.portfolio, &self.program);
        let multipliers = answer.warm.multipliers(portfolio, program).unwrap_or_else(|| self.zero());
        let tree = answer.warm.tree(portfolio, program);
        let listed = Listed::new(&multipliers, tree.as_ref());
        let row = |&(row, multiplier): &(usize, f64)| RowMultiplier { restriction: self.names[row].clone(), multiplier };
        let arc = |&((arc, quarter), y): &((usize, Quarter), f64)| self.arc_multiplier(&program.arcs[arc], quarter, y);
        let (rows, arcs) = (listed.rows.iter().map(row).collect(), listed.arcs.iter().map(arc).collect());
        let mut places = Places::default();
        let cuts = self.named_cuts(&listed.cuts, &mut places);
        let claimed = answer.bound + answer.bound.abs() * SAME_OF_TREE;
        let tree = tree.map(|tree| self.named_tree(&tree, &listed, claimed, &mut places)).filter(|tree| tree.bound.is_finite());
        let pool = self.named_pool(&answer.warm, &mut places);
        let bound_of_multipliers = self.bound(&multipliers);
        Certificate { value: answer.value, bound_of_multipliers, rows, arcs, placements: places.names(), cuts, tree, pool }
    }

    /// Names of restrictions that have a multiplier in the certificate but are not in the program.
    #[must_use]
    pub fn unknown(&self, certificate: &Certificate) -> Vec<String> {
        let rows = certificate.rows.iter().map(|row| &row.restriction).filter(|of| self.row(of).is_none());
        let cuts = certificate.cuts.iter().map(|cut| &cut.restriction).filter(|of| !self.positions.contains_key(*of));
        let arcs = certificate.arcs.iter().filter(|arc| self.position(arc).is_none());
        let of_arc = |arc: &ArcMultiplier| format!("{} waiting for {} by {}", arc.follower, arc.prerequisite, arc.quarter);
        rows.chain(cuts).cloned().chain(arcs.map(of_arc)).collect()
    }

    /// A start for a solve of this portfolio: the plan, and as much of the certificate as the program still has rows and arcs for.
    #[must_use]
    pub fn warm(&self, certificate: &Certificate, plan: Plan) -> Warm {
        let found = self.found(&certificate.placements);
        let (multipliers, tree) = self.read(certificate, &found);
        Warm::new(self.portfolio, &self.program, plan, &multipliers, tree.as_ref()).beside(self.pool(certificate, &found))
    }

    /// The multipliers of a certificate, moved to where they are allowed, and its tree; its placements are those that were `found`.
    fn read(&self, certificate: &Certificate, found: &[Option<Id<Placement>>]) -> (Multipliers, Option<ProofTree>) {
        let rows = certificate.rows.iter().map(|row| (self.row(&row.restriction).map(Priced::Row), row.multiplier));
        let arc = |arc: &ArcMultiplier| (self.position(arc).map(|(arc, quarter)| Priced::Arc(arc, quarter)), arc.multiplier);
        let cuts = self.cuts(certificate, found).into_iter().zip(&certificate.cuts);
        let cuts = cuts.map(|(cut, of)| (cut.map(Priced::Cut), of.multiplier));
        let listed: Vec<(Option<Priced>, f64)> = rows.chain(certificate.arcs.iter().map(arc)).chain(cuts).collect();
        let named = listed.iter().filter_map(|(priced, y)| Some((priced.clone()?, *y)));
        let multipliers = Multipliers::of(&self.program, self.quarters(), named);
        let tree = certificate.tree.as_ref().map(|tree| self.tree(tree, listed, found));
        (multipliers, tree)
    }

    /// Works the certificate out again, for a plan of this value; `value` and `bound` are those of the file.
    #[must_use]
    pub fn judge(&self, certificate: &Certificate, of_plan: f64, value: Option<f64>, bound: Option<f64>) -> Judged {
        let (multipliers, tree) = self.read(certificate, &self.found(&certificate.placements));
        let of_multipliers = self.bound(&multipliers);
        let claimed = certificate.tree.as_ref().map_or(f64::INFINITY, |tree| tree.bound);
        let of_tree = tree.map_or(f64::INFINITY, |tree| self.bound_of_tree(&tree, claimed));
        let proven = of_multipliers.min(of_tree);
        // Multipliers without measure prove nothing: no slack for that.
        let slack = SAME * of_plan.abs().max(if proven.is_finite() { proven.abs() } else { 0.0 });
        let is_value = |claimed: f64| (claimed - of_plan).abs() <= slack;
        Judged {
            value: of_plan,
            bound: proven,
            value_holds: is_value(certificate.value)
                && value.is_none_or(is_value)
                && bound.is_none_or(|bound| bound >= of_plan - slack),
            bound_holds: of_multipliers <= certificate.bound_of_multipliers + slack && of_tree <= claimed + slack,
            not_proven: bound.filter(|&bound| bound < proven - slack.max(SAME_OF_TREE * bound.abs())),
        }
    }

    fn bound(&self, multipliers: &Multipliers) -> f64 {
        rounded(&self.program, multipliers.certificate(&self.program).bound)
    }

    /// The row of this name; a sum is none.
    fn row(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied().filter(|&position| position < self.program.rows.len())
    }

    fn zero(&self) -> Multipliers {
        Multipliers::zero(&self.program, self.quarters())
    }

    fn quarters(&self) -> usize {
        self.portfolio.calendar().count() as usize
    }

    fn arc_multiplier(&self, arc: &Arc, quarter: Quarter, multiplier: f64) -> ArcMultiplier {
        let (follower, variant, prerequisite, lag) = arc_name(self.portfolio, arc);
        let quarter = self.portfolio.calendar().name(quarter).to_string();
        ArcMultiplier { follower, variant, prerequisite, lag, quarter, multiplier }
    }

    /// The arc and quarter that a multiplier is for.
    fn position(&self, named: &ArcMultiplier) -> Option<(usize, Quarter)> {
        let calendar = self.portfolio.calendar();
        let quarter = calendar.quarters().find(|&quarter| calendar.name(quarter).to_string() == named.quarter)?;
        let name = (named.follower.clone(), named.variant.clone(), named.prerequisite.clone(), named.lag);
        Some((*self.arcs.get(&name)?, quarter))
    }
}

fn arc_name(portfolio: &Portfolio, arc: &Arc) -> ArcName {
    let id = |initiative| portfolio.initiatives()[initiative].id.clone();
    (id(arc.follower), portfolio.variants()[arc.variant].name.clone(), id(arc.prerequisite), arc.lag)
}

/// A name for each subject: it in words, numbered where several speak of the same.
fn names(portfolio: &Portfolio, subjects: &[Subject]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let name = |words: String| {
        let times = seen.entry(words.clone()).or_default();
        *times += 1;
        if *times == 1 { words } else { format!("{words} #{times}") }
    };
    subjects.iter().map(|subject| subject.describe(portfolio)).map(name).collect()
}
