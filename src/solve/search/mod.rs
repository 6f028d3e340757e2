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
mod room;
mod schedule;
pub(super) mod state;
mod tables;
mod trial;
mod weigh;
mod weights;

pub use annealing::Annealing;
pub use schedule::Role;

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::program::{Program, Selection};
    use crate::solve::method::{Budget, Known, Method};
    use crate::solve::presolved;

    /// The program of initiatives in CSV under a capacity of team A in each of three quarters.
    pub(in crate::solve) fn program(initiatives: &str, capacity: u32) -> Program {
        let capacity = format!("team,2026Q1,2026Q2,2026Q3\nA,{capacity},{capacity},{capacity}");
        let rules = "quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.9\n";
        let texts = Texts { initiatives, capacity: &capacity, rules };
        presolved(&read_texts(&texts).expect("the files are right").portfolio)
    }

    /// Two teams and three quarters, a debt floor in each, and work that comes together or not at all.
    pub(in crate::solve) fn two_teams(random: &mut fastrand::Rng) -> Program {
        let mut rows = String::from("id,value,category,duration,together,cost: A,cost: B");
        for number in 0..14 {
            let category = random.choice(["debt", "feature"]).unwrap_or("debt");
            let together = if number < 4 { "g" } else { "" };
            let (value, duration, a, b) = (random.u32(5..50), random.u32(1..3), random.u32(1..9), random.u32(0..9));
            rows += &format!("\nI{number},{value},{category},{duration},{together},{a},{b}");
        }
        let rules = "quarters = \"2026Q1..2026Q3\"\nmin_debt_ratio = 0.3\n";
        let texts = Texts { initiatives: &rows, capacity: "team,2026Q1,2026Q2,2026Q3\nA,9,9,9\nB,8,8,8", rules };
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

    /// Work of a search, and of each of its steps.
    const WORK: u64 = 4_000_000;
    const STEP: u64 = WORK / 64;

    /// The greatest value that a search of [`WORK`] finds; all that it finds keeps the rules.
    fn searched(program: &Program, seed: u64) -> f64 {
        let mut method = Annealing::new(program, seed, Role::LongCooling);
        let (mut work, mut best) = (0, f64::NEG_INFINITY);
        while work < WORK {
            let share = work as f64 / WORK as f64;
            let found = method.step(&Known::default(), &Budget { work: STEP, share, stops: &|| false });
            assert!(found.selections.iter().all(|selection| program.keeps(selection)));
            best = found.selections.iter().map(|selection| program.value(selection)).fold(best, f64::max);
            work += found.work.max(1);
        }
        best
    }

    #[test]
    fn small_programs_are_solved_to_the_optimum() {
        for seed in 0..20 {
            let program = random_program(seed);
            let most = exhausted(&program, 0, &mut Selection::empty(&program.placements));
            let value = searched(&program, seed);
            assert!((value - most).abs() < 1e-9, "seed {seed}: {value} instead of {most}");
        }
    }

    #[test]
    fn the_same_seed_and_work_find_the_same_plan() {
        let program = random_program(3);
        let run = || {
            let mut method = Annealing::new(&program, 5, Role::GrowingCoolings);
            let known = Known::default();
            let step = |share: f64| method.step(&known, &Budget { work: 50_000, share, stops: &|| false });
            [0.0, 0.1, 0.5, 0.9].map(step).map(|found| (found.work, found.selections))
        };
        assert_eq!(run(), run());
    }

    #[test]
    fn within_a_cooling_nothing_is_told_that_is_no_better_than_what_is_known() {
        let program = random_program(4);
        let most = Some(Arc::new((Selection::empty(&program.placements), f64::INFINITY)));
        let known = Known { best: most, ..Known::default() };
        let mut method = Annealing::new(&program, 1, Role::LongCooling);
        assert!(method.step(&known, &Budget { work: 50_000, share: 0.0, stops: &|| false }).selections.is_empty());
    }
}
