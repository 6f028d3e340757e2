//! At most one of a group is in the plan.
//!
//! For every group `g`:  sum of x[c] over placements c of its members  <=  1

use super::{Breach, Excess, Rule, What};
use crate::model::{Group, Hardness, Portfolio, Subject, SubjectOf};
use crate::plan::Plan;
use crate::program::{Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "one_of", restrictions, breaches };

fn subject(group: &Group) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::Group(group.name.clone()) }
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let row = |group: &Group| {
        let mut row = RowBuilder::count(subject(group));
        for &member in &group.members {
            let of_initiative = placements.of_initiative(portfolio.variants()[member].initiative);
            of_initiative.filter(|&id| placements[id].decision.variant == member).for_each(|placement| row.add(placement, 1));
        }
        Restriction::Row(row.at_most(1, Hardness::Hard))
    };
    portfolio.one_of().iter().map(row).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let chosen = |group: &Group| plan.chosen().filter(|(_, decision)| group.members.contains(&decision.variant)).count();
    let breach = |group: &Group| Breach {
        subject: subject(group),
        what: What::MoreThanOne,
        excess: Excess::Initiatives(chosen(group) - 1),
        penalty: None,
    };
    portfolio.one_of().iter().filter(|group| chosen(group) > 1).map(breach).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn the_second_of_a_group_is_one_too_many() {
        let portfolio = portfolio("id,value,cost: A,one_of\nF,1,1,g\nG,1,1,g\nH,1,1,g", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q1 H,2026Q1"), ["MoreThanOne Initiatives(2)"]);
        assert!(verdict(RULE, &portfolio, "H,2026Q1").is_empty());
    }
}
