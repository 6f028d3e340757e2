//! At most so many initiatives are active at once.
//!
//! For every limit `l`, quarter `t`:  sum of x[c] over counted placements c active in t  <=  max_active[l]
//! A placement is active from its start to its finish; with a team, in the quarters in which that team works on it.

use super::{Breach, Excess, Rule, What};
use crate::model::{Hardness, Limit, Portfolio, Quarter, Subject};
use crate::plan::{Decision, Plan};
use crate::program::{Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "limit", restrictions, breaches };

fn subject(limit: &Limit, quarter: Quarter) -> Subject {
    Subject::named(RULE.name, &limit.name, "max_active", limit.team, &(quarter.0..quarter.0 + 1))
}

fn counts(portfolio: &Portfolio, limit: &Limit, decision: Decision, quarter: Quarter) -> bool {
    let active = match limit.team {
        None => (decision.start..=decision.finish(portfolio)).contains(&quarter),
        Some(team) => decision.spread(portfolio).worked_from(decision.start).any(|(of, at, _)| of == team && at == quarter),
    };
    active && limit.set.matches(&portfolio.variants()[decision.variant])
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let row = |limit: &Limit, quarter| {
        let mut row = RowBuilder::count(subject(limit, quarter));
        let counted = placements.iter().filter(|(_, placement)| counts(portfolio, limit, placement.decision, quarter));
        counted.for_each(|(placement, _)| row.add(placement, 1));
        Restriction::Row(row.at_most(i128::from(limit.max_active), Hardness::Hard))
    };
    let quarters = || portfolio.calendar().quarters();
    portfolio.limits().iter().flat_map(|limit| quarters().map(move |quarter| row(limit, quarter))).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let judge = |limit: &Limit, quarter: Quarter| {
        let active = plan.chosen().filter(|&(_, decision)| counts(portfolio, limit, decision, quarter)).count();
        let excess = active.saturating_sub(limit.max_active as usize);
        let breach =
            Breach { subject: subject(limit, quarter), what: What::TooMany, excess: Excess::Initiatives(excess), penalty: None };
        (excess > 0).then_some(breach)
    };
    let quarters = || portfolio.calendar().quarters();
    portfolio.limits().iter().flat_map(|limit| quarters().filter_map(move |quarter| judge(limit, quarter))).collect()
}
