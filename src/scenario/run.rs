//! Many solves: the first on all cores, the others side by side, one core each, from the first one's plan and duals.

use rayon::prelude::*;

use super::Interval;
use crate::model::Portfolio;
use crate::rules::Breach;
use crate::solve::{Answer, Options, SolveError, Warm, Watch, solve_alone, solve_watched};

/// A portfolio to be solved, and what it is called.
#[derive(Debug, Clone)]
pub struct Case {
    /// Unique among the cases of a run.
    pub name: String,
    /// What is solved.
    pub portfolio: Portfolio,
}

/// What a solve came to.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A plan.
    Plan(Box<Answer>),
    /// No plan keeps all rules; proven.
    Infeasible,
    /// None was found in time.
    NoPlan {
        /// No plan can be worth more; infinite if there is no bound.
        bound: f64,
        /// Wall time of the search in seconds.
        seconds: f64,
    },
    /// A bug: the solver gave a plan that breaks these rules.
    Unsound(Vec<Breach>),
}

/// A case with what came of it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The case's name.
    pub name: String,
    /// What was solved.
    pub portfolio: Portfolio,
    /// What came of it.
    pub outcome: Outcome,
}

impl Outcome {
    /// The answer, if there is a plan.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        if let Self::Plan(answer) = self { Some(answer) } else { None }
    }

    /// What is known of the greatest value; none if no plan keeps the rules.
    #[must_use]
    pub fn optimum(&self) -> Option<Interval> {
        match self {
            Self::Plan(answer) => Some(Interval { low: answer.value, high: answer.bound }),
            Self::NoPlan { bound, .. } => Some(Interval { low: f64::NEG_INFINITY, high: *bound }),
            Self::Infeasible | Self::Unsound(_) => None,
        }
    }
}

impl From<Result<Answer, SolveError>> for Outcome {
    fn from(result: Result<Answer, SolveError>) -> Self {
        match result {
            Ok(answer) => Self::Plan(Box::new(answer)),
            Err(SolveError::Infeasible) => Self::Infeasible,
            Err(SolveError::NoPlan { bound, seconds, .. }) => Self::NoPlan { bound, seconds },
            Err(SolveError::Unsound { breaches }) => Self::Unsound(breaches),
        }
    }
}

/// Solves all cases; the runs come in the order of the cases, whatever is ready first. `told` hears of each run that is ready, from
/// several threads. After a [`Watch`] is cancelled, what has not begun is not solved: it has no plan and no bound.
///
/// The answers do not depend on the number of cores: every case but the first starts from the first one's answer alone.
#[must_use]
pub fn run_all(cases: Vec<Case>, options: &Options, watch: &Watch, told: &(dyn Fn(&Run) + Sync)) -> Vec<Run> {
    let mut cases = cases.into_iter();
    let Some(first) = cases.next() else { return Vec::new() };
    let first = run(first, watch, told, |portfolio| solve_watched(portfolio, options, watch, None).into());
    let warm = first.outcome.answer().map(|answer| &answer.warm);
    let solve = |portfolio: &Portfolio| solve_case(portfolio, options, watch, warm);
    let others = cases.collect::<Vec<Case>>().into_par_iter().map(|case| run(case, watch, told, solve)).collect::<Vec<Run>>();
    std::iter::once(first).chain(others).collect()
}

/// Does the same work for each of many jobs over all cores; the results come in the order of the jobs.
#[must_use]
pub fn side_by_side<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync + Send) -> Vec<R> {
    // One job at a time to each core: jobs last from a millisecond to the time limit.
    jobs.par_iter().with_max_len(1).map(work).collect()
}

/// Solves one case on the calling thread, from a neighbour's answer if there is one.
#[must_use]
pub fn solve_case(portfolio: &Portfolio, options: &Options, watch: &Watch, warm: Option<&Warm>) -> Outcome {
    let quiet = Watch { cancel: watch.cancel.clone(), progress: None };
    solve_alone(portfolio, options, &quiet, warm).into()
}

fn run(case: Case, watch: &Watch, told: &(dyn Fn(&Run) + Sync), solve: impl Fn(&Portfolio) -> Outcome) -> Run {
    let not_begun = Outcome::NoPlan { bound: f64::INFINITY, seconds: 0.0 };
    let outcome = if watch.cancel.is_cancelled() { not_begun } else { solve(&case.portfolio) };
    let run = Run { name: case.name, portfolio: case.portfolio, outcome };
    told(&run);
    run
}
