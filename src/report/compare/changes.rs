//! What each case changes in the portfolio of the first, in words.

use super::{CompareReport, Compared};
use crate::model::{Portfolio, Quarter, Team};
use crate::report::numbers::count;
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
    changes.extend(before.teams().rows().iter().zip(after.teams().rows()).filter_map(|(was, is)| capacity(before, was, is)));
    let (was, is) = (rules::sentences(before), rules::sentences(after));
    changes.extend(was.iter().filter(|sentence| !is.contains(sentence)).map(|sentence| format!("no longer: {sentence}")));
    changes.extend(is.iter().filter(|sentence| !was.contains(sentence)).map(|sentence| format!("now: {sentence}")));
    changes
}

/// Initiatives that are there in one only, and those whose facts differ.
fn initiatives(before: &Portfolio, after: &Portfolio) -> Vec<String> {
    let ids = |one: &Portfolio, other: &Portfolio| -> Vec<String> {
        let rows = one.initiatives().rows().iter();
        rows.filter(|initiative| other.find(&initiative.id).is_none()).map(|initiative| initiative.id.clone()).collect()
    };
    let differs = |id: &str| match (before.find(id), after.find(id)) {
        (Some(was), Some(is)) => facts(before, was) != facts(after, is),
        _ => false,
    };
    let changed = before.initiatives().rows().iter().filter(|initiative| differs(&initiative.id)).map(|i| i.id.clone()).collect();
    let parts = [("not there", ids(before, after)), ("added", ids(after, before)), ("other facts", changed)];
    let sentence = |(words, ids): (&str, Vec<String>)| (!ids.is_empty()).then(|| format!("{words}: {}", listed(&ids)));
    parts.into_iter().filter_map(sentence).collect()
}

/// All facts of an initiative, to be compared.
fn facts(portfolio: &Portfolio, id: crate::model::Id<crate::model::Initiative>) -> Vec<String> {
    let name = |id| portfolio.initiatives()[id].id.clone();
    let of_variant = |variant: &crate::model::Variant| {
        let needs: Vec<(String, String)> =
            variant.dependencies.iter().map(|dependency| (name(dependency.on), dependency.relation.to_string())).collect();
        let excludes: Vec<String> = variant.excludes.iter().map(|&id| name(id)).collect();
        let numbers = (variant.value, variant.confidence, variant.cost_of_delay, &variant.costs, &variant.spreads);
        let windows = (variant.earliest, variant.deadline, variant.pinned, variant.must, variant.status);
        format!("{numbers:?} {windows:?} {needs:?} {excludes:?}")
    };
    portfolio.variants_of(id).map(|(_, variant)| of_variant(variant)).collect()
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
