//! How the cost of work is spread over quarters: the columns `duration` and `profile`.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use crate::model::Calendar;

/// The decimals to which the shares of a profile are held.
const PROFILE_PLACES: u32 = 6;
/// One percent in steps of a profile's share.
const PERCENT: i128 = 1_000_000;

/// The weights of each spread that the engine may choose, shortest first: one weight a quarter. Never empty.
///
/// Of a range of durations those that are longer than the plan are left out, but for the shortest: nothing could come of them.
pub(super) fn spreads(duration: &Cell, profile: &Cell, calendar: Calendar, findings: &mut Findings) -> Vec<Vec<u64>> {
    if !profile.is_empty() {
        if !duration.is_empty() {
            let message = format!("duration {} and profile {} are both given", quoted(duration.text), quoted(profile.text));
            profile.report(
                Code::ContradictingCells,
                message,
                "empty one of the two cells: a profile has its own duration",
                findings,
            );
        }
        return vec![weights(profile, findings).unwrap_or_else(|| vec![1])];
    }
    let (shortest, longest) = if duration.is_empty() { (1, 1) } else { range(duration, findings).unwrap_or((1, 1)) };
    let longest = longest.min(calendar.count().max(shortest));
    (shortest..=longest).map(|quarters| vec![1; quarters as usize]).collect()
}

/// Whole quarters `2`, or a range `1-3`.
fn range(cell: &Cell, findings: &mut Findings) -> Option<(u32, u32)> {
    let quarters = |text| cell.part(text).whole(1, Calendar::MOST_QUARTERS, Code::NotADuration, findings);
    let Some((low, high)) = cell.text.split_once(['-', '–']).filter(|(low, _)| !low.trim().is_empty()) else {
        let mut quarters = quarters;
        return quarters(cell.text).map(|quarters| (quarters, quarters));
    };
    let ends: Vec<Option<u32>> = [low, high].into_iter().map(quarters).collect();
    let (low, high) = (ends[0]?, ends[1]?);
    if low > high {
        let help = format!("write the shorter duration first: `{high}-{low}`");
        cell.report(Code::RangeOutOfOrder, format!("{} runs backwards", quoted(cell.text)), help, findings);
        return None;
    }
    Some((low, high))
}

/// Shares per quarter, `60/40`, that add up to 100 (or to 1).
fn weights(cell: &Cell, findings: &mut Findings) -> Option<Vec<u64>> {
    let shares: Option<Vec<i128>> = cell.text.split('/').map(|text| share(&cell.part(text), findings)).collect();
    let shares = shares?;
    let sum: i128 = shares.iter().sum();
    let fault = if shares.len() > Calendar::MOST_QUARTERS as usize {
        format!("has more than {} quarters", Calendar::MOST_QUARTERS)
    } else if sum != PERCENT && sum != 100 * PERCENT {
        format!("adds up to {}, not to 100", sum as f64 / PERCENT as f64)
    } else {
        return shares.iter().map(|&share| u64::try_from(share).ok()).collect();
    };
    let help = "write one share for each quarter that add up to 100, such as `60/40` or `50/30/20`";
    cell.report(Code::NotADuration, format!("profile {} {fault}", quoted(cell.text)), help, findings);
    None
}

/// A share from 0 to 100 in steps.
fn share(cell: &Cell, findings: &mut Findings) -> Option<i128> {
    let number = cell.part(cell.text.trim_end_matches('%'));
    let decimal = number.decimal(findings)?;
    let scaled = decimal.scaled(PROFILE_PLACES).filter(|scaled| (0..=100 * PERCENT).contains(&scaled.steps));
    if scaled.is_none() {
        let message = format!("{} is not a share from 0 to 100", quoted(cell.text));
        cell.report(Code::NotADuration, message, "write shares such as `60/40`", findings);
    }
    scaled.map(|scaled| scaled.steps)
}
