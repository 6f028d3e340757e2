//! From a program to a plan with a bound: presolve, relaxation, certificate, search, exact methods, and the race between them.
//!
//! Nothing here knows a business rule; methods see choices, arcs and rows. Every plan is judged by `rules::verify` before it counts.

mod alone;
mod answer;
pub mod branch;
pub mod certificate;
mod dense;
pub mod exact;
mod incumbent;
mod limits;
pub mod method;
mod options;
mod polish;
pub mod presolve;
mod race;
pub mod relaxation;
pub mod search;
mod simplex;
mod steps;
pub mod subgradient;
mod warm;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use answer::{Answer, Cut, ProgramSize, SolveError, Status, gap};
pub use options::{Cancel, Options, Progress, Watch};
pub use warm::Warm;

use crate::model::Portfolio;
use crate::program::{Presence, Program};
use crate::rules;
use exact::Proof;
use incumbent::Incumbent;
use steps::Finish;

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
    let (incumbent, size) = prepared(portfolio, options, watch)?;
    let incumbent = Arc::new(incumbent);
    let finish = race::race(&incumbent, options.seed);
    // Methods that still run end at the switch or at the deadline.
    answer(&incumbent, finish, options, size)
}

/// The same on the calling thread alone, for callers that keep the cores busy with many solves. A [`Warm`] start from the answer of
/// a neighbouring portfolio saves most of the work; one from anywhere else does no harm. The same input gives the same answer
/// unless the time limit or the [`Cancel`] cuts it; libraries notice either only when their step is over.
///
/// # Errors
/// See [`SolveError`].
pub fn solve_alone(portfolio: &Portfolio, options: &Options, watch: &Watch, warm: Option<&Warm>) -> Result<Answer, SolveError> {
    let (incumbent, size) = prepared(portfolio, options, watch)?;
    let finish = alone::run(&incumbent, options.seed, warm);
    answer(&incumbent, finish, options, size)
}

/// The program after presolve, and a place for what methods find.
fn prepared(portfolio: &Portfolio, options: &Options, watch: &Watch) -> Result<(Incumbent, ProgramSize), SolveError> {
    let began = Instant::now();
    let program = rules::program(portfolio);
    let placements = program.placements.len();
    let program = presolve::presolve(portfolio, &program).program;
    if presolve::is_hopeless(&program) {
        return Err(SolveError::Infeasible);
    }
    let size = ProgramSize {
        initiatives: portfolio.initiatives().len(),
        placements,
        kept: program.placements.len(),
        arcs: program.arcs.len(),
        rows: program.rows.len(),
    };
    Ok((Incumbent::new(portfolio.clone(), program, options, watch.clone(), began), size))
}

fn answer(incumbent: &Incumbent, finish: Finish, options: &Options, size: ProgramSize) -> Result<Answer, SolveError> {
    let (state, seconds) = (incumbent.state(), incumbent.began.elapsed().as_secs_f64());
    let Some(best) = state.best else {
        return Err(match finish {
            _ if !state.unsound.is_empty() => SolveError::Unsound { breaches: state.unsound },
            Finish::Cut(cut) => SolveError::NoPlan { bound: state.bound, seconds, cut },
            Finish::Infeasible | Finish::Proven => SolveError::Infeasible,
        });
    };
    let (value, bound) = (best.verdict.value, state.bound.max(best.verdict.value));
    let status = Status::of(value, bound, options.gap);
    let cut = match finish {
        Finish::Cut(cut) => Some(cut),
        Finish::Proven | Finish::Infeasible => None,
    };
    let warm = match &state.multipliers {
        Some(multipliers) => Warm::new(&incumbent.portfolio, &incumbent.program, best.plan.clone(), multipliers),
        None => Warm::from_plan(&incumbent.portfolio, best.plan.clone()),
    };
    Ok(Answer { status, plan: best.plan, verdict: best.verdict, value, bound, gap_asked: options.gap, seconds, cut, size, warm })
}

/// The program of a portfolio after presolve: what solvers get, and what is exported.
#[must_use]
pub fn presolved(portfolio: &Portfolio) -> Program {
    presolve::presolve(portfolio, &rules::program(portfolio)).program
}

/// Whether some plan keeps the restrictions of `program`, whatever it is worth; `None` if that is not known after `time_limit`.
#[must_use]
pub fn is_feasible(portfolio: &Portfolio, program: &Program, time_limit: Duration) -> Option<bool> {
    let idle = program.choices.iter().all(|choice| choice.presence == Presence::Optional)
        && program.rows.iter().all(|row| row.is_soft() || row.excess_of(0) <= 0);
    if idle {
        return Some(true);
    }
    if presolve::is_hopeless(program) {
        return Some(false);
    }
    match exact::prove(portfolio, program, None, Instant::now() + time_limit) {
        Proof::Optimal(..) | Proof::Unfinished(Some(_), _) => Some(true),
        Proof::Infeasible => Some(false),
        Proof::Unfinished(None, _) => None,
    }
}
