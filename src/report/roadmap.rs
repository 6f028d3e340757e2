//! The roadmap: what starts in each quarter.

use super::numbers::{effort, value};
use super::page::{Block, Column, Medium, Page, Row, Table, cells};
use super::view::{Loaded, label, teams, title};
use crate::model::{Effort, Id, Initiative, Portfolio, Quarter, Variant};
use crate::plan::Decision;

/// Plans of more initiatives are shown by their most valuable ones: more do not fit on two screens.
const MOST_IN_FULL: usize = 60;
/// How many initiatives a quarter of a large plan shows.
const MOST_VALUABLE: usize = 5;

/// Initiatives under the quarter in which they start, most valuable first.
pub(super) fn blocks(loaded: &Loaded<'_>, medium: Medium) -> Page {
    let in_plan = loaded.plan.chosen().count();
    let most = if in_plan > MOST_IN_FULL { MOST_VALUABLE } else { usize::MAX };
    let heading = Block::Heading("Roadmap".to_owned());
    if in_plan == 0 {
        return vec![heading, super::page::list(["nothing is in the plan".to_owned()])];
    }
    let rows = loaded.portfolio.calendar().quarters().flat_map(|quarter| rows(loaded, quarter, (most, medium))).collect();
    let columns = vec![
        Column::cut("id", 24),
        Column::cut("title", 12),
        Column::left("until"),
        Column::right("value"),
        Column::right("cost"),
        Column::cut("label", 16),
        Column::wrap("teams", 14),
    ];
    vec![heading, Block::Table(Table { columns, rows }.without_echo())]
}

fn rows(loaded: &Loaded<'_>, quarter: Quarter, (most, medium): (usize, Medium)) -> Vec<Row> {
    let starting = loaded.starting_in(quarter);
    let shown = starting.iter().take(most).map(|&starting| row(loaded, starting));
    std::iter::once(Row::Heading(heading(loaded, quarter, &starting, (most, medium)))).chain(shown).collect()
}

fn heading(
    loaded: &Loaded<'_>,
    quarter: Quarter,
    starting: &[(Id<Initiative>, Decision)],
    (most, medium): (usize, Medium),
) -> String {
    let name = loaded.portfolio.calendar().name(quarter);
    if starting.is_empty() {
        return format!("{name}: nothing starts");
    }
    let worth: f64 = starting.iter().map(|(_, decision)| decision.value(loaded.portfolio)).sum();
    let cost: Effort = starting.iter().map(|(_, decision)| decision.cost(loaded.portfolio)).sum();
    let start = if starting.len() == 1 { "starts" } else { "start" };
    let sum = format!("{name}: {} {start}, value {}, cost {}", starting.len(), value(worth), effort(cost));
    if starting.len() > most { format!("{sum}; the {most} most valuable ({})", medium.all()) } else { sum }
}

fn row(loaded: &Loaded<'_>, (initiative, decision): (Id<Initiative>, Decision)) -> Row {
    let portfolio = loaded.portfolio;
    let variant = &portfolio.variants()[decision.variant];
    cells([
        portfolio.initiatives()[initiative].id.clone(),
        title(portfolio, decision.variant),
        portfolio.calendar().name(decision.finish(portfolio)).to_string(),
        value(decision.value(portfolio)),
        effort(decision.cost(portfolio)),
        label_and_must(portfolio, initiative, variant),
        teams(portfolio, variant),
    ])
}

fn label_and_must(portfolio: &Portfolio, initiative: Id<Initiative>, variant: &Variant) -> String {
    let must = portfolio.is_required(initiative).then(|| "must".to_owned());
    let parts = std::iter::once(label(variant)).filter(|label| !label.is_empty()).chain(must);
    parts.collect::<Vec<String>>().join(", ")
}
