//! What a tree takes over as its best selection.

use super::tree::Tree;
use crate::model::Id;
use crate::program::Selection;
use crate::solve::propagation::Open;

impl Tree {
    /// Takes a whole point over if it keeps the rules in whole numbers and is better than the best.
    pub(super) fn judge(&mut self, open: &Open) {
        let mut selection = Selection::empty(&self.program().placements);
        for (choice, facts) in self.program().choices.iter().enumerate() {
            let is_taken = |&placement: &usize| open.count(choice) == 1 || self.relaxed.amount(placement) > 0.5;
            selection.set(facts.initiative, open.placements(choice).find(is_taken).map(Id::new));
        }
        self.offer(selection);
    }

    /// Takes a selection over if it keeps the rules in whole numbers and is better than the best.
    pub(super) fn offer(&mut self, selection: Selection) {
        let value = self.program().value(&selection);
        if self.program().keeps(&selection) && value > self.known {
            self.known = value;
            self.best = Some((selection, value));
        }
    }
}
