//! The realised shares of an allocation rule, on both bases.

use super::{Load, Plan};
use crate::model::{Allocation, Basis, Cell, Effort, Portfolio};

/// What an allocation rule finds in one cell of its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellShare {
    /// Team and quarters.
    pub cell: Cell,
    /// Planned cost of the ruled set, without exempt work.
    pub part: Effort,
    /// Planned cost of all work, without exempt work.
    pub planned: Effort,
    /// Capacity, less exempt work planned there; below zero when exempt work takes more than there is.
    pub capacity: Effort,
}

impl CellShare {
    /// What the share is taken of.
    #[must_use]
    pub fn whole(&self, basis: Basis) -> Effort {
        match basis {
            Basis::Planned => self.planned,
            Basis::Capacity => self.capacity,
        }
    }

    /// The realised share for printing; `None` of nothing.
    #[must_use]
    pub fn realised(&self, basis: Basis) -> Option<f64> {
        let whole = self.whole(basis);
        (whole > Effort::ZERO).then(|| self.part.as_units() / whole.as_units())
    }

    /// By how much the cell falls short of the rule's floor; zero if it does not or there is none.
    #[must_use]
    pub fn short(&self, rule: &Allocation) -> Effort {
        let lacking = rule.min.map_or(Effort::ZERO, |min| min.lacking(self.part, self.whole(rule.basis)));
        lacking.max(Effort::ZERO)
    }

    /// By how much the cell exceeds the rule's ceiling; zero if it does not or there is none.
    #[must_use]
    pub fn over(&self, rule: &Allocation) -> Effort {
        // part > max * whole says the same as: (-part) lacks to be max of (-whole).
        let lacking = rule.max.map_or(Effort::ZERO, |max| max.lacking(-self.part, -self.whole(rule.basis)));
        lacking.max(Effort::ZERO)
    }

    /// What a soft rule is paid on here, in units: by how much the floor is missed plus by how much the ceiling is exceeded, exactly.
    #[must_use]
    pub fn units_broken(&self, rule: &Allocation) -> f64 {
        let whole = self.whole(rule.basis);
        let short = rule.min.map_or(0.0, |min| min.lacking_units(self.part, whole));
        let over = rule.max.map_or(0.0, |max| max.lacking_units(-self.part, -whole));
        short.max(0.0) + over.max(0.0)
    }
}

/// The shares of `rule` in `plan`, a row for each cell of its scope.
#[must_use]
pub fn shares(portfolio: &Portfolio, plan: &Plan, rule: &Allocation) -> Vec<CellShare> {
    let exempt = |variant: &_| rule.exempt.as_ref().is_some_and(|set| set.matches(variant));
    let ruled = Load::of(portfolio, plan, |variant| rule.set.matches(variant) && !exempt(variant));
    let counted = Load::of(portfolio, plan, |variant| !exempt(variant));
    let left_out = Load::of(portfolio, plan, exempt);
    let share = |cell: Cell| CellShare {
        part: ruled.in_cell(&cell),
        planned: counted.in_cell(&cell),
        capacity: cell.capacity(portfolio) - left_out.in_cell(&cell),
        cell,
    };
    rule.scope.cells(portfolio).into_iter().map(share).collect()
}
