//! The maximum closure under reduced values: worths of nodes in whole numbers, so that flows have no rounding.

use super::flow::Pseudoflow;
use super::network::Network;

/// Values that add up to less than this are nought: so the scale stays a number.
const SMALLEST_SIZE: f64 = 1e-9;
/// Bits of the whole numbers that all worths sum to at most.
const BITS: i32 = 58;
/// The scale of whole numbers may be so many times too fine or too coarse before trees are thrown away for a new one.
const TIGHT: f64 = 4.0;
/// See [`TIGHT`].
const LOOSE: f64 = 1024.0;

/// A network with a flow, which is kept for the next values.
#[derive(Debug, Clone)]
pub(super) struct Scaled {
    pub network: Network,
    pub flow: Pseudoflow,
    /// What a unit of value is in whole numbers.
    pub scale: f64,
    /// What each node that is in every plan is worth more for that.
    pub reward: i64,
}

impl Scaled {
    pub fn new(network: Network) -> Self {
        Self { network, flow: Pseudoflow::default(), scale: 0.0, reward: 0 }
    }

    /// Begins to look for the closure under these values of the nodes' placements; `required` are last nodes of initiatives that are in
    /// every plan beside the network's own. Trees are kept while the scale fits.
    pub fn begin(&mut self, reduced: &[f64], required: &[u32]) {
        let all = || self.network.required.iter().chain(required);
        let size = self.network.sum_of_largest(reduced).max(SMALLEST_SIZE);
        let shares = 2.0 * (self.network.longest + all().count()) as f64 + 4.0;
        let fitting = ((BITS as f64).exp2() / (size * shares)).log2().floor().exp2();
        if !(fitting / LOOSE..=fitting * TIGHT).contains(&self.scale) {
            self.scale = fitting;
            self.flow.forget();
        }
        let whole: Vec<i64> = reduced.iter().map(|r| (r * self.scale).round() as i64).collect();
        self.reward = (size * self.scale) as i64 + 1;
        let next = |node: usize| if self.network.chained[node] { whole[node + 1] } else { 0 };
        let mut worths: Vec<i64> = (0..whole.len()).map(|node| whole[node] - next(node)).collect();
        all().for_each(|&node| worths[node as usize] += self.reward);
        worths.push(-self.reward * (all().count() as i64 + 1));
        self.flow.begin(&self.network.graph, worths);
    }
}
