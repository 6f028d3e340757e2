//! The tree: nodes that are still open, the best plan, and the highest bound of what was cut off.
//!
//! The node of the highest bound is looked at next, then its better child, so that the relaxation goes on from where it is; the other child
//! waits with the basis of its parent. A child whose bound turns out to be lower than that of a node that waits is put back, but on ways
//! down (`descent.rs`).

use std::sync::Arc;

use super::again::Again;
use super::cutting::Cutting;
use super::deepest::Sets;
use super::descent::Descent;
use super::diving::Diving;
use super::history::History;
use super::learned::Learned;
use super::node::{From, Node};
use super::relaxed::Relaxed;
use super::smaller::Smaller;
use super::split::{self, Split, Tries, Weighed};
use super::waiting::Waiting;
use crate::program::{Program, Selection};
use crate::solve::induced::Induced;
use crate::solve::proof_tree::{Carried, Recorded, child_of};
use crate::solve::propagation::{Knapsack, Knapsacks, Open};
use crate::solve::simplex::Ended;
use crate::solve::{certificate, hull};

/// Times that the relaxation of the root may be left unfinished before it is branched on as it is.
const MOST_PAUSES: u32 = 1_000;

/// The tree of a program.
#[derive(Clone)]
pub(super) struct Tree {
    program: Arc<Program>,
    pub(super) relaxed: Relaxed,
    pub(super) knapsacks: Vec<Knapsack>,
    /// The same as their hulls are looked at.
    pub(super) hulls: Vec<Knapsack>,
    /// What does not fit into the first quarters together, where arcs rule over several.
    pub(super) induced: Option<Induced>,
    /// Where what its covers speak of begins, behind rows and their sums; beyond all where there are none.
    pub(super) first_cover: usize,
    /// What the last cuts of each were found by.
    pub(super) sets: Vec<Sets>,
    history: History,
    pub(super) best: Option<(Selection, f64)>,
    /// Plans not worth more than this are of no use, whoever found one.
    pub(super) known: f64,
    /// All values are whole multiples of this; 0 if they are not.
    step: f64,
    /// The highest bound of anything cut off.
    pub(super) cut_off: f64,
    /// How far cutting at the root has come; none when it is over.
    pub(super) cutting: Option<Cutting>,
    /// Whether no file will have it, so that its cuts need no names.
    pub(super) is_unrecorded: bool,
    pub(super) again: Again,
    /// Work after which no more cuts are looked for.
    pub(super) cutting_work: u64,
    /// What the root came to, until it is asked for.
    pub(super) learned: Option<Learned>,
    /// Times that the relaxation of the root was left unfinished.
    pauses: u32,
    pub(super) diving: Diving,
    pub(super) smaller: Smaller,
    /// Whether the last relaxation was left unfinished.
    has_paused: bool,
    pub(super) recorded: Recorded,
    /// The earlier tree that it goes on with.
    pub(super) carried: Carried,
    pub(super) descent: Descent,
    pub(super) waiting: Waiting,
    pub(super) next: Option<Node>,
    pub(super) nodes_made: u64,
}

impl Tree {
    /// The tree with its root; `start` is the best plan so far if it keeps the rules.
    pub(super) fn new(program: Arc<Program>, start: Option<&Selection>) -> Self {
        let descent = Descent::of_proof(&program);
        let mut tree = Self { descent, ..Self::with(Tries::of_proof(&program), program, start, hull::knapsacks) };
        if tree.descent.is_never() {
            tree.history.weighed = Weighed::Growth;
        }
        tree
    }

    /// The same with so many tries of splits, and these knapsacks of the program.
    pub(super) fn with(tries: Tries, program: Arc<Program>, start: Option<&Selection>, all: Knapsacks) -> Self {
        let best = start.filter(|start| program.keeps(start)).map(|start| (start.clone(), program.value(start)));
        let open = Open::new(&program);
        let knapsacks = all(&program, &open);
        let hulls: Vec<Knapsack> = knapsacks.iter().filter_map(Knapsack::for_hull).collect();
        let induced = Induced::of(&program);
        let root = Node { open, basis: None, bound: f64::INFINITY, number: 0, id: Some(0), from: None };
        Self {
            smaller: Smaller::new(&program),
            first_cover: induced.as_ref().map_or(usize::MAX, |_| hull::count(&program)),
            induced,
            relaxed: Relaxed::new(&program),
            step: certificate::step(&program),
            sets: vec![Sets::default(); hulls.len()],
            hulls,
            knapsacks,
            history: History::new(&program, tries),
            known: best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1),
            best,
            cut_off: f64::NEG_INFINITY,
            cutting: Some(Cutting::default()),
            is_unrecorded: false,
            again: Again::default(),
            cutting_work: u64::MAX,
            program,
            learned: None,
            pauses: 0,
            diving: Diving::default(),
            has_paused: false,
            recorded: Recorded::default(),
            carried: Carried::default(),
            descent: Descent::always(),
            waiting: Waiting::default(),
            next: Some(root),
            nodes_made: 0,
        }
    }

    /// Looks at nodes until none is left, or so much work is done, or `stops` says so; whether none is left.
    pub(super) fn grow(&mut self, work: u64, stops: &dyn Fn() -> bool) -> bool {
        let until = self.relaxed.work().saturating_add(work);
        loop {
            if stops() || self.relaxed.work() >= until {
                return self.is_over();
            }
            self.begin_again();
            let Some(node) = self.take() else { return true };
            self.look_at(node, until - self.relaxed.work());
        }
    }

    /// The node to be looked at: the better child of the last one, or else one that waits.
    fn take(&mut self) -> Option<Node> {
        let node = self.next.take().or_else(|| {
            self.descent.begin();
            self.waiting.pop()
        });
        self.descent.look();
        node
    }

    /// Whether no node is left.
    pub(super) fn is_over(&self) -> bool {
        self.next.is_none() && self.waiting.is_empty()
    }

    /// Work so far.
    pub(super) fn work(&self) -> u64 {
        self.relaxed.work()
    }

    /// Takes note that a plan of this value is known.
    pub(super) fn note(&mut self, value: f64) {
        self.known = self.known.max(value);
    }

    pub(super) fn program(&self) -> &Program {
        &self.program
    }

    /// The best plan found, with its value.
    pub(super) fn best(&self) -> Option<&(Selection, f64)> {
        self.best.as_ref()
    }

    /// No plan is worth more than this or the best known one.
    pub(super) fn bound(&self) -> f64 {
        certificate::rounded(&self.program, self.proven())
    }

    /// No plan is worth more than this or the best known one, by the nodes that wait.
    pub(super) fn bound_of_open(&self) -> f64 {
        let open = self.next.iter().map(|node| node.bound).chain(self.waiting.bounds());
        open.fold(self.cut_off, f64::max)
    }

    /// A node whose bound is not above this is cut off: the next better value is farther away.
    pub(super) fn floor(&self) -> f64 {
        certificate::floor(self.known, self.step)
    }

    /// Looks at a node; the root is left for the time being after so much work.
    fn look_at(&mut self, mut node: Node, work: u64) {
        if node.bound <= self.floor() {
            self.cut_off = self.cut_off.max(node.bound);
            return;
        }
        if let Some(basis) = node.basis.take() {
            self.relaxed.restore(&basis);
        }
        let work = if node.number == 0 { work } else { u64::MAX };
        if self.is_cut_off(&mut node, work) {
            return;
        }
        if !self.descent.is_down() && node.number > 0 && self.waiting.comes_before(node.bound) {
            node.basis = Some(Arc::new(self.relaxed.basis()));
            self.waiting.push(node);
            return;
        }
        if node.number == 0 && (self.is_unfinished() || self.cut()) {
            self.next = Some(node);
            return;
        }
        if node.number == 0 {
            self.learned = Some(self.learn());
            self.keep_root(&node);
        }
        self.dive(&node);
        if self.narrow(&mut node) && self.is_cut_off(&mut node, u64::MAX) {
            return;
        }
        if node.number > 0 && self.cover() && self.is_cut_off(&mut node, u64::MAX) {
            return;
        }
        if self.settles(&node) {
            return;
        }
        let (floor, value) = (self.floor(), self.relaxed.value());
        let split = match self.carried_split(&mut node) {
            Some(split) => Some(split),
            None => split::best(&self.program, &node.open, &mut self.relaxed, &mut self.history, floor).or_else(|| {
                self.judge(&node.open);
                split::of_whole(&node.open, &self.relaxed)
            }),
        };
        match split {
            _ if node.bound <= self.floor() => self.cut_off = self.cut_off.max(node.bound),
            Some(split) => self.push(&node, &split, value),
            None => self.record_last(&node),
        }
    }

    /// Whether the relaxation of the root is to be gone on with.
    fn is_unfinished(&mut self) -> bool {
        self.pauses += u32::from(self.has_paused);
        self.has_paused && self.pauses < MOST_PAUSES
    }

    /// Pivots and closes options until nothing changes; whether the node's bound is not above the floor then. Its relaxation
    /// is left unfinished after so much work.
    pub(super) fn is_cut_off(&mut self, node: &mut Node, work: u64) -> bool {
        loop {
            self.close_by_rules(&mut node.open);
            let floor = self.floor();
            self.relaxed.sync(&node.open);
            let ended = self.relaxed.optimise(floor, work);
            self.has_paused = ended == Ended::Stopped;
            if let Some(From { key, part, moved, value }) = node.from.take() {
                let lost = if ended == Ended::Infeasible { f64::INFINITY } else { value - self.relaxed.value() };
                self.history.add(key, part, moved, split::noted(lost, value, floor));
            }
            let bounded = self.relaxed.bounded(&node.open, ended, floor);
            self.record(node, &bounded);
            node.bound = node.bound.min(bounded.bound);
            if node.bound <= floor {
                self.cut_off = self.cut_off.max(node.bound);
                return true;
            }
            let had = self.close(node, &bounded);
            if !had || ended == Ended::Stopped {
                self.relaxed.sync(&node.open);
                return false;
            }
        }
    }

    /// The better child is next, the other waits.
    fn push(&mut self, node: &Node, split: &Split, value: f64) {
        node.id.iter().for_each(|&id| self.recorded.split(id, split.key));
        let basis = Arc::new(self.relaxed.basis());
        let better = usize::from(split.expected[1] < split.expected[0]);
        for (part, basis) in [(1 - better, Some(basis)), (better, None)] {
            let bound = node.bound;
            self.nodes_made += 1;
            let from = From { key: split.key, part, moved: split.moves()[part], value };
            let from = Some(from).filter(|_| split.is_known);
            let id = node.id.map(|id| child_of(id, part));
            let bound = id.map_or(bound, |id| bound.min(self.carried.bound(id)));
            let child = Node { open: split.child(&node.open, part), basis, bound, number: self.nodes_made, id, from };
            if part == better {
                self.next = Some(child);
            } else {
                self.waiting.push(child);
            }
        }
    }
}
