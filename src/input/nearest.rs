//! The name that somebody who wrote another one may have meant.

use std::cell::Cell;
use std::collections::HashMap;

use super::header::fold;
use crate::model::Id;

/// Names longer than this many bytes are not compared; nobody mistypes one by a letter or two.
const LONGEST_NAME: usize = 100;
/// Comparisons with all names of a file; at about a microsecond each they stay below a second in all, however many are wrong.
const MOST_COMPARISONS: usize = 500_000;

/// Rows of one kind by name.
#[derive(Debug)]
pub(crate) struct Names<T> {
    by_name: HashMap<String, Id<T>>,
    /// Names with their folded form, in order.
    list: Vec<(String, String)>,
    comparisons_left: Cell<usize>,
    complete: bool,
}

impl<T> Names<T> {
    /// A list to be filled with all names there are: a name that is not in it is wrong.
    pub(crate) fn complete() -> Self {
        Self { complete: true, ..Self::unreadable() }
    }

    /// The list of a file that could not be read: nobody knows which names are wrong.
    pub(crate) fn unreadable() -> Self {
        Self { by_name: HashMap::new(), list: Vec::new(), comparisons_left: Cell::new(MOST_COMPARISONS), complete: false }
    }

    /// Adds a name; gives back the row that has it already, if one has.
    pub(crate) fn add(&mut self, name: &str, row: Id<T>) -> Option<Id<T>> {
        if let Some(&known) = self.by_name.get(name) {
            return Some(known);
        }
        self.by_name.insert(name.to_owned(), row);
        self.list.push((name.to_owned(), fold(name)));
        None
    }

    /// The row with this name.
    pub(crate) fn find(&self, name: &str) -> Option<Id<T>> {
        self.by_name.get(name).copied()
    }

    /// Whether a name that is not in the list is wrong.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// The name that is most like `name`, if one is like it at all.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let left = self.comparisons_left.get().checked_sub(self.list.len())?;
        self.comparisons_left.set(left);
        nearest_folded(name, self.list.iter().map(|(name, folded)| (name.as_str(), folded.as_str())))
    }
}

/// The candidate that is most like `name`, if one is like it at all: at most a third of its letters differ. Of equals the first.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<(&str, String)> = candidates.into_iter().map(|candidate| (candidate, fold(candidate))).collect();
    nearest_folded(name, candidates.iter().map(|(candidate, folded)| (*candidate, folded.as_str())))
}

/// The same for candidates that are folded already.
fn nearest_folded<'a, 'b>(name: &str, candidates: impl Iterator<Item = (&'a str, &'b str)>) -> Option<&'a str> {
    let wanted = fold(name);
    if name.len() > LONGEST_NAME || wanted.is_empty() {
        return None;
    }
    let allowed = (wanted.chars().count() / 3).max(1);
    // Lengths are in bytes, of which a letter has four at most.
    let is_comparable = |folded: &str| folded.len() <= LONGEST_NAME && folded.len().abs_diff(wanted.len()) <= 4 * allowed;
    let distance = |(candidate, folded)| (strsim::osa_distance(&wanted, folded), candidate);
    let near = candidates.filter(|(_, folded)| is_comparable(folded)).map(distance).filter(|&(distance, _)| distance <= allowed);
    near.min_by_key(|&(distance, _)| distance).map(|(_, candidate)| candidate)
}

/// `did you mean ``X``? ` with single backticks and a space behind, or nothing.
pub(crate) fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("did you mean {}? ", super::finding::quoted(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_with_the_fewest_letters_changed() {
        assert_eq!(nearest("Serch", ["Checkout", "Search", "Research"]), Some("Search"));
        assert_eq!(nearest("depends on", ["id", "depends_on"]), Some("depends_on"));
        assert_eq!(nearest("Billing", ["Search", "Checkout"]), None);
    }
}
