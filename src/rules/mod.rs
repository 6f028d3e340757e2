//! The rules of the business, one file each: the sentence, the algebra, what it says to solvers, and when a plan breaks it.
//!
//! A rule is said twice, apart: [`Rule::restrictions`] for solvers and [`Rule::breaches`] in exact arithmetic on a plan. A new rule
//! is one file and one line in [`ALL`].

mod allocation;
mod breach;
mod budget;
mod capacity;
mod dependency;
mod excludes;
mod limit;
mod mix;
mod one_of;
mod single_start;
mod together;
mod verdict;

#[cfg(test)]
mod given;

pub use breach::{Breach, Excess, What};
pub use verdict::{Verdict, verify};

use crate::model::Portfolio;
use crate::plan::Plan;
use crate::program::{Placements, Program, Restriction};

/// A rule of the business.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The name of its file, and of its rows.
    pub name: &'static str,
    /// What it says to solvers.
    pub restrictions: fn(&Portfolio, &Placements) -> Vec<Restriction>,
    /// Where a plan breaks it.
    pub breaches: fn(&Portfolio, &Plan) -> Vec<Breach>,
}

/// All rules. Their order decides nothing but the order in which rows and breaches are listed.
pub const ALL: [Rule; 10] = [
    single_start::RULE,
    capacity::RULE,
    dependency::RULE,
    excludes::RULE,
    one_of::RULE,
    together::RULE,
    allocation::RULE,
    mix::RULE,
    limit::RULE,
    budget::RULE,
];

/// The program of a portfolio: every placement, under all rules.
#[must_use]
pub fn program(portfolio: &Portfolio) -> Program {
    let placements = Placements::of(portfolio);
    let restrictions = ALL.iter().flat_map(|rule| (rule.restrictions)(portfolio, &placements)).collect();
    Program::new(placements, restrictions)
}
