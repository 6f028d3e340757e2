//! The keys of a scenario that change rules: `rule`, `min_debt_ratio`, `mix`, `allocation`, `limit` and `budget`.

use super::amount::Amount;
use super::ignore::{listed, rule_names};
use crate::input::Code;
use crate::input::allocations::{DEBT_RATIO, allocation};
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::mix::mix;
use crate::input::nearest::{did_you_mean, nearest};
use crate::input::quarters::scope;
use crate::input::restraints::{budget, limit};
use crate::input::rules::RuleNames;
use crate::input::section::{Entry, Section};
use crate::input::selection::Work;
use crate::input::vocabulary::Vocabulary;
use crate::input::words::BASIS;
use crate::model::{Allocation, Basis, Change, Hardness, Portfolio, Scope, Share};

/// What takes the mix, a bound or a price away.
const NONE: &str = "none";

/// Makes all changes of rules, in their fixed order.
pub(super) fn change_rules(section: &mut Section, portfolio: Portfolio, findings: &mut Findings) -> Portfolio {
    let portfolio = portfolio.with(&numbers(section, &portfolio, findings));
    let portfolio = portfolio.with(&min_debt_ratio(section, &portfolio, findings));
    let portfolio = portfolio.with(&new_mix(section, &portfolio, findings));
    let portfolio = written(section, "allocation", portfolio, allocation, Change::Allocation, findings);
    let portfolio = written(section, "limit", portfolio, limit, Change::Limit, findings);
    written(section, "budget", portfolio, budget, Change::Budget, findings)
}

/// `mix = "none"`, or a mix in place of the one there is.
fn new_mix(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let Some(entry) = section.entry("mix") else { return Vec::new() };
    let Some(table) = entry.table() else {
        if is_none(&entry) {
            return vec![Change::Mix(None)];
        }
        entry.table_or_finding("write `[scenario.mix]` and its keys below, or `mix = \"none\"`", findings);
        return Vec::new();
    };
    let (names, mut taken) = (Vocabulary::of(portfolio), names_but_of("mix", portfolio));
    let mix = mix(table, &names.work(portfolio), &mut taken, findings);
    mix.map(|mix| Change::Mix(Some(mix))).into_iter().collect()
}

type ReadRule<T> = fn(Section, &Work, &mut RuleNames, &mut Findings) -> Option<T>;

/// Rules as portfolio.toml has them, each in place of the one of the same kind and name, or beside the others.
fn written<T>(
    section: &mut Section,
    kind: &'static str,
    portfolio: Portfolio,
    read: ReadRule<T>,
    change: fn(T) -> Change,
    findings: &mut Findings,
) -> Portfolio {
    let (names, mut taken) = (Vocabulary::of(&portfolio), names_but_of(kind, &portfolio));
    let work = names.work(&portfolio);
    let sections = section.sections(kind, findings);
    let changes: Vec<Change> = sections.into_iter().filter_map(|own| read(own, &work, &mut taken, findings)).map(change).collect();
    portfolio.with(&changes)
}

/// The names that a rule of a kind may not have: those of all other kinds.
fn names_but_of(kind: &str, portfolio: &Portfolio) -> RuleNames {
    let bands: Vec<Allocation> = portfolio.mix().iter().flat_map(|mix| mix.bands()).collect();
    let mut by_kind: Vec<(&str, &str)> = bands.iter().map(|band| ("mix", band.name.as_str())).collect();
    by_kind.extend(portfolio.allocations().iter().map(|rule| ("allocation", rule.name.as_str())));
    by_kind.extend(portfolio.limits().iter().map(|rule| ("limit", rule.name.as_str())));
    by_kind.extend(portfolio.budgets().iter().map(|rule| ("budget", rule.name.as_str())));
    RuleNames::of(by_kind.into_iter().filter(|&(own, _)| own != kind).map(|(_, name)| name))
}

/// Whether an entry is the text `none`.
fn is_none(entry: &Entry) -> bool {
    entry.is_text() && entry.text(&mut Findings::default()).is_some_and(|cell| cell.text == NONE)
}

/// `min_debt_ratio = 0.3`: the floor of the rule "debt ratio", which is made if there is none.
fn min_debt_ratio(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let Some(amount) = section.entry("min_debt_ratio").and_then(|entry| Amount::of(&entry, findings)) else { return Vec::new() };
    let known = portfolio.allocations().iter().find(|rule| rule.name == DEBT_RATIO);
    if known.is_none() {
        names_but_of("allocation", portfolio).take(Some(Cell { text: DEBT_RATIO, ..amount.cell }), DEBT_RATIO, findings);
    }
    let rule = known.cloned().unwrap_or_else(|| portfolio.debt_floor(Share::NOTHING));
    let Some(min) = share(&amount, rule.min.unwrap_or_default(), findings) else { return Vec::new() };
    let rule = Allocation { min: Some(min), ..rule };
    report_bounds(&rule, &amount.cell, findings);
    vec![Change::Allocation(rule)]
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
        let rule = changed_allocation(rule.clone(), &mut table, findings);
        report_bounds(&rule, &name, findings);
        Some(Change::Allocation(rule))
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
        if is_none(&entry) {
            *bound = None;
        } else if let Some(amount) = Amount::of(&entry, findings) {
            *bound = share(&amount, bound.unwrap_or_default(), findings).or(*bound);
        }
    }
    rule.scope = table.text("scope", findings).and_then(|cell| scope(&cell, findings)).unwrap_or(rule.scope);
    rule.basis = table.text("basis", findings).and_then(|cell| cell.word(BASIS, findings)).unwrap_or(rule.basis);
    if let Some(entry) = table.entry("penalty") {
        rule.hardness = hardness(&entry, rule.hardness, findings).unwrap_or(rule.hardness);
    }
    rule
}

/// A changed price; `none` makes the rule hard, which has no price that could rise or fall.
fn hardness(entry: &Entry, before: Hardness, findings: &mut Findings) -> Option<Hardness> {
    if is_none(entry) {
        return Some(Hardness::Hard);
    }
    let amount = Amount::of(entry, findings)?;
    let now = match before {
        Hardness::Soft { price } => price,
        Hardness::Hard => 0.0,
    };
    if before == Hardness::Hard && !amount.is_absolute() {
        let message = format!("{} changes a price, but the rule is hard", quoted(amount.cell.text));
        amount.cell.report(Code::UnclearChange, message, "write the price itself, such as `penalty = 9`", findings);
        return None;
    }
    let price = amount.change_float("the penalty", now, findings)?;
    if price < 0.0 {
        let message = format!("{} makes the penalty {price}, which is below 0", quoted(amount.cell.text));
        amount.cell.report(Code::KeyOutOfRange, message, "write the value given up per unit short, at least 0", findings);
    }
    Some(Hardness::Soft { price: price.max(0.0) })
}

/// Says that a changed rule asks for nothing, or for more than it allows.
fn report_bounds(rule: &Allocation, cell: &Cell, findings: &mut Findings) {
    match (rule.min, rule.max) {
        (None, None) => {
            let message = format!("{} is left with neither `min` nor `max`", quoted(&rule.name));
            let help = format!("leave one of them, or write `ignore = [\"rule:{}\"]`", rule.name);
            cell.report(Code::MissingKey, message, help, findings);
        }
        (Some(min), Some(max)) if min > max => {
            let message = format!("{} is left with a floor of {min} above its ceiling of {max}", quoted(&rule.name));
            cell.report(Code::ContradictingKeys, message, "change both `min` and `max` of the rule", findings);
        }
        _ => {}
    }
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
