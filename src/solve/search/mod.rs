//! Search: good plans fast, without a proof.
//!
//! A state holds a selection that keeps every arc; rows may be broken at a weight. `greedy` builds a first selection, `annealing`
//! improves it by `moves`, `repair` makes plans of selections that break rows. All know choices, arcs and rows only.

mod annealing;
mod candidates;
mod chain;
mod greedy;
mod moves;
mod repair;
mod schedule;
pub(super) mod state;
mod tables;
mod weigh;
mod weights;

pub use annealing::Annealing;
pub use schedule::Role;

use std::sync::Arc;
use std::time::Instant;

use super::method::{Budget as Allowance, Known, Method};
use crate::program::{Program, Selection};

/// How long a search goes on.
#[derive(Debug, Clone, Copy)]
pub enum Budget {
    /// So much work, in entries, arcs and placements looked at: the same run gives the same plan.
    Work(u64),
    /// Until a point in time.
    Until(Instant),
}

/// What a search is told while it runs, and told to stop by.
pub trait Listener {
    /// A selection better than all before, which keeps the rules as far as the search can tell, found after so much work.
    fn found(&mut self, selection: &Selection, work: u64);
    /// Whether to stop now.
    fn stops(&self) -> bool;
}

/// Work of a step: some hundredths of a second.
const STEP: u64 = 10_000_000;

/// Steps that a budget of work is spent in, at least: the temperature follows the share that is over.
const STEPS: u64 = 64;

/// Searches until the budget is spent, for callers that run a search by itself; the order of placements no longer matters to it.
pub fn search(
    program: &Program,
    _order: &[f64],
    start: Option<&Selection>,
    budget: Budget,
    seed: u64,
    listener: &mut dyn Listener,
) {
    let mut method = Annealing::new(program, seed, Role::LongCooling);
    let best = start.filter(|start| program.keeps(start)).map(|start| Arc::new((start.clone(), program.value(start))));
    let step = match budget {
        Budget::Work(all) => STEP.min(all / STEPS),
        Budget::Until(_) => STEP,
    };
    let (began, mut work, known) = (Instant::now(), 0_u64, Known { best, bound: f64::INFINITY, guide: None });
    loop {
        let share = match budget {
            Budget::Work(all) => work as f64 / all.max(1) as f64,
            Budget::Until(end) => began.elapsed().as_secs_f64() / end.saturating_duration_since(began).as_secs_f64().max(1e-9),
        };
        if share >= 1.0 || listener.stops() {
            return;
        }
        let found = {
            let stops = || listener.stops();
            method.step(&known, &Allowance { work: step, share, stops: &stops })
        };
        work += found.work.max(1);
        for selection in &found.selections {
            listener.found(selection, work);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::presolved;

    /// The program of initiatives in CSV under a capacity of team A in each of three quarters, with a debt floor of a fifth.
    pub(super) fn program(initiatives: &str, capacity: u32) -> Program {
        let capacity = format!("team,2026Q1,2026Q2,2026Q3\nA,{capacity},{capacity},{capacity}");
        let rules = "quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.9\n";
        let texts = Texts { initiatives, capacity: &capacity, rules };
        presolved(&read_texts(&texts).expect("the files are right").portfolio)
    }

    fn random_program(seed: u64) -> Program {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut rows = String::from("id,value,depends_on,duration,together,cost: A");
        for number in 0..6 {
            let depends = if number > 1 && random.bool() { format!("I{}", random.usize(..number)) } else { String::new() };
            let together = if random.u8(..3) == 0 { "g" } else { "" };
            let (value, duration, cost) = (random.u32(5..50), random.u32(1..3), random.u32(2..9));
            rows += &format!("\nI{number},{value},{depends},{duration},{together},{cost}");
        }
        program(&rows, 8)
    }

    /// The greatest value, by trying everything.
    fn exhausted(program: &Program, initiative: usize, selection: &mut Selection) -> f64 {
        if initiative == program.placements.initiatives() {
            return if program.keeps(selection) { program.value(selection) } else { f64::NEG_INFINITY };
        }
        let own = crate::model::Id::new(initiative);
        let ways = std::iter::once(None).chain(program.placements.of_initiative(own).map(Some));
        let mut best = f64::NEG_INFINITY;
        for way in ways {
            selection.set(own, way);
            best = best.max(exhausted(program, initiative + 1, selection));
        }
        best
    }

    struct Kept<'a>(&'a Program, f64);

    impl Listener for Kept<'_> {
        fn found(&mut self, selection: &Selection, _: u64) {
            assert!(self.0.keeps(selection));
            self.1 = self.1.max(self.0.value(selection));
        }
        fn stops(&self) -> bool {
            false
        }
    }

    #[test]
    fn small_programs_are_solved_to_the_optimum() {
        for seed in 0..20 {
            let program = random_program(seed);
            let most = exhausted(&program, 0, &mut Selection::empty(&program.placements));
            let mut kept = Kept(&program, f64::NEG_INFINITY);
            search(&program, &[], None, Budget::Work(4_000_000), seed, &mut kept);
            assert!((kept.1 - most).abs() < 1e-9, "seed {seed}: {} instead of {most}", kept.1);
        }
    }

    #[test]
    fn the_same_seed_and_work_find_the_same_plan() {
        let program = random_program(3);
        let run = || {
            let mut method = Annealing::new(&program, 5, Role::GrowingCoolings);
            let known = Known::default();
            let step = |share: f64| method.step(&known, &Allowance { work: 50_000, share, stops: &|| false });
            [0.0, 0.1, 0.5, 0.9].map(step).map(|found| (found.work, found.selections))
        };
        assert_eq!(run(), run());
    }

    #[test]
    fn nothing_is_told_that_is_no_better_than_what_is_known() {
        let program = random_program(4);
        let most = Some(Arc::new((Selection::empty(&program.placements), f64::INFINITY)));
        let known = Known { best: most, ..Known::default() };
        let mut method = Annealing::new(&program, 1, Role::LongCooling);
        assert!(method.step(&known, &Allowance { work: 50_000, share: 0.0, stops: &|| false }).selections.is_empty());
    }
}
