//! Numbers for people: rounded, without needless zeros.

use crate::model::Effort;

/// A larger gap tells nothing: of a plan worth next to nothing it is a number of twenty digits.
const LARGEST_GAP: f64 = 10.0;

/// A value with at most two decimals.
pub(super) fn value(value: f64) -> String {
    decimals(value, 2)
}

/// An effort with at most two decimals.
pub(super) fn effort(effort: Effort) -> String {
    format!("{effort:.2}")
}

/// A share in percent with at most two decimals: `19.97 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", decimals(share * 100.0, 2))
}

/// A gap in percent; one that is there but too small to be seen is not called 0.
pub(super) fn gap(gap: f64) -> String {
    match gap {
        _ if gap.is_infinite() => "unknown".to_owned(),
        _ if gap > LARGEST_GAP => "over 1000 %".to_owned(),
        _ if gap > 0.0 && gap < 1e-5 => "under 0.001 %".to_owned(),
        _ => format!("{} %", decimals(gap * 100.0, 3)),
    }
}

/// Seconds with at most two decimals.
pub(super) fn seconds(seconds: f64) -> String {
    format!("{} s", decimals(seconds, 2))
}

/// A count with its noun: `1 warning`, `2 warnings`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn decimals(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([value(290.0), value(-0.001), value(10.256), value(100.0)], ["290", "0", "10.26", "100"]);
        assert_eq!([percent(0.1997), gap(3e-6), gap(0.0), gap(0.0321)], ["19.97 %", "under 0.001 %", "0 %", "3.21 %"]);
    }
}
