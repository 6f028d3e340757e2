//! Splits: which choice a node branches on, and how its options are parted.
//!
//! A split parts the open options of one choice in two: taken or left out, one placement or the others, earlier or later. Each part
//! becomes a child with the other part closed. Splits are ranked by the value that both children lose by what is known of them
//! (`history`); those of which too little is known are tried with a few pivots (strong branching: Applegate, Bixby, Chvátal and Cook
//! 1995).

use std::f64::consts::LN_2;

use super::history::History;
use super::relaxed::Relaxed;
use crate::model::Quarter;
use crate::program::Program;
use crate::solve::family::is_of_schedules;
use crate::solve::proof_tree::Key;
use crate::solve::propagation::{Choose, Open};
use crate::solve::simplex::Ended;

/// Amounts closer to 0 or 1 than this are whole.
pub(super) const WHOLE: f64 = 1e-6;
/// Work of a node's tries after which no other split is tried, whatever the tree's work: large relaxations are not worth more than one
/// or two tries.
const LEAST_WORK: u64 = 2_500_000;
/// The most work of a node's tries, where their share of the tree's work allows it; some tenths of a second.
const MOST_WORK: u64 = 50_000_000;
/// A loss is noted as at most this share of the value; that of a child of no use is not known.
const MOST_NOTED: f64 = 0.1;
/// Newton's steps towards the growth of a tree, from where it is to a fourth, which take it to a thousandth of itself.
const STEPS_OF_GROWTH: usize = 2;
/// A loss counts at least this share of the value, so that one child without loss does not outweigh the other.
const LEAST_LOSS: f64 = 1e-7;

/// How two losses of a split are weighed against those of another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Weighed {
    /// By their product.
    Product,
    /// By the growth of a tree whose splits all lose as much, with the gap that is to be closed: `x^gap`, where `x^-l + x^-r = 1` (Le Bodic
    /// and Nemhauser 2017, An abstract model for branching and its application to mixed integer programming). It thinks more of uneven
    /// splits than the product does, which pays where the gap is many times what splits lose.
    Growth,
}

/// How much is found out by trying splits with pivots, before what is known of them is relied on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tries {
    /// Splits that are tried at one node.
    most: usize,
    /// Tries without a better split after which only splits that promise more are tried.
    in_vain: usize,
    /// Pivots of a try in each child.
    pivots: usize,
    /// Losses of a split after which it is not tried again.
    pub reliable: f64,
    /// Share of a tree's work that tries may take.
    share: f64,
}

impl Tries {
    /// Few, where a tree is to find something in little work, or where splits decide little.
    pub(super) const FEW: Self = Self { most: 12, in_vain: 5, pivots: 30, reliable: 8.0, share: 0.0 };
    /// Many, as long as they are a part of the tree's work: where what is split first decides how large the tree becomes.
    pub(super) const MANY: Self = Self { most: 100, in_vain: 30, pivots: 1_000, reliable: 2.0, share: 0.5 };

    /// Those for a proof: many in mines, whose first splits close much for all that is below them.
    pub(super) fn of_proof(program: &Program) -> Self {
        if is_of_schedules(program) { Self::MANY } else { Self::FEW }
    }

    /// Work that tries at a node may take in a tree that has worked so much, so much of it for tries.
    fn allowed(&self, work: u64, tried: u64) -> u64 {
        let left = ((work as f64 * self.share) as u64).saturating_sub(tried);
        left.clamp(LEAST_WORK, MOST_WORK)
    }
}

/// One choice with its options in two parts.
#[derive(Debug, Clone)]
pub(super) struct Split {
    pub key: Key,
    pub choice: usize,
    pub parts: [Vec<Choose>; 2],
    /// How much of the first part the present point has.
    amount: f64,
    /// What the children may lose.
    pub expected: [f64; 2],
    /// Whether that is from what is known alone, without a try.
    pub is_known: bool,
    /// What a try may show that they lose: more where much follows from the choice, and what is expected where that is known.
    promise: [f64; 2],
}

impl Split {
    fn new(key: Key, choice: usize, amounts: &[(Choose, f64)], is_first: impl Fn(Choose) -> bool) -> Self {
        let (inside, others): (Vec<_>, Vec<_>) = amounts.iter().copied().partition(|&(option, _)| is_first(option));
        let amount = inside.iter().map(|&(_, amount)| amount).sum();
        let parts = [inside, others].map(|part| part.into_iter().map(|(option, _)| option).collect());
        Self { key, choice, parts, amount, expected: [0.0; 2], is_known: false, promise: [0.0; 2] }
    }

    /// How far each child moves the amount of the first part.
    pub(super) fn moves(&self) -> [f64; 2] {
        [1.0 - self.amount, self.amount]
    }

    fn expecting(mut self, history: &History) -> Self {
        let moves = self.moves();
        let expected = [0, 1].map(|child| history.expects(self.key, child, moves[child]));
        self.is_known = expected.iter().all(|expected| expected.1);
        self.expected = expected.map(|expected| expected.0);
        let reach = history.reach(self.key, self.choice);
        self.promise = [0, 1].map(|child| self.expected[child] * reach[child]);
        self
    }

    /// The node with only this part of the choice open.
    pub(super) fn child(&self, open: &Open, part: usize) -> Open {
        let mut child = open.clone();
        self.parts[1 - part].iter().for_each(|&option| {
            child.close(self.choice, option);
        });
        child
    }
}

/// All splits that part what the present point has of a choice, with the scores of what they promise, the best first.
fn splits(program: &Program, open: &Open, relaxed: &Relaxed, history: &History, floor: f64) -> Vec<(f64, Split)> {
    let mut splits = Vec::new();
    for choice in (0..open.choices()).filter(|&choice| open.count(choice) > 1) {
        if open.placements(choice).any(|placement| is_fractional(relaxed.amount(placement))) {
            let amounts = relaxed.amounts(open, choice);
            splits.extend(splits_of(program, choice, &amounts).into_iter().map(|split| split.expecting(history)));
        }
    }
    let value = relaxed.value();
    let score = |split: Split| (history.weighed.score(value, value - floor, split.promise), split);
    let mut scored: Vec<(f64, Split)> = splits.into_iter().map(score).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored
}

fn is_fractional(amount: f64) -> bool {
    amount > WHOLE && amount < 1.0 - WHOLE
}

/// The split that was asked for, whatever it is worth.
pub(super) fn of_key(program: &Program, key: Key, open: &Open, relaxed: &Relaxed) -> Split {
    Split::new(key, key.choice(), &relaxed.amounts(open, key.choice()), |option| key.is_first(program, option))
}

/// The splits of one choice, each pair of parts once.
fn splits_of(program: &Program, choice: usize, amounts: &[(Choose, f64)]) -> Vec<Split> {
    let mut starts: Vec<Quarter> = amounts.iter().filter_map(|&(option, _)| option.start(program)).collect();
    starts.sort_unstable();
    starts.dedup();
    let only = amounts.iter().filter(|amount| is_fractional(amount.1)).map(|&(option, _)| Key::Only(choice, option));
    let mut splits: Vec<Split> = Vec::new();
    for key in only.chain(starts.into_iter().map(|start| Key::Until(choice, start))) {
        let split = Split::new(key, choice, amounts, |option| key.is_first(program, option));
        let is_new = || splits.iter().all(|other| !other.parts.contains(&split.parts[0]));
        if is_fractional(split.amount) && is_new() {
            splits.push(split);
        }
    }
    splits
}

/// What is noted of a loss.
pub(super) fn noted(lost: f64, value: f64, floor: f64) -> f64 {
    let most = if floor.is_finite() { (value - floor).max(0.0) } else { f64::INFINITY };
    lost.max(0.0).min(most).min(value.abs() * MOST_NOTED)
}

impl Weighed {
    /// More for a split that is better; `gap` is what is to be lost in all.
    fn score(self, value: f64, gap: f64, lost: [f64; 2]) -> f64 {
        let least = (value.abs() * LEAST_LOSS).max(f64::EPSILON);
        match self {
            Self::Product => lost[0].max(least) * lost[1].max(least),
            Self::Growth if lost.contains(&f64::INFINITY) => f64::INFINITY,
            Self::Growth => even(lost.map(|lost| lost.min(gap).max(least))),
        }
    }
}

/// The loss of an even split with which a tree grows as it does with these two.
fn even([one, other]: [f64; 2]) -> f64 {
    let (least, most) = (one.min(other), one.max(other));
    let mut growth = 0.75 * (1.0 + most / least).ln() / most;
    for _ in 0..STEPS_OF_GROWTH {
        let [left, right] = [one, other].map(|lost| (-growth * lost).exp());
        growth += (left + right - 1.0) / (one * left + other * right);
    }
    LN_2 / growth
}

/// The best split with what its children lose, or none if the point is whole; `floor` is the value at which a child is of no use.
pub(super) fn best(program: &Program, open: &Open, relaxed: &mut Relaxed, history: &mut History, floor: f64) -> Option<Split> {
    let value = relaxed.value();
    let mut best: Option<(f64, Split)> = None;
    let (mut in_vain, mut tried) = (0, 0);
    let (tries, mut mark, before) = (history.tries, relaxed.mark(), relaxed.work());
    let until = before + tries.allowed(before, history.tried);
    let weighed = history.weighed;
    let score = |lost| weighed.score(value, value - floor, lost);
    for (promised, mut split) in splits(program, open, relaxed, history, floor) {
        if split.is_known {
            if best.as_ref().is_none_or(|(other, _)| promised > *other) {
                (best, in_vain) = (Some((promised, split)), 0);
            }
            continue;
        }
        if tried >= tries.most || relaxed.work() > until || in_vain >= tries.in_vain {
            if best.is_none() {
                best = Some((score(split.expected), split));
            }
            continue;
        }
        (tried, in_vain) = (tried + 1, in_vain + 1);
        let lost = [0, 1].map(|part| {
            relaxed.sync(&split.child(open, part));
            let ended = relaxed.try_out(floor, tries.pivots);
            let after = relaxed.value();
            relaxed.back_to(&mut mark, open);
            if ended == Ended::Infeasible || after <= floor { f64::INFINITY } else { (value - after).max(0.0) }
        });
        for (part, moved) in split.moves().into_iter().enumerate() {
            history.add(split.key, part, moved, noted(lost[part], value, floor));
        }
        split.expected = lost;
        let score = score(lost);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            (best, in_vain) = (Some((score, split)), 0);
        }
        if score.is_infinite() {
            break;
        }
    }
    history.tried += relaxed.work() - before;
    relaxed.sync(open);
    best.map(|(_, split)| split)
}

/// The split of a whole point that breaks a rule in whole numbers: one choice that is still open takes what it has, or not.
pub(super) fn of_whole(open: &Open, relaxed: &Relaxed) -> Option<Split> {
    let choice = (0..open.choices()).find(|&choice| open.count(choice) > 1)?;
    let amounts = relaxed.amounts(open, choice);
    let (has, _) = amounts.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Split::new(Key::Only(choice, has), choice, &amounts, |option| option == has))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_a_part_of_the_work_of_a_tree_and_never_none() {
        let many = |tried| Tries::MANY.allowed(1_000_000_000, tried);
        assert_eq!([many(0), many(480_000_000), many(600_000_000)], [50_000_000, 20_000_000, 2_500_000]);
        assert_eq!([0, 1_000_000_000].map(|work| Tries::FEW.allowed(work, 0)), [2_500_000; 2]);
        assert_eq!(Tries::MANY.allowed(0, 0), 2_500_000);
    }

    /// By search for the growth at which as little is left as there was.
    fn even_by_halving([one, other]: [f64; 2]) -> f64 {
        let (mut low, mut high) = (0.0, 1e3);
        for _ in 0..200 {
            let growth: f64 = f64::midpoint(low, high);
            let left = (-growth * one).exp() + (-growth * other).exp();
            (low, high) = if left > 1.0 { (growth, high) } else { (low, growth) };
        }
        LN_2 / high
    }

    #[test]
    fn uneven_losses_count_by_the_growth_of_a_tree_and_none_above_the_gap() {
        for lost in [[1.0, 1.0], [1.0, 2.0], [10.0, 1.0], [1.0, 100.0], [0.5, 5_000.0], [30_000.0, 3.0]] {
            let (fast, slow) = (even(lost), even_by_halving(lost));
            assert!((fast - slow).abs() < 1e-3 * slow, "{lost:?}: {fast}, {slow}");
        }
        let score = |weighed: Weighed, lost| weighed.score(1_000.0, 50.0, lost);
        assert!(score(Weighed::Growth, [2.0, 40.0]) > score(Weighed::Growth, [9.0, 9.0]));
        assert!(score(Weighed::Product, [2.0, 40.0]) < score(Weighed::Product, [9.0, 9.0]));
        assert_eq!(score(Weighed::Growth, [2.0, 400.0]), score(Weighed::Growth, [2.0, 50.0]));
        assert_eq!(score(Weighed::Growth, [f64::INFINITY, 0.0]), f64::INFINITY);
        let of_nothing = Weighed::Growth.score(0.0, f64::INFINITY, [0.0, 1.0]);
        assert!(of_nothing > 0.0 && of_nothing < 1.0, "{of_nothing}");
    }
}
