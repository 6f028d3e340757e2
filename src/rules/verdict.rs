//! The judgement of a plan: every breach, and the value from the facts. No solver has a say in it.

use super::{ALL, Breach};
use crate::model::Portfolio;
use crate::plan::Plan;

/// What the rules say of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Breaches of hard rules; the plan counts only when there is none.
    pub breaches: Vec<Breach>,
    /// Breaches of soft rules, with their price.
    pub paid: Vec<Breach>,
    /// Value of the plan: of its initiatives, less the price of broken soft rules.
    pub value: f64,
}

impl Verdict {
    /// Whether the plan keeps every hard rule.
    #[must_use]
    pub fn keeps_the_rules(&self) -> bool {
        self.breaches.is_empty()
    }

    /// What broken soft rules cost in all.
    #[must_use]
    pub fn penalties(&self) -> f64 {
        total_penalty(&self.paid)
    }
}

/// Judges any plan, in exact arithmetic and without a tolerance.
#[must_use]
pub fn verify(portfolio: &Portfolio, plan: &Plan) -> Verdict {
    let all = ALL.iter().flat_map(|rule| (rule.breaches)(portfolio, plan));
    let (paid, breaches): (Vec<Breach>, Vec<Breach>) = all.partition(|breach| breach.penalty.is_some());
    let value = plan.gross_value(portfolio) - total_penalty(&paid);
    Verdict { breaches, paid, value }
}

fn total_penalty(paid: &[Breach]) -> f64 {
    paid.iter().filter_map(|breach| breach.penalty).sum()
}
