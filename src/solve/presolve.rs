//! Presolve: what cannot be in any plan, or in any better plan, leaves the program before it is solved.
//!
//! Each placement that goes has a recorded reason:
//! - closed: no choice allows it (window, `must = no`, …);
//! - alone: with it, some row is broken whatever else is chosen;
//! - early: its prerequisites cannot be ready (longest path), or their load and its own do not fit in the cumulative capacity
//!   of some team until its finish;
//! - late: it is the prerequisite of required work that could not start in time;
//! - probed: with it, or whichever option of another initiative is taken, arcs and rows leave it or others nothing (`probing`).
//!
//! Then rows that nothing can break go, and rows with the same left side become one.

mod probing;
mod ready;

use std::collections::HashMap;

pub use probing::probed;

use crate::model::{Hardness, Id, Portfolio};
use crate::program::{Choice, Placement, Placements, Presence, Program, Row, Sense};

/// A program without what presolve removed.
#[derive(Debug, Clone)]
pub struct Presolved {
    /// What is left.
    pub program: Program,
    /// Placements that went, with the reason.
    pub dropped: Vec<(Placement, Dropped)>,
}

/// Why presolve dropped a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// No choice allows it.
    Closed,
    /// It breaks a row on its own.
    Alone,
    /// Its prerequisites cannot be ready, or not carried by the teams until then.
    Early,
    /// It keeps required work from starting in time.
    Late,
    /// What follows from it leaves another initiative or a row nothing.
    Probed,
}

/// Shrinks the program of `portfolio`. Every plan of greatest value is still in it.
#[must_use]
pub fn presolve(portfolio: &Portfolio, program: &Program) -> Presolved {
    let mut reasons: Vec<Option<Dropped>> = vec![Some(Dropped::Closed); program.placements.len()];
    for placement in program.choices.iter().flat_map(|choice| &choice.allowed) {
        reasons[placement.index()] = None;
    }
    drop_alone(program, &mut reasons);
    ready::drop_early(portfolio, program, &mut reasons);
    drop_late(program, &mut reasons);
    let dropped = program.placements.iter().filter_map(|(id, placement)| reasons[id.index()].map(|why| (*placement, why)));
    let mut dropped: Vec<(Placement, Dropped)> = dropped.collect();
    let (kept, _) = program.restricted(|placement| reasons[placement.index()].is_none());
    let mut kept = probing::probed(kept, |placement| dropped.push((*placement, Dropped::Probed)));
    kept.rows = merged(kept.rows);
    Presolved { program: kept, dropped }
}

/// Drops each placement with which a hard row exceeds its limit even when all other initiatives help as much as they can.
fn drop_alone(program: &Program, reasons: &mut [Option<Dropped>]) {
    for row in program.rows.iter().filter(|row| !row.is_soft() && row.sense == Sense::AtMost) {
        let helps = helps(&program.placements, row, reasons);
        let least: i128 = helps.values().sum();
        for &(placement, coefficient) in &row.terms {
            let own = helps.get(&program.placements[placement].initiative).copied().unwrap_or(0);
            if reasons[placement.index()].is_none() && coefficient + least - own > row.limit {
                reasons[placement.index()] = Some(Dropped::Alone);
            }
        }
    }
}

/// The most that each initiative can lower a row by, as a number not above 0; those that cannot are not listed.
fn helps(placements: &Placements, row: &Row, reasons: &[Option<Dropped>]) -> HashMap<Id<crate::model::Initiative>, i128> {
    let mut helps = HashMap::new();
    for &(placement, coefficient) in row.terms.iter().filter(|&&(p, c)| c < 0 && reasons[p.index()].is_none()) {
        let most = helps.entry(placements[placement].initiative).or_insert(0);
        *most = coefficient.min(*most);
    }
    helps
}

/// Required work must start by its last open start, so its prerequisites must be ready by then; they are required too.
fn drop_late(program: &Program, reasons: &mut [Option<Dropped>]) {
    let mut required: Vec<_> = program.choices.iter().filter(|c| c.presence == Presence::Required).map(|c| c.initiative).collect();
    let mut arcs_of = vec![Vec::new(); program.placements.initiatives()];
    for arc in &program.arcs {
        arcs_of[arc.follower.index()].push(arc);
    }
    let mut seen = vec![false; program.placements.initiatives()];
    while let Some(initiative) = required.pop() {
        if std::mem::replace(&mut seen[initiative.index()], true) {
            continue;
        }
        let open: Vec<Placement> = program
            .placements
            .of_initiative(initiative)
            .filter(|p| reasons[p.index()].is_none())
            .map(|p| program.placements[p])
            .collect();
        let Some(last) = open.iter().map(|placement| placement.decision.start).max() else { continue };
        let of_all = |arc: &&&crate::program::Arc| open.iter().all(|placement| placement.decision.variant == arc.variant);
        for arc in arcs_of[initiative.index()].iter().filter(of_all) {
            for placement in program.placements.of_initiative(arc.prerequisite) {
                if reasons[placement.index()].is_none() && arc.ready(&program.placements[placement]) > last {
                    reasons[placement.index()] = Some(Dropped::Late);
                    // Its own prerequisites may now have to be earlier.
                    seen[arc.prerequisite.index()] = false;
                }
            }
            required.push(arc.prerequisite);
        }
    }
}

/// Of rows with the same left side, the tightest; soft rows and equalities stay as they are.
fn merged(rows: Vec<Row>) -> Vec<Row> {
    let mut at: HashMap<Vec<(Id<Placement>, i128)>, usize> = HashMap::new();
    let mut kept: Vec<Row> = Vec::new();
    for row in rows {
        let merges = row.sense == Sense::AtMost && row.hardness == Hardness::Hard;
        match at.get(&row.terms).filter(|_| merges) {
            Some(&same) if kept[same].limit <= row.limit => {}
            Some(&same) => kept[same] = row,
            None => {
                if merges {
                    at.insert(row.terms.clone(), kept.len());
                }
                kept.push(row);
            }
        }
    }
    kept
}

/// Whether presolve alone shows that no plan keeps the rules: a required initiative has no placement left, or a row without
/// placements is broken.
#[must_use]
pub fn is_hopeless(program: &Program) -> bool {
    let homeless = |choice: &Choice| choice.presence == Presence::Required && choice.allowed.is_empty();
    let broken = |row: &Row| !row.is_soft() && row.terms.is_empty() && row.excess_of(0) > 0;
    program.choices.iter().any(homeless) || program.rows.iter().any(broken)
}
