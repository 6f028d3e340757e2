//! Weighing: what a change would gain, without making it. The inner loop of the search.

use super::state::State;
use super::tables::NONE;

impl State {
    /// What adding a placement of an initiative that is out would gain.
    #[inline]
    pub(super) fn gain_of_adding(&mut self, placement: u32) -> f64 {
        let place = &self.tables.places[placement as usize];
        let mut gain = place.value;
        let entries = &self.tables.entries[place.entries.0 as usize..place.entries.1 as usize];
        for entry in entries {
            let line = &self.lines[entry.row as usize];
            gain -= line.weight * (line.excess_with(f64::from(entry.coefficient)) - line.excess);
        }
        self.work = self.work.wrapping_add(entries.len() as u64 + 1);
        gain
    }

    /// What taking a placement out would gain.
    #[inline]
    pub(super) fn gain_of_removing(&mut self, placement: u32) -> f64 {
        let place = &self.tables.places[placement as usize];
        let mut gain = -place.value;
        let entries = &self.tables.entries[place.entries.0 as usize..place.entries.1 as usize];
        for entry in entries {
            let line = &self.lines[entry.row as usize];
            gain -= line.weight * (line.excess_with(-f64::from(entry.coefficient)) - line.excess);
        }
        self.work = self.work.wrapping_add(entries.len() as u64 + 1);
        gain
    }

    /// Takes a placement off the rows for a while, and tells what that gains; [`Self::lower`] puts it back.
    #[inline]
    pub(super) fn lift(&mut self, placement: u32) -> f64 {
        let place = &self.tables.places[placement as usize];
        let mut gain = -place.value;
        let entries = &self.tables.entries[place.entries.0 as usize..place.entries.1 as usize];
        for entry in entries {
            let line = &mut self.lines[entry.row as usize];
            let before = line.excess;
            line.use_more(-f64::from(entry.coefficient));
            gain += line.weight * (before - line.excess);
        }
        self.work = self.work.wrapping_add(entries.len() as u64 + 1);
        gain
    }

    /// Puts on the rows what [`Self::lift`] took off, or, before that is known to stay, what is to come; tells the gain.
    #[inline]
    pub(super) fn lower(&mut self, placement: u32) -> f64 {
        let place = &self.tables.places[placement as usize];
        let mut gain = place.value;
        let entries = &self.tables.entries[place.entries.0 as usize..place.entries.1 as usize];
        for entry in entries {
            let line = &mut self.lines[entry.row as usize];
            let before = line.excess;
            line.use_more(f64::from(entry.coefficient));
            gain += line.weight * (before - line.excess);
        }
        self.work = self.work.wrapping_add(entries.len() as u64 + 1);
        gain
    }

    /// Puts back what was lifted, if anything was.
    #[inline]
    pub(super) fn put_back(&mut self, placement: u32) {
        if placement != NONE {
            self.lower(placement);
        }
    }

    /// What giving an initiative another placement, or none, would gain; not both are none.
    #[inline]
    pub(super) fn gain_of_moving(&mut self, before: u32, after: u32) -> f64 {
        if before == NONE {
            return self.gain_of_adding(after);
        }
        if after == NONE {
            return self.gain_of_removing(before);
        }
        let gain = self.lift(before) + self.gain_of_adding(after);
        self.lower(before);
        gain
    }
}
