//! What is doubtful about the input of a report.

use super::numbers::count;
use super::page::{Block, Medium, Page, list};
use crate::input::Finding;

/// More warnings than this are counted only; `check` has them all.
const MOST: usize = 20;

/// Warnings in one line each; on a terminal their number, since they were shown before the solve.
pub(super) fn blocks(warnings: &[Finding], medium: Medium) -> Page {
    if warnings.is_empty() {
        return Vec::new();
    }
    let heading = Block::Heading("Warnings".to_owned());
    let number = count(warnings.len(), "warning");
    let see = "`quarterdeck check` says what to do";
    if medium == Medium::Terminal {
        return vec![heading, list([format!("{number} about the input: {see}")])];
    }
    let sentence = |finding: &Finding| format!("{}: {} ({})", finding.code.as_str(), finding.message, finding.place);
    let shown = warnings.iter().take(MOST).map(sentence);
    let more = (warnings.len() > MOST).then(|| format!("{number} in all: {see}"));
    vec![heading, list(shown.chain(more))]
}
