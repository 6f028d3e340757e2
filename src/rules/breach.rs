//! A place where a plan breaks a rule, as data.

use crate::model::{Effort, Id, Initiative, Subject};

/// A place where a plan breaks a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// Which rule, and of what.
    pub subject: Subject,
    /// What is wrong.
    pub what: What,
    /// By how much.
    pub excess: Excess,
    /// The value given up for it when the rule is soft; `None` when it is hard, and the plan does not count.
    pub penalty: Option<f64>,
}

/// What is wrong in a breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A required initiative is not in the plan.
    LeftOut,
    /// An initiative or variant is in the plan that may not be: `must = no`, done, or another variant is required.
    ForcedOut,
    /// The work lies outside of its window or of the plan.
    Window,
    /// A team plans more than its capacity.
    OverCapacity,
    /// A prerequisite is not in the plan.
    Missing {
        /// The prerequisite.
        prerequisite: Id<Initiative>,
    },
    /// The start comes before the prerequisite allows it.
    Early {
        /// The prerequisite.
        prerequisite: Id<Initiative>,
    },
    /// Two initiatives that exclude each other are both in the plan.
    Both {
        /// The excluded one.
        other: Id<Initiative>,
    },
    /// More than one of a group is in the plan.
    MoreThanOne,
    /// Some of a group are in the plan and some are not.
    NotTogether,
    /// A share is below its floor.
    Short,
    /// A share is above its ceiling.
    Over,
    /// Too many initiatives are active at once.
    TooMany,
    /// A cap on cost is exceeded.
    OverBudget,
}

/// The amount of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// In the portfolio's unit; shares are rounded up to a millionth.
    Effort(Effort),
    /// In initiatives.
    Initiatives(usize),
    /// In quarters.
    Quarters(u32),
}
