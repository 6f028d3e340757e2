//! Plans beside the best in a certificate: positions of their placements.

use super::Prover;
use super::places::Places;
use crate::input::Certificate;
use crate::model::Id;
use crate::plan::Plan;
use crate::program::{Placement, Selection};
use crate::solve::Warm;

impl Prover<'_> {
    /// The plans that a warm start has beside its best one, by name.
    pub(super) fn named_pool(&self, warm: &Warm, places: &mut Places) -> Vec<Vec<usize>> {
        let named = |plan: Selection| plan.chosen().map(|id| places.position(self.placement_name(id))).collect();
        warm.pool(&self.program).into_iter().map(named).collect()
    }

    /// The plans beside the best that a file has; what is no placement any more is left out.
    pub(super) fn pool(&self, certificate: &Certificate, found: &[Option<Id<Placement>>]) -> Vec<Plan> {
        let placements = &self.program.placements;
        let plan = |positions: &Vec<usize>| {
            let mut selection = Selection::empty(placements);
            for id in positions.iter().filter_map(|&position| found.get(position).copied().flatten()) {
                selection.set(placements[id].initiative, Some(id));
            }
            selection.plan(self.portfolio, placements)
        };
        certificate.pool.iter().map(plan).collect()
    }
}
