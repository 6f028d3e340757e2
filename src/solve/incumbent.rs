//! The incumbent: the best plan and the lowest bound so far, and when a run is over.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::certificate::{self, Multipliers};
use super::exact::Proof;
use super::limits::{MARGIN, ROUNDING, SHARE_OF_MARGIN};
use super::method::{Found, Guide, Known};
use super::options::{Progress, Watch};
use super::pool::Pool;
use super::proof_tree::{ProofTree, walk};
use super::{Cut, Options, answer, polish};
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::program::{Program, Selection};
use crate::rules::{Breach, Verdict, verify};

/// Share of the value within which two plans count as equally good; sums in another order differ by less.
const SAME: f64 = 1e-9;

/// A plan as a point of the program, and its value.
type Point = Arc<(Selection, f64)>;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// With a proof, or a plan within the gap.
    Proven,
    /// No plan keeps the rules.
    Infeasible,
    /// Earlier.
    Cut(Cut),
}

/// What is solved, and how far it is. The run's own thread changes it, those of methods look at the clock.
pub(super) struct Incumbent {
    pub portfolio: Portfolio,
    pub program: Arc<Program>,
    watch: Watch,
    gap: f64,
    pub began: Instant,
    time_limit: Duration,
    over: AtomicBool,
    state: Mutex<State>,
}

/// The best plan and bound so far.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub best: Option<Best>,
    /// The last plan that each member of the crew told of.
    told: BTreeMap<usize, Point>,
    /// Good plans beside the best.
    pub pool: Pool,
    pub bound: f64,
    pub guide: Option<Arc<Guide>>,
    /// The tree of an earlier run.
    pub tree: Option<Arc<ProofTree>>,
    /// Breaches of plans that a method took for good: an error in this program.
    pub unsound: Vec<Breach>,
}

/// A plan that keeps the rules.
#[derive(Debug, Clone)]
pub(super) struct Best {
    /// The plan as a point of the program, and its value.
    pub point: Point,
    pub plan: Plan,
    pub verdict: Verdict,
}

impl Incumbent {
    pub(super) fn new(portfolio: Portfolio, program: Program, options: &Options, watch: Watch, began: Instant) -> Self {
        let state = Mutex::new(State {
            best: None,
            told: BTreeMap::new(),
            pool: Pool::of(&program),
            bound: f64::INFINITY,
            guide: None,
            tree: None,
            unsound: Vec::new(),
        });
        let (time_limit, program) = (options.time_limit.min(Options::LONGEST), Arc::new(program));
        Self { portfolio, program, watch, gap: options.gap, began, time_limit, over: AtomicBool::new(false), state }
    }

    /// The state as it is now.
    pub(super) fn state(&self) -> State {
        self.lock().clone()
    }

    /// What methods are told of the state.
    pub(super) fn known(&self) -> Known {
        let state = self.lock();
        let best = state.best.as_ref().map(|best| Arc::clone(&best.point));
        Known {
            best,
            others: state.told.values().cloned().collect(),
            bound: state.bound,
            tree: state.tree.clone(),
            guide: state.guide.clone(),
        }
    }

    /// Value of the best plan.
    pub(super) fn value(&self) -> Option<f64> {
        self.lock().best.as_ref().map(|best| best.verdict.value)
    }

    /// Ends the run: methods that still work stop soon.
    pub(super) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// When the time is over.
    pub(super) fn deadline(&self) -> Instant {
        self.began + self.time_limit
    }

    /// A little before the deadline: methods that end by then still count.
    pub(super) fn last_call(&self) -> Instant {
        self.deadline() - MARGIN.min(self.time_limit.mul_f64(SHARE_OF_MARGIN))
    }

    /// Seconds that the run may take.
    pub(super) fn seconds_allowed(&self) -> f64 {
        self.time_limit.as_secs_f64()
    }

    /// Share of the time that is over, 0 to 1.
    pub(super) fn share_of_time(&self) -> f64 {
        (self.began.elapsed().as_secs_f64() / self.time_limit.as_secs_f64().max(f64::MIN_POSITIVE)).min(1.0)
    }

    /// Whether methods should stop: the answer is in, the time is over, or somebody asked to end.
    pub(super) fn stops(&self) -> bool {
        self.over.load(Ordering::Relaxed) || self.is_cut().is_some()
    }

    /// What ends the run from outside, if anything does.
    pub(super) fn is_cut(&self) -> Option<Cut> {
        let is_late = || Instant::now() >= self.last_call();
        if self.watch.cancel.is_cancelled() { Some(Cut::Interrupt) } else { is_late().then_some(Cut::Time) }
    }

    /// Whether the best plan is within the gap asked for.
    pub(super) fn is_closed(&self) -> bool {
        let state = self.lock();
        state.best.as_ref().is_some_and(|best| answer::is_within(best.verdict.value, state.bound, self.gap))
    }

    /// Number of quarters of the plan.
    pub(super) fn quarters(&self) -> usize {
        self.portfolio.calendar().count() as usize
    }

    /// Takes over what a member's method found in a step; how the run ends, if that decides it.
    pub(super) fn take(&self, found: Found, member: usize, method: &'static str) -> Option<Finish> {
        let told = found.selections.iter().filter_map(|selection| self.offer(selection, method)).last();
        if let Some(point) = told {
            self.lock().told.insert(member, point);
        }
        if let Some((multipliers, fractions)) = found.multipliers {
            self.guide_by(multipliers, fractions, method);
        }
        if let Some(bound) = found.bound {
            self.lower_bound(bound, method);
        }
        found.proof.and_then(|proof| self.settle(proof, method))
    }

    /// Offers a selection: judged in exact arithmetic, kept if it is better than the best. Returned if it keeps the rules.
    pub(super) fn offer(&self, selection: &Selection, method: &'static str) -> Option<Point> {
        self.offer_if(selection, method, |value, best| value > best)
    }

    fn offer_if(&self, selection: &Selection, method: &'static str, is_wanted: impl Fn(f64, f64) -> bool) -> Option<Point> {
        let candidate = self.judge(selection.clone());
        let point = candidate.verdict.keeps_the_rules().then(|| Arc::clone(&candidate.point));
        let mut state = self.lock();
        point.iter().for_each(|point| state.pool.take(point));
        if !candidate.verdict.keeps_the_rules() {
            state.unsound = candidate.verdict.breaches;
        } else if state.best.as_ref().is_none_or(|best| is_wanted(candidate.verdict.value, best.verdict.value)) {
            state.best = Some(candidate);
            self.tell(&state, method);
        }
        point
    }

    /// Pulls the best plan forward where that costs nothing.
    pub(super) fn polish(&self) {
        let Some(best) = self.state().best else { return };
        let polished = self.judge(polish::pull_forward(&self.program, &best.point.0));
        let least = best.verdict.value - SAME * best.verdict.value.abs();
        if polished.verdict.keeps_the_rules() && polished.verdict.value >= least {
            self.lock().best = Some(polished);
        }
    }

    fn judge(&self, selection: Selection) -> Best {
        let plan = selection.plan(&self.portfolio, &self.program.placements);
        let verdict = verify(&self.portfolio, &plan);
        Best { point: Arc::new((selection, verdict.value)), verdict, plan }
    }

    /// Takes over the tree of an earlier run: what it proves beside the best plan, and for proofs to go on with.
    pub(super) fn go_on_with(&self, tree: ProofTree, method: &'static str) {
        let floor = certificate::floor(self.value().unwrap_or(f64::NEG_INFINITY), certificate::step(&self.program));
        self.lower_bound(walk(&self.program, &tree, floor).bound, method);
        self.lock().tree = Some(Arc::new(tree));
    }

    /// Tells of a bound on every plan.
    pub(super) fn lower_bound(&self, bound: f64, method: &'static str) {
        let bound = certificate::rounded(&self.program, bound);
        let mut state = self.lock();
        if bound < state.bound {
            state.bound = bound;
            self.tell(&state, method);
        }
    }

    /// Takes over multipliers: their bound, and what they tell of placements if they tell more than those before.
    pub(super) fn guide_by(&self, multipliers: Multipliers, fractions: Option<Vec<f64>>, method: &'static str) {
        let guide = Guide::new(&self.program, multipliers, fractions);
        self.lower_bound(guide.bound, method);
        let mut state = self.lock();
        if state.guide.as_ref().is_none_or(|before| guide.bound < before.bound) {
            state.guide = Some(Arc::new(guide));
        }
    }

    /// Takes over what an exact method says; placements that it was not given are in no plan better than the incumbent.
    fn settle(&self, proof: Proof, method: &'static str) -> Option<Finish> {
        let bound = match proof {
            Proof::Optimal(selection, bound) => {
                // Kept also when it is only as good as the incumbent, so that the answer does not depend on who found that value first.
                self.offer_if(&selection, method, |value, best| value >= best - SAME * best.abs());
                Some(bound)
            }
            Proof::Infeasible if self.value().is_none() => return Some(Finish::Infeasible),
            Proof::Infeasible => self.value(),
            Proof::Unfinished(selection, bound) => {
                if let Some(selection) = selection {
                    self.offer(&selection, method);
                }
                bound
            }
        };
        if let Some((bound, value)) = bound.zip(self.value()) {
            self.lower_bound(bound.max(value) + value.abs() * ROUNDING, method);
        }
        self.is_closed().then_some(Finish::Proven)
    }

    fn tell(&self, state: &State, method: &'static str) {
        if let Some(progress) = &self.watch.progress {
            let value = state.best.as_ref().map(|best| best.verdict.value);
            progress(Progress { value, bound: state.bound, method, elapsed: self.began.elapsed() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
