//! What entered, left and moved against the first plan, each with the reason.

use super::{CompareReport, Compared};
use crate::model::{Portfolio, Subject, SubjectOf};
use crate::report::page::{Block, Column, Page, Table, cells, list};
use crate::report::{rules, words};
use crate::scenario::{Cause, Difference, Fact, Standing};

/// The differences of every case.
pub(super) fn blocks(report: &CompareReport<'_>) -> Page {
    let others = report.cases.iter().zip(&report.comparison.differences).enumerate().skip(1);
    others.flat_map(|(index, (case, differences))| of_case(report, index, case, differences)).collect()
}

fn of_case(report: &CompareReport<'_>, index: usize, case: &Compared, differences: &[Difference]) -> Page {
    let heading = Block::Heading(format!("({}) {} against (1)", index + 1, case.name()));
    let is_planned = |case: &Compared| matches!(case, Compared::File { .. }) || case.planned().is_some();
    if !is_planned(case) || !is_planned(&report.cases[0]) {
        return vec![heading, list(["nothing to compare: one of the two has no plan".to_owned()])];
    }
    if differences.is_empty() {
        return vec![heading, list(["the same plan".to_owned()])];
    }
    let mut columns = vec![Column::left("id"), Column::cut("title", 12), Column::left("what")];
    let has_causes = differences.iter().any(|difference| !difference.causes.is_empty());
    if has_causes {
        columns.push(Column::wrap("why", 20));
    }
    let portfolios = report.cases[0].portfolio().zip(case.portfolio());
    let row = |difference: &Difference| {
        let fixed = [difference.id.clone(), difference.title.clone(), what(difference)].into_iter();
        cells(fixed.chain(has_causes.then(|| portfolios.map_or_else(String::new, |both| why(difference, both)))))
    };
    vec![heading, Block::Table(Table { columns, rows: differences.iter().map(row).collect() }.without_echo())]
}

/// A standing in a cell: `2026Q1`, with its variant and its finish if that is later; `-` for out, nothing where there is no plan.
pub(super) fn short(standing: &Standing) -> String {
    match standing {
        Standing::Absent | Standing::NoPlan => String::new(),
        Standing::Out => "-".to_owned(),
        Standing::In { start, finish, variant } => {
            let until = finish.filter(|finish| finish != start).map_or_else(String::new, |finish| format!("..{finish}"));
            let variant = variant.as_ref().map_or_else(String::new, |variant| format!(" {variant}"));
            format!("{start}{until}{variant}")
        }
    }
}

/// `enters 2026Q1`, `leaves 2026Q1`, `2026Q1 -> 2026Q2`.
fn what(difference: &Difference) -> String {
    match (difference.from.is_in(), difference.to.is_in()) {
        (false, _) => format!("enters {}", short(&difference.to)),
        (_, false) => format!("leaves {}", short(&difference.from)),
        _ => format!("{} -> {}", short(&difference.from), short(&difference.to)),
    }
}

/// What happened in one word, for programs.
pub(in crate::report) fn code(difference: &Difference) -> &'static str {
    match (difference.from.is_in(), difference.to.is_in()) {
        (false, _) => "entered",
        (_, false) => "left",
        _ => "moved",
    }
}

/// All causes in one text, nearest first; those of one kind together.
pub(in crate::report) fn why(difference: &Difference, portfolios: (&Portfolio, &Portfolio)) -> String {
    let mut parts: Vec<(&'static str, Vec<String>)> = Vec::new();
    for cause in &difference.causes {
        let (kind, words) = in_words(cause, portfolios);
        match parts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) if known.contains(&words) => {}
            Some((_, known)) => known.push(words),
            None => parts.push((kind, vec![words])),
        }
    }
    let sentences: Vec<String> = parts.into_iter().map(|(kind, words)| format!("{kind}{}", words.join(", "))).collect();
    sentences.join("; ")
}

/// The kind of a cause, as a text opens with it, and what it speaks of.
fn in_words(cause: &Cause, (before, after): (&Portfolio, &Portfolio)) -> (&'static str, String) {
    let changed = |subject: &Subject| restriction_changed(subject, before, after).map(|words| ("", words));
    let place = |kind, portfolio, subject: &Subject| (kind, words::rule_and_place(portfolio, subject));
    match cause {
        Cause::Added => ("", "only this case has it".to_owned()),
        Cause::Removed => ("", "this case has not got it".to_owned()),
        Cause::Changed(fact) => ("changed: its ", fact_in_words(*fact).to_owned()),
        Cause::Eased(subject) => changed(subject).unwrap_or_else(|| place("room came free: ", before, subject)),
        Cause::Tightened(subject) => changed(subject).unwrap_or_else(|| place("no room now: ", after, subject)),
        Cause::Shared(subject) => changed(subject).unwrap_or_else(|| place("others came and went: ", before, subject)),
        Cause::Follows { id } => ("goes with ", format!("`{id}`")),
        Cause::Worth => ("", "no rule stands against it; the plan is worth more, or as much".to_owned()),
    }
}

fn fact_in_words(fact: Fact) -> &'static str {
    match fact {
        Fact::Value => "value",
        Fact::Cost => "cost",
        Fact::Window => "window",
        Fact::Must => "must",
        Fact::Dependencies => "list of dependencies",
        Fact::Other => "variants or status",
    }
}

/// How the restriction itself changed, if it did: `Platform in 2026Q3 40 -> 66`.
fn restriction_changed(subject: &Subject, before: &Portfolio, after: &Portfolio) -> Option<String> {
    match &subject.of {
        SubjectOf::TeamQuarter(team, quarter) => {
            let [was, is] = [before, after].map(|portfolio| portfolio.teams()[*team].capacity_in(*quarter));
            let (name, when) = (&before.teams()[*team].name, before.calendar().name(*quarter));
            (was != is).then(|| format!("{name} in {when} {was} -> {is}"))
        }
        SubjectOf::Named { name, .. } => {
            let [was, is] = [before, after].map(|portfolio| rules::asked_by(portfolio, name));
            let text = |sentence: Option<String>| sentence.unwrap_or_else(|| "not asked".to_owned());
            (was != is).then(|| format!("{name}: {} -> {}", text(was), text(is)))
        }
        _ => None,
    }
}
