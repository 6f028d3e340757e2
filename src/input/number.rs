//! Numbers as people write them, read exactly or refused, never guessed.

use super::finding::quoted;

/// The most digits before the decimal point of a scaled number; what is longer does not fit into 128 bits.
const MOST_DIGITS: i64 = 37;
/// Exponents beyond this are cut; they are far outside of every range.
const LARGEST_EXPONENT: i64 = 1_000_000;

/// What a comma between digits may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Commas {
    /// Groups of three digits: in a file whose cells are separated by commas, in TOML and in flags.
    Group,
    /// Groups or decimals: in a file whose cells are separated by semicolons or tabs.
    Unclear,
}

/// An exact decimal: `digits * 10^exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    exponent: i64,
}

/// Why a text is not read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// `12,5`
    DecimalComma,
    /// `1,200` in a file separated by semicolons
    UnclearComma,
    /// `1,20,0` or `1.200,5`
    Grouping,
    /// `NaN`, `inf`
    NotFinite,
    /// `5d`, `€ 7`, `0x1F`
    Other,
}

impl Refused {
    /// What to write instead of `text`.
    pub(crate) fn way_out(self, text: &str) -> String {
        match self {
            Self::DecimalComma => format!("write decimals with a point: {}", quoted(&text.replace(',', "."))),
            Self::UnclearComma => {
                format!(
                    "write {} or {}: a comma may mean either here",
                    quoted(&text.replace(',', "")),
                    quoted(&text.replace(',', "."))
                )
            }
            Self::Grouping => "write it without separators between digits, decimals with a point".to_owned(),
            Self::NotFinite => "write a finite number".to_owned(),
            Self::Other => "write digits only, such as `1200`, `12.5` or `1e3`, without unit or currency".to_owned(),
        }
    }
}

/// A decimal in whole steps of some power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scaled {
    /// Number of steps.
    pub(crate) steps: i128,
    /// Whether the decimal lies between two steps; it goes to the nearer, half away from zero.
    pub(crate) rounded: bool,
}

impl Decimal {
    /// Reads a number: sign, digits in groups of three or in one piece, decimal point, exponent.
    pub(crate) fn parse(text: &str, commas: Commas) -> Result<Self, Refused> {
        let text = text.trim();
        let (negative, body) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if ["nan", "inf", "infinity"].contains(&body.to_lowercase().as_str()) {
            return Err(Refused::NotFinite);
        }
        let (mantissa, exponent) = body.split_once(['e', 'E']).map_or((body, Some(0)), |(m, e)| (m, read_exponent(e)));
        let (whole, after_point) = mantissa.split_once('.').map_or((mantissa, None), |(whole, part)| (whole, Some(part)));
        let part = after_point.unwrap_or_default();
        if !only_digits(part) || whole.is_empty() && part.is_empty() {
            return Err(if part.contains(',') { Refused::Grouping } else { Refused::Other });
        }
        let whole = ungrouped(whole, after_point, commas)?;
        let all = whole + part;
        let digits = all.trim_end_matches('0');
        let exponent = exponent.ok_or(Refused::Other)? + as_count(all.len() - digits.len()) - as_count(part.len());
        let digits = digits.trim_start_matches('0').to_owned();
        Ok(Self { negative: negative && !digits.is_empty(), digits, exponent })
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    /// The number in steps of `10^-places`; none if it has too many digits for 128 bits.
    pub(crate) fn scaled(&self, places: u32) -> Option<Scaled> {
        let shift = self.exponent + i64::from(places);
        let kept = as_count(self.digits.len()) + shift;
        if self.digits.is_empty() || kept < 0 {
            return Some(Scaled { steps: 0, rounded: !self.digits.is_empty() });
        }
        if kept > MOST_DIGITS {
            return None;
        }
        let cut = self.digits.len().min(usize::try_from(kept).ok()?);
        let (kept, lost) = self.digits.split_at(cut);
        let steps = if kept.is_empty() { 0 } else { kept.parse::<i128>().ok()? };
        let steps = steps * 10_i128.pow(u32::try_from(shift.max(0)).ok()?) + i128::from(lost.as_bytes().first() >= Some(&b'5'));
        Some(Scaled { steps: if self.negative { -steps } else { steps }, rounded: !lost.is_empty() })
    }

    /// The whole number that it is, if it is one.
    pub(crate) fn whole(&self) -> Option<i128> {
        self.scaled(0).filter(|scaled| !scaled.rounded).map(|scaled| scaled.steps)
    }

    /// The nearest floating-point number; none if it is beyond the largest.
    pub(crate) fn nearest_float(&self) -> Option<f64> {
        let sign = if self.negative { "-" } else { "" };
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        format!("{sign}{digits}e{}", self.exponent).parse().ok().filter(|number: &f64| number.is_finite())
    }
}

fn as_count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX / 4)
}

fn only_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn read_exponent(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let read = || digits.parse::<i64>().map_or(LARGEST_EXPONENT, |exponent| exponent.min(LARGEST_EXPONENT));
    (!digits.is_empty() && only_digits(digits)).then(|| sign * read())
}

/// The digits before the point without separators.
fn ungrouped(whole: &str, after_point: Option<&str>, commas: Commas) -> Result<String, Refused> {
    if only_digits(whole) {
        return Ok(whole.to_owned());
    }
    let is_space = |c: char| c.is_whitespace() && !c.is_control();
    let by_comma: Vec<&str> = whole.split(',').collect();
    let by_space: Vec<&str> = whole.split(is_space).collect();
    match (by_comma.len(), by_space.len()) {
        (1, 2..) if are_groups(&by_space) => Ok(by_space.concat()),
        (2, 1) if commas == Commas::Unclear && after_point.is_none() && are_groups(&by_comma) => Err(Refused::UnclearComma),
        (2.., 1) if are_groups(&by_comma) => Ok(by_comma.concat()),
        (2, 1) if after_point.is_none() && by_comma.iter().all(|part| only_digits(part)) => Err(Refused::DecimalComma),
        _ if whole.chars().all(|c| c.is_ascii_digit() || c == ',' || is_space(c)) => Err(Refused::Grouping),
        _ => Err(Refused::Other),
    }
}

/// One to three digits that do not begin with zero, then three each.
fn are_groups(parts: &[&str]) -> bool {
    parts.iter().all(|part| only_digits(part))
        && parts.split_first().is_some_and(|(first, rest)| {
            (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|part| part.len() == 3)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millionths(text: &str) -> Option<i128> {
        Decimal::parse(text, Commas::Group).ok()?.scaled(6).map(|scaled| scaled.steps)
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let units = |text| millionths(text).map(|steps| steps as f64 / 1e6);
        for (text, value) in [
            ("1,200", 1200.0),
            ("1,200.50", 1200.5),
            ("1 200", 1200.0),
            ("1\u{a0}200\u{202f}000", 1_200_000.0),
            ("1e3", 1000.0),
            ("12.5", 12.5),
            ("-7", -7.0),
            ("+.5", 0.5),
            ("2.5E-1", 0.25),
            (" 5. ", 5.0),
            ("-0", 0.0),
            ("\u{2212}3", -3.0),
            ("0.000000001e6", 0.001),
            ("1200e-2", 12.0),
        ] {
            assert_eq!(units(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_or_none_is_refused() {
        for (text, reason) in [
            ("12,5", Refused::DecimalComma),
            ("0,200", Refused::DecimalComma),
            ("1,20,000", Refused::Grouping),
            ("1.200,50", Refused::Grouping),
            ("12 00", Refused::Grouping),
            ("1,200 000", Refused::Grouping),
            ("NaN", Refused::NotFinite),
            ("-inf", Refused::NotFinite),
            ("0x1F", Refused::Other),
            ("5d", Refused::Other),
            ("€5", Refused::Other),
            ("1.2.3", Refused::Other),
            ("1e", Refused::Other),
            ("e5", Refused::Other),
            (".", Refused::Other),
            ("", Refused::Other),
            ("--5", Refused::Other),
            ("1_000", Refused::Other),
        ] {
            assert_eq!(Decimal::parse(text, Commas::Group), Err(reason), "{text}");
        }
        assert_eq!(Decimal::parse("1,200", Commas::Unclear), Err(Refused::UnclearComma));
        assert!(Decimal::parse("1,200,000", Commas::Unclear).is_ok());
    }

    #[test]
    fn more_places_than_asked_for_round_half_away_from_zero() {
        let scaled = |text| Decimal::parse(text, Commas::Group).expect("a number").scaled(1).expect("small");
        assert_eq!(scaled("0.25"), Scaled { steps: 3, rounded: true });
        assert_eq!(scaled("-0.25"), Scaled { steps: -3, rounded: true });
        assert_eq!(scaled("0.0499"), Scaled { steps: 0, rounded: true });
        assert_eq!(scaled("0.20"), Scaled { steps: 2, rounded: false });
        assert_eq!(scaled("1e-999999999999999999999"), Scaled { steps: 0, rounded: true });
    }

    #[test]
    fn numbers_beyond_all_ranges_are_neither_steps_nor_floats() {
        let huge = Decimal::parse("1e99999999999999999999", Commas::Group).expect("a number");
        assert_eq!((huge.scaled(6), huge.nearest_float(), huge.whole()), (None, None, None));
        assert_eq!(Decimal::parse("0e999", Commas::Group).expect("zero").nearest_float(), Some(0.0));
        assert_eq!(Decimal::parse("0.1", Commas::Group).expect("a tenth").nearest_float(), Some(0.1));
    }
}
