//! Builds the flat matrix of a program.

use std::collections::BTreeMap;

use super::matrix::{ArcRow, Block, Column, Entry, Matrix, NO_CELL};
use crate::model::{Hardness, Id};
use crate::program::{Placement, Presence, Program, Sense};

impl Matrix {
    pub(super) fn new(program: &Program) -> Self {
        let mut matrix = Self::without_arcs(program);
        Arcs::new(program, &matrix).add(program, &mut matrix);
        let rows = matrix.plain_rows + matrix.arc_rows.len();
        matrix.limits.resize(rows, 0.0);
        matrix.least.resize(rows, 0.0);
        matrix.most.resize(rows, f64::INFINITY);
        matrix
    }

    fn without_arcs(program: &Program) -> Self {
        let placements: Vec<Id<Placement>> = program.choices.iter().flat_map(|choice| choice.allowed.iter().copied()).collect();
        let mut blocks = Vec::with_capacity(program.choices.len());
        let mut end = 0;
        for choice in &program.choices {
            let first = end;
            end += choice.allowed.len();
            blocks.push(Block { columns: first..end, is_required: choice.presence == Presence::Required });
        }
        let most = |hardness| match hardness {
            Hardness::Hard => f64::INFINITY,
            Hardness::Soft { price } => price,
        };
        let least = |sense| if sense == Sense::Equal { f64::NEG_INFINITY } else { 0.0 };
        let (columns, entries) = columns(program, &placements);
        Self {
            blocks,
            columns,
            placements,
            entries,
            arc_rows: Vec::new(),
            runs: Vec::new(),
            cells: 1,
            limits: program.rows.iter().map(|row| row.limit as f64 / row.unit).collect(),
            least: program.rows.iter().map(|row| least(row.sense)).collect(),
            most: program.rows.iter().map(|row| most(row.hardness)).collect(),
            plain_rows: program.rows.len(),
        }
    }
}

/// Columns without cells, with an end mark, and their entries.
fn columns(program: &Program, placements: &[Id<Placement>]) -> (Vec<Column>, Vec<Entry>) {
    let column_of = column_of(program, placements);
    let terms = || program.rows.iter().enumerate().flat_map(|(row, own)| own.terms.iter().map(move |term| (row, own, term)));
    let mut firsts = vec![0; placements.len() + 1];
    terms().filter_map(|(_, _, (id, _))| column_of[id.index()]).for_each(|column| firsts[column + 1] += 1);
    for column in 0..placements.len() {
        firsts[column + 1] += firsts[column];
    }
    let mut entries = vec![Entry { coefficient: 0.0, row: 0 }; firsts[placements.len()]];
    let mut next = firsts.clone();
    for (row, own, &(id, coefficient)) in terms() {
        if let Some(column) = column_of[id.index()] {
            entries[next[column]] = Entry { coefficient: coefficient as f64 / own.unit, row: row as u32 };
            next[column] += 1;
        }
    }
    let values = placements.iter().map(|&id| program.placements[id].value).chain([0.0]);
    let column = |(value, &first)| Column { value, first, started: NO_CELL, finished: NO_CELL };
    (values.zip(&firsts).map(column).collect(), entries)
}

/// The column of each placement, if it is open.
fn column_of(program: &Program, placements: &[Id<Placement>]) -> Vec<Option<usize>> {
    let mut column_of = vec![None; program.placements.len()];
    placements.iter().enumerate().for_each(|(column, id)| column_of[id.index()] = Some(column));
    column_of
}

/// Cells of one variant's starts or one initiative's finishes: where they begin, and how many columns count until each quarter.
struct Run {
    first: usize,
    until: Vec<usize>,
}

/// The cells so far.
struct Arcs {
    column_of: Vec<Option<usize>>,
    started: BTreeMap<usize, Run>,
    finished: BTreeMap<usize, Run>,
    last: usize,
}

impl Arcs {
    fn new(program: &Program, matrix: &Matrix) -> Self {
        let last = program.placements.iter().map(|(_, placement)| placement.finish.index()).max().unwrap_or(0);
        let column_of = column_of(program, &matrix.placements);
        Self { column_of, started: BTreeMap::new(), finished: BTreeMap::new(), last }
    }

    fn add(&mut self, program: &Program, matrix: &mut Matrix) {
        let Self { column_of, started, finished, last } = self;
        let open = |id: Id<Placement>| column_of[id.index()].map(|column| (column, &program.placements[id]));
        for (position, arc) in program.arcs.iter().enumerate() {
            let started = started.entry(arc.variant.index()).or_insert_with(|| {
                let events = arc.followers(&program.placements).filter_map(open);
                let events = events.map(|(column, placement)| (column, placement.decision.start.index()));
                run(matrix, *last, events, |column| &mut column.started)
            });
            let finished = finished.entry(arc.prerequisite.index()).or_insert_with(|| {
                let events = program.placements.of_initiative(arc.prerequisite).filter_map(open);
                run(matrix, *last, events.map(|(column, placement)| (column, placement.finish.index())), |column| {
                    &mut column.finished
                })
            });
            matrix.arc_rows.extend(arc_rows(started, finished, arc.lag).map(|(until, by)| ArcRow {
                started: (started.first + until) as u32,
                finished: by.map_or(NO_CELL, |by| (finished.first + by) as u32),
                arc: position as u32,
                until: until as u32,
            }));
        }
    }
}

/// Adds cells for the quarters in which columns start, or finish.
fn run(
    matrix: &mut Matrix,
    last: usize,
    events: impl Iterator<Item = (usize, usize)>,
    cell: impl Fn(&mut Column) -> &mut u32,
) -> Run {
    let first = matrix.cells;
    matrix.cells += last + 1;
    matrix.runs.push(first..matrix.cells);
    let mut until = vec![0; last + 1];
    for (column, quarter) in events {
        *cell(&mut matrix.columns[column]) = (first + quarter) as u32;
        until[quarter] += 1;
    }
    for quarter in 0..last {
        until[quarter + 1] += until[quarter];
    }
    Run { first, until }
}

/// The quarters of an arc's rows, each with the quarter by which prerequisites must have finished, if any is early enough: only those
/// in which a dependant starts, and of rows with the same right side only the last, which implies the others.
fn arc_rows(started: &Run, finished: &Run, lag: Option<u32>) -> impl Iterator<Item = (usize, Option<usize>)> {
    let by = move |until: usize| lag.map_or(Some(finished.until.len() - 1), |lag| until.checked_sub(lag as usize));
    let ready = |by: Option<usize>| by.map_or(0, |by| finished.until[by]);
    let mut rows: Vec<(usize, Option<usize>)> = Vec::new();
    let mut before = 0;
    for (until, &number) in started.until.iter().enumerate() {
        if number > before {
            if rows.last().is_some_and(|last| ready(last.1) == ready(by(until))) {
                rows.pop();
            }
            rows.push((until, by(until)));
        }
        before = number;
    }
    rows.into_iter()
}
