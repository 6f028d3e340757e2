//! Where each row of initiatives.csv stands.

use super::Place;
use crate::model::{Id, Variant};

/// The lines of all variants.
#[derive(Debug)]
pub(super) struct RowPlaces {
    /// The file as findings call it.
    pub(super) file: String,
    /// How many variants come before those of the file.
    pub(super) before: usize,
    /// For each variant of the file, by position, its line.
    pub(super) lines: Vec<u32>,
}

impl RowPlaces {
    /// A cell of a variant's row.
    pub(super) fn place(&self, variant: Id<Variant>, column: &str) -> Place {
        Place {
            file: self.file.clone(),
            line: variant.index().checked_sub(self.before).and_then(|row| self.lines.get(row).copied()),
            column: Some(column.to_owned()),
        }
    }
}
