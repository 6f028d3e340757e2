//! The steps of a solve, each on the calling thread: bound, first search, what is left after fixing, its proof.
//!
//! The race runs them side by side, `alone` one after another. All are of fixed work unless the clock cuts them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::branch;
use super::certificate::{self, Certificate, Multipliers};
use super::exact::Proof;
use super::incumbent::{Best, Incumbent};
use super::limits::{
    ENTRIES_OF_QUICK_RELAXATION, FEW_SUBGRADIENT_ITERATIONS, FIRST_WORK, FIXING_MARGIN, MOST_ENTRIES_OF_RELAXATION,
    MOST_PLACEMENTS_OF_EXACT, ROUNDING, SUBGRADIENT_ITERATIONS, WORK_BETWEEN_OFFERS,
};
use super::relaxation::{self, NotRelaxed, Relaxed};
use super::search::{self, Budget, Listener};
use super::subgradient;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// With a proof, or a plan within the gap, by fixed work alone.
    Proven,
    /// No plan keeps the rules.
    Infeasible,
    /// Earlier.
    Cut(super::Cut),
}

/// Offers the plan that does nothing, if it keeps the rules.
pub(super) fn offer_idle(incumbent: &Incumbent) {
    let idle = Selection::empty(&incumbent.program.placements);
    if incumbent.program.keeps(&idle) {
        incumbent.offer(&idle, "idle plan");
    }
}

/// Finds multipliers, by the relaxation or the subgradient method.
pub(super) fn bound(incumbent: &Incumbent) -> Result<Multipliers, NotRelaxed> {
    let (program, quarters) = (&incumbent.program, incumbent.quarters());
    if program.placements.is_empty() {
        return Ok(Multipliers::zero(program, quarters));
    }
    let by_subgradient = |iterations| {
        subgradient::descend(program, quarters, iterations, |bound| {
            incumbent.lower_bound(certificate::rounded(program, bound), "subgradient");
            !incumbent.stops()
        })
    };
    let entries = relaxation::entries(program);
    if entries > MOST_ENTRIES_OF_RELAXATION {
        return Ok(by_subgradient(SUBGRADIENT_ITERATIONS));
    }
    if entries > ENTRIES_OF_QUICK_RELAXATION {
        by_subgradient(FEW_SUBGRADIENT_ITERATIONS);
    }
    let left = incumbent.last_call().saturating_duration_since(Instant::now());
    match relaxation::relax(program, quarters, left) {
        Ok(Relaxed { multipliers, .. }) => Ok(multipliers),
        Err(NotRelaxed::Infeasible) => Err(NotRelaxed::Infeasible),
        Err(NotRelaxed::Failed) => Ok(by_subgradient(SUBGRADIENT_ITERATIONS)),
    }
}

/// Tells the incumbent what multipliers prove, and keeps them for a warm start.
pub(super) fn take_multipliers(incumbent: &Incumbent, multipliers: &Multipliers, method: &'static str) -> Certificate {
    let certificate = multipliers.certificate(&incumbent.program);
    incumbent.lower_bound(certificate::rounded(&incumbent.program, certificate.bound), method);
    incumbent.keep_multipliers(multipliers);
    certificate
}

/// A library that panics on a program takes its method out of the solve, not the process down.
pub(super) fn unless_it_panics<T>(method: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(method)).ok()
}

/// A search of fixed work for each placement, unless the clock cuts it; its plans are in the incumbent.
pub(super) fn first_search(incumbent: &Incumbent, per_placement: u64, seed: u64) {
    let program = &incumbent.program;
    let values: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
    let work = (program.placements.len() as u64 * per_placement).clamp(*FIRST_WORK.start(), *FIRST_WORK.end());
    run_search(incumbent, &values, None, Budget::Work(work), seed);
}

/// A search that goes on until the time is over, from the best plan so far and guided by the multipliers, if there are any.
pub(super) fn second_search(incumbent: &Incumbent, order: &[f64], start: Option<&Selection>, seed: u64) {
    run_search(incumbent, order, start, Budget::Until(incumbent.last_call()), seed.wrapping_add(1));
}

/// What each placement is worth to a search: its reduced value, or its value without multipliers.
pub(super) fn order(program: &Program, multipliers: Option<&Multipliers>) -> Vec<f64> {
    let values = || program.placements.iter().map(|(_, placement)| placement.value).collect();
    multipliers.map_or_else(values, |multipliers| multipliers.reduced_values(program))
}

fn run_search(incumbent: &Incumbent, order: &[f64], start: Option<&Selection>, budget: Budget, seed: u64) {
    let mut offers = Offers { incumbent, pending: None, next: 0 };
    search::search(&incumbent.program, order, start, budget, seed, &mut offers);
    offers.flush();
}

/// Offers the first selection at once, and better ones when enough work has passed since.
struct Offers<'a> {
    incumbent: &'a Incumbent,
    pending: Option<Selection>,
    next: u64,
}

impl Offers<'_> {
    fn flush(&mut self) {
        if let Some(selection) = self.pending.take() {
            self.incumbent.offer(&selection, "search");
        }
    }
}

impl Listener for Offers<'_> {
    fn found(&mut self, selection: &Selection, work: u64) {
        self.pending = Some(selection.clone());
        if work >= self.next {
            self.flush();
            self.next = work + WORK_BETWEEN_OFFERS;
        }
    }
    fn stops(&self) -> bool {
        self.incumbent.stops()
    }
}

/// What is left of a program when placements that are in no plan better than a known one are closed.
pub(super) struct Remainder {
    program: Program,
    start: Option<Selection>,
}

impl Remainder {
    /// Closes what the certificate closes; `None` if too much is left for an exact method.
    pub(super) fn new(incumbent: &Incumbent, certificate: &Certificate, known: Option<&Best>) -> Option<Self> {
        let floor = known.map_or(f64::NEG_INFINITY, |best| best.verdict.value - best.verdict.value.abs() * FIXING_MARGIN);
        let stays = |id: Id<Placement>| {
            let in_known = known.is_some_and(|best| best.selection.has(id, &incumbent.program.placements));
            in_known || certificate.with[id.index()] >= floor
        };
        let (program, moved) = incumbent.program.restricted(stays);
        if program.placements.len() > MOST_PLACEMENTS_OF_EXACT || relaxation::entries(&program) > MOST_ENTRIES_OF_RELAXATION {
            return None;
        }
        let start = known.map(|best| translated(&incumbent.program, &program, &best.selection, &moved));
        Some(Self { program, start })
    }

    /// Solves what is left; the proof is in terms of the whole program.
    pub(super) fn prove(&self, incumbent: &Incumbent) -> Proof {
        let stops = || incumbent.stops();
        back(incumbent, &self.program, branch::prove(&self.program, self.start.as_ref(), &stops))
    }
}

/// The proof with its selection in terms of the whole program.
fn back(incumbent: &Incumbent, program: &Program, proof: Proof) -> Proof {
    let whole = |selection: &Selection| {
        let plan = selection.plan(&incumbent.portfolio, &program.placements);
        Selection::of_plan(&incumbent.program.placements, &plan).expect("restricted placements are placements of the whole")
    };
    match proof {
        Proof::Optimal(selection, bound) => Proof::Optimal(whole(&selection), bound),
        Proof::Unfinished(selection, bound) => Proof::Unfinished(selection.as_ref().map(whole), bound),
        Proof::Infeasible => Proof::Infeasible,
    }
}

fn translated(from: &Program, to: &Program, selection: &Selection, moved: &[Option<Id<Placement>>]) -> Selection {
    let mut translated = Selection::empty(&to.placements);
    for old in selection.chosen() {
        translated.set(from.placements[old].initiative, moved[old.index()]);
    }
    translated
}

/// Takes over what the exact method says; placements that it was not given are in no plan better than the incumbent.
pub(super) fn settle(incumbent: &Incumbent, proof: Proof) -> Option<Finish> {
    match proof {
        Proof::Optimal(selection, bound) => {
            incumbent.settle(&selection, "proof");
            let value = incumbent.value()?;
            incumbent.lower_bound(bound.max(value) + value.abs() * ROUNDING, "proof");
            incumbent.is_closed().then_some(Finish::Proven)
        }
        Proof::Infeasible => match incumbent.value() {
            None => Some(Finish::Infeasible),
            Some(value) => {
                incumbent.lower_bound(value + value.abs() * ROUNDING, "proof");
                incumbent.is_closed().then_some(Finish::Proven)
            }
        },
        Proof::Unfinished(selection, bound) => {
            if let Some(selection) = selection {
                incumbent.offer(&selection, "proof");
            }
            if let Some((bound, value)) = bound.zip(incumbent.value()) {
                incumbent.lower_bound(bound.max(value) + value.abs() * ROUNDING, "proof");
            }
            None
        }
    }
}
