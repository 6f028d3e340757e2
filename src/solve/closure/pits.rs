//! The first cells: nested closures of the initiatives, by quarter.
//!
//! When time is left out and each unit of capacity costs the same, the best closures under rising prices are nested ("pits"); plans
//! take their rings one after the other. So the initiatives of a ring and a quarter are a good first cell (Lerchs and Grossmann
//! 1965, Optimum design of open-pit mines).

use super::cells::Cells;
use super::flow::Pseudoflow;
use super::network::{Graph, Network};
use crate::program::Program;

/// The initiatives as single nodes with a value and a weight.
struct Initiatives {
    graph: Graph,
    value: Vec<f64>,
    weight: Vec<f64>,
}

/// Cells of initiatives that come into the pits together and of placements that start together.
pub(super) fn cells(program: &Program, network: &Network, pits: usize) -> Cells {
    let initiatives = Initiatives::of(program, network);
    let ring = initiatives.rings(pits);
    Cells::by_key(network.placement.iter().map(|&id| {
        let placement = &program.placements[id];
        (ring[placement.initiative.index()], placement.decision.start)
    }))
}

impl Initiatives {
    fn of(program: &Program, network: &Network) -> Self {
        let count = program.placements.initiatives();
        let (mut value, mut weight) = (vec![0.0; count], vec![0.0; count]);
        let mut first = vec![u32::MAX; count];
        for (node, &id) in network.placement.iter().enumerate() {
            let placement = &program.placements[id];
            let at = placement.initiative.index();
            if first[at] == u32::MAX {
                (first[at], value[at]) = (node as u32, placement.value);
            }
        }
        let initiative = |node: u32| program.placements[network.placement[node as usize]].initiative.index();
        for (row, entries) in program.rows.iter().zip(&network.rows).filter(|(row, _)| row.limit > 0 && !row.is_soft()) {
            for &(node, c) in entries.iter().filter(|&&(node, c)| c > 0.0 && first[initiative(node)] == node) {
                weight[initiative(node)] += c / (row.limit as f64 / row.unit);
            }
        }
        let mut pairs: Vec<(u32, u32)> =
            program.arcs.iter().map(|arc| (arc.follower.index() as u32, arc.prerequisite.index() as u32)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self { graph: Graph::of(count, pairs.into_iter()), value, weight }
    }

    /// For each initiative, the number of pits that it is in: prices are halved apart where the weight of the pits differs most.
    fn rings(&self, pits: usize) -> Vec<u32> {
        let mut ring = vec![0; self.value.len()];
        let mut flow = Pseudoflow::default();
        let mut weight_at = |price: f64| {
            let pit = self.pit(&mut flow, price);
            ring.iter_mut().zip(&pit).for_each(|(ring, &is_in)| *ring += u32::from(is_in));
            pit.iter().zip(&self.weight).filter(|(is_in, _)| **is_in).map(|(_, weight)| weight).sum::<f64>()
        };
        let highest = self.value.iter().zip(&self.weight).map(|(v, w)| if *w > 0.0 { v / w } else { 0.0 }).fold(0.0, f64::max);
        let mut known = vec![(0.0, weight_at(0.0)), (highest, weight_at(highest))];
        for _ in 0..pits {
            let gap = |pair: &[(f64, f64)]| {
                let is_wide = pair[1].0 - pair[0].0 > highest * NARROWEST;
                if is_wide { pair[0].1 - pair[1].1 } else { 0.0 }
            };
            let widest = (1..known.len()).max_by(|&a, &b| gap(&known[a - 1..=a]).total_cmp(&gap(&known[b - 1..=b])));
            let Some(at) = widest.filter(|&at| gap(&known[at - 1..=at]) > 0.0) else { break };
            let price = f64::midpoint(known[at - 1].0, known[at].0);
            known.insert(at, (price, weight_at(price)));
        }
        ring
    }

    fn pit(&self, flow: &mut Pseudoflow, price: f64) -> Vec<bool> {
        let size: f64 = self.value.iter().map(|value| value.abs()).sum();
        let scale = if size > 0.0 { WHOLE / size } else { 0.0 };
        let worth = self.value.iter().zip(&self.weight).map(|(v, w)| ((v - price * w) * scale).round() as i64).collect();
        flow.begin(&self.graph, worth);
        flow.run(&self.graph, &mut i64::MAX.clone(), &|| false);
        flow.closure()
    }
}

/// All values sum to so many whole numbers: prices may make them a thousand times as many.
const WHOLE: f64 = (1u64 << 48) as f64;

/// Share of the highest price below which two prices are taken for one.
const NARROWEST: f64 = 1e-6;
