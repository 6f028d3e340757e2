//! What waits, in the order of its bounds: the queue of a best-first search.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Gives what has the highest bound first, and of equals what has the largest number.
#[derive(Debug, Clone)]
pub(super) struct ByBound<T>(BinaryHeap<Held<T>>);

#[derive(Debug, Clone)]
struct Held<T> {
    bound: f64,
    number: u64,
    what: T,
}

impl<T> Default for ByBound<T> {
    fn default() -> Self {
        Self(BinaryHeap::new())
    }
}

impl<T> ByBound<T> {
    /// Puts something by.
    pub(super) fn push(&mut self, bound: f64, number: u64, what: T) {
        self.0.push(Held { bound, number, what });
    }

    /// Takes what has the highest bound.
    pub(super) fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|held| held.what)
    }

    /// The highest bound.
    pub(super) fn highest(&self) -> Option<f64> {
        self.0.peek().map(|held| held.bound)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, the highest bound first.
    pub(super) fn into_falling(self) -> impl Iterator<Item = T> {
        self.0.into_sorted_vec().into_iter().rev().map(|held| held.what)
    }
}

impl<T> Ord for Held<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

impl<T> PartialOrd for Held<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Held<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Held<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bound_comes_first_and_of_equals_the_largest_number() {
        let mut waiting = ByBound::default();
        for (bound, number, what) in [(1.0, 3, "last"), (2.0, 1, "third"), (2.0, 2, "second"), (f64::INFINITY, 0, "first")] {
            waiting.push(bound, number, what);
        }
        assert_eq!((waiting.highest(), waiting.len()), (Some(f64::INFINITY), 4));
        assert_eq!(waiting.clone().into_falling().collect::<Vec<_>>(), ["first", "second", "third", "last"]);
        assert_eq!(
            [waiting.pop(), waiting.pop(), waiting.pop(), waiting.pop(), waiting.pop()],
            [Some("first"), Some("second"), Some("third"), Some("last"), None]
        );
        assert!(waiting.is_empty());
    }
}
