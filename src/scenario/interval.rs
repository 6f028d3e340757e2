//! What is known of a number of which only bounds are proven.

use std::ops::Sub;

/// The number lies between two others. The optimum of a solve that was cut lies between its value and its bound, and a difference of
/// two such optima is an interval as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// At least this; may be minus infinity.
    pub low: f64,
    /// At most this; may be infinity.
    pub high: f64,
}

impl Interval {
    /// The number itself is known.
    #[must_use]
    pub fn exactly(number: f64) -> Self {
        Self { low: number, high: number }
    }

    /// Width, at least 0.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Whether both ends are within `tolerance` of each other.
    #[must_use]
    pub fn is_point(self, tolerance: f64) -> bool {
        self.width() <= tolerance
    }

    /// Where the number most likely is, for ranking: the middle, or the end that is finite.
    #[must_use]
    pub fn middle(self) -> f64 {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => f64::midpoint(self.low, self.high),
            (true, false) => self.low,
            (false, true) => self.high,
            (false, false) => 0.0,
        }
    }

    /// The part of the interval that is at least `least`, for numbers that are known not to be below it.
    #[must_use]
    pub fn at_least(self, least: f64) -> Self {
        Self { low: self.low.max(least), high: self.high.max(least) }
    }
}

impl Sub for Interval {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_as_uncertain_as_both_sides_together() {
        let (with, without) = (Interval { low: 260.0, high: 262.0 }, Interval { low: 299.0, high: 300.0 });
        assert_eq!(without - with, Interval { low: 37.0, high: 40.0 });
        assert_eq!((Interval::exactly(5.0) - Interval::exactly(5.0)).width(), 0.0);
    }
}
