//! Kinds of neighbourhoods: what their members have in common, and where these may go.

use crate::model::Id;
use crate::program::{Placement, Program, Selection};
use crate::solve::family::is_of_schedules;

/// Share of a neighbourhood that is in the plan, about.
pub(super) const SHARE_INSIDE: f64 = 0.6;
/// What a neighbourhood has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Two rows that the plan fills, such as two teams' quarters.
    Rows,
    /// Many rows with one initiative.
    Kin,
    /// Work in the same quarter or the next.
    Window,
    /// The relaxation is undecided about them, or of another mind than the plan.
    Fractional,
    /// Dependencies.
    Chain,
    /// Dependencies among those that start in the same quarter or the next: the face of a mine between two quarters.
    Front,
    /// Dependencies, each a quarter earlier or later at most: many that move in small steps, such as all of a small mine.
    Near,
    /// Nothing.
    Random,
}

impl Kind {
    const ALL: [Self; 8] =
        [Self::Rows, Self::Kin, Self::Window, Self::Fractional, Self::Chain, Self::Front, Self::Near, Self::Random];

    /// Those that suit a program. Small steps of many paid in mines and not in roadmaps (docs/decisions.md).
    pub(super) fn of(program: &Program) -> Vec<Self> {
        let is_of_schedules = is_of_schedules(program);
        Self::ALL.into_iter().filter(|&kind| kind != Self::Near || is_of_schedules).collect()
    }

    /// Whether an initiative may be at a placement when it is free.
    pub(super) fn allows(self, program: &Program, best: &Selection, id: Id<Placement>) -> bool {
        let start = |id: Id<Placement>| program.placements[id].decision.start.0;
        let own = best.of(program.placements[id].initiative);
        self != Self::Near || own.is_none_or(|own| start(own).abs_diff(start(id)) <= 1)
    }

    /// Share of a neighbourhood that is in the plan, where there is enough of it.
    pub(super) fn share_inside(self) -> f64 {
        if self == Self::Near { 1.0 } else { SHARE_INSIDE }
    }
}
