//! What each team spends in each quarter.

use super::Plan;
use crate::model::{Cell, Effort, Id, Portfolio, Quarter, Team, Variant};

/// Effort for each team in each quarter of the plan. Work beyond the last quarter is not counted; such a plan breaks the
/// single-start rule anyway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    quarters: usize,
    cells: Vec<Effort>,
}

impl Load {
    /// The load of the chosen variants for which `counts` holds.
    #[must_use]
    pub fn of(portfolio: &Portfolio, plan: &Plan, counts: impl Fn(&Variant) -> bool) -> Self {
        let quarters = portfolio.calendar().count() as usize;
        let mut load = Self { quarters, cells: vec![Effort::ZERO; quarters * portfolio.teams().len()] };
        for (_, decision) in plan.chosen().filter(|(_, decision)| counts(&portfolio.variants()[decision.variant])) {
            for (team, quarter, effort) in decision.spread(portfolio).worked_from(decision.start) {
                if quarter.index() < quarters {
                    load.cells[team.index() * quarters + quarter.index()] += effort;
                }
            }
        }
        load
    }

    /// What the team spends in the quarter.
    #[must_use]
    pub fn at(&self, team: Id<Team>, quarter: Quarter) -> Effort {
        self.cells[team.index() * self.quarters + quarter.index()]
    }

    /// What is spent in a cell of a scope.
    #[must_use]
    pub fn in_cell(&self, cell: &Cell) -> Effort {
        let of_team = |row: &[Effort]| row[cell.quarters.start as usize..cell.quarters.end as usize].iter().copied().sum();
        match cell.team {
            Some(team) => of_team(&self.cells[team.index() * self.quarters..][..self.quarters]),
            None => self.cells.chunks(self.quarters).map(of_team).sum(),
        }
    }
}
