//! Rows of arcs for points that break them: most are never tight, so one comes into the relaxation when a point breaks it.

use super::lines::Line;
use crate::program::Program;
use crate::solve::propagation::{Open, Wait};

/// How far a point must be outside of a row.
const VIOLATION: f64 = 1e-6;

/// All arcs.
#[derive(Debug, Clone)]
pub(super) struct Waits {
    arcs: Vec<Wait>,
    /// Rows of each that are in the relaxation, by the last of its dependant's placements that counts.
    is_added: Vec<Vec<bool>>,
}

impl Waits {
    pub(super) fn new(program: &Program) -> Self {
        let arcs = Wait::all(program);
        Self { is_added: arcs.iter().map(|arc| vec![false; arc.starting.len()]).collect(), arcs }
    }

    /// For each arc the row that the point breaks most, if it breaks any that is not in the relaxation; and the work of looking.
    pub(super) fn broken(&mut self, amounts: &[f64], work: &mut u64) -> Vec<Line> {
        let rows = self.arcs.iter().zip(&mut self.is_added).enumerate().filter_map(|(position, (arc, is_added))| {
            *work += arc.size();
            let last = most_broken(arc, is_added, amounts)?;
            is_added[last] = true;
            let (starting, ready) = (&arc.starting[..=last], &arc.ready[..arc.starting[last].1]);
            let terms =
                starting.iter().map(|&(placement, _)| (placement, 1.0)).chain(ready.iter().map(|&placement| (placement, -1.0)));
            Some(Line::of_arc(position, arc.starting[last].0, terms.collect()))
        });
        rows.collect()
    }

    /// Forgets which rows are in the relaxation.
    pub(super) fn forget(&mut self) {
        self.is_added.iter_mut().for_each(|is_added| is_added.fill(false));
    }

    /// Closes what the arcs rule out of which something has closed since; whether anything closed.
    pub(super) fn close(&self, open: &mut Open, work: &mut u64) -> bool {
        let (mut has_closed, mut out) = (false, Vec::new());
        let changed = open.take_changed();
        for arc in &self.arcs {
            if !arc.choices(open).any(|choice| changed[choice]) {
                continue;
            }
            *work += arc.size();
            arc.rules_out(open, &mut out);
            out.drain(..).for_each(|(choice, option)| has_closed |= open.close(choice, option));
        }
        has_closed
    }
}

/// The last dependant's placement of the arc's row that the point breaks most.
fn most_broken(arc: &Wait, is_added: &[bool], amounts: &[f64]) -> Option<usize> {
    let (mut started, mut done, mut counted) = (0.0, 0.0, 0);
    let mut worst: Option<(f64, usize)> = None;
    for (last, &(placement, ready)) in arc.starting.iter().enumerate() {
        started += amounts[placement];
        done += arc.ready[counted..ready].iter().map(|&placement| amounts[placement]).sum::<f64>();
        counted = ready;
        let is_implied = arc.starting.get(last + 1).is_some_and(|next| next.1 == ready);
        let excess = started - done;
        if !is_implied && !is_added[last] && excess > worst.map_or(VIOLATION, |worst| worst.0) {
            worst = Some((excess, last));
        }
    }
    worst.map(|(_, last)| last)
}
