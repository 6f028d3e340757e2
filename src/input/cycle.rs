//! Cycles of dependencies: initiatives that wait for each other, so that none can ever start.

use std::collections::{HashMap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Code;
use super::finding::quoted;
use super::findings::Findings;
use super::initiatives::Initiatives;
use crate::model::{Id, Initiative};

/// The most ids of a cycle that a finding shows; a longer one is shown by its first ids.
const MOST_SHOWN: usize = 12;

/// Says each knot of timed dependencies once, by its shortest cycle through the initiative that comes first in the file, and
/// unties it so that reading can go on.
pub(super) fn untie_cycles(initiatives: &mut Initiatives, findings: &mut Findings) {
    let waits = waits(initiatives);
    let mut knots: Vec<Vec<usize>> = kosaraju_scc(&waits).into_iter().filter(|knot| knot.len() > 1).map(positions).collect();
    knots.sort_unstable();
    for knot in &knots {
        report(&shortest_cycle(&waits, knot), initiatives, findings);
    }
    let knot_of: HashMap<usize, usize> =
        knots.iter().enumerate().flat_map(|(number, knot)| knot.iter().map(move |&node| (node, number))).collect();
    for id in initiatives.variants.ids() {
        let own = knot_of.get(&initiatives.variants[id].initiative.index());
        let is_tied = |on: Id<Initiative>| own.is_some() && knot_of.get(&on.index()) == own;
        initiatives.variants.row_mut(id).dependencies.retain(|dependency| !is_tied(dependency.on));
    }
}

/// An edge from each initiative to each that it waits for.
fn waits(initiatives: &Initiatives) -> DiGraph<(), (), u32> {
    let timed = initiatives.variants.rows().iter().flat_map(|variant| {
        let timed = variant.dependencies.iter().filter(|dependency| dependency.relation.lag().is_some());
        timed.map(|dependency| (node(variant.initiative.index()), node(dependency.on.index())))
    });
    DiGraph::from_edges(timed)
}

fn node(position: usize) -> NodeIndex {
    NodeIndex::new(position)
}

fn positions(knot: Vec<NodeIndex>) -> Vec<usize> {
    let mut knot: Vec<usize> = knot.into_iter().map(NodeIndex::index).collect();
    knot.sort_unstable();
    knot
}

/// The shortest cycle through the first node of a knot, found breadth first; it begins there.
fn shortest_cycle(waits: &DiGraph<(), ()>, knot: &[usize]) -> Vec<usize> {
    let first = knot[0];
    let mut reached_from: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([first]);
    while let Some(at) = queue.pop_front() {
        let mut next: Vec<usize> = waits.neighbors(node(at)).map(NodeIndex::index).collect();
        next.sort_unstable();
        for next in next.into_iter().filter(|next| knot.binary_search(next).is_ok()) {
            if next == first {
                return path_to(at, first, &reached_from);
            }
            reached_from.entry(next).or_insert_with(|| {
                queue.push_back(next);
                at
            });
        }
    }
    vec![first]
}

fn path_to(end: usize, first: usize, reached_from: &HashMap<usize, usize>) -> Vec<usize> {
    let mut path = vec![end];
    let mut at = end;
    while at != first {
        at = reached_from[&at];
        path.push(at);
    }
    path.reverse();
    path
}

fn report(cycle: &[usize], initiatives: &Initiatives, findings: &mut Findings) {
    let id = |position: usize| initiatives.initiatives[Id::new(position)].id.as_str();
    let mut shown: Vec<&str> = cycle.iter().take(MOST_SHOWN).map(|&position| id(position)).collect();
    if cycle.len() > MOST_SHOWN {
        shown.push("…");
    }
    shown.push(id(cycle[0]));
    let waits_for = Id::new(*cycle.get(1).unwrap_or(&cycle[0]));
    let mut variants = initiatives.variants.iter();
    let row = variants.find(|(_, v)| v.initiative.index() == cycle[0] && v.dependencies.iter().any(|d| d.on == waits_for));
    let Some((row, _)) = row else { return };
    let place = initiatives.places.place(row, "depends_on");
    let message = format!("{} waits for itself: {}", quoted(shown[0]), shown.join(" -> "));
    let help = "remove one of these dependencies, or write `:with` behind one that does not have to be finished first";
    findings.add(Code::Cycle, place, message, help);
}
