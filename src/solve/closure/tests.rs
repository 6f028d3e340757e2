//! Small random programs: the bound against the relaxation by an interior point method, and against all plans.

use std::fmt::Write as _;
use std::time::Duration;

use fastrand::Rng;

use super::*;
use crate::input::{Texts, read_texts};
use crate::model::{Id, Portfolio};
use crate::program::Selection;
use crate::solve::propagation::{Choose, Open};
use crate::solve::{presolved, relaxation};

/// A small portfolio with arcs of all kinds; `None` if its files have findings.
pub(in crate::solve) fn random(seed: u64) -> Option<(Arc<Program>, usize)> {
    let mut random = Rng::with_seed(seed);
    let quarters = random.usize(1..=4);
    let mut initiatives = String::from("id,value,cost: A,cost: B,category,depends_on,duration,must\n");
    for number in 0..random.usize(2..=6) {
        let value = random.i32(-15..40);
        let category = random.choice(["debt", "feature"]).unwrap_or("");
        let relation = random.choice(["", ":after", ":after+1", ":same", ":with"]).unwrap_or("");
        let depends =
            if number > 0 && random.u8(..3) > 0 { format!("I{}{relation}", random.usize(..number)) } else { String::new() };
        let must = if random.u8(..12) == 0 { "yes" } else { "" };
        let (a, b, duration) = (random.u32(1..60) as f32 / 10.0, random.u32(0..6), random.u8(1..=2));
        let _ = writeln!(initiatives, "I{number},{value},{a},{b},{category},{depends},{duration},{must}");
    }
    let names: Vec<String> = (1..=quarters).map(|quarter| format!("2026Q{quarter}")).collect();
    let mut capacity = format!("team,{}\n", names.join(","));
    for team in ["A", "B"] {
        let cells: Vec<String> = (0..quarters).map(|_| random.u32(3..10).to_string()).collect();
        let _ = writeln!(capacity, "{team},{}", cells.join(","));
    }
    let floor = random.choice([
        "",
        "min_debt_ratio = 0.2\n",
        "[[allocation]]\nname = \"soft\"\ncategory = [\"debt\"]\nmin = 0.4\npenalty = 3\n",
    ]);
    let rules = format!(
        "name = \"random\"\nquarters = \"2026Q1..2026Q{quarters}\"\ndiscount_factor = 0.9\ndefault_dependency = \"same\"\n{}",
        floor.unwrap_or("")
    );
    let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: &rules };
    let portfolio: Portfolio = read_texts(&texts).ok()?.portfolio;
    Some((Arc::new(presolved(&portfolio)), quarters))
}

/// A small portfolio of requests that need requirements, in one or two quarters: ruled by arcs.
pub(in crate::solve) fn random_releases(seed: u64) -> Option<(Arc<Program>, usize)> {
    let mut random = Rng::with_seed(seed);
    let (quarters, requirements) = (random.usize(1..=2), random.usize(3..=4));
    let mut initiatives = String::from("id,value,cost: A,depends_on,must,category\n");
    for number in 0..requirements {
        let depends = if number > 0 && random.u8(..3) == 0 { format!("R{}", random.usize(..number)) } else { String::new() };
        let _ = writeln!(
            initiatives,
            "R{number},{},{},{depends},,{}",
            random.i32(-3..2),
            random.u32(1..9),
            random.choice(["debt", "feature"]).unwrap_or("")
        );
    }
    for number in 0..random.usize(3..=4) {
        let mut needs: Vec<usize> = (0..requirements).collect();
        random.shuffle(&mut needs);
        let needs: Vec<String> = needs[..random.usize(2..=3)].iter().map(|need| format!("R{need}")).collect();
        let must = if random.u8(..16) == 0 { "yes" } else { "" };
        let _ = writeln!(initiatives, "Q{number},{},,{},{must},feature", random.u32(1..30), needs.join(";"));
    }
    let names: Vec<String> = (1..=quarters).map(|quarter| format!("2026Q{quarter}")).collect();
    let cells: Vec<String> = (0..quarters).map(|_| random.u32(3..12).to_string()).collect();
    let capacity = format!("team,{}\nA,{}\n", names.join(","), cells.join(","));
    let discount = if random.bool() { "discount_factor = 0.9\n" } else { "" };
    let soft = "[[allocation]]\nname = \"soft\"\ncategory = [\"debt\"]\nmin = 0.6\npenalty = 2\n";
    let soft = if random.u8(..3) == 0 { soft } else { "" };
    let rules =
        format!("name = \"releases\"\nquarters = \"2026Q1..2026Q{quarters}\"\n{discount}default_dependency = \"same\"\n{soft}");
    let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: &rules };
    Some((Arc::new(presolved(&read_texts(&texts).ok()?.portfolio)), quarters))
}

/// Whether all that a plan has is open, and all that it leaves out may stay out.
pub(in crate::solve) fn is_in(plan: &Selection, program: &Program, open: &Open) -> bool {
    (0..open.choices()).all(|choice| {
        let taken = open.allowed(choice).iter().find(|&&placement| plan.has(Id::new(placement), &program.placements));
        taken.map_or(open.may_stay_out(choice), |&placement| open.has(placement))
    })
}

/// Shows all plans of a program.
pub(in crate::solve) fn each_plan(program: &Program, show: &mut dyn FnMut(&Selection)) {
    fn go_on(program: &Program, selection: &mut Selection, initiative: usize, show: &mut dyn FnMut(&Selection)) {
        if initiative == program.placements.initiatives() {
            if program.keeps(selection) {
                show(selection);
            }
            return;
        }
        let own: Id<crate::model::Initiative> = Id::new(initiative);
        for choice in std::iter::once(None).chain(program.placements.of_initiative(own).map(Some)) {
            selection.set(own, choice);
            go_on(program, selection, initiative + 1, show);
        }
        selection.set(own, None);
    }
    go_on(program, &mut Selection::empty(&program.placements), 0, show);
}

/// The value of the best plan, from all of them.
pub(in crate::solve) fn best_of_all(program: &Program) -> Option<f64> {
    let mut most: Option<f64> = None;
    each_plan(program, &mut |plan| most = [most, Some(program.value(plan))].into_iter().flatten().reduce(f64::max));
    most
}

/// The best multipliers of the method, run to its end, and the fractional plan.
pub(in crate::solve) fn bounded(program: &Arc<Program>, quarters: usize) -> Option<(Multipliers, Option<Vec<f64>>)> {
    let mut method = ClosureBound::new(program.clone(), quarters)?;
    let mut last = None;
    for _ in 0..1_000 {
        let found = method.step(&Known::default(), &Budget { work: 1_000, share: 0.0, stops: &|| false });
        last = found.multipliers.or(last);
        if found.is_over {
            break;
        }
    }
    let (multipliers, fractions) = last?;
    assert_eq!(multipliers, multipliers.clone().allowed(program));
    Some((multipliers, fractions))
}

/// The best bound of the method, and the fractional plan.
fn run(program: &Arc<Program>, quarters: usize) -> Option<(f64, Option<Vec<f64>>)> {
    bounded(program, quarters).map(|(multipliers, fractions)| (multipliers.certificate(program).bound, fractions))
}

#[test]
fn no_plan_of_use_has_an_option_that_is_useless() {
    let (mut placements, mut outs) = (0, 0);
    for seed in 0..600 {
        let Some((program, quarters)) = (if seed % 2 == 0 { random(seed) } else { random_releases(seed) }) else { continue };
        let Some((multipliers, _)) = best_of_all(&program).and_then(|_| bounded(&program, quarters)) else { continue };
        let bound = multipliers.certificate(&program).bound;
        let floor = bound - bound.abs() * f64::from(seed as u32 % 7) * 0.05;
        let (mut open, (fixed, reduced)) = (Open::new(&program), multipliers.of_rows(&program));
        let mut dice = Rng::with_seed(seed);
        for choice in (0..open.choices()).filter(|_| seed % 3 == 0) {
            let closed = open.all(choice).find(|_| dice.u8(..5) == 0).filter(|_| open.count(choice) > 1);
            closed.into_iter().for_each(|option| assert!(open.close(choice, option)));
        }
        let mut losses = Losses::new(&program).expect("the method suits the program");
        let useless = losses.useless(&open, &reduced, fixed, floor);
        each_plan(&program, &mut |plan| {
            let has = |choice: usize, option: Choose| match option {
                Choose::Placement(placement) => plan.has(Id::new(placement), &program.placements),
                Choose::Out => open.allowed(choice).iter().all(|&placement| !plan.has(Id::new(placement), &program.placements)),
            };
            if !is_in(plan, &program, &open) {
                return;
            }
            let used = useless.iter().find(|&&(choice, option)| has(choice, option));
            assert!(
                used.is_none() || program.value(plan) <= floor,
                "seed {seed}: {used:?} at {} above {floor}",
                program.value(plan)
            );
        });
        outs += useless.iter().filter(|option| option.1 == Choose::Out).count();
        placements += useless.iter().filter(|option| option.1 != Choose::Out).count();
    }
    assert!(outs > 100 && placements > 300, "{outs} {placements}");
}

#[test]
fn the_bound_is_that_of_the_relaxation_and_holds_for_all_plans() {
    let mut compared = 0;
    for seed in 0..400 {
        let Some((program, quarters)) = random(seed) else { continue };
        let Some(optimum) = best_of_all(&program) else { continue };
        let Some((bound, _)) = run(&program, quarters) else { continue };
        let relaxed = relaxation::relax(&program, quarters, Duration::from_secs(60)).expect("a program with plans relaxes");
        let by_points = relaxed.multipliers.certificate(&program).bound;
        assert!(bound >= optimum - 1e-6, "seed {seed}: {bound} below the plan {optimum}");
        assert!((bound - by_points).abs() <= 1e-4 * (1.0 + bound.abs()), "seed {seed}: {bound} is not {by_points}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn the_fractional_plan_is_worth_the_bound() {
    for seed in 0..200 {
        let Some((program, quarters)) = random(seed).filter(|(p, _)| p.rows.iter().all(|row| !row.is_soft())) else { continue };
        let Some((bound, fractions)) = best_of_all(&program).and_then(|_| run(&program, quarters)) else { continue };
        let Some(fractions) = fractions else { continue };
        let value: f64 = program.placements.iter().zip(&fractions).map(|((_, placement), x)| x * placement.value).sum();
        assert!((bound - value).abs() <= 1e-4 * (1.0 + bound.abs()), "seed {seed}: {bound} is not {value}");
    }
}

/// Fewer nodes than `nodes`, and fewer "if this one, then that one" than `pairs`.
pub(super) fn random_pairs(random: &mut Rng, nodes: usize, pairs: usize) -> (usize, Vec<(u32, u32)>) {
    let nodes = random.usize(1..nodes);
    let mut pairs: Vec<(u32, u32)> =
        (0..random.usize(..pairs)).map(|_| (random.u32(..nodes as u32), random.u32(..nodes as u32))).collect();
    pairs.retain(|pair| pair.0 != pair.1);
    pairs.sort_unstable();
    pairs.dedup();
    (nodes, pairs)
}

/// Closed sets of a few nodes with the worth of each, as bits.
pub(super) fn closed_sets(nodes: usize, pairs: &[(u32, u32)], worth: &[i64]) -> Vec<(usize, i64)> {
    let is_closed = |set: usize| pairs.iter().all(|&(from, to)| set >> from & 1 == 0 || set >> to & 1 == 1);
    let total = |set: usize| (0..nodes).filter(|at| set >> at & 1 == 1).map(|at| worth[at]).sum();
    (0..1usize << nodes).filter(|&set| is_closed(set)).map(|set| (set, total(set))).collect()
}

#[test]
fn a_closure_is_the_best_of_all_sets_cold_and_warm() {
    for seed in 0..300 {
        let mut random = Rng::with_seed(seed);
        let (nodes, pairs) = random_pairs(&mut random, 9, 16);
        let graph = Graph::of(nodes, pairs.iter().copied());
        let mut flow = Pseudoflow::default();
        for _ in 0..5 {
            let worth: Vec<i64> = (0..nodes).map(|_| random.i64(-9..10)).collect();
            let best = closed_sets(nodes, &pairs, &worth).iter().map(|set| set.1).max();
            flow.begin(&graph, worth.clone());
            while !flow.run(&graph, &mut 3, &|| false) {}
            let closure = flow.closure();
            assert!(pairs.iter().all(|&(from, to)| !closure[from as usize] || closure[to as usize]), "seed {seed}");
            let total: i64 = worth.iter().zip(&closure).filter(|(_, is_in)| **is_in).map(|(worth, _)| worth).sum();
            assert_eq!(Some(total), best, "seed {seed}");
        }
    }
}

#[test]
fn variants_that_wait_for_different_initiatives_are_no_chain() {
    let texts = Texts {
        initiatives: "id,variant,value,cost: A,depends_on\nP,,1,1,\nI,small,5,1,P\nI,full,9,2,\n",
        capacity: "team,2026Q1,2026Q2\nA,2,2\n",
        rules: "name = \"two\"\nquarters = \"2026Q1..2026Q2\"\n",
    };
    let portfolio = read_texts(&texts).expect("it reads").portfolio;
    assert!(ClosureBound::new(Arc::new(presolved(&portfolio)), 2).is_none());
}

#[test]
fn a_program_without_worth_is_bounded_by_nought() {
    let texts = Texts {
        initiatives: "id,value,cost: A,depends_on\nX,0,4,\nY,0,4,X\nZ,0,3,X;Y",
        capacity: "team,2026Q1,2026Q2\nA,7,7",
        rules: "quarters = \"2026Q1..2026Q2\"\ndefault_dependency = \"same\"\n",
    };
    let program = Arc::new(presolved(&read_texts(&texts).expect("the files are right").portfolio));
    let mut method = ClosureBound::new(program, 2).expect("it is ruled by arcs");
    let found = method.step(&Known::default(), &Budget { work: 1_000_000, share: 0.0, stops: &|| false });
    let (multipliers, _) = found.multipliers.expect("there is a bound");
    assert!(multipliers.rows.iter().all(|y| y.is_finite()));
}
