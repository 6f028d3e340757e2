//! Why an initiative is not in a plan.

use crate::model::{Effort, Id, Initiative, Quarter, Subject, Team};

/// The first reason that keeps an initiative out of a plan, as far as it is known without another solve.
///
/// The order of the variants is the order in which reasons are tried: first what holds in every plan, then what holds beside this
/// one. An initiative with several variants gets the reason of the variant that comes furthest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is finished.
    Done,
    /// `must = no`.
    ForcedOut,
    /// No start lies in its window, whatever else is planned.
    Window,
    /// Each start in its window asks some team for more than its capacity, even with nothing else in the plan. This is the cell
    /// of the start that comes nearest.
    NoCapacityAlone {
        /// The team that lacks capacity.
        team: Id<Team>,
        /// When.
        quarter: Quarter,
        /// What the initiative asks for there.
        asks: Effort,
        /// What the team has there.
        capacity: Effort,
    },
    /// This prerequisite is not in the plan.
    Prerequisite {
        /// The first of its prerequisites that is not.
        which: Id<Initiative>,
        /// Whether it could be in another plan.
        reach: Reach,
    },
    /// Its prerequisites finish too late for its window; this one last.
    Late {
        /// The prerequisite that finishes last.
        prerequisite: Id<Initiative>,
        /// Whether another plan could finish it earlier.
        reach: Reach,
    },
    /// Something in the plan excludes it, or is excluded by it.
    Excluded {
        /// What is in the plan.
        by: Id<Initiative>,
    },
    /// Another one of its `one_of` group is in the plan.
    OtherOfGroup {
        /// The label of the group.
        group: String,
        /// What is in the plan.
        chosen: Id<Initiative>,
    },
    /// It comes only together with this one, which is left out for a reason of its own.
    NotTogether {
        /// The label of the group.
        group: String,
        /// The member that keeps the group out.
        with: Id<Initiative>,
    },
    /// It has no value wherever it could start, and nothing in the plan needs it.
    NoValue,
    /// Each start that suits its prerequisites overflows a team. This is the cell of the start of greatest value.
    OverCapacity {
        /// The team that is full.
        team: Id<Team>,
        /// When.
        quarter: Quarter,
        /// What the initiative asks for there.
        asks: Effort,
        /// What the plan leaves of the team's capacity there; below zero when the plan overflows by itself.
        free: Effort,
    },
    /// The capacity is there, but the plan with it would break this rule.
    Breaks(Subject),
    /// The plan with it would pay more for this soft rule than it gains.
    Costs(Subject),
    /// It fits and would add value: the plan is not the best.
    Room,
}

/// How far a reason reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It holds in every plan.
    EveryPlan,
    /// It holds beside the plan that is explained.
    ThisPlan,
}

impl Reason {
    /// How near the initiative came to the plan: the position of the reason in the order in which reasons are tried.
    pub(super) fn nearness(&self) -> u8 {
        match self {
            Self::Done => 0,
            Self::ForcedOut => 1,
            Self::Window => 2,
            Self::NoCapacityAlone { .. } => 3,
            Self::Prerequisite { reach: Reach::EveryPlan, .. } => 4,
            Self::Late { reach: Reach::EveryPlan, .. } => 5,
            Self::Excluded { .. } => 6,
            Self::OtherOfGroup { .. } => 7,
            Self::Prerequisite { reach: Reach::ThisPlan, .. } => 8,
            Self::Late { reach: Reach::ThisPlan, .. } => 9,
            Self::NotTogether { .. } => 10,
            Self::NoValue => 11,
            Self::OverCapacity { .. } => 12,
            Self::Breaks(_) => 13,
            Self::Costs(_) => 14,
            Self::Room => 15,
        }
    }
}
