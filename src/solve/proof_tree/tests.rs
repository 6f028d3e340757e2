//! Whatever a tree says, it proves too little at worst; and a tree that was recorded proves what it was recorded for.

use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;

use super::*;
use crate::input::{Texts, read_texts};
use crate::model::Portfolio;
use crate::program::{Program, Selection};
use crate::solve::certificate::HullCut;
use crate::solve::closure::tests::{best_of_all, random};
use crate::solve::{Options, Warm, Watch, presolved, solve_watched};

/// Any multipliers of anything, with any splits.
fn scrambled(program: &Program, quarters: usize, random: &mut Rng) -> ProofTree {
    let quarter = |random: &mut Rng| Quarter(random.u32(0..quarters as u32));
    let mut priced: Vec<Option<Priced>> = (0..program.rows.len()).map(|row| Some(Priced::Row(row))).collect();
    priced.extend((0..program.arcs.len()).map(|arc| Some(Priced::Arc(arc, quarter(random)))));
    for row in 0..program.rows.len() {
        let terms: Vec<_> = program.placements.iter().map(|(id, _)| (id, random.i64(-3..9))).filter(|term| term.1 != 0).collect();
        priced.push(HullCut::on(program, row, &terms).map(Priced::Cut));
    }
    let mut nodes = vec![Node::default()];
    for at in 0..random.usize(1..12) {
        if at >= nodes.len() {
            break;
        }
        let number = |random: &mut Rng| random.choice([f64::NAN, f64::INFINITY, -4.0, 0.3, 1.0, 2.5, 8.0]).unwrap_or(1.0);
        let mut look = || (0..priced.len() as u32).filter(|_| random.u8(..3) > 0).collect::<Vec<u32>>();
        let looks = [look(), look()].map(|look| look.into_iter().map(|at| (at, number(random))).collect());
        let placement = (!program.placements.is_empty()).then(|| random.usize(..program.placements.len())).map(Id::new);
        let first = match (random.u8(..6), placement) {
            (0, _) => Part::Out,
            (1, _) => Part::Nothing,
            (2 | 3, _) | (_, None) => Part::Until(quarter(random)),
            (_, Some(placement)) => Part::Only(program.placements[placement].decision),
        };
        let initiative = placement.map_or(Id::new(0), |placement| program.placements[placement].initiative);
        let children = [0, 1].map(|_| {
            (random.u8(..4) > 0).then(|| {
                nodes.push(Node::default());
                nodes.len() as u32 - 1
            })
        });
        nodes[at] = Node { looks: looks.to_vec(), split: Some(Split { initiative, first, children }) };
    }
    ProofTree { priced, nodes: Arc::new(nodes) }
}

#[test]
fn no_tree_proves_less_than_the_best_of_all_plans() {
    let mut compared = 0;
    for seed in 0..1_500 {
        let Some((program, quarters)) = random(seed) else { continue };
        let Some(optimum) = best_of_all(&program) else { continue };
        let mut random = Rng::with_seed(seed);
        for floor in [f64::NEG_INFINITY, optimum - 3.0, optimum, optimum + 3.0] {
            let bound = walk(&program, &scrambled(&program, quarters, &mut random), floor).bound;
            assert!(bound >= optimum - 1e-9, "seed {seed}, floor {floor}: {bound} below {optimum}");
            compared += 1;
        }
    }
    assert!(compared > 2_000, "{compared}");
}

/// Atlas, with the capacity of its first team in the first quarter at this number.
fn atlas(capacity: u32) -> Portfolio {
    let read = |name: &str| std::fs::read_to_string(Path::new("data/atlas").join(name)).expect("it is in the repository");
    let capacities = read("capacity.csv").replacen("Platform,44,", &format!("Platform,{capacity},"), 1);
    let texts = Texts { initiatives: &read("initiatives.csv"), capacity: &capacities, rules: &read("portfolio.toml") };
    read_texts(&texts).expect("it is a portfolio").portfolio
}

fn solved(portfolio: &Portfolio, warm: Option<&Warm>) -> crate::solve::Answer {
    let options = Options { threads: 1, ..Options::default() };
    solve_watched(portfolio, &options, &Watch::default(), warm).expect("atlas has plans")
}

#[test]
fn a_recorded_tree_proves_what_the_run_did_whatever_was_left_out_on_the_way() {
    let portfolio = atlas(44);
    let program = presolved(&portfolio);
    for seed in 1..=10 {
        let options = Options { threads: 1, seed, ..Options::default() };
        let answer = solve_watched(&portfolio, &options, &Watch::default(), None).expect("atlas has plans");
        let tree = answer.warm.tree(&portfolio, &program).expect("atlas takes a tree");
        let bound = walk(&program, &tree, answer.bound).bound;
        assert!((bound - answer.value).abs() < 1e-6 * answer.value, "seed {seed}: {bound} for {}", answer.value);
    }
}

#[test]
fn a_recorded_tree_proves_the_optimum_and_a_run_after_a_change_ends_at_the_new_one() {
    let portfolio = atlas(44);
    let (program, first) = (presolved(&portfolio), solved(&portfolio, None));
    let tree = first.warm.tree(&portfolio, &program).expect("atlas takes a tree");
    let walked = walk(&program, &tree, first.bound);
    assert!((walked.bound - first.value).abs() < 1e-6 * first.value, "{} for {}", walked.bound, first.value);
    let short = pruned(&program, &tree, first.bound);
    let numbers = |tree: &ProofTree| tree.nodes.iter().flat_map(|node| &node.looks).map(Vec::len).sum::<usize>();
    assert!(numbers(&short) < numbers(&tree), "{} of {}", numbers(&short), numbers(&tree));
    let walked = walk(&program, &short, first.bound);
    assert!((walked.bound - first.value).abs() < 1e-6 * first.value, "{} for {}", walked.bound, first.value);
    let root = Node { split: None, ..tree.nodes[0].clone() };
    let root = ProofTree { nodes: Arc::new(vec![root]), ..tree.clone() };
    assert!(walk(&program, &root, first.bound).bound > first.value + 1.0, "the root alone does not prove it");
    for capacity in [46, 42, 30] {
        let changed = atlas(capacity);
        let (cold, warm) = (solved(&changed, None), solved(&changed, Some(&first.warm)));
        assert!((cold.value - warm.value).abs() < 1e-6 && warm.bound < warm.value * (1.0 + 1e-4), "{capacity}");
        let again = solved(&changed, Some(&warm.warm));
        assert!((again.value - warm.value).abs() < 1e-6, "{capacity}: a run that starts from one that started so");
    }
    let idle = Selection::empty(&program.placements).plan(&portfolio, &program.placements);
    assert!(Warm::from_plan(&portfolio, idle).tree(&portfolio, &program).is_none());
}
