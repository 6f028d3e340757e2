//! Initiatives, teams and groups.

use super::{Effort, Id, Quarter, Variant};

/// One piece of work worth doing. Everything but its name is said by its variants, of which it has at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// What the spreadsheet calls it; unique.
    pub id: String,
    /// For people.
    pub title: String,
    /// Ways to do it, in the order of the file; at most one is chosen.
    pub variants: Vec<Id<Variant>>,
    /// Already finished: it is not planned, and its dependants are free of it.
    pub done: bool,
}

/// A group with a capacity in each quarter; a skill or a budget can be a team too.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// What the spreadsheets call it; unique.
    pub name: String,
    /// What it can spend on planned work in each quarter of the plan.
    pub capacity: Vec<Effort>,
}

impl Team {
    /// Capacity in one quarter.
    #[must_use]
    pub fn capacity_in(&self, quarter: Quarter) -> Effort {
        self.capacity[quarter.index()]
    }

    /// Whether the team has nothing to spend in any quarter.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.capacity.iter().all(|&capacity| capacity == Effort::ZERO)
    }
}

/// A named set of variants, of which at most one (`one_of`) or all or none (`together`) are in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The label in the spreadsheet.
    pub name: String,
    /// The rows that carry the label, in the order of the file; those of finished initiatives are left out.
    pub members: Vec<Id<Variant>>,
}
