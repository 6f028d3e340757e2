//! What single flags say: a share, a scope, a basis, a name that is like another.

use super::ReadError;
use super::cell::Cell;
use super::findings::Findings;
use super::nearest::nearest;
use super::number::Commas;
use super::quarters::scope;
use super::words::BASIS;
use crate::model::{Basis, Effort, Scope, Share};

/// Reads a share such as `0.2` or `20%`.
///
/// # Errors
/// When it is not a share between 0 and 1.
pub fn parse_share(text: &str) -> Result<Share, ReadError> {
    parsed(text, "a share", |cell, findings| cell.share(findings))
}

/// Reads a cost or capacity such as `13` or `1,200.5`.
///
/// # Errors
/// When it is not a number of at least 0.
pub fn parse_effort(text: &str) -> Result<Effort, ReadError> {
    parsed(text, "an amount", |cell, findings| cell.effort(findings))
}

/// Reads a scope: `plan`, `quarter`, `team`, `team_quarter` or `window:2`.
///
/// # Errors
/// When it is none of these.
pub fn parse_scope(text: &str) -> Result<Scope, ReadError> {
    parsed(text, "a scope", scope)
}

/// Reads a basis: `planned` or `capacity`.
///
/// # Errors
/// When it is none of these.
pub fn parse_basis(text: &str) -> Result<Basis, ReadError> {
    parsed(text, "a basis", |cell, findings| cell.word(BASIS, findings))
}

/// The candidate that somebody who wrote `name` may have meant; none if none is like it.
#[must_use]
pub fn nearest_name<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(name, candidates)
}

fn parsed<T>(text: &str, what: &str, read: impl Fn(&Cell, &mut Findings) -> Option<T>) -> Result<T, ReadError> {
    let mut findings = Findings::default();
    let cell = Cell { text: text.trim(), file: what, line: None, column: None, commas: Commas::Group };
    let read = read(&cell, &mut findings);
    findings.conclude(&[], read).map(|(read, _)| read)
}
