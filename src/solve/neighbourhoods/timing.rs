//! The timing of a plan: all that is in it is set free, and what is not stays out.
//!
//! Plans that searches end at often have the initiatives of a better one, many of them in other quarters, and no small neighbourhood leads
//! there. Alone they are a small program: it is looked at once for each plan that nothing else makes better.

use crate::model::Id;
use crate::program::{Program, Selection};
use crate::solve::family::is_ruled_by_arcs;
use crate::solve::limits::OPEN_NEAR_PROOF;
use crate::solve::method::Known;
use crate::solve::neighbourhoods::attempt::Neighbourhood;

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

    /// Takes note that a program was not solved to the end.
    pub(super) fn is_too_long(&mut self) {
        self.patience = self.patience.saturating_mul(2);
    }
}

/// All that is in a plan, if its program is small enough.
pub(super) fn of(program: &Program, known: &Known, plan: &Selection) -> Option<Neighbourhood> {
    let is_free = planned(program, plan);
    if !suits(program, &is_free) {
        return None;
    }
    let part = program.around(plan, &is_free, |id| known.may_better(id));
    is_small(&part.program).then(|| Neighbourhood { plan: plan.clone(), is_free, part })
}

/// Which initiatives are in a plan.
fn planned(program: &Program, plan: &Selection) -> Vec<bool> {
    (0..program.placements.initiatives()).map(|initiative| plan.of(Id::new(initiative)).is_some()).collect()
}

/// Whether the program of what is planned is worth a look: not where even one placement each is too many, and not in mines, where arcs
/// rule and neighbourhoods move many a little.
fn suits(program: &Program, planned: &[bool]) -> bool {
    planned.iter().filter(|&&is_in| is_in).count() < OPEN_NEAR_PROOF && !is_ruled_by_arcs(program)
}

/// Whether the program of what is planned is solved within about half a second, and may have other plans.
fn is_small(program: &Program) -> bool {
    (program.choices.len() + 1..=OPEN_NEAR_PROOF).contains(&program.placements.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::neighbourhoods::attempt::{Attempt, own_solver};
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
        assert!(due(&mut timing, 1.0, 2 * PATIENCE).contains(&true));
        timing.is_too_long();
        assert!(!due(&mut timing, 2.0, 2 * PATIENCE).contains(&true));
        assert!(timing.is_due(2.0));
        timing.is_too_long();
        assert!(!due(&mut timing, 2.0, 4 * PATIENCE).contains(&true));
    }

    /// The program of a team whose capacity is the same in each of three quarters, the sooner the better.
    fn program(capacity: u32, initiatives: &str) -> Program {
        let texts = Texts {
            initiatives: &format!("id,value,cost: T\n{initiatives}"),
            capacity: &format!("team,2026Q1,2026Q2,2026Q3\nT,{capacity},{capacity},{capacity}"),
            rules: "quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.9\n",
        };
        presolved(&read_texts(&texts).expect("the files are right").portfolio)
    }

    /// The plan with these starts.
    fn at(program: &Program, quarters: &[Option<usize>]) -> Selection {
        let mut plan = Selection::empty(&program.placements);
        for (initiative, quarter) in quarters.iter().enumerate() {
            let id = Id::new(initiative);
            plan.set(id, quarter.and_then(|quarter| program.placements.of_initiative(id).nth(quarter)));
        }
        plan
    }

    /// What comes of the timing of a plan in steps of so much work, and how many it takes.
    fn seen(program: &Program, plan: &Selection, work: u64) -> (Option<Selection>, u32) {
        let neighbourhood = of(program, &Known::default(), plan).expect("it is small");
        let mut attempt = Attempt::new(neighbourhood, false, MOST_WORK, own_solver(MOST_WORK));
        let (mut better, mut steps) = (None, 0);
        assert!(!attempt.is_of(&Selection::empty(&program.placements)));
        loop {
            assert!(attempt.is_of(better.as_ref().unwrap_or(plan)));
            let told = attempt.go_on(program, work, &|| false);
            assert!(told.work > 0);
            better = told.better.or(better);
            steps += 1;
            if let Some(end) = told.end {
                let gained = better.as_ref().map_or(0.0, |better| program.value(better) - program.value(plan));
                assert!(end.is_proven && (end.gained - gained).abs() < 1e-9);
                return (better, steps);
            }
        }
    }

    #[test]
    fn a_plan_gets_its_best_quarters_and_nothing_else() {
        // Each takes the team for a quarter, and D takes the place of none: what is worth most belongs first.
        let program = program(4, "A,10,4\nB,6,4\nC,3,4\nD,5,4");
        let worst = at(&program, &[Some(2), Some(1), Some(0), None]);
        let best = at(&program, &[Some(0), Some(1), Some(2), None]);
        assert_eq!(seen(&program, &worst, MOST_WORK).0, Some(best.clone()));
        assert_eq!(seen(&program, &best, MOST_WORK).0, None);
    }

    #[test]
    fn many_steps_come_to_what_one_comes_to() {
        let program = program(12, "A,5,3\nB,8,4\nC,9,5\nD,7,4\nE,8,5\nF,6,3\nG,11,5\nH,4,3\nI,9,4");
        let plan = at(&program, &[2, 1, 0, 2, 1, 0, 2, 1, 0].map(Some));
        let value = |seen: Option<Selection>| program.value(&seen.expect("there is a better one"));
        let (at_once, (better, steps)) = (seen(&program, &plan, MOST_WORK), seen(&program, &plan, 1));
        assert_eq!(at_once.1, 1);
        assert!(steps > 1, "{steps} steps");
        assert!((value(better) - value(at_once.0)).abs() < 1e-9);
    }
}
