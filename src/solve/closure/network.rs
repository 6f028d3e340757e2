//! The network of "placed by" nodes: one node for each placement, in a chain for each initiative.
//!
//! With the placements of an initiative in the order of their starts and `z[k] = sum of x[j], j <= k`, a plan is a closed set of nodes:
//!   `z[k] <= z[k+1]`   in a chain,   `z[k of i] <= z[last j of p that is ready by the start of k]`   for an arc of i on p,
//! and a node is worth `reduced[k] - reduced[k+1]`. The plan of greatest reduced value is then a maximum closure (Picard 1976,
//! Maximal closure of a graph; Johnson 1968 for mines).
//!
//! This is exact where the order is one for starts and finishes alike and where all placements of an initiative wait for the same
//! prerequisites. Where they do not, [`Network::of`] says `None`.

use crate::model::{Id, Initiative};
use crate::program::{Arc, Placement, Presence, Program, Row};

/// Pairs of nodes, or of an arc and a quarter.
type Pairs = Vec<(u32, u32)>;

/// No node, arc or position.
pub(super) const NONE: u32 = u32::MAX;

/// Nodes with a direction "if this one, then that one": the outgoing ones of a node lie side by side.
#[derive(Debug, Clone, Default)]
pub(in crate::solve) struct Graph {
    /// Where the outgoing ones of each node begin; one more than there are nodes.
    pub first: Vec<u32>,
    /// Where each leads.
    pub target: Vec<u32>,
}

impl Graph {
    /// A graph from pairs in the order of their first parts.
    pub fn of(nodes: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let (mut first, mut target) = (Vec::with_capacity(nodes + 1), Vec::new());
        for (from, to) in pairs {
            while first.len() <= from as usize {
                first.push(target.len() as u32);
            }
            target.push(to);
        }
        first.resize(nodes + 1, target.len() as u32);
        Self { first, target }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// Where the outgoing ones of a node are.
    pub fn outgoing(&self, node: usize) -> std::ops::Range<usize> {
        self.first[node] as usize..self.first[node + 1] as usize
    }
}

/// The program as a network with rows over nodes.
#[derive(Debug, Clone)]
pub(super) struct Network {
    /// Chains, arcs, and a last node that is in no plan, for starts by which no prerequisite is ready.
    pub graph: Graph,
    /// The arc and quarter of the program whose multiplier a flow is; [`NONE`] in a chain.
    pub origin: Vec<(u32, u32)>,
    /// The placement of each node but the last.
    pub placement: Vec<Id<Placement>>,
    /// Whether the next node is of the same initiative.
    pub chained: Vec<bool>,
    /// Last nodes of initiatives that are in every plan.
    pub required: Vec<u32>,
    /// For each row of the program its nodes with their coefficients in units of the business.
    pub rows: Vec<Vec<(u32, f64)>>,
    /// The node of each placement; [`NONE`] of one that is in no chain.
    node_of: Vec<u32>,
    /// Most nodes in a chain.
    pub longest: usize,
}

impl Network {
    /// The network of a program; `None` if its initiatives are no chains.
    pub fn of(program: &Program, quarters: usize) -> Option<Self> {
        let chains = Chains::of(program)?;
        let (pairs, origin) = chains.pairs(program, quarters);
        let nodes = chains.order.len();
        let required = program.choices.iter().filter(|choice| choice.presence == Presence::Required);
        let required = required.map(|choice| chains.last(choice.initiative)).collect::<Option<Vec<u32>>>()?;
        let same = |pair: &[Id<Placement>]| program.placements[pair[0]].initiative == program.placements[pair[1]].initiative;
        let mut chained: Vec<bool> = chains.order.windows(2).map(same).collect();
        chained.push(false);
        let mut node_of = vec![NONE; program.placements.len()];
        chains.order.iter().enumerate().for_each(|(node, id)| node_of[id.index()] = node as u32);
        let mut network = Self {
            graph: Graph::of(nodes + 1, pairs.into_iter()),
            origin,
            chained,
            required,
            rows: Vec::new(),
            node_of,
            longest: chains.range.iter().map(ExactSizeIterator::len).max().unwrap_or(0),
            placement: chains.order,
        };
        network.rows = program.rows.iter().map(|row| network.nodes_of(row)).collect();
        Some(network)
    }

    /// The nodes of a row with their coefficients in units of the business.
    pub fn nodes_of(&self, row: &Row) -> Vec<(u32, f64)> {
        let entry = |&(id, c): &(Id<Placement>, i128)| (self.node_of[id.index()], c as f64 / row.unit);
        row.terms.iter().map(entry).filter(|entry| entry.0 != NONE).collect()
    }

    /// Number of nodes that are placements.
    pub fn len(&self) -> usize {
        self.placement.len()
    }

    /// The largest of each chain's numbers by size, summed.
    pub fn sum_of_largest(&self, numbers: &[f64]) -> f64 {
        let (mut sum, mut largest) = (0.0, 0.0_f64);
        for (number, &chained) in numbers.iter().zip(&self.chained) {
            largest = largest.max(number.abs());
            if !chained {
                sum += std::mem::take(&mut largest);
            }
        }
        sum
    }
}

/// The placements of each initiative in the order of their chain.
pub(in crate::solve) struct Chains {
    /// All placements, those of an initiative side by side.
    pub order: Vec<Id<Placement>>,
    /// Where those of each initiative are.
    pub range: Vec<std::ops::Range<usize>>,
    arcs_of: Vec<Vec<u32>>,
}

impl Chains {
    /// The chains of a program; `None` if there is an initiative without.
    pub fn of(program: &Program) -> Option<Self> {
        let count = program.placements.initiatives();
        let (mut starts_count, mut finishes_count) = (vec![false; count], vec![false; count]);
        let mut arcs_of: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (position, arc) in program.arcs.iter().enumerate() {
            arcs_of[arc.follower.index()].push(position as u32);
            starts_count[arc.follower.index()] |= arc.lag.is_some();
            finishes_count[arc.prerequisite.index()] |= arc.lag.is_some();
        }
        let mut allowed: Vec<&[Id<Placement>]> = vec![&[]; count];
        program.choices.iter().for_each(|choice| allowed[choice.initiative.index()] = &choice.allowed);
        let mut chains = Self { order: Vec::with_capacity(program.placements.len()), range: Vec::with_capacity(count), arcs_of };
        for initiative in 0..count {
            let from = chains.order.len();
            chains.order.extend_from_slice(allowed[initiative]);
            let chain = &mut chains.order[from..];
            let start = |id: Id<Placement>| program.placements[id].decision.start;
            let finish = |id: Id<Placement>| program.placements[id].finish;
            if starts_count[initiative] {
                chain.sort_by_key(|&id| (start(id), finish(id)));
            } else {
                chain.sort_by_key(|&id| (finish(id), start(id)));
            }
            let both = starts_count[initiative] && finishes_count[initiative];
            let waits_alike = chains.arcs_of[initiative].is_empty() || wait_alike(program, chain, &chains.arcs_of[initiative]);
            if (both && !chain.is_sorted_by_key(|&id| finish(id))) || !waits_alike {
                return None;
            }
            chains.range.push(from..chains.order.len());
        }
        Some(chains)
    }

    fn last(&self, initiative: Id<Initiative>) -> Option<u32> {
        self.range[initiative.index()].clone().next_back().map(|node| node as u32)
    }

    /// "If this node, then that one", by first node, and the multiplier of each.
    fn pairs(&self, program: &Program, quarters: usize) -> (Pairs, Pairs) {
        let (mut pairs, mut origin) = (Vec::new(), Vec::new());
        for (range, arcs) in self.range.iter().zip(&self.arcs_of) {
            let mut of_chain: Vec<(u32, u32, (u32, u32))> = Vec::new();
            for node in range.clone().skip(1) {
                of_chain.push((node as u32 - 1, node as u32, (NONE, 0)));
            }
            for &position in arcs {
                self.of_arc(program, range.clone(), (position, &program.arcs[position as usize]), quarters, &mut of_chain);
            }
            of_chain.sort_unstable();
            of_chain.dedup_by_key(|&mut (from, to, _)| (from, to));
            pairs.extend(of_chain.iter().map(|&(from, to, _)| (from, to)));
            origin.extend(of_chain.iter().map(|&(_, _, origin)| origin));
        }
        (pairs, origin)
    }

    /// The pairs of one arc; those that the chain and a later pair imply are left out.
    fn of_arc(
        &self,
        program: &Program,
        chain: std::ops::Range<usize>,
        (position, arc): (u32, &Arc),
        quarters: usize,
        pairs: &mut Vec<(u32, u32, (u32, u32))>,
    ) {
        let ready = self.range[arc.prerequisite.index()].clone();
        let never = self.order.len() as u32;
        let mut end = ready.end;
        let mut later = NONE;
        for node in chain.rev() {
            let start = program.placements[self.order[node]].decision.start;
            while arc.lag.is_some() && end > ready.start && arc.ready(&program.placements[self.order[end - 1]]) > start {
                end -= 1;
            }
            let to = if end > ready.start { end as u32 - 1 } else { never };
            if to != later {
                let quarter = if arc.lag.is_some() { start.index() } else { quarters.saturating_sub(1) };
                pairs.push((node as u32, to, (position, quarter as u32)));
            }
            later = to;
        }
    }
}

/// Whether all variants of a chain wait for the same initiatives, equally long.
fn wait_alike(program: &Program, chain: &[Id<Placement>], arcs: &[u32]) -> bool {
    let waits = |variant| {
        let own = arcs.iter().map(|&arc| &program.arcs[arc as usize]).filter(|arc| arc.variant == variant);
        let mut waits: Vec<(Id<Initiative>, Option<u32>)> = own.map(|arc| (arc.prerequisite, arc.lag)).collect();
        waits.sort_unstable();
        waits.dedup();
        waits
    };
    let mut variants: Vec<_> = chain.iter().map(|&id| program.placements[id].decision.variant).collect();
    variants.dedup();
    variants.sort_unstable();
    variants.dedup();
    variants.windows(2).all(|pair| waits(pair[0]) == waits(pair[1]))
}
