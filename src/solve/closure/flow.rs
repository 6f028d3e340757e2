//! The maximum closure by pseudoflow: the nodes of greatest summed worth that keep "if this one, then that one".
//!
//! Trees of nodes with a flow on each branch; only a root has a surplus or a need. A tree with a surplus is strong. The highest strong
//! tree (by distance label) is hung below a neighbour one label lower, and its surplus pushed to the root there; a branch that cannot
//! carry it is cut. When no strong node leads to a weak one, the strong nodes are the closure, and the flows are multipliers that
//! prove it: worth + inflow - outflow of all nodes, where positive, sums to the worth of the closure (Hochbaum 2008, The pseudoflow
//! algorithm: a new algorithm for the maximum-flow problem; Chandran and Hochbaum 2009). A flow lies on branches only, since
//! nothing limits it; so the trees are all there is to keep for a warm start. Worths are whole numbers: no rounding.

mod branches;

use super::network::{Graph, NONE};

/// The label of nodes that no weak node can be reached from.
const FINAL: u32 = u32::MAX;
/// Work between two looks at the clock; about a millisecond.
const WORK_BETWEEN_LOOKS: i64 = 300_000;

/// Trees, flows and labels.
#[derive(Debug, Default, Clone)]
pub(in crate::solve) struct Pseudoflow {
    worth: Vec<i64>,
    excess: Vec<i64>,
    parent: Vec<u32>,
    /// The branch to the parent: its position in the graph, its flow, and whether it leads from the node to the parent.
    branch: Vec<u32>,
    flow: Vec<i64>,
    is_upward: Vec<bool>,
    first_child: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
    label: Vec<u32>,
    /// The next child and the next outgoing one to look at.
    scan: Vec<u32>,
    cursor: Vec<u32>,
    /// Strong roots by label, and the number of nodes of each label.
    strong: Vec<Vec<u32>>,
    labelled: Vec<u32>,
    highest: usize,
}

impl Pseudoflow {
    /// Takes new worths: from the trees there are if they are for as many nodes, else from single nodes.
    pub fn begin(&mut self, graph: &Graph, worth: Vec<i64>) {
        let nodes = graph.nodes();
        if self.worth.len() == nodes {
            let order = self.downward();
            for (node, &new) in worth.iter().enumerate() {
                self.excess[node] += new - self.worth[node];
            }
            self.worth = worth;
            order.iter().rev().for_each(|&node| self.settle(node));
        } else {
            *self = Self {
                excess: worth.clone(),
                worth,
                parent: vec![NONE; nodes],
                branch: vec![NONE; nodes],
                flow: vec![0; nodes],
                is_upward: vec![false; nodes],
                first_child: vec![NONE; nodes],
                next: vec![NONE; nodes],
                previous: vec![NONE; nodes],
                label: vec![0; nodes],
                scan: vec![NONE; nodes],
                cursor: vec![0; nodes],
                ..Self::default()
            };
        }
        self.label_anew(graph);
    }

    /// Forgets the trees.
    pub fn forget(&mut self) {
        self.worth.clear();
    }

    /// Goes on until the closure is there (true) or so much work is done; `work` counts down.
    pub fn run(&mut self, graph: &Graph, work: &mut i64, stops: &dyn Fn() -> bool) -> bool {
        let mut until_look = *work - WORK_BETWEEN_LOOKS;
        while let Some(root) = self.highest_strong() {
            self.process(graph, root, work);
            if *work <= 0 {
                return false;
            }
            if *work < until_look {
                until_look = *work - WORK_BETWEEN_LOOKS;
                if stops() {
                    return false;
                }
            }
        }
        true
    }

    /// For each node, whether it is in the closure.
    pub fn closure(&self) -> Vec<bool> {
        let mut is_in = vec![false; self.parent.len()];
        for node in self.downward() {
            let parent = self.parent[node as usize];
            is_in[node as usize] = if parent == NONE { self.excess[node as usize] > 0 } else { is_in[parent as usize] };
        }
        is_in
    }

    /// The surplus of each node, or its need below 0: none but of roots.
    pub fn excess(&self) -> &[i64] {
        &self.excess
    }

    /// Positive flows with their positions in the graph.
    pub fn flows(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        let branches = self.parent.iter().zip(&self.branch).zip(&self.flow);
        branches.filter(|&((&parent, _), &flow)| parent != NONE && flow > 0).map(|((_, &branch), &flow)| (branch as usize, flow))
    }

    /// All nodes, each after its parent.
    fn downward(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.parent.len() as u32).filter(|&node| self.parent[node as usize] == NONE).collect();
        order.reserve(self.parent.len() - order.len());
        let mut position = 0;
        while position < order.len() {
            let mut child = self.first_child[order[position] as usize];
            while child != NONE {
                order.push(child);
                child = self.next[child as usize];
            }
            position += 1;
        }
        order
    }

    /// Passes a node's surplus or need to its parent as far as the branch can carry it; else cuts the branch.
    fn settle(&mut self, node: u32) {
        let at = node as usize;
        let (parent, excess) = (self.parent[at], self.excess[at]);
        if parent == NONE || excess == 0 {
            return;
        }
        let flow = if self.is_upward[at] { self.flow[at] + excess } else { self.flow[at] - excess };
        if flow >= 0 {
            self.excess[at] = 0;
            self.excess[parent as usize] += excess;
            self.flow[at] = flow;
        } else {
            let carried = if self.is_upward[at] { -self.flow[at] } else { self.flow[at] };
            self.excess[at] -= carried;
            self.excess[parent as usize] += carried;
            self.cut(node);
        }
    }

    fn label_anew(&mut self, graph: &Graph) {
        self.strong = vec![Vec::new(), Vec::new()];
        self.labelled = vec![0, 0];
        self.highest = 1;
        for node in self.downward() {
            let (at, parent) = (node as usize, self.parent[node as usize]);
            let label = if parent == NONE { u32::from(self.excess[at] > 0) } else { self.label[parent as usize] };
            self.label[at] = label;
            self.labelled[label as usize] += 1;
            self.cursor[at] = graph.first[at];
            if parent == NONE && label == 1 {
                self.strong[1].push(node);
            }
        }
    }

    fn highest_strong(&mut self) -> Option<u32> {
        while self.highest > 0 {
            if self.labelled[self.highest - 1] > 0 {
                if let Some(root) = self.strong[self.highest].pop() {
                    return Some(root);
                }
            } else {
                while let Some(root) = self.strong[self.highest].pop() {
                    self.relabel_tree(root, FINAL, 0);
                }
            }
            self.highest -= 1;
        }
        if self.strong[0].is_empty() {
            return None;
        }
        while let Some(root) = self.strong[0].pop() {
            self.relabel_tree(root, 1, 1);
            self.strong[1].push(root);
        }
        self.highest = 1;
        self.highest_strong()
    }

    /// Gives a tree's nodes a label; with `below` only those that have a lower one.
    fn relabel_tree(&mut self, root: u32, label: u32, below: u32) {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            let at = node as usize;
            if below > 0 && self.label[at] >= below {
                continue;
            }
            self.labelled[self.label[at] as usize] -= 1;
            if label != FINAL {
                self.labelled[label as usize] += 1;
            }
            self.label[at] = label;
            let mut child = self.first_child[at];
            while child != NONE {
                stack.push(child);
                child = self.next[child as usize];
            }
        }
    }

    /// Looks through a strong tree's nodes of its root's label for a way to a node one label lower; without one the tree is
    /// raised by a label.
    fn process(&mut self, graph: &Graph, root: u32, work: &mut i64) {
        let mut node = root;
        self.scan[root as usize] = self.first_child[root as usize];
        if self.hangs(graph, root, node, work) {
            return;
        }
        self.pass_higher_children(node, graph, work);
        loop {
            while self.scan[node as usize] != NONE {
                let child = self.scan[node as usize];
                self.scan[node as usize] = self.next[child as usize];
                node = child;
                self.scan[node as usize] = self.first_child[node as usize];
                if self.hangs(graph, root, node, work) {
                    return;
                }
                self.pass_higher_children(node, graph, work);
            }
            node = self.parent[node as usize];
            if node == NONE {
                break;
            }
            self.pass_higher_children(node, graph, work);
        }
        self.add_strong(root);
        self.highest += 1;
    }

    /// Moves on to the next child of the same label; a node without one is raised.
    fn pass_higher_children(&mut self, node: u32, graph: &Graph, work: &mut i64) {
        let at = node as usize;
        while self.scan[at] != NONE {
            *work -= 1;
            if self.label[self.scan[at] as usize] == self.label[at] {
                return;
            }
            self.scan[at] = self.next[self.scan[at] as usize];
        }
        let label = self.label[at] as usize;
        self.labelled[label] -= 1;
        if self.labelled.len() == label + 1 {
            self.labelled.push(0);
            self.strong.push(Vec::new());
        }
        self.labelled[label + 1] += 1;
        self.label[at] += 1;
        self.cursor[at] = graph.first[at];
    }

    /// Hangs the tree below a neighbour of `node` that is one label lower, if there is one.
    fn hangs(&mut self, graph: &Graph, root: u32, node: u32, work: &mut i64) -> bool {
        let at = node as usize;
        let (from, end) = (self.cursor[at] as usize, graph.first[at + 1] as usize);
        let lower = self.highest as u32 - 1;
        let found = graph.target[from..end].iter().position(|&to| self.label[to as usize] == lower);
        let passed = found.unwrap_or(end - from);
        *work -= passed as i64 + 1;
        self.cursor[at] = (from + passed) as u32;
        let Some(_) = found else { return false };
        self.hang(node, self.cursor[at], graph.target[from + passed]);
        self.push(root, work);
        true
    }
}
