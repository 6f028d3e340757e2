//! Small random programs: the search against all plans.

use super::super::closure::ClosureBound;
use super::super::closure::tests::{best_of_all, random};
use super::*;

/// Steps of a run, of so much work each.
const STEPS: u32 = 20;
const WORK: u64 = 20_000;

/// The best selection of a run that is guided by the bound's fractional plan, if the method suits the program.
fn run(program: &Arc<Program>, quarters: usize, seed: u64) -> Option<Option<crate::program::Selection>> {
    let mut search = ScheduleSearch::new(program.clone(), seed)?;
    let mut known = Known::default();
    let bound =
        ClosureBound::new(program.clone(), quarters)?.step(&known, &Budget { work: u64::MAX, share: 0.0, stops: &|| false });
    known.guide = bound.multipliers.map(|(multipliers, fractions)| {
        let (certificate, reduced) = (multipliers.certificate(program), multipliers.reduced_values(program));
        Arc::new(Guide { bound: certificate.bound, with: certificate.with, reduced, fractions, multipliers })
    });
    let mut last = None;
    for step in 0..STEPS {
        let share = f64::from(step) / f64::from(STEPS);
        let found = search.step(&known, &Budget { work: WORK, share, stops: &|| false });
        last = found.selections.into_iter().next_back().or(last);
    }
    Some(last)
}

#[test]
fn the_search_finds_the_best_plan_of_small_programs() {
    let (mut tried, mut hit) = (0, 0);
    for seed in 0..200 {
        let Some((program, quarters)) = random(seed) else { continue };
        let Some(optimum) = best_of_all(&program) else { continue };
        let Some(found) = run(&program, quarters, seed) else { continue };
        tried += 1;
        let value = found.filter(|selection| program.keeps(selection)).map_or(f64::NEG_INFINITY, |found| program.value(&found));
        assert!(value <= optimum + 1e-9, "seed {seed}");
        hit += usize::from(value >= optimum - 1e-6);
    }
    assert!(tried > 50 && hit * 100 >= tried * 95, "{hit} of {tried}");
}

#[test]
fn every_selection_that_is_told_keeps_arcs_and_rows() {
    for seed in 0..200 {
        let Some((program, quarters)) = random(seed) else { continue };
        if let Some(Some(selection)) = run(&program, quarters, seed) {
            assert!(program.keeps(&selection), "seed {seed}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let (program, quarters) = (1..).find_map(random).expect("some seed gives a portfolio");
    assert_eq!(run(&program, quarters, 7), run(&program, quarters, 7));
}
