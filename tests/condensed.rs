//! Condensed programs against whole ones: random releases of one quarter, all selections of both.

use std::fmt::Write as _;

use fastrand::Rng;
use proptest::prelude::*;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::Id;
use quarterdeck::program::{Program, Selection};
use quarterdeck::solve::presolved;

/// A release: customers' wishes, work without value, work in two variants of quarters now and then, a rule that counts.
fn release(seed: u64) -> Program {
    let mut random = Rng::with_seed(seed);
    let quarters = if random.u8(..4) == 0 { "2026Q1..2026Q2" } else { "2026Q1..2026Q1" };
    let mut rows = String::from("id,value,depends_on,debt,cost: A,cost: B");
    for number in 0..random.usize(4..11) {
        let before = (0..number).filter(|_| random.u8(..3) == 0).map(|other| format!("I{other}"));
        let before = before.collect::<Vec<_>>().join(";");
        let value = if random.bool() { 0 } else { random.u32(1..30) };
        let cost = |random: &mut Rng| if random.u8(..3) == 0 { 0 } else { random.u32(1..9) };
        let debt = if random.u8(..4) == 0 { "yes" } else { "no" };
        write!(rows, "\nI{number},{value},{before},{debt},{},{}", cost(&mut random), cost(&mut random)).expect("text");
    }
    let capacity = if quarters.ends_with("Q2") { "team,2026Q1,2026Q2\nA,9,5\nB,6,4" } else { "team,2026Q1\nA,14\nB,11" };
    let rules = format!("quarters = \"{quarters}\"\ndefault_dependency = \"same\"\n");
    let portfolio = read_texts(&Texts { initiatives: &rows, capacity, rules: &rules }).expect("the files are right").portfolio;
    presolved(&portfolio)
}

/// The best of all selections, with its value.
fn best(program: &Program) -> (Selection, f64) {
    fn search(program: &Program, initiative: usize, now: &mut Selection, best: &mut (Selection, f64)) {
        if initiative == program.placements.initiatives() {
            if program.keeps(now) && program.value(now) > best.1 {
                *best = (now.clone(), program.value(now));
            }
            return;
        }
        let own = Id::new(initiative);
        for way in program.placements.of_initiative(own).map(Some).chain([None]).collect::<Vec<_>>() {
            now.set(own, way);
            search(program, initiative + 1, now, best);
        }
    }
    let mut best = (Selection::empty(&program.placements), f64::NEG_INFINITY);
    search(program, 0, &mut Selection::empty(&program.placements), &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_best_of_the_condensed_is_the_best_of_the_whole(seed: u64) {
        let program = release(seed);
        let condensed = program.condensed();
        let (own, value) = best(&condensed.program);
        let (_, whole) = best(&program);
        prop_assert!((value - whole).abs() < 1e-9, "{} in the condensed, {} in the whole", value, whole);
        let back = condensed.in_whole(&program, &own);
        prop_assert!(program.keeps(&back));
        prop_assert!((program.value(&back) - value).abs() < 1e-9);
        let again = condensed.of_whole(&program, &back);
        prop_assert_eq!(again, own);
    }
}

#[test]
fn wishes_and_work_for_one_customer_become_one() {
    let rows = "id,value,depends_on,cost: A\nwork,0,,3\nmore,0,work,2\nwish,9,more,0\nother,5,,4";
    let rules = "quarters = \"2026Q1..2026Q1\"\ndefault_dependency = \"same\"\n";
    let texts = Texts { initiatives: rows, capacity: "team,2026Q1\nA,8", rules };
    let program = presolved(&read_texts(&texts).expect("the files are right").portfolio);
    let condensed = program.condensed().program;
    assert_eq!((condensed.choices.len(), condensed.arcs.len()), (2, 0));
}
