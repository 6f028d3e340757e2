//! Rules in words: one sentence each, with basis and scope beside the number.

use super::numbers;
use crate::model::{Allocation, Basis, Budget, Cell, Hardness, Limit, Mix, MixLabels, Portfolio, Quarter, Scope, Selector, Share};

/// A sentence for every rule on shares, counts and sums, and for the discount.
pub(super) fn sentences(portfolio: &Portfolio) -> Vec<String> {
    let allocations = portfolio.allocations().iter().map(|rule| allocation(portfolio, rule));
    let mix = portfolio.mix().map(mix);
    let limits = portfolio.limits().iter().map(|rule| limit(portfolio, rule));
    let budgets = portfolio.budgets().iter().map(|rule| budget(portfolio, rule));
    allocations.chain(mix).chain(limits).chain(budgets).chain(discount(portfolio)).collect()
}

/// What the allocation rule, limit or budget of this name asks, without its name and set; none if there is no such rule.
pub(super) fn asked_by(portfolio: &Portfolio, name: &str) -> Option<String> {
    let share = |rule: &Allocation| format!("{} of {}, {}", bounds(rule.min, rule.max), basis(rule.basis), scope(rule.scope));
    let shares = portfolio.shares_ruled();
    let ruled = shares.iter().find(|rule| rule.name == name).map(share);
    let limited = portfolio.limits().iter().find(|rule| rule.name == name).map(|rule| format!("at most {}", rule.max_active));
    let capped = portfolio.budgets().iter().find(|rule| rule.name == name).map(|rule| format!("at most {}", rule.max));
    ruled.or(limited).or(capped)
}

/// `debt ratio: at least 20 % of planned cost, every quarter (category debt)`
pub(super) fn allocation(portfolio: &Portfolio, rule: &Allocation) -> String {
    let mut notes = vec![rule.set.describe(portfolio).to_string()];
    notes.extend(rule.exempt.as_ref().map(|set| format!("{} is exempt", set.describe(portfolio))));
    if let Hardness::Soft { price } = rule.hardness {
        notes.push(format!("soft: {} of value for each unit short or over", numbers::value(price)));
    }
    format!("{}: {} of {}, {} ({})", rule.name, bounds(rule.min, rule.max), basis(rule.basis), scope(rule.scope), notes.join("; "))
}

/// `at least 20 %`, `at most 30 %`, `20 % to 30 %`
pub(super) fn bounds(min: Option<Share>, max: Option<Share>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any share".to_owned(),
    }
}

/// What a share is a share of.
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Planned => "planned cost",
        Basis::Capacity => "capacity",
    }
}

fn scope(scope: Scope) -> String {
    match scope {
        Scope::Plan => "whole plan".to_owned(),
        Scope::Quarter => "every quarter".to_owned(),
        Scope::Team => "every team".to_owned(),
        Scope::TeamQuarter => "every team in every quarter".to_owned(),
        Scope::Window(length) => format!("every run of {}", numbers::count(length as usize, "quarter")),
    }
}

/// A cell of a scope: `whole plan`, `2026Q1`, `2026Q1..2026Q2`, `Platform`, `Platform in 2026Q1`.
pub(super) fn place(portfolio: &Portfolio, cell: &Cell) -> String {
    let calendar = portfolio.calendar();
    let name = |quarter| calendar.name(Quarter(quarter));
    let team = cell.team.map(|team| portfolio.teams()[team].name.as_str());
    let last = cell.quarters.end.saturating_sub(1);
    let when = match (cell.quarters.start, last) {
        (0, last) if last == calendar.last().0 => None,
        (first, last) if first == last => Some(name(first).to_string()),
        (first, last) => Some(format!("{}..{}", name(first), name(last))),
    };
    match (team, when) {
        (None, None) => "whole plan".to_owned(),
        (None, Some(when)) => when,
        (Some(team), None) => team.to_owned(),
        (Some(team), Some(when)) => format!("{team} in {when}"),
    }
}

fn mix(mix: &Mix) -> String {
    let (by, targets): (&str, Vec<String>) = match &mix.labels {
        MixLabels::Horizons(list) => ("horizon", list.iter().map(|(label, target)| format!("{label} {target}")).collect()),
        MixLabels::Categories(list) => ("category", list.iter().map(|(label, target)| format!("{label} {target}")).collect()),
    };
    format!("mix by {by}: {} of planned cost, each give or take {} points, whole plan", targets.join(", "), points(mix.tolerance))
}

/// Percentage points: `5`, without the sign.
fn points(share: Share) -> String {
    share.to_string().trim_end_matches(" %").to_owned()
}

fn limit(portfolio: &Portfolio, rule: &Limit) -> String {
    let team = rule.team.map_or_else(String::new, |team| format!(" on {}", portfolio.teams()[team].name));
    let most = numbers::count(rule.max_active as usize, "initiative");
    format!("{}: at most {most} active at once{team}, every quarter{}", rule.name, of_set(portfolio, &rule.set))
}

fn budget(portfolio: &Portfolio, rule: &Budget) -> String {
    let windows = rule.windows.iter().map(|window| place(portfolio, &Cell { team: None, quarters: window.clone() }));
    let teams = rule.teams.as_ref().map_or_else(String::new, |teams| {
        let names: Vec<&str> = teams.iter().map(|&team| portfolio.teams()[team].name.as_str()).collect();
        format!(" on {}", names.join(" and "))
    });
    let windows = windows.collect::<Vec<String>>().join(", ");
    format!("{}: at most {} {}{teams}, {windows}{}", rule.name, rule.max, portfolio.unit(), of_set(portfolio, &rule.set))
}

fn of_set(portfolio: &Portfolio, set: &Selector) -> String {
    if set.is_everything() { String::new() } else { format!(" ({})", set.describe(portfolio)) }
}

fn discount(portfolio: &Portfolio) -> Option<String> {
    let factor = portfolio.discount_factor();
    let kept = numbers::percent(factor);
    (factor != 1.0).then(|| format!("discount: a value keeps {kept} for each quarter that it comes later"))
}
