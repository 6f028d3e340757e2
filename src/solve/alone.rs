//! A solve on the calling thread: the steps one after another, for callers that keep all cores busy with many solves.
//!
//! 1. A warm start, if there is one: its plan is the first, its multipliers give the first bound. If both meet, that is the answer.
//! 2. The relaxation and a search of fixed work, each unless the warm start stands in for it.
//! 3. An exact method on what the certificate leaves open.
//!
//! Everything is of fixed work, so the same input gives the same answer unless the time limit cuts it.

use super::Cut;
use super::certificate::Multipliers;
use super::incumbent::Incumbent;
use super::limits::FIRST_WORK_ALONE_PER_PLACEMENT;
use super::relaxation::NotRelaxed;
use super::steps::{self, Finish, Remainder};
use super::warm::Warm;

/// Runs the steps until the answer is in; what they found is in the incumbent.
pub(super) fn run(incumbent: &Incumbent, seed: u64, warm: Option<&Warm>) -> Finish {
    steps::offer_idle(incumbent);
    let mut known = Known::default();
    if let Some(warm) = warm {
        known = take_warm(incumbent, warm);
        if incumbent.is_closed() {
            return Finish::Proven;
        }
    }
    if incumbent.stops() {
        return cut(incumbent);
    }
    search_and_prove(incumbent, seed, known).unwrap_or_else(|| cut(incumbent))
}

/// What a warm start has given.
#[derive(Default)]
struct Known {
    has_plan: bool,
    multipliers: Option<Multipliers>,
}

/// Takes over what a warm start holds under the rules of this portfolio.
fn take_warm(incumbent: &Incumbent, warm: &Warm) -> Known {
    let (portfolio, program) = (&incumbent.portfolio, &incumbent.program);
    let selection = warm.selection(portfolio, program).filter(|selection| program.keeps(selection));
    if let Some(selection) = &selection {
        incumbent.offer(selection, "warm start");
    }
    let multipliers = warm.multipliers(portfolio, program);
    if let Some(multipliers) = &multipliers {
        steps::take_multipliers(incumbent, multipliers, "warm start");
    }
    Known { has_plan: selection.is_some(), multipliers }
}

/// The finish, if one is reached before the time is over.
fn search_and_prove(incumbent: &Incumbent, seed: u64, known: Known) -> Option<Finish> {
    let multipliers = match known.multipliers.map_or_else(|| relaxed(incumbent), Ok) {
        Ok(multipliers) => multipliers,
        Err(finish) => return Some(finish),
    };
    let certificate = steps::take_multipliers(incumbent, &multipliers, "relaxation");
    if !known.has_plan {
        steps::first_search(incumbent, FIRST_WORK_ALONE_PER_PLACEMENT, seed);
    }
    let best = incumbent.state().best;
    if incumbent.is_closed() {
        return Some(Finish::Proven);
    }
    if let Some(remainder) = Remainder::new(incumbent, &certificate, best.as_ref()).filter(|_| !incumbent.stops()) {
        let proof = remainder.prove(incumbent);
        if let Some(finish) = steps::settle(incumbent, proof) {
            return Some(finish);
        }
    }
    let order = steps::order(&incumbent.program, Some(&multipliers));
    let best = incumbent.state().best.map(|best| best.selection);
    steps::second_search(incumbent, &order, best.as_ref(), seed);
    None
}

fn relaxed(incumbent: &Incumbent) -> Result<Multipliers, Finish> {
    match steps::unless_it_panics(|| steps::bound(incumbent)).unwrap_or(Err(NotRelaxed::Failed)) {
        Ok(multipliers) => Ok(multipliers),
        Err(NotRelaxed::Infeasible) => Err(Finish::Infeasible),
        Err(NotRelaxed::Failed) => Ok(Multipliers::zero(&incumbent.program, incumbent.quarters())),
    }
}

fn cut(incumbent: &Incumbent) -> Finish {
    Finish::Cut(if incumbent.is_cancelled() { Cut::Interrupt } else { Cut::Time })
}
