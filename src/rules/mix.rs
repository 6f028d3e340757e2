//! The work keeps a mix such as 70/20/10.
//!
//! For every label `l` of the mix with target `m[l]` and tolerance `w`:
//!   (m[l] - w) * total   <=   planned cost labelled l   <=   (m[l] + w) * total
//! where `total` is all planned cost, work without such a label included. Each band is an allocation rule of scope plan, basis
//! planned; see `allocation` for the rows.

use super::{Breach, Rule, allocation};
use crate::model::{Mix, Portfolio};
use crate::plan::Plan;
use crate::program::{Placements, Restriction};

pub(super) const RULE: Rule = Rule { name: "mix", restrictions, breaches };

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let bands = portfolio.mix().map(Mix::bands).unwrap_or_default();
    bands.iter().flat_map(|band| allocation::restrictions_of(RULE.name, portfolio, placements, band)).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let bands = portfolio.mix().map(Mix::bands).unwrap_or_default();
    bands.iter().flat_map(|band| allocation::breaches_of(RULE.name, portfolio, plan, band)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn work_without_a_label_counts_in_the_total() {
        let rules = "[mix]\nby = \"horizon\"\nH1 = 0.5\nH2 = 0.5\ntolerance = 0.1";
        let portfolio = portfolio("id,value,cost: A,horizon\nF,1,5,H1\nG,1,5,H2\nU,1,5,", rules);
        assert!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2").is_empty());
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2 U,2026Q3"), ["Short Effort(Effort(1000000))"; 2]);
    }
}
