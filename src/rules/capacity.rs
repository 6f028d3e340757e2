//! A team never plans more than its capacity.
//!
//! For every team `k`, quarter `t`:  sum over placements c of cost[c, k, t] * x[c]  <=  capacity[k, t]

use super::{Breach, Excess, Rule, What};
use crate::model::{Effort, Hardness, Id, Portfolio, Quarter, Subject, SubjectOf, Team};
use crate::plan::Plan;
use crate::program::{Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "capacity", restrictions, breaches };

fn cells(portfolio: &Portfolio) -> impl Iterator<Item = (Id<Team>, Quarter)> {
    let quarters = portfolio.calendar();
    portfolio.teams().ids().flat_map(move |team| quarters.quarters().map(move |quarter| (team, quarter)))
}

fn subject(team: Id<Team>, quarter: Quarter) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::TeamQuarter(team, quarter) }
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let row = |(team, quarter)| RowBuilder::effort(subject(team, quarter), 1);
    let mut rows: Vec<RowBuilder> = cells(portfolio).map(row).collect();
    let quarters = portfolio.calendar().count() as usize;
    for (placement, _) in placements.iter() {
        for (team, quarter, effort) in placements.work(portfolio, placement) {
            rows[team.index() * quarters + quarter.index()].add(placement, effort.0);
        }
    }
    let capacity = |(team, quarter)| portfolio.teams()[team].capacity_in(quarter);
    let limits = cells(portfolio).map(capacity);
    rows.into_iter().zip(limits).map(|(row, limit)| Restriction::Row(row.at_most(limit.0, Hardness::Hard))).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let load = plan.load(portfolio);
    let over = |(team, quarter)| load.at(team, quarter) - portfolio.teams()[team].capacity_in(quarter);
    let breach = |(team, quarter)| Breach {
        subject: subject(team, quarter),
        what: What::OverCapacity,
        excess: Excess::Effort(over((team, quarter))),
        penalty: None,
    };
    cells(portfolio).filter(|&cell| over(cell) > Effort::ZERO).map(breach).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn a_millionth_over_is_over() {
        let portfolio = portfolio("id,value,cost: A\nF,1,10\nG,1,0.000001", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q1"), ["OverCapacity Effort(Effort(1))"]);
        assert!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2").is_empty());
    }

    #[test]
    fn cost_counts_in_the_quarter_in_which_it_is_worked() {
        let portfolio = portfolio("id,value,cost: A,profile\nF,1,10,30/70\nG,1,4,", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2"), ["OverCapacity Effort(Effort(1000000))"]);
        assert!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q1").is_empty());
    }
}
