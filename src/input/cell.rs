//! A piece of input with its place, and what can be read from it.

use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{did_you_mean, nearest};
use super::number::{Commas, Decimal};
use super::{Code, Place};
use crate::model::{BILLIONTHS, CalendarQuarter, Effort, Share};

/// The decimals of an effort: millionths.
const EFFORT_PLACES: u32 = 6;
/// The decimals of a share: billionths.
const SHARE_PLACES: u32 = 9;

/// A cell of a CSV file, a value of a TOML file or a flag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'a> {
    /// What stands there, trimmed.
    pub(crate) text: &'a str,
    /// The file, or the flag.
    pub(crate) file: &'a str,
    /// Its line.
    pub(crate) line: Option<u32>,
    /// Its column or key.
    pub(crate) column: Option<&'a str>,
    /// What a comma between digits stands for.
    pub(crate) commas: Commas,
}

impl<'a> Cell<'a> {
    /// Whether nothing stands there.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its place.
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file.to_owned(), line: self.line, column: self.column.map(str::to_owned) }
    }

    /// A part of what stands there, at the same place.
    pub(crate) fn part(&self, text: &'a str) -> Self {
        Self { text: text.trim(), ..*self }
    }

    /// Notes a finding about it.
    pub(crate) fn report(&self, code: Code, message: impl Into<String>, help: impl Into<String>, findings: &mut Findings) {
        findings.add(code, self.place(), message, help);
    }

    /// Its number; refused with a finding if it is not one.
    pub(crate) fn decimal(&self, findings: &mut Findings) -> Option<Decimal> {
        let refused = |refused: super::number::Refused| {
            self.report(Code::NotANumber, format!("{} is not a number", quoted(self.text)), refused.way_out(self.text), findings);
        };
        Decimal::parse(self.text, self.commas).map_err(refused).ok()
    }

    /// Any finite number, to the nearest floating-point number.
    pub(crate) fn float(&self, findings: &mut Findings) -> Option<f64> {
        let decimal = self.decimal(findings)?;
        let number = decimal.nearest_float();
        if number.is_none() {
            self.report(Code::OutOfRange, format!("{} is too large", quoted(self.text)), "write a number below 1e308", findings);
        }
        number
    }

    /// A cost or capacity: at least 0, at most [`Effort::LARGEST_CELL`], in whole millionths.
    pub(crate) fn effort(&self, findings: &mut Findings) -> Option<Effort> {
        let decimal = self.decimal(findings)?;
        let scaled =
            decimal.scaled(EFFORT_PLACES).filter(|scaled| !decimal.is_negative() && scaled.steps <= Effort::LARGEST_CELL.0);
        let Some(scaled) = scaled else {
            let message = format!("{} is not between 0 and 10^15", quoted(self.text));
            self.report(Code::OutOfRange, message, "write a cost or capacity of at least 0", findings);
            return None;
        };
        let effort = Effort(scaled.steps);
        if scaled.rounded {
            self.report_rounding(&effort.to_string(), "six decimals", findings);
        }
        Some(effort)
    }

    /// A share of a whole: `0.2`, or `20%`.
    pub(crate) fn share(&self, findings: &mut Findings) -> Option<Share> {
        let (number, percent) = self.text.strip_suffix('%').map_or((self.text, false), |number| (number.trim_end(), true));
        let decimal = self.part(number).decimal(findings)?;
        let scaled = decimal.scaled(if percent { SHARE_PLACES - 2 } else { SHARE_PLACES });
        let Some((scaled, share)) = scaled.and_then(|scaled| Share::from_billionths(scaled.steps).map(|share| (scaled, share)))
        else {
            let hundredth = decimal.scaled(SHARE_PLACES).and_then(|scaled| Share::from_billionths(scaled.steps / 100));
            let example = hundredth.filter(|&share| !percent && share > Share::NOTHING).or(Share::from_billionths(BILLIONTHS / 5));
            let example = example.unwrap_or_default();
            let message = format!("{} is not a share between 0 and 1", quoted(self.text));
            let help = format!("write `{}` for {example}", example.as_number());
            self.report(Code::KeyOutOfRange, message, help, findings);
            return None;
        };
        if scaled.rounded {
            self.report_rounding(&share.to_string(), "nine decimals", findings);
        }
        Some(share)
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn whole(&self, least: u32, most: u32, code: Code, findings: &mut Findings) -> Option<u32> {
        let decimal = self.decimal(findings)?;
        let whole = decimal.whole().and_then(|whole| u32::try_from(whole).ok()).filter(|whole| (least..=most).contains(whole));
        if whole.is_none() {
            let message = format!("{} is not a whole number from {least} to {most}", quoted(self.text));
            self.report(code, message, "write a whole number within that range", findings);
        }
        whole
    }

    /// A quarter of the calendar.
    pub(crate) fn quarter(&self, findings: &mut Findings) -> Option<CalendarQuarter> {
        let quarter = CalendarQuarter::parse(self.text);
        if quarter.is_none() {
            let message = format!("{} is not a quarter", quoted(self.text));
            self.report(Code::NotAQuarter, message, "write it as `2026Q1`, `2026-Q1`, `Q1 2026` or `FY26Q1`", findings);
        }
        quarter
    }

    /// One of a few words, in any case, spaces and hyphens as underscores.
    pub(crate) fn word<T: Copy>(&self, words: &[(&'static str, T)], findings: &mut Findings) -> Option<T> {
        let folded = super::header::fold(self.text);
        let meant = words.iter().find(|(word, _)| super::header::fold(word) == folded).map(|&(_, meaning)| meaning);
        if meant.is_none() {
            let allowed: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let near = did_you_mean(nearest(self.text, words.iter().map(|&(word, _)| word)));
            let message = format!("{} is not one of the words allowed here", quoted(self.text));
            self.report(Code::UnknownWord, message, format!("{near}write one of {}", allowed.join(", ")), findings);
        }
        meant
    }

    fn report_rounding(&self, rounded: &str, places: &str, findings: &mut Findings) {
        let message = format!("{} has more than {places} and is taken as {rounded}", quoted(self.text));
        self.report(Code::Rounded, message, format!("write at most {places}"), findings);
    }
}
