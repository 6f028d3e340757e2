//! The solver against exhaustive search, on random small portfolios with all rules on.

mod portfolios;

use std::time::Duration;

use fastrand::Rng;
use proptest::prelude::*;
use quarterdeck::model::{Id, Portfolio};
use quarterdeck::plan::Plan;
use quarterdeck::program::Program;
use quarterdeck::program::{Placements, Selection};
use quarterdeck::rules::{program, verify};
use quarterdeck::solve::certificate::{HullCut, Multipliers};
use quarterdeck::solve::{Answer, Options, SolveError, Status, Warm, Watch, presolved, solve, solve_alone};

/// Plans above which a portfolio is left out, to keep the test short.
const MOST_PLANS: usize = 30_000;

/// All plans of a portfolio, as choices of one placement or none for each initiative.
fn all_plans(portfolio: &Portfolio) -> Option<Vec<Plan>> {
    let placements = Placements::of(portfolio);
    let mut plans = vec![Selection::empty(&placements)];
    for initiative in (0..placements.initiatives()).map(Id::new) {
        let with = |plan: &Selection, id| {
            let mut plan = plan.clone();
            plan.set(initiative, Some(id));
            plan
        };
        let more: Vec<Selection> = plans
            .iter()
            .flat_map(|plan| placements.of_initiative(initiative).map(|id| with(plan, id)).collect::<Vec<_>>())
            .collect();
        plans.extend(more);
        if plans.len() > MOST_PLANS {
            return None;
        }
    }
    Some(plans.iter().map(|selection| selection.plan(portfolio, &placements)).collect())
}

/// The greatest value of a plan that keeps the rules, by trying all.
fn best_value(portfolio: &Portfolio, plans: &[Plan]) -> Option<f64> {
    let kept = plans.iter().map(|plan| verify(portfolio, plan)).filter(quarterdeck::rules::Verdict::keeps_the_rules);
    kept.map(|verdict| verdict.value).max_by(f64::total_cmp)
}

fn options() -> Options {
    Options { time_limit: Duration::from_secs(5), gap: 1e-7, ..Options::default() }
}

/// Whether the answer moves earlier anywhere by itself at no loss.
fn can_move_earlier(portfolio: &Portfolio, plan: &Plan) -> bool {
    let placements = Placements::of(portfolio);
    let value = verify(portfolio, plan).value;
    plan.chosen().any(|(initiative, own)| {
        let earlier = placements.of_initiative(initiative).map(|id| placements[id].decision);
        let earlier = earlier.filter(|other| other.variant == own.variant && other.finish(portfolio) < own.finish(portfolio));
        earlier.into_iter().any(|other| {
            let moved = verify(portfolio, &plan.clone().with(initiative, Some(other)));
            moved.keeps_the_rules() && moved.value >= value
        })
    })
}

/// An answer against the best value of all plans.
fn judge(portfolio: &Portfolio, answer: Result<Answer, SolveError>, best: Option<f64>) -> Result<(), TestCaseError> {
    match (answer, best) {
        (Ok(answer), Some(best)) => {
            prop_assert!((answer.value - best).abs() <= 1e-5 * best.abs().max(1.0), "solver {} exhaustive {}", answer.value, best);
            prop_assert!(answer.bound >= best - 1e-6, "bound {} below {}", answer.bound, best);
            prop_assert!(answer.cut.is_none(), "it took {} s", answer.seconds);
            prop_assert!(answer.status == Status::Optimal, "value {} bound {} exhaustive {}", answer.value, answer.bound, best);
            prop_assert!(!can_move_earlier(portfolio, &answer.plan), "{:?} can move earlier", answer.plan);
        }
        (Err(SolveError::Infeasible), None) => {}
        (answer, best) => prop_assert!(false, "solver {:?} exhaustive {:?}", answer, best),
    }
    Ok(())
}

fn check(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let Some(plans) = all_plans(&portfolio) else { return Ok(()) };
    judge(&portfolio, solve(&portfolio, &options()), best_value(&portfolio, &plans))
}

fn alone(portfolio: &Portfolio, warm: Option<&Warm>) -> Result<Answer, SolveError> {
    solve_alone(portfolio, &options(), &Watch::default(), warm)
}

/// The portfolio is solved cold, from a neighbour's answer, from a stranger's, and from a plan that may break every rule.
fn check_alone(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let Some(plans) = all_plans(&portfolio) else { return Ok(()) };
    let best = best_value(&portfolio, &plans);
    judge(&portfolio, alone(&portfolio, None), best)?;
    let neighbour = portfolios::neighbour(seed).and_then(|other| alone(&other, None).ok());
    let stranger = portfolios::random(seed.wrapping_add(1)).and_then(|other| alone(&other, None).ok());
    let any = plans.get(seed as usize % plans.len()).map(|plan| Warm::from_plan(&portfolio, plan.clone()));
    for warm in [neighbour.map(|answer| answer.warm), stranger.map(|answer| answer.warm), any].into_iter().flatten() {
        judge(&portfolio, alone(&portfolio, Some(&warm)), best)?;
    }
    Ok(())
}

/// Teams of the portfolios, at most: each may have a sum of rows over its quarters, which come after all rows.
const MOST_SUMS: usize = 5;

/// Any multipliers, however wild, bound every plan; the presolved program keeps a best plan.
fn bound_holds(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let Some(plans) = all_plans(&portfolio) else { return Ok(()) };
    let Some(best) = best_value(&portfolio, &plans) else { return Ok(()) };
    let mut random = Rng::with_seed(seed);
    let quarters = portfolio.calendar().count() as usize;
    for program in [presolved(&portfolio), program(&portfolio)] {
        let mut wild = Multipliers::zero(&program, quarters);
        wild.rows.iter_mut().chain(wild.arcs.iter_mut().flatten()).for_each(|y| *y = (random.f64() - 0.3) * 20.0);
        wild.cuts = (0..program.rows.len() + MOST_SUMS).filter_map(|row| wild_cut(&program, row, &mut random)).collect();
        let bound = wild.allowed(&program).certificate(&program).bound;
        prop_assert!(bound >= best - 1e-6, "bound {} below {}", bound, best);
    }
    Ok(())
}

/// A cut on a row, or a sum of rows, with any coefficients for some placements, and any multiplier.
fn wild_cut(program: &Program, row: usize, random: &mut Rng) -> Option<(HullCut, f64)> {
    let ids: Vec<_> = program.placements.iter().map(|(id, _)| id).filter(|_| random.bool()).collect();
    let terms: Vec<_> = ids.into_iter().map(|id| (id, random.i64(-20..60))).collect();
    Some((HullCut::on(program, row, &terms)?, (random.f64() - 0.3) * 5.0))
}

/// Running sums of what soft rules cost are off by rounding; a move that costs nothing is still seen.
#[test]
fn initiatives_move_earlier_past_rounding_too() {
    check_alone(7_903_502_008_455_888_822).unwrap_or_else(|error| panic!("{error}"));
}

/// Where no plan keeps the rules, no method may take one for good that breaks a dependency.
#[test]
fn what_cannot_be_planned_is_not_planned() {
    check(12_627_761_360_128_078_324).unwrap_or_else(|error| panic!("{error}"));
    check(1_229_789_571_430_900_653).unwrap_or_else(|error| panic!("{error}"));
    check_alone(3_093_060_160_312_005_957).unwrap_or_else(|error| panic!("{error}"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_solver_finds_what_exhaustive_search_finds(seed: u64) {
        check(seed)?;
    }

    #[test]
    fn a_solve_alone_finds_it_too_wherever_it_starts(seed: u64) {
        check_alone(seed)?;
    }

    #[test]
    fn any_multipliers_bound_every_plan(seed: u64) {
        bound_holds(seed)?;
    }
}
