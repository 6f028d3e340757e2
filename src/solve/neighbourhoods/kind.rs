//! Kinds of neighbourhoods: what their members have in common, and where these may go.

use crate::model::Id;
use crate::program::{Placement, Program, Selection};
use crate::solve::family::is_of_schedules;

/// Share of a neighbourhood that is in the plan, about.
pub(super) const SHARE_INSIDE: f64 = 0.6;

/// The plan that is to become better, and one of another method if there is one about as good.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plans<'a> {
    pub best: &'a Selection,
    pub other: Option<&'a Selection>,
}

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
    /// The plan and one that another method told of differ about them: each goes to where one of the two has it or between, and others
    /// around them a quarter earlier or later at most. Like [`Self::Near`] without another plan.
    Crossing,
    /// Nothing.
    Random,
}

impl Kind {
    const ALL: [Self; 9] =
        [Self::Rows, Self::Kin, Self::Window, Self::Fractional, Self::Chain, Self::Front, Self::Near, Self::Crossing, Self::Random];

    /// Those that suit a program. Small steps of many paid in mines and not in roadmaps, crossings in mines and not clearly in
    /// roadmaps (docs/decisions.md).
    pub(super) fn of(program: &Program) -> Vec<Self> {
        let is_of_schedules = is_of_schedules(program);
        Self::ALL.into_iter().filter(|&kind| is_of_schedules || !matches!(kind, Self::Near | Self::Crossing)).collect()
    }

    /// Whether an initiative may be at a placement when it is free.
    pub(super) fn allows(self, program: &Program, plans: Plans<'_>, id: Id<Placement>) -> bool {
        let start = |id: Id<Placement>| program.placements[id].decision.start.0;
        let initiative = program.placements[id].initiative;
        let own = plans.best.of(initiative);
        let other = plans.other.map_or(own, |other| other.of(initiative));
        let is_near = || own.is_none_or(|own| start(own).abs_diff(start(id)) <= 1);
        match (self, own, other) {
            (Self::Near, _, _) => is_near(),
            (Self::Crossing, own, other) if own == other => is_near(),
            (Self::Crossing, Some(own), Some(other)) => {
                (start(own).min(start(other))..=start(own).max(start(other))).contains(&start(id))
            }
            (Self::Crossing, Some(one), None) | (Self::Crossing, None, Some(one)) => start(id) >= start(one),
            _ => true,
        }
    }

    /// Share of a neighbourhood that is in the plan, where there is enough of it.
    pub(super) fn share_inside(self) -> f64 {
        if matches!(self, Self::Near | Self::Crossing) { 1.0 } else { SHARE_INSIDE }
    }
}
