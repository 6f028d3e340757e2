//! The opening: a first good plan by fixed work, or earlier plans mended, on all lanes where there may be several.

use std::sync::Arc;

use super::generations::Generations;
use super::mending::Mending;
use crate::program::{Program, Selection};
use crate::solve::family::{is_of_schedules, is_ruled_by_arcs};
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{OPENING_WORK, OPENING_WORK_PER_PLACEMENT, PLACEMENTS_BEYOND_PROOF};
use crate::solve::method::Method;
use crate::solve::schedule::ScheduleSearch;
use crate::solve::search::{Annealing, Role};

/// The part of the opening's work that mending an earlier plan takes, as a divisor; in mines, where it is mended by neighbourhoods, all.
const PART_OF_MENDING: u64 = 4;
/// The part that mending each of the plans beside it takes.
const PART_OF_OTHERS: u64 = 10;
/// The part that it takes where arcs rule: rounding the bound's fractional plan is better than what an opening finds in seconds.
const PART_WITH_ARCS: u64 = 16;

/// A method, and the work after which it is over.
type OfFixedWork = (Box<dyn Method>, u64);

/// The methods of an opening, at most one a lane; none where even that takes too long.
pub(super) fn of(incumbent: &Incumbent, earlier: &[Selection], lanes: usize, seed: u64) -> Vec<OfFixedWork> {
    let program = &incumbent.program;
    let placements = program.placements.len() as u64;
    if placements == 0 {
        return Vec::new();
    }
    let work = placements.saturating_mul(OPENING_WORK_PER_PLACEMENT).clamp(*OPENING_WORK.start(), *OPENING_WORK.end());
    let has_arcs = is_ruled_by_arcs(program);
    let Some(first) = earlier.first() else {
        let work = if has_arcs { work / PART_WITH_ARCS } else { work };
        let search = || -> Box<dyn Method> { Box::new(Annealing::new(program, seed, Role::LongCooling)) };
        return (placements <= PLACEMENTS_BEYOND_PROOF).then(|| (search(), work)).into_iter().collect();
    };
    let schedule = ScheduleSearch::new(Arc::clone(program), seed).filter(|_| has_arcs);
    match schedule {
        Some(cooling) if is_of_schedules(program) => vec![(Box::new(Generations::mending(cooling, program, seed, first)), work)],
        Some(schedule) => vec![(Box::new(schedule.going_on(first.clone())), work / PART_OF_MENDING)],
        None => mending(program, earlier, lanes, seed, (work / PART_OF_MENDING, work / PART_OF_OTHERS)),
    }
}

/// Plans, best first, mended side by side: lanes take them by turns, and one that has none left mends the best with a seed of its own.
fn mending(program: &Arc<Program>, plans: &[Selection], lanes: usize, seed: u64, work: (u64, u64)) -> Vec<OfFixedWork> {
    let of_lane = |lane: usize| -> OfFixedWork {
        let mut own: Vec<Selection> = plans.iter().skip(lane).step_by(lanes).cloned().collect();
        if own.is_empty() {
            own.extend(plans.first().cloned());
        }
        let mending = Mending::new(program, seed.wrapping_add(lane as u64), own, work);
        let work = mending.work();
        (Box::new(mending), work)
    };
    (0..lanes).map(of_lane).collect()
}
