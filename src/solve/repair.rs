//! Repair: what is left of a plan when facts or rules have changed under it.
//!
//! Work that may not be where it was, or whose prerequisites are not ready, moves to the first quarter after it where it may be and they
//! are, or goes if there is none. Then, while a row is broken, the work of that row which is worth least for what it takes goes, and what
//! waits for it with it.

use crate::model::{Id, Quarter};
use crate::program::{Arc, Placement, Presence, Program, Row, Selection, Sense};

/// What a selection becomes under the restrictions; `None` if moving work to later quarters and taking it out cannot mend it.
#[must_use]
pub(super) fn repaired(program: &Program, selection: &Selection) -> Option<Selection> {
    let mut mended = Mended::new(program, selection);
    mended.delay_waiting();
    while let Some((row, activity)) = mended.broken_row() {
        let cheapest = mended.cheapest_of(row, activity)?;
        mended.selection.set(program.placements[cheapest].initiative, None);
        mended.delay_waiting();
    }
    Some(mended.selection).filter(|selection| program.keeps(selection))
}

/// What a selection becomes under choices and arcs; rows may be broken.
#[must_use]
pub(super) fn delayed(program: &Program, selection: &Selection) -> Selection {
    let mut mended = Mended::new(program, selection);
    mended.delay_waiting();
    mended.selection
}

struct Mended<'a> {
    program: &'a Program,
    selection: Selection,
    /// For each placement whether it may be chosen.
    allowed: Vec<bool>,
    /// For each initiative whether it has to be in.
    required: Vec<bool>,
}

impl<'a> Mended<'a> {
    fn new(program: &'a Program, selection: &Selection) -> Self {
        let mut mended = Self {
            program,
            selection: selection.clone(),
            allowed: vec![false; program.placements.len()],
            required: vec![false; program.placements.initiatives()],
        };
        for choice in &program.choices {
            choice.allowed.iter().for_each(|id| mended.allowed[id.index()] = true);
            mended.required[choice.initiative.index()] = choice.presence == Presence::Required;
        }
        for own in selection.chosen() {
            mended.selection.set(program.placements[own].initiative, mended.first_from(own, Quarter(0)));
        }
        mended
    }

    /// Moves work whose prerequisites are not ready, or takes it out, until there is none.
    fn delay_waiting(&mut self) {
        let placements = &self.program.placements;
        loop {
            let waiting: Vec<&Arc> = self.program.arcs.iter().filter(|arc| !arc.is_kept(placements, &self.selection)).collect();
            if waiting.is_empty() {
                return;
            }
            for arc in waiting {
                let ready = self.selection.of(arc.prerequisite).map(|id| arc.ready(&placements[id]));
                let own = self.selection.of(arc.follower).zip(ready).and_then(|(own, ready)| self.first_from(own, ready));
                self.selection.set(arc.follower, own);
            }
        }
    }

    /// Where the work of a placement may be, done in the same way, no earlier than there and than a quarter.
    fn first_from(&self, own: Id<Placement>, earliest: Quarter) -> Option<Id<Placement>> {
        let placements = &self.program.placements;
        let of = |id: Id<Placement>| placements[id].decision;
        let is_same = |id: &Id<Placement>| (of(*id).variant, of(*id).spread) == (of(own).variant, of(own).spread);
        let may_be = |id: &Id<Placement>| self.allowed[id.index()] && of(*id).start >= earliest.max(of(own).start);
        placements.of_initiative(placements[own].initiative).filter(is_same).find(may_be)
    }

    /// The first hard row that is broken, with its activity.
    fn broken_row(&self) -> Option<(&'a Row, i128)> {
        let placements = &self.program.placements;
        let activity = |row: &Row| row.terms.iter().filter(|term| self.selection.has(term.0, placements)).map(|term| term.1).sum();
        let mut rows = self.program.rows.iter().filter(|row| !row.is_soft()).map(|row| (row, activity(row)));
        rows.find(|(row, activity)| row.excess_of(*activity) > 0)
    }

    /// The work in a broken row that is worth least for what it takes, and may go.
    fn cheapest_of(&self, row: &Row, activity: i128) -> Option<Id<Placement>> {
        let placements = &self.program.placements;
        let sign = if row.sense == Sense::Equal && activity < row.limit { -1 } else { 1 };
        let may_go = |term: &&(Id<Placement>, i128)| {
            let is_in = self.selection.has(term.0, placements);
            is_in && term.1 * sign > 0 && !self.required[placements[term.0].initiative.index()]
        };
        let worth = |term: &(Id<Placement>, i128)| placements[term.0].value / (term.1 * sign) as f64;
        row.terms.iter().filter(may_go).min_by(|a, b| worth(a).total_cmp(&worth(b))).map(|term| term.0)
    }
}
