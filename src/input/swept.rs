//! What a sweep is asked for: `debt ratio=0..40%`, `Platform=*0.8..*1.2`, `discount_rate=0..0.1`.

mod name;
mod range;

use crate::model::{Calendar, Manner, Number, Portfolio, Scale, Setting};

/// A number and the ends of the range that it is swept over.
#[derive(Debug, Clone, PartialEq)]
pub struct Swept {
    /// The number.
    pub number: Number,
    /// Where the range begins.
    pub first: Setting,
    /// Where it ends; greater.
    pub last: Setting,
}

/// Why a text is not a number with a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SweptError {
    /// There is no `NUMBER=FROM..TO`.
    #[error("`{text}` does not say which number goes over which range: write it as `debt ratio=0..40%` or `{example}=*0.8..*1.2`")]
    NoRange {
        /// What is written.
        text: String,
        /// A name that is there.
        example: String,
    },
    /// The portfolio has no such number.
    #[error("`{name}` is no number that can be swept: {help}")]
    Unknown {
        /// What is written.
        name: String,
        /// The nearest name, and which names there are.
        help: String,
    },
    /// The name means more than one number.
    #[error("`{name}` can mean more than one number: write {meant}")]
    Ambiguous {
        /// What is written.
        name: String,
        /// Names that tell them apart.
        meant: String,
    },
    /// A quarter that is not planned.
    #[error("`{name}` names a quarter that is not planned: write one of {first}..{last}")]
    Quarter {
        /// What is written.
        name: String,
        /// The first quarter of the plan.
        first: String,
        /// The last quarter of the plan.
        last: String,
    },
    /// An end of the range is no number.
    #[error("`{text}` is not a number: {help}")]
    NotANumber {
        /// What is written.
        text: String,
        /// What to write instead.
        help: String,
    },
    /// An end of the range means nothing.
    #[error("`{text}` is not {wanted}")]
    Meaningless {
        /// What is written.
        text: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// Only one end has a sign, or the signs differ in kind.
    #[error(
        "`{text}` mixes ways to say a capacity: write both ends as amounts (`30..50`), changes (`-10..+10`) or factors (`*0.8..*1.2`)"
    )]
    Mixed {
        /// The range.
        text: String,
    },
    /// A relative change of what is no capacity.
    #[error("`{text}` is a relative change, which only a team's capacity takes: write both ends as they are to be")]
    Relative {
        /// The range.
        text: String,
    },
    /// The range does not rise.
    #[error("`{text}` does not begin below its end: write the smaller number first")]
    Backwards {
        /// The range.
        text: String,
    },
}

/// Reads `NUMBER=FROM..TO`. The number is `min_debt_ratio`, `discount_rate`, the name of a team (its capacity in each quarter;
/// `NAME.2026Q3` in one), or the name of a rule: its floor or ceiling (`NAME.min`, `NAME.max`; the floor if it has both), limit or
/// budget. `capacity.` and `rule.` before a name tell a team and a rule of the same name apart.
///
/// # Errors
/// See [`SweptError`].
pub fn read_swept(portfolio: &Portfolio, text: &str) -> Result<Swept, SweptError> {
    let no_range = || {
        let example = portfolio.teams().rows().first().map_or_else(|| "Platform".to_owned(), |team| team.name.clone());
        SweptError::NoRange { text: text.to_owned(), example }
    };
    let (name, range) = text.rsplit_once('=').ok_or_else(no_range)?;
    let (first, last) = range.split_once("..").ok_or_else(no_range)?;
    let (first, last) = (range::End::of(first), range::End::of(last));
    let manner = first.manner_with(&last).ok_or_else(|| SweptError::Mixed { text: range.to_owned() })?;
    let number = name::find(portfolio, name.trim(), manner)?;
    if manner != Manner::To && !matches!(number, Number::Capacity { .. }) {
        return Err(SweptError::Relative { text: range.to_owned() });
    }
    let scale: Scale = number.scale();
    let (first, last) = (first.setting(scale)?, last.setting(scale)?);
    if first >= last {
        return Err(SweptError::Backwards { text: range.to_owned() });
    }
    Ok(Swept { number, first, last })
}

/// First and last quarter of a calendar, as they are written.
fn ends(calendar: Calendar) -> (String, String) {
    (calendar.name(crate::model::Quarter(0)).to_string(), calendar.name(calendar.last()).to_string())
}

#[cfg(test)]
mod tests;
