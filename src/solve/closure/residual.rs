//! What a flow leaves of its network: how much can still be pushed from surpluses to a node of the closure, or from a node outside to
//! needs, which is what forcing that node costs (residual networks, and shortest augmenting paths: Ahuja, Magnanti and Orlin 1993,
//! Network flows; Edmonds and Karp 1972).
//!
//! Where all ways are full before the push is as large as asked, the nodes that were reached form a cut, and no more comes through to
//! any of them: one search answers for all.

use super::Pseudoflow;
use super::network::{Graph, NONE};

/// Branches that are looked at for one node before it is left open.
const MOST_LOOKS: u64 = 100_000;
/// Branches that are looked at without any node forced before the rest is left open: then the gap is too wide.
const MOST_LOOKS_IN_VAIN: u64 = 1_000_000;

/// What a flow leaves: surpluses, needs, and how much each branch carries.
pub(super) struct Residual<'a> {
    graph: &'a Graph,
    /// Where each branch comes from.
    source: Vec<u32>,
    /// The branches that lead to each node, side by side.
    first_into: Vec<u32>,
    into: Vec<u32>,
    flow: Vec<i64>,
    excess: Vec<i64>,
    /// The node for which each was reached last, and the branch by which.
    seen: Vec<u32>,
    via: Vec<u32>,
    stamp: u32,
    /// Branches looked at so far.
    pub looks: u64,
    closure: Vec<bool>,
    /// Nodes of the last search, in the order in which they were reached.
    reached: Vec<usize>,
}

/// What forcing a node costs.
enum Cost {
    /// More than it may.
    More,
    /// No more, and all ways were looked at.
    AtMost,
    /// Not all ways were looked at.
    Unknown,
}

/// Nodes that every plan has that loses no more than it may, or that none has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forced {
    pub is_in: Vec<bool>,
    pub is_out: Vec<bool>,
}

impl<'a> Residual<'a> {
    /// What a flow that has come to its closure leaves of the network.
    pub fn new(graph: &'a Graph, flows: &Pseudoflow) -> Self {
        let (nodes, branches) = (graph.nodes(), graph.target.len());
        let mut source = vec![0; branches];
        let mut first_into = vec![0; nodes + 1];
        for node in 0..nodes {
            graph.outgoing(node).for_each(|branch| source[branch] = node as u32);
        }
        graph.target.iter().for_each(|&to| first_into[to as usize + 1] += 1);
        for node in 0..nodes {
            first_into[node + 1] += first_into[node];
        }
        let (mut at, mut into) = (first_into.clone(), vec![0; branches]);
        for (branch, &to) in graph.target.iter().enumerate() {
            into[at[to as usize] as usize] = branch as u32;
            at[to as usize] += 1;
        }
        let mut flow = vec![0; branches];
        flows.flows().for_each(|(branch, amount)| flow[branch] += amount);
        let (excess, closure) = (flows.excess().to_vec(), flows.closure());
        Self {
            graph,
            closure,
            source,
            first_into,
            into,
            flow,
            excess,
            seen: vec![0; nodes],
            via: vec![NONE; nodes],
            stamp: 0,
            looks: 0,
            reached: Vec::new(),
        }
    }

    /// The nodes whose other choice costs more than `most`; `closure` says which are in the closure.
    pub fn forced(&mut self, most: i64) -> Forced {
        let nodes = self.graph.nodes();
        let mut forced = Forced { is_in: vec![false; nodes], is_out: vec![false; nodes] };
        // What nobody needs first: what it needs follows from it. Of the others, what needs nothing.
        let links = |node: usize| if self.closure[node] { self.incoming(node).len() } else { self.graph.outgoing(node).len() };
        let mut order: Vec<usize> = (0..nodes).collect();
        order.sort_by_key(|&node| links(node));
        let mut is_cheap = vec![false; nodes];
        let mut until = self.looks + MOST_LOOKS_IN_VAIN;
        for node in order {
            if self.looks > until {
                break;
            }
            let is_in = self.closure[node];
            let is_known = if is_in { forced.is_in[node] } else { forced.is_out[node] };
            if is_known || is_cheap[node] {
                continue;
            }
            match self.cost(node, !is_in, most) {
                Cost::More => {
                    self.spread(node, is_in, &mut forced);
                    until = self.looks + MOST_LOOKS_IN_VAIN;
                }
                // Where nothing comes through to this node, no more comes through to others there.
                Cost::AtMost => self.reached.iter().for_each(|&other| is_cheap[other] = true),
                Cost::Unknown => {}
            }
        }
        forced
    }

    fn incoming(&self, node: usize) -> std::ops::Range<usize> {
        self.first_into[node] as usize..self.first_into[node + 1] as usize
    }

    /// Marks a node, and what it needs if it is in, or what needs it if it is out.
    fn spread(&self, node: usize, is_in: bool, forced: &mut Forced) {
        let marks = if is_in { &mut forced.is_in } else { &mut forced.is_out };
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut marks[node], true) {
                continue;
            }
            if is_in {
                stack.extend(self.graph.outgoing(node).map(|branch| self.graph.target[branch] as usize));
            } else {
                stack.extend(self.incoming(node).map(|at| self.source[self.into[at] as usize] as usize));
            }
        }
    }

    /// What forcing a node in, or out, costs; the flow is as it was afterwards.
    fn cost(&mut self, node: usize, forces_in: bool, most: i64) -> Cost {
        let mut left = most.saturating_add(1);
        let until = self.looks + MOST_LOOKS;
        let (mut pushed, mut met) = (Vec::new(), Vec::new());
        while left > 0 && self.looks <= until {
            let Some(end) = self.nearest(node, forces_in, until) else { break };
            let path = self.path(node, end, forces_in);
            let carried = path.iter().filter(|step| step.1).map(|step| self.flow[step.0]).fold(left, i64::min);
            let amount = carried.min(self.excess[end].abs());
            for &(branch, takes_back) in &path {
                pushed.push((branch, if takes_back { -amount } else { amount }));
                self.flow[branch] += if takes_back { -amount } else { amount };
            }
            let met_here = if forces_in { amount } else { -amount };
            self.excess[end] += met_here;
            met.push((end, met_here));
            left -= amount;
        }
        pushed.into_iter().for_each(|(branch, amount)| self.flow[branch] -= amount);
        met.into_iter().for_each(|(end, amount)| self.excess[end] -= amount);
        match left {
            0 => Cost::More,
            _ if self.looks <= until => Cost::AtMost,
            _ => Cost::Unknown,
        }
    }

    /// The nearest need that can be reached from a node, or the nearest surplus that can reach it.
    fn nearest(&mut self, node: usize, forces_in: bool, until: u64) -> Option<usize> {
        self.stamp += 1;
        self.seen[node] = self.stamp;
        self.reached.clear();
        self.reached.push(node);
        let mut next = 0;
        while let Some(&at) = self.reached.get(next) {
            next += 1;
            if if forces_in { self.excess[at] < 0 } else { self.excess[at] > 0 } {
                return Some(at);
            }
            let (outgoing, into) = (self.graph.outgoing(at), self.incoming(at));
            self.looks += 1 + (outgoing.len() + into.len()) as u64;
            if self.looks > until {
                return None;
            }
            for branch in outgoing {
                if forces_in || self.flow[branch] > 0 {
                    self.reach(self.graph.target[branch], branch, !forces_in);
                }
            }
            for position in into {
                let branch = self.into[position] as usize;
                if !forces_in || self.flow[branch] > 0 {
                    self.reach(self.source[branch], branch, !forces_in);
                }
            }
        }
        None
    }

    fn reach(&mut self, node: u32, branch: usize, side: bool) {
        let at = node as usize;
        if self.seen[at] != self.stamp && self.closure[at] == side {
            (self.seen[at], self.via[at]) = (self.stamp, branch as u32);
            self.reached.push(at);
        }
    }

    /// The branches between a node and the end that was reached from it, each with whether it carries less by a push.
    fn path(&self, node: usize, end: usize, forces_in: bool) -> Vec<(usize, bool)> {
        let (mut path, mut at) = (Vec::new(), end);
        while at != node {
            let branch = self.via[at] as usize;
            let leads_here = self.graph.target[branch] as usize == at;
            path.push((branch, leads_here != forces_in));
            at = if leads_here { self.source[branch] as usize } else { self.graph.target[branch] as usize };
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::super::tests::{closed_sets, random_pairs};
    use super::*;

    #[test]
    fn nodes_are_forced_just_where_all_other_sets_lose_more() {
        let (mut forced_in, mut forced_out, mut left) = (0, 0, 0);
        for seed in 0..2_000 {
            let mut random = Rng::with_seed(seed);
            let (nodes, pairs) = random_pairs(&mut random, 10, 20);
            let graph = Graph::of(nodes, pairs.iter().copied());
            let worth: Vec<i64> = (0..nodes).map(|_| random.i64(-9..10)).collect();
            let most = random.i64(0..8);
            let mut flow = Pseudoflow::default();
            flow.begin(&graph, worth.clone());
            assert!(flow.run(&graph, &mut i64::MAX.clone(), &|| false));
            let forced = Residual::new(&graph, &flow).forced(most);
            let sets = closed_sets(nodes, &pairs, &worth);
            let best = sets.iter().map(|set| set.1).max().unwrap_or(0);
            for node in 0..nodes {
                let best_with = |bit| sets.iter().filter(|set| set.0 >> node & 1 == bit).map(|set| set.1).max();
                let loses = |bit| best_with(bit).is_none_or(|with| best - with > most);
                assert_eq!(forced.is_in[node], loses(0), "seed {seed}, node {node}");
                assert_eq!(forced.is_out[node], loses(1), "seed {seed}, node {node}");
                forced_in += usize::from(forced.is_in[node]);
                forced_out += usize::from(forced.is_out[node]);
                left += usize::from(!forced.is_in[node] && !forced.is_out[node]);
            }
        }
        assert!(forced_in > 500 && forced_out > 500 && left > 500, "{forced_in} {forced_out} {left}");
    }
}
