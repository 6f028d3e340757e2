//! The names of a portfolio that was read, by which further files speak of it.

use super::nearest::Names;
use super::selection::Work;
use crate::model::{Initiative, Portfolio, Team};

/// The names of a portfolio, by which changes speak of it.
pub(super) struct Vocabulary {
    pub(super) teams: Names<Team>,
    pub(super) ids: Names<Initiative>,
}

impl Vocabulary {
    pub(super) fn of(portfolio: &Portfolio) -> Self {
        let (mut teams, mut ids) = (Names::complete(), Names::complete());
        portfolio.teams().iter().for_each(|(id, team)| {
            teams.add(&team.name, id);
        });
        portfolio.initiatives().iter().for_each(|(id, initiative)| {
            ids.add(&initiative.id, id);
        });
        Self { teams, ids }
    }

    pub(super) fn work<'a>(&'a self, portfolio: &'a Portfolio) -> Work<'a> {
        Work {
            calendar: portfolio.calendar(),
            teams: &self.teams,
            ids: &self.ids,
            initiatives: portfolio.initiatives(),
            variants: portfolio.variants(),
            has_category_column: portfolio.variants().rows().iter().any(|variant| variant.category.is_some()),
        }
    }
}
