//! Every limit and tolerance of the solving methods, with its unit and the reason for its value.

use std::time::Duration;

/// Initiatives above which presolve does not look at the load of prerequisites: their closures take n * n / 8 bytes, 50 MB here.
pub(super) const MOST_INITIATIVES_WITH_CLOSURES: usize = 20_000;

/// Placements that the certificate may leave open for a proof to be tried: the relaxation of more takes seconds in every node.
pub(super) const MOST_PLACEMENTS_OF_PROOF: usize = 12_000;

/// The same where arcs rule over several quarters: the root of 1 000 blocks in ten quarters takes minutes, the whole proof of 1 060 in
/// six quarters half a minute.
pub(super) const MOST_PLACEMENTS_OF_PROOF_OF_SCHEDULES: usize = 7_000;

/// Lanes of a proof that has not come for long and need not be near: searches find there what the proof does not.
pub(super) const LONG_PROOF: f64 = 0.2;

/// Open placements of programs whose proof may be near whatever the gap: a plan is soon found, and the proof is what is left to do. Up to
/// some 80 initiatives in four quarters have fewer.
pub(super) const OPEN_NEAR_PROOF: usize = 250;

/// Gap below which a proof may be near, as a share of the best value.
pub(super) const GAP_OF_PROOF: f64 = 0.007;

/// The same where no more than [`OPEN_OF_SMALL_PROOF`] placements are open: 120 initiatives in four quarters have some 340, and their
/// proof takes a quarter of an hour or does not end, by how wide the gap is.
pub(super) const GAP_OF_SMALL_PROOF: f64 = 0.01;
/// See [`GAP_OF_SMALL_PROOF`].
pub(super) const OPEN_OF_SMALL_PROOF: usize = 600;

/// The same where arcs rule over several quarters: bounds of small mines fall by percents once they are split, and searches find all
/// they will in a few seconds.
pub(super) const GAP_OF_PROOF_OF_SCHEDULES: f64 = 0.02;

/// The same as [`MOST_PLACEMENTS_OF_PROOF`] for HiGHS, which is faster on large relaxations.
#[cfg(feature = "highs")]
pub(super) const MOST_PLACEMENTS_OF_LIBRARY: usize = 40_000;

/// Placements of a program that is too large for a proof, whatever the certificate closes, so that searches need not wait for it.
pub(super) const PLACEMENTS_BEYOND_PROOF: u64 = 20_000;

/// Work of the opening for each placement, and its least and most: fixed, so that the same run gives the same plan. The least is some
/// milliseconds, the most a few seconds; on 43 initiatives more cost the proof less than it saved.
pub(super) const OPENING_WORK_PER_PLACEMENT: u64 = 30_000;
/// See [`OPENING_WORK_PER_PLACEMENT`].
pub(super) const OPENING_WORK: std::ops::RangeInclusive<u64> = 500_000..=300_000_000;

/// Work of one lane in a second, about: what a time limit is worth in work as long as the clock paces nothing.
pub(super) const WORK_A_SECOND: f64 = 1.3e8;

/// Work of all methods before the clock paces searches, ten seconds of two cores, and the same as the most of the time limit.
pub(super) const WORK_BEFORE_PACE: u64 = 2_600_000_000;
/// See [`WORK_BEFORE_PACE`].
pub(super) const SHARE_BEFORE_PACE: f64 = 0.2;

/// Lanes of a run with a work limit: its plan may not depend on the number of threads.
pub(super) const LANES_OF_WORK: usize = 2;

/// Work of a step in the first round, some tenths of a millisecond; by what factor it grows from round to round; and the
/// least and most of its largest, some hundredths to tenths of a second.
pub(super) const FIRST_STEP: u64 = 100_000;
/// See [`FIRST_STEP`].
pub(super) const GROWTH_OF_STEPS: f64 = 1.5;
/// See [`FIRST_STEP`].
pub(super) const LARGEST_STEP: std::ops::RangeInclusive<f64> = 1e7..=4e7;

/// The same for each placement: what a step does beside its moves takes as long as some looks at each of them.
pub(super) const LARGEST_STEP_PER_PLACEMENT: f64 = 300.0;

/// Steps of a lane in a round: threads wait for each other at its end for half a step on average, and plans are exchanged only then.
pub(super) const STEPS_OF_LANE: f64 = 6.0;

/// Entries of a relaxation that the interior point method solves in a fraction of a second; first-order steps bound larger ones.
pub(super) const ENTRIES_OF_QUICK_RELAXATION: usize = 30_000;

/// Multipliers of nodes that an answer keeps of its proof, 6 to 15 MB in a file: the whole proof of 40 initiatives in four quarters, a few
/// thousand nodes of 120.
pub(super) const MOST_NUMBERS_OF_TREE: usize = 500_000;

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

/// The same as the most of the time limit, for short ones.
pub(super) const SHARE_OF_MARGIN: f64 = 0.25;

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
