//! The tree of a certificate as plan.json has it: one node a line.

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// The nodes of branch and bound, as far as they are kept, and what they prove.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeOfProof {
    /// No plan is worth more.
    pub bound: f64,
    /// The root first, and each node before its children.
    #[serde(serialize_with = "a_node_a_line")]
    pub nodes: Vec<TreeNode>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeNode {
    /// Multipliers one after the other, each with a position among rows, arcs and cuts of the certificate, in this order, from 0.
    pub multipliers: Vec<Vec<(u32, f64)>>,
    /// None for a node without children.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<TreeSplit>,
}

/// How a node's plans are parted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeSplit {
    /// The initiative.
    pub id: String,
    /// What the plans of the first part have; those of the second have anything else.
    pub first: FirstPart,
    /// Positions of the nodes of both parts; none for one that has no node.
    pub children: [Option<u32>; 2],
}

/// What plans have of an initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstPart {
    /// It is out.
    Out,
    /// The placement at this position of the certificate's, from 0.
    Placement(usize),
    /// A start by the end of this quarter.
    Until(String),
    /// What no plan has: a placement that is not there any more.
    Nothing,
}

fn a_node_a_line<S: Serializer>(nodes: &[TreeNode], serializer: S) -> Result<S::Ok, S::Error> {
    let lines: Result<Vec<String>, serde_json::Error> = nodes.iter().map(serde_json::to_string).collect();
    let text = format!("[\n{}\n]", lines.map_err(S::Error::custom)?.join(",\n"));
    RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
}

impl TreeOfProof {
    /// What is wrong with positions, if anything is: each multiplier's must be below `restrictions`, each placement's below `placements`,
    /// and each node but the root must come behind its only parent.
    pub(super) fn trouble(&self, restrictions: usize, placements: usize) -> Option<String> {
        let mut has_parent = vec![false; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            if let Some((position, _)) = node.multipliers.iter().flatten().find(|(position, _)| *position as usize >= restrictions)
            {
                return Some(format!(
                    "node {at} of the tree has a multiplier of restriction {position}, but {restrictions} are listed"
                ));
            }
            let Some(split) = &node.split else { continue };
            if let FirstPart::Placement(position) = split.first
                && position >= placements
            {
                return Some(format!("node {at} of the tree speaks of placement {position}, but `placements` lists {placements}"));
            }
            for &child in split.children.iter().flatten() {
                let is_new = has_parent.get_mut(child as usize).is_some_and(|has_parent| !std::mem::replace(has_parent, true));
                if !is_new || child as usize <= at {
                    return Some(format!(
                        "node {at} of the tree has the child {child}, which is no node behind it or has another parent"
                    ));
                }
            }
        }
        None
    }
}
