//! What splits have cost so far: the value lost per unit that a split moved (pseudo-costs: Bénichou and others 1971), so that splits
//! are tried with pivots only until enough is known of them (reliability branching: Achterberg, Koch and Martin 2005).

use std::collections::BTreeMap;

use super::reach::Reach;
use super::split::{Tries, Weighed};
use crate::program::Program;
use crate::solve::proof_tree::Key;
use crate::solve::propagation::Choose;

/// Losses of all splits, and of all together.
#[derive(Debug, Clone)]
pub(super) struct History {
    reach: Reach,
    all: [Losses; 2],
    known: BTreeMap<Key, [Losses; 2]>,
    /// How much is tried.
    pub tries: Tries,
    /// How losses are weighed.
    pub weighed: Weighed,
    /// Work of all tries so far.
    pub tried: u64,
}

#[derive(Debug, Default, Clone, Copy)]
struct Losses {
    sum: f64,
    count: f64,
}

impl History {
    /// Nothing is known but what follows from arcs.
    pub(super) fn new(program: &Program, tries: Tries) -> Self {
        Self {
            reach: Reach::new(program),
            all: Default::default(),
            known: BTreeMap::new(),
            tries,
            weighed: Weighed::Product,
            tried: 0,
        }
    }

    /// Adds what a child lost when the split moved by so much.
    pub(super) fn add(&mut self, key: Key, child: usize, moved: f64, lost: f64) {
        let losses = &mut self.known.entry(key).or_default()[child];
        losses.sum += lost / moved;
        losses.count += 1.0;
        self.all[child].sum += lost / moved;
        self.all[child].count += 1.0;
    }

    /// How many choices follow in each child of a split that nothing is known of; 1 for others, whose own losses say more.
    pub(super) fn reach(&self, key: Key, choice: usize) -> [f64; 2] {
        let [taken, out] = self.reach.of(choice);
        match key {
            _ if self.known.contains_key(&key) => [1.0; 2],
            Key::Only(_, Choose::Out) => [out, taken],
            _ => [taken, out],
        }
    }

    /// What the child may lose when the split moves by so much: by its own losses, or those of all splits before it has any; and
    /// whether enough is known of it.
    pub(super) fn expects(&self, key: Key, child: usize, moved: f64) -> (f64, bool) {
        let own = self.known.get(&key).map_or(Losses::default(), |losses| losses[child]);
        let losses = if own.count > 0.0 { own } else { self.all[child] };
        let mean = if losses.count > 0.0 { losses.sum / losses.count } else { 1.0 };
        (mean * moved, own.count >= self.tries.reliable)
    }
}
