//! Covers and closings on small random programs, against all of their plans.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;

use super::Induced;
use crate::input::{Texts, read_texts};
use crate::model::Id;
use crate::program::Program;
use crate::solve::closure::tests::{best_of_all, bounded, each_plan, is_in};
use crate::solve::propagation::Open;
use crate::solve::{presolved, relaxation};

const SEEDS: u64 = 4_000;

/// A small mine: blocks that wait for blocks above them, in two or three quarters; some take two quarters, some wait longer.
pub fn mine(seed: u64) -> Option<(Arc<Program>, usize)> {
    let mut random = Rng::with_seed(seed);
    let mut initiatives = String::from("id,variant,value,cost: A,cost: B,depends_on,duration,must\n");
    for number in 0..random.usize(5..=6) {
        let variants: &[&str] = if random.u8(..6) == 0 { &["small", "full"] } else { &[""] };
        let must = if random.u8(..15) == 0 { "yes" } else { "" };
        for variant in variants {
            let above: Vec<usize> = (0..number).filter(|_| random.bool()).collect();
            let lags = ["", ":after", ":same", ":with"];
            let waits = above.iter().map(|other| format!("I{other}{}", lags[usize::from(random.u8(..9) / 2 % 4)]));
            let waits = waits.collect::<Vec<String>>().join(";");
            let (value, a, b, duration) = (random.i32(-9..40), random.u32(1..7), random.u32(0..5), 1 + random.u8(..5) / 4);
            let _ = writeln!(initiatives, "I{number},{variant},{value},{a},{b},{waits},{duration},{must}");
        }
    }
    let quarters = random.usize(2..=3);
    let names: Vec<String> = (1..=quarters).map(|quarter| format!("2026Q{quarter}")).collect();
    let mut of = |team: &str| {
        let cells: Vec<String> = (0..quarters).map(|_| random.u32(4..9).to_string()).collect();
        format!("{team},{}\n", cells.join(","))
    };
    let capacity = format!("team,{}\n{}{}", names.join(","), of("A"), of("B"));
    let rules = format!("quarters = \"2026Q1..2026Q{quarters}\"\ndefault_dependency = \"same\"\n");
    let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: &rules };
    Some((Arc::new(presolved(&read_texts(&texts).ok()?.portfolio)), quarters))
}

fn programs() -> impl Iterator<Item = (u64, Arc<Program>, Induced)> {
    (0..SEEDS).filter_map(|seed| {
        let (program, _) = mine(seed)?;
        let induced = Induced::of(&program)?;
        Some((seed, program, induced))
    })
}

/// What is left when some options have closed, but no choice's last.
pub fn some_open(program: &Program, random: &mut Rng) -> Open {
    let mut open = Open::new(program);
    for choice in 0..open.choices() {
        let options: Vec<_> = open.all(choice).filter(|_| random.u8(..3) == 0).collect();
        let most = (open.count(choice) as usize).saturating_sub(1);
        options.into_iter().take(most).for_each(|option| {
            open.close(choice, option);
        });
    }
    open
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

/// The same with some choices done as a whole, with most of what they wait for.
fn with_whole(mut point: Vec<f64>, program: &Program, induced: &Induced, random: &mut Rng) -> Vec<f64> {
    let one = random.usize(..program.choices.len());
    let needed = (0..program.choices.len()).filter(|&choice| induced.needs[one].has(choice) && random.u8(..8) > 0);
    for choice in needed.collect::<Vec<usize>>() {
        let allowed = &program.choices[choice].allowed;
        allowed.iter().for_each(|id| point[id.index()] = 0.0);
        allowed.first().into_iter().for_each(|id| point[id.index()] = 1.0);
    }
    point
}

#[test]
fn plans_keep_all_covers_that_points_break() {
    let (mut found, mut of_several, mut of_whole) = (0, 0, 0);
    for (seed, program, induced) in programs() {
        let mut random = Rng::with_seed(seed);
        for round in 0..6 {
            let mut point = point(&program, &mut random);
            if round % 2 == 1 {
                point = with_whole(point, &program, &induced, &mut random);
            }
            for cover in induced.broken(&|placement| point[placement], &mut 0) {
                let terms = induced.terms(&cover);
                let left: f64 = terms.iter().map(|&placement| point[placement]).sum();
                assert!(left > cover.limit as f64, "seed {seed}: {cover:?} is not broken");
                each_plan(&program, &mut |plan| {
                    let done = terms.iter().filter(|&&placement| plan.has(Id::new(placement), &program.placements));
                    assert!(done.count() <= cover.limit, "seed {seed}: {cover:?} cuts off {plan:?}");
                });
                let waits_for = |one: usize, other: usize| one != other && induced.needs[one].has(other);
                let is_least = |one: usize| cover.choices.iter().all(|&other| !waits_for(other, one));
                let is_extended = cover.choices.len() > cover.limit + 1;
                assert!(is_extended || cover.choices.iter().all(|&one| is_least(one)), "seed {seed}: {cover:?} has too much");
                found += 1;
                of_several += usize::from(is_extended || cover.limit > 1);
                let done = |choice: usize| program.choices[choice].allowed.iter().map(|id| point[id.index()]).sum::<f64>();
                of_whole += usize::from(cover.choices.iter().any(|&choice| done(choice) == 1.0));
            }
        }
    }
    assert!(found > 300 && of_several > 50 && of_whole > 50, "{found} {of_several} {of_whole}");
}

#[test]
fn what_is_closed_is_in_no_plan_of_what_is_open() {
    let mut closed = 0;
    for (seed, program, induced) in programs() {
        let mut random = Rng::with_seed(seed);
        for _ in 0..4 {
            let mut open = some_open(&program, &mut random);
            let before = open.clone();
            if !induced.close(&mut open, &mut 0) {
                continue;
            }
            closed += 1;
            each_plan(&program, &mut |plan| {
                assert!(!is_in(plan, &program, &before) || is_in(plan, &program, &open), "seed {seed}: {plan:?} was closed");
            });
        }
    }
    assert!(closed > 100, "{closed}");
}

#[test]
fn a_limit_that_is_worked_out_anew_holds_in_all_plans_and_is_no_higher_than_that_of_the_cover() {
    let mut found = 0;
    for (seed, program, induced) in programs() {
        let mut random = Rng::with_seed(seed);
        let point = point(&program, &mut random);
        for cover in induced.broken(&|placement| point[placement], &mut 0) {
            let ones: Vec<(usize, i64)> = induced.terms(&cover).into_iter().map(|placement| (placement, 1)).collect();
            let (kept, limit) = induced.limited(cover.at, &ones).expect("not all are in a plan");
            assert!(kept == ones && limit <= cover.limit as i64, "seed {seed}: {cover:?} {limit}");
        }
        for at in 0..super::subjects(&program).len() {
            let all = |p: i64| (0..program.placements.len()).map(|placement| (placement, p)).collect::<Vec<_>>();
            assert!([i64::MAX, i64::MIN].iter().all(|&p| induced.limited(at, &all(p)).is_none()), "seed {seed}");
            let any = |placement: usize| (placement, random.i64(-3..9));
            let terms: Vec<(usize, i64)> = (0..program.placements.len()).map(any).collect();
            let Some((kept, limit)) = induced.limited(at, &terms) else { continue };
            assert!(kept.iter().all(|term| terms.contains(term)), "seed {seed}");
            each_plan(&program, &mut |plan| {
                let has = |term: &&(usize, i64)| plan.has(Id::new(term.0), &program.placements);
                let sum: i64 = kept.iter().filter(has).map(|term| term.1).sum();
                assert!(sum <= limit, "seed {seed}: {kept:?} up to {limit} cuts off {plan:?}");
            });
            found += 1;
        }
    }
    assert!(found > 300, "{found}");
}

#[test]
fn a_bound_with_covers_is_below_that_of_the_relaxation_and_holds_for_all_plans() {
    let (mut lower, mut compared) = (0, 0);
    for (program, quarters) in (0..SEEDS).filter_map(mine).filter(|(program, _)| Induced::of(program).is_some()) {
        let Some(optimum) = best_of_all(&program) else { continue };
        let Some((multipliers, _)) = bounded(&program, quarters) else { continue };
        let bound = multipliers.certificate(&program).bound;
        let relaxed = relaxation::relax(&program, quarters, Duration::from_secs(60)).expect("a program with plans relaxes");
        let without = relaxed.multipliers.certificate(&program).bound;
        assert!(bound >= optimum - 1e-6, "{optimum} {bound}");
        let has_covers = multipliers.cuts.iter().any(|cut| cut.1 > 0.0);
        // Closures may stall before they meet the relaxation; they come to covers only after that.
        assert!(!has_covers || bound <= without + 1e-4 * (1.0 + without.abs()), "{bound} {without}");
        lower += usize::from(has_covers && bound < without - 1e-3);
        compared += 1;
    }
    assert!(compared > 100 && lower > 20, "{lower} of {compared}");
}
