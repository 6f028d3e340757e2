//! Arcs of a program: their rows for points that break them, and what they close.
//!
//! Most rows of arcs are never tight, so a row comes into the relaxation when a point breaks it. An arc also closes options at once:
//! a dependant's placement without an open prerequisite that is ready by then, and of a prerequisite that is needed for certain all
//! that is too late.

use super::lines::Line;
use super::options::{Choose, Open};
use crate::program::Program;

/// How far a point must be outside of a row.
const VIOLATION: f64 = 1e-6;

/// One arc.
#[derive(Debug, Clone)]
struct Wait {
    /// Placements of the dependant by start, each with how many of `ready` it can follow.
    starting: Vec<(usize, usize)>,
    /// Placements of the prerequisite by when they are ready.
    ready: Vec<usize>,
    /// Rows that are in the relaxation, by the last of `starting` that counts.
    is_added: Vec<bool>,
}

/// All arcs.
#[derive(Debug, Clone)]
pub(super) struct Waits(Vec<Wait>);

impl Waits {
    pub(super) fn new(program: &Program) -> Self {
        let placements = &program.placements;
        let wait = |arc: &crate::program::Arc| {
            let mut followers: Vec<_> = arc.followers(placements).collect();
            followers.sort_by_key(|&id| placements[id].decision.start);
            let mut ready: Vec<_> = placements.of_initiative(arc.prerequisite).collect();
            ready.sort_by_key(|&id| arc.ready(&placements[id]));
            let until = |id: &_| {
                let start = placements[*id].decision.start;
                let is_timed = arc.lag.is_some();
                if is_timed { ready.partition_point(|&id| arc.ready(&placements[id]) <= start) } else { ready.len() }
            };
            let starting: Vec<(usize, usize)> = followers.iter().map(|id| (id.index(), until(id))).collect();
            Wait { is_added: vec![false; starting.len()], starting, ready: ready.iter().map(|id| id.index()).collect() }
        };
        Self(program.arcs.iter().map(wait).collect())
    }

    /// For each arc the row that the point breaks most, if it breaks any that is not in the relaxation; and the work of looking.
    pub(super) fn broken(&mut self, amount: impl Fn(usize) -> f64, work: &mut u64) -> Vec<Line> {
        let rows = self.0.iter_mut().filter_map(|wait| {
            *work += (wait.starting.len() + wait.ready.len()) as u64;
            let last = wait.most_broken(&amount)?;
            wait.is_added[last] = true;
            let (starting, ready) = (&wait.starting[..=last], &wait.ready[..wait.starting[last].1]);
            let terms =
                starting.iter().map(|&(placement, _)| (placement, 1.0)).chain(ready.iter().map(|&placement| (placement, -1.0)));
            Some(Line::plain(terms.collect(), 0.0))
        });
        rows.collect()
    }

    /// Forgets which rows are in the relaxation.
    pub(super) fn forget(&mut self) {
        self.0.iter_mut().for_each(|wait| wait.is_added.fill(false));
    }

    /// Closes what the arcs rule out; whether anything closed.
    pub(super) fn close(&self, open: &mut Open, work: &mut u64) -> bool {
        let mut has_closed = false;
        for wait in &self.0 {
            *work += (wait.starting.len() + wait.ready.len()) as u64;
            has_closed |= wait.close(open);
        }
        has_closed
    }
}

impl Wait {
    /// The last dependant's placement of the row that the point breaks most.
    fn most_broken(&self, amount: &impl Fn(usize) -> f64) -> Option<usize> {
        let (mut started, mut done, mut counted) = (0.0, 0.0, 0);
        let mut worst: Option<(f64, usize)> = None;
        for (last, &(placement, ready)) in self.starting.iter().enumerate() {
            started += amount(placement);
            done += self.ready[counted..ready].iter().map(|&placement| amount(placement)).sum::<f64>();
            counted = ready;
            let is_implied = self.starting.get(last + 1).is_some_and(|next| next.1 == ready);
            let excess = started - done;
            if !is_implied && !self.is_added[last] && excess > worst.map_or(VIOLATION, |worst| worst.0) {
                worst = Some((excess, last));
            }
        }
        worst.map(|(_, last)| last)
    }

    fn close(&self, open: &mut Open) -> bool {
        let first = self.ready.iter().position(|&placement| open.has(placement)).unwrap_or(usize::MAX);
        let mut has_closed = false;
        let mut last = None;
        for &(placement, ready) in self.starting.iter().filter(|(placement, _)| open.has(*placement)).collect::<Vec<_>>() {
            if ready <= first {
                has_closed |= open.close_placement(placement);
            } else {
                last = Some((placement, ready));
            }
        }
        let Some((placement, ready)) = last else { return has_closed };
        let Some(choice) = open.choice_of(placement) else { return has_closed };
        let own = self.starting.iter().filter(|(placement, _)| open.has(*placement)).count();
        if own == open.count(choice) as usize {
            for &late in &self.ready[ready..] {
                has_closed |= open.close_placement(late);
            }
            if let Some(needed) = self.ready.first().and_then(|&placement| open.choice_of(placement)) {
                has_closed |= open.close(needed, Choose::Out);
            }
        }
        has_closed
    }
}
