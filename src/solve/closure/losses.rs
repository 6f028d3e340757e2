//! What all plans lose that have a node, or that have it not: which placements and initiatives no better plan can leave open.
//!
//! The rows keep their multipliers, and the bound is the worth of the maximum closure. Forcing a node of the closure out, or another in,
//! costs exactly what can still be pushed to it from surpluses, or from it to needs, in the network that the flow leaves (the dual of
//! the smaller closure). The reduced values of one flow say far less: where several initiatives need another, each may pay for it.
//! A push that is given up early still counts, since every flow gives multipliers. (Reduced-cost fixing at its strongest under fixed
//! multipliers of the rows; residual networks: Ahuja, Magnanti and Orlin 1993, Network flows.)

use super::network::Network;
use super::residual::{Forced, Residual};
use super::scaled::Scaled;
use crate::model::Id;
use crate::program::{Placement, Program};
use crate::solve::family::is_ruled_by_arcs;
use crate::solve::limits::SUMMING;
use crate::solve::propagation::{Choose, Open};

/// Work for a node in making worths and what a flow leaves.
const WORK_OF_NODE: u64 = 16;

/// The network of a program, to find options that cost too much.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Losses {
    under: Scaled,
    /// Work so far.
    pub work: u64,
}

impl Losses {
    /// For a program that arcs rule, where they close enough to pay; `None` for all others.
    pub fn where_arcs_rule(program: &Program) -> Option<Self> {
        is_ruled_by_arcs(program).then(|| Self::new(program)).flatten()
    }

    /// For a program; `None` where placements are no chains (see `network.rs`) or there are none.
    pub fn new(program: &Program) -> Option<Self> {
        // For how many quarters arcs have multipliers does not matter here.
        let network = Network::of(program, 1).filter(|network| network.len() > 0)?;
        Some(Self { under: Scaled::new(network), work: 0 })
    }

    /// Options that are open and that no plan of open options has that is worth more than `floor`. Such a plan is worth no more than
    /// `fixed` and the `reduced` values of its placements, where arcs have paid nothing.
    pub fn useless(&mut self, open: &Open, reduced: &[f64], fixed: f64, floor: f64) -> Vec<(usize, Choose)> {
        let Scaled { network, .. } = &self.under;
        let is_open = |id: Id<Placement>| open.has(id.index());
        let gains: f64 = network.placement.iter().filter(|&&id| is_open(id)).map(|id| reduced[id.index()].max(0.0)).sum();
        let size: f64 =
            fixed.abs() + network.placement.iter().filter(|&&id| is_open(id)).map(|id| reduced[id.index()].abs()).sum::<f64>();
        // What is closed is worth less than all gains together.
        let never = -2.0 * gains - 1.0;
        let of_node = |&id: &Id<Placement>| if is_open(id) { reduced[id.index()] } else { never };
        let values: Vec<f64> = network.placement.iter().map(of_node).collect();
        let last = |node: &usize| !network.chained[*node];
        let stays =
            |node: &usize| open.choice_of(network.placement[*node].index()).is_some_and(|choice| !open.may_stay_out(choice));
        let mut required: Vec<u32> = (0..network.len()).filter(|node| last(node) && stays(node)).map(|node| node as u32).collect();
        required.retain(|node| !network.required.contains(node));
        self.under.begin(&values, &required);
        let mut left = i64::MAX;
        self.under.flow.run(&self.under.network.graph, &mut left, &|| false);
        let Scaled { network, flow, scale, reward } = &self.under;
        self.work += (i64::MAX - left).unsigned_abs() + WORK_OF_NODE * network.graph.target.len() as u64;
        let rewards = i128::from(*reward) * (network.required.len() + required.len()) as i128;
        let worth = flow.excess().iter().map(|&excess| i128::from(excess.max(0))).sum::<i128>() - rewards;
        // Worths are rounded to whole numbers, each by less than one, and values are sums.
        let slack = 2.0 * network.len() as f64 + 2.0 + size * SUMMING * scale;
        let most = ((fixed - floor) * scale + worth as f64 + slack).max(0.0);
        if !most.is_finite() || most >= i64::MAX as f64 / 4.0 {
            return Vec::new();
        }
        let mut residual = Residual::new(&network.graph, flow);
        let forced = residual.forced(most as i64);
        self.work += residual.looks;
        options(network, open, &forced)
    }
}

/// The open options that are not where nodes are forced.
fn options(network: &Network, open: &Open, forced: &Forced) -> Vec<(usize, Choose)> {
    let mut options = Vec::new();
    for (node, &id) in network.placement.iter().enumerate() {
        let Some(choice) = open.choice_of(id.index()) else { continue };
        let is_first = node == 0 || !network.chained[node - 1];
        if open.has(id.index()) && (forced.is_out[node] || (!is_first && forced.is_in[node - 1])) {
            options.push((choice, Choose::Placement(id.index())));
        }
        if !network.chained[node] && forced.is_in[node] && open.may_stay_out(choice) {
            options.push((choice, Choose::Out));
        }
    }
    options
}
