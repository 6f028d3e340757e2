//! Summed cost stays under a cap.
//!
//! For every budget `b` and each of its runs of quarters `w`:
//!   sum over placements c of (cost of c on the teams of b in the quarters of w) * x[c]   <=   max[b]

use std::ops::Range;

use super::{Breach, Excess, Rule, What};
use crate::model::{Budget, Effort, Hardness, Id, Portfolio, Quarter, Subject, Team, Variant};
use crate::plan::{Load, Plan};
use crate::program::{Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "budget", restrictions, breaches };

fn subject(budget: &Budget, window: &Range<u32>) -> Subject {
    Subject::named(RULE.name, &budget.name, "max", None, window)
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let row = |budget: &Budget, window: &Range<u32>| {
        let counts = |team: &Id<Team>, quarter: Quarter| {
            window.contains(&quarter.0) && budget.teams.as_ref().is_none_or(|teams| teams.contains(team))
        };
        let ruled = |variant: Id<Variant>| budget.set.matches(&portfolio.variants()[variant]);
        let mut row = RowBuilder::effort(subject(budget, window), 1);
        for (placement, _) in placements.iter().filter(|(_, placement)| ruled(placement.decision.variant)) {
            let work = placements.work(portfolio, placement);
            work.filter(|(team, quarter, _)| counts(team, *quarter)).for_each(|(_, _, effort)| row.add(placement, effort.0));
        }
        Restriction::Row(row.at_most(budget.max.0, Hardness::Hard))
    };
    portfolio.budgets().iter().flat_map(|budget| budget.windows.iter().map(move |window| row(budget, window))).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let judge = |budget: &Budget| {
        let load = Load::of(portfolio, plan, |variant| budget.set.matches(variant));
        let teams = budget.teams.clone().unwrap_or_else(|| portfolio.teams().ids().collect());
        let spent = |window: &Range<u32>| -> Effort {
            let cells = teams.iter().flat_map(|&team| window.clone().map(move |quarter| (team, Quarter(quarter))));
            cells.map(|(team, quarter)| load.at(team, quarter)).sum()
        };
        let breach = |window: &Range<u32>| Breach {
            subject: subject(budget, window),
            what: What::OverBudget,
            excess: Excess::Effort(spent(window) - budget.max),
            penalty: None,
        };
        let broken = budget.windows.iter().filter(|window| spent(window) > budget.max);
        broken.map(breach).collect::<Vec<Breach>>()
    };
    portfolio.budgets().iter().flat_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn a_budget_caps_the_cost_of_its_teams_in_each_run_of_quarters() {
        let rows = "id,value,cost: A,cost: B\nF,1,5,9\nG,1,4,";
        let whole = portfolio(rows, "[[budget]]\nteam = [\"A\"]\nmax = 8");
        assert_eq!(verdict(RULE, &whole, "F,2026Q1 G,2026Q3"), ["OverBudget Effort(Effort(1000000))"]);
        let windows = portfolio(rows, "[[budget]]\nteam = [\"A\"]\nmax = 8\nscope = \"window:2\"");
        assert!(verdict(RULE, &windows, "F,2026Q1 G,2026Q3").is_empty());
    }
}
