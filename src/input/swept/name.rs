//! Which number a name means.

use super::{SweptError, ends};
use crate::input::allocations::DEBT_RATIO;
use crate::input::header::fold;
use crate::input::nearest::{did_you_mean, nearest};
use crate::model::{Allocation, CalendarQuarter, Manner, Number, Portfolio, Share};

/// The floor of the rule "debt ratio", whether there is such a rule or not.
const MIN_DEBT_RATIO: &str = "min_debt_ratio";
/// The discount.
const DISCOUNT_RATE: &str = "discount_rate";
/// What tells a team from a rule of the same name.
const CAPACITY: &str = "capacity.";
/// What tells a rule from a team of the same name.
const RULE: &str = "rule.";
/// A help text names no more than this; more are found in the files.
const MOST_NAMED: usize = 12;

/// A name with what it means.
struct Known {
    /// As it can be written wherever it is unique.
    short: String,
    /// As it can always be written.
    full: String,
    number: Number,
}

/// The number that a name means.
pub(super) fn find(portfolio: &Portfolio, name: &str, manner: Manner) -> Result<Number, SweptError> {
    let known = known(portfolio, manner);
    let folded = fold(name);
    let by = |same: &dyn Fn(&str) -> bool| known.iter().filter(|known| same(&known.short) || same(&known.full)).collect::<Vec<_>>();
    let exact = by(&|known| known == name);
    let found = if exact.is_empty() { by(&|known| fold(known) == folded) } else { exact };
    match found.as_slice() {
        [one] => Ok(one.number.clone()),
        [] => in_one_quarter(portfolio, name, manner)?.ok_or_else(|| unknown(name, &known)),
        several => {
            let meant: Vec<String> = several.iter().map(|known| format!("`{}`", known.full)).collect();
            Err(SweptError::Ambiguous { name: name.to_owned(), meant: meant.join(" or ") })
        }
    }
}

fn known(portfolio: &Portfolio, manner: Manner) -> Vec<Known> {
    let key = |name: &str, number| Known { short: name.to_owned(), full: name.to_owned(), number };
    let prefixed = |prefix, name: &str, number| Known { short: name.to_owned(), full: format!("{prefix}{name}"), number };
    let all = 0..portfolio.calendar().count();
    let debt = portfolio.allocations().iter().find(|rule| rule.name == DEBT_RATIO).cloned();
    let debt = debt.unwrap_or_else(|| portfolio.debt_floor(Share::NOTHING));
    let mut known = vec![key(MIN_DEBT_RATIO, Number::Floor(debt)), key(DISCOUNT_RATE, Number::DiscountRate)];
    known.extend(
        portfolio
            .teams()
            .iter()
            .map(|(team, facts)| prefixed(CAPACITY, &facts.name, Number::Capacity { team, quarters: all.clone(), manner })),
    );
    for rule in portfolio.allocations() {
        known.push(prefixed(RULE, &rule.name, bound(rule)));
        known.push(prefixed(RULE, &format!("{}.min", rule.name), Number::Floor(rule.clone())));
        known.push(prefixed(RULE, &format!("{}.max", rule.name), Number::Ceiling(rule.clone())));
    }
    known.extend(portfolio.limits().iter().map(|rule| prefixed(RULE, &rule.name, Number::Limit(rule.clone()))));
    known.extend(portfolio.budgets().iter().map(|rule| prefixed(RULE, &rule.name, Number::Budget(rule.clone()))));
    if !portfolio.allocations().iter().any(|rule| rule.name == DEBT_RATIO) {
        known.push(prefixed(RULE, DEBT_RATIO, known[0].number.clone()));
    }
    known
}

/// The bound that a rule has; of both the floor.
fn bound(rule: &Allocation) -> Number {
    if rule.min.is_some() { Number::Floor(rule.clone()) } else { Number::Ceiling(rule.clone()) }
}

/// `Platform.2026Q3`: what a team can spend in that quarter; none if the name does not end so.
fn in_one_quarter(portfolio: &Portfolio, name: &str, manner: Manner) -> Result<Option<Number>, SweptError> {
    let Some((team, quarter)) = name.rsplit_once('.') else { return Ok(None) };
    let Some(quarter) = CalendarQuarter::parse(quarter) else { return Ok(None) };
    let Number::Capacity { team, .. } = find(portfolio, team.trim(), manner)? else { return Ok(None) };
    let calendar = portfolio.calendar();
    let position = calendar.quarters().find(|&own| calendar.name(own) == quarter);
    let quarter = position.ok_or_else(|| {
        let (first, last) = ends(calendar);
        SweptError::Quarter { name: name.to_owned(), first, last }
    })?;
    Ok(Some(Number::Capacity { team, quarters: quarter.0..quarter.0 + 1, manner }))
}

fn unknown(name: &str, known: &[Known]) -> SweptError {
    let names = || known.iter().map(|known| known.short.as_str());
    let near = did_you_mean(nearest(name, names()));
    let is_bound = |name: &&str| !name.ends_with(".min") && !name.ends_with(".max");
    let listed: Vec<String> = names().filter(is_bound).take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    let more = if names().filter(is_bound).count() > MOST_NAMED { " …" } else { "" };
    SweptError::Unknown { name: name.to_owned(), help: format!("{near}there are {}{more}", listed.join(", ")) }
}
