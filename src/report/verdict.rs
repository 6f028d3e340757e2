//! The judgement of any plan for people: whether it keeps the rules, every breach with its amount, value, load and shares.

use super::numbers::value;
use super::page::{Block, Page, Text, Tone, list};
use super::view::Loaded;
use super::{answer, asked, load, shares, words};
use crate::rules::Verdict;

/// The page of a verdict.
pub(super) fn page(loaded: &Loaded<'_>, verdict: &Verdict) -> Page {
    let mut page = asked::blocks(loaded.portfolio);
    page.push(Block::Heading("Verdict".to_owned()));
    page.push(Block::List(lines(loaded, verdict)));
    if !verdict.breaches.is_empty() {
        page.push(Block::Heading("Breaches".to_owned()));
        page.push(list(verdict.breaches.iter().map(|breach| words::breach(loaded.portfolio, breach))));
    }
    page.extend(load::blocks(loaded));
    page.extend(shares::of_rules(loaded));
    page.extend(shares::of_labels(loaded));
    page
}

fn lines(loaded: &Loaded<'_>, verdict: &Verdict) -> Vec<Text> {
    let worth = value(verdict.value);
    let first = if verdict.keeps_the_rules() {
        Text::new(Tone::Good, format!("kept: the plan keeps every hard rule; value {worth}"))
    } else {
        let breaches = match verdict.breaches.len() {
            1 => "1 breach".to_owned(),
            number => format!("{number} breaches"),
        };
        Text::new(Tone::Bad, format!("broken: {breaches} of hard rules; value {worth} if they were none"))
    };
    let mut lines = vec![first, Text::plain(answer::use_of_capacity(loaded))];
    lines.extend(answer::penalties(loaded.portfolio, &verdict.paid, verdict.penalties()));
    lines
}
