//! A tree in two: every second of its open nodes goes to another tree, for another thread.
//!
//! Both know the same at first, and each learns its own from then on. What no plan is worth more than is then the higher of their
//! bounds, and the proof is there when both are over (`crew/parts.rs`).

use std::mem::take;

use super::either::Either;
use super::grown::{Apart, Grown};
use super::tree::Tree;
use crate::solve::proof_tree::{Growth, Recorded};

/// Open nodes below which a tree stays whole: it may be over before the other has begun.
const LEAST_OPEN: usize = 16;

impl Tree {
    /// Another tree on half of the nodes that wait, by every second of their bounds; none while there are few.
    pub(super) fn part(&mut self) -> Option<Self> {
        if self.waiting.len() < LEAST_OPEN {
            return None;
        }
        let (next, half) = (self.next.take(), self.waiting.halved());
        let own = take(&mut self.waiting);
        // What is left for the root would be the nodes of one alone.
        self.stay();
        let mut other = self.clone();
        (other.recorded, other.waiting) = (Recorded::default(), half);
        (self.next, self.waiting) = (next, own);
        Some(other)
    }
}

impl Either {
    fn part(&mut self) -> Option<Self> {
        Some(match self {
            Self::Dense(tree, _) => Self::Dense(Box::new(tree.part()?), Vec::new()),
            Self::Sparse(tree, before) => Self::Sparse(Box::new(tree.part()?), *before),
        })
    }
}

impl Grown {
    /// Another tree on half of what this one has left to do.
    pub(super) fn part(&mut self) -> Option<Self> {
        let Apart { tree, remaining, condensed } = &mut self.apart;
        let apart = Apart { tree: tree.part()?, remaining: remaining.clone(), condensed: condensed.clone() };
        let (whole_of, earlier, guide) = (self.whole_of.clone(), Growth::default(), self.guide.clone());
        Some(Self { apart, aim: self.aim, size: self.size, whole_of, earlier, guide, is_part: true, told: self.told })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use fastrand::Rng;

    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::model::Id;
    use crate::program::{Placement, Program};
    use crate::solve::branch::descent::Descent;
    use crate::solve::branch::prove;
    use crate::solve::exact::Proof;
    use crate::solve::proof_tree::walk;
    use crate::solve::{certificate, dense, presolved};

    /// Work of several teams in one quarter, worth about what it costs: small, and long to decide.
    pub fn knapsacks() -> Arc<Program> {
        let mut random = Rng::with_seed(1);
        let teams: Vec<String> = (1..=4).map(|team| format!("cost: T{team}")).collect();
        let mut initiatives = format!("id,value,{}\n", teams.join(","));
        for number in 0..35 {
            let costs: Vec<u32> = teams.iter().map(|_| random.u32(10..100)).collect();
            let value = costs.iter().sum::<u32>() + random.u32(0..40);
            let cells: Vec<String> = costs.iter().map(u32::to_string).collect();
            let _ = writeln!(initiatives, "I{number},{value},{}", cells.join(","));
        }
        let capacity: String = (1..=teams.len()).map(|team| format!("T{team},900\n")).collect();
        let capacity = format!("team,2026Q1\n{capacity}");
        let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: "quarters = \"2026Q1..2026Q1\"\n" };
        Arc::new(presolved(&read_texts(&texts).expect("it is a portfolio").portfolio))
    }

    /// Grows trees step by step, each parted whenever it can be.
    fn grown_in_parts(mut trees: Vec<Either>) -> Vec<Either> {
        while let Some(at) = trees.iter().position(|tree| !tree.is_over()) {
            trees[at].grow(10_000, &|| false);
            let known = trees.iter().filter_map(|tree| tree.best()).map(|best| best.1).fold(f64::NEG_INFINITY, f64::max);
            trees.iter_mut().for_each(|tree| tree.note(known));
            let others: Vec<Either> = trees.iter_mut().filter_map(Either::part).collect();
            trees.extend(others);
        }
        trees
    }

    #[test]
    fn parts_of_a_tree_come_to_its_proof() {
        let program = knapsacks();
        let Proof::Optimal(_, bound) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let sparse = Either::Sparse(Box::new(Tree::new(Arc::clone(&program), None)), 0);
        let dense = Either::Dense(Box::new(dense::Tree::new(&program, None).expect("it is small")), Vec::new());
        for tree in [sparse, dense] {
            let parts = grown_in_parts(vec![tree]);
            let best = parts.iter().filter_map(|part| part.best()).map(|best| best.1).fold(f64::NEG_INFINITY, f64::max);
            let highest = parts.iter().map(Either::bound).fold(best, f64::max);
            assert!(parts.len() > 2 && (highest - bound).abs() < 1e-6 * bound.abs(), "{} parts, {highest} {bound}", parts.len());
            assert!((highest - best).abs() < 1e-6 * best.abs(), "{best} {highest}");
        }
    }

    /// A node that waits is looked at again, by another part maybe, and what that proves needs what the first look closed.
    #[test]
    fn what_parts_recorded_proves_together_what_they_proved() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        let mut tree = Tree::new(Arc::clone(&program), Some(&best));
        tree.descent = Descent::never();
        let parts = grown_in_parts(vec![Either::Sparse(Box::new(tree), 0)]);
        let whole_of: Vec<Id<Placement>> = program.placements.iter().map(|(id, _)| id).collect();
        let grown = parts.iter().map(|part| part.growth(&program, &whole_of)).reduce(|mut whole, part| {
            whole.join_part(part);
            whole
        });
        let tree = grown.and_then(|whole| whole.tree(usize::MAX)).expect("all have recorded");
        let bound = walk(&program, &tree, certificate::floor(value, certificate::step(&program))).bound;
        let bound = certificate::rounded(&program, bound);
        assert!(parts.len() > 2 && (bound - value).abs() < 1e-6 * value, "{} parts, {bound} for {value}", parts.len());
    }
}
