//! What a rule says to solvers and what it says of a plan are the same, for every rule, on random portfolios and plans.

mod portfolios;

use fastrand::Rng;
use proptest::prelude::*;
use quarterdeck::model::{Id, Portfolio};
use quarterdeck::program::{Placements, Program, Selection};
use quarterdeck::rules::{ALL, Rule, verify};

/// A random selection, about half of the initiatives in.
fn selection(placements: &Placements, random: &mut Rng) -> Selection {
    let mut selection = Selection::empty(placements);
    for initiative in 0..placements.initiatives() {
        let range = placements.range(Id::new(initiative));
        if !range.is_empty() && random.bool() {
            selection.set(Id::new(initiative), Some(Id::new(random.usize(range))));
        }
    }
    selection
}

/// The program that holds this rule alone.
fn alone(portfolio: &Portfolio, rule: &Rule) -> Program {
    let placements = Placements::of(portfolio);
    let restrictions = (rule.restrictions)(portfolio, &placements);
    Program::new(placements, restrictions)
}

fn agree(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let mut random = Rng::with_seed(seed);
    for rule in &ALL {
        let program = alone(&portfolio, rule);
        for _ in 0..20 {
            let selection = selection(&program.placements, &mut random);
            let plan = selection.plan(&portfolio, &program.placements);
            let breaches = (rule.breaches)(&portfolio, &plan);
            let hard = breaches.iter().filter(|breach| breach.penalty.is_none()).count();
            prop_assert_eq!(program.keeps(&selection), hard == 0, "{}: {:?} {:?}", rule.name, plan, breaches);
        }
    }
    Ok(())
}

fn values_agree(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let program = quarterdeck::rules::program(&portfolio);
    let mut random = Rng::with_seed(seed);
    for _ in 0..20 {
        let selection = selection(&program.placements, &mut random);
        let verdict = verify(&portfolio, &selection.plan(&portfolio, &program.placements));
        let value = program.value(&selection);
        prop_assert!((value - verdict.value).abs() < 1e-4, "program {} judgement {}", value, verdict.value);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rule_says_the_same_to_solvers_and_of_plans(seed: u64) {
        agree(seed)?;
    }

    #[test]
    fn program_and_judgement_give_a_plan_the_same_value(seed: u64) {
        values_agree(seed)?;
    }
}

/// The generator must not be so tame, or so wild, that the tests above hold of nothing.
#[test]
fn random_portfolios_break_every_rule_and_keep_every_rule() {
    let mut kept = vec![0; ALL.len()];
    let mut broken = vec![0; ALL.len()];
    for seed in 0..2_000 {
        let Some(portfolio) = portfolios::random(seed) else { continue };
        let mut random = Rng::with_seed(seed);
        for (position, rule) in ALL.iter().enumerate() {
            let program = alone(&portfolio, rule);
            if program.choices.is_empty() && program.arcs.is_empty() && program.rows.is_empty() {
                continue;
            }
            let selection = selection(&program.placements, &mut random);
            if program.keeps(&selection) { kept[position] += 1 } else { broken[position] += 1 }
        }
    }
    for (position, rule) in ALL.iter().enumerate() {
        assert!(
            kept[position] >= 20 && broken[position] >= 20,
            "{}: kept {}, broken {}",
            rule.name,
            kept[position],
            broken[position]
        );
    }
}
