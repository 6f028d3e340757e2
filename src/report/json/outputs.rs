//! What follows from a plan: load and shares.

use serde::Serialize;

use super::finite;
use crate::model::{Allocation, Basis, Id, Portfolio, Quarter, Team};
use crate::plan::{CellShare, shares};
use crate::report::shares::{Labelled, labels, share_of};
use crate::report::view::Loaded;
use crate::report::words;
use crate::rules::{Breach, Excess};

/// A team in a quarter.
#[derive(Serialize)]
pub(super) struct LoadCell<'a> {
    team: &'a str,
    quarter: String,
    planned: f64,
    capacity: f64,
    idle: f64,
    share: Option<f64>,
}

/// All teams in all quarters.
#[derive(Serialize)]
pub(super) struct Totals {
    planned: f64,
    capacity: f64,
    idle: f64,
    idle_share: Option<f64>,
}

/// Realised shares.
#[derive(Serialize, Default)]
pub(super) struct Shares {
    rules: Vec<RuleShares>,
    labels: Vec<LabelShare>,
}

#[derive(Serialize)]
struct RuleShares {
    rule: String,
    scope: String,
    basis: String,
    cells: Vec<ShareCell>,
}

#[derive(Serialize)]
struct ShareCell {
    team: Option<String>,
    first: String,
    last: String,
    part: f64,
    planned: f64,
    capacity: f64,
    share_of_planned: Option<f64>,
    share_of_capacity: Option<f64>,
    short: f64,
    over: f64,
}

#[derive(Serialize)]
struct LabelShare {
    kind: &'static str,
    label: Option<String>,
    initiatives: usize,
    value: Option<f64>,
    cost: f64,
    share_of_planned: Option<f64>,
    share_of_capacity: Option<f64>,
}

/// A broken rule.
#[derive(Serialize)]
pub(super) struct BreachRow {
    rule: &'static str,
    what: &'static str,
    amount: f64,
    unit: String,
    penalty: Option<f64>,
    words: String,
}

pub(super) fn load<'a>(loaded: &Loaded<'a>) -> Vec<LoadCell<'a>> {
    let portfolio = loaded.portfolio;
    let cells = portfolio.teams().ids().flat_map(|team| portfolio.calendar().quarters().map(move |quarter| (team, quarter)));
    let cell = |(team, quarter): (Id<Team>, Quarter)| {
        let (planned, capacity) = (loaded.load.at(team, quarter), portfolio.teams()[team].capacity_in(quarter));
        LoadCell {
            team: &portfolio.teams()[team].name,
            quarter: portfolio.calendar().name(quarter).to_string(),
            planned: planned.as_units(),
            capacity: capacity.as_units(),
            idle: (capacity - planned).as_units(),
            share: share_of(planned, capacity),
        }
    };
    cells.map(cell).collect()
}

pub(super) fn totals(loaded: &Loaded<'_>) -> Totals {
    let (planned, capacity) = loaded.totals();
    let idle = capacity - planned;
    let [planned_units, capacity_units, idle_units] = [planned, capacity, idle].map(|effort| effort.as_units());
    Totals { planned: planned_units, capacity: capacity_units, idle: idle_units, idle_share: share_of(idle, capacity) }
}

pub(super) fn shares_of(loaded: &Loaded<'_>) -> Shares {
    let (planned, capacity) = loaded.totals();
    let label = |found: Labelled| LabelShare {
        kind: found.kind,
        label: found.label,
        initiatives: found.initiatives,
        value: finite(found.value),
        cost: found.cost.as_units(),
        share_of_planned: share_of(found.cost, planned),
        share_of_capacity: share_of(found.cost, capacity),
    };
    Shares {
        rules: loaded.portfolio.shares_ruled().iter().map(|rule| rule_shares(loaded, rule)).collect(),
        labels: labels(loaded).into_iter().map(label).collect(),
    }
}

fn rule_shares(loaded: &Loaded<'_>, rule: &Allocation) -> RuleShares {
    let cells = shares(loaded.portfolio, loaded.plan, rule).iter().map(|found| share_cell(loaded.portfolio, rule, found)).collect();
    RuleShares { rule: rule.name.clone(), scope: rule.scope.to_string(), basis: rule.basis.to_string(), cells }
}

fn share_cell(portfolio: &Portfolio, rule: &Allocation, found: &CellShare) -> ShareCell {
    let name = |quarter| portfolio.calendar().name(Quarter(quarter)).to_string();
    ShareCell {
        team: found.cell.team.map(|team| portfolio.teams()[team].name.clone()),
        first: name(found.cell.quarters.start),
        last: name(found.cell.quarters.end.saturating_sub(1)),
        part: found.part.as_units(),
        planned: found.planned.as_units(),
        capacity: found.capacity.as_units(),
        share_of_planned: found.realised(Basis::Planned),
        share_of_capacity: found.realised(Basis::Capacity),
        short: found.short(rule).as_units(),
        over: found.over(rule).as_units(),
    }
}

pub(super) fn breaches(portfolio: &Portfolio, breaches: &[Breach]) -> Vec<BreachRow> {
    let amount = |excess| match excess {
        Excess::Effort(effort) => effort.as_units(),
        Excess::Initiatives(number) => number as f64,
        Excess::Quarters(number) => f64::from(number),
    };
    let row = |breach: &Breach| BreachRow {
        rule: breach.subject.rule,
        what: words::code(&breach.what),
        amount: amount(breach.excess),
        unit: words::excess(portfolio, breach.excess).1,
        penalty: breach.penalty.and_then(finite),
        words: words::breach(portfolio, breach),
    };
    breaches.iter().map(row).collect()
}
