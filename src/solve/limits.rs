//! Every limit and tolerance of the solving methods, with its unit and the reason for its value.

use std::time::Duration;

/// Initiatives above which presolve does not look at the load of prerequisites: their closures take n * n / 8 bytes, 50 MB here.
pub(super) const MOST_INITIATIVES_WITH_CLOSURES: usize = 20_000;

/// Entries of the relaxation (coefficients of all rows and columns) above which the interior point method takes minutes and the
/// subgradient method bounds the program instead. 120 000 entries took 9 s, growth is steeper than linear.
pub(super) const MOST_ENTRIES_OF_RELAXATION: usize = 600_000;

/// Placements above which no exact method is started on the default build: microlp finds nothing on tight programs of that size
/// in a minute and its memory grows with every node.
pub(super) const MOST_PLACEMENTS_OF_EXACT: usize = 12_000;

/// Work of the first search for each placement, and its least and most: fixed, so that the same run gives the same plan. The least is
/// some milliseconds, the most a few seconds.
pub(super) const FIRST_WORK_PER_PLACEMENT: u64 = 100_000;
/// The same where the proof waits for the search: on 43 initiatives a third of the work cost the proof less than it saved.
pub(super) const FIRST_WORK_ALONE_PER_PLACEMENT: u64 = 30_000;
/// See [`FIRST_WORK_PER_PLACEMENT`].
pub(super) const FIRST_WORK: std::ops::RangeInclusive<u64> = 500_000..=300_000_000;

/// Work between two offers of one search, so that judging plans does not slow it; about half a second.
pub(super) const WORK_BETWEEN_OFFERS: u64 = 40_000_000;

/// Entries of a relaxation that is solved in a fraction of a second, so that the second search waits for its duals.
pub(super) const ENTRIES_OF_QUICK_RELAXATION: usize = 30_000;

/// Iterations of the subgradient method; the bound gains little after them.
pub(super) const SUBGRADIENT_ITERATIONS: usize = 2_000;

/// Iterations of the subgradient method before an interior point method that may take long: a first bound, whatever happens.
pub(super) const FEW_SUBGRADIENT_ITERATIONS: usize = 150;

/// Share of the value by which floating-point sums of a bound may be off; bounds are raised by it.
pub(super) const ROUNDING: f64 = 1e-10;

/// Share of the value that a placement must miss before its reduced cost closes it: wider than [`ROUNDING`], so that the
/// incumbent's own placements always stay.
pub(super) const FIXING_MARGIN: f64 = 1e-7;

/// How far from a whole number of steps a bound may be rounded down to it, in steps.
pub(super) const STEP_SLACK: f64 = 1e-6;

/// Rounds of cutting off plans that a solver took for good within its tolerance but that break a rule in exact arithmetic.
pub(super) const MOST_EXACTNESS_ROUNDS: usize = 50;

/// Time that exact methods end before the limit, so that their answer still counts.
pub(super) const MARGIN: Duration = Duration::from_millis(150);

/// Cells of a dense tableau above which the sparse method is faster: about 40 initiatives in four quarters.
pub(super) const MOST_CELLS_OF_TABLEAU: usize = 30_000;

/// Pivots after which a node is branched on as it is; its bound holds all the same.
pub(super) const PIVOTS_OF_NODE: usize = 2_000;

/// Rounds of adding cuts at the root; most programs have no more after five.
pub(super) const MOST_CUTTING_ROUNDS: usize = 10;

/// Share of the best value by which a plan must be better to be looked for: less is rounding.
pub(super) const TIE: f64 = 1e-9;

/// Share of all parts, summed by size, that a sum of some thousand of them may be off by: 10^4 units in the last place.
pub(super) const SUMMING: f64 = 1e-12;

/// Doublings of a step along a ray; more than 10^18 times the first is no number to rely on.
pub(super) const MOST_DOUBLINGS: i32 = 60;
