//! The keys of a scenario that change windows and pins: `earliest`, `deadline` and `start`.

use super::facts::{Changes, each};
use crate::input::Code;
use crate::input::cell::Cell;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::section::{Entry, Section};
use crate::model::{Calendar, CalendarQuarter, Change, Id, Portfolio, Variant};

/// What lifts a window or a pin.
const NONE: &str = "none";

pub(super) fn earliest(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    windows(section.entry("earliest"), portfolio, findings, |own| own.earliest, Change::Earliest)
}

pub(super) fn deadline(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    windows(section.entry("deadline"), portfolio, findings, |own| own.deadline, Change::Deadline)
}

pub(super) fn start(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Changes {
    windows(section.entry("start"), portfolio, findings, |own| own.pinned, Change::Start)
}

/// `{ PAY-12 = "2026Q3" }`, `{ PAY-12 = "+1" }` (quarters later) or `{ PAY-12 = "none" }`. Said of all at once, a shift is one of those
/// that have a quarter.
fn windows(
    entry: Option<Entry>,
    portfolio: &Portfolio,
    findings: &mut Findings,
    now: fn(&Variant) -> Option<CalendarQuarter>,
    change: fn(Id<Variant>, Option<CalendarQuarter>) -> Change,
) -> Changes {
    let is_of_all = entry.is_some_and(|entry| entry.table().is_none());
    let mut of_entry = |entry: &Entry, variant: Id<Variant>, findings: &mut Findings| {
        let cell = entry.text(findings)?;
        if cell.text == NONE {
            return Some(vec![change(variant, None)]);
        }
        let shift =
            cell.text.strip_prefix('+').map(|number| (1, number)).or(cell.text.strip_prefix('-').map(|number| (-1, number)));
        let quarter = match shift {
            None => cell.quarter(findings)?,
            Some((sign, number)) => match now(&portfolio.variants()[variant]) {
                None if is_of_all => return Some(Vec::new()),
                now => shifted(&cell, now, sign, number, findings)?,
            },
        };
        Some(vec![change(variant, Some(quarter))])
    };
    each(entry, portfolio, findings, &mut of_entry)
}

fn shifted(cell: &Cell, now: Option<CalendarQuarter>, sign: i32, number: &str, findings: &mut Findings) -> Option<CalendarQuarter> {
    let quarters = cell.part(number).whole(0, Calendar::MOST_QUARTERS, Code::OutOfRange, findings)?;
    let quarters = sign * i32::try_from(quarters).ok()?;
    let moved = now.and_then(|now| now.moved(quarters));
    if moved.is_none() {
        let why = if now.is_none() { "moves a quarter that is not given" } else { "leaves the calendar" };
        let message = format!("{} {why}", quoted(cell.text));
        cell.report(Code::UnclearChange, message, "name the quarter itself, such as `\"2026Q3\"`", findings);
    }
    moved
}
