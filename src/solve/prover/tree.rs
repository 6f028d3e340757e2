//! The tree of a certificate by name: its nodes speak of the certificate's rows, arcs, cuts and placements by position.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Prover;
use super::places::Places;
use crate::input::{FirstPart, TreeNode, TreeOfProof, TreeSplit};
use crate::model::{Id, Initiative, Quarter};
use crate::plan::Decision;
use crate::program::Placement;
use crate::solve::certificate::{self, HullCut, Multipliers, rounded};
use crate::solve::proof_tree::{Node, Part, Priced, ProofTree, Split, pruned, walk};

/// What a certificate lists, with its multiplier: what has one, and behind that what only nodes of the tree have one of, with 0.
pub(super) struct Listed {
    pub rows: Vec<(usize, f64)>,
    pub arcs: Vec<((usize, Quarter), f64)>,
    pub cuts: Vec<(HullCut, f64)>,
}

impl Listed {
    pub(super) fn new(multipliers: &Multipliers, tree: Option<&ProofTree>) -> Self {
        let mut own = multipliers.priced();
        let mut names: std::collections::BTreeSet<&Priced> = own.iter().map(|own| &own.0).collect();
        let others = tree.into_iter().flat_map(|tree| tree.priced.iter().flatten()).filter(|priced| names.insert(priced));
        let others: Vec<(Priced, f64)> = others.map(|priced| (priced.clone(), 0.0)).collect();
        own.extend(others);
        let mut listed = Self { rows: Vec::new(), arcs: Vec::new(), cuts: Vec::new() };
        for (priced, y) in own {
            match priced {
                Priced::Row(row) => listed.rows.push((row, y)),
                Priced::Arc(arc, quarter) => listed.arcs.push(((arc, quarter), y)),
                Priced::Cut(cut) => listed.cuts.push((cut, y)),
            }
        }
        listed
    }

    /// The position of each: rows first, then arcs and cuts.
    fn positions(&self) -> BTreeMap<Priced, u32> {
        let rows = self.rows.iter().map(|row| Priced::Row(row.0));
        let arcs = self.arcs.iter().map(|arc| Priced::Arc(arc.0.0, arc.0.1));
        rows.chain(arcs).chain(self.cuts.iter().map(|cut| Priced::Cut(cut.0.clone()))).zip(0..).collect()
    }
}

impl Prover<'_> {
    /// What a tree proves where all is cut off that is worth no more than `claimed`, or less than the next better value.
    pub(super) fn bound_of_tree(&self, tree: &ProofTree, claimed: f64) -> f64 {
        rounded(&self.program, walk(&self.program, tree, self.floor(claimed)).bound)
    }

    /// What plans that refute the claim are worth more than.
    fn floor(&self, claimed: f64) -> f64 {
        certificate::floor(rounded(&self.program, claimed), certificate::step(&self.program))
    }

    /// The tree by name, as far as it proves something of a bound of about `claimed`.
    pub(super) fn named_tree(&self, tree: &ProofTree, listed: &Listed, claimed: f64, places: &mut Places) -> TreeOfProof {
        let tree = &pruned(&self.program, tree, self.floor(claimed));
        let positions = listed.positions();
        let position: Vec<Option<u32>> = tree.priced.iter().map(|priced| positions.get(priced.as_ref()?).copied()).collect();
        let mut split = |split: &Split| {
            let first = match split.first {
                Part::Out => FirstPart::Out,
                Part::Until(quarter) => FirstPart::Until(self.portfolio.calendar().name(quarter).to_string()),
                Part::Only(decision) => match self.program.placements.find(split.initiative, decision) {
                    Some(placement) => FirstPart::Placement(places.position(self.placement_name(placement))),
                    None => FirstPart::Nothing,
                },
                Part::Nothing => FirstPart::Nothing,
            };
            TreeSplit { id: self.portfolio.initiatives()[split.initiative].id.clone(), first, children: split.children }
        };
        let node = |node: &Node| {
            let look = |look: &Vec<(u32, f64)>| look.iter().filter_map(|&(at, y)| Some((position[at as usize]?, y))).collect();
            TreeNode { multipliers: node.looks.iter().map(look).collect(), split: node.split.as_ref().map(&mut split) }
        };
        TreeOfProof { bound: self.bound_of_tree(tree, claimed), nodes: tree.nodes.iter().map(node).collect() }
    }

    /// The tree of a file, for the rows, arcs and cuts that are `listed` and the placements that were `found`. A split of an initiative that
    /// is not there is none.
    pub(super) fn tree(
        &self,
        tree: &TreeOfProof,
        listed: Vec<(Option<Priced>, f64)>,
        found: &[Option<Id<Placement>>],
    ) -> ProofTree {
        let initiatives = self.portfolio.initiatives();
        let by_id: BTreeMap<&str, Id<Initiative>> = initiatives.ids().map(|id| (initiatives[id].id.as_str(), id)).collect();
        let calendar = self.portfolio.calendar();
        let quarters: BTreeMap<String, Quarter> =
            calendar.quarters().map(|quarter| (calendar.name(quarter).to_string(), quarter)).collect();
        let decision =
            |at: usize| -> Option<Decision> { Some(self.program.placements[found.get(at).copied().flatten()?].decision) };
        let split = |split: &TreeSplit| {
            let first = match &split.first {
                FirstPart::Out => Part::Out,
                FirstPart::Nothing => Part::Nothing,
                FirstPart::Placement(at) => decision(*at).map_or(Part::Nothing, Part::Only),
                FirstPart::Until(quarter) => quarters.get(quarter).map_or(Part::Nothing, |&quarter| Part::Until(quarter)),
            };
            Some(Split { initiative: *by_id.get(split.id.as_str())?, first, children: split.children })
        };
        let node = |node: &TreeNode| Node { looks: node.multipliers.clone(), split: node.split.as_ref().and_then(split) };
        ProofTree { priced: listed.into_iter().map(|own| own.0).collect(), nodes: Arc::new(tree.nodes.iter().map(node).collect()) }
    }
}
