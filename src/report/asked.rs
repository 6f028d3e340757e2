//! What was asked: the portfolio, its quarters, its teams and every rule.

use super::numbers::{count, effort};
use super::page::{Block, Page, list};
use super::rules;
use crate::model::{Cell, Effort, Id, Initiative, Must, Portfolio};

/// Title, size and rules.
pub(super) fn blocks(portfolio: &Portfolio) -> Page {
    let title = format!("{}: {}, in {}", portfolio.name(), portfolio.calendar(), portfolio.unit());
    let mut sentences = rules::sentences(portfolio);
    if sentences.is_empty() {
        sentences.push("none on shares, counts or sums; capacity, dependencies and windows hold".to_owned());
    }
    vec![Block::Title(title), list(size(portfolio)), Block::Heading("Rules".to_owned()), list(sentences)]
}

fn size(portfolio: &Portfolio) -> Vec<String> {
    let everything = Cell { team: None, quarters: 0..portfolio.calendar().count() };
    let initiatives = count(portfolio.initiatives().len(), "initiative");
    let teams = count(portfolio.teams().len(), "team");
    let quarters = count(portfolio.calendar().count() as usize, "quarter");
    let (capacity, asked) = (effort(everything.capacity(portfolio)), effort(open_work(portfolio)));
    let first = format!("{initiatives}, {teams}, {quarters}; capacity {capacity}, open work {asked}");
    let ties = ties(portfolio);
    if ties.is_empty() { vec![first] } else { vec![first, ties.join(", ")] }
}

/// Cost of everything that is not done, each initiative in its cheapest variant.
fn open_work(portfolio: &Portfolio) -> Effort {
    let open = portfolio.initiatives().iter().filter(|(_, initiative)| !initiative.done);
    let cheapest = |id| portfolio.variants_of(id).map(|(_, variant)| variant.total_cost()).min().unwrap_or_default();
    open.map(|(id, _)| cheapest(id)).sum()
}

/// What binds single initiatives, counted.
fn ties(portfolio: &Portfolio) -> Vec<String> {
    let initiatives = |holds: &dyn Fn(Id<Initiative>) -> bool| portfolio.initiatives().ids().filter(|&id| holds(id)).count();
    let forced_out = |id| portfolio.variants_of(id).all(|(_, variant)| variant.must == Must::No);
    let variants = portfolio.variants().rows();
    let dependencies: usize = variants.iter().map(|variant| variant.dependencies.len()).sum();
    let number = |number: usize, text: &str| (number > 0).then(|| format!("{number} {text}"));
    let noun = |number: usize, noun: &str| (number > 0).then(|| count(number, noun));
    let parts = [
        number(initiatives(&|id| portfolio.is_required(id)), "must be in"),
        number(initiatives(&forced_out), "forced out"),
        number(initiatives(&|id| portfolio.initiatives()[id].done), "done"),
        number(dependencies, if dependencies == 1 { "dependency" } else { "dependencies" }),
        noun(variants.iter().map(|variant| variant.excludes.len()).sum(), "exclusion"),
        noun(portfolio.one_of().len(), "one-of group"),
        noun(portfolio.together().len(), "together group"),
    ];
    parts.into_iter().flatten().collect()
}
