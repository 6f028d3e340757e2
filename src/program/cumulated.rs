//! "By" columns: what has started, or finished, by the end of each quarter.
//!
//!   `S[v, t] = S[v, t-1] + sum of x[c] over placements c of v that start in t`,   `F[p, t]` likewise for finishes
//!
//! so that an arc is `S[v, t] <= F[p, t - lag]`: two entries a row instead of all placements until then. The bound is the same, the
//! rows are far sparser, and a branch on a "by" column decides a whole run of quarters (Lambert, Brickey, Newman, Eurek 2014,
//! Open-pit block-sequencing formulations: a tutorial).

use std::collections::HashMap;

use super::linear::{LinearColumn, LinearProgram, LinearRow, Sense};
use super::names::Names;
use super::{Arc, Placement, Program};
use crate::model::{Id, Initiative, Quarter, Variant};

/// Entries of an arc's plain rows above which "by" columns are made for it.
pub const ENTRIES_THAT_PAY: usize = 12;

/// The "by" columns so far, by position.
#[derive(Default)]
pub(super) struct Cumulated {
    started: HashMap<Id<Variant>, Vec<usize>>,
    finished: HashMap<Id<Initiative>, Vec<usize>>,
}

impl Cumulated {
    /// The terms of an arc for starts until `until`; columns and the rows that define them are added where they are missing.
    pub(super) fn terms(
        &mut self,
        linear: &mut LinearProgram,
        names: &mut Names,
        program: &Program,
        (arc, lag): (&Arc, u32),
        until: Quarter,
    ) -> Vec<(usize, f64)> {
        let placements = &program.placements;
        let started = self.started.entry(arc.variant).or_insert_with(|| {
            let events = arc.followers(placements).map(|id| (placements[id].decision.start, id)).collect();
            add(linear, names, "started", program, events)
        });
        let started = last_until(started, until.index());
        let finished = self.finished.entry(arc.prerequisite).or_insert_with(|| {
            let events = placements.of_initiative(arc.prerequisite).map(|id| (placements[id].finish, id)).collect();
            add(linear, names, "finished", program, events)
        });
        let before = until.index().checked_sub(lag as usize).and_then(|before| last_until(finished, before));
        started.map(|column| (column, 1.0)).into_iter().chain(before.map(|column| (column, -1.0))).collect()
    }
}

/// Nothing happens after the last column's quarter.
fn last_until(columns: &[usize], quarter: usize) -> Option<usize> {
    columns.get(quarter).or(columns.last()).copied()
}

/// Adds columns that sum what happens until each quarter, and the rows that define them.
fn add(
    linear: &mut LinearProgram,
    names: &mut Names,
    what: &str,
    program: &Program,
    events: Vec<(Quarter, Id<Placement>)>,
) -> Vec<usize> {
    let Some(&(last, first)) = events.iter().max_by_key(|event| event.0) else { return Vec::new() };
    let mut columns: Vec<usize> = Vec::new();
    for quarter in (0..=last.0).map(Quarter) {
        let name = names.by(what, &program.placements[first], quarter);
        let now = events.iter().filter(|event| event.0 == quarter).map(|&(_, id)| id.index());
        let until = events.iter().filter(|event| event.0 <= quarter).map(|&(_, id)| id.index()).collect();
        let column = linear.columns.len();
        let before = columns.last().map(|&before| (before, -1.0));
        let terms = std::iter::once((column, 1.0)).chain(before).chain(now.map(|id| (id, -1.0))).collect();
        linear.columns.push(LinearColumn { name: name.clone(), objective: 0.0, binary: true, sums: until });
        linear.rows.push(LinearRow { name: names.definition(&name), terms, sense: Sense::Equal, limit: 0.0 });
        columns.push(column);
    }
    columns
}
