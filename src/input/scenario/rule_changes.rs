//! The keys of a scenario that change rules: `rule`, `min_debt_ratio`, `mix`, `allocation`, `limit` and `budget`.

use super::amount::Amount;
use super::ignore::{listed, rule_names};
use crate::input::Code;
use crate::input::allocations::{DEBT_RATIO, allocation, hardness};
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::mix::mix;
use crate::input::nearest::{did_you_mean, nearest};
use crate::input::quarters::scope;
use crate::input::restraints::{budget, limit};
use crate::input::rules::RuleNames;
use crate::input::section::{Entry, Section};
use crate::input::vocabulary::Vocabulary;
use crate::input::words::BASIS;
use crate::model::{Allocation, Basis, Change, Hardness, Portfolio, Scope, Share};

/// What takes the mix away.
const NONE: &str = "none";

/// Makes all changes of rules, in their fixed order.
pub(super) fn change_rules(section: &mut Section, portfolio: Portfolio, findings: &mut Findings) -> Portfolio {
    let portfolio = portfolio.with(&numbers(section, &portfolio, findings));
    let portfolio = portfolio.with(&min_debt_ratio(section, &portfolio, findings));
    let names = Vocabulary::of(&portfolio);
    let work = names.work(&portfolio);
    let (mut changes, mut taken) = (Vec::new(), RuleNames::default());
    if let Some(entry) = section.entry("mix") {
        match entry.table() {
            Some(table) => changes.extend(mix(table, &work, &mut taken, findings).map(|mix| Change::Mix(Some(mix)))),
            None if entry.is_text() && entry.text(findings).is_some_and(|cell| cell.text == NONE) => {
                changes.push(Change::Mix(None))
            }
            None => {
                entry.table_or_finding("write `[scenario.mix]` and its keys below, or `mix = \"none\"`", findings);
            }
        }
    }
    for own in section.sections("allocation", findings) {
        changes.extend(allocation(own, &work, &mut taken, findings).map(Change::Allocation));
    }
    for own in section.sections("limit", findings) {
        changes.extend(limit(own, &work, &mut taken, findings).map(Change::Limit));
    }
    for own in section.sections("budget", findings) {
        changes.extend(budget(own, &work, &mut taken, findings).map(Change::Budget));
    }
    portfolio.with(&changes)
}

/// `min_debt_ratio = 0.3`: the floor of the rule "debt ratio", which is made if there is none.
fn min_debt_ratio(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let Some(amount) = section.entry("min_debt_ratio").and_then(|entry| Amount::of(&entry, findings)) else { return Vec::new() };
    let known = portfolio.allocations().iter().find(|rule| rule.name == DEBT_RATIO);
    let rule = known.cloned().unwrap_or_else(|| portfolio.debt_floor(Share::NOTHING));
    let min = share(&amount, rule.min.unwrap_or_default(), findings);
    min.map(|min| Change::Allocation(Allocation { min: Some(min), ..rule })).into_iter().collect()
}

/// The changed share; refused with a finding if it is not one.
fn share(amount: &Amount, before: Share, findings: &mut Findings) -> Option<Share> {
    let changed = amount.change_float("the share", before.as_number(), findings)?;
    let share = Share::nearest(changed);
    if share.is_none() {
        let message = format!("{} makes {before} a share that is not between 0 and 1", quoted(amount.cell.text));
        amount.cell.report(Code::KeyOutOfRange, message, "write `0.3` for 30 %, or a smaller change", findings);
    }
    share
}

/// `rule = { "debt ratio" = { min = "+0.05", scope = "plan" }, focus = { max_active = 4 } }`.
fn numbers(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let Some(mut table) = section.section("rule", findings) else { return Vec::new() };
    table.rest().iter().filter_map(|entry| of_rule(entry, portfolio, findings)).collect()
}

fn of_rule(entry: &Entry, portfolio: &Portfolio, findings: &mut Findings) -> Option<Change> {
    let name = entry.key();
    let mut table = entry.table_or_finding("write what changes in the rule, such as `{ min = 0.3 }`", findings)?;
    let allocation = portfolio.allocations().iter().find(|rule| rule.name == name.text);
    let limit = portfolio.limits().iter().find(|rule| rule.name == name.text);
    let budget = portfolio.budgets().iter().find(|rule| rule.name == name.text);
    let change = if let Some(rule) = allocation {
        Some(Change::Allocation(changed_allocation(rule.clone(), &mut table, findings)))
    } else if let Some(rule) = limit {
        let mut rule = rule.clone();
        let max = table.entry("max_active").and_then(|entry| Amount::of(&entry, findings));
        rule.max_active = max.and_then(|amount| count(&amount, rule.max_active, findings)).unwrap_or(rule.max_active);
        Some(Change::Limit(rule))
    } else if let Some(rule) = budget {
        let mut rule = rule.clone();
        let max = table.entry("max").and_then(|entry| Amount::of(&entry, findings));
        rule.max = max.and_then(|amount| amount.change("the budget", rule.max, findings)).unwrap_or(rule.max);
        Some(Change::Budget(rule))
    } else {
        report_unknown(&name, portfolio, findings);
        return None;
    };
    table.finish(findings);
    change
}

fn changed_allocation(mut rule: Allocation, table: &mut Section, findings: &mut Findings) -> Allocation {
    for (key, bound) in [("min", &mut rule.min), ("max", &mut rule.max)] {
        let Some(entry) = table.entry(key) else { continue };
        if entry.is_text() && entry.text(findings).is_some_and(|cell| cell.text == NONE) {
            *bound = None;
        } else if let Some(amount) = Amount::of(&entry, findings) {
            *bound = share(&amount, bound.unwrap_or_default(), findings).or(*bound);
        }
    }
    rule.scope = table.text("scope", findings).and_then(|cell| scope(&cell, findings)).unwrap_or(rule.scope);
    rule.basis = table.text("basis", findings).and_then(|cell| cell.word(BASIS, findings)).unwrap_or(rule.basis);
    if let Some(entry) = table.entry("penalty") {
        rule.hardness = if entry.is_text() { Hardness::Hard } else { hardness(table, findings) };
    }
    rule
}

/// The changed count; refused with a finding if it is not a whole number.
fn count(amount: &Amount, before: u32, findings: &mut Findings) -> Option<u32> {
    let changed = amount.change_float("the limit", f64::from(before), findings)?;
    if changed >= 0.0 && changed <= f64::from(u32::MAX) && changed.fract() == 0.0 {
        return Some(changed as u32);
    }
    let message = format!("{} makes {before} a number that is not whole and at least 0", quoted(amount.cell.text));
    amount.cell.report(Code::KeyOutOfRange, message, "write how many initiatives may be active at once", findings);
    None
}

fn report_unknown(name: &Cell, portfolio: &Portfolio, findings: &mut Findings) {
    let names = rule_names(portfolio);
    let near = did_you_mean(nearest(name.text, names.iter().copied()));
    let message = format!("rule {} is not there", quoted(name.text));
    name.report(Code::UnknownRule, message, format!("{near}{}", listed("rules", &names)), findings);
}

impl Portfolio {
    /// The rule that `min_debt_ratio` is short for: scope quarter, basis planned, hard.
    #[must_use]
    pub fn debt_floor(&self, min: Share) -> Allocation {
        Allocation {
            name: DEBT_RATIO.to_owned(),
            set: self.debt().clone(),
            exempt: None,
            min: Some(min),
            max: None,
            scope: Scope::Quarter,
            basis: Basis::Planned,
            hardness: Hardness::Hard,
        }
    }
}
