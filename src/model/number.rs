//! Numbers of a portfolio that can be turned: what a sweep moves over a range.

use std::ops::Range;

use super::{Adjust, Allocation, BILLIONTHS, Budget, Change, Effort, Id, Limit, MILLIONTHS, Share, Team};

/// A number that can be set to anything within its range. Ids are those of the portfolio that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// The least share of an allocation rule.
    Floor(Allocation),
    /// The greatest share of an allocation rule.
    Ceiling(Allocation),
    /// What a team can spend in each of some quarters.
    Capacity {
        /// The team.
        team: Id<Team>,
        /// Quarters of the plan.
        quarters: Range<u32>,
        /// How a setting is read.
        manner: Manner,
    },
    /// The share of its value that work loses with each quarter until its finish.
    DiscountRate,
    /// How many initiatives may be active at once.
    Limit(Limit),
    /// The cap of a budget.
    Budget(Budget),
}

/// How a setting of a capacity is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// The capacity becomes this.
    To,
    /// It becomes so much more, or less if negative.
    By,
    /// It becomes so many times as much.
    Times,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A share from 0 to 1, in billionths.
    Share,
    /// An effort of at least 0, in millionths of the portfolio's unit.
    Effort,
    /// An effort more or less than before, in millionths of the portfolio's unit.
    More,
    /// A factor of at least 0, in billionths.
    Factor,
    /// A whole number of at least 0.
    Count,
}

/// Where a number stands, in the smallest steps of its [`Scale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setting(pub i128);

impl Scale {
    /// Smallest steps in one.
    #[must_use]
    pub fn steps(self) -> i128 {
        match self {
            Self::Share | Self::Factor => BILLIONTHS,
            Self::Effort | Self::More => MILLIONTHS,
            Self::Count => 1,
        }
    }

    /// The settings that mean something.
    #[must_use]
    pub fn range(self) -> std::ops::RangeInclusive<i128> {
        match self {
            Self::Share => 0..=BILLIONTHS,
            Self::Effort => 0..=Effort::LARGEST_CELL.0,
            Self::More => -Effort::LARGEST_CELL.0..=Effort::LARGEST_CELL.0,
            Self::Factor => 0..=BILLIONTHS * BILLIONTHS,
            Self::Count => 0..=i128::from(u32::MAX),
        }
    }

    /// The nearest floating-point number, for charts and files.
    #[must_use]
    pub fn as_number(self, setting: Setting) -> f64 {
        setting.0 as f64 / self.steps() as f64
    }
}

impl Number {
    /// What it counts.
    #[must_use]
    pub fn scale(&self) -> Scale {
        match self {
            Self::Floor(_) | Self::Ceiling(_) | Self::DiscountRate => Scale::Share,
            Self::Capacity { manner: Manner::To, .. } | Self::Budget(_) => Scale::Effort,
            Self::Capacity { manner: Manner::By, .. } => Scale::More,
            Self::Capacity { manner: Manner::Times, .. } => Scale::Factor,
            Self::Limit(_) => Scale::Count,
        }
    }

    /// The change that sets it; what lies outside of its range is brought to the nearer end.
    #[must_use]
    pub fn set(&self, to: Setting) -> Change {
        let steps = to.0.clamp(*self.scale().range().start(), *self.scale().range().end());
        let share = Share::from_billionths(steps);
        match self {
            Self::Floor(rule) => Change::Allocation(Allocation { min: share, ..rule.clone() }),
            Self::Ceiling(rule) => Change::Allocation(Allocation { max: share, ..rule.clone() }),
            Self::Capacity { team, quarters, manner } => {
                let adjust = match manner {
                    Manner::To => Adjust::To(Effort(steps)),
                    Manner::By => Adjust::By(Effort(steps)),
                    Manner::Times => Adjust::Times(Scale::Factor.as_number(Setting(steps))),
                };
                Change::Capacity { team: *team, quarters: quarters.clone(), adjust }
            }
            Self::DiscountRate => Change::DiscountFactor(1.0 / (1.0 + Scale::Share.as_number(Setting(steps)))),
            Self::Limit(rule) => Change::Limit(Limit { max_active: u32::try_from(steps).unwrap_or(u32::MAX), ..rule.clone() }),
            Self::Budget(rule) => Change::Budget(Budget { max: Effort(steps), ..rule.clone() }),
        }
    }

    /// The rule whose share it bounds, if it does.
    #[must_use]
    pub fn allocation(&self) -> Option<&Allocation> {
        if let Self::Floor(rule) | Self::Ceiling(rule) = self { Some(rule) } else { None }
    }
}

impl Setting {
    /// So many settings from `first` to `last`, evenly spaced to the nearest step and each once; at least the two ends.
    #[must_use]
    pub fn evenly(first: Self, last: Self, count: usize) -> Vec<Self> {
        let parts = i128::try_from(count.max(2) - 1).unwrap_or(1);
        let at = |part: i128| Self(first.0 + ((last.0 - first.0) * part * 2 + parts).div_euclid(parts * 2));
        let mut settings: Vec<Self> = (0..=parts).map(at).collect();
        settings.dedup();
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_evenly_spaced_and_come_once() {
        let evenly =
            |first, last, count| Setting::evenly(Setting(first), Setting(last), count).iter().map(|s| s.0).collect::<Vec<_>>();
        assert_eq!(evenly(0, 400, 5), [0, 100, 200, 300, 400]);
        assert_eq!(evenly(0, 10, 4), [0, 3, 7, 10]);
        assert_eq!(evenly(1, 3, 9), [1, 2, 3]);
        assert_eq!(evenly(-10, 10, 3), [-10, 0, 10]);
    }
}
