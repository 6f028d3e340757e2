//! Cuts of a certificate by name: the restriction that they follow from, and coefficients of placements.

use std::collections::BTreeMap;

use super::Prover;
use super::places::Places;
use crate::input::{Certificate, CutMultiplier};
use crate::model::Id;
use crate::program::Placement;
use crate::solve::certificate::HullCut;
use crate::solve::hull::Hulls;

impl Prover<'_> {
    /// Cuts by name.
    pub(super) fn named_cuts(&self, cuts: &[(HullCut, f64)], places: &mut Places) -> Vec<CutMultiplier> {
        let mut position = |id: Id<Placement>| places.position(self.placement_name(id));
        let cuts = cuts.iter().map(|(cut, y)| CutMultiplier {
            restriction: self.names[cut.row].clone(),
            multiplier: *y,
            coefficients: cut.terms.iter().map(|&(id, p)| (position(id), p)).collect(),
        });
        cuts.collect()
    }

    /// The cuts of a certificate on the rows as they are, each if there is such a one; what is not a placement any more is in no plan.
    pub(super) fn cuts(&self, certificate: &Certificate, found: &[Option<Id<Placement>>]) -> Vec<Option<HullCut>> {
        if certificate.cuts.is_empty() {
            return Vec::new();
        }
        let hulls = Hulls::new(&self.program);
        let of_program = |cut: &CutMultiplier| {
            let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
            for &(position, p) in &cut.coefficients {
                if let Some(id) = found.get(position).copied().flatten() {
                    let sum = sums.entry(id.index()).or_default();
                    *sum = sum.saturating_add(p);
                }
            }
            let terms: Vec<(usize, i64)> = sums.into_iter().collect();
            hulls.cut(*self.positions.get(&cut.restriction)?, &terms)
        };
        certificate.cuts.iter().map(of_program).collect()
    }
}
