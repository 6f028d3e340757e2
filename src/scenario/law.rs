//! What raising a number does to the optimum, where that is a law.

use crate::model::{Basis, Number, Portfolio};

/// What raising a number does to the optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// It never raises it: no plan becomes possible, none is worth more.
    Tightens,
    /// It never lowers it: no plan becomes impossible, none is worth less.
    Loosens,
}

impl Law {
    /// The law of a number; none where raising it may do either.
    ///
    /// A floor on a share of capacity asks for more work of its set when a team has more capacity, and what is worth less than
    /// nothing gains by a higher discount.
    #[must_use]
    pub fn of(portfolio: &Portfolio, number: &Number) -> Option<Self> {
        match number {
            Number::Floor(_) => Some(Self::Tightens),
            Number::Ceiling(_) | Number::Limit(_) | Number::Budget(_) => Some(Self::Loosens),
            Number::Capacity { .. } => {
                let grows = |rule: &crate::model::Allocation| rule.basis == Basis::Capacity && rule.min.is_some();
                (!portfolio.allocations().iter().any(grows)).then_some(Self::Loosens)
            }
            Number::DiscountRate => {
                let is_worth = portfolio.variants().rows().iter().all(|variant| variant.value * variant.confidence >= 0.0);
                is_worth.then_some(Self::Tightens)
            }
        }
    }
}
