//! Placements of a certificate by name: each is listed once, and cuts, tree and pool speak of it by position.

use std::collections::BTreeMap;

use super::Prover;
use crate::input::PlacementName;
use crate::model::{Id, Initiative};
use crate::program::Placement;

/// The list of placements while a certificate is written.
#[derive(Default)]
pub(super) struct Places {
    names: Vec<PlacementName>,
    position_of: BTreeMap<PlacementName, usize>,
}

impl Places {
    /// The position of a placement, which is listed now.
    pub(super) fn position(&mut self, name: PlacementName) -> usize {
        *self.position_of.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            self.names.len() - 1
        })
    }

    /// The list.
    pub(super) fn names(self) -> Vec<PlacementName> {
        self.names
    }
}

impl Prover<'_> {
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
