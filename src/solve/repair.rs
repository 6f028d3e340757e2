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
        let may_be = |id: &Id<Placement>| self.allowed[id.index()] && placements[*id].decision.start >= earliest;
        placements.begun_from(placements[own].initiative, placements[own].decision).find(may_be)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::closure::tests::random;

    /// A placement or none for each initiative, whatever it breaks.
    fn drawn(program: &Program, draws: &mut fastrand::Rng) -> Selection {
        let mut selection = Selection::empty(&program.placements);
        for initiative in (0..program.placements.initiatives()).map(Id::new) {
            let placements: Vec<Id<Placement>> = program.placements.of_initiative(initiative).collect();
            selection.set(initiative, draws.choice(placements).filter(|_| draws.u8(..4) > 0));
        }
        selection
    }

    #[test]
    fn work_moves_to_where_it_may_be_or_goes_and_is_never_begun_earlier() {
        let mut draws = fastrand::Rng::with_seed(1);
        let (mut moved, mut gone) = (0, 0);
        for (program, _) in (0..1_000).filter_map(random) {
            let placements = &program.placements;
            let of = |id: Id<Placement>| placements[id].decision;
            let selection = drawn(&program, &mut draws);
            let delayed = delayed(&program, &selection);
            assert!(program.arcs.iter().all(|arc| arc.is_kept(placements, &delayed)));
            for choice in &program.choices {
                let (before, after) = (selection.of(choice.initiative), delayed.of(choice.initiative));
                assert!(after.is_none_or(|after| choice.allowed.contains(&after)));
                let Some((before, after)) = before.map(|before| (before, after)) else {
                    assert_eq!(after, None);
                    continue;
                };
                gone += usize::from(after.is_none());
                moved += usize::from(after.is_some_and(|after| after != before));
                let is_later = |after| of(after).start >= of(before).start;
                assert!(after.is_none_or(|after| is_later(after) && of(after).variant == of(before).variant));
            }
        }
        assert!(moved > 15 && gone > 100, "{moved} moved, {gone} gone");
    }

    #[test]
    fn what_keeps_the_restrictions_stays_and_what_is_mended_keeps_them() {
        let mut draws = fastrand::Rng::with_seed(2);
        let (mut kept, mut mended) = (0, 0);
        for (program, _) in (0..400).filter_map(random) {
            let selection = drawn(&program, &mut draws);
            let repaired = repaired(&program, &selection);
            if program.keeps(&selection) {
                assert_eq!(repaired.as_ref(), Some(&selection));
                kept += 1;
            }
            assert!(repaired.as_ref().is_none_or(|repaired| program.keeps(repaired)));
            mended += usize::from(repaired.is_some_and(|repaired| repaired != selection));
        }
        assert!(kept > 5 && mended > 20, "{kept} kept, {mended} mended");
    }
}
