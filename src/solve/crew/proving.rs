//! When a proof is tried, and how much of its lane it has.
//!
//! A proof has a whole lane where it may be near. That of a roadmap of some 120 initiatives takes minutes, and its plan seconds: searches
//! have half of its lane in the first ten seconds of a run, as long as they find better plans.

use std::sync::Arc;

use super::{Crew, Task};
use crate::solve::branch::BranchAndBound;
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{
    GAP_OF_PROOF, GAP_OF_PROOF_OF_SCHEDULES, GAP_OF_SMALL_PROOF, MOST_PLACEMENTS_OF_PROOF, MOST_PLACEMENTS_OF_PROOF_OF_SCHEDULES,
    OPEN_NEAR_PROOF, OPEN_OF_SMALL_PROOF, WORK_BEFORE_PACE,
};
use crate::solve::method::Known;

/// Lanes of a proof while a plan comes first.
pub(super) const BESIDE_PLANS: f64 = 0.5;
/// How long searches must have found nothing for, as a share of the work so far, before the proof comes first.
const IN_VAIN: f64 = 0.6;

impl Crew {
    /// A proof is tried when fewer placements are open than when it was last thought of.
    pub(super) fn hire_proof(&mut self, incumbent: &Incumbent, known: &Known) {
        if known.guide.is_none() {
            return;
        }
        let open = known.open(&incumbent.program).into_iter().filter(|open| *open).count();
        let most = if self.is_of_schedules { MOST_PLACEMENTS_OF_PROOF_OF_SCHEDULES } else { MOST_PLACEMENTS_OF_PROOF };
        if open < self.open && open <= most {
            self.hire(Task::Proof, Box::new(BranchAndBound::new(Arc::clone(&incumbent.program))));
        }
        self.open = self.open.min(open);
    }

    /// Whether a proof may be near: little is open, the gap is small for what is open, or releases of one quarter are planned, where few
    /// splits decide much.
    pub(super) fn is_near(&self, known: &Known) -> bool {
        let gap = match self.is_of_schedules {
            true => GAP_OF_PROOF_OF_SCHEDULES,
            false if self.open <= OPEN_OF_SMALL_PROOF => GAP_OF_SMALL_PROOF,
            false => GAP_OF_PROOF,
        };
        self.is_of_releases || self.open <= OPEN_NEAR_PROOF || known.is_within(gap)
    }

    /// Whether a plan comes before its proof, in roadmaps whose proof takes minutes: for some ten seconds, as long as searches find
    /// better ones. Not where an earlier plan is gone on from, which is good already.
    pub(super) fn searches_come_first(&self) -> bool {
        let is_long = OPEN_NEAR_PROOF < self.open && self.open <= OPEN_OF_SMALL_PROOF;
        self.earlier.is_none() && self.is_of_roadmaps && is_long && finds(self.worked(), self.improved.1)
    }
}

/// Whether searches are likely to find better plans soon, after so much work of all and so much when the best plan was found.
fn finds(worked: u64, found: u64) -> bool {
    worked < WORK_BEFORE_PACE && (worked.saturating_sub(found) as f64) < IN_VAIN * worked as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_come_before_the_proof_while_better_ones_are_found_and_not_for_long() {
        let found = 400_000_000;
        assert!(finds(found, found) && finds(found * 2, found) && !finds(found * 5 / 2, found));
        assert!(finds(WORK_BEFORE_PACE - 1, WORK_BEFORE_PACE / 2) && !finds(WORK_BEFORE_PACE, WORK_BEFORE_PACE));
    }
}
