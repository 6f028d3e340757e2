//! Small portfolios and plans in one expression, for the tests of rules.

use crate::input::{Texts, read_plan_text, read_texts};
use crate::model::Portfolio;
use crate::plan::Plan;

use super::Rule;

/// Teams A and B with 10 person-weeks in each of three quarters, and these rows and rules.
pub(super) fn portfolio(initiatives: &str, rules: &str) -> Portfolio {
    let rules = format!("quarters = \"2026Q1..2026Q3\"\n{rules}");
    let capacity = "team,2026Q1,2026Q2,2026Q3\nA,10,10,10\nB,10,10,10";
    read_texts(&Texts { initiatives, capacity, rules: &rules }).expect("the test's portfolio is right").portfolio
}

/// The plan of rows `id,start`, separated by spaces; the idle plan without any.
pub(super) fn plan(portfolio: &Portfolio, rows: &str) -> Plan {
    if rows.is_empty() {
        return Plan::empty(portfolio);
    }
    let text = format!("id,start\n{}", rows.replace(' ', "\n"));
    read_plan_text(portfolio, "plan.csv", &text).expect("the test's plan can be read").plan
}

/// What a rule says of a plan, in words: `what excess` of each breach.
pub(super) fn verdict(rule: Rule, portfolio: &Portfolio, rows: &str) -> Vec<String> {
    let breaches = (rule.breaches)(portfolio, &plan(portfolio, rows));
    breaches.iter().map(|breach| format!("{:?} {:?}", breach.what, breach.excess)).collect()
}
