//! Splits: which choice a node branches on, and how its options are parted.
//!
//! A split parts the open options of one choice in two: taken or left out, one placement or the others, earlier or later. Each part
//! becomes a child with the other part closed. Splits are ranked by the value that both children lose at least (Driebeek 1966, from
//! the first pivot alone); the best are tried with a few pivots (strong branching: Applegate, Bixby, Chvátal and Cook 1995).

use super::history::History;
use super::tableau::{Pivoted, Tableau};
use crate::model::Quarter;
use crate::program::Program;
use crate::solve::proof_tree::Key;
use crate::solve::propagation::{Choose, Open};

/// Amounts closer to 0 or 1 than this are whole.
pub(super) const WHOLE: f64 = 1e-6;
/// Splits that are tried with pivots at one node.
const TRIED: usize = 8;
/// Pivots of a try in each child.
const PIVOTS: usize = 20;
/// Tries without a better split after which only splits that promise more are tried.
const MOST_IN_VAIN: usize = 4;
/// A loss is noted as at most this share of the value; that of a child of no use is not known.
const MOST_NOTED: f64 = 0.1;
/// A loss counts at least this share of the value, so that one child without loss does not outweigh the other.
const LEAST_LOSS: f64 = 1e-7;

/// One choice with its options in two parts.
struct Split {
    key: Key,
    choice: usize,
    parts: [Vec<Choose>; 2],
    /// How much of the first part the present point has.
    amount: f64,
    /// What the children lose at least, or may lose by what is known.
    expected: [f64; 2],
    is_known: bool,
}

impl Split {
    fn new(key: Key, choice: usize, amounts: &[(Choose, f64)], is_first: impl Fn(Choose) -> bool) -> Self {
        let (inside, others): (Vec<_>, Vec<_>) = amounts.iter().copied().partition(|&(option, _)| is_first(option));
        let amount = inside.iter().map(|&(_, amount)| amount).sum();
        let parts = [inside, others].map(|part| part.into_iter().map(|(option, _)| option).collect());
        Self { key, choice, parts, amount, expected: [0.0; 2], is_known: false }
    }

    /// How far each child moves the amount of the first part.
    fn moves(&self) -> [f64; 2] {
        [1.0 - self.amount, self.amount]
    }

    /// With what the children may lose by what is known, or else lose at least by the first pivot.
    fn expecting(mut self, tableau: &Tableau, history: &History) -> Self {
        let moves = self.moves();
        if let [Some(one), Some(other)] = [0, 1].map(|child| history.expects(self.key, child, moves[child])) {
            (self.expected, self.is_known) = ([one, other], true);
        } else {
            let columns: Vec<usize> = self.parts[0].iter().map(|&option| column(tableau, self.choice, option)).collect();
            let (to_none, to_all) = tableau.falls(&columns);
            self.expected = [to_all, to_none];
        }
        self
    }

    fn note(&self, history: &mut History, lost: [f64; 2]) {
        for (child, (moved, lost)) in self.moves().into_iter().zip(lost).enumerate() {
            history.add(self.key, child, moved, lost);
        }
    }
}

/// A child of a node: its tableau, which part of which split it is, and what it closes.
pub(super) struct Child {
    pub tableau: Tableau,
    pub key: Key,
    pub part: usize,
    pub choice: usize,
    pub closes: Vec<Choose>,
}

/// How much of an option the present point has.
fn amount(tableau: &Tableau, choice: usize, option: Choose) -> f64 {
    tableau.amount(column(tableau, choice, option))
}

/// The column of an option.
pub(super) fn column(tableau: &Tableau, choice: usize, option: Choose) -> usize {
    match option {
        Choose::Placement(placement) => placement,
        Choose::Out => tableau.slack(choice),
    }
}

/// All splits that part what the present point has of a choice, the most promising first.
fn splits(program: &Program, open: &Open, tableau: &Tableau, history: &History) -> Vec<Split> {
    let mut splits = Vec::new();
    for choice in (0..open.choices()).filter(|&choice| open.count(choice) > 1) {
        let amounts: Vec<(Choose, f64)> = open.all(choice).map(|option| (option, amount(tableau, choice, option))).collect();
        if amounts.iter().any(|&(_, amount)| is_fractional(amount)) {
            splits.extend(splits_of(program, choice, &amounts).into_iter().map(|split| split.expecting(tableau, history)));
        }
    }
    splits.sort_by(|a, b| score(tableau, b.expected).total_cmp(&score(tableau, a.expected)));
    splits
}

fn is_fractional(amount: f64) -> bool {
    amount > WHOLE && amount < 1.0 - WHOLE
}

/// The children of the split that was asked for, whatever it is worth.
pub(super) fn of_key(program: &Program, key: Key, open: &Open, tableau: &Tableau, floor: f64, work: &mut u64) -> [Child; 2] {
    let choice = key.choice();
    let amounts: Vec<(Choose, f64)> = open.all(choice).map(|option| (option, amount(tableau, choice, option))).collect();
    let split = Split::new(key, choice, &amounts, |option| key.is_first(program, option));
    children(tableau, &split, floor, work).map(|(child, _)| child)
}

/// The splits of one choice, each pair of parts once.
fn splits_of(program: &Program, choice: usize, amounts: &[(Choose, f64)]) -> Vec<Split> {
    let mut starts: Vec<Quarter> = amounts.iter().filter_map(|&(option, _)| option.start(program)).collect();
    starts.dedup();
    let only = amounts.iter().map(|&(option, _)| Key::Only(choice, option));
    let mut splits: Vec<Split> = Vec::new();
    for key in only.chain(starts.into_iter().map(|start| Key::Until(choice, start))) {
        let split = Split::new(key, choice, amounts, |option| key.is_first(program, option));
        if is_fractional(split.amount) && splits.iter().all(|other| other.parts[0] != split.parts[0]) {
            splits.push(split);
        }
    }
    splits
}

fn score(tableau: &Tableau, lost: [f64; 2]) -> f64 {
    let least = tableau.value().abs() * LEAST_LOSS;
    lost[0].max(least) * lost[1].max(least)
}

/// The two children of the best split, or none if the point is whole; `floor` is the value at which a child is of no use.
pub(super) fn branch(
    program: &Program,
    open: &Open,
    tableau: &Tableau,
    history: &mut History,
    floor: f64,
    work: &mut u64,
) -> Option<[Child; 2]> {
    let mut best: Option<(f64, [Child; 2])> = None;
    let mut in_vain = 0;
    for split in splits(program, open, tableau, history).into_iter().take(TRIED) {
        let is_promising = |best: f64| score(tableau, split.expected) > best || (!split.is_known && in_vain < MOST_IN_VAIN);
        if !best.as_ref().is_none_or(|(best, _)| is_promising(*best)) {
            continue;
        }
        let children = children(tableau, &split, floor, work);
        let lost = children.each_ref().map(|child| lost(tableau, child, floor));
        split.note(history, lost.map(|lost| lost.min(tableau.value() - floor).min(tableau.value().abs() * MOST_NOTED)));
        let score = score(tableau, lost);
        in_vain += 1;
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            (best, in_vain) = (Some((score, children.map(|(child, _)| child))), 0);
        }
        if score.is_infinite() {
            break;
        }
    }
    best.map(|(_, children)| children)
}

/// What a child has lost; all if it is of no use.
fn lost(tableau: &Tableau, (child, pivoted): &(Child, Pivoted), floor: f64) -> f64 {
    match pivoted {
        Pivoted::Infeasible(_) => f64::INFINITY,
        Pivoted::Optimal | Pivoted::Stopped if child.tableau.value() <= floor => f64::INFINITY,
        Pivoted::Optimal | Pivoted::Stopped => tableau.value() - child.tableau.value(),
    }
}

fn children(tableau: &Tableau, split: &Split, floor: f64, work: &mut u64) -> [(Child, Pivoted); 2] {
    [0, 1].map(|part| {
        let closes = split.parts[1 - part].clone();
        let mut tableau = tableau.clone();
        closes.iter().for_each(|&option| tableau.close(column(&tableau, split.choice, option)));
        let pivoted = tableau.optimise(floor, PIVOTS, work);
        (Child { tableau, key: split.key, part, choice: split.choice, closes }, pivoted)
    })
}

/// The split of a whole point that breaks a rule in whole numbers: one choice that is still open takes what it has, or not.
pub(super) fn branch_whole(open: &Open, tableau: &Tableau, work: &mut u64) -> Option<[Child; 2]> {
    let choice = (0..open.choices()).find(|&choice| open.count(choice) > 1)?;
    let amounts: Vec<(Choose, f64)> = open.all(choice).map(|option| (option, amount(tableau, choice, option))).collect();
    let (has, _) = amounts.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let split = Split::new(Key::Only(choice, has), choice, &amounts, |option| option == has);
    Some(children(tableau, &split, f64::NEG_INFINITY, work).map(|(child, _)| child))
}
