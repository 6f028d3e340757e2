//! The limit of a cover, worked out anew: the most that some work is worth of which a team can do all, with what that waits for, until
//! the end of a quarter.

use super::{Induced, Set, Until};
use crate::solve::hull::LARGEST;

/// Sets of work looked at for one limit before it is given up.
const MOST_LOOKS: usize = 200_000;

/// What fits so far.
struct Fitting<'a> {
    induced: &'a Induced,
    until: &'a Until,
    /// Choices with what they are worth.
    members: Vec<(usize, i64)>,
    most: i64,
    looks: usize,
}

impl Induced {
    /// Of coefficients in the order of their placements, those above 0 of what is done by the end of the quarter, and the most that a
    /// plan has of them; `None` if a plan may have all, if that takes too long to find out, if the team has
    /// no such limit, or if numbers are too large to be summed.
    pub(in crate::solve) fn limited(&self, at: usize, terms: &[(usize, i64)]) -> Option<(Vec<(usize, i64)>, i64)> {
        let until = self.until.iter().find(|until| until.at == at)?;
        if terms.iter().any(|term| term.1.unsigned_abs() > LARGEST) {
            return None;
        }
        let (mut kept, mut members) = (Vec::new(), Vec::new());
        for (choice, placements) in self.done[until.quarter].iter().enumerate() {
            let of = |placement: &usize| terms.binary_search_by_key(placement, |term| term.0).ok().map(|at| terms[at]);
            let own: Vec<(usize, i64)> = placements.iter().filter_map(of).filter(|term| term.1 > 0).collect();
            members.extend(own.iter().map(|term| term.1).max().map(|worth| (choice, worth)));
            kept.extend(own);
        }
        kept.sort_unstable();
        let all = members.iter().map(|member| member.1).sum();
        let mut fitting = Fitting { induced: self, until, members, most: 0, looks: 0 };
        fitting.go_on(0, &Set::empty(self.needs.len()), 0, all);
        (fitting.looks < MOST_LOOKS && fitting.most < all).then_some((kept, fitting.most))
    }
}

impl Fitting<'_> {
    /// Adds members from this one on to a set that fits and is worth so much; those that are left are worth `left`.
    fn go_on(&mut self, from: usize, set: &Set, worth: i64, mut left: i64) {
        self.most = self.most.max(worth);
        for at in from..self.members.len() {
            if worth + left <= self.most || self.looks >= MOST_LOOKS {
                return;
            }
            self.looks += 1;
            let (choice, own) = self.members[at];
            left -= own;
            let with = set.with(&self.induced.needs[choice]);
            if with.weight(&self.until.weight) <= self.until.most {
                self.go_on(at + 1, &with, worth + own, left);
            }
        }
    }
}
