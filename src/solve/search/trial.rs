//! Trials: changes that are weighed on rows alone, and made only if they gain enough.
//!
//! Most chains of changes are refused. While one is tried, placements and rows are as the changes have them; value, breaches and who uses
//! which row are brought up to date only when it is made.

use super::state::State;
use super::tables::NONE;

/// Whether changes are tried.
#[derive(Default)]
pub(super) struct Trial {
    pub is_on: bool,
    /// What each changed initiative is to have; kept for its memory.
    made: Vec<(u32, u32)>,
}

impl State {
    /// Tries changes, and makes them if they gain as much as `threshold`; no gain is told of what cannot be done.
    pub(super) fn attempt(&mut self, threshold: f64, changes: impl FnOnce(&mut Self) -> Option<f64>) {
        self.trial.is_on = true;
        let is_made = changes(self).is_some_and(|gain| gain >= threshold);
        let mut made = std::mem::take(&mut self.trial.made);
        if is_made {
            made.extend(self.journal.iter().map(|&(initiative, _)| (initiative, self.chosen[initiative as usize])));
        }
        self.undo();
        self.trial.is_on = false;
        for (initiative, placement) in made.drain(..) {
            self.set(initiative, placement);
        }
        self.trial.made = made;
    }

    /// Gives an initiative another placement, or none, on the rows alone; tells what [`Self::set`] would gain.
    pub(super) fn try_out(&mut self, initiative: u32, placement: u32) -> f64 {
        let before = std::mem::replace(&mut self.chosen[initiative as usize], placement);
        if before == placement {
            return 0.0;
        }
        let mut gain = self.gain_of_presence(initiative, before, placement);
        if before != NONE {
            gain += self.lift(before);
        }
        if placement != NONE {
            gain += self.lower(placement);
        }
        gain
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::solve::search::tables::Tables;
    use crate::solve::search::tests::two_teams;

    #[test]
    fn a_chain_that_gains_too_little_leaves_everything_as_it_was() {
        let mut random = fastrand::Rng::with_seed(3);
        let tables = Arc::new(Tables::new(&two_teams(&mut random)));
        let mut state = State::on(Arc::clone(&tables));
        let kept = |state: &State| {
            (state.chosen.clone(), state.value(), state.breaches(), state.lines.iter().map(|line| line.over).collect::<Vec<_>>())
        };
        for _ in 0..300 {
            let initiative = tables.movable[random.usize(..tables.movable.len())];
            let open = tables.open.of(initiative as usize);
            let after = open[random.usize(..open.len())];
            let (before, gain) = (kept(&state), state.put(initiative, after).unwrap_or(f64::NEG_INFINITY));
            let done = kept(&state);
            state.undo();
            state.chain(initiative, after, gain + 1.0);
            assert_eq!(kept(&state), before);
            state.chain(initiative, after, gain);
            assert_eq!(kept(&state), done);
        }
    }
}
