//! Cuts of a certificate by name: the restriction that they follow from, and coefficients of placements.

use std::collections::BTreeMap;

use super::Prover;
use crate::input::{Certificate, CutMultiplier, PlacementName};
use crate::model::{Id, Initiative};
use crate::program::Placement;
use crate::solve::certificate::HullCut;
use crate::solve::hull::Hulls;

impl Prover<'_> {
    /// Cuts by name, and the placements that they speak of.
    pub(super) fn named_cuts(&self, cuts: &[(HullCut, f64)]) -> (Vec<PlacementName>, Vec<CutMultiplier>) {
        let (mut placements, mut position_of) = (Vec::new(), BTreeMap::new());
        let mut position = |id: Id<Placement>| {
            *position_of.entry(id).or_insert_with(|| {
                placements.push(self.placement_name(id));
                placements.len() - 1
            })
        };
        let cuts = cuts.iter().map(|(cut, y)| CutMultiplier {
            restriction: self.names[cut.row].clone(),
            multiplier: *y,
            coefficients: cut.terms.iter().map(|&(id, p)| (position(id), p)).collect(),
        });
        let cuts = cuts.collect();
        (placements, cuts)
    }

    /// The cuts of a certificate on the rows as they are, each if there is such a one; what is not a placement any more is in no plan.
    pub(super) fn cuts(&self, certificate: &Certificate) -> Vec<Option<HullCut>> {
        if certificate.cuts.is_empty() {
            return Vec::new();
        }
        let (hulls, found) = (Hulls::new(&self.program), self.found(&certificate.placements));
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

    pub(super) fn placement_name(&self, id: Id<Placement>) -> PlacementName {
        let (placement, calendar) = (&self.program.placements[id], self.portfolio.calendar());
        PlacementName {
            id: self.portfolio.initiatives()[placement.initiative].id.clone(),
            variant: self.portfolio.variants()[placement.decision.variant].name.clone(),
            start: calendar.name(placement.decision.start).to_string(),
            finish: calendar.name(placement.finish).to_string(),
        }
    }

    /// Which placement each name is of.
    pub(super) fn found(&self, names: &[PlacementName]) -> Vec<Option<Id<Placement>>> {
        let initiatives = self.portfolio.initiatives();
        let by_id: BTreeMap<&str, Id<Initiative>> = initiatives.ids().map(|id| (initiatives[id].id.as_str(), id)).collect();
        let of_name = |name: &PlacementName| {
            let initiative = *by_id.get(name.id.as_str())?;
            self.program.placements.of_initiative(initiative).find(|&id| self.placement_name(id) == *name)
        };
        names.iter().map(of_name).collect()
    }
}
