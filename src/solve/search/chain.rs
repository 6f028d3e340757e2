//! Chains: a change of one initiative with all that its arcs move along.

use super::state::State;
use super::tables::{NONE, Need, Tables};

/// Most initiatives that one change may move along.
const LONGEST_CHAIN: usize = 20_000;

impl State {
    /// Whether what this placement waits for is chosen and ready by its start.
    #[inline]
    pub(super) fn is_served(&self, placement: u32) -> bool {
        let place = &self.tables.places[placement as usize];
        let is_served = |need: &Need| {
            let prerequisite = self.chosen[need.other as usize];
            need.variant != place.variant || (prerequisite != NONE && self.tables.ready(prerequisite, need.lag) <= place.start)
        };
        self.tables.needs.of(place.initiative as usize).iter().all(is_served)
    }

    /// Whether nothing that is chosen waits for more than this placement, or none, gives.
    #[inline]
    pub(super) fn serves(&self, initiative: u32, placement: u32) -> bool {
        let serves = |want: &Need| {
            let waiting = self.chosen[want.other as usize];
            if waiting == NONE {
                return true;
            }
            let waiting = &self.tables.places[waiting as usize];
            want.variant != waiting.variant || (placement != NONE && self.tables.ready(placement, want.lag) <= waiting.start)
        };
        self.tables.wanted_by.of(initiative as usize).iter().all(serves)
    }

    /// Whether an initiative may have this placement, or none, with all others as they are.
    #[inline]
    pub(super) fn fits_arcs(&self, initiative: u32, placement: u32) -> bool {
        (placement == NONE || self.is_served(placement)) && self.serves(initiative, placement)
    }

    /// Makes a change with all that its arcs move along, if it gains as much as `threshold`.
    pub(super) fn chain(&mut self, initiative: u32, placement: u32, threshold: f64) {
        self.attempt(threshold, |state| state.put(initiative, placement));
    }

    /// Chooses a placement for an initiative, or none, and moves others along until every arc is kept; tells the gain. `None` if
    /// that cannot be done; the caller then undoes.
    pub(super) fn put(&mut self, initiative: u32, placement: u32) -> Option<f64> {
        let tables = self.tables.clone();
        let mut gain = self.change(initiative, placement);
        let mut dirty = vec![initiative];
        while let Some(next) = dirty.pop() {
            if self.journal.len() > LONGEST_CHAIN {
                return None;
            }
            gain += self.pull(&tables, next, &mut dirty)?;
            gain += self.push(&tables, next, &mut dirty)?;
        }
        Some(gain)
    }

    /// Brings the prerequisites of `initiative` in, early enough.
    fn pull(&mut self, tables: &Tables, initiative: u32, dirty: &mut Vec<u32>) -> Option<f64> {
        let own = self.chosen[initiative as usize];
        if own == NONE {
            return Some(0.0);
        }
        let (place, needs) = (&tables.places[own as usize], tables.needs.of(initiative as usize));
        self.work += needs.len() as u64;
        let mut gain = 0.0;
        for need in needs.iter().filter(|need| need.variant == place.variant) {
            let before = self.chosen[need.other as usize];
            if before != NONE && tables.ready(before, need.lag) <= place.start {
                continue;
            }
            let best = self.best_of(tables, need.other, |placement| tables.ready(placement, need.lag) <= place.start)?;
            gain += self.change(need.other, best);
            dirty.push(need.other);
        }
        Some(gain)
    }

    /// Moves dependants of `initiative` that now start too early, or out when there is no room or no prerequisite.
    fn push(&mut self, tables: &Tables, initiative: u32, dirty: &mut Vec<u32>) -> Option<f64> {
        let (own, wants) = (self.chosen[initiative as usize], tables.wanted_by.of(initiative as usize));
        self.work += wants.len() as u64;
        let mut gain = 0.0;
        for want in wants {
            let waiting = self.chosen[want.other as usize];
            if waiting == NONE {
                continue;
            }
            let ready = if own == NONE { NONE } else { tables.ready(own, want.lag) };
            let is_kept = |placement: u32| {
                let place = &tables.places[placement as usize];
                place.variant != want.variant || (own != NONE && ready <= place.start)
            };
            if is_kept(waiting) {
                continue;
            }
            let later = self.best_of(tables, want.other, is_kept).unwrap_or(NONE);
            if later == NONE && tables.required[want.other as usize] {
                return None;
            }
            gain += self.change(want.other, later);
            dirty.push(want.other);
        }
        Some(gain)
    }

    /// The placement of an initiative that gains most among those that `fits`.
    fn best_of(&mut self, tables: &Tables, initiative: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
        let before = self.chosen[initiative as usize];
        if before != NONE {
            self.lift(before);
        }
        let mut best: Option<(f64, u32)> = None;
        for &placement in tables.open.of(initiative as usize).iter().filter(|&&placement| fits(placement)) {
            let gain = self.gain_of_adding(placement);
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, placement));
            }
        }
        if before != NONE {
            self.lower(before);
        }
        best.map(|(_, placement)| placement)
    }
}
