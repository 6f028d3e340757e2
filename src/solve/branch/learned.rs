//! What the root of a tree learned: multipliers of rows, arcs and cuts, for the certificate of the whole program and for later trees.
//!
//! A tree is grown on the part of the program that was open when it began. Its cuts are put on the rows of the whole program, where
//! their limits are worked out anew, so what the multipliers prove there is a bound of the whole; it is a little weaker where work
//! that the part does not have gains by it.

use super::lines::{Line, Of};
use super::tree::Tree;
use crate::model::Id;
use crate::program::{Placement, Program};
use crate::solve::certificate::{HullCut, Multipliers};
use crate::solve::hull;
use crate::solve::proof_tree::{Naming, Own, OwnCut};

/// Multipliers by what they are of, and the point that they go with.
#[derive(Debug, Clone)]
pub(super) struct Learned {
    multipliers: Vec<(Own, f64)>,
    /// How much the point has of each placement.
    amounts: Vec<f64>,
}

impl Line {
    /// What it is in the program; none for a choice or a cut by rounding.
    pub(super) fn own(&self, program: &Program) -> Option<Own> {
        match self.of {
            Of::Choice | Of::Rounded => None,
            Of::Row(row) => Some(Own::Row(row)),
            Of::Arc(arc, last) => Some(Own::Arc(arc, program.placements[Id::new(last)].decision.start)),
            Of::Hull(row) => {
                let terms = self.terms.iter().map(|&(column, p)| (column, (p * self.scale).round() as i64)).collect();
                Some(Own::Cut((row, terms)))
            }
        }
    }
}

impl Tree {
    /// What the root has come to, which the relaxation is at.
    pub(super) fn learn(&mut self) -> Learned {
        let multipliers = self.relaxed.multipliers();
        let lines = self.relaxed.lines.lines.iter().zip(multipliers).filter(|(_, y)| *y != 0.0);
        let multipliers = lines.filter_map(|(line, y)| Some((line.own(self.program())?, y / line.scale))).collect();
        Learned { multipliers, amounts: self.relaxed.point() }
    }

    /// Begins with cuts that an earlier tree learned, before the first pivot; their limits are worked out anew.
    pub(super) fn carry(&mut self, cuts: &[OwnCut]) {
        for (row, terms) in cuts {
            let limited = match row.checked_sub(self.first_cover) {
                Some(at) => self.induced.as_ref().and_then(|induced| induced.limited(at, terms)),
                None => self.hulls.iter().find(|hull| hull.row == *row).and_then(|hull| hull.limited(terms)),
            };
            if let Some((terms, limit)) = limited {
                let scale = terms.iter().map(|term| term.1.abs()).max().map_or(1, |largest| largest.max(limit.abs())) as f64;
                let terms = terms.into_iter().map(|(column, p)| (column, p as f64 / scale)).collect();
                self.relaxed.add(Line::of_hull(*row, terms, limit as f64 / scale, scale));
            }
        }
    }
}

impl Learned {
    /// The multipliers in the whole program, and the point; `own` is the program of the tree, each of whose placements is one of the
    /// whole.
    pub(super) fn in_whole(
        &self,
        own: &Program,
        whole: &Program,
        whole_of: &[Id<Placement>],
        quarters: usize,
    ) -> (Multipliers, Vec<f64>) {
        let naming = Naming::new(own, whole, whole_of);
        let named = self.multipliers.iter().filter_map(|(own, y)| Some((naming.in_whole(own)?, *y)));
        let mut amounts = vec![0.0; whole.placements.len()];
        whole_of.iter().zip(&self.amounts).for_each(|(whole, amount)| amounts[whole.index()] = *amount);
        (Multipliers::of(whole, quarters, named), amounts)
    }

    /// Its cuts.
    #[cfg(test)]
    pub(super) fn cuts(&self) -> Vec<OwnCut> {
        let cut = |(own, _): &(Own, f64)| if let Own::Cut(cut) = own { Some(cut.clone()) } else { None };
        self.multipliers.iter().filter_map(cut).collect()
    }
}

/// Cuts of the whole program as the tree's own has its rows and placements.
pub(super) fn of_whole(cuts: &[(HullCut, f64)], own: &Program, whole: &Program, whole_of: &[Id<Placement>]) -> Vec<OwnCut> {
    if cuts.is_empty() {
        return Vec::new();
    }
    let (subjects, row_of) = (hull::subjects(whole), hull::positions(own));
    let mut column_of = vec![None; whole.placements.len()];
    whole_of.iter().enumerate().for_each(|(column, whole)| column_of[whole.index()] = Some(column));
    let moved = |(cut, _): &(HullCut, f64)| {
        let row = *row_of.get(&subjects[cut.row])?;
        let mut terms: Vec<(usize, i64)> = cut.terms.iter().filter_map(|&(id, p)| Some((column_of[id.index()]?, p))).collect();
        terms.sort_unstable();
        Some((row, terms))
    };
    cuts.iter().filter_map(moved).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::solve::exact::Proof;
    use crate::solve::{branch, presolved};

    const QUARTERS: usize = 4;

    fn atlas() -> Program {
        presolved(&crate::input::read(Path::new("data/atlas")).expect("it is in the repository").portfolio)
    }

    /// A tree that has been grown until its root is done, begun with these cuts, and what its root came to.
    fn learned(program: &Program, cuts: &[OwnCut]) -> Learned {
        let mut tree = Tree::new(Arc::new(program.clone()), None);
        tree.carry(cuts);
        while tree.cutting.is_some() {
            assert!(!tree.grow(1, &|| false), "the root of atlas is not the end");
        }
        tree.learned.take().expect("the root is done")
    }

    #[test]
    fn the_root_proves_in_the_whole_what_it_found_and_a_later_tree_begins_there() {
        let program = atlas();
        let Proof::Optimal(best, _) = branch::prove(&program, None, &|| false) else { panic!("atlas has plans") };
        let whole_of: Vec<Id<Placement>> = program.placements.iter().map(|(id, _)| id).collect();
        let bound = |learned: &Learned, is_cut: bool| {
            let (mut multipliers, _) = learned.in_whole(&program, &program, &whole_of, QUARTERS);
            multipliers.cuts.retain(|_| is_cut);
            (multipliers.certificate(&program).bound, multipliers.cuts)
        };
        let first = learned(&program, &[]);
        let (proven, cuts) = bound(&first, true);
        assert!(!cuts.is_empty() && proven >= program.value(&best) - 1e-6);
        assert!(proven < bound(&first, false).0, "the cuts prove something");
        let carried = of_whole(&cuts, &program, &program, &whole_of);
        let again = bound(&learned(&program, &carried), true).0;
        assert!(again <= proven + 1e-3 * proven && again >= program.value(&best) - 1e-6, "{again} after {proven}");
    }
}
