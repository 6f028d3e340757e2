//! The program with initiatives that share their fate in one.
//!
//! Take an initiative that has one placement, may stay out, and has arcs only to and from such initiatives, none of them too late to be
//! of use. It *costs* if its value is at most 0 and it lowers no row, and it *gains* if its value is at least 0 and it raises no row;
//! neither has a part in equalities. Then some plan of greatest value has
//! 1. what costs and nothing waits for: out;
//! 2. what costs and one initiative waits for: in just when that one is;
//! 3. what gains and waits for one initiative alone: in just when that one is;
//! 4. what costs, of the same dependants: all in or all out; and what gains, of the same prerequisites, likewise.
//!
//! The first goes, and the others become one initiative with the sums of their values and coefficients and the union of their arcs,
//! again and again until nothing changes. An arc that a chain of others implies goes too: its row is a sum of theirs. (Reductions by
//! dominated columns and parallel columns: Achterberg and others 2020, Presolve reductions in mixed integer programming.)

use std::collections::BTreeMap;
use std::mem::take;

use super::{Arc, Choice, Placement, Presence, Program, Row, Selection, Sense};
use crate::model::{Id, Initiative};

/// A program with fewer initiatives, and what each of its placements stands for.
#[derive(Debug, Clone)]
pub struct Condensed {
    /// The smaller program.
    pub program: Program,
    /// For each of its placements those of the whole program that go with it, its own first.
    members: Vec<Vec<Id<Placement>>>,
}

impl Condensed {
    /// What a selection of the smaller program is in the whole; it is worth the same and keeps the same rows.
    #[must_use]
    pub fn in_whole(&self, whole: &Program, selection: &Selection) -> Selection {
        let mut all = Selection::empty(&whole.placements);
        for id in selection.chosen().flat_map(|own| &self.members[own.index()]) {
            all.set(whole.placements[*id].initiative, Some(*id));
        }
        all
    }

    /// For each placement of the smaller program the one of the whole that leads those that go with it.
    pub fn leaders(&self) -> impl Iterator<Item = Id<Placement>> + '_ {
        self.members.iter().map(|members| members[0])
    }

    /// What a selection of the whole program is in the smaller: each initiative as its leader is.
    #[must_use]
    pub fn of_whole(&self, whole: &Program, selection: &Selection) -> Selection {
        let mut own = Selection::empty(&self.program.placements);
        for (id, placement) in self.program.placements.iter() {
            if selection.has(self.members[id.index()][0], &whole.placements) {
                own.set(placement.initiative, Some(id));
            }
        }
        own
    }
}

impl Program {
    /// The program with initiatives that share their fate in one. Its greatest value is that of this one.
    #[must_use]
    pub fn condensed(&self) -> Condensed {
        let mut bundles = Bundles::new(self);
        while bundles.drop_implied() | bundles.merge() {}
        bundles.program()
    }
}

/// What is known of an initiative that may be bundled with others.
#[derive(Debug, Default)]
struct Bundle {
    /// Its placements, that of the leader first; none if it is gone or may not be bundled.
    members: Vec<Id<Placement>>,
    value: f64,
    /// Whether it may be bundled: all its arcs are between such initiatives.
    is_simple: bool,
    lowers: bool,
    raises: bool,
    /// Initiatives that it waits for, with the arc that says so, and initiatives that wait for it.
    needs: BTreeMap<usize, usize>,
    wanted_by: BTreeMap<usize, usize>,
}

impl Bundle {
    fn costs(&self) -> bool {
        self.is_simple && self.value <= 0.0 && !self.lowers
    }

    fn gains(&self) -> bool {
        self.is_simple && self.value >= 0.0 && !self.raises
    }
}

struct Bundles<'a> {
    program: &'a Program,
    all: Vec<Bundle>,
    /// Arcs that stay as they are.
    others: Vec<&'a Arc>,
}

impl<'a> Bundles<'a> {
    fn new(program: &'a Program) -> Self {
        let mut all: Vec<Bundle> = (0..program.placements.initiatives()).map(|_| Bundle::default()).collect();
        for choice in &program.choices {
            if let ([only], Presence::Optional) = (&choice.allowed[..], choice.presence) {
                let bundle = &mut all[choice.initiative.index()];
                (bundle.members, bundle.value, bundle.is_simple) = (vec![*only], program.placements[*only].value, true);
            }
        }
        for (row, &(id, coefficient)) in program.rows.iter().flat_map(|row| row.terms.iter().map(move |term| (row, term))) {
            let bundle = &mut all[program.placements[id].initiative.index()];
            bundle.lowers |= coefficient < 0 || row.sense == Sense::Equal;
            bundle.raises |= coefficient > 0 || row.sense == Sense::Equal;
        }
        let mut bundles = Self { program, all, others: Vec::new() };
        bundles.add_arcs();
        bundles
    }

    /// Arcs between simple initiatives link them; the ends of all others are not simple for that.
    fn add_arcs(&mut self) {
        let program = self.program;
        let is_open = |arc: &Arc, all: &[Bundle]| {
            let (follower, prerequisite) = (&all[arc.follower.index()], &all[arc.prerequisite.index()]);
            let ends = follower.members.first().zip(prerequisite.members.first());
            ends.is_some_and(|(&follower, &prerequisite)| {
                let follower = program.placements[follower].decision;
                arc.follower != arc.prerequisite
                    && follower.variant == arc.variant
                    && arc.ready(&program.placements[prerequisite]) <= follower.start
            })
        };
        for (position, arc) in program.arcs.iter().enumerate() {
            let (follower, prerequisite) = (arc.follower.index(), arc.prerequisite.index());
            if is_open(arc, &self.all) {
                self.all[follower].needs.insert(prerequisite, position);
                self.all[prerequisite].wanted_by.insert(follower, position);
            } else {
                self.others.push(arc);
                (self.all[follower].is_simple, self.all[prerequisite].is_simple) = (false, false);
            }
        }
    }

    /// Drops arcs that a chain of others implies; whether there were any.
    fn drop_implied(&mut self) -> bool {
        let mut has_dropped = false;
        let mut seen = vec![usize::MAX; self.all.len()];
        for follower in 0..self.all.len() {
            let mut open: Vec<usize> =
                self.all[follower].needs.keys().flat_map(|&next| self.all[next].needs.keys().copied()).collect();
            while let Some(at) = open.pop() {
                if std::mem::replace(&mut seen[at], follower) != follower {
                    open.extend(self.all[at].needs.keys());
                }
            }
            let implied: Vec<usize> = self.all[follower].needs.keys().copied().filter(|&at| seen[at] == follower).collect();
            // A circle implies each of its arcs; it stays.
            for at in implied.into_iter().filter(|_| seen[follower] != follower) {
                self.unlink(follower, at);
                has_dropped = true;
            }
        }
        has_dropped
    }

    fn unlink(&mut self, follower: usize, prerequisite: usize) {
        self.all[follower].needs.remove(&prerequisite);
        self.all[prerequisite].wanted_by.remove(&follower);
    }

    /// Bundles what shares its fate; whether there was any.
    fn merge(&mut self) -> bool {
        let mut has_merged = false;
        for at in 0..self.all.len() {
            let bundle = &self.all[at];
            let only = |links: &BTreeMap<usize, usize>| links.keys().next().copied().filter(|_| links.len() == 1);
            let with = if bundle.members.is_empty() {
                None
            } else if bundle.costs() && bundle.wanted_by.is_empty() {
                self.take_out(at);
                has_merged = true;
                continue;
            } else if bundle.costs() {
                only(&bundle.wanted_by)
            } else if bundle.gains() {
                only(&bundle.needs)
            } else {
                None
            };
            if let Some(leader) = with {
                self.join(leader, at);
                has_merged = true;
            }
        }
        let costs = |bundle: &Bundle| bundle.costs().then(|| bundle.wanted_by.keys().copied().collect());
        let gains = |bundle: &Bundle| bundle.gains().then(|| bundle.needs.keys().copied().collect());
        has_merged | self.join_alike(costs) | self.join_alike(gains)
    }

    /// Bundles what has the same links, which are not empty; whether there was any.
    fn join_alike(&mut self, links: impl Fn(&Bundle) -> Option<Vec<usize>>) -> bool {
        let (mut leaders, mut has_joined) = (BTreeMap::new(), false);
        for at in 0..self.all.len() {
            let own = Some(&self.all[at]).filter(|bundle| !bundle.members.is_empty()).and_then(&links);
            let Some(own) = own.filter(|links| !links.is_empty()) else { continue };
            match leaders.get(&own) {
                Some(&leader) => {
                    self.join(leader, at);
                    has_joined = true;
                }
                None => {
                    leaders.insert(own, at);
                }
            }
        }
        has_joined
    }

    /// Takes an initiative out of every plan.
    fn take_out(&mut self, at: usize) -> Bundle {
        let gone = take(&mut self.all[at]);
        for other in gone.needs.keys() {
            self.all[*other].wanted_by.remove(&at);
        }
        for other in gone.wanted_by.keys() {
            self.all[*other].needs.remove(&at);
        }
        gone
    }

    /// Makes an initiative a member of another's bundle.
    fn join(&mut self, leader: usize, at: usize) {
        let gone = self.take_out(at);
        let bundle = &mut self.all[leader];
        bundle.members.extend(gone.members);
        bundle.value += gone.value;
        bundle.lowers |= gone.lowers;
        bundle.raises |= gone.raises;
        for (other, arc) in gone.needs.into_iter().filter(|&(other, _)| other != leader) {
            self.all[leader].needs.entry(other).or_insert(arc);
            self.all[other].wanted_by.entry(leader).or_insert(arc);
        }
        for (other, arc) in gone.wanted_by.into_iter().filter(|&(other, _)| other != leader) {
            self.all[leader].wanted_by.entry(other).or_insert(arc);
            self.all[other].needs.entry(leader).or_insert(arc);
        }
    }

    fn program(self) -> Condensed {
        let whole = self.program;
        // What was simple once and has no members left is a member elsewhere, or out.
        let mut leads: Vec<bool> = vec![false; whole.placements.len()];
        for choice in &whole.choices {
            let is_plain = choice.presence == Presence::Required || choice.allowed.len() != 1;
            choice.allowed.iter().for_each(|id| leads[id.index()] = is_plain);
        }
        self.all.iter().filter_map(|bundle| bundle.members.first()).for_each(|id| leads[id.index()] = true);
        let (mut placements, moved) = whole.placements.restricted(|id| leads[id.index()]);
        let mut members = vec![Vec::new(); placements.len()];
        let mut leader: Vec<Option<Id<Placement>>> = moved.clone();
        for (old, new) in moved.iter().enumerate().filter_map(|(old, new)| new.map(|new| (old, new))) {
            members[new.index()].push(Id::new(old));
        }
        for bundle in self.all.iter().filter(|bundle| !bundle.members.is_empty()) {
            let Some(new) = moved[bundle.members[0].index()] else { continue };
            placements.set_value(new, bundle.value);
            bundle.members.iter().for_each(|id| leader[id.index()] = Some(new));
            members[new.index()].clone_from(&bundle.members);
        }
        let choice = |choice: &Choice| Choice {
            allowed: choice.allowed.iter().filter_map(|old| moved[old.index()]).collect(),
            ..choice.clone()
        };
        let choices = whole.choices.iter().map(choice).filter(|c| !c.allowed.is_empty() || c.presence == Presence::Required);
        let choices = choices.collect();
        let arcs = self.arcs(&placements);
        let rows = whole.rows.iter().map(|row| row.summed(&leader)).filter(|row: &Row| row.can_break(&placements)).collect();
        Condensed { program: Program { placements, choices, arcs, rows }, members }
    }

    /// Links as arcs without a lag, and the arcs that stayed as they were.
    fn arcs(&self, placements: &super::Placements) -> Vec<Arc> {
        let variant =
            |initiative: usize| self.all[initiative].members.first().map(|id| self.program.placements[*id].decision.variant);
        let link = |follower: usize, prerequisite: usize, arc: usize| Arc {
            subject: self.program.arcs[arc].subject.clone(),
            follower: Id::<Initiative>::new(follower),
            variant: variant(follower).unwrap_or(self.program.arcs[arc].variant),
            prerequisite: Id::<Initiative>::new(prerequisite),
            lag: None,
        };
        let links = self.all.iter().enumerate();
        let links = links.flat_map(|(follower, bundle)| bundle.needs.iter().map(move |(&to, &arc)| link(follower, to, arc)));
        let others = self.others.iter().filter(|arc| arc.has_followers(placements)).map(|&arc| arc.clone());
        links.chain(others).collect()
    }
}
