//! The exact method of the feature `highs`: HiGHS, one thread a solve.

use std::time::Duration;

use good_lp::{ResolutionError, Solution, SolutionStatus, SolverModel, WithInitialSolution, WithTimeLimit, highs};

use super::{Ended, Ending, Model};

/// The least relative gap at which HiGHS calls a plan optimal; its own sums are no more exact.
const LEAST_GAP: f64 = 1e-10;
/// Part of the gap asked for at which HiGHS may end, so that its bound, raised for rounding, still is within that gap.
const PART: f64 = 0.9;

pub(super) fn run(model: Model, time_limit: Duration, gap: f64) -> Ended {
    let gap = (gap * PART).max(LEAST_GAP);
    let mut problem = highs(model.variables.maximise(model.objective))
        .set_threads(1)
        .set_option("mip_rel_gap", gap)
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
            let values: Vec<f64> = model.columns.iter().map(|&column| solution.value(column)).collect();
            let ending = if proven { Ending::Optimal } else { Ending::Unfinished };
            // HiGHS tells no bound through good_lp; a plan that it calls optimal is within the gap.
            let value: f64 = values.iter().zip(&model.values).map(|(amount, value)| amount * value).sum();
            Ended { ending, values, bound: proven.then_some(value + value.abs() * gap) }
        }
        Err(ResolutionError::Infeasible) => nothing(Ending::Infeasible),
        Err(_) => nothing(Ending::Unfinished),
    }
}
