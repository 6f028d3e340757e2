//! What was left out, by value, with the first reason known.

use super::numbers::{count, effort, value};
use super::page::{Block, Column, Medium, Page, Row, Table, cells, list};
use super::view::{Answered, title};
use crate::explain::{LeftOut, Reason};
use crate::model::Portfolio;

/// How many are shown; the others are worth less.
const MOST: usize = 20;

/// A table of what is left out. What is done is counted apart: it needs no place in the plan.
pub(super) fn blocks(answered: &Answered<'_>, medium: Medium) -> Page {
    let (done, out): (Vec<&LeftOut>, Vec<&LeftOut>) = answered.left_out.iter().partition(|left| left.reason == Reason::Done);
    let mut page = vec![Block::Heading(heading(&out))];
    if out.is_empty() {
        page.push(list(["nothing: all open initiatives are in the plan".to_owned()]));
    } else {
        let columns = vec![
            Column::cut("id", 24),
            Column::cut("title", 12),
            Column::right("value"),
            Column::right("cost"),
            Column::wrap("reason", 36),
        ];
        let rows = out.iter().take(MOST).map(|left| row(answered, left)).collect();
        page.push(Block::Table(Table { columns, rows }.without_echo()));
    }
    let others = out.len().saturating_sub(MOST);
    let more = (others > 0).then(|| format!("and {others} more of less value ({})", medium.all()));
    let done = (!done.is_empty()).then(|| format!("{} done already", count(done.len(), "initiative")));
    let notes: Vec<String> = more.into_iter().chain(done).collect();
    page.extend((!notes.is_empty()).then(|| list(notes)));
    page
}

fn heading(out: &[&LeftOut]) -> String {
    let total: f64 = out.iter().map(|left| left.value.max(0.0)).sum();
    if out.is_empty() {
        "Left out".to_owned()
    } else {
        format!("Left out: {}, value {}", count(out.len(), "initiative"), value(total))
    }
}

fn row(answered: &Answered<'_>, left: &LeftOut) -> Row {
    let portfolio: &Portfolio = answered.loaded.portfolio;
    cells([
        portfolio.initiatives()[left.initiative].id.clone(),
        title(portfolio, left.variant),
        value(left.value),
        effort(portfolio.variants()[left.variant].total_cost()),
        answered.reason(left),
    ])
}
