//! Coolings: how a search spreads its run over starts from hot to cold.
//!
//! A cooling that moves each initiative often enough ends near the best that cooling comes to; where there is time for more, one search
//! cools once, as slowly as it can, and its neighbour several times, each time from the best plan that anybody has found.

/// Moves of each initiative in one of several coolings; not measured against other numbers.
const MOVES: f64 = 15_000.0;
/// Most coolings.
const MOST: f64 = 8.0;
/// Share of the run after which the number of its moves can be told from those so far.
const TELLING: f64 = 0.03;
/// Share, in logarithms, of the way from hot to cold that a cooling from the best plan leaves out, for not all of it to melt.
const SKIPPED: f64 = 0.4;

/// The coolings of a search.
#[derive(Debug)]
pub(super) struct Coolings {
    is_one: bool,
    /// How many there are, once that can be told.
    count: Option<f64>,
    number: usize,
}

impl Coolings {
    /// Those for a seed: neighbouring seeds cool in different ways.
    pub fn of_seed(seed: u64) -> Self {
        Self { is_one: seed.is_multiple_of(2), count: None, number: 0 }
    }

    /// How far the present cooling is on its way from hot to cold when so much of the search is over, with so many moves of each
    /// initiative; and whether it begins now, from the best plan.
    pub fn at(&mut self, over: f64, moves: f64) -> (f64, bool) {
        if over < TELLING || self.is_one {
            return (over, false);
        }
        let count = *self.count.get_or_insert_with(|| (moves / over / MOVES).floor().clamp(1.0, MOST));
        let number = (over * count).floor().min(count - 1.0);
        let begins = number as usize > self.number;
        self.number = number as usize;
        let skipped = if self.number > 0 { SKIPPED } else { 0.0 };
        (skipped + (1.0 - skipped) * (over * count - number), begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where coolings begin in a run of so many moves, and how far each comes.
    fn begins(seed: u64, moves: f64) -> (usize, f64) {
        let mut coolings = Coolings::of_seed(seed);
        let points = (0..=1_000).map(|step| f64::from(step) / 1_000.0).map(|over| coolings.at(over, moves * over));
        points.fold((0, 0.0), |(count, _), (progress, begins)| (count + usize::from(begins), progress))
    }

    #[test]
    fn a_search_with_few_moves_and_every_other_search_cools_once() {
        assert_eq!(begins(1, MOVES), (0, 1.0));
        assert_eq!(begins(2, MOVES * 10.0), (0, 1.0));
    }

    #[test]
    fn a_search_with_many_moves_cools_several_times_to_the_end() {
        assert_eq!(begins(1, MOVES * 3.5), (2, 1.0));
        assert_eq!(begins(1, MOVES * 100.0), (MOST as usize - 1, 1.0));
    }
}
