//! The key `ignore`: rules, dependencies and pins that no longer hold.

use crate::input::Code;
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::nearest::{did_you_mean, nearest};
use crate::input::section::Section;
use crate::model::{Change, Id, Initiative, Must, Portfolio};

/// What can be ignored, as it is written.
const KINDS: [&str; 9] = ["rule", "dependency", "pin", "earliest", "deadline", "must", "excludes", "one_of", "together"];
/// What is said of a pair without `>`.
const BOTH_IDS: &str = "write both ids, such as `dependency:PAY-12>AUTH-3`";
/// The name of the mix among rules.
const MIX: &str = "mix";

/// Reads `ignore = ["rule:debt ratio", "dependency:PAY-12>AUTH-3", "pin:PAY-12"]`.
pub(super) fn ignore(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let cells = section.texts("ignore", findings).unwrap_or_default();
    cells.iter().flat_map(|cell| of_cell(cell, portfolio, findings)).collect()
}

fn of_cell(cell: &Cell, portfolio: &Portfolio, findings: &mut Findings) -> Vec<Change> {
    let (kind, name) = cell.text.split_once(':').map_or(("", cell.text), |(kind, name)| (kind.trim(), name.trim()));
    let changes = match kind {
        "rule" => rule(name, portfolio),
        "one_of" => {
            group(name, &portfolio.one_of().iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), Change::WithoutOneOf)
        }
        "together" => {
            group(name, &portfolio.together().iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), Change::WithoutTogether)
        }
        "dependency" => pair(name, portfolio, dependency),
        "excludes" => pair(name, portfolio, exclusion),
        "pin" | "earliest" | "deadline" | "must" => lifted(kind, name, portfolio),
        _ => Err(format!(
            "{}write one of {}",
            did_you_mean(nearest(kind, KINDS)),
            KINDS.map(|kind| format!("`{kind}:…`")).join(", ")
        )),
    };
    changes.unwrap_or_else(|help| {
        let message = format!("{} is not there to be ignored", quoted(cell.text));
        cell.report(Code::NothingToIgnore, message, help, findings);
        Vec::new()
    })
}

/// A named allocation rule, limit or budget, or the mix as a whole.
fn rule(name: &str, portfolio: &Portfolio) -> Result<Vec<Change>, String> {
    let mut names = rule_names(portfolio);
    if names.contains(&name) {
        return Ok(vec![Change::WithoutRule(name.to_owned())]);
    }
    if name == MIX && portfolio.mix().is_some() {
        return Ok(vec![Change::Mix(None)]);
    }
    names.extend(portfolio.mix().map(|_| MIX));
    Err(format!("{}{}", did_you_mean(nearest(name, names.iter().copied())), listed("rules", &names)))
}

/// The names of all allocation rules, limits and budgets.
pub(super) fn rule_names(portfolio: &Portfolio) -> Vec<&str> {
    let allocations = portfolio.allocations().iter().map(|rule| rule.name.as_str());
    let limits = portfolio.limits().iter().map(|rule| rule.name.as_str());
    let budgets = portfolio.budgets().iter().map(|rule| rule.name.as_str());
    allocations.chain(limits).chain(budgets).collect()
}

/// `rules are …`, or that there is none.
pub(super) fn listed(what: &str, names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    if quoted.is_empty() { format!("there are no {what}") } else { format!("{what} are {}", quoted.join(", ")) }
}

fn group(name: &str, names: &[&str], change: fn(String) -> Change) -> Result<Vec<Change>, String> {
    if names.contains(&name) {
        return Ok(vec![change(name.to_owned())]);
    }
    Err(format!("{}{}", did_you_mean(nearest(name, names.iter().copied())), listed("groups", names)))
}

/// The change that two initiatives ask for, or why there is none.
type OfPair = fn(&Portfolio, Id<Initiative>, Id<Initiative>) -> Result<Change, String>;

/// `A>B`, both of which are there.
fn pair(text: &str, portfolio: &Portfolio, change: OfPair) -> Result<Vec<Change>, String> {
    let splits = text.match_indices('>').map(|(at, _)| (text[..at].trim(), text[at + 1..].trim()));
    // An id may have a `>` of its own, so that the split is the one with an id on both sides.
    let are_ids = |&(one, other): &(&str, &str)| portfolio.find(one).is_some() && portfolio.find(other).is_some();
    let (one, other) = splits.clone().find(are_ids).or_else(|| splits.clone().next()).ok_or(BOTH_IDS)?;
    let change = change(portfolio, find(one, portfolio)?, find(other, portfolio)?)?;
    Ok(vec![change])
}

fn dependency(portfolio: &Portfolio, one: Id<Initiative>, other: Id<Initiative>) -> Result<Change, String> {
    let on = |id| -> Vec<&str> {
        let variants = portfolio.variants_of(id).flat_map(|(_, variant)| &variant.dependencies);
        variants.map(|dependency| portfolio.initiatives()[dependency.on].id.as_str()).collect()
    };
    let name = |id: Id<Initiative>| portfolio.initiatives()[id].id.as_str();
    if on(one).contains(&name(other)) {
        return Ok(Change::WithoutDependency(one, other));
    }
    if on(other).contains(&name(one)) {
        return Err(format!("did you mean `dependency:{}>{}`? the dependant comes first", name(other), name(one)));
    }
    Err(listed(&format!("dependencies of {}", quoted(name(one))), &on(one)))
}

fn exclusion(portfolio: &Portfolio, one: Id<Initiative>, other: Id<Initiative>) -> Result<Change, String> {
    let shuts = |one, other| portfolio.variants_of(one).any(|(_, variant)| variant.excludes.contains(&other));
    if shuts(one, other) || shuts(other, one) {
        return Ok(Change::WithoutExclusion(one, other));
    }
    Err("neither of the two excludes the other".to_owned())
}

/// A pinned start, a window or a `must` of an initiative that has one.
fn lifted(kind: &str, name: &str, portfolio: &Portfolio) -> Result<Vec<Change>, String> {
    let initiative = find(name, portfolio)?;
    let mut changes = Vec::new();
    for (id, variant) in portfolio.variants_of(initiative) {
        let change = match kind {
            "pin" => variant.pinned.map(|_| Change::Start(id, None)),
            "earliest" => variant.earliest.map(|_| Change::Earliest(id, None)),
            "deadline" => variant.deadline.map(|_| Change::Deadline(id, None)),
            _ => (variant.must != Must::Free).then_some(Change::Must(id, Must::Free)),
        };
        changes.extend(change);
    }
    let column = if kind == "pin" { "start" } else { kind };
    if changes.is_empty() { Err(format!("column `{column}` of {} is empty", quoted(name))) } else { Ok(changes) }
}

fn find(id: &str, portfolio: &Portfolio) -> Result<Id<Initiative>, String> {
    let ids = portfolio.initiatives().rows().iter().map(|initiative| initiative.id.as_str());
    portfolio.find(id).ok_or_else(|| format!("{}{} is not an initiative", did_you_mean(nearest(id, ids)), quoted(id)))
}
