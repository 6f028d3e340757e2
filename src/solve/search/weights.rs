//! Weights of hard rows: heavier while a row is broken too often, lighter while too seldom.
//!
//! A row that is broken at a share `f` of the looks keeps its weight when `heavier^f * lighter^(1-f) = 1`. The share that is asked
//! for falls to nothing over a cooling: while rows give way, initiatives change places through selections that hold a little too
//! much; at the end all rows are kept. Rows that always keep, or break as seldom at the start as at the end, measured one to two per
//! cent worse. (Glover and Hao 2011, The case for strategic oscillation, on crossing the border of what is feasible.)

use super::state::State;

/// What a row that is broken when it is looked at gets heavier by.
const HEAVIER: f64 = 1.04;
/// Share of looks at which a row may be broken, when a cooling starts; more than 0.8 measured too much on small programs.
const BROKEN: f64 = 0.6;
/// Least and most weight, in weights at the start: rows that seldom matter must not take long to be felt, and rows that cannot be
/// kept must not outweigh all numbers.
const LEAST: f64 = 0.02;
/// See [`LEAST`].
const MOST: f64 = 1e9;

/// Looks at rows one after another, each about once in as many moves as there are initiatives.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    next: usize,
    lighter: f64,
    /// Moves between two looks, and since the last.
    gap: usize,
    since: usize,
}

impl Weights {
    /// Sets what is asked for at this point of a cooling, 0 to 1.
    pub(super) fn turn(&mut self, state: &State, initiatives: usize, progress: f64) {
        let broken = BROKEN * (1.0 - progress) * (1.0 - progress);
        self.lighter = HEAVIER.powf(-broken / (1.0 - broken));
        self.gap = (initiatives / state.lines.len().max(1)).max(1);
    }

    /// Counts a move, and looks at the next row when its turn has come.
    #[inline]
    pub(super) fn look(&mut self, state: &mut State) {
        self.since += 1;
        if self.since < self.gap {
            return;
        }
        self.since = 0;
        self.next = if self.next + 1 >= state.lines.len() { 0 } else { self.next + 1 };
        let Some(line) = state.lines.get_mut(self.next) else { return };
        if !state.tables.soft[self.next] {
            let first = state.tables.lines[self.next].weight;
            let by = if line.excess > 0.0 { HEAVIER } else { self.lighter };
            line.weight = (line.weight * by).clamp(first * LEAST, first * MOST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_end_of_a_cooling_no_row_gets_lighter() {
        let state = State::new(&crate::solve::search::tests::program("id,value,cost: A\nX,5,4\nY,4,4", 4));
        let mut weights = Weights::default();
        weights.turn(&state, 2, 1.0);
        assert_eq!(weights.lighter, 1.0);
    }
}
