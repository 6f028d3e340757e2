//! The crew: which methods work on a program, when, and on how many lanes; `dealing.rs` makes rounds of that.
//!
//! Capacity is counted in lanes, one a thread:
//! 1. First the bound and the opening, searches of fixed work, a lane each.
//! 2. Then the proof has a lane, if the certificate leaves few enough placements open, and searches share the other lanes (`proving.rs`).
//! 3. Where searches find nothing any more, the proof is parted, a lane each (`parts.rs`).
//! 4. Where there is no proof to hope for, searches share all lanes. In mines a proof is far at first, and leaves them most of its lane.
//!
//! The clock paces searches only when a proof cannot be hoped for, or has not come after a fixed amount of work: a run that ends before
//! that gives the same answer every time.

mod dealing;
mod generations;
#[cfg(feature = "highs")]
mod library;
mod mending;
mod opening;
mod parts;
mod proving;
mod relaxing;

use std::sync::Arc;

use super::Options;
use super::closure::ClosureBound;
use super::cores::Cores;
use super::family::{is_of_releases, is_of_roadmaps, is_of_schedules, is_ruled_by_arcs};
use super::firstorder::FirstOrder;
use super::incumbent::Incumbent;
use super::limits::{ENTRIES_OF_QUICK_RELAXATION, PLACEMENTS_BEYOND_PROOF, SHARE_BEFORE_PACE, WORK_A_SECOND, WORK_BEFORE_PACE};
use super::method::{Known, Method};
use super::neighbourhoods::Neighbourhoods;
use super::relaxation;
use super::schedule::ScheduleSearch;
use super::search::{Annealing, Role};
use crate::program::{Program, Selection};
use dealing::Member;
use generations::Generations;
use parts::Parts;
use relaxing::Relaxing;

/// The part of the work before the clock may pace searches that a proof waits for the bound, as a divisor.
const PART_OF_BOUND: u64 = 8;

/// Work of neighbourhoods for each of a search: coolings find more as long as they go on.
const PART_OF_POLISH: f64 = 0.4;
/// The same of a search that begins with nothing beside one that goes on from an earlier plan.
const PART_OF_NEW: f64 = 0.4;

/// What a member is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Multipliers.
    Bound,
    /// A first good plan, by fixed work.
    Opening,
    /// An exact method.
    Proof,
    /// Better plans.
    Search,
    /// Better plans near the best.
    Polish,
}

/// The methods of a run.
pub(super) struct Crew {
    members: Vec<Member>,
    lanes: usize,
    seed: u64,
    /// Work before the clock may pace searches.
    patience: u64,
    /// Placements that were open when a proof was last thought of.
    open: usize,
    /// The value of the best plan, and the work of all before it was found.
    improved: (f64, u64),
    /// Who has which part of the proof.
    parts: Parts,
    /// Gap above which the proof stays whole, as a share of the best value.
    gap_of_parts: f64,
    /// Whether work that waits for other work is spread over quarters, as in mines: searches find there what a proof does not.
    is_of_schedules: bool,
    /// Whether such work is in one quarter, as in release planning.
    is_of_releases: bool,
    /// Whether neither arcs nor dense rows rule.
    is_of_roadmaps: bool,
    has_searches: bool,
    /// An earlier plan to begin with, as choices and arcs have it; it may break rows.
    earlier: Option<Selection>,
    is_paced: bool,
    /// Whether HiGHS was thought of for a proof.
    #[cfg(feature = "highs")]
    has_library: bool,
    has_work_limit: bool,
}

/// The method of bounding that suits the program; none if it is small and multipliers of an earlier run are there, since the proof
/// sharpens them as soon.
fn bounding(incumbent: &Incumbent) -> Option<Box<dyn Method>> {
    let (program, quarters, guide) = (&incumbent.program, incumbent.quarters(), incumbent.known().guide);
    if is_ruled_by_arcs(program)
        && let Some(method) = ClosureBound::new(Arc::clone(program), quarters)
    {
        return Some(Box::new(method));
    }
    if relaxation::entries(program) > ENTRIES_OF_QUICK_RELAXATION {
        let known = guide.as_ref().map(|guide| &guide.multipliers);
        return Some(Box::new(FirstOrder::new(Arc::clone(program), quarters, known)));
    }
    guide.is_none().then(|| -> Box<dyn Method> { Box::new(Relaxing::new(incumbent)) })
}

impl Crew {
    /// The crew for a run on so many lanes.
    pub(super) fn new(incumbent: &Incumbent, earlier: Vec<Selection>, lanes: usize, options: &Options) -> Self {
        let nominal = incumbent.seconds_allowed() * lanes as f64 * WORK_A_SECOND;
        let patience = ((nominal * SHARE_BEFORE_PACE) as u64).min(WORK_BEFORE_PACE);
        let mut crew = Self {
            members: Vec::new(),
            lanes,
            seed: options.seed,
            patience,
            open: usize::MAX,
            improved: (f64::NEG_INFINITY, 0),
            parts: Parts::default(),
            gap_of_parts: parts::gap_of_parts(&incumbent.program),
            is_of_schedules: is_of_schedules(&incumbent.program),
            is_of_releases: is_of_releases(&incumbent.program),
            is_of_roadmaps: is_of_roadmaps(&incumbent.program),
            has_searches: false,
            earlier: earlier.first().cloned(),
            is_paced: false,
            #[cfg(feature = "highs")]
            has_library: false,
            has_work_limit: options.work_limit.is_some(),
        };
        crew.members.extend(bounding(incumbent).map(|method| Member::new(Task::Bound, method)));
        let opening = opening::of(incumbent, &earlier, lanes, options.seed);
        crew.members.extend(opening.into_iter().map(|(method, most)| Member::of_fixed_work(Task::Opening, method, most)));
        crew
    }

    /// Whether the clock has paced anything so far.
    pub(super) fn is_paced(&self) -> bool {
        self.is_paced && !self.has_work_limit
    }

    pub(super) fn lanes(&self) -> usize {
        self.lanes
    }

    pub(super) fn name(&self, member: usize) -> &'static str {
        self.members[member].name
    }

    fn hire(&mut self, task: Task, method: Box<dyn Method>) {
        let part = match task {
            Task::Search => 1.0,
            Task::Polish => PART_OF_POLISH,
            Task::Bound | Task::Opening | Task::Proof => 0.0,
        };
        self.hire_for(part, task, method);
    }

    /// Brings in a method for such a part of the lanes that are shared.
    fn hire_for(&mut self, part: f64, task: Task, method: Box<dyn Method>) {
        self.members.push(Member::with_part(task, method, part));
    }

    /// Positions of the members with a task that are not over.
    fn at_work(&self, task: Task) -> impl Iterator<Item = usize> + '_ {
        let is_at_work = move |member: &Member| member.task == task && !member.is_over;
        self.members.iter().enumerate().filter(move |(_, member)| is_at_work(member)).map(|(position, _)| position)
    }

    fn is_at_work(&self, task: Task) -> bool {
        self.at_work(task).next().is_some()
    }

    /// Work of all so far.
    fn worked(&self) -> u64 {
        self.members.iter().map(|member| member.work).sum()
    }

    /// Brings in methods whose time has come.
    fn hire_in_time(&mut self, incumbent: &Incumbent, known: &Known) {
        if self.is_at_work(Task::Opening) {
            return;
        }
        // A bound that takes long is good enough for a proof to begin with; the proof begins anew when far more can be closed.
        let bound_work: u64 = self.members.iter().filter(|member| member.task == Task::Bound).map(|member| member.work).sum();
        let bounds = self.is_at_work(Task::Bound) && bound_work < self.patience / PART_OF_BOUND;
        if !bounds && !self.is_at_work(Task::Proof) {
            self.hire_proof(incumbent, known);
        }
        let placements = incumbent.program.placements.len() as u64;
        if !self.has_searches && placements > 0 {
            self.has_searches = true;
            self.hire_searches(&incumbent.program);
        }
        let worked = self.worked();
        self.part_proof(known, worked);
        let proves = self.is_at_work(Task::Proof) && worked < self.patience;
        let may_prove = bounds && placements <= PLACEMENTS_BEYOND_PROOF;
        if !self.is_paced && !proves && !may_prove && placements > 0 {
            self.is_paced = true;
            #[cfg(feature = "highs")]
            self.hire_library_for_neighbourhoods(incumbent);
        }
        #[cfg(feature = "highs")]
        if self.is_paced && !self.has_library && (self.is_of_schedules || self.is_near(known)) {
            self.hire_library_for_proof(incumbent, known);
        }
    }

    /// Brings in the searches: as many as there are lanes, and neighbourhoods of what they find.
    fn hire_searches(&mut self, program: &Arc<Program>) {
        for lane in 0..self.lanes.max(2) {
            let seed = self.seed.wrapping_add(1 + lane as u64);
            let (role, part) = match (lane % 2, self.earlier.is_some()) {
                (0, false) => (Role::GrowingCoolings, 1.0),
                (0, true) => (Role::LateCooling, 1.0),
                (_, false) => (Role::LongCooling, 1.0),
                (_, true) => (Role::LongCooling, PART_OF_NEW),
            };
            let schedule = ScheduleSearch::new(Arc::clone(program), seed).filter(|_| is_ruled_by_arcs(program));
            let schedule = schedule.map(|search| if role == Role::LateCooling { search.from_the_best() } else { search });
            let method: Box<dyn Method> = match (schedule, Cores::new(program, seed)) {
                (Some(method), _) if self.is_of_schedules => Box::new(match &self.earlier {
                    Some(earlier) if lane == 0 => Generations::from_the_best(method, program, seed, earlier),
                    _ => Generations::beginning_with(method, program, seed),
                }),
                (Some(method), _) => Box::new(method),
                (None, Some(method)) => Box::new(method),
                (None, None) => Box::new(Annealing::new(program, seed, role)),
            };
            self.hire_for(part, Task::Search, method);
        }
        if let Some(method) = Neighbourhoods::new(Arc::clone(program), self.seed) {
            let method = match &self.earlier {
                Some(earlier) if self.is_of_schedules => method.beside(earlier),
                _ => method,
            };
            self.hire(Task::Polish, Box::new(method));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::solve::method::{Budget, Found};

    /// Steps that take so much work, whatever they are given.
    pub(in crate::solve) struct Steps(pub u64);

    impl Method for Steps {
        fn name(&self) -> &'static str {
            "steps"
        }

        fn step(&mut self, _: &Known, _: &Budget) -> Found {
            Found { work: self.0, ..Found::default() }
        }
    }
}
