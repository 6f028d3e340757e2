//! Reach: how many other choices follow from one by arcs.
//!
//! What is taken brings in all that it waits for, at any distance; what is left out drops all that waits for it. A split of a choice
//! with a long reach decides much at once, so of splits that nothing is known of yet those are tried first.

use crate::program::{self, Program};

/// Choices up to which what follows at a distance is counted, as bits for each pair; beyond, only next to it.
const MOST_CHOICES: usize = 8_000;

/// For each choice, with itself: how many are brought in with it, and how many drop with it.
#[derive(Debug, Clone)]
pub(super) struct Reach(Vec<[f64; 2]>);

impl Reach {
    pub(super) fn new(program: &Program) -> Self {
        let position = program.choices_of_initiatives();
        let arcs: Vec<(usize, usize)> = program
            .arcs
            .iter()
            .filter_map(|arc| position[arc.follower.index()].zip(position[arc.prerequisite.index()]))
            .filter(|(follower, prerequisite)| follower != prerequisite)
            .collect();
        let choices = program.choices.len();
        let back: Vec<(usize, usize)> = arcs.iter().map(|&(follower, prerequisite)| (prerequisite, follower)).collect();
        let (in_with, out_with) = (counts(choices, &arcs), counts(choices, &back));
        Self(in_with.into_iter().zip(out_with).map(|(with, without)| [with, without]).collect())
    }

    /// How many choices follow when this one is taken, and when it is left out.
    pub(super) fn of(&self, choice: usize) -> [f64; 2] {
        self.0[choice]
    }
}

/// How many choices each one leads to along arcs, with itself.
fn counts(choices: usize, arcs: &[(usize, usize)]) -> Vec<f64> {
    let mut next = vec![Vec::new(); choices];
    arcs.iter().for_each(|&(from, to)| next[from].push(to));
    if choices > MOST_CHOICES {
        return next.iter().map(|next| 1.0 + next.len() as f64).collect();
    }
    let mut links = program::Reach::new(choices);
    // A circle leads back to the choice itself.
    let mut others = |from: usize| links.from(from, |at| next[at].iter().copied()).into_iter().filter(|&to| to != from).count();
    (0..choices).map(|from| 1.0 + others(from) as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_at_any_distance_counts_once() {
        // 0 waits for 1 and 2, both wait for 3.
        let arcs = [(0, 1), (0, 2), (1, 3), (2, 3)];
        assert_eq!(counts(4, &arcs), [4.0, 2.0, 2.0, 1.0]);
        assert_eq!(counts(4, &arcs.map(|(from, to)| (to, from))), [1.0, 2.0, 2.0, 4.0]);
    }
}
