//! Ids that cannot be mixed up, and the tables they address.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// Position of one `T` in its [`Table`].
///
/// An id of one kind of thing cannot address a table of another kind.
pub struct Id<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Makes the id of the row at `index` (0-based) of a table.
    ///
    /// # Panics
    /// When `index` does not fit into 32 bits; no input that fits into memory has so many rows.
    #[must_use]
    pub fn new(index: usize) -> Self {
        let index = u32::try_from(index).expect("a table has fewer than 2^32 rows");
        Self { index, kind: PhantomData }
    }

    /// Position in the table, 0-based.
    #[must_use]
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Rows of one kind, addressed by [`Id`].
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T>(Vec<T>);

impl<T> Table<T> {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the table has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends a row and returns its id.
    pub fn push(&mut self, row: T) -> Id<T> {
        self.0.push(row);
        Id::new(self.0.len() - 1)
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(Id::new)
    }

    /// All rows with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.0.iter().enumerate().map(|(index, row)| (Id::new(index), row))
    }

    /// All rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.0
    }

    /// The row of `id` to be changed.
    pub fn row_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.index()]
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
impl<T> From<Vec<T>> for Table<T> {
    fn from(rows: Vec<T>) -> Self {
        Self(rows)
    }
}
impl<T> Index<Id<T>> for Table<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.index()]
    }
}
