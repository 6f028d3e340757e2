//! What each case changes in the portfolio of the first, in words.

use super::{CompareReport, Compared};
use crate::model::{CalendarQuarter, Dependency, Group, Id, Initiative, Must, Portfolio, Quarter, Team, Variant};
use crate::report::numbers::{self, count};
use crate::report::page::{Block, Page, list};
use crate::report::rules;

/// Up to so many ids are listed.
const MOST_LISTED: usize = 12;

/// The changes of every case whose portfolio is another than the first one's.
pub(super) fn blocks(report: &CompareReport<'_>) -> Page {
    let Some(first) = report.cases.first().and_then(Compared::portfolio) else { return Vec::new() };
    let of_case = |(number, case): (usize, &Compared)| {
        let changes = case.portfolio().map(|portfolio| changes(first, portfolio)).unwrap_or_default();
        let lines: Vec<String> = changes.into_iter().map(|change| format!("({number}) {change}")).collect();
        lines
    };
    let lines: Vec<String> = (1..).zip(report.cases).skip(1).flat_map(of_case).collect();
    if lines.is_empty() { Vec::new() } else { vec![Block::Heading("What the cases change".to_owned()), list(lines)] }
}

/// A sentence for each change.
pub(in crate::report) fn changes(before: &Portfolio, after: &Portfolio) -> Vec<String> {
    let mut changes = initiatives(before, after);
    changes.extend(groups(before, after));
    changes.extend(before.teams().rows().iter().zip(after.teams().rows()).filter_map(|(was, is)| capacity(before, was, is)));
    let (was, is) = (rules::sentences(before), rules::sentences(after));
    changes.extend(was.iter().filter(|sentence| !is.contains(sentence)).map(|sentence| format!("no longer: {sentence}")));
    changes.extend(is.iter().filter(|sentence| !was.contains(sentence)).map(|sentence| format!("now: {sentence}")));
    changes
}

/// Initiatives that are there in one only, and what differs in the facts of the others.
fn initiatives(before: &Portfolio, after: &Portfolio) -> Vec<String> {
    let ids = |one: &Portfolio, other: &Portfolio| -> Vec<String> {
        let rows = one.initiatives().rows().iter();
        rows.filter(|initiative| other.find(&initiative.id).is_none()).map(|initiative| initiative.id.clone()).collect()
    };
    let parts = [("not there", ids(before, after)), ("added", ids(after, before))];
    let sentence = |(words, ids): (&str, Vec<String>)| (!ids.is_empty()).then(|| format!("{words}: {}", listed(&ids)));
    let facts: Vec<String> =
        before.initiatives().iter().filter_map(|(was, own)| facts(before, was, after, after.find(&own.id)?)).collect();
    let more = facts.len().saturating_sub(MOST_LISTED);
    let others = (more > 0).then(|| format!("the facts of {}", count(more, "other initiative")));
    parts.into_iter().filter_map(sentence).chain(facts.into_iter().take(MOST_LISTED)).chain(others).collect()
}

/// `PAY-12: value 10 -> 12, deadline 2026Q3 -> none`; none if no fact differs.
fn facts(before: &Portfolio, was: Id<Initiative>, after: &Portfolio, is: Id<Initiative>) -> Option<String> {
    let pairs = before.variants_of(was).zip(after.variants_of(is));
    let mut parts: Vec<String> = pairs.flat_map(|((_, was), (_, is))| differences((before, was), (after, is))).collect();
    if before.initiatives()[was].variants.len() != after.initiatives()[is].variants.len() {
        parts.push("other variants".to_owned());
    }
    let id = &before.initiatives()[was].id;
    (!parts.is_empty()).then(|| format!("{id}: {}", parts.join(", ")))
}

/// Every fact of a variant that differs, with both of its values.
fn differences((before, was): (&Portfolio, &Variant), (after, is): (&Portfolio, &Variant)) -> Vec<String> {
    let quarter = |quarter: Option<CalendarQuarter>| quarter.map_or_else(|| "none".to_owned(), |quarter| quarter.to_string());
    let named = |ids: &mut dyn Iterator<Item = String>| -> String {
        let ids: Vec<String> = ids.collect();
        if ids.is_empty() { "none".to_owned() } else { ids.join(" ") }
    };
    let needs = |portfolio: &Portfolio, variant: &Variant| {
        let need = |need: &Dependency| format!("{}:{}", portfolio.initiatives()[need.on].id, need.relation);
        named(&mut variant.dependencies.iter().map(need))
    };
    let shuts = |portfolio: &Portfolio, variant: &Variant| {
        named(&mut variant.excludes.iter().map(|&id| portfolio.initiatives()[id].id.clone()))
    };
    let facts = [
        ("value", numbers::value(was.value), numbers::value(is.value)),
        ("confidence", was.confidence.to_string(), is.confidence.to_string()),
        ("earliest", quarter(was.earliest), quarter(is.earliest)),
        ("deadline", quarter(was.deadline), quarter(is.deadline)),
        ("start", quarter(was.pinned), quarter(is.pinned)),
        ("must", must(was.must), must(is.must)),
        ("depends on", needs(before, was), needs(after, is)),
        ("excludes", shuts(before, was), shuts(after, is)),
    ];
    let costs = before
        .teams()
        .iter()
        .map(|(team, own)| (format!("cost on {}", own.name), was.cost_on(team).to_string(), is.cost_on(team).to_string()));
    let all = facts.into_iter().map(|(fact, was, is)| (fact.to_owned(), was, is)).chain(costs);
    all.filter(|(_, was, is)| was != is).map(|(fact, was, is)| format!("{fact} {was} -> {is}")).collect()
}

fn must(must: Must) -> String {
    match must {
        Must::Yes => "yes",
        Must::No => "no",
        Must::Free => "free",
    }
    .to_owned()
}

/// Groups that hold in one only.
fn groups(before: &Portfolio, after: &Portfolio) -> Vec<String> {
    let gone = |kind: &str, was: &[Group], is: &[Group]| -> Vec<String> {
        let is_gone = |group: &&Group| !is.iter().any(|other| other.name == group.name);
        was.iter().filter(is_gone).map(|group| format!("no longer: {kind} {}", group.name)).collect()
    };
    [gone("one of group", before.one_of(), after.one_of()), gone("all or none of group", before.together(), after.together())]
        .concat()
}

fn listed(ids: &[String]) -> String {
    let more = ids.len().saturating_sub(MOST_LISTED);
    let shown = ids[..ids.len() - more].join(", ");
    if more > 0 { format!("{shown} and {}", count(more, "other")) } else { shown }
}

/// `capacity of Platform: 2026Q3 40 -> 66`
fn capacity(portfolio: &Portfolio, was: &Team, is: &Team) -> Option<String> {
    let quarters = portfolio.calendar().quarters();
    let change = |quarter: Quarter| {
        let (was, is) = (was.capacity_in(quarter), is.capacity_in(quarter));
        (was != is).then(|| format!("{} {was} -> {is}", portfolio.calendar().name(quarter)))
    };
    let changes: Vec<String> = quarters.filter_map(change).collect();
    (!changes.is_empty()).then(|| format!("capacity of {}: {}", was.name, changes.join(", ")))
}
