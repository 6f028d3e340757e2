//! What has multipliers in a tree's own program, and what that is in the whole one.

use std::collections::BTreeMap;

use super::Priced;
use crate::model::{Id, Initiative, Quarter, Subject, Variant};
use crate::program::{Arc, Placement, Program};
use crate::solve::hull::{self, Hulls};

/// A cut without its limit: the position of its row among rows, their sums, and what induced covers speak of, and its coefficients by
/// placement.
pub(in crate::solve) type OwnCut = (usize, Vec<(usize, i64)>);

/// What a multiplier is of in a tree's own program.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::solve) enum Own {
    Row(usize),
    /// An arc, and the last start that counts.
    Arc(usize, Quarter),
    Cut(OwnCut),
}

/// Finds what a part of a program has in the whole: rows and arcs by what they say, cuts on rows as they are there.
pub(in crate::solve) struct Naming<'a> {
    own: &'a Program,
    whole_of: &'a [Id<Placement>],
    rows: BTreeMap<&'a Subject, usize>,
    arcs: BTreeMap<Said<'a>, usize>,
    /// What each row of the part speaks of, each sum, and each limit of covers.
    subjects: Vec<Subject>,
    hulls: Hulls,
}

/// What an arc says, whichever program it is in.
type Said<'a> = (&'a Subject, Id<Variant>, Id<Initiative>, Option<u32>);

impl<'a> Naming<'a> {
    /// `whole_of` has for each placement of `own` the one of `whole` that it is.
    pub(in crate::solve) fn new(own: &'a Program, whole: &'a Program, whole_of: &'a [Id<Placement>]) -> Self {
        Self {
            own,
            whole_of,
            rows: whole.rows.iter().enumerate().map(|(row, of)| (&of.subject, row)).collect(),
            arcs: whole.arcs.iter().enumerate().map(|(position, arc)| (said(arc), position)).collect(),
            subjects: hull::subjects(own),
            hulls: Hulls::new(whole),
        }
    }

    /// What it is in the whole program, if it is anything there.
    pub(in crate::solve) fn in_whole(&self, own: &Own) -> Option<Priced> {
        Some(match own {
            Own::Row(row) => Priced::Row(*self.rows.get(&self.own.rows[*row].subject)?),
            Own::Arc(arc, last) => Priced::Arc(self.arc_in_whole(&self.own.arcs[*arc])?, *last),
            Own::Cut((row, terms)) => {
                let terms: Vec<(usize, i64)> = terms.iter().map(|&(own, p)| (self.whole_of[own].index(), p)).collect();
                Priced::Cut(self.hulls.cut_of(&self.subjects[*row], &terms)?)
            }
        })
    }

    /// The arc of the whole program that says the same. One between two placements that fit has lost its lag in the part
    /// (`program/condensed.rs`); the row for the dependant's start has both.
    fn arc_in_whole(&self, arc: &Arc) -> Option<usize> {
        let own = said(arc);
        let (found, position) = self.arcs.range(own..).next()?;
        let is_it = (found.0, found.1, found.2) == (own.0, own.1, own.2) && (own.3.is_none() || found.3 == own.3);
        is_it.then_some(*position)
    }
}

fn said(arc: &Arc) -> Said<'_> {
    (&arc.subject, arc.variant, arc.prerequisite, arc.lag)
}
