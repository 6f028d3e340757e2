//! Shares: parts of a whole, as exact fractions.

use std::fmt;

use super::{Effort, MILLIONTHS};

/// Billionths in the whole; a share is held to nine decimals.
pub const BILLIONTHS: i128 = 1_000_000_000;

/// An exact part of a whole, 0 to 1, in billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(i128);

impl Share {
    /// Nothing.
    pub const NOTHING: Self = Self(0);
    /// Everything.
    pub const WHOLE: Self = Self(BILLIONTHS);

    /// Makes a share of so many billionths; `None` outside of 0..=10^9.
    #[must_use]
    pub const fn from_billionths(billionths: i128) -> Option<Self> {
        if billionths < 0 || billionths > BILLIONTHS { None } else { Some(Self(billionths)) }
    }

    /// The share nearest to a number; `None` outside of 0..=1.
    #[must_use]
    pub fn nearest(number: f64) -> Option<Self> {
        let billionths = (number * BILLIONTHS as f64).round();
        if billionths.is_finite() { Self::from_billionths(billionths as i128) } else { None }
    }

    /// The share that a part is of a whole, rounded down; `None` of nothing or less. What is beyond the whole counts as the whole.
    #[must_use]
    pub fn of(part: Effort, whole: Effort) -> Option<Self> {
        let billionths = |part: i128| part.max(0) * BILLIONTHS / whole.0;
        (whole > Effort::ZERO).then(|| Self(billionths(part.0.min(whole.0))))
    }

    /// The share in billionths of the whole.
    #[must_use]
    pub const fn billionths(self) -> i128 {
        self.0
    }

    /// The share in lowest terms: numerator and denominator.
    #[must_use]
    pub fn fraction(self) -> (i128, i128) {
        let divisor = greatest_common_divisor(self.0, BILLIONTHS);
        (self.0 / divisor, BILLIONTHS / divisor)
    }

    /// Nearest floating-point number, for printing and charts.
    #[must_use]
    pub fn as_number(self) -> f64 {
        self.0 as f64 / BILLIONTHS as f64
    }

    /// The share `width` below, but not below nothing.
    #[must_use]
    pub fn lowered(self, width: Self) -> Self {
        Self((self.0 - width.0).max(0))
    }

    /// The share `width` above, but not above the whole.
    #[must_use]
    pub fn raised(self, width: Self) -> Self {
        Self((self.0 + width.0).min(BILLIONTHS))
    }

    /// How much `part` lacks to be this share of `whole`, rounded up to a millionth; zero or less when it does not lack.
    /// Exact in sign: positive if and only if `part` is below this share of `whole`.
    #[must_use]
    pub fn lacking(self, part: Effort, whole: Effort) -> Effort {
        let (lacking, denominator) = self.lacking_fraction(part, whole);
        Effort(lacking.div_euclid(denominator) + i128::from(lacking.rem_euclid(denominator) != 0))
    }
}

impl Share {
    /// The same in units and not rounded to a millionth: what a price is paid on.
    #[must_use]
    pub fn lacking_units(self, part: Effort, whole: Effort) -> f64 {
        let (lacking, denominator) = self.lacking_fraction(part, whole);
        lacking as f64 / (denominator * MILLIONTHS) as f64
    }

    /// Numerator and denominator of what is lacking, in millionths.
    fn lacking_fraction(self, part: Effort, whole: Effort) -> (i128, i128) {
        let (numerator, denominator) = self.fraction();
        (numerator * whole.0 - denominator * part.0, denominator)
    }
}

impl fmt::Display for Share {
    /// Writes percent without needless zeros: `20 %`, `12.5 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / (BILLIONTHS / 100), self.0 % (BILLIONTHS / 100));
        let decimals = format!("{part:07}");
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{whole}{point}{decimals} %")
    }
}

/// Greatest common divisor of two numbers; that of 0 and 0 is 1, so that it can always be divided by.
#[must_use]
pub fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_is_one_over_five_and_prints_as_percent() {
        let fifth = Share::from_billionths(200_000_000).expect("inside of 0..1");
        assert_eq!(fifth.fraction(), (1, 5));
        assert_eq!(fifth.to_string(), "20 %");
        assert_eq!(Share::from_billionths(125_000_000).expect("inside").to_string(), "12.5 %");
    }

    #[test]
    fn lacking_is_exact_in_sign() {
        let third = Share::from_billionths(333_333_333).expect("inside");
        assert_eq!(third.lacking(Effort(0), Effort(1)), Effort(1));
        assert!(third.lacking(Effort::units(1), Effort::units(3)) <= Effort::ZERO);
        assert!(Share::WHOLE.lacking(Effort(9), Effort(10)) == Effort(1));
    }
}
