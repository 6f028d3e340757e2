//! Limits on work at once, and caps on cost.

use std::ops::Range;

use super::{Effort, Id, Selector, Team};

/// At most so many initiatives active at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What reports call it; unique among the rules of a portfolio.
    pub name: String,
    /// Counts only initiatives with work on this team in the quarter; `None` counts all between start and finish.
    pub team: Option<Id<Team>>,
    /// Counts only this work.
    pub set: Selector,
    /// The most initiatives active in any quarter.
    pub max_active: u32,
}

/// A cap on summed cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// What reports call it; unique among the rules of a portfolio.
    pub name: String,
    /// The teams whose cost is summed; `None` stands for all.
    pub teams: Option<Vec<Id<Team>>>,
    /// Sums only this work.
    pub set: Selector,
    /// Runs of quarters, each of which is capped.
    pub windows: Vec<Range<u32>>,
    /// The most cost in each of these runs.
    pub max: Effort,
}
