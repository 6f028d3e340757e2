//! Repair: what is left of a plan when facts or rules have changed under it.
//!
//! Work that may not be where it was goes, then work whose prerequisites are not ready, then, while a row is broken, the work of that row
//! which is worth least for what it takes, each with all that waits for it.

use crate::model::Id;
use crate::program::{Placement, Presence, Program, Row, Selection, Sense};

/// The part of a selection that keeps the restrictions; `None` if taking work out cannot mend it.
#[must_use]
pub(super) fn repaired(program: &Program, selection: &Selection) -> Option<Selection> {
    let mut mended = Mended::new(program, selection);
    mended.drop_waiting();
    while let Some((row, activity)) = mended.broken_row() {
        let cheapest = mended.cheapest_of(row, activity)?;
        mended.selection.set(program.placements[cheapest].initiative, None);
        mended.drop_waiting();
    }
    Some(mended.selection).filter(|selection| program.keeps(selection))
}

/// The part of a selection that keeps choices and arcs; rows may be broken.
#[must_use]
pub(super) fn without_waiting(program: &Program, selection: &Selection) -> Selection {
    let mut mended = Mended::new(program, selection);
    mended.drop_waiting();
    mended.selection
}

struct Mended<'a> {
    program: &'a Program,
    selection: Selection,
    required: Vec<bool>,
}

impl<'a> Mended<'a> {
    fn new(program: &'a Program, selection: &Selection) -> Self {
        let mut kept = Selection::empty(&program.placements);
        let mut required = vec![false; program.placements.initiatives()];
        for choice in &program.choices {
            let own = selection.of(choice.initiative).filter(|own| choice.allowed.contains(own));
            kept.set(choice.initiative, own);
            required[choice.initiative.index()] = choice.presence == Presence::Required;
        }
        Self { program, selection: kept, required }
    }

    /// Takes out work whose prerequisites are not ready, until there is none.
    fn drop_waiting(&mut self) {
        let placements = &self.program.placements;
        loop {
            let waiting = self.program.arcs.iter().filter(|arc| !arc.is_kept(placements, &self.selection));
            let followers: Vec<_> = waiting.map(|arc| arc.follower).collect();
            if followers.is_empty() {
                return;
            }
            followers.into_iter().for_each(|follower| self.selection.set(follower, None));
        }
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
