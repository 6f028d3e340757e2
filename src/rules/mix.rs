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
