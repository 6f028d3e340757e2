//! Programs of neighbourhoods solved by HiGHS: it knows no work, so what it took is counted by the clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::attempt::Solver;
use crate::model::Portfolio;
use crate::program::{Program, Selection};
use crate::solve::branch::Solved;
use crate::solve::exact::{self, Proof};
use crate::solve::limits::WORK_A_SECOND;

/// Work that one program may take, about a second: the round waits for it.
pub(super) const MOST_WORK: u64 = 160_000_000;

/// What HiGHS needs to know beside the program.
pub(super) struct Library {
    pub portfolio: Portfolio,
    /// When the run ends.
    pub last_call: Instant,
}

impl Library {
    /// Looks for a better selection than `start` with about so much work.
    pub(super) fn solve(&self, program: &Program, start: &Selection, work: u64) -> Solved {
        let began = Instant::now();
        let deadline = self.last_call.min(began + Duration::from_secs_f64(work as f64 / WORK_A_SECOND));
        let (better, is_proven) = match exact::prove(&self.portfolio, program, Some(start), deadline) {
            Proof::Optimal(selection, _) => (Some(selection), true),
            Proof::Infeasible => (None, true),
            Proof::Unfinished(selection, _) => (selection, false),
        };
        let value = program.value(start);
        let better = better.filter(|selection| program.keeps(selection) && program.value(selection) > value);
        Solved { better, is_proven, work: (began.elapsed().as_secs_f64() * WORK_A_SECOND) as u64 }
    }
}

/// A program that is solved at once, whatever the step: HiGHS would begin anew in the next.
struct AtOnce {
    library: Arc<Library>,
    program: Program,
    start: Selection,
    /// Work that it may take.
    most: u64,
}

/// HiGHS, for so much work.
pub(super) fn at_once(library: &Arc<Library>, most: u64) -> impl FnOnce(&Program, &Selection) -> Box<dyn Solver> {
    let library = Arc::clone(library);
    move |program, start| Box::new(AtOnce { library, program: program.clone(), start: start.clone(), most })
}

impl Solver for AtOnce {
    fn go_on(&mut self, _work: u64, _stops: &dyn Fn() -> bool) -> Solved {
        self.library.solve(&self.program, &self.start, self.most)
    }

    fn is_resumed(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::solve::presolved;

    #[test]
    fn a_program_is_solved_from_its_start_and_its_optimum_is_not_bettered() {
        let portfolio = crate::input::read(Path::new("data/atlas")).expect("it is in the repository").portfolio;
        let program = presolved(&portfolio);
        let library = Library { portfolio, last_call: Instant::now() + Duration::from_secs(3_600) };
        let most = (3_600.0 * WORK_A_SECOND) as u64;
        let solved = library.solve(&program, &Selection::empty(&program.placements), most);
        let better = solved.better.expect("atlas is worth more than nothing");
        assert!(solved.is_proven && solved.work > 0 && program.keeps(&better));
        let Proof::Optimal(best, _) = crate::solve::branch::prove(&program, None, &|| false) else { panic!("atlas has plans") };
        assert!((program.value(&best) - program.value(&better)).abs() < 1e-6);
        let again = library.solve(&program, &better, most);
        assert!(again.is_proven && again.better.is_none_or(|own| program.value(&own) - program.value(&better) < 1e-6));
    }
}
