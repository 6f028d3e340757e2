//! Effort: what work takes from a team, as exact decimals.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// Millionths in one unit of the portfolio.
pub const MILLIONTHS: i128 = 1_000_000;

/// Cost or capacity in whole millionths of the portfolio's unit (person-weeks by default).
///
/// 128 bits hold the sum of ten million cells of 10^15 units, multiplied by a share, with room to spare; see
/// [`Effort::LARGEST_CELL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Effort(pub i128);

impl Effort {
    /// No effort at all.
    pub const ZERO: Self = Self(0);
    /// The largest cost or capacity that a cell may hold: 10^15 units. Sums and products with shares then fit into 128 bits.
    pub const LARGEST_CELL: Self = Self(1_000_000_000_000_000 * MILLIONTHS);

    /// The effort of so many whole units.
    #[must_use]
    pub const fn units(units: i64) -> Self {
        Self(units as i128 * MILLIONTHS)
    }

    /// Nearest floating-point number of units, for solvers and charts only.
    #[must_use]
    pub fn as_units(self) -> f64 {
        self.0 as f64 / MILLIONTHS as f64
    }

    /// Splits the effort in proportion to `weights` by largest remainder: the parts are whole millionths and sum to the whole; of
    /// equal remainders the earlier part gets the odd millionth.
    ///
    /// # Panics
    /// When the effort or a weight is negative, or no weight is positive.
    #[must_use]
    pub fn split(self, weights: &[u64]) -> Vec<Self> {
        let whole: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
        assert!(whole > 0 && self.0 >= 0, "a spread has a positive weight and a cost of at least 0");
        let share = |weight: u64| self.0 * i128::from(weight);
        let mut parts: Vec<i128> = weights.iter().map(|&weight| share(weight) / whole).collect();
        let missing = self.0 - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&part| (-(share(weights[part]) % whole), part));
        for &part in order.iter().take(usize::try_from(missing).expect("fewer odd millionths than parts")) {
            parts[part] += 1;
        }
        parts.into_iter().map(Self).collect()
    }
}

impl Add for Effort {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Effort {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Effort {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Effort {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sum for Effort {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Effort {
    /// Writes the exact decimal without needless zeros: `12`, `10.666667`, `-0.5`. A precision rounds half away from zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(6).min(6);
        let step = 10_i128.pow(6 - u32::try_from(digits).expect("at most six digits"));
        let steps = (self.0.abs() + step / 2) / step;
        let (whole, part) = (steps * step / MILLIONTHS, steps * step % MILLIONTHS);
        let sign = if self.0 < 0 && steps > 0 { "-" } else { "" };
        let text = if part == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{}", format!("{part:06}").trim_end_matches('0'))
        };
        f.pad_integral(true, "", &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_whole_and_odd_millionths_go_first() {
        let parts = Effort::units(32).split(&[1, 1, 1]);
        assert_eq!(parts, [Effort(10_666_667), Effort(10_666_667), Effort(10_666_666)]);
    }

    #[test]
    fn a_profile_gives_the_odd_millionth_to_the_largest_remainder() {
        assert_eq!(Effort(10).split(&[15, 85]), [Effort(2), Effort(8)]);
        assert_eq!(Effort(10).split(&[14, 86]), [Effort(1), Effort(9)]);
    }

    #[test]
    fn text_is_exact_and_short() {
        let shown: Vec<String> = [12_000_000, 10_666_667, -500_000, 0].iter().map(|&m| Effort(m).to_string()).collect();
        assert_eq!(shown, ["12", "10.666667", "-0.5", "0"]);
        assert_eq!(format!("{:.1}", Effort(10_666_667)), "10.7");
        assert_eq!(format!("{:>6}", Effort::units(7)), "     7");
    }
}
