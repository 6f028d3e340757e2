//! Cells: a partition of the nodes, refined by each closure; the nodes of a cell are placed alike.

use std::collections::BTreeMap;

use super::network::Network;

/// For each node but the last its cell.
#[derive(Debug)]
pub(super) struct Cells {
    /// The cell of each node.
    pub of: Vec<u32>,
    /// Number of cells.
    pub count: usize,
}

/// The program over cells: `z` of a cell is that of its nodes.
#[derive(Debug)]
pub(super) struct OverCells {
    /// Value of each cell.
    pub value: Vec<f64>,
    /// Each row's cells with coefficients.
    pub rows: Vec<Vec<(u32, f64)>>,
    /// `z` of the first is at most `z` of the second.
    pub pairs: Vec<(u32, u32)>,
    /// Cells that are in every plan.
    pub required: Vec<u32>,
    /// Cells that are in none.
    pub never: Vec<u32>,
}

impl Cells {
    /// Cells of nodes with the same key.
    pub fn by_key<K: Ord>(keys: impl Iterator<Item = K>) -> Self {
        let mut seen = BTreeMap::new();
        let mut of = Vec::new();
        for key in keys {
            let next = seen.len() as u32;
            of.push(*seen.entry(key).or_insert(next));
        }
        Self { of, count: seen.len() }
    }

    /// Splits each cell into what is in the set and what is not.
    pub fn split(&mut self, is_in: &[bool]) {
        let mut now = vec![[u32::MAX; 2]; self.count];
        self.count = 0;
        for (cell, &is_in) in self.of.iter_mut().zip(is_in) {
            let slot = &mut now[*cell as usize][usize::from(is_in)];
            if *slot == u32::MAX {
                *slot = self.count as u32;
                self.count += 1;
            }
            *cell = *slot;
        }
    }

    /// The program over these cells.
    pub fn program(&self, network: &Network, values: &[f64]) -> OverCells {
        let mut value = vec![0.0; self.count];
        self.add(network, values.iter().copied().enumerate(), |cell, part| value[cell as usize] += part);
        let rows = network.rows.iter().map(|row| self.row(network, row)).collect();
        let required = self.distinct(network.required.iter().copied());
        let (pairs, never) = self.pairs(network);
        OverCells { value, rows, pairs, required, never }
    }

    fn distinct(&self, nodes: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut cells: Vec<u32> = nodes.map(|node| self.of[node as usize]).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    /// What placements are worth, as worth of nodes: that of a placement counts for its node, less for the one before.
    fn add(&self, network: &Network, entries: impl Iterator<Item = (usize, f64)>, mut add: impl FnMut(u32, f64)) {
        for (node, entry) in entries {
            add(self.of[node], entry);
            if node > 0 && network.chained[node - 1] {
                add(self.of[node - 1], -entry);
            }
        }
    }

    pub fn row(&self, network: &Network, row: &[(u32, f64)]) -> Vec<(u32, f64)> {
        let mut entries: Vec<(u32, f64)> = Vec::with_capacity(2 * row.len());
        self.add(network, row.iter().map(|&(node, c)| (node as usize, c)), |cell, c| entries.push((cell, c)));
        entries.sort_by_key(|&(cell, _)| cell);
        let sum = |same: &[(u32, f64)]| (same[0].0, same.iter().map(|&(_, c)| c).sum());
        let size: f64 = entries.iter().map(|&(_, c)| c.abs()).fold(0.0, f64::max);
        let cells = entries.chunk_by(|a, b| a.0 == b.0).map(sum);
        cells.filter(|&(_, c): &(u32, f64)| c.abs() > size * super::ROUNDED_AWAY).collect()
    }

    /// Pairs of cells, each once, and the cells that lead to the last node.
    fn pairs(&self, network: &Network) -> (Vec<(u32, u32)>, Vec<u32>) {
        let mut seen = vec![0u64; (self.count * self.count).div_ceil(64)];
        let mut never = Vec::new();
        for (node, &from) in self.of.iter().enumerate() {
            for &to in &network.graph.target[network.graph.outgoing(node)] {
                match self.of.get(to as usize) {
                    Some(&to) if to != from => {
                        let bit = from as usize * self.count + to as usize;
                        seen[bit / 64] |= 1 << (bit % 64);
                    }
                    Some(_) => {}
                    None => never.push(node as u32),
                }
            }
        }
        let all = |word: usize| (0..64).filter(move |bit| word >> bit & 1 == 1);
        let set = seen.iter().enumerate().flat_map(|(at, &word)| all(word as usize).map(move |bit| at * 64 + bit));
        let pairs = set.map(|bit| ((bit / self.count) as u32, (bit % self.count) as u32)).collect();
        (pairs, self.distinct(never.into_iter()))
    }
}
