//! Quarters of the calendar, and the run of them that is planned.

use std::fmt;

/// A quarter of the plan, counted from 0 for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quarter(pub u32);

impl Quarter {
    /// Position in a list of the plan's quarters.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The last quarter of work that starts here and takes `duration` quarters (at least one).
    #[must_use]
    pub fn finish(self, duration: u32) -> Self {
        Self(self.0 + duration.max(1) - 1)
    }
}

/// A quarter of the calendar such as `2026Q1`, counted from `0000Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarQuarter(i32);

impl CalendarQuarter {
    /// Makes the quarter `quarter` (1 to 4) of `year` (0 to 9999); `None` outside of these.
    #[must_use]
    pub fn new(year: i32, quarter: i32) -> Option<Self> {
        ((0..=9999).contains(&year) && (1..=4).contains(&quarter)).then(|| Self(year * 4 + quarter - 1))
    }

    /// The quarter so many later, or earlier if negative; `None` outside of the years 0 to 9999.
    #[must_use]
    pub fn moved(self, quarters: i32) -> Option<Self> {
        self.0.checked_add(quarters).filter(|quarter| (0..40_000).contains(quarter)).map(Self)
    }

    /// Reads `2026Q1`, `2026-Q1`, `Q1 2026` or `FY26Q1`, in any case; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded: String = text.trim().to_ascii_uppercase().chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '/')).collect();
        let (year, quarter) = match folded.strip_prefix('Q') {
            Some(rest) => (rest.get(1..)?, rest.get(..1)?),
            None => folded.split_once('Q')?,
        };
        let (year, fiscal) = year.strip_prefix("FY").map_or((year, false), |rest| (rest, true));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let century = match year.len() {
            4 => 0,
            2 if fiscal => 2000,
            _ => return None,
        };
        if !digits(year) || !digits(quarter) || quarter.len() != 1 {
            return None;
        }
        Self::new(century + year.parse::<i32>().ok()?, quarter.parse().ok()?)
    }
}

impl fmt::Display for CalendarQuarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}Q{}", self.0 / 4, self.0 % 4 + 1))
    }
}

/// The run of quarters that is planned; it has at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    first: CalendarQuarter,
    count: u32,
}

impl Calendar {
    /// The longest plan that is read: 50 years. A longer one is a typing error far more often than a plan.
    pub const MOST_QUARTERS: u32 = 200;

    /// Makes the run from `first` to `last`, both included; `None` if it has no quarter or more than [`Self::MOST_QUARTERS`].
    #[must_use]
    pub fn new(first: CalendarQuarter, last: CalendarQuarter) -> Option<Self> {
        let count = u32::try_from(last.0 - first.0 + 1).ok()?;
        (1..=Self::MOST_QUARTERS).contains(&count).then_some(Self { first, count })
    }

    /// Number of quarters, at least 1.
    #[must_use]
    pub fn count(self) -> u32 {
        self.count
    }

    /// The last quarter.
    #[must_use]
    pub fn last(self) -> Quarter {
        Quarter(self.count - 1)
    }

    /// All quarters, in order.
    pub fn quarters(self) -> impl DoubleEndedIterator<Item = Quarter> + ExactSizeIterator {
        (0..self.count).map(Quarter)
    }

    /// The name of a quarter of the plan, `2026Q1`; quarters after the last have names too.
    #[must_use]
    pub fn name(self, quarter: Quarter) -> CalendarQuarter {
        CalendarQuarter(self.first.0 + i32::try_from(quarter.0).expect("a plan has few quarters"))
    }

    /// How many quarters `quarter` lies after the first one of the plan; negative if before.
    #[must_use]
    pub fn offset(self, quarter: CalendarQuarter) -> i32 {
        quarter.0 - self.first.0
    }

    /// The plan's quarter for one of the calendar; `None` if it is not planned.
    #[must_use]
    pub fn quarter(self, quarter: CalendarQuarter) -> Option<Quarter> {
        u32::try_from(self.offset(quarter)).ok().filter(|&offset| offset < self.count).map(Quarter)
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.first, self.name(self.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_spellings_of_a_quarter_are_one() {
        for text in ["2026Q1", "2026-Q1", "Q1 2026", "FY26Q1", " 2026 q1 ", "fy2026q1"] {
            assert_eq!(CalendarQuarter::parse(text), CalendarQuarter::new(2026, 1), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_quarter_is_refused() {
        for text in ["", "2026", "2026Q5", "2026Q0", "26Q1", "Q1", "2026Q11", "20x6Q1", "Q", "é2026Q1", "Qé2026", "2026Q+"] {
            assert_eq!(CalendarQuarter::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_calendar_counts_from_its_first_quarter() {
        let quarter = |text| CalendarQuarter::parse(text).expect("a quarter");
        let calendar = Calendar::new(quarter("2026Q3"), quarter("2027Q2")).expect("four quarters");
        assert_eq!((calendar.count(), calendar.to_string().as_str()), (4, "2026Q3..2027Q2"));
        assert_eq!(calendar.quarter(quarter("2027Q1")), Some(Quarter(2)));
        assert_eq!(calendar.quarter(quarter("2027Q3")), None);
        assert!(Calendar::new(quarter("2027Q2"), quarter("2026Q3")).is_none());
    }
}
