//! A solve on the calling thread: the steps one after another, for callers that keep all cores busy with many solves.
//!
//! 1. A warm start, if there is one: its plan is the first, its multipliers give the first bound. If both meet, that is the answer.
//! 2. The relaxation and a search of fixed work.
//! 3. An exact method on what the certificate leaves open.
//!
//! Everything is of fixed work, so the same input gives the same answer unless the time limit cuts it.

use super::Cut;
use super::incumbent::Incumbent;
use super::relaxation::NotRelaxed;
use super::steps::{self, Finish, Remainder};
use super::warm::Warm;

/// Runs the steps until the answer is in; what they found is in the incumbent.
pub(super) fn run(incumbent: &Incumbent, seed: u64, warm: Option<&Warm>) -> Finish {
    steps::offer_idle(incumbent);
    if let Some(warm) = warm {
        take_warm(incumbent, warm);
        if incumbent.is_closed() {
            return Finish::Proven;
        }
    }
    if incumbent.stops() {
        return cut(incumbent);
    }
    search_and_prove(incumbent, seed).unwrap_or_else(|| cut(incumbent))
}

/// Takes over what a warm start holds under the rules of this portfolio.
fn take_warm(incumbent: &Incumbent, warm: &Warm) {
    let (portfolio, program) = (&incumbent.portfolio, &incumbent.program);
    if let Some(selection) = warm.selection(portfolio, program).filter(|selection| program.keeps(selection)) {
        incumbent.offer(&selection, "warm start");
    }
    if let Some(multipliers) = warm.multipliers(portfolio, program) {
        steps::take_multipliers(incumbent, &multipliers, "warm start");
    }
}

/// The finish, if one is reached before the time is over.
fn search_and_prove(incumbent: &Incumbent, seed: u64) -> Option<Finish> {
    let multipliers = match steps::unless_it_panics(|| steps::bound(incumbent)).unwrap_or(Err(NotRelaxed::Failed)) {
        Ok(multipliers) => multipliers,
        Err(NotRelaxed::Infeasible) => return Some(Finish::Infeasible),
        Err(NotRelaxed::Failed) => super::certificate::Multipliers::zero(&incumbent.program, incumbent.quarters()),
    };
    let certificate = steps::take_multipliers(incumbent, &multipliers, "relaxation");
    steps::first_search(incumbent, seed);
    let known = incumbent.state().best;
    if incumbent.is_closed() {
        return Some(Finish::Proven);
    }
    if let Some(remainder) = Remainder::new(incumbent, &certificate, known.as_ref()).filter(|_| !incumbent.stops()) {
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

fn cut(incumbent: &Incumbent) -> Finish {
    Finish::Cut(if incumbent.is_cancelled() { Cut::Interrupt } else { Cut::Time })
}
