//! The ends of a range: `0.2`, `20%`, `+26`, `-3`, `*1.1`.

use super::SweptError;
use crate::input::number::{Commas, Decimal};
use crate::model::{Manner, Scale, Setting};

/// One end of a range.
#[derive(Debug, Clone, Copy)]
pub(super) struct End<'a> {
    text: &'a str,
    manner: Manner,
    /// Without the sign of a factor.
    number: &'a str,
}

impl<'a> End<'a> {
    /// Reads the sign: `+` and `-` before a number change by it, `*` changes by a factor.
    pub(super) fn of(text: &'a str) -> Self {
        let text = text.trim();
        match text.strip_prefix(['*', '×']) {
            Some(number) => Self { text, manner: Manner::Times, number },
            None if text.starts_with(['+', '-', '\u{2212}']) => Self { text, manner: Manner::By, number: text },
            None => Self { text, manner: Manner::To, number: text },
        }
    }

    /// How both ends are read; a bare `0` is a change of nothing beside a change.
    pub(super) fn manner_with(&self, other: &Self) -> Option<Manner> {
        match (self.manner, other.manner) {
            (one, same) if one == same => Some(one),
            (Manner::By, Manner::To) if other.is_nothing() => Some(Manner::By),
            (Manner::To, Manner::By) if self.is_nothing() => Some(Manner::By),
            _ => None,
        }
    }

    fn is_nothing(&self) -> bool {
        Decimal::parse(self.number, Commas::Group).is_ok_and(|decimal| decimal.whole() == Some(0))
    }

    /// The end in steps of a scale, exactly.
    pub(super) fn setting(&self, scale: Scale) -> Result<Setting, SweptError> {
        let (number, hundred) = match self.number.strip_suffix('%') {
            Some(number) if matches!(scale, Scale::Share | Scale::Factor) => (number, 100),
            _ => (self.number, 1),
        };
        let not_a_number = |help| SweptError::NotANumber { text: self.text.to_owned(), help };
        let decimal = Decimal::parse(number, Commas::Group).map_err(|refused| not_a_number(refused.way_out(number)))?;
        let places = (scale.steps() / hundred).ilog10();
        let steps = decimal.scaled(places).filter(|scaled| !scaled.rounded).map(|scaled| scaled.steps);
        let meaning = steps.filter(|steps| scale.range().contains(steps)).map(Setting);
        meaning.ok_or_else(|| SweptError::Meaningless { text: self.text.to_owned(), wanted: wanted(scale) })
    }
}

fn wanted(scale: Scale) -> &'static str {
    match scale {
        Scale::Share => "a share from 0 to 1 of at most nine decimals, such as `0.2` or `20%`",
        Scale::Effort => "an amount from 0 to 10^15 of at most six decimals, such as `40`",
        Scale::More => "a change of at most 10^15 and six decimals, such as `+10`",
        Scale::Factor => "a factor from 0 to 10^9 of at most nine decimals, such as `*1.2`",
        Scale::Count => "a whole number of at least 0, such as `3`",
    }
}
