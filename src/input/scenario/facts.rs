//! The keys of a scenario that change facts: capacity, value, cost, must and the discount, and all changes in their order.

use std::collections::HashSet;
use std::path::Path;

use super::amount::Amount;
use super::ignore::ignore;
use super::more_rows::{add, remove};
use super::rule_changes::change_rules;
use super::windows::{deadline, earliest, start};
use crate::input::Code;
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::frame::{LARGEST_FACTOR, is_discount_factor};
use crate::input::nearest::{did_you_mean, nearest};
use crate::input::section::{Entry, Section};
use crate::input::vocabulary::Vocabulary;
use crate::input::words::MUST;
use crate::model::{Adjust, Change, Effort, Id, Initiative, Must, Portfolio, Quarter, Team, Variant};

/// What frees an initiative that is forced in or out.
const FREE: &str = "free";

/// A table of changes: what a key, or all of them at once, becomes.
pub(super) type Changes = Vec<Change>;

/// Makes all changes of a scenario, in their fixed order.
pub(super) fn change(mut section: Section, folder: &Path, base: &Portfolio, findings: &mut Findings) -> Portfolio {
    let mut portfolio = add(&mut section, folder, base, findings);
    portfolio = portfolio.with(&ignore(&mut section, &portfolio, findings));
    portfolio = remove(&mut section, &portfolio, findings);
    type Reader = fn(&mut Section, &Portfolio, &mut Findings) -> Changes;
    let readers: [Reader; 8] = [capacity, value, cost, earliest, deadline, start, must, discount];
    for reader in readers {
        let changes = reader(&mut section, &portfolio, findings);
        portfolio = portfolio.with(&changes);
    }
    portfolio = change_rules(&mut section, portfolio, findings);
    section.finish(findings);
    portfolio
}

/// `capacity = "*0.9"`, `{ Platform = "+26" }` or `{ Platform = { 2026Q3 = "+13" } }`.
fn capacity(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    let Some(entry) = section.entry("capacity") else { return Vec::new() };
    let Some(mut table) = entry.table() else {
        let amount = Amount::of(&entry, findings);
        let all = portfolio.teams().ids();
        return amount.map_or_else(Vec::new, |amount| all.flat_map(|team| of_team(portfolio, team, &amount, findings)).collect());
    };
    let names = Vocabulary::of(portfolio);
    let mut changes = Vec::new();
    for entry in table.rest() {
        let Some(team) = names.work(portfolio).team(&entry.key(), findings) else { continue };
        match entry.table() {
            Some(quarters) => changes.extend(by_quarter(portfolio, team, quarters, findings)),
            None => {
                let amount = Amount::of(&entry, findings);
                changes.extend(amount.iter().flat_map(|amount| of_team(portfolio, team, amount, findings)));
            }
        }
    }
    changes
}

fn of_team(portfolio: &Portfolio, team: Id<Team>, amount: &Amount, findings: &mut Findings) -> Changes {
    portfolio.calendar().quarters().map_while(|quarter| in_quarter(portfolio, team, quarter, amount, findings)).collect()
}

fn by_quarter(portfolio: &Portfolio, team: Id<Team>, mut quarters: Section, findings: &mut Findings) -> Changes {
    let (mut changes, mut taken) = (Vec::new(), HashSet::new());
    for entry in quarters.rest() {
        let Some(named) = entry.key().quarter(findings) else { continue };
        let Some(quarter) = portfolio.calendar().quarter(named) else {
            let message = format!("{named} is not within the plan, which runs {}", portfolio.calendar());
            entry.key().report(Code::QuarterOutsidePlan, message, "name a quarter that is planned", findings);
            continue;
        };
        if !taken.insert(quarter) {
            report_twice(&entry.key(), "name each quarter once", findings);
        }
        let amount = Amount::of(&entry, findings);
        changes.extend(amount.and_then(|amount| in_quarter(portfolio, team, quarter, &amount, findings)));
    }
    changes
}

fn in_quarter(portfolio: &Portfolio, team: Id<Team>, quarter: Quarter, amount: &Amount, findings: &mut Findings) -> Option<Change> {
    let own = &portfolio.teams()[team];
    let what = format!("capacity of {} in {}", quoted(&own.name), portfolio.calendar().name(quarter));
    let capacity = amount.change(&what, own.capacity_in(quarter), findings)?;
    Some(Change::Capacity { team, quarters: quarter.0..quarter.0 + 1, adjust: Adjust::To(capacity) })
}

/// `value = "*1.1"` or `{ PAY-12 = "*1.2" }`.
fn value(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    let mut change = |entry: &Entry, variant: Id<Variant>, findings: &mut Findings| {
        let what = format!("value of {}", quoted(name(portfolio, variant)));
        let amount = Amount::of(entry, findings)?;
        let value = amount.change_float(&what, portfolio.variants()[variant].value, findings)?;
        Some(vec![Change::Value(variant, Adjust::To(value))])
    };
    each(section.entry("value"), portfolio, findings, &mut change)
}

/// `cost = "*1.25"`, `{ PAY-12 = "*1.2" }` or `{ PAY-12 = { Platform = 20 } }`.
fn cost(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    let mut change = |entry: &Entry, variant: Id<Variant>, findings: &mut Findings| {
        let own = &portfolio.variants()[variant];
        if let Some(table) = entry.table() {
            return Some(cost_by_team(portfolio, variant, table, findings));
        }
        let amount = Amount::of(entry, findings)?;
        let is_factor = matches!(amount.effort(findings)?, Adjust::Times(_));
        if !is_factor && own.costs.len() != 1 {
            let message = format!(
                "{} costs {} teams, so {} is unclear",
                quoted(name(portfolio, variant)),
                own.costs.len(),
                quoted(amount.cell.text)
            );
            let help = "say it for each team, such as `{ Platform = \"+5\" }`, or give a factor such as `\"*1.2\"`";
            amount.cell.report(Code::UnclearChange, message, help, findings);
            return None;
        }
        own.costs.iter().map(|&(team, _)| cost_on(portfolio, variant, team, &amount, findings)).collect()
    };
    each(section.entry("cost"), portfolio, findings, &mut change)
}

fn cost_by_team(portfolio: &Portfolio, variant: Id<Variant>, mut table: Section, findings: &mut Findings) -> Changes {
    let names = Vocabulary::of(portfolio);
    let mut of_entry = |entry: Entry| {
        let team = names.work(portfolio).team(&entry.key(), findings)?;
        let amount = Amount::of(&entry, findings)?;
        cost_on(portfolio, variant, team, &amount, findings)
    };
    table.rest().into_iter().filter_map(&mut of_entry).collect()
}

fn cost_on(
    portfolio: &Portfolio,
    variant: Id<Variant>,
    team: Id<Team>,
    amount: &Amount,
    findings: &mut Findings,
) -> Option<Change> {
    let what = format!("cost of {} on {}", quoted(name(portfolio, variant)), quoted(&portfolio.teams()[team].name));
    let before: Effort = portfolio.variants()[variant].cost_on(team);
    let cost = amount.change(&what, before, findings)?;
    Some(Change::Cost(variant, team, Adjust::To(cost)))
}

/// `{ PAY-12 = "yes" }`, `"no"` or `"free"`.
fn must(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    let words: Vec<(&'static str, Must)> = MUST.iter().copied().chain([(FREE, Must::Free)]).collect();
    let mut of_entry = |entry: &Entry, variant: Id<Variant>, findings: &mut Findings| {
        let cell = entry.word("write `\"yes\"`, `\"no\"` or `\"free\"`", findings)?;
        Some(vec![Change::Must(variant, cell.word(&words, findings)?)])
    };
    each(section.entry("must"), portfolio, findings, &mut of_entry)
}

/// `discount_rate = "+0.01"` or `discount_factor = 0.98`.
fn discount(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    let now = portfolio.discount_factor();
    let (rate, factor) = (section.entry("discount_rate"), section.entry("discount_factor"));
    let (rate, factor) = (discount_number(rate, 1.0 / now - 1.0, findings), discount_number(factor, now, findings));
    if let (Some((cell, _)), Some(_)) = (rate, factor) {
        cell.report(Code::ContradictingKeys, "discount_rate and discount_factor are both given", "keep one of them", findings);
    }
    let Some((cell, factor)) = rate.map(|(cell, rate)| (cell, 1.0 / (1.0 + rate))).or(factor) else { return Vec::new() };
    if is_discount_factor(factor) {
        return vec![Change::DiscountFactor(factor)];
    }
    let message = format!("{} does not give a discount factor above 0 and at most {LARGEST_FACTOR}", quoted(cell.text));
    cell.report(Code::KeyOutOfRange, message, "write the rate per quarter, such as `discount_rate = 0.02`", findings);
    Vec::new()
}

fn discount_number<'a>(entry: Option<Entry<'a>>, now: f64, findings: &mut Findings) -> Option<(Cell<'a>, f64)> {
    let amount = Amount::of(&entry?, findings)?;
    Some((amount.cell, amount.change_float("the discount", now, findings)?))
}

/// What an entry says of a variant; none with a finding if it cannot be read.
pub(super) type OfVariant<'a> = dyn FnMut(&Entry, Id<Variant>, &mut Findings) -> Option<Changes> + 'a;

/// The changes of a key that holds a table by initiative (`ID`, or `ID/variant`), or one change for all.
pub(super) fn each(entry: Option<Entry>, portfolio: &Portfolio, findings: &mut Findings, change: &mut OfVariant) -> Changes {
    let Some(entry) = entry else { return Vec::new() };
    let Some(mut table) = entry.table() else {
        return all(portfolio.variants().ids(), &entry, findings, change);
    };
    let (mut changes, mut taken) = (Vec::new(), HashSet::new());
    for entry in table.rest() {
        let variants = named(&entry.key(), portfolio, findings);
        if variants.iter().filter(|&&variant| !taken.insert(variant)).count() > 0 {
            report_twice(&entry.key(), "name either the initiative or its variants", findings);
        }
        changes.extend(all(variants.into_iter(), &entry, findings, change));
    }
    changes
}

/// Two keys change one fact, and which of them counts would hang on their order.
fn report_twice(key: &Cell, help: &str, findings: &mut Findings) {
    let message = format!("{} is changed by another key as well", quoted(key.text));
    key.report(Code::ContradictingKeys, message, help, findings);
}

/// The same for each of some variants; the first that cannot be read is the only one that says so.
fn all(variants: impl Iterator<Item = Id<Variant>>, entry: &Entry, findings: &mut Findings, change: &mut OfVariant) -> Changes {
    let mut changes = Vec::new();
    for variant in variants {
        let Some(own) = change(entry, variant, findings) else { break };
        changes.extend(own);
    }
    changes
}

/// The variants that a key names: all of `ID`, or one by `ID/variant`.
fn named(key: &Cell, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Id<Variant>> {
    if let Some(initiative) = portfolio.find(key.text) {
        return portfolio.initiatives()[initiative].variants.clone();
    }
    let split = key.text.rsplit_once('/').and_then(|(id, variant)| Some((portfolio.find(id.trim())?, variant.trim())));
    let is_named = |(initiative, name): (Id<Initiative>, &str)| {
        let mut variants = portfolio.variants_of(initiative);
        variants.find(|(_, variant)| variant.name.as_deref() == Some(name)).map(|(id, _)| id)
    };
    if let Some(variant) = split.and_then(is_named) {
        return vec![variant];
    }
    let near = did_you_mean(nearest(key.text, portfolio.initiatives().rows().iter().map(|initiative| initiative.id.as_str())));
    let message = format!("the scenario names {}, which is not there", quoted(key.text));
    key.report(Code::UnknownId, message, format!("{near}write `ID`, or `ID/variant` for one of several variants"), findings);
    Vec::new()
}

/// The id of a variant's initiative.
fn name(portfolio: &Portfolio, variant: Id<Variant>) -> &str {
    &portfolio.initiatives()[portfolio.variants()[variant].initiative].id
}
