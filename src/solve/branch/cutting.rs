//! Cuts at the root, round after round.

use super::lines::Line;
use super::tree::Tree;
use crate::solve::induced::Cover;
use crate::solve::proof_tree::Recorded;

/// Rounds of cuts without a fall of the bound after which no more are looked for, and the fall that counts, as a share of the gap.
const MOST_CUTS_IN_VAIN: u32 = 5;
const LEAST_FALL: f64 = 1e-4;
/// Rounds after which cuts that are not tight are left out.
const ROUNDS_BETWEEN_DROPS: u32 = 5;
/// Rounds of cuts by rounding, and work after which there are no more: so much, and this part of what there was before, as a divisor. A
/// large relaxation takes long to come to its optimum again.
const MOST_ROUNDING: u32 = 10;
/// See [`MOST_ROUNDING`].
const LEAST_ROUNDING_WORK: u64 = 100_000_000;
/// See [`MOST_ROUNDING`].
const PART_OF_ROUNDING: u64 = 20;

/// How far a node's point must be outside of an induced cover for that to be worth a line in all nodes to come.
const EXCESS_AT_NODES: f64 = 0.3;

/// How far cutting at the root has come.
#[derive(Clone)]
pub(super) struct Cutting {
    round: u32,
    in_vain: u32,
    /// The value of the relaxation before this round.
    last: f64,
    /// Lines that are no cuts.
    own: Option<usize>,
    /// What is left of rounding; none before other cuts are over.
    rounding: Option<Rounding>,
}

/// Rounds of cuts by rounding that are left, and until which work.
#[derive(Clone)]
struct Rounding {
    rounds: u32,
    until: u64,
}

impl Default for Cutting {
    fn default() -> Self {
        Self { round: 0, in_vain: 0, last: f64::INFINITY, own: None, rounding: None }
    }
}

impl Tree {
    /// Adds cuts that the root's point breaks, as long as the bound falls; whether the root is to be looked at again.
    pub(super) fn cut(&mut self) -> bool {
        let Some(mut cutting) = self.cutting.take() else { return false };
        let (value, lines) = (self.relaxed.value(), self.relaxed.height());
        let own = *cutting.own.get_or_insert(lines);
        let gap = (value - self.known).min(value.abs());
        cutting.in_vain = if cutting.last - value < LEAST_FALL * gap { cutting.in_vain + 1 } else { 0 };
        cutting.last = value;
        let amount = |placement: usize| self.relaxed.amount(placement);
        let mut work = 0;
        let mut cuts = self.covers(&mut work);
        cuts.extend(self.hulls.iter().zip(&mut self.sets).filter_map(|(hull, sets)| hull.hull_cut(&amount, sets, &mut work)));
        self.relaxed.add_work(work);
        if self.is_unrecorded && (cuts.is_empty() || cutting.in_vain > MOST_CUTS_IN_VAIN || cutting.rounding.is_some()) {
            cuts.extend(self.round(&mut cutting));
        }
        cutting.round += 1;
        let is_over = cuts.is_empty() || cutting.in_vain > MOST_CUTS_IN_VAIN || self.relaxed.work() > self.cutting_work;
        let mut has_dropped = false;
        if is_over || cutting.round % ROUNDS_BETWEEN_DROPS == 0 {
            self.learned = Some(self.learn());
            has_dropped = self.relaxed.drop_loose(own);
            if has_dropped {
                // It was of other lines.
                self.recorded = Recorded::default();
            }
        }
        if is_over {
            // Once more without what is loose.
            return has_dropped;
        }
        cuts.into_iter().for_each(|cut| self.relaxed.add(cut));
        self.cutting = Some(cutting);
        true
    }

    /// Cuts by rounding, where rounds are left.
    fn round(&mut self, cutting: &mut Cutting) -> Vec<Line> {
        let work = self.relaxed.work();
        let rounding = cutting.rounding.get_or_insert_with(|| {
            cutting.in_vain = 0;
            Rounding { rounds: MOST_ROUNDING, until: work + LEAST_ROUNDING_WORK + work / PART_OF_ROUNDING }
        });
        if rounding.rounds == 0 || work > rounding.until {
            return Vec::new();
        }
        rounding.rounds -= 1;
        self.relaxed.rounded()
    }

    /// Adds induced covers that the present point breaks by much, once; whether there were any. They hold in the whole tree.
    pub(super) fn cover(&mut self) -> bool {
        let mut work = 0;
        let mut covers = self.covers(&mut work);
        self.relaxed.add_work(work);
        let left = |line: &Line| line.terms.iter().map(|term| self.relaxed.amount(term.0)).sum::<f64>();
        covers.retain(|line| left(line) > line.limit + EXCESS_AT_NODES);
        let has_any = !covers.is_empty();
        covers.into_iter().for_each(|cover| self.relaxed.add(cover));
        has_any
    }

    /// Induced covers that the present point breaks.
    fn covers(&self, work: &mut u64) -> Vec<Line> {
        let amount = |placement: usize| self.relaxed.amount(placement);
        let Some(induced) = &self.induced else { return Vec::new() };
        let covers = induced.broken(&amount, work);
        let line = |cover: Cover| {
            let terms = induced.terms(&cover).into_iter().map(|placement| (placement, 1.0)).collect();
            Line::of_hull(self.first_cover + cover.at, terms, cover.limit as f64, 1.0)
        };
        covers.into_iter().map(line).collect()
    }
}
