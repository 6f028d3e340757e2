//! Covers and closings on small random programs, against all of their plans.

use fastrand::Rng;

use super::Induced;
use crate::program::Program;
use crate::solve::closure::tests::{each_plan, random, random_releases};
use crate::solve::propagation::Open;

const SEEDS: u64 = 1_500;

fn programs() -> impl Iterator<Item = (u64, std::sync::Arc<Program>, Induced)> {
    (0..SEEDS).filter_map(|seed| {
        let (program, _) = if seed % 2 == 0 { random(seed)? } else { random_releases(seed)? };
        let induced = Induced::of(&program)?;
        Some((seed, program, induced))
    })
}

/// A point that has most choices done in some part.
fn point(program: &Program, random: &mut Rng) -> Vec<f64> {
    let mut amounts = vec![0.0; program.placements.len()];
    for choice in &program.choices {
        let mut left = if random.bool() { 1.0 } else { random.f64() };
        for id in &choice.allowed {
            amounts[id.index()] = left * random.f64().sqrt();
            left -= amounts[id.index()];
        }
    }
    amounts
}

#[test]
fn plans_keep_all_covers_that_points_break() {
    let (mut found, mut of_several) = (0, 0);
    for (seed, program, induced) in programs() {
        let mut random = Rng::with_seed(seed);
        for _ in 0..5 {
            let point = point(&program, &mut random);
            for cover in induced.broken(&|placement| point[placement], &mut 0) {
                let terms = induced.terms(&cover);
                let left: f64 = terms.iter().map(|&placement| point[placement]).sum();
                assert!(left > cover.limit as f64, "seed {seed}: {cover:?} is not broken");
                each_plan(&program, &mut |plan| {
                    let done = terms.iter().filter(|&&placement| plan.has(crate::model::Id::new(placement), &program.placements));
                    assert!(done.count() <= cover.limit, "seed {seed}: {cover:?} cuts off {plan:?}");
                });
                found += 1;
                of_several += usize::from(cover.choices.len() > cover.limit + 1 || cover.limit > 1);
            }
        }
    }
    assert!(found > 300 && of_several > 50, "{found} {of_several}");
}

#[test]
fn what_is_closed_is_in_no_plan_of_what_is_open() {
    let mut closed = 0;
    for (seed, program, induced) in programs() {
        let mut random = Rng::with_seed(seed);
        let mut open = Open::new(&program);
        for choice in 0..open.choices() {
            let options: Vec<_> = open.all(choice).filter(|_| random.u8(..3) == 0).collect();
            options.into_iter().take((open.count(choice) as usize).saturating_sub(1)).for_each(|option| {
                open.close(choice, option);
            });
        }
        let before = open.clone();
        if !induced.close(&mut open, &mut 0) {
            continue;
        }
        closed += 1;
        each_plan(&program, &mut |plan| {
            let is_in = |open: &Open| {
                (0..open.choices()).all(|choice| {
                    let taken = open.allowed(choice).iter().find(|&&id| plan.has(crate::model::Id::new(id), &program.placements));
                    taken.map_or(open.may_stay_out(choice), |&id| open.has(id))
                })
            };
            assert!(!is_in(&before) || is_in(&open), "seed {seed}: {plan:?} was closed");
        });
    }
    assert!(closed > 100, "{closed}");
}
