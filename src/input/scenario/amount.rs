//! Amounts of change: a number, `"+26"`, `"-3"` or `"*1.1"`.

use crate::input::Code;
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::section::Entry;
use crate::model::{Adjust, Effort};

/// The greatest factor of a relative change; a larger one is a typing error far more often than a plan.
const GREATEST_FACTOR: f64 = 1e6;
const HELP: &str = "write a number, or a relative change such as `\"+26\"`, `\"-3\"` or `\"*1.1\"`";

/// How an amount changes a number, with where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount<'a> {
    pub(super) cell: Cell<'a>,
    manner: Manner,
    /// The number behind the sign of a relative change.
    number: Cell<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    To,
    More,
    Less,
    Times,
}

impl<'a> Amount<'a> {
    /// The amount of a key: a number is what it becomes, a text with a sign is relative.
    pub(super) fn of(entry: &Entry<'a>, findings: &mut Findings) -> Option<Self> {
        Self::read(entry.number_or_text(HELP, findings)?, entry.is_text())
    }

    fn read(cell: Cell<'a>, is_text: bool) -> Option<Self> {
        let relative =
            [('+', Manner::More), ('-', Manner::Less), ('\u{2212}', Manner::Less), ('*', Manner::Times), ('×', Manner::Times)];
        let signed = relative.into_iter().find_map(|(sign, manner)| Some((manner, cell.text.strip_prefix(sign)?)));
        let (manner, number) = signed.filter(|_| is_text).unwrap_or((Manner::To, cell.text));
        Some(Self { cell, manner, number: cell.part(number) })
    }

    /// Whether it says what the number becomes, whatever it was.
    pub(super) fn is_absolute(&self) -> bool {
        self.manner == Manner::To
    }

    /// As a change of a cost or capacity.
    pub(super) fn effort(&self, findings: &mut Findings) -> Option<Adjust<Effort>> {
        match self.manner {
            Manner::To => self.cell.effort(findings).map(Adjust::To),
            Manner::More => self.number.effort(findings).map(Adjust::By),
            Manner::Less => self.number.effort(findings).map(|effort| Adjust::By(-effort)),
            Manner::Times => self.factor(findings).map(Adjust::Times),
        }
    }

    /// As a change of any number.
    pub(super) fn float(&self, findings: &mut Findings) -> Option<Adjust<f64>> {
        match self.manner {
            Manner::To => self.cell.float(findings).map(Adjust::To),
            Manner::More => self.number.float(findings).map(Adjust::By),
            Manner::Less => self.number.float(findings).map(|number| Adjust::By(-number)),
            Manner::Times => self.factor(findings).map(Adjust::Times),
        }
    }

    fn factor(&self, findings: &mut Findings) -> Option<f64> {
        let factor = self.number.float(findings)?;
        if (0.0..=GREATEST_FACTOR).contains(&factor) {
            return Some(factor);
        }
        let message = format!("{} is not a factor from 0 to {GREATEST_FACTOR}", quoted(self.cell.text));
        self.cell.report(Code::OutOfRange, message, HELP, findings);
        None
    }

    /// The changed effort; refused with a finding if it is below zero or too large. `what` names it.
    pub(super) fn change(&self, what: &str, before: Effort, findings: &mut Findings) -> Option<Effort> {
        let after = self.effort(findings)?.unbounded(before);
        if (Effort::ZERO..=Effort::LARGEST_CELL).contains(&after) {
            return Some(after);
        }
        let message = format!("{what} is {before}, so {} leaves {after}", quoted(self.cell.text));
        self.cell.report(Code::OutOfRange, message, "let no cost or capacity fall below 0 or rise above 10^15", findings);
        None
    }

    /// The changed number; refused with a finding if it is not finite.
    pub(super) fn change_float(&self, what: &str, before: f64, findings: &mut Findings) -> Option<f64> {
        let after = self.float(findings)?.of(before);
        if after.is_finite() {
            return Some(after);
        }
        let message = format!("{what} is {before}, so {} makes it too large", quoted(self.cell.text));
        self.cell.report(Code::OutOfRange, message, "write a smaller change", findings);
        None
    }
}
