//! Arcs: a dependant waits for its prerequisite.
//!
//! For an arc of variant `v` on initiative `p` with lag `L` and every quarter `s` in which `v` may start:
//!   `sum of x[c] over placements c of v with start <= s   <=   sum of x[d] over placements d of p with finish + L <= s`
//! (without a lag: one row over all placements). This disaggregated form gives the tight relaxation. Rows whose right side is
//! that of a later one are implied by it and left out.

use super::{Placement, Placements, Selection};
use crate::model::{Id, Initiative, Quarter, Subject, Variant};

/// A dependant that is chosen needs its prerequisite chosen, finished so many quarters before its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// Who asks.
    pub subject: Subject,
    /// The initiative that waits.
    pub follower: Id<Initiative>,
    /// The variant of it that does.
    pub variant: Id<Variant>,
    /// What it waits for.
    pub prerequisite: Id<Initiative>,
    /// Quarters from the prerequisite's finish to the dependant's start, at least; `None` if time does not matter.
    pub lag: Option<u32>,
}

/// One row of an arc in disaggregated form: dependants that start by `until` against prerequisites ready by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArcRow {
    /// The last start that counts on the left.
    pub until: Quarter,
    /// Placements of the dependant, coefficient +1.
    pub starting: Vec<Id<Placement>>,
    /// Placements of the prerequisite, coefficient -1.
    pub ready: Vec<Id<Placement>>,
}

impl Arc {
    /// Placements of the waiting variant.
    pub fn followers<'a>(&self, placements: &'a Placements) -> impl Iterator<Item = Id<Placement>> + use<'a> {
        let variant = self.variant;
        placements.of_initiative(self.follower).filter(move |&id| placements[id].decision.variant == variant)
    }

    pub(super) fn has_followers(&self, placements: &Placements) -> bool {
        self.followers(placements).next().is_some()
    }

    /// The first quarter in which the dependant may start if the prerequisite has this placement.
    #[must_use]
    pub fn ready(&self, prerequisite: &Placement) -> Quarter {
        self.lag.map_or(Quarter(0), |lag| Quarter(prerequisite.finish.0 + lag))
    }

    /// Whether a selection keeps the arc.
    #[must_use]
    pub fn is_kept(&self, placements: &Placements, selection: &Selection) -> bool {
        let waiting = selection.of(self.follower).map(|id| &placements[id]).filter(|own| own.decision.variant == self.variant);
        let ready = selection.of(self.prerequisite).map(|id| self.ready(&placements[id]));
        waiting.is_none_or(|own| ready.is_some_and(|ready| ready <= own.decision.start))
    }

    /// The rows of the arc, by start.
    #[must_use]
    pub fn rows(&self, placements: &Placements) -> Vec<ArcRow> {
        let mut followers: Vec<Id<Placement>> = self.followers(placements).collect();
        followers.sort_by_key(|&id| placements[id].decision.start);
        let mut prerequisites: Vec<Id<Placement>> = placements.of_initiative(self.prerequisite).collect();
        prerequisites.sort_by_key(|&id| self.ready(&placements[id]));
        let ready_by = |start: Quarter| prerequisites.partition_point(|&id| self.ready(&placements[id]) <= start);
        let mut rows: Vec<ArcRow> = Vec::new();
        for (last, &follower) in followers.iter().enumerate() {
            let until = placements[follower].decision.start;
            let row = ArcRow { until, starting: followers[..=last].to_vec(), ready: prerequisites[..ready_by(until)].to_vec() };
            if rows.last().is_some_and(|before| before.ready.len() == row.ready.len()) {
                rows.pop();
            }
            rows.push(row);
        }
        rows
    }
}
