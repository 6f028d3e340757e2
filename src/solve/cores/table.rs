//! The program as a dense table: what every placement takes of every row, eight rows at a time.

use crate::model::{Hardness, Id};
use crate::program::{Presence, Program, Row, Selection, Sense};
use crate::solve::family::has_dense_rows;

/// Rows that are looked at together: the width of a vector register.
pub(super) const LANES: usize = 8;
/// Stands for "no placement".
pub(super) const NONE: u32 = u32::MAX;

/// Numbers of eight rows.
pub(super) type Block = [f32; LANES];

/// What a search needs to know of the program.
pub(super) struct Table {
    /// Blocks of all rows.
    pub width: usize,
    pub rows: usize,
    /// Blocks of each placement, and at last those of none, which are nought.
    costs: Vec<Block>,
    pub limits: Vec<Block>,
    /// The weight of each row at the start: the price of a soft row, what a unit is worth on average of a hard one.
    pub weights: Vec<Block>,
    pub soft: Vec<bool>,
    pub values: Vec<f32>,
    pub choices: Vec<Options>,
    /// Mean worth of a placement.
    pub worth: f64,
}

/// The options of a choice.
pub(super) struct Options {
    pub initiative: usize,
    /// Placements, and [`NONE`] if the choice may stay out.
    pub options: Vec<u32>,
}

impl Table {
    /// The table; none if it would be mostly empty, since lists of entries are faster then and moves of one initiative serve, or if arcs
    /// or equalities bind the choices.
    pub(super) fn new(program: &Program) -> Option<Self> {
        let (placements, rows) = (program.placements.len(), program.rows.len());
        let is_bound = !program.arcs.is_empty() || program.rows.iter().any(|row| row.sense == Sense::Equal);
        if is_bound || rows == 0 || placements == 0 || !has_dense_rows(program) {
            return None;
        }
        let width = rows.div_ceil(LANES);
        let values: Vec<f32> = program.placements.iter().map(|(_, placement)| placement.value as f32).collect();
        let worth = values.iter().map(|value| f64::from(value.abs())).sum::<f64>() / placements as f64;
        let mut table = Self {
            width,
            rows,
            costs: vec![[0.0; LANES]; width * (placements + 1)],
            limits: vec![[f32::INFINITY; LANES]; width],
            weights: vec![[0.0; LANES]; width],
            soft: program.rows.iter().map(Row::is_soft).collect(),
            values,
            choices: choices(program),
            worth,
        };
        program.rows.iter().enumerate().for_each(|(position, row)| table.add(program, position, row));
        Some(table)
    }

    fn add(&mut self, program: &Program, position: usize, row: &Row) {
        let (block, lane) = (position / LANES, position % LANES);
        for &(id, coefficient) in &row.terms {
            self.costs[id.index() * self.width + block][lane] = coefficient as f32;
        }
        let worth: f64 = row.terms.iter().map(|&(id, _)| program.placements[id].value.abs()).sum();
        let size: f64 = row.terms.iter().map(|&(_, coefficient)| (coefficient as f64).abs()).sum();
        self.limits[block][lane] = row.limit as f32;
        self.weights[block][lane] = match row.hardness {
            Hardness::Soft { price } => (price / row.unit) as f32,
            Hardness::Hard => ((worth / size.max(1.0)) as f32).max(f32::MIN_POSITIVE.sqrt()),
        };
    }

    /// What a placement, or none, takes.
    #[inline]
    pub(super) fn cost(&self, option: u32) -> &[Block] {
        let from = if option == NONE { self.values.len() } else { option as usize } * self.width;
        &self.costs[from..from + self.width]
    }

    /// What a placement, or none, is worth.
    #[inline]
    pub(super) fn value(&self, option: u32) -> f32 {
        if option == NONE { 0.0 } else { self.values[option as usize] }
    }

    /// The options that a selection has.
    pub(super) fn chosen(&self, selection: &Selection) -> Vec<u32> {
        let option = |own: &Options| selection.of(Id::new(own.initiative)).map_or(NONE, |id| as_u32(id.index()));
        self.choices.iter().map(option).collect()
    }

    /// The selection that has these options, on an empty one.
    pub(super) fn selection(&self, chosen: &[u32], mut empty: Selection) -> Selection {
        for (own, &option) in self.choices.iter().zip(chosen).filter(|(_, option)| **option != NONE) {
            empty.set(Id::new(own.initiative), Some(Id::new(option as usize)));
        }
        empty
    }
}

fn choices(program: &Program) -> Vec<Options> {
    let of_choice = |choice: &crate::program::Choice| {
        let out = (choice.presence == Presence::Optional).then_some(NONE);
        let options = choice.allowed.iter().map(|id| as_u32(id.index())).chain(out).collect();
        Options { initiative: choice.initiative.index(), options }
    };
    program.choices.iter().map(of_choice).collect()
}

fn as_u32(index: usize) -> u32 {
    u32::try_from(index).expect("ids have 32 bits")
}
