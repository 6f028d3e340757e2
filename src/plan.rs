//! A plan: which initiatives start when, and what follows from it in exact arithmetic.

mod load;
mod shares;

pub use load::Load;
pub use shares::{CellShare, shares};

use crate::model::{Effort, Id, Initiative, Portfolio, Quarter, Spread, Table, Variant};

/// Which initiatives start when. Any plan can be said, also one that breaks rules; `rules::verify` judges it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    decisions: Table<Option<Decision>>,
}

/// How and when an initiative is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision {
    /// The way it is done.
    pub variant: Id<Variant>,
    /// Position in [`Variant::spreads`].
    pub spread: usize,
    /// The first quarter of work.
    pub start: Quarter,
}

impl Decision {
    /// How the cost is spread.
    #[must_use]
    pub fn spread(self, portfolio: &Portfolio) -> &Spread {
        &portfolio.variants()[self.variant].spreads[self.spread]
    }

    /// The last quarter of work.
    #[must_use]
    pub fn finish(self, portfolio: &Portfolio) -> Quarter {
        self.start.finish(self.spread(portfolio).duration)
    }

    /// What it adds to the plan's value.
    #[must_use]
    pub fn value(self, portfolio: &Portfolio) -> f64 {
        portfolio.variants()[self.variant].value_at(self.finish(portfolio), portfolio.discount_factor())
    }

    /// What it costs in all.
    #[must_use]
    pub fn cost(self, portfolio: &Portfolio) -> Effort {
        portfolio.variants()[self.variant].total_cost()
    }
}

impl Plan {
    /// The plan that does nothing.
    #[must_use]
    pub fn empty(portfolio: &Portfolio) -> Self {
        Self { decisions: vec![None; portfolio.initiatives().len()].into() }
    }

    /// The same plan with another decision on one initiative; `None` leaves it out.
    #[must_use]
    pub fn with(mut self, initiative: Id<Initiative>, decision: Option<Decision>) -> Self {
        self.decide(initiative, decision);
        self
    }

    /// Changes the decision on one initiative; `None` leaves it out.
    pub fn decide(&mut self, initiative: Id<Initiative>, decision: Option<Decision>) {
        *self.decisions.row_mut(Id::new(initiative.index())) = decision;
    }

    /// How the initiative is done, if it is.
    #[must_use]
    pub fn decision(&self, initiative: Id<Initiative>) -> Option<Decision> {
        self.decisions.rows()[initiative.index()]
    }

    /// All initiatives in the plan, in the order of the file.
    pub fn chosen(&self) -> impl Iterator<Item = (Id<Initiative>, Decision)> + '_ {
        self.decisions.rows().iter().enumerate().filter_map(|(index, decision)| decision.map(|d| (Id::new(index), d)))
    }

    /// Summed value of what is in the plan, before penalties of soft rules.
    #[must_use]
    pub fn gross_value(&self, portfolio: &Portfolio) -> f64 {
        self.chosen().map(|(_, decision)| decision.value(portfolio)).sum()
    }

    /// What each team spends in each quarter.
    #[must_use]
    pub fn load(&self, portfolio: &Portfolio) -> Load {
        Load::of(portfolio, self, |_| true)
    }
}
