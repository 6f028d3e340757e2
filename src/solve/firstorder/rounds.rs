//! When a round is over: the method goes fast towards a solution from a good anchor, and slows down as its pull outlasts its use.
//!
//! A round ends when steps are a fifth as long as at its first look, or shorter than at first and no longer shrinking, or when it
//! makes up a third of all iterations (Applegate and others 2021; the constants are those of Lu and Yang 2024, cuPDLP).

/// Share of the first step's length at which a round has done its work.
const ENOUGH: f64 = 0.2;
/// Share of it at which a round that no longer gets shorter steps is over.
const SOME: f64 = 0.8;
/// Share of all iterations that makes a round long.
const LONG: f64 = 0.36;

/// What is known of the round so far.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    iterations: u64,
    /// Lengths of the first and the last step that was looked at.
    seen: Option<(f64, f64)>,
}

impl Rounds {
    /// Whether the round is over after so many more iterations, the last of which was so long; the next one has begun then.
    pub(super) fn ends(&mut self, more: u64, round: u64, length: f64) -> bool {
        self.iterations += more;
        let (first, last) = self.seen.unwrap_or((length, f64::INFINITY));
        let is_short = length <= ENOUGH * first;
        let is_stuck = length <= SOME * first && length > last;
        let is_long = round as f64 >= LONG * self.iterations as f64;
        let ends = is_short || is_stuck || is_long;
        self.seen = if ends { None } else { Some((first, length)) };
        ends
    }
}
