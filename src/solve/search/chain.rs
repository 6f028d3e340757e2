//! Chains: a change of one initiative with all that its arcs move along.

use super::state::{State, as_u32};
use crate::model::Id;
use crate::program::Placement;

/// Most initiatives that one change may move along.
const LONGEST_CHAIN: usize = 20_000;

impl State<'_> {
    /// Chooses a placement for an initiative, or none, and moves others along until every arc is kept. `false` if that cannot be
    /// done; the caller then undoes.
    pub(super) fn put(&mut self, initiative: usize, placement: Option<Id<Placement>>) -> bool {
        self.change(initiative, placement);
        let mut dirty = vec![initiative];
        while let Some(next) = dirty.pop() {
            if self.journal.len() > LONGEST_CHAIN || !self.pull(next, &mut dirty) || !self.push(next, &mut dirty) {
                return false;
            }
        }
        true
    }

    /// Brings the prerequisites of `initiative` in, early enough.
    fn pull(&mut self, initiative: usize, dirty: &mut Vec<usize>) -> bool {
        let Some(own) = self.chosen(initiative) else { return true };
        let (start, variant) = self.start_and_variant(own);
        self.work += self.needs[initiative].len() as u64;
        for position in 0..self.needs[initiative].len() {
            let need = self.needs[initiative][position];
            let before = need.other as usize;
            if need.variant != variant || self.chosen(before).is_some_and(|id| self.ready(id, need.lag) <= start) {
                continue;
            }
            let Some(best) = self.best_of(before, |state, id| state.ready(id, need.lag) <= start) else { return false };
            self.change(before, Some(best));
            dirty.push(before);
        }
        true
    }

    /// Moves dependants of `initiative` that now start too early, or out when there is no room or no prerequisite.
    fn push(&mut self, initiative: usize, dirty: &mut Vec<usize>) -> bool {
        self.work += self.wanted_by[initiative].len() as u64;
        for position in 0..self.wanted_by[initiative].len() {
            let want = self.wanted_by[initiative][position];
            let after = want.other as usize;
            let Some(waiting) = self.chosen(after) else { continue };
            let (start, variant) = self.start_and_variant(waiting);
            let ready = self.chosen(initiative).map(|id| self.ready(id, want.lag));
            if variant != want.variant || ready.is_some_and(|ready| ready <= start) {
                continue;
            }
            let later = ready.and_then(|ready| {
                self.best_of(after, |state, id| {
                    let (start, variant) = state.start_and_variant(id);
                    variant != want.variant || start >= ready
                })
            });
            if later.is_none() && self.required[after] {
                return false;
            }
            self.change(after, later);
            dirty.push(after);
        }
        true
    }

    /// The placement of an initiative with the best score among those that `fits`.
    fn best_of(&mut self, initiative: usize, fits: impl Fn(&Self, Id<Placement>) -> bool) -> Option<Id<Placement>> {
        let before = self.chosen[initiative];
        self.work += self.program.placements.range(Id::new(initiative)).len() as u64;
        let mut best: Option<(f64, Id<Placement>)> = None;
        for id in self.program.placements.of_initiative(Id::new(initiative)) {
            if fits(self, id) {
                self.set(initiative, as_u32(id.index()));
                if best.is_none_or(|(score, _)| self.score() > score) {
                    best = Some((self.score(), id));
                }
            }
        }
        self.set(initiative, before);
        best.map(|(_, id)| id)
    }
}
