//! The exact method of the feature `highs`: HiGHS, one thread a solve.

use std::time::Duration;

use good_lp::{ResolutionError, Solution, SolutionStatus, SolverModel, WithInitialSolution, WithTimeLimit, highs};

use super::{Ended, Ending, Model};

/// Relative gap at which HiGHS calls a plan optimal; its own sums are no more exact, and bounds are raised by as much.
const GAP: f64 = 1e-10;

pub(super) fn run(model: Model, time_limit: Duration) -> Ended {
    let mut problem = highs(model.variables.maximise(model.objective))
        .set_threads(1)
        .set_option("mip_rel_gap", GAP)
        .set_option("mip_abs_gap", 0.0)
        .with_time_limit(time_limit.as_secs_f64());
    for row in model.rows {
        problem.add_constraint(row);
    }
    if let Some(start) = model.start {
        problem = problem.with_initial_solution(start);
    }
    let nothing = |ending| Ended { ending, values: Vec::new(), bound: None };
    match problem.solve() {
        Ok(solution) => {
            let proven = matches!(solution.status(), SolutionStatus::Optimal | SolutionStatus::GapLimit);
            let values = model.columns.iter().map(|&column| solution.value(column)).collect();
            let ending = if proven { Ending::Optimal } else { Ending::Unfinished };
            // HiGHS tells no bound through good_lp; one that is proven is the value.
            Ended { ending, values, bound: None }
        }
        Err(ResolutionError::Infeasible) => nothing(Ending::Infeasible),
        Err(_) => nothing(Ending::Unfinished),
    }
}
