//! The timing of a plan: all that is in it is set free, and what is not stays out.
//!
//! Plans that searches end at often have the initiatives of a better one, many of them in other quarters, and no small neighbourhood leads
//! there. Alone they are a small program: it is looked at once for each plan that nothing else makes better, over as many steps as that
//! takes, since a round waits for a step that is longer than others.

use crate::model::Id;
use crate::program::{Part, Program, Selection};
use crate::solve::branch::SubSolve;
use crate::solve::family::is_ruled_by_arcs;
use crate::solve::limits::OPEN_NEAR_PROOF;
use crate::solve::method::{Budget, Known};

/// Neighbourhoods of a plan in a row without a better one after which its timing is looked at; twice as many after each program that was
/// not solved to the end.
const PATIENCE: u32 = 8;
/// Work that a program may take, about half a second.
const MOST_WORK: u64 = 80_000_000;

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
    fn is_too_long(&mut self) {
        self.patience = self.patience.saturating_mul(2);
    }
}

/// A look at the timing of a plan that takes several steps.
pub(super) struct Look {
    plan: Selection,
    /// The value of the plan, or of what was found in its place.
    value: f64,
    is_free: Vec<bool>,
    part: Part,
    solve: SubSolve,
    /// Work so far.
    work: u64,
}

/// What a step of a look came to.
pub(super) struct Seen {
    /// A better plan than was told before.
    pub better: Option<Selection>,
    /// Work of the step.
    pub work: u64,
    pub is_over: bool,
}

impl Look {
    /// A look at a plan, if its program is small enough.
    pub(super) fn at(program: &Program, known: &Known, (plan, value): &(Selection, f64)) -> Option<Self> {
        let is_free = planned(program, plan);
        if !suits(program, &is_free) {
            return None;
        }
        let part = program.around(plan, &is_free, |id| known.may_better(id));
        let solve = is_small(&part.program).then(|| SubSolve::new(&part.program, &part.selection, MOST_WORK))?;
        Some(Self { plan: plan.clone(), value: *value, is_free, part, solve, work: 0 })
    }

    /// Whether nobody has found a better plan.
    pub(super) fn is_of_use(&self, value: f64) -> bool {
        value <= self.value
    }

    /// Goes on for a step; tells `timing` if it has to end too soon.
    pub(super) fn go_on(&mut self, program: &Program, timing: &mut Timing, budget: &Budget) -> Seen {
        let solved = self.solve.go_on(budget.work.min(MOST_WORK - self.work), budget.stops);
        let work = solved.work - self.work;
        self.work = solved.work.min(MOST_WORK);
        let better = solved.better.map(|own| self.part.put_into(&self.plan, &self.is_free, &own));
        let value = better.as_ref().map_or(f64::NEG_INFINITY, |better| program.value(better));
        let better = better.filter(|_| value > self.value);
        self.value = self.value.max(value);
        let is_too_long = !solved.is_proven && self.work == MOST_WORK;
        if is_too_long {
            timing.is_too_long();
        }
        Seen { better, work, is_over: solved.is_proven || is_too_long }
    }
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

    /// What comes of a look at a plan in steps of so much work, and how many it takes.
    fn seen(program: &Program, plan: &Selection, work: u64) -> (Option<Selection>, u32) {
        let value = program.value(plan);
        let mut look = Look::at(program, &Known::default(), &(plan.clone(), value)).expect("it is small");
        assert!(look.is_of_use(value) && !look.is_of_use(value + 1.0));
        let (mut better, mut steps) = (None, 0);
        loop {
            let budget = Budget { work, share: 0.0, stops: &|| false };
            let seen = look.go_on(program, &mut Timing::default(), &budget);
            better = seen.better.or(better);
            steps += 1;
            if seen.is_over {
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
    fn a_look_over_many_steps_ends_as_one_over_a_single_step() {
        let program = program(12, "A,5,3\nB,8,4\nC,9,5\nD,7,4\nE,8,5\nF,6,3\nG,11,5\nH,4,3\nI,9,4");
        let plan = at(&program, &[2, 1, 0, 2, 1, 0, 2, 1, 0].map(Some));
        let value = |seen: Option<Selection>| program.value(&seen.expect("there is a better one"));
        let (at_once, (better, steps)) = (seen(&program, &plan, MOST_WORK), seen(&program, &plan, 1));
        assert_eq!(at_once.1, 1);
        assert!(steps > 1, "{steps} steps");
        assert!((value(better) - value(at_once.0)).abs() < 1e-9);
    }
}
