//! What splits have cost so far: the value lost per unit that a split moved (pseudo-costs: Bénichou and others 1971), so that splits
//! are tried with pivots only until enough is known of them (reliability branching: Achterberg, Koch and Martin 2005).

use std::collections::HashMap;

use crate::solve::proof_tree::Key;

/// Losses of a split after which it is not tried again.
const RELIABLE: f64 = 2.0;

/// Losses of all splits.
#[derive(Debug, Default, Clone)]
pub(super) struct History {
    known: HashMap<Key, [Losses; 2]>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Losses {
    sum: f64,
    count: f64,
}

impl History {
    /// Adds what a child lost when the split moved by so much.
    pub(super) fn add(&mut self, key: Key, child: usize, moved: f64, lost: f64) {
        let losses = &mut self.known.entry(key).or_default()[child];
        losses.sum += lost / moved;
        losses.count += 1.0;
    }

    /// What the child may lose when the split moves by so much; `None` if too little is known.
    pub(super) fn expects(&self, key: Key, child: usize, moved: f64) -> Option<f64> {
        let losses = self.known.get(&key)?[child];
        (losses.count >= RELIABLE).then(|| losses.sum / losses.count * moved)
    }
}
