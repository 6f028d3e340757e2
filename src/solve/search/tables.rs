//! The program as flat arrays: what a search reads at every move and never changes.
//!
//! Entries of a placement lie side by side, eight bytes each, so that looking at a move touches one or two cache lines. Their
//! coefficients are rounded to 24 bits, good enough to weigh a move; the exact ones lie apart and are used when it is made.

use crate::model::{Hardness, Id};
use crate::program::{Presence, Program, Row, Selection, Sense};

/// Stands for "no placement" in dense arrays, and for "no lag".
pub(super) const NONE: u32 = u32::MAX;

/// What a search needs to know of a placement.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub value: f64,
    pub initiative: u32,
    pub variant: u32,
    pub start: u32,
    pub finish: u32,
    /// Its entries: from, until.
    pub entries: (u32, u32),
}

/// A coefficient, rounded, with its row.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub row: u32,
    pub coefficient: f32,
}

/// A row: how much more is used of it than its limit, and what a unit of that costs.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// What is used less the limit: whole numbers in floating point, exact below 2^53.
    pub over: f64,
    /// How much of that counts: all of it above 0, and in an equality what lacks as well.
    pub excess: f64,
    /// Minus one for an equality, else zero.
    pub mirror: f64,
    /// Value per whole number of excess: the price of a soft row, the weight of a hard one.
    pub weight: f64,
}

impl Line {
    /// What excess would be if so much more were used.
    #[inline]
    pub(super) fn excess_with(&self, more: f64) -> f64 {
        let over = self.over + more;
        larger(over, over * self.mirror)
    }

    /// Uses so much more.
    #[inline]
    pub(super) fn use_more(&mut self, more: f64) {
        self.over += more;
        self.excess = larger(self.over, self.over * self.mirror);
    }

    /// Whether the row is an equality that too little is used of.
    #[inline]
    pub(super) fn wants_more(&self) -> bool {
        self.mirror < 0.0 && self.over < 0.0
    }
}

/// One instruction, because nothing here is "not a number".
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// An arc as seen from one end: the initiative at the other end, the variant that waits, the lag or [`NONE`].
#[derive(Clone, Copy)]
pub(super) struct Need {
    pub other: u32,
    pub variant: u32,
    pub lag: u32,
}

/// Lists of different length in one array.
pub(super) struct Lists<T> {
    items: Vec<T>,
    from: Vec<u32>,
}

impl<T: Copy> Lists<T> {
    fn new(lists: &[Vec<T>]) -> Self {
        let mut from = vec![0];
        let mut items = Vec::new();
        for list in lists {
            items.extend_from_slice(list);
            from.push(as_u32(items.len()));
        }
        Self { items, from }
    }

    #[inline]
    pub(super) fn of(&self, list: usize) -> &[T] {
        &self.items[self.from[list] as usize..self.from[list + 1] as usize]
    }
}

pub(in super::super) struct Tables {
    pub(super) places: Vec<Place>,
    pub(super) entries: Vec<Entry>,
    /// The coefficient of each entry in full, and whose it is.
    pub(super) exact: Vec<f64>,
    pub(super) owner: Vec<u32>,
    /// For each entry the marks of the other rows of its placement.
    pub(super) others: Vec<u64>,
    /// Entries of each row.
    pub(super) users: Lists<u32>,
    /// The rows of an empty selection.
    pub(super) lines: Vec<Line>,
    pub(super) soft: Vec<bool>,
    /// Open placements of each initiative.
    pub(super) open: Lists<u32>,
    pub(super) required: Vec<bool>,
    /// Initiatives with open placements.
    pub(super) movable: Vec<u32>,
    /// What each initiative waits for, and what waits for it.
    pub(super) needs: Lists<Need>,
    pub(super) wanted_by: Lists<Need>,
    /// What a required initiative that is out costs: more than all values.
    pub(super) missing_weight: f64,
    empty: Selection,
}

impl Tables {
    pub(in super::super) fn new(program: &Program) -> Self {
        let initiatives = program.placements.initiatives();
        let (mut open, mut required) = (vec![Vec::new(); initiatives], vec![false; initiatives]);
        for choice in &program.choices {
            open[choice.initiative.index()] = choice.allowed.iter().map(|id| as_u32(id.index())).collect();
            required[choice.initiative.index()] = choice.presence == Presence::Required;
        }
        let (mut needs, mut wanted_by) = (vec![Vec::new(); initiatives], vec![Vec::new(); initiatives]);
        for arc in &program.arcs {
            let (follower, before) = (arc.follower.index(), arc.prerequisite.index());
            let (variant, lag) = (as_u32(arc.variant.index()), arc.lag.unwrap_or(NONE));
            needs[follower].push(Need { other: as_u32(before), variant, lag });
            wanted_by[before].push(Need { other: as_u32(follower), variant, lag });
        }
        let total: f64 = program.placements.iter().map(|(_, placement)| placement.value.abs()).sum();
        let mut tables = Self {
            places: places(program),
            entries: Vec::new(),
            exact: Vec::new(),
            owner: Vec::new(),
            others: Vec::new(),
            users: Lists::new(&[]),
            lines: program.rows.iter().map(|row| line(program, row)).collect(),
            soft: program.rows.iter().map(Row::is_soft).collect(),
            movable: (0..as_u32(initiatives)).filter(|&initiative| !open[initiative as usize].is_empty()).collect(),
            open: Lists::new(&open),
            required,
            needs: Lists::new(&needs),
            wanted_by: Lists::new(&wanted_by),
            missing_weight: total.max(1.0),
            empty: Selection::empty(&program.placements),
        };
        tables.add_entries(program);
        tables
    }

    /// Sorts the entries by placement, counting first: the rows hold them by row.
    fn add_entries(&mut self, program: &Program) {
        for &(id, _) in program.rows.iter().flat_map(|row| &row.terms) {
            self.places[id.index()].entries.1 += 1;
        }
        let mut from = 0;
        for place in &mut self.places {
            let count = place.entries.1;
            place.entries = (from, from);
            from += count;
        }
        self.entries = vec![Entry { row: 0, coefficient: 0.0 }; from as usize];
        self.exact = vec![0.0; from as usize];
        self.owner = vec![0; from as usize];
        for (row, position) in program.rows.iter().zip(0..) {
            for &(id, coefficient) in &row.terms {
                let at = self.places[id.index()].entries.1 as usize;
                self.places[id.index()].entries.1 += 1;
                self.entries[at] = Entry { row: position, coefficient: coefficient as f32 };
                self.exact[at] = coefficient as f64;
                self.owner[at] = as_u32(id.index());
            }
        }
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); program.rows.len()];
        for (entry, position) in self.entries.iter().zip(0..) {
            users[entry.row as usize].push(position);
        }
        self.users = Lists::new(&users);
        self.others = vec![0; from as usize];
        for place in 0..self.places.len() {
            self.add_others(self.places[place].entries);
        }
    }

    /// Notes for each of these entries of a placement which marks the others have.
    fn add_others(&mut self, (from, until): (u32, u32)) {
        let (from, until) = (from as usize, until as usize);
        let (mut all, mut shared) = (0, 0);
        for entry in &self.entries[from..until] {
            let mark = self.mark_of(entry);
            shared |= all & mark;
            all |= mark;
        }
        for entry in from..until {
            self.others[entry] = shared | (all & !self.mark_of(&self.entries[entry]));
        }
    }

    /// The mark of an entry's row; all marks if the row may break when the entry leaves it.
    fn mark_of(&self, entry: &Entry) -> u64 {
        let may_break = entry.coefficient < 0.0 || self.lines[entry.row as usize].mirror < 0.0;
        if may_break { u64::MAX } else { mark(entry.row as usize) }
    }

    /// What each initiative has, in terms of the program.
    pub(super) fn selection(&self, chosen: &[u32]) -> Selection {
        let mut selection = self.empty.clone();
        for (initiative, &placement) in chosen.iter().enumerate() {
            selection.set(Id::new(initiative), (placement != NONE).then(|| Id::new(placement as usize)));
        }
        selection
    }

    /// Initiatives, with or without placements.
    pub(super) fn initiatives(&self) -> usize {
        self.required.len()
    }

    /// The first quarter in which a dependant may start.
    #[inline]
    pub(super) fn ready(&self, prerequisite: u32, lag: u32) -> u32 {
        if lag == NONE { 0 } else { self.places[prerequisite as usize].finish.wrapping_add(lag) }
    }
}

fn places(program: &Program) -> Vec<Place> {
    let place = |id: usize| {
        let placement = &program.placements[Id::new(id)];
        Place {
            value: placement.value,
            initiative: as_u32(placement.initiative.index()),
            variant: as_u32(placement.decision.variant.index()),
            start: placement.decision.start.0,
            finish: placement.finish.0,
            entries: (0, 0),
        }
    };
    (0..program.placements.len()).map(place).collect()
}

/// A hard row starts with the weight that a unit of its activity is worth on average.
fn line(program: &Program, row: &Row) -> Line {
    let worth: f64 = row.terms.iter().map(|&(id, _)| program.placements[id].value.abs()).sum();
    let size: f64 = row.terms.iter().map(|&(_, coefficient)| (coefficient as f64).abs()).sum();
    let weight = match row.hardness {
        Hardness::Soft { price } => price / row.unit,
        Hardness::Hard => (worth / size.max(1.0)).max(f64::MIN_POSITIVE.sqrt()),
    };
    let mirror = if row.sense == Sense::Equal { -1.0 } else { 0.0 };
    let mut line = Line { over: -(row.limit as f64), excess: 0.0, mirror, weight };
    line.use_more(0.0);
    line
}

/// Number of marks, of which each row has one: where there are more rows, several have the same.
pub(super) const MARKS: usize = 64;

/// The mark of a row, as a bit: sets of marks tell at once that two sets of rows have none in common.
#[inline]
pub(super) fn mark(row: usize) -> u64 {
    1 << (row % MARKS)
}

pub(super) fn as_u32(index: usize) -> u32 {
    u32::try_from(index).expect("ids have 32 bits")
}
