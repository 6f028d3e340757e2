//! The crew: which methods work on a program, and how many steps each takes in a round.
//!
//! Capacity is counted in lanes, one a thread:
//! 1. First the bound and the opening, a search of fixed work, a lane each.
//! 2. Then the proof has a lane, if the certificate leaves few enough placements open, and searches share the other lanes.
//! 3. Where there is no proof to hope for, searches share all lanes.
//!
//! The clock paces searches only when a proof cannot be hoped for, or has not come after a fixed amount of work: a run that ends before
//! that gives the same answer every time.

mod generations;
#[cfg(feature = "highs")]
mod library;
mod opening;
mod relaxing;

use std::sync::Arc;

use super::Options;
use super::branch::BranchAndBound;
use super::closure::ClosureBound;
use super::cores::Cores;
use super::family::{is_of_releases, is_of_schedules, is_ruled_by_arcs};
use super::firstorder::FirstOrder;
use super::incumbent::Incumbent;
use super::limits::{
    ENTRIES_OF_QUICK_RELAXATION, GAP_OF_PROOF, GAP_OF_PROOF_OF_SCHEDULES, GAP_OF_SMALL_PROOF, LONG_PROOF, MOST_PLACEMENTS_OF_PROOF,
    MOST_PLACEMENTS_OF_PROOF_OF_SCHEDULES, OPEN_NEAR_PROOF, OPEN_OF_SMALL_PROOF, PLACEMENTS_BEYOND_PROOF, SHARE_BEFORE_PACE,
    STEPS_OF_LANE, WORK_A_SECOND, WORK_BEFORE_PACE,
};
use super::method::{Known, Method};
use super::neighbourhoods::Neighbourhoods;
use super::relaxation;
use super::run::{Place, Share};
use super::schedule::ScheduleSearch;
use super::search::{Annealing, Role};
use crate::program::{Program, Selection};
use generations::Generations;
use relaxing::Relaxing;

/// The part of the work before the clock may pace searches that a proof waits for the bound, as a divisor.
const PART_OF_BOUND: u64 = 8;

/// Work of neighbourhoods for each of a search: coolings find more as long as they go on.
const PART_OF_POLISH: f64 = 0.4;

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

struct Member {
    task: Task,
    name: &'static str,
    /// The method, while it is not in a round.
    method: Option<Box<dyn Method>>,
    work: u64,
    /// What its last step took, in seconds; infinite before the first.
    seconds: f64,
    /// Work after which it is over, if that is fixed.
    most: Option<u64>,
    is_over: bool,
}

impl Member {
    fn new(task: Task, method: Box<dyn Method>) -> Self {
        Self { task, name: method.name(), method: Some(method), work: 0, seconds: f64::INFINITY, most: None, is_over: false }
    }
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
    /// Whether work that waits for other work is spread over quarters, as in mines: searches find there what a proof does not.
    is_of_schedules: bool,
    /// Whether such work is in one quarter, as in release planning.
    is_of_releases: bool,
    has_searches: bool,
    /// Whether an earlier plan was there to begin with.
    is_warm: bool,
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
    pub(super) fn new(incumbent: &Incumbent, start: Option<Selection>, lanes: usize, options: &Options) -> Self {
        let placements = incumbent.program.placements.len() as u64;
        let nominal = incumbent.seconds_allowed() * lanes as f64 * WORK_A_SECOND;
        let patience = ((nominal * SHARE_BEFORE_PACE) as u64).min(WORK_BEFORE_PACE);
        let mut crew = Self {
            members: Vec::new(),
            lanes,
            seed: options.seed,
            patience,
            open: usize::MAX,
            is_of_schedules: is_of_schedules(&incumbent.program),
            is_of_releases: is_of_releases(&incumbent.program),
            has_searches: false,
            is_warm: start.is_some(),
            is_paced: false,
            #[cfg(feature = "highs")]
            has_library: false,
            has_work_limit: options.work_limit.is_some(),
        };
        crew.members.extend(bounding(incumbent).map(|method| Member::new(Task::Bound, method)));
        let opening = opening::of(incumbent, start, options.seed);
        if let Some((method, most)) = opening.filter(|_| placements > 0) {
            crew.members.push(Member { most: Some(most), ..Member::new(Task::Opening, method) });
        }
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
        self.members.push(Member::new(task, method));
    }

    /// Takes a member's method back after a round; none if it is lost.
    pub(super) fn give_back(&mut self, member: usize, method: Option<Box<dyn Method>>, done: &Share) {
        let member = &mut self.members[member];
        member.work += done.work;
        member.seconds = done.seconds;
        member.is_over |= done.is_over || method.is_none() || member.most.is_some_and(|most| member.work >= most);
        member.method = method;
    }

    /// Who takes how many steps in the next round.
    pub(super) fn round(&mut self, incumbent: &Incumbent, known: &Known) -> Vec<Place> {
        self.hire_for(incumbent, known);
        let demands = self.demands(self.is_near(known));
        let scale = (self.lanes as f64 / demands.iter().sum::<f64>().max(f64::MIN_POSITIVE)).min(1.0);
        let steps = |demand: f64| (demand * scale * STEPS_OF_LANE).round().max(1.0) as usize;
        let of_member = |(member, demand): (usize, f64)| Place {
            member,
            share: self.members[member].most.map(|most| self.members[member].work as f64 / most as f64),
            method: self.members[member].method.take(),
            steps: steps(demand),
            seconds: self.members[member].seconds,
            found: Vec::new(),
        };
        demands.into_iter().enumerate().filter(|&(_, demand)| demand > 0.0).map(of_member).collect()
    }

    fn is_at_work(&self, task: Task) -> bool {
        self.members.iter().any(|member| member.task == task && !member.is_over)
    }

    /// Brings in methods whose time has come.
    fn hire_for(&mut self, incumbent: &Incumbent, known: &Known) {
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
        let worked: u64 = self.members.iter().map(|member| member.work).sum();
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
            let role = match (lane % 2, self.is_warm) {
                (0, false) => Role::GrowingCoolings,
                (0, true) => Role::LateCooling,
                _ => Role::LongCooling,
            };
            let schedule = ScheduleSearch::new(Arc::clone(program), seed).filter(|_| is_ruled_by_arcs(program));
            let schedule = schedule.map(|search| if role == Role::LateCooling { search.from_the_best() } else { search });
            let method: Box<dyn Method> = match (schedule, Cores::new(program, seed)) {
                (Some(method), _) if self.is_of_schedules => Box::new(Generations::beginning_with(method, program, seed)),
                (Some(method), _) => Box::new(method),
                (None, Some(method)) => Box::new(method),
                (None, None) => Box::new(Annealing::new(program, seed, role)),
            };
            self.hire(Task::Search, method);
        }
        if let Some(method) = Neighbourhoods::new(Arc::clone(program), self.seed) {
            self.hire(Task::Polish, Box::new(method));
        }
    }

    /// A proof is tried when fewer placements are open than when it was last thought of.
    fn hire_proof(&mut self, incumbent: &Incumbent, known: &Known) {
        if known.guide.is_none() {
            return;
        }
        let open = known.open(&incumbent.program).into_iter().filter(|open| *open).count();
        let most = if self.is_of_schedules { MOST_PLACEMENTS_OF_PROOF_OF_SCHEDULES } else { MOST_PLACEMENTS_OF_PROOF };
        if open < self.open && open <= most {
            self.hire(Task::Proof, Box::new(BranchAndBound::new(Arc::clone(&incumbent.program))));
        }
        self.open = self.open.min(open);
    }

    /// Whether a proof may be near: little is open, the gap is small for what is open, or releases of one quarter are planned, where few
    /// splits decide much.
    fn is_near(&self, known: &Known) -> bool {
        let best = known.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1);
        let gap = match self.is_of_schedules {
            true => GAP_OF_PROOF_OF_SCHEDULES,
            false if self.open <= OPEN_OF_SMALL_PROOF => GAP_OF_SMALL_PROOF,
            false => GAP_OF_PROOF,
        };
        self.is_of_releases || self.open <= OPEN_NEAR_PROOF || known.bound - best <= gap * best.abs()
    }

    /// Lanes that each member would fill; a proof has a whole one as long as it may be near or has not taken long.
    fn demands(&self, is_near: bool) -> Vec<f64> {
        let part = |member: &Member| match member.task {
            Task::Search => 1.0,
            Task::Polish => PART_OF_POLISH,
            Task::Bound | Task::Opening | Task::Proof => 0.0,
        };
        let parts: f64 = self.members.iter().filter(|member| !member.is_over).map(part).sum();
        let firm = |member: &Member| match member {
            member if member.is_over || part(member) > 0.0 => 0.0,
            member if member.task == Task::Proof && self.is_paced && !is_near => LONG_PROOF,
            _ => 1.0,
        };
        // A proof that has the only lane shares it when it has not come for long.
        let left = self.lanes as f64 - self.members.iter().map(firm).sum::<f64>();
        let left = left.max(if self.is_paced { 0.5 } else { 0.0 });
        let of_member = |member: &Member| match member {
            member if !member.is_over && part(member) > 0.0 => (left * part(member) / parts).min(1.0),
            member => firm(member),
        };
        self.members.iter().map(of_member).collect()
    }
}
