//! The incumbent: the best plan and the lowest bound so far, shared by all methods.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::certificate::Multipliers;
use super::limits::MARGIN;
use super::options::{Progress, Watch};
use super::{Options, answer, polish};
use crate::model::Portfolio;
use crate::plan::Plan;
use crate::program::{Program, Selection};
use crate::rules::{Breach, Verdict, verify};

/// Share of the value within which two plans count as equally good; sums in another order differ by less.
const SAME: f64 = 1e-9;

/// What is solved, and how far it is. Methods get it by reference from several threads.
pub(super) struct Incumbent {
    pub portfolio: Portfolio,
    pub program: Program,
    watch: Watch,
    gap: f64,
    pub began: Instant,
    pub deadline: Instant,
    over: AtomicBool,
    state: Mutex<State>,
}

/// The best plan and bound so far.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub best: Option<Best>,
    pub bound: f64,
    /// The last multipliers, for a warm start.
    pub multipliers: Option<Arc<Multipliers>>,
    /// Breaches of plans that a method took for good: an error in this program.
    pub unsound: Vec<Breach>,
}

/// A plan that keeps the rules.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub selection: Selection,
    pub plan: Plan,
    pub verdict: Verdict,
}

impl Incumbent {
    pub(super) fn new(portfolio: Portfolio, program: Program, options: &Options, watch: Watch, began: Instant) -> Self {
        let state = Mutex::new(State { best: None, bound: f64::INFINITY, multipliers: None, unsound: Vec::new() });
        let deadline = began.checked_add(options.time_limit).unwrap_or_else(|| began + Options::LONGEST);
        Self { portfolio, program, watch, gap: options.gap, began, deadline, over: AtomicBool::new(false), state }
    }

    /// The state as it is now.
    pub(super) fn state(&self) -> State {
        self.lock().clone()
    }

    /// Value of the best plan.
    pub(super) fn value(&self) -> Option<f64> {
        self.lock().best.as_ref().map(|best| best.verdict.value)
    }

    /// Ends the race: methods that still run stop soon.
    pub(super) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// A little before the deadline: methods that end by then still count.
    pub(super) fn last_call(&self) -> Instant {
        self.deadline.checked_sub(MARGIN).unwrap_or(self.deadline)
    }

    /// Whether methods should stop: the answer is in, the time is over, or somebody asked to end.
    pub(super) fn stops(&self) -> bool {
        self.over.load(Ordering::Relaxed) || self.is_cancelled() || Instant::now() >= self.deadline
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.watch.cancel.is_cancelled()
    }

    /// Whether the best plan is within the gap asked for.
    pub(super) fn is_closed(&self) -> bool {
        let state = self.lock();
        state.best.as_ref().is_some_and(|best| answer::is_within(best.verdict.value, state.bound, self.gap))
    }

    /// Whether a plan of this value is within the gap asked for.
    pub(super) fn closes(&self, value: f64) -> bool {
        answer::is_within(value, self.lock().bound, self.gap)
    }

    /// Number of quarters of the plan.
    pub(super) fn quarters(&self) -> usize {
        self.portfolio.calendar().count() as usize
    }

    /// Offers a selection: judged in exact arithmetic, pulled forward where that costs nothing, kept if it is better.
    pub(super) fn offer(&self, selection: &Selection, method: &'static str) {
        self.offer_if(selection, method, |value, best| value > best);
    }

    /// Offers a selection that is proven to be best: it is kept also when it is only as good as the incumbent, so that the answer
    /// does not depend on who found that value first.
    pub(super) fn settle(&self, selection: &Selection, method: &'static str) {
        self.offer_if(selection, method, |value, best| value >= best - SAME * best.abs());
    }

    fn offer_if(&self, selection: &Selection, method: &'static str, is_wanted: impl Fn(f64, f64) -> bool) {
        let judged = self.judge(selection.clone());
        if !judged.verdict.keeps_the_rules() {
            self.lock().unsound = judged.verdict.breaches;
            return;
        }
        let polished = self.judge(polish::pull_forward(&self.program, selection));
        let least = judged.verdict.value - SAME * judged.verdict.value.abs();
        let keeps = polished.verdict.keeps_the_rules() && polished.verdict.value >= least;
        let candidate = if keeps { polished } else { judged };
        let mut state = self.lock();
        if state.best.as_ref().is_none_or(|best| is_wanted(candidate.verdict.value, best.verdict.value)) {
            state.best = Some(candidate);
            self.tell(&state, method);
        }
    }

    fn judge(&self, selection: Selection) -> Best {
        let plan = selection.plan(&self.portfolio, &self.program.placements);
        Best { verdict: verify(&self.portfolio, &plan), plan, selection }
    }

    /// Tells of a bound on every plan.
    pub(super) fn lower_bound(&self, bound: f64, method: &'static str) {
        let mut state = self.lock();
        if bound < state.bound {
            state.bound = bound;
            self.tell(&state, method);
        }
    }

    /// Keeps multipliers for the warm start of another solve.
    pub(super) fn keep_multipliers(&self, multipliers: &Multipliers) {
        self.lock().multipliers = Some(Arc::new(multipliers.clone()));
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
