//! Realised shares: of every allocation rule in every cell of its scope, on both bases, and of every label.

use super::numbers::{effort, percent};
use super::page::{Block, Column, Page, Row, Table, Text, Tone, cells, list};
use super::rules;
use super::view::Loaded;
use crate::model::{Allocation, Basis, Cell, Effort, Hardness, Horizon, Variant};
use crate::plan::{CellShare, Load, shares};

/// A rule with more cells shows those that are broken or nearest to it.
const MOST_CELLS: usize = 24;

/// The shares that rules ask for; nothing without such a rule.
pub(super) fn of_rules(loaded: &Loaded<'_>) -> Page {
    let ruled = loaded.portfolio.shares_ruled();
    if ruled.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::left("where"),
        Column::right("part"),
        Column::right("planned"),
        Column::right("of planned"),
        Column::right("capacity"),
        Column::right("of capacity"),
        Column::wrap("rule", 9),
    ];
    let rows = ruled.iter().flat_map(|rule| rows(loaded, rule)).collect();
    vec![Block::Heading("Shares".to_owned()), Block::Table(Table { columns, rows })]
}

fn rows(loaded: &Loaded<'_>, rule: &Allocation) -> Vec<Row> {
    let all = shares(loaded.portfolio, loaded.plan, rule);
    let shown = tightest(rule, &all);
    let others = all.len() - shown.len();
    let more = if others > 0 { format!("; {others} more cells keep it with more room (plan.json)") } else { String::new() };
    let heading = Row::Heading(format!("{}{more}", rules::allocation(loaded.portfolio, rule)));
    std::iter::once(heading).chain(shown.into_iter().map(|found| row(loaded, rule, found))).collect()
}

/// All cells of a rule with few; otherwise those with least room, in their order.
fn tightest<'a>(rule: &Allocation, all: &'a [CellShare]) -> Vec<&'a CellShare> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| room(rule, &all[a]).total_cmp(&room(rule, &all[b])));
    order.truncate(MOST_CELLS);
    order.sort_unstable();
    order.into_iter().map(|cell| &all[cell]).collect()
}

/// Distance from the nearer bound, as a share; below zero when it is broken.
fn room(rule: &Allocation, found: &CellShare) -> f64 {
    let Some(realised) = found.realised(rule.basis) else { return f64::INFINITY };
    let above = rule.min.map_or(f64::INFINITY, |min| realised - min.as_number());
    let below = rule.max.map_or(f64::INFINITY, |max| max.as_number() - realised);
    above.min(below)
}

/// A part of a whole; `None` of nothing.
pub(super) fn share_of(part: Effort, whole: Effort) -> Option<f64> {
    (whole > Effort::ZERO).then(|| part.as_units() / whole.as_units())
}

/// A part of a whole in percent, or a dash for nothing.
fn share(part: Effort, whole: Effort) -> String {
    share_of(part, whole).map_or_else(|| "-".to_owned(), percent)
}

fn row(loaded: &Loaded<'_>, rule: &Allocation, found: &CellShare) -> Row {
    let (tone, judgement) = judgement(rule, found);
    let plain = [
        rules::place(loaded.portfolio, &found.cell),
        effort(found.part),
        effort(found.planned),
        share(found.part, found.whole(Basis::Planned)),
        effort(found.capacity),
        share(found.part, found.whole(Basis::Capacity)),
    ];
    Row::Cells(plain.into_iter().map(Text::plain).chain([Text::new(tone, judgement)]).collect())
}

fn judgement(rule: &Allocation, found: &CellShare) -> (Tone, String) {
    let amounts = [(found.short(rule), "short by"), (found.over(rule), "over by")];
    match amounts.into_iter().find(|&(excess, _)| excess > Effort::ZERO) {
        None => (Tone::Plain, "kept".to_owned()),
        Some((excess, words)) => match rule.hardness {
            Hardness::Hard => (Tone::Bad, format!("{words} {excess}")),
            Hardness::Soft { price } => {
                let paid = super::numbers::value(price * excess.as_units());
                (Tone::Doubtful, format!("{words} {excess}, costs {paid}"))
            }
        },
    }
}

/// Where the effort goes, by horizon and by category. Work without the label is a row of its own.
pub(super) fn of_labels(loaded: &Loaded<'_>) -> Page {
    let labels = labels(loaded);
    if labels.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::left("label"),
        Column::right("initiatives"),
        Column::right("value"),
        Column::right("cost"),
        Column::right("of planned"),
        Column::right("of capacity"),
    ];
    let (planned, capacity) = loaded.totals();
    let row = |label: &Labelled| {
        cells([
            label.name.clone(),
            label.initiatives.to_string(),
            super::numbers::value(label.value),
            effort(label.cost),
            share(label.cost, planned),
            share(label.cost, capacity),
        ])
    };
    let rows = labels.iter().map(row).collect();
    let note = "work without a label is part of every total".to_owned();
    vec![Block::Heading("Work by label".to_owned()), Block::Table(Table { columns, rows }), list([note])]
}

/// The planned work with one label.
pub(super) struct Labelled {
    /// `H1`, a category, or `without horizon` and the like.
    pub(super) name: String,
    /// `horizon` or `category`.
    pub(super) kind: &'static str,
    /// The label; `None` of work without one.
    pub(super) label: Option<String>,
    pub(super) initiatives: usize,
    pub(super) value: f64,
    pub(super) cost: Effort,
}

/// Planned work by horizon, then by category, in the order of the file, each with the work that has none; only labels that the
/// portfolio has.
pub(super) fn labels(loaded: &Loaded<'_>) -> Vec<Labelled> {
    let variants = loaded.portfolio.variants().rows();
    let mut horizons: Vec<Option<String>> = Vec::new();
    if variants.iter().any(|variant| variant.horizon.is_some()) {
        horizons.extend(Horizon::ALL.iter().map(|horizon| Some(horizon.to_string())).chain([None]));
    }
    let mut categories: Vec<Option<String>> = Vec::new();
    for category in variants.iter().filter_map(|variant| variant.category.as_ref()) {
        if !categories.iter().any(|known| known.as_ref() == Some(category)) {
            categories.push(Some(category.clone()));
        }
    }
    if !categories.is_empty() {
        categories.push(None);
    }
    let horizon = |variant: &Variant| variant.horizon.map(|horizon| horizon.to_string());
    let of_horizons = horizons.into_iter().map(|label| labelled(loaded, "horizon", label, horizon));
    let of_categories = categories.into_iter().map(|label| labelled(loaded, "category", label, |variant| variant.category.clone()));
    of_horizons.chain(of_categories).collect()
}

fn labelled(loaded: &Loaded<'_>, kind: &'static str, label: Option<String>, of: impl Fn(&Variant) -> Option<String>) -> Labelled {
    let portfolio = loaded.portfolio;
    let belongs = |variant: &Variant| of(variant) == label;
    let chosen = || loaded.plan.chosen().filter(|(_, decision)| belongs(&portfolio.variants()[decision.variant]));
    let everything = Cell { team: None, quarters: 0..portfolio.calendar().count() };
    Labelled {
        name: label.clone().unwrap_or_else(|| format!("without {kind}")),
        kind,
        initiatives: chosen().count(),
        value: chosen().map(|(_, decision)| decision.value(portfolio)).sum::<f64>() + 0.0,
        cost: Load::of(portfolio, loaded.plan, belongs).in_cell(&everything),
        label,
    }
}
