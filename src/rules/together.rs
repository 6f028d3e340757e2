//! A group is in the plan as a whole or not at all.
//!
//! An initiative counts as in when one of its variants with the group's label is chosen. For every group `g` with initiatives
//! `i1, i2, …`:  sum of x[c], c of i1 in g   =   sum of x[d], d of i2 in g   = …

use super::{Breach, Excess, Rule, What};
use crate::model::{Group, Id, Initiative, Portfolio, Subject, SubjectOf};
use crate::plan::Plan;
use crate::program::{Placement, Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "together", restrictions, breaches };

fn subject(group: &Group) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::Group(group.name.clone()) }
}

/// The group's initiatives, each once, in the order of the file.
fn initiatives(portfolio: &Portfolio, group: &Group) -> Vec<Id<Initiative>> {
    let mut all: Vec<Id<Initiative>> = group.members.iter().map(|&member| portfolio.variants()[member].initiative).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let of_group = |group: &Group| {
        let labelled = |initiative: Id<Initiative>| -> Vec<Id<Placement>> {
            let all = placements.of_initiative(initiative);
            all.filter(|&id| group.members.contains(&placements[id].decision.variant)).collect()
        };
        let row = |pair: &[Id<Initiative>]| {
            let mut row = RowBuilder::count(subject(group));
            labelled(pair[0]).into_iter().for_each(|placement| row.add(placement, 1));
            labelled(pair[1]).into_iter().for_each(|placement| row.add(placement, -1));
            Restriction::Row(row.equal(0))
        };
        initiatives(portfolio, group).windows(2).map(row).collect::<Vec<Restriction>>()
    };
    portfolio.together().iter().flat_map(of_group).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let judge = |group: &Group| {
        let all = initiatives(portfolio, group);
        let is_in = |initiative: &&Id<Initiative>| plan.decision(**initiative).is_some_and(|d| group.members.contains(&d.variant));
        let missing = all.len() - all.iter().filter(is_in).count();
        let breach =
            Breach { subject: subject(group), what: What::NotTogether, excess: Excess::Initiatives(missing), penalty: None };
        (missing != 0 && missing != all.len()).then_some(breach)
    };
    portfolio.together().iter().filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn a_group_is_in_as_a_whole_or_not_at_all() {
        let portfolio = portfolio("id,value,cost: A,together\nF,1,1,g\nG,1,1,g\nH,1,1,g", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1"), ["NotTogether Initiatives(2)"]);
        assert!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2 H,2026Q3").is_empty());
        assert!(verdict(RULE, &portfolio, "").is_empty());
    }
}
