//! Breaches and subjects of rules in words.

use super::rules::{basis, bounds, place};
use crate::model::{Allocation, Cell, Effort, Id, Initiative, Portfolio, Quarter, Subject, SubjectOf};
use crate::rules::{Breach, Excess, What};

/// A breach in one sentence, with its amount in the unit of the portfolio.
pub(super) fn breach(portfolio: &Portfolio, breach: &Breach) -> String {
    let price = breach.penalty.map(|penalty| format!(", which costs {} of value", super::numbers::value(penalty)));
    format!("{}{}", what(portfolio, breach), price.unwrap_or_default())
}

/// The amount of a breach: number and unit.
pub(super) fn excess(portfolio: &Portfolio, excess: Excess) -> (String, String) {
    match excess {
        Excess::Effort(effort) => (effort.to_string(), portfolio.unit().to_owned()),
        Excess::Initiatives(number) => (number.to_string(), "initiatives".to_owned()),
        Excess::Quarters(number) => (number.to_string(), "quarters".to_owned()),
    }
}

/// What is wrong, as one word of the formats that programs read.
pub(super) fn code(what: &What) -> &'static str {
    match what {
        What::LeftOut => "left_out",
        What::ForcedOut => "forced_out",
        What::Window => "window",
        What::OverCapacity => "over_capacity",
        What::Missing { .. } => "missing",
        What::Early { .. } => "early",
        What::Both { .. } => "both",
        What::MoreThanOne => "more_than_one",
        What::NotTogether => "not_together",
        What::Short => "short",
        What::Over => "over",
        What::TooMany => "too_many",
        What::OverBudget => "over_budget",
    }
}

/// An initiative's id between backticks.
pub(super) fn id(portfolio: &Portfolio, initiative: Id<Initiative>) -> String {
    format!("`{}`", portfolio.initiatives()[initiative].id)
}

fn what(portfolio: &Portfolio, breach: &Breach) -> String {
    let (amount, unit) = excess(portfolio, breach.excess);
    let who = Who { portfolio, subject: &breach.subject };
    let asks = who.asks();
    match &breach.what {
        What::LeftOut => format!("{asks} must be in the plan and is not"),
        What::ForcedOut => format!("{asks} is in the plan and may not be"),
        What::Window => format!("{asks} lies outside of its window"),
        What::OverCapacity => who.over_capacity(&amount, breach.excess),
        What::Missing { prerequisite } => format!("{asks} needs {}, which is not in the plan", id(portfolio, *prerequisite)),
        What::Early { prerequisite } => {
            let quarters = plural(&amount, "quarter");
            format!("{asks} starts {quarters} before {} allows it", id(portfolio, *prerequisite))
        }
        What::Both { other } => format!("{asks} excludes {}, and both are in the plan", id(portfolio, *other)),
        What::MoreThanOne => format!("{}: {amount} too many in the plan", who.restriction()),
        What::NotTogether => format!("{}: {amount} missing in the plan", who.restriction()),
        What::Short => format!("{}: {amount} {unit} short", who.restriction()),
        What::Over => format!("{}: {amount} {unit} over", who.restriction()),
        What::TooMany => format!("{}: {amount} too many", who.restriction()),
        What::OverBudget => format!("{}: {amount} {unit} over", who.restriction()),
    }
}

fn plural(amount: &str, noun: &str) -> String {
    if amount == "1" { format!("1 {noun}") } else { format!("{amount} {noun}s") }
}

/// What a restriction asks for, in one sentence: `Platform has 40 person-weeks in 2026Q2`.
pub(super) fn restriction(portfolio: &Portfolio, subject: &Subject) -> String {
    Who { portfolio, subject }.restriction()
}

struct Who<'a> {
    portfolio: &'a Portfolio,
    subject: &'a Subject,
}

impl Who<'_> {
    /// The initiative that asks, or the subject as it is called.
    fn asks(&self) -> String {
        match &self.subject.of {
            SubjectOf::Initiative(initiative) | SubjectOf::Pair(initiative, _) => id(self.portfolio, *initiative),
            _ => self.subject.describe(self.portfolio),
        }
    }

    fn over_capacity(&self, amount: &str, excess: Excess) -> String {
        let (SubjectOf::TeamQuarter(team, quarter), Excess::Effort(over)) = (&self.subject.of, excess) else {
            return self.restriction();
        };
        let (team, name) = (&self.portfolio.teams()[*team], self.portfolio.calendar().name(*quarter));
        let capacity = team.capacity_in(*quarter);
        format!("{} plans {} of {capacity} {} in {name}: {amount} over", team.name, capacity + over, self.portfolio.unit())
    }

    fn restriction(&self) -> String {
        let portfolio = self.portfolio;
        match (&self.subject.of, self.subject.rule) {
            (SubjectOf::Initiative(initiative), _) => self.start(*initiative),
            (SubjectOf::Pair(asks, other), "dependency") => format!("{} waits for {}", id(portfolio, *asks), id(portfolio, *other)),
            (SubjectOf::Pair(asks, other), _) => format!("{} excludes {}", id(portfolio, *asks), id(portfolio, *other)),
            (SubjectOf::TeamQuarter(team, quarter), _) => {
                let (team, name) = (&portfolio.teams()[*team], portfolio.calendar().name(*quarter));
                format!("{} has {} {} in {name}", team.name, team.capacity_in(*quarter), portfolio.unit())
            }
            (SubjectOf::Team(_) | SubjectOf::TeamUntil(..), _) => self.subject.describe(portfolio),
            (SubjectOf::Group(name), "one_of") => format!("at most one of group {name}"),
            (SubjectOf::Group(name), _) => format!("group {name} all or none"),
            (SubjectOf::Named { name, team, quarters, .. }, _) => {
                self.named(name, &Cell { team: *team, quarters: quarters.0..quarters.1 })
            }
        }
    }

    fn start(&self, initiative: Id<Initiative>) -> String {
        let asks = if self.portfolio.is_required(initiative) { "must be in the plan" } else { "starts at most once" };
        format!("{} {asks}, inside of its window", id(self.portfolio, initiative))
    }

    /// A cell of a named rule; the bare subject if the portfolio has no such rule.
    fn named(&self, name: &str, cell: &Cell) -> String {
        let place = place(self.portfolio, cell);
        let share = || self.portfolio.shares_ruled().iter().find(|rule| rule.name == name).map(|rule| self.share(rule));
        let limit = || self.portfolio.limits().iter().find(|rule| rule.name == name).map(|rule| most(rule.max_active));
        let budget = || self.portfolio.budgets().iter().find(|rule| rule.name == name).map(|rule| self.at_most(rule.max));
        let asked = match self.subject.rule {
            "limit" => limit(),
            "budget" => budget(),
            _ => share(),
        };
        asked.map_or_else(|| self.subject.describe(self.portfolio), |asked| format!("{name}, {place}: {asked}"))
    }

    fn share(&self, rule: &Allocation) -> String {
        let SubjectOf::Named { side, .. } = &self.subject.of else { return bounds(rule.min, rule.max) };
        let bounds = if *side == "min" { bounds(rule.min, None) } else { bounds(None, rule.max) };
        format!("{bounds} of {}", basis(rule.basis))
    }

    fn at_most(&self, effort: Effort) -> String {
        format!("at most {effort} {}", self.portfolio.unit())
    }
}

fn most(active: u32) -> String {
    format!("at most {} active", super::numbers::count(active as usize, "initiative"))
}

/// A subject in two or three words, for reasons: `debt ratio in 2026Q2`.
pub(super) fn rule_and_place(portfolio: &Portfolio, subject: &Subject) -> String {
    match &subject.of {
        SubjectOf::Named { name, team, quarters, .. } => {
            let cell = Cell { team: *team, quarters: quarters.0..quarters.1 };
            match place(portfolio, &cell).as_str() {
                "whole plan" => name.clone(),
                place => format!("{name} ({place})"),
            }
        }
        _ => subject.describe(portfolio),
    }
}

/// The name of a quarter.
pub(super) fn quarter(portfolio: &Portfolio, quarter: Quarter) -> String {
    portfolio.calendar().name(quarter).to_string()
}
