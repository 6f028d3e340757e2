//! A proof in parts: a tree on each of several threads, each on some of the open nodes.
//!
//!   bound = `max over parts of the part's bound`,    proven when all parts are over
//!
//! The proof is parted once searches have found nothing better for half of the run, so that threads need not search for what may not be
//! there, and the gap is small; a thread whose part is over has half of what another has left.

use std::collections::BTreeMap;

use super::dealing::Member;
use super::{Crew, Task};
use crate::program::Program;
use crate::solve::exact::Proof;
use crate::solve::family::{has_dense_rows, is_of_schedules};
use crate::solve::limits::{GAP_OF_PROOF, GAP_OF_PROOF_OF_SCHEDULES, MOST_NUMBERS_OF_TREE};
use crate::solve::method::{Found, Known};
use crate::solve::proof_tree::ProofTree;

/// Work before which a proof stays whole, about half a second: most are over by then.
const WORK_OF_WHOLE: u64 = 60_000_000;
/// How long searches must have found nothing for, as a share of the work so far.
const IN_VAIN: f64 = 0.5;
/// Gap above which it stays whole where rows are dense, as a share of the best value: searches find better plans there for long.
const GAP_OF_DENSE_PARTS: f64 = 0.003;
/// The same in mines, for the same reason: a plan of 216 blocks that searches found after 6 s is bettered after 20 s and more.
const GAP_OF_PARTS_OF_SCHEDULES: f64 = 0.001;
/// Placements up to which a mine is small: trees find there what searches do not, and the proof is parted as soon as it may be near.
const PLACEMENTS_OF_SMALL_MINE: usize = 1_000;

/// How far a part has come.
#[derive(Debug, Clone, Copy)]
struct Part {
    bound: f64,
    is_over: bool,
}

/// The members that have a part of the proof; nobody while it is whole.
#[derive(Debug, Default)]
pub(super) struct Parts(BTreeMap<usize, Part>);

impl Parts {
    /// Half of what a member has left to do is another's from now on.
    fn part(&mut self, from: usize, to: usize) {
        let whole = Part { bound: f64::INFINITY, is_over: false };
        let part = *self.0.entry(from).or_insert(whole);
        self.0.insert(to, part);
    }

    /// What a member found, as it is of the whole.
    fn of_whole(&mut self, member: usize, mut found: Found) -> Found {
        let Some(own) = self.0.get_mut(&member) else { return found };
        own.bound = own.bound.min(found.bound.unwrap_or(f64::INFINITY));
        match found.proof.take() {
            Some(Proof::Optimal(selection, bound)) => {
                found.selections.push(selection);
                *own = Part { bound, is_over: true };
            }
            Some(Proof::Infeasible) => *own = Part { bound: f64::NEG_INFINITY, is_over: true },
            Some(Proof::Unfinished(selection, bound)) => {
                found.selections.extend(selection);
                own.bound = own.bound.min(bound.unwrap_or(f64::INFINITY));
            }
            None => {}
        }
        let bound = self.0.values().map(|part| part.bound).fold(f64::NEG_INFINITY, f64::max);
        found.bound = Some(bound).filter(|bound| bound.is_finite());
        if self.0.values().all(|part| part.is_over) {
            found.proof = Some(found.bound.map_or(Proof::Infeasible, |bound| Proof::Unfinished(None, Some(bound))));
        }
        found
    }
}

/// Gap above which the proof of a program stays whole, as a share of the best value.
pub(super) fn gap_of_parts(program: &Program) -> f64 {
    if is_of_schedules(program) {
        if program.placements.len() <= PLACEMENTS_OF_SMALL_MINE { GAP_OF_PROOF_OF_SCHEDULES } else { GAP_OF_PARTS_OF_SCHEDULES }
    } else if has_dense_rows(program) {
        GAP_OF_DENSE_PARTS
    } else {
        GAP_OF_PROOF
    }
}

impl Crew {
    /// What a member found, as it is of the whole.
    pub(in crate::solve) fn of_whole(&mut self, member: usize, found: Found) -> Found {
        self.parts.of_whole(member, found)
    }

    /// The tree of the proof, as much of it as is worth keeping; all parts of it together.
    pub(in crate::solve) fn tree(&self) -> Option<ProofTree> {
        let grown = self.members.iter().filter_map(Member::growth);
        let whole = grown.reduce(|mut whole, part| {
            whole.join_part(part);
            whole
        });
        whole?.tree(MOST_NUMBERS_OF_TREE)
    }

    /// Parts the proof where there are lanes for it, searches find nothing, and it may be near; `worked` is the work of all so far.
    pub(super) fn part_proof(&mut self, known: &Known, worked: u64) {
        let value = known.value();
        if value > self.improved.0 {
            self.improved = (value, worked);
        }
        let has_stalled = (worked - self.improved.1) as f64 > IN_VAIN * worked as f64;
        let proofs: Vec<usize> = self.at_work(Task::Proof).collect();
        if proofs.len() >= self.lanes || worked < WORK_OF_WHOLE || !has_stalled || !known.is_within(self.gap_of_parts) {
            return;
        }
        for from in proofs {
            if let Some(method) = self.members[from].part(known) {
                self.parts.part(from, self.members.len());
                self.hire(Task::Proof, method);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Selection;

    fn told(bound: f64) -> Found {
        Found { bound: Some(bound), ..Found::default() }
    }

    fn proven(proof: Proof) -> Found {
        Found { proof: Some(proof), ..Found::default() }
    }

    fn selection() -> Selection {
        let (program, _) = (0..).find_map(crate::solve::closure::tests::random).expect("some seed gives a program");
        Selection::empty(&program.placements)
    }

    #[test]
    fn a_whole_proof_is_told_as_it_is() {
        let mut parts = Parts::default();
        assert_eq!(parts.of_whole(3, told(7.0)).bound, Some(7.0));
        assert!(matches!(parts.of_whole(3, proven(Proof::Infeasible)).proof, Some(Proof::Infeasible)));
    }

    #[test]
    fn parts_bound_and_prove_together() {
        let mut parts = Parts::default();
        parts.part(0, 5);
        assert_eq!(parts.of_whole(0, told(9.0)).bound, None);
        assert_eq!(parts.of_whole(5, told(12.0)).bound, Some(12.0));
        let found = parts.of_whole(5, proven(Proof::Optimal(selection(), 8.0)));
        assert_eq!((found.bound, found.proof.is_none(), found.selections.len()), (Some(9.0), true, 1));
        parts.part(0, 6);
        assert_eq!(parts.of_whole(0, proven(Proof::Infeasible)).bound, Some(9.0));
        let found = parts.of_whole(6, proven(Proof::Optimal(selection(), 8.5)));
        assert!(matches!(found.proof, Some(Proof::Unfinished(None, Some(bound))) if bound == 8.5), "{found:?}");
    }

    #[test]
    fn there_is_no_plan_where_no_part_has_one() {
        let mut parts = Parts::default();
        parts.part(0, 1);
        assert!(parts.of_whole(0, proven(Proof::Infeasible)).proof.is_none());
        assert!(matches!(parts.of_whole(1, proven(Proof::Infeasible)).proof, Some(Proof::Infeasible)));
    }
}
