//! From a program to a plan with a bound: presolve, certificate, methods, and the run that deals steps of them to threads.
//!
//! Nothing here knows a business rule; methods see choices, arcs and rows. Every plan is judged by `rules::verify` before it counts.

mod answer;
mod bounding;
pub mod branch;
mod by_bound;
pub mod certificate;
pub mod closure;
mod cores;
mod crew;
mod dense;
pub mod exact;
mod family;
pub mod firstorder;
mod hull;
mod incumbent;
mod induced;
mod limits;
mod line;
pub mod method;
mod neighbourhoods;
mod options;
mod polish;
mod pool;
pub mod presolve;
mod proof_tree;
mod propagation;
mod prover;
pub mod relaxation;
mod repair;
mod run;
pub mod schedule;
pub mod search;
mod simplex;
mod warm;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use answer::{Answer, Cut, ProgramSize, SolveError, Status, gap};
pub use options::{Cancel, Options, Progress, Watch};
pub use prover::{Judged, Prover};
pub use warm::Warm;

use crate::model::Portfolio;
use crate::program::{Presence, Program, Selection};
use crate::rules;
use crew::Crew;
use exact::Proof;
use incumbent::{Finish, Incumbent};
use limits::LANES_OF_WORK;
use proof_tree::ProofTree;

/// Finds the plan of greatest value, with a bound that proves how good it is.
///
/// # Errors
/// See [`SolveError`].
pub fn solve(portfolio: &Portfolio, options: &Options) -> Result<Answer, SolveError> {
    solve_watched(portfolio, options, &Watch::default(), None)
}

/// The same, telling a [`Watch`] of progress and obeying its [`Cancel`]. A [`Warm`] start from the answer of a neighbouring portfolio saves
/// most of the work; one from anywhere else does no harm.
///
/// # Errors
/// See [`SolveError`].
pub fn solve_watched(portfolio: &Portfolio, options: &Options, watch: &Watch, warm: Option<&Warm>) -> Result<Answer, SolveError> {
    let (incumbent, size) = prepared(portfolio, options, watch)?;
    let incumbent = Arc::new(incumbent);
    let starts = offer_first(&incumbent, warm);
    let lanes = options.work_limit.map_or(options.threads.max(1), |_| LANES_OF_WORK);
    let mut crew = Crew::new(&incumbent, starts, lanes, options);
    let finish = match incumbent.is_closed() {
        true => Finish::Proven,
        false => run::run(&incumbent, &mut crew, options.threads, options.work_limit),
    };
    let finish = if finish == Finish::Proven && crew.is_paced() { Finish::Cut(Cut::Pace) } else { finish };
    incumbent.polish();
    answer(&incumbent, finish, options, size, crew.tree())
}

/// The same on the calling thread alone, for callers that keep the cores busy with many solves. The same input gives the same answer
/// unless the time limit or the [`Cancel`] cuts it; libraries notice either only when their step is over.
///
/// # Errors
/// See [`SolveError`].
pub fn solve_alone(portfolio: &Portfolio, options: &Options, watch: &Watch, warm: Option<&Warm>) -> Result<Answer, SolveError> {
    let options = Options { threads: 1, ..options.clone() };
    solve_watched(portfolio, &options, watch, warm)
}

/// Offers the plan that does nothing, and what a warm start holds under the rules of this portfolio; what to mend of that, the best of the
/// earlier plans first.
fn offer_first(incumbent: &Incumbent, warm: Option<&Warm>) -> Vec<Selection> {
    let (portfolio, program) = (&incumbent.portfolio, &incumbent.program);
    let idle = Selection::empty(&program.placements);
    if program.keeps(&idle) {
        incumbent.offer(&idle, "idle plan");
    }
    let Some(warm) = warm else { return Vec::new() };
    if let Some(multipliers) = warm.multipliers(portfolio, program) {
        incumbent.guide_by(multipliers, None, "warm start");
    }
    let selections = warm.selections(portfolio, program);
    for repaired in selections.iter().filter_map(|selection| repair::repaired(program, selection)) {
        incumbent.offer(&repaired, "warm start");
    }
    if let Some(tree) = warm.tree(portfolio, program) {
        incumbent.go_on_with(tree, "warm start");
    }
    selections.iter().map(|selection| repair::delayed(program, selection)).collect()
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

fn answer(
    incumbent: &Incumbent,
    finish: Finish,
    options: &Options,
    size: ProgramSize,
    tree: Option<ProofTree>,
) -> Result<Answer, SolveError> {
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
    // Where nothing more had to be proven, the earlier tree still stands.
    let tree = tree.as_ref().or(state.tree.as_deref());
    let (portfolio, program) = (&incumbent.portfolio, &incumbent.program);
    let warm = match &state.guide {
        Some(guide) => Warm::new(portfolio, program, best.plan.clone(), &guide.multipliers, tree),
        None => Warm::from_plan(portfolio, best.plan.clone()),
    };
    let others = state.pool.beside(&best.point.0, value);
    let warm = warm.beside(others.into_iter().map(|other| other.plan(portfolio, &program.placements)).collect());
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
