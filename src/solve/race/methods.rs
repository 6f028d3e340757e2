//! The methods of a race, each on a thread of its own, and how they report.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use super::Message;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};
use crate::solve::certificate::{self, Certificate, Multipliers};
use crate::solve::exact::{self, Proof};
use crate::solve::incumbent::{Best, Incumbent};
use crate::solve::limits::{
    ENTRIES_OF_QUICK_RELAXATION, FEW_SUBGRADIENT_ITERATIONS, FIRST_WORK, FIRST_WORK_PER_PLACEMENT, FIXING_MARGIN,
    MOST_ENTRIES_OF_RELAXATION, MOST_PLACEMENTS_OF_EXACT, SUBGRADIENT_ITERATIONS, WORK_BETWEEN_OFFERS,
};
use crate::solve::relaxation::{self, NotRelaxed, Relaxed};
use crate::solve::search::{self, Budget, Listener};
use crate::solve::subgradient;

pub(super) fn start_bounding(incumbent: &Arc<Incumbent>, sender: &Sender<Message>) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let result = unless_it_panics(|| bound(&own)).unwrap_or(Err(NotRelaxed::Failed));
        // Nobody listens any more when the time is over.
        let _ = sender.send(Message::Relaxed(result));
    });
}

fn bound(incumbent: &Incumbent) -> Result<Multipliers, NotRelaxed> {
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

/// A library that panics on a program takes its method out of the race, not the process down.
fn unless_it_panics<T>(method: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(method)).ok()
}

pub(super) fn start_first_search(incumbent: &Arc<Incumbent>, sender: &Sender<Message>, seed: u64) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let program = &own.program;
        let values: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
        let work = (program.placements.len() as u64 * FIRST_WORK_PER_PLACEMENT).clamp(*FIRST_WORK.start(), *FIRST_WORK.end());
        let mut offers = Offers::new(&own);
        search::search(program, &values, None, Budget::Work(work), seed, &mut offers);
        offers.flush();
        let _ = sender.send(Message::Searched(own.state().best));
    });
}

pub(super) fn start_second_search(
    incumbent: &Arc<Incumbent>,
    sender: &Sender<Message>,
    multipliers: Option<&Multipliers>,
    seed: u64,
) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    let values = || incumbent.program.placements.iter().map(|(_, placement)| placement.value).collect();
    let order = multipliers.map_or_else(values, |multipliers| multipliers.reduced_values(&incumbent.program));
    let start = incumbent.state().best.map(|best| best.selection);
    thread::spawn(move || {
        let mut offers = Offers::new(&own);
        let budget = Budget::Until(own.last_call());
        search::search(&own.program, &order, start.as_ref(), budget, seed.wrapping_add(1), &mut offers);
        offers.flush();
        let _ = sender.send(Message::Ended);
    });
}

/// Offers the first selection at once, and better ones when enough work has passed since.
struct Offers<'a> {
    incumbent: &'a Incumbent,
    pending: Option<Selection>,
    next: u64,
}

impl<'a> Offers<'a> {
    fn new(incumbent: &'a Incumbent) -> Self {
        Self { incumbent, pending: None, next: 0 }
    }

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

/// Starts the exact method on placements that can be in a plan better than `first`; `false` if there are too many.
pub(super) fn start_proof(
    incumbent: &Arc<Incumbent>,
    sender: &Sender<Message>,
    certificate: &Certificate,
    first: Option<&Best>,
) -> bool {
    let floor = first.map_or(f64::NEG_INFINITY, |best| best.verdict.value - best.verdict.value.abs() * FIXING_MARGIN);
    let stays = |id: Id<Placement>| {
        let in_first = first.is_some_and(|best| best.selection.has(id, &incumbent.program.placements));
        in_first || certificate.with[id.index()] >= floor
    };
    let (program, moved) = incumbent.program.restricted(stays);
    if program.placements.len() > MOST_PLACEMENTS_OF_EXACT || relaxation::entries(&program) > MOST_ENTRIES_OF_RELAXATION {
        return false;
    }
    let start = first.map(|best| translated(&incumbent.program, &program, &best.selection, &moved));
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let proof = unless_it_panics(|| exact::prove(&own.portfolio, &program, start.as_ref(), own.last_call()));
        let _ = sender.send(Message::Proved(back(&own, &program, proof.unwrap_or(Proof::Unfinished(None, None)))));
    });
    true
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
