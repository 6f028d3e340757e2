//! Which column enters: the first whose reduced value turns past the point where going on no longer pays.
//!
//! While the leaving row stays broken, a column whose reduced value turns goes over to its other bound and the step goes on
//! (Maros 2003, A generalised dual phase-2 simplex algorithm). Ratios within a tolerance of each other count as one, and the largest
//! pivot of those is taken (Harris 1973).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{FEASIBLE, OPTIMAL};

/// A column that could enter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The step at which its reduced value is nought.
    pub ratio: f64,
    /// Size of its pivot.
    pub size: f64,
    /// How much the row is mended when it goes over to its other bound.
    pub mends: f64,
    pub column: u32,
}

impl Candidate {
    /// The step that counts as no farther than this one's.
    pub(super) fn farthest(&self) -> f64 {
        self.ratio + OPTIMAL / self.size
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        other.ratio.total_cmp(&self.ratio).then(other.column.cmp(&self.column))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// Pivots below this are taken only if nothing else is there.
const SMALL: f64 = 1e-6;

/// The column that enters; those that went over to their other bound before are left in `passed`, and no candidates.
pub(super) fn choose(candidates: &mut Vec<Candidate>, broken: f64, passed: &mut Vec<Candidate>) -> Option<Candidate> {
    let mut heap = BinaryHeap::from(std::mem::take(candidates));
    let chosen = first(&mut heap, broken, passed);
    heap.clear();
    *candidates = heap.into_vec();
    chosen
}

fn first(heap: &mut BinaryHeap<Candidate>, broken: f64, passed: &mut Vec<Candidate>) -> Option<Candidate> {
    passed.clear();
    let mut left = broken;
    while let Some(first) = heap.pop() {
        let group = passed.len();
        let mut farthest = first.farthest();
        left -= first.mends;
        passed.push(first);
        while let Some(next) = heap.peek().copied().filter(|next| next.ratio <= farthest) {
            heap.pop();
            farthest = farthest.min(next.farthest());
            left -= next.mends;
            passed.push(next);
        }
        if left <= FEASIBLE {
            return Some(take(group, passed));
        }
    }
    None
}

/// The largest pivot of the last group, or of an earlier one if that has none to rely on; later ones stay where they are.
fn take(group: usize, passed: &mut Vec<Candidate>) -> Candidate {
    let largest = |list: &[Candidate]| list.iter().copied().max_by(|a, b| a.size.total_cmp(&b.size));
    let of_group = largest(&passed[group..]);
    let best = of_group.filter(|best| best.size >= SMALL).or_else(|| largest(passed)).unwrap_or(passed[group]);
    passed.truncate(group);
    passed.retain(|candidate| candidate.ratio < best.ratio && candidate.column != best.column);
    best
}
