//! The exact method of the default build: microlp, in pure Rust.

use std::time::Duration;

use good_lp::{ResolutionError, Solution, SolutionStatus, SolverModel, WithInitialSolution, WithTimeLimit, microlp};

use super::{Ended, Ending, Model};

pub(super) fn run(model: Model, time_limit: Duration) -> Ended {
    let mut problem = model.variables.maximise(model.objective).using(microlp).with_time_limit(time_limit.as_secs_f64());
    for row in model.rows {
        problem.add_constraint(row);
    }
    if let Some(start) = model.start {
        problem = problem.with_initial_solution(start);
    }
    let nothing = |ending| Ended { ending, values: Vec::new(), bound: None };
    match problem.solve() {
        Ok(solution) => {
            let values = model.columns.iter().map(|&column| solution.value(column)).collect();
            if matches!(solution.status(), SolutionStatus::Optimal) {
                return Ended { ending: Ending::Optimal, values, bound: None };
            }
            Ended { ending: Ending::Unfinished, values, bound: solution.into_inner().stats().best_bound }
        }
        Err(ResolutionError::Infeasible) => nothing(Ending::Infeasible),
        Err(_) => nothing(Ending::Unfinished),
    }
}
