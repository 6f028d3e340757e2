//! Initiatives that exclude each other are never both in the plan.
//!
//! For every initiative `i` and every `j` that some variants V of `i` exclude:
//!   sum of x[c], c of a variant in V   +   sum of x[d], d of j   <=   1

use std::collections::BTreeMap;

use super::{Breach, Excess, Rule, What};
use crate::model::{Hardness, Id, Initiative, Portfolio, Subject, SubjectOf, Variant};
use crate::plan::Plan;
use crate::program::{Placements, Restriction, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "excludes", restrictions, breaches };

fn subject(excludes: Id<Initiative>, other: Id<Initiative>) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::Pair(excludes, other) }
}

/// An initiative and one that it excludes.
type Pair = (Id<Initiative>, Id<Initiative>);

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let mut pairs: BTreeMap<Pair, Vec<Id<Variant>>> = BTreeMap::new();
    for (id, variant) in portfolio.variants().iter() {
        for &other in &variant.excludes {
            pairs.entry((variant.initiative, other)).or_default().push(id);
        }
    }
    pairs.iter().map(|(&pair, variants)| row(placements, pair, variants)).collect()
}

fn row(placements: &Placements, (initiative, other): Pair, variants: &[Id<Variant>]) -> Restriction {
    let mut row = RowBuilder::count(subject(initiative, other));
    let excluding = placements.of_initiative(initiative).filter(|&id| variants.contains(&placements[id].decision.variant));
    excluding.chain(placements.of_initiative(other)).for_each(|placement| row.add(placement, 1));
    Restriction::Row(row.at_most(1, Hardness::Hard))
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let mut found = Vec::new();
    for (initiative, decision) in plan.chosen() {
        for &other in &portfolio.variants()[decision.variant].excludes {
            if plan.decision(other).is_some() {
                let excess = Excess::Initiatives(1);
                found.push(Breach { subject: subject(initiative, other), what: What::Both { other }, excess, penalty: None });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn two_that_exclude_each_other_are_not_both_in() {
        let portfolio = portfolio("id,value,cost: A,excludes\nF,1,1,G\nG,1,1,", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q3"), ["Both { other: #1 } Initiatives(1)"]);
        assert!(verdict(RULE, &portfolio, "G,2026Q3").is_empty());
    }
}
