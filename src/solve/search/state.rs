//! A selection with the use of every row: what a change would gain, the change itself, and its undoing.
//!
//! Score: value of the chosen placements, less the price of broken soft rows, less `weight * excess` of broken hard rows, less a
//! great weight for each required initiative that is out. Gains are differences of it; the score itself is never summed up, so
//! weights may change at any time. Arcs are kept by `chain`; rows may be broken.

use std::sync::Arc;

use super::tables::{Line, MARKS, NONE, Place, Tables, as_u32, mark};
use super::trial::Trial;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};

/// Share of the value by which running sums of soft rows may be off.
const ROUNDING: f64 = 1e-12;

/// A chosen placement with one of its entries, and what is looked at when it might leave the row.
#[derive(Clone, Copy)]
pub(super) struct User {
    pub value: f64,
    /// Marks of its other rows.
    pub others: u64,
    pub placement: u32,
    pub entry: u32,
    pub initiative: u32,
    pub coefficient: f32,
}

/// A selection, and what its rows use.
pub(in super::super) struct State {
    pub(super) tables: Arc<Tables>,
    /// The placement of each initiative, or [`NONE`].
    pub(super) chosen: Vec<u32>,
    pub(super) lines: Vec<Line>,
    /// For each row the entries of chosen placements; for each entry where it is there.
    pub(super) members: Vec<Vec<User>>,
    slots: Vec<u32>,
    gross: f64,
    soft: f64,
    broken: usize,
    /// Number of rows with an excess, soft ones too, by mark.
    counts: [u32; MARKS],
    /// Marks of those rows.
    pub(super) marks: u64,
    missing: usize,
    /// Initiatives that changed since the last copy; as many as there are stand for all.
    changed: Vec<u32>,
    /// Initiatives that changed since the last commit, with what they had.
    pub(super) journal: Vec<(u32, u32)>,
    /// What is tried out on its rows alone.
    pub(super) trial: Trial,
    /// Entries, arcs and placements looked at since the start: the unit of work.
    pub(super) work: u64,
}

impl State {
    pub(in super::super) fn new(program: &Program) -> Self {
        Self::on(Arc::new(Tables::new(program)))
    }

    /// The empty selection.
    pub(super) fn on(tables: Arc<Tables>) -> Self {
        let (mut counts, mut marks) = ([0; MARKS], 0);
        for (row, _) in tables.lines.iter().enumerate().filter(|(_, line)| line.excess > 0.0) {
            counts[row % MARKS] += 1;
            marks |= mark(row);
        }
        let penalty = |(line, &soft): (&Line, &bool)| if soft { line.excess * line.weight } else { 0.0 };
        Self {
            chosen: vec![NONE; tables.initiatives()],
            lines: tables.lines.clone(),
            members: vec![Vec::new(); tables.lines.len()],
            slots: vec![0; tables.entries.len()],
            gross: 0.0,
            soft: tables.lines.iter().zip(&tables.soft).map(penalty).sum(),
            broken: tables.lines.iter().zip(&tables.soft).filter(|(line, soft)| !**soft && line.excess > 0.0).count(),
            counts,
            marks,
            trial: Trial::default(),
            missing: tables.required.iter().filter(|required| **required).count(),
            changed: Vec::new(),
            journal: Vec::new(),
            work: 0,
            tables,
        }
    }

    /// Value of the selection, whatever it breaks.
    pub(super) fn value(&self) -> f64 {
        self.gross - self.soft
    }

    /// Whether every choice and hard row is kept.
    pub(super) fn keeps_all(&self) -> bool {
        self.broken == 0 && self.missing == 0
    }

    /// Number of broken hard rows and missing initiatives.
    pub(super) fn breaches(&self) -> usize {
        self.broken + self.missing
    }

    /// The selection in terms of the program.
    pub(in super::super) fn selection(&self) -> Selection {
        self.tables.selection(&self.chosen)
    }

    /// Takes over a selection that keeps the arcs.
    pub(in super::super) fn load(&mut self, selection: &Selection) {
        for initiative in 0..self.chosen.len() {
            self.set(as_u32(initiative), selection.of(Id::new(initiative)).map_or(NONE, |id| as_u32(id.index())));
        }
        self.resum();
    }

    /// Brings a copy of what each initiative has up to date; always the same copy.
    pub(super) fn save(&mut self, copy: &mut [u32]) {
        if self.changed.len() < self.chosen.len() {
            for &initiative in &self.changed {
                copy[initiative as usize] = self.chosen[initiative as usize];
            }
        } else {
            copy.copy_from_slice(&self.chosen);
        }
        self.changed.clear();
    }

    /// Gives rows the weights that they began with.
    pub(super) fn forget_weights(&mut self) {
        for (line, first) in self.lines.iter_mut().zip(&self.tables.lines) {
            line.weight = first.weight;
        }
    }

    /// Sums value and penalties afresh, so that rounding does not add up.
    fn resum(&mut self) {
        let chosen = self.chosen.iter().filter(|&&placement| placement != NONE);
        self.gross = chosen.map(|&placement| self.tables.places[placement as usize].value).sum();
        let soft = self.lines.iter().zip(&self.tables.soft).filter(|(_, soft)| **soft);
        self.soft = soft.map(|(line, _)| line.excess * line.weight).sum();
        self.journal.clear();
    }

    /// Gives an initiative another placement, or none, and tells what that gains.
    pub(super) fn set(&mut self, initiative: u32, placement: u32) -> f64 {
        let before = std::mem::replace(&mut self.chosen[initiative as usize], placement);
        if before == placement {
            return 0.0;
        }
        if self.changed.len() < self.chosen.len() {
            self.changed.push(initiative);
        }
        let mut gain = 0.0;
        if self.tables.required[initiative as usize] {
            self.missing += usize::from(placement == NONE);
            self.missing -= usize::from(before == NONE);
            gain += self.gain_of_presence(initiative, before, placement);
        }
        if before != NONE {
            gain += self.add(before, -1.0);
        }
        if placement != NONE {
            gain += self.add(placement, 1.0);
        }
        gain
    }

    /// What it gains that a required initiative comes in, or loses that it goes out.
    pub(super) fn gain_of_presence(&self, initiative: u32, before: u32, placement: u32) -> f64 {
        let is_in = |placement: u32| f64::from(u8::from(placement != NONE));
        let required = f64::from(u8::from(self.tables.required[initiative as usize]));
        required * (is_in(placement) - is_in(before)) * self.tables.missing_weight
    }

    fn add(&mut self, placement: u32, sign: f64) -> f64 {
        let place = self.tables.places[placement as usize];
        self.gross += sign * place.value;
        self.work = self.work.wrapping_add(u64::from(place.entries.1 - place.entries.0) + 1);
        let mut gain = sign * place.value;
        for at in place.entries.0..place.entries.1 {
            let row = self.tables.entries[at as usize].row as usize;
            self.enlist(row, &place, placement, at, sign > 0.0);
            let line = &mut self.lines[row];
            let before = line.excess;
            line.use_more(sign * self.tables.exact[at as usize]);
            let after = line.excess;
            if before == after {
                continue;
            }
            gain -= line.weight * (after - before);
            if (before == 0.0) != (after == 0.0) {
                let count = &mut self.counts[row % MARKS];
                *count = if before == 0.0 { *count + 1 } else { *count - 1 };
                self.marks = if *count > 0 { self.marks | mark(row) } else { self.marks & !mark(row) };
            }
            if self.tables.soft[row] {
                self.soft += line.weight * (after - before);
            } else {
                self.broken += usize::from(before == 0.0);
                self.broken -= usize::from(after == 0.0);
            }
        }
        gain
    }

    #[inline]
    fn enlist(&mut self, row: usize, place: &Place, placement: u32, entry: u32, enters: bool) {
        let members = &mut self.members[row];
        let at = entry as usize;
        if enters {
            self.slots[at] = as_u32(members.len());
            let (others, coefficient) = (self.tables.others[at], self.tables.entries[at].coefficient);
            members.push(User { value: place.value, others, placement, entry, initiative: place.initiative, coefficient });
        } else {
            let slot = self.slots[at] as usize;
            members.swap_remove(slot);
            if let Some(moved) = members.get(slot) {
                self.slots[moved.entry as usize] = as_u32(slot);
            }
        }
    }

    /// The same as [`Self::set`], to be undone or committed.
    pub(super) fn change(&mut self, initiative: u32, placement: u32) -> f64 {
        self.journal.push((initiative, self.chosen[initiative as usize]));
        self.give(initiative, placement)
    }

    /// Gives an initiative another placement, or none: on the rows alone while changes are tried.
    fn give(&mut self, initiative: u32, placement: u32) -> f64 {
        if self.trial.is_on { self.try_out(initiative, placement) } else { self.set(initiative, placement) }
    }

    /// Forgets how to undo.
    pub(super) fn commit(&mut self) {
        self.journal.clear();
    }

    /// Takes back all changes since the last commit.
    pub(super) fn undo(&mut self) {
        while !self.journal.is_empty() {
            self.undo_last();
        }
    }

    /// Takes back the last of them.
    pub(super) fn undo_last(&mut self) {
        if let Some((initiative, before)) = self.journal.pop() {
            self.give(initiative, before);
        }
    }

    /// Moves one initiative and nothing else, if arcs and rows stay as they are kept now and soft rules cost no more. The target
    /// finishes no later than the present placement, so dependants stay served.
    pub(in super::super) fn move_alone(&mut self, own: Id<Placement>, target: Id<Placement>) -> bool {
        let (own, target) = (as_u32(own.index()), as_u32(target.index()));
        if !self.is_served(target) {
            return false;
        }
        let initiative = self.tables.places[own as usize].initiative;
        let before = (self.broken, self.soft);
        self.set(initiative, target);
        let keeps = self.broken <= before.0 && self.soft <= before.1 + self.tables.missing_weight * ROUNDING;
        if !keeps {
            self.set(initiative, own);
        }
        keeps
    }
}
