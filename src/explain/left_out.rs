//! What a plan leaves out, and why.

use super::Reason;
use crate::model::{Id, Initiative, Portfolio, Variant};
use crate::plan::Plan;

/// An initiative that is not in a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Which.
    pub initiative: Id<Initiative>,
    /// The variant of which value and reason speak: the one that comes nearest to the plan.
    pub variant: Id<Variant>,
    /// The best value it could have in any plan; 0 for what is done.
    pub value: f64,
    /// What keeps it out.
    pub reason: Reason,
}

/// Everything that `plan` leaves out, by value, greatest first; of equals, in the order of the file.
#[must_use]
pub fn left_out(portfolio: &Portfolio, plan: &Plan) -> Vec<LeftOut> {
    let absent = portfolio.initiatives().iter().filter(|&(id, _)| plan.decision(id).is_none());
    absent.map(|(id, facts)| LeftOut { initiative: id, variant: facts.variants[0], value: 0.0, reason: Reason::Room }).collect()
}
