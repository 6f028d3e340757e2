//! The opening: a first good plan by fixed work, or an earlier plan mended.

use std::sync::Arc;

use super::generations::Generations;
use super::mending::Mending;
use crate::program::Selection;
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

/// The method and its work; none where even that takes too long.
pub(super) fn of(incumbent: &Incumbent, earlier: &[Selection], seed: u64) -> Option<(Box<dyn Method>, u64)> {
    let program = &incumbent.program;
    let placements = program.placements.len() as u64;
    let work = placements.saturating_mul(OPENING_WORK_PER_PLACEMENT).clamp(*OPENING_WORK.start(), *OPENING_WORK.end());
    let has_arcs = is_ruled_by_arcs(program);
    let Some(first) = earlier.first() else {
        let work = if has_arcs { work / PART_WITH_ARCS } else { work };
        let search = || -> Box<dyn Method> { Box::new(Annealing::new(program, seed, Role::LongCooling)) };
        return (placements <= PLACEMENTS_BEYOND_PROOF).then(|| (search(), work));
    };
    let schedule = ScheduleSearch::new(Arc::clone(program), seed).filter(|_| has_arcs);
    Some(match schedule {
        Some(cooling) if is_of_schedules(program) => (Box::new(Generations::mending(cooling, program, seed, first)), work),
        Some(schedule) => (Box::new(schedule.going_on(first.clone())), work / PART_OF_MENDING),
        None => {
            let mending = Mending::new(program, seed, earlier.to_vec(), (work / PART_OF_MENDING, work / PART_OF_OTHERS));
            let work = mending.work();
            (Box::new(mending), work)
        }
    })
}
