//! A plan with all that reports say of it, worked out once for every format.

use std::cmp::Reverse;

use super::page::KEPT_TOGETHER;
use super::reasons;
use crate::explain::{LeftOut, left_out};
use crate::model::{Cell, Effort, Id, Initiative, Portfolio, Quarter, Variant};
use crate::plan::{Decision, Load, Plan};
use crate::solve::Answer;

/// A plan and its load.
pub(super) struct Loaded<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) plan: &'a Plan,
    pub(super) load: Load,
}

impl<'a> Loaded<'a> {
    pub(super) fn new(portfolio: &'a Portfolio, plan: &'a Plan) -> Self {
        Self { portfolio, plan, load: plan.load(portfolio) }
    }

    /// Effort and capacity of all teams in all quarters.
    pub(super) fn totals(&self) -> (Effort, Effort) {
        let everything = Cell { team: None, quarters: 0..self.portfolio.calendar().count() };
        (self.load.in_cell(&everything), everything.capacity(self.portfolio))
    }

    /// What starts in a quarter, most valuable first; of equals, in the order of the file.
    pub(super) fn starting_in(&self, quarter: Quarter) -> Vec<(Id<Initiative>, Decision)> {
        let mut starting: Vec<(Id<Initiative>, Decision)> = self.plan.chosen().filter(|(_, d)| d.start == quarter).collect();
        starting.sort_by(|a, b| b.1.value(self.portfolio).total_cmp(&a.1.value(self.portfolio)));
        starting
    }
}

/// An answer with its load and what it leaves out.
pub(super) struct Answered<'a> {
    pub(super) answer: &'a Answer,
    pub(super) loaded: Loaded<'a>,
    /// By value, greatest first.
    pub(super) left_out: Vec<LeftOut>,
}

impl<'a> Answered<'a> {
    pub(super) fn new(portfolio: &'a Portfolio, answer: &'a Answer) -> Self {
        let loaded = Loaded::new(portfolio, &answer.plan);
        Self { answer, loaded, left_out: left_out(portfolio, &answer.plan) }
    }

    /// Why an initiative is left out, in words.
    pub(super) fn reason(&self, left_out: &LeftOut) -> String {
        reasons::sentence(self.loaded.portfolio, self.answer.status, left_out)
    }
}

/// The title of an initiative with the name of its variant.
pub(super) fn title(portfolio: &Portfolio, variant: Id<Variant>) -> String {
    let facts = &portfolio.variants()[variant];
    let title = &portfolio.initiatives()[facts.initiative].title;
    facts.name.as_ref().map_or_else(|| title.clone(), |name| format!("{title} [{name}]"))
}

/// `H2 debt`; empty without a label.
pub(super) fn label(variant: &Variant) -> String {
    let horizon = variant.horizon.map(|horizon| horizon.to_string());
    horizon.into_iter().chain(variant.category.clone()).collect::<Vec<String>>().join(" ")
}

/// `Platform 8, Mobile 4`, greatest first.
pub(super) fn teams(portfolio: &Portfolio, variant: &Variant) -> String {
    let mut costs = variant.costs.clone();
    costs.sort_by_key(|&(_, cost)| Reverse(cost));
    let part = |(team, cost)| {
        let name: String = portfolio.teams()[team].name.replace(' ', KEPT_TOGETHER);
        format!("{name}{KEPT_TOGETHER}{}", super::numbers::effort(cost))
    };
    costs.into_iter().map(part).collect::<Vec<String>>().join(", ")
}
