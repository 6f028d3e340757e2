//! An attempt to better a plan: the program of a neighbourhood of it, solved over as many steps as that takes, since a round waits for a
//! step that is longer than others. In release planning, what shares its fate is one in the program.

use crate::program::{Condensed, Part, Program, Selection};
use crate::solve::branch::{Solved, SubSolve};

/// What solves the program of a neighbourhood from the plan that is there.
pub(super) trait Solver: Send {
    /// Goes on for about so much work; what it has come to in all.
    fn go_on(&mut self, work: u64, stops: &dyn Fn() -> bool) -> Solved;

    /// Whether it goes on from where it stopped.
    fn is_resumed(&self) -> bool {
        true
    }
}

impl Solver for SubSolve {
    fn go_on(&mut self, work: u64, stops: &dyn Fn() -> bool) -> Solved {
        SubSolve::go_on(self, work, stops)
    }
}

/// Our own branch and bound, for so much work in all.
pub(super) fn own_solver(most: u64) -> impl FnOnce(&Program, &Selection) -> Box<dyn Solver> {
    move |program, start| Box::new(SubSolve::new(program, start, most))
}

/// A neighbourhood of a plan: the initiatives that are free, and the program of what they may be.
pub(super) struct Neighbourhood {
    pub plan: Selection,
    pub is_free: Vec<bool>,
    pub part: Part,
}

/// See the module.
pub(super) struct Attempt {
    neighbourhood: Neighbourhood,
    condensed: Option<Condensed>,
    solver: Box<dyn Solver>,
    /// Work that it may take, and what it has taken.
    most: u64,
    work: u64,
    /// The better plan so far.
    better: Option<Selection>,
}

/// What a step of an attempt came to.
pub(super) struct Told {
    /// A plan that is better than those told before.
    pub better: Option<Selection>,
    /// Work of this step.
    pub work: u64,
    /// How it ended, if it did.
    pub end: Option<End>,
}

/// How an attempt ended.
pub(super) struct End {
    /// Whether nothing in the neighbourhood is better than what was told.
    pub is_proven: bool,
    /// Work that it took in all.
    pub work: u64,
    /// By how much the plan became better.
    pub gained: f64,
}

impl Attempt {
    /// An attempt of so much work by a solver that is made for a program and what the plan is in it.
    pub(super) fn new(
        neighbourhood: Neighbourhood,
        is_condensed: bool,
        most: u64,
        solver: impl FnOnce(&Program, &Selection) -> Box<dyn Solver>,
    ) -> Self {
        let Part { program, selection, .. } = &neighbourhood.part;
        let condensed = is_condensed.then(|| program.condensed());
        let solver = match &condensed {
            Some(condensed) => solver(&condensed.program, &condensed.of_whole(program, selection)),
            None => solver(program, selection),
        };
        Self { neighbourhood, condensed, solver, most, work: 0, better: None }
    }

    /// Whether this is the plan that is to become better, or what was told in its place.
    pub(super) fn is_of(&self, plan: &Selection) -> bool {
        self.better.as_ref().unwrap_or(&self.neighbourhood.plan) == plan
    }

    /// Goes on for about so much work.
    pub(super) fn go_on(&mut self, whole: &Program, work: u64, stops: &dyn Fn() -> bool) -> Told {
        let Neighbourhood { plan, is_free, part } = &self.neighbourhood;
        let solved = self.solver.go_on(work.min(self.most - self.work), stops);
        let work = solved.work - self.work;
        let in_part = |own: Selection| match &self.condensed {
            Some(condensed) => condensed.in_whole(&part.program, &own),
            None => own,
        };
        let better = solved.better.map(|own| part.put_into(plan, is_free, &in_part(own)));
        let better = better.filter(|better| self.better.as_ref() != Some(better));
        self.work = solved.work;
        if better.is_some() {
            self.better.clone_from(&better);
        }
        let is_over = solved.is_proven || self.work >= self.most || !self.solver.is_resumed();
        let end = is_over.then(|| {
            let gained = self.better.as_ref().map_or(0.0, |better| (whole.value(better) - whole.value(plan)).max(0.0));
            End { is_proven: solved.is_proven, work: self.work, gained }
        });
        Told { better, work, end }
    }
}
