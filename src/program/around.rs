//! The program around a selection: some initiatives may change, the others stay as they are.
//!
//! What stays is taken out: rows keep what is left of their limits, and arcs to what stays close placements or require initiatives. So a
//! plan of the smaller program, with what stays, is a plan of the whole, and its value differs by what stays alone (large neighbourhood
//! search: Shaw 1998, Using constraint programming and local search methods to solve vehicle routing problems).

use super::{Arc, Choice, Placement, Presence, Program, Row, Selection};
use crate::model::{Id, Initiative};

/// Part of a program around a selection.
#[derive(Debug, Clone)]
pub struct Part {
    /// The smaller program; initiatives that stay have no placements in it.
    pub program: Program,
    /// What the selection is in it.
    pub selection: Selection,
    /// For each placement of the smaller program, which one of the whole it is.
    pub whole: Vec<Id<Placement>>,
}

impl Part {
    /// What a selection of this part is in the whole program: what is not in the part is out.
    #[must_use]
    pub fn in_whole(&self, whole: &Program, selection: &Selection) -> Selection {
        let mut changed = Selection::empty(&whole.placements);
        for id in selection.chosen().map(|own| self.whole[own.index()]) {
            changed.set(whole.placements[id].initiative, Some(id));
        }
        changed
    }

    /// The part of which `program` is the program, at `selection` of the whole.
    fn at(whole: &Program, program: Program, moved: &[Option<Id<Placement>>], selection: Option<&Selection>) -> Self {
        let mut inside = Selection::empty(&program.placements);
        for old in selection.iter().flat_map(|selection| selection.chosen()) {
            if let Some(new) = moved[old.index()] {
                inside.set(whole.placements[old].initiative, Some(new));
            }
        }
        let kept = (0..moved.len()).filter(|&old| moved[old].is_some()).map(Id::new).collect();
        Self { program, selection: inside, whole: kept }
    }

    /// The selection of the whole program that agrees with `around` but where this part says otherwise.
    #[must_use]
    pub fn put_into(&self, around: &Selection, is_free: &[bool], selection: &Selection) -> Selection {
        let mut changed = around.clone();
        for initiative in (0..is_free.len()).filter(|&initiative| is_free[initiative]).map(Id::new) {
            changed.set(initiative, selection.of(initiative).map(|own| self.whole[own.index()]));
        }
        changed
    }
}

impl Program {
    /// The program on the placements for which `stays` holds, at as much of `selection` as does.
    #[must_use]
    pub fn part(&self, selection: Option<&Selection>, stays: impl Fn(Id<Placement>) -> bool) -> Part {
        let (program, moved) = self.restricted(stays);
        Part::at(self, program, &moved, selection)
    }

    /// The program in which only initiatives that are free may change, to placements for which `keep` holds; `selection` keeps the
    /// restrictions of this one, and its own placements are always kept.
    #[must_use]
    pub fn around(&self, selection: &Selection, is_free: &[bool], keep: impl Fn(Id<Placement>) -> bool) -> Part {
        let free = |initiative: Id<Initiative>| is_free[initiative.index()];
        let (mut closed, mut required) = (vec![false; self.placements.len()], vec![false; is_free.len()]);
        for arc in &self.arcs {
            match (free(arc.follower), free(arc.prerequisite)) {
                (true, false) => self.close_followers(arc, selection, &mut closed),
                (false, true) => self.close_prerequisites(arc, selection, &mut closed, &mut required),
                _ => {}
            }
        }
        let allowed = self.allowed();
        let stays = |id: Id<Placement>| {
            let initiative = self.placements[id].initiative;
            free(initiative) && (selection.of(initiative) == Some(id) || allowed[id.index()] && !closed[id.index()] && keep(id))
        };
        let (placements, moved) = self.placements.restricted(stays);
        let choice = |choice: &Choice| Choice {
            subject: choice.subject.clone(),
            initiative: choice.initiative,
            allowed: choice.allowed.iter().filter_map(|old| moved[old.index()]).collect(),
            presence: if required[choice.initiative.index()] { Presence::Required } else { choice.presence },
        };
        let choices = self.choices.iter().filter(|own| free(own.initiative)).map(choice);
        let choices = choices.filter(|choice| !choice.allowed.is_empty()).collect();
        let arcs = self.arcs.iter().filter(|arc| free(arc.follower) && free(arc.prerequisite));
        let arcs = arcs.filter(|arc| arc.has_followers(&placements)).cloned().collect();
        let stands = |id: Id<Placement>| !free(self.placements[id].initiative) && selection.has(id, &self.placements);
        let rows = self.rows.iter().map(|row| row.less(stands, &moved)).filter(|row: &Row| row.can_break(&placements)).collect();
        Part::at(self, Self { placements, choices, arcs, rows }, &moved, Some(selection))
    }

    fn allowed(&self) -> Vec<bool> {
        let mut allowed = vec![false; self.placements.len()];
        self.choices.iter().flat_map(|choice| &choice.allowed).for_each(|id| allowed[id.index()] = true);
        allowed
    }

    /// Closes placements that would start before a prerequisite which stays.
    fn close_followers(&self, arc: &Arc, selection: &Selection, closed: &mut [bool]) {
        let ready = selection.of(arc.prerequisite).map(|id| arc.ready(&self.placements[id]));
        for id in arc.followers(&self.placements) {
            closed[id.index()] |= ready.is_none_or(|ready| ready > self.placements[id].decision.start);
        }
    }

    /// Requires a prerequisite of what stays, and closes its placements that would be late.
    fn close_prerequisites(&self, arc: &Arc, selection: &Selection, closed: &mut [bool], required: &mut [bool]) {
        let waiting = selection.of(arc.follower).map(|id| &self.placements[id]);
        let Some(waiting) = waiting.filter(|own| own.decision.variant == arc.variant) else { return };
        required[arc.prerequisite.index()] = true;
        for id in self.placements.of_initiative(arc.prerequisite) {
            closed[id.index()] |= arc.ready(&self.placements[id]) > waiting.decision.start;
        }
    }
}
