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

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn an_initiative_is_active_from_start_to_finish() {
        let rows = "id,value,cost: A,cost: B,duration\nF,1,2,,2\nG,1,1,,1\nH,1,,1,1";
        let portfolio = portfolio(rows, "[[limit]]\nteam = \"A\"\nmax_active = 1");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2 H,2026Q2"), ["TooMany Initiatives(1)"]);
        assert!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q3 H,2026Q1").is_empty());
    }
}
