//! What an arc closes: a dependant's placement without an open prerequisite that is ready by then, and of a prerequisite that is needed
//! for certain all that is too late.

use super::options::{Choose, Open};
use crate::program::{Arc, Program};

/// One arc.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Wait {
    /// Placements of the dependant by start, each with how many of `ready` it can follow.
    pub(in crate::solve) starting: Vec<(usize, usize)>,
    /// Placements of the prerequisite by when they are ready.
    pub(in crate::solve) ready: Vec<usize>,
}

impl Wait {
    /// All arcs of a program.
    pub(in crate::solve) fn all(program: &Program) -> Vec<Self> {
        program.arcs.iter().map(|arc| Self::of(program, arc)).collect()
    }

    fn of(program: &Program, arc: &Arc) -> Self {
        let placements = &program.placements;
        let mut followers: Vec<_> = arc.followers(placements).collect();
        followers.sort_by_key(|&id| placements[id].decision.start);
        let mut ready: Vec<_> = placements.of_initiative(arc.prerequisite).collect();
        ready.sort_by_key(|&id| arc.ready(&placements[id]));
        let until = |id: &_| {
            let start = placements[*id].decision.start;
            let is_timed = arc.lag.is_some();
            if is_timed { ready.partition_point(|&id| arc.ready(&placements[id]) <= start) } else { ready.len() }
        };
        let starting = followers.iter().map(|id| (id.index(), until(id))).collect();
        Self { starting, ready: ready.iter().map(|id| id.index()).collect() }
    }

    /// The choices of its dependant and of its prerequisite.
    pub(in crate::solve) fn choices(&self, open: &Open) -> impl Iterator<Item = usize> + use<> {
        let ends = [self.starting.first().map(|first| first.0), self.ready.first().copied()];
        ends.map(|end| open.choice_of(end?)).into_iter().flatten()
    }

    /// Entries that are looked at.
    pub(in crate::solve) fn size(&self) -> u64 {
        (self.starting.len() + self.ready.len()) as u64
    }

    /// Adds the open options that the arc rules out.
    pub(in crate::solve) fn rules_out(&self, open: &Open, out: &mut Vec<(usize, Choose)>) {
        let first = self.ready.iter().position(|&placement| open.has(placement)).unwrap_or(usize::MAX);
        let (mut last, mut own, mut gone) = (None, 0, 0);
        for &(placement, ready) in self.starting.iter().filter(|(placement, _)| open.has(*placement)) {
            let Some(choice) = open.choice_of(placement) else { continue };
            if ready <= first {
                gone += 1;
                out.push((choice, Choose::Placement(placement)));
            } else {
                own += 1;
                last = Some((choice, ready));
            }
        }
        let Some((choice, ready)) = last.filter(|&(choice, _)| own + gone == open.count(choice)) else { return };
        debug_assert!(open.count(choice) > gone);
        let late = self.ready[ready..].iter().filter(|&&placement| open.has(placement));
        out.extend(late.filter_map(|&late| open.choice_of(late).map(|choice| (choice, Choose::Placement(late)))));
        let needed = self.ready.first().and_then(|&placement| open.choice_of(placement));
        out.extend(needed.filter(|&needed| open.may_stay_out(needed)).map(|needed| (needed, Choose::Out)));
    }
}
