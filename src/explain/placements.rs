//! The starts of one variant and what they are worth.

use super::Reason;
use crate::model::{Effort, Id, Portfolio, Quarter, Team, Timing, Variant};
use crate::plan::Decision;

/// A cell of work: team, quarter, effort.
pub(super) type Work = (Id<Team>, Quarter, Effort);

/// All starts of a variant in its window, by spread and start.
pub(super) fn in_window(portfolio: &Portfolio, id: Id<Variant>) -> impl Iterator<Item = Decision> + '_ {
    let variant = &portfolio.variants()[id];
    let calendar = portfolio.calendar();
    let spreads = variant.spreads.iter().enumerate();
    let placements = spreads.flat_map(move |(spread, shape)| calendar.quarters().map(move |start| (spread, shape.duration, start)));
    let open = placements.filter(move |&(_, duration, start)| variant.fits_window(calendar, start, duration));
    open.map(move |(spread, _, start)| Decision { variant: id, spread, start })
}

/// The greatest value of a variant over the starts that its window and its prerequisites' earliest finishes allow; without any,
/// that of a start in the first quarter.
pub(super) fn best_value(portfolio: &Portfolio, timing: &Timing, id: Id<Variant>) -> f64 {
    let earliest = timing.start(id).unwrap_or_default();
    let values = in_window(portfolio, id).filter(|decision| decision.start >= earliest).map(|decision| decision.value(portfolio));
    let at_once = Decision { variant: id, spread: 0, start: Quarter(0) };
    values.reduce(f64::max).unwrap_or_else(|| at_once.value(portfolio))
}

/// The cell in which a team lacks capacity even with nothing else planned, of the start that comes nearest to fitting.
pub(super) fn capacity_alone(portfolio: &Portfolio, id: Id<Variant>) -> Option<Reason> {
    let capacity = |team, quarter| portfolio.teams()[team].capacity_in(quarter);
    let worst = |decision| worst_overflow(portfolio, decision, capacity);
    let (_, (team, quarter, asks)) = in_window(portfolio, id).filter_map(worst).min_by_key(|&(over, _)| over)?;
    Some(Reason::NoCapacityAlone { team, quarter, asks, capacity: capacity(team, quarter) })
}

/// The cell that a placement overflows most, with the amount; `None` if it fits.
pub(super) fn worst_overflow(
    portfolio: &Portfolio,
    decision: Decision,
    free: impl Fn(Id<Team>, Quarter) -> Effort,
) -> Option<(Effort, Work)> {
    let over = |work: Work| (work.2 - free(work.0, work.1), work);
    let overflowing = decision.spread(portfolio).worked_from(decision.start).map(over).filter(|&(over, _)| over > Effort::ZERO);
    overflowing.reduce(|worst, next| if next.0 > worst.0 { next } else { worst })
}
