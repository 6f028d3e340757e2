//! A selection with the activity of every row, changed one initiative at a time and undone as cheaply.
//!
//! Score: value of the chosen placements, less the price of broken soft rows, less `weight * excess` of broken hard rows, less
//! [`State::missing_weight`] for each required initiative that is out. Arcs are always kept: `put` pulls in or moves
//! prerequisites and moves or pushes out dependants until they are. Activities are whole numbers in floating point, exact below
//! 2^53; the judgement of the plan does not rely on them.

use super::rows::{RowState, by_placement, row_state};
use crate::model::{Id, Initiative};
use crate::program::{Placement, Presence, Program, Selection};

/// Share of all values by which running sums of soft rows may be off.
const ROUNDING: f64 = 1e-12;
/// Stands for "no placement" in dense arrays.
const NONE: u32 = u32::MAX;

pub(in crate::solve) struct State<'a> {
    pub program: &'a Program,
    entries: Vec<(u32, f64)>,
    entries_of: Vec<u32>,
    rows: Vec<RowState>,
    pub required: Vec<bool>,
    pub(super) needs: Vec<Vec<Need>>,
    pub(super) wanted_by: Vec<Vec<Need>>,
    pub(super) chosen: Vec<u32>,
    gross: f64,
    soft: f64,
    weighted: f64,
    broken: usize,
    missing: usize,
    pub missing_weight: f64,
    pub(super) journal: Vec<(u32, u32)>,
    /// Entries, arcs and placements looked at since the start: the unit of work.
    pub work: u64,
}

/// An arc as seen from one end: the initiative at the other end, the variant that waits, the lag.
#[derive(Clone, Copy)]
pub(super) struct Need {
    pub other: u32,
    pub variant: u32,
    pub lag: Option<u32>,
}

impl<'a> State<'a> {
    pub(in crate::solve) fn new(program: &'a Program) -> Self {
        let initiatives = program.placements.initiatives();
        let (entries, entries_of) = by_placement(program);
        let mut required = vec![false; initiatives];
        program.choices.iter().filter(|c| c.presence == Presence::Required).for_each(|c| required[c.initiative.index()] = true);
        let (mut needs, mut wanted_by) = (vec![Vec::new(); initiatives], vec![Vec::new(); initiatives]);
        for arc in &program.arcs {
            let (follower, before) = (arc.follower.index(), arc.prerequisite.index());
            let variant = as_u32(arc.variant.index());
            needs[follower].push(Need { other: as_u32(before), variant, lag: arc.lag });
            wanted_by[before].push(Need { other: as_u32(follower), variant, lag: arc.lag });
        }
        let total: f64 = program.placements.iter().map(|(_, placement)| placement.value.abs()).sum();
        let missing = required.iter().filter(|&&required| required).count();
        let mut state = Self {
            program,
            entries,
            entries_of,
            rows: program.rows.iter().map(|row| row_state(program, row)).collect(),
            required,
            needs,
            wanted_by,
            chosen: vec![NONE; initiatives],
            gross: 0.0,
            soft: 0.0,
            weighted: 0.0,
            broken: 0,
            missing,
            missing_weight: total.max(1.0),
            journal: Vec::new(),
            work: 0,
        };
        state.count_rows();
        state
    }

    /// Counts broken rows afresh, after their weights have changed.
    fn count_rows(&mut self) {
        (self.weighted, self.soft, self.broken) = (0.0, 0.0, 0);
        for row in &self.rows {
            let excess = row.excess();
            if row.soft {
                self.soft += row.weight * excess;
            } else if excess > 0.0 {
                self.weighted += row.weight * excess;
                self.broken += 1;
            }
        }
        let chosen = self.chosen.iter().filter(|&&placement| placement != NONE);
        self.gross = chosen.map(|&placement| self.program.placements[Id::new(placement as usize)].value).sum();
    }

    pub(super) fn value(&self) -> f64 {
        self.gross - self.soft
    }

    pub(super) fn score(&self) -> f64 {
        self.value() - self.weighted - self.missing as f64 * self.missing_weight
    }

    /// Whether every choice, arc and hard row is kept.
    pub(super) fn keeps_all(&self) -> bool {
        self.broken == 0 && self.missing == 0
    }

    /// Number of broken rows and missing initiatives.
    pub(super) fn breaches(&self) -> usize {
        self.broken + self.missing
    }

    pub(super) fn chosen(&self, initiative: usize) -> Option<Id<Placement>> {
        let placement = self.chosen[initiative];
        (placement != NONE).then(|| Id::new(placement as usize))
    }

    pub(in crate::solve) fn selection(&self) -> Selection {
        let mut selection = Selection::empty(&self.program.placements);
        (0..self.chosen.len()).for_each(|initiative| selection.set(Id::new(initiative), self.chosen(initiative)));
        selection
    }

    /// Takes over a selection that keeps the arcs.
    pub(in crate::solve) fn load(&mut self, selection: &Selection) {
        for initiative in 0..self.chosen.len() {
            self.set(initiative, selection.of(Id::new(initiative)).map_or(NONE, |id| as_u32(id.index())));
        }
        self.count_rows();
        self.commit();
    }

    /// Makes weights of rows that are broken heavier, of the others lighter.
    pub(super) fn reweigh(&mut self, heavier: f64, lighter: f64) {
        for row in self.rows.iter_mut().filter(|row| !row.soft) {
            row.weight *= if row.excess() > 0.0 { heavier } else { lighter };
        }
        self.count_rows();
    }

    /// Rows of a placement that are broken now.
    pub(super) fn broken_row_of(&self, placement: Id<Placement>) -> Option<usize> {
        let rows = self.entries(placement.index()).iter().map(|&(row, _)| row as usize);
        rows.into_iter().find(|&row| self.rows[row].excess() > 0.0)
    }

    /// Moves one initiative and nothing else, if arcs and rows stay as they are kept now and soft rules cost no more. The target
    /// finishes no later than the present placement, so dependants stay served.
    pub(in crate::solve) fn move_alone(&mut self, own: Id<Placement>, target: Id<Placement>) -> bool {
        let initiative = owner(self.program, own).index();
        let (start, variant) = self.start_and_variant(target);
        let waits = |need: &Need| {
            need.variant == variant && self.chosen(need.other as usize).is_none_or(|id| self.ready(id, need.lag) > start)
        };
        if self.needs[initiative].iter().any(waits) {
            return false;
        }
        let before = (self.broken, self.soft);
        self.set(initiative, as_u32(target.index()));
        let keeps = self.broken <= before.0 && self.soft <= before.1 + self.missing_weight * ROUNDING;
        if !keeps {
            self.set(initiative, as_u32(own.index()));
        }
        keeps
    }

    /// Forgets how to undo.
    pub(super) fn commit(&mut self) {
        self.journal.clear();
    }

    /// Takes back all changes since the last commit.
    pub(super) fn undo(&mut self) {
        while let Some((initiative, before)) = self.journal.pop() {
            self.set(initiative as usize, before);
        }
    }

    pub(super) fn start_and_variant(&self, placement: Id<Placement>) -> (u32, u32) {
        let decision = self.program.placements[placement].decision;
        (decision.start.0, as_u32(decision.variant.index()))
    }

    pub(super) fn ready(&self, prerequisite: Id<Placement>, lag: Option<u32>) -> u32 {
        lag.map_or(0, |lag| self.program.placements[prerequisite].finish.0 + lag)
    }

    pub(super) fn change(&mut self, initiative: usize, placement: Option<Id<Placement>>) {
        self.journal.push((as_u32(initiative), self.chosen[initiative]));
        self.set(initiative, placement.map_or(NONE, |id| as_u32(id.index())));
    }

    pub(super) fn set(&mut self, initiative: usize, placement: u32) {
        let before = std::mem::replace(&mut self.chosen[initiative], placement);
        if before == placement {
            return;
        }
        if self.required[initiative] {
            self.missing += usize::from(placement == NONE);
            self.missing -= usize::from(before == NONE);
        }
        self.add(before, -1.0);
        self.add(placement, 1.0);
    }

    fn add(&mut self, placement: u32, sign: f64) {
        if placement == NONE {
            return;
        }
        let placement = placement as usize;
        self.gross += sign * self.program.placements[Id::new(placement)].value;
        let (first, last) = (self.entries_of[placement] as usize, self.entries_of[placement + 1] as usize);
        self.work += (last - first) as u64 + 1;
        for &(row, coefficient) in &self.entries[first..last] {
            let row = &mut self.rows[row as usize];
            let before = row.excess();
            row.activity += sign * coefficient;
            let after = row.excess();
            if before == after {
                continue;
            }
            if row.soft {
                self.soft += row.weight * (after - before);
            } else {
                self.weighted += row.weight * (after - before);
                self.broken += usize::from(before == 0.0);
                self.broken -= usize::from(after == 0.0);
            }
        }
    }

    fn entries(&self, placement: usize) -> &[(u32, f64)] {
        &self.entries[self.entries_of[placement] as usize..self.entries_of[placement + 1] as usize]
    }
}

pub(super) fn as_u32(index: usize) -> u32 {
    u32::try_from(index).expect("ids have 32 bits")
}

/// The initiative of a placement.
pub(super) fn owner(program: &Program, placement: Id<Placement>) -> Id<Initiative> {
    program.placements[placement].initiative
}
