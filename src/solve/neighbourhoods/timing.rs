//! The timing of a plan: all that is in it is set free, and what is not stays out.
//!
//! Plans that searches end at often have the initiatives of a better one, many of them in other quarters, and no small neighbourhood leads
//! there. Alone they are a small program: it is looked at once for each plan that nothing else makes better.

use crate::model::Id;
use crate::program::{Program, Selection};
use crate::solve::branch::Solved;
use crate::solve::family::is_ruled_by_arcs;
use crate::solve::limits::OPEN_NEAR_PROOF;

/// Neighbourhoods of a plan in a row without a better one after which its timing is looked at; twice as many after each program that was
/// not solved to the end.
const PATIENCE: u32 = 8;
/// Work that a program may take, about half a second.
pub(super) const MOST_WORK: u64 = 80_000_000;

/// For which plan the timing is to be looked at, and when.
#[derive(Debug)]
pub(super) struct Timing {
    /// The value of the best plan.
    value: f64,
    /// How many of its neighbourhoods come before its timing; none if that was looked at.
    left: Option<u32>,
    patience: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self { value: f64::NAN, left: None, patience: PATIENCE }
    }
}

impl Timing {
    /// Whether the plan of this value is to be looked at now; to be asked before each of its neighbourhoods.
    pub(super) fn is_due(&mut self, value: f64) -> bool {
        if self.value != value {
            (self.value, self.left) = (value, Some(self.patience));
        }
        let is_due = self.left == Some(0);
        self.left = self.left.and_then(|left| left.checked_sub(1));
        is_due
    }

    /// What became of the last program that was looked at.
    pub(super) fn tell(&mut self, solved: &Solved) {
        if !solved.is_proven {
            self.patience = self.patience.saturating_mul(2);
        }
    }
}

/// Which initiatives are in a plan.
pub(super) fn planned(program: &Program, plan: &Selection) -> Vec<bool> {
    (0..program.placements.initiatives()).map(|initiative| plan.of(Id::new(initiative)).is_some()).collect()
}

/// Whether the program of what is planned is worth a look: not where even one placement each is too many, and not in mines, where arcs
/// rule and neighbourhoods move many a little.
pub(super) fn suits(program: &Program, planned: &[bool]) -> bool {
    planned.iter().filter(|&&is_in| is_in).count() < OPEN_NEAR_PROOF && !is_ruled_by_arcs(program)
}

/// Whether the program of what is planned is solved within about half a second, and may have other plans.
pub(super) fn is_small(program: &Program) -> bool {
    (program.choices.len() + 1..=OPEN_NEAR_PROOF).contains(&program.placements.len())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::method::{Budget, Known};
    use crate::solve::neighbourhoods::Neighbourhoods;
    use crate::solve::presolved;

    /// Whether the timing is due before each of so many neighbourhoods of a plan.
    fn due(timing: &mut Timing, value: f64, count: u32) -> Vec<bool> {
        (0..count).map(|_| timing.is_due(value)).collect()
    }

    #[test]
    fn a_plan_is_looked_at_once_when_its_neighbourhoods_found_nothing() {
        let mut timing = Timing::default();
        assert_eq!(due(&mut timing, 1.0, PATIENCE), vec![false; PATIENCE as usize]);
        assert_eq!(due(&mut timing, 1.0, 3), [true, false, false]);
        assert!(!due(&mut timing, 2.0, PATIENCE).contains(&true));
        assert!(timing.is_due(2.0));
    }

    #[test]
    fn plans_are_looked_at_later_after_a_program_that_took_too_long() {
        let mut timing = Timing::default();
        timing.tell(&Solved { better: None, is_proven: true, work: 1 });
        assert!(due(&mut timing, 1.0, 2 * PATIENCE).contains(&true));
        timing.tell(&Solved { better: None, is_proven: false, work: 1 });
        assert!(!due(&mut timing, 2.0, 2 * PATIENCE).contains(&true));
        assert!(timing.is_due(2.0));
        timing.tell(&Solved { better: None, is_proven: false, work: 1 });
        assert!(!due(&mut timing, 2.0, 4 * PATIENCE).contains(&true));
    }

    #[test]
    fn a_plan_gets_its_best_quarters_and_nothing_else() {
        // Each takes the team for a quarter, and D takes the place of none: what is worth most belongs first.
        let rules = "quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.9\n";
        let initiatives = "id,value,cost: T\nA,10,4\nB,6,4\nC,3,4\nD,5,4";
        let texts = Texts { initiatives, capacity: "team,2026Q1,2026Q2,2026Q3\nT,4,4,4", rules };
        let program = Arc::new(presolved(&read_texts(&texts).expect("the files are right").portfolio));
        let at = |quarters: [Option<usize>; 4]| {
            let mut plan = Selection::empty(&program.placements);
            for (initiative, quarter) in quarters.into_iter().enumerate() {
                plan.set(
                    Id::new(initiative),
                    quarter.and_then(|quarter| program.placements.of_initiative(Id::new(initiative)).nth(quarter)),
                );
            }
            plan
        };
        let (worst, best) = (at([Some(2), Some(1), Some(0), None]), at([Some(0), Some(1), Some(2), None]));
        let mut neighbourhoods = Neighbourhoods::new(Arc::clone(&program), 1).expect("there is something to set free");
        let plan = (worst.clone(), program.value(&worst));
        let budget = Budget { work: 1_000_000, share: 0.0, stops: &|| false };
        let (better, work) = neighbourhoods.look_at_all(&Known::default(), &plan, &budget);
        assert_eq!((better, work > 0), (Some(best.clone()), true));
        let plan = (best.clone(), program.value(&best));
        assert_eq!(neighbourhoods.look_at_all(&Known::default(), &plan, &budget).0, None);
    }
}
