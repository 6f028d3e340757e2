//! The race: which method runs when, and when the answer is in.
//!
//! 1. Side by side: the relaxation, for the bound and the duals (the subgradient method when it is too large), and a first search
//!    of fixed work. Both give the same in every run.
//! 2. Placements that cannot be in a better plan are closed by their certificate.
//! 3. Side by side until the time is over: an exact method on what is left, and a search guided by the duals.
//!
//! The answer of a run whose proof was finished does not depend on the second search, so it is the same in every run.
//! Methods run on threads of their own and are not waited for when the time is over; they end by themselves soon after.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::certificate::{self, Certificate, Multipliers};
use super::exact::{self, Proof};
use super::incumbent::Incumbent;
use super::limits::{FIRST_MOVES, FIRST_MOVES_PER_PLACEMENT, FIXING_MARGIN, MOST_PLACEMENTS_OF_EXACT, ROUNDING};
use super::relaxation::{self, NotRelaxed, Relaxed};
use super::search::{self, Budget, Listener};
use super::{Cut, subgradient};
use crate::program::{Program, Selection};

/// How often the user's wish to end is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// How a race ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// With a proof, or a plan within the gap, by fixed work alone.
    Proven,
    /// No plan keeps the rules.
    Infeasible,
    /// Earlier.
    Cut(Cut),
}

enum Message {
    Relaxed(Result<Multipliers, NotRelaxed>),
    Searched,
    Proved(Proof),
}

/// Runs the methods until the answer is in; what they found is in the incumbent.
pub(super) fn race(incumbent: &Arc<Incumbent>, seed: u64) -> Finish {
    let finish = run(incumbent, seed);
    incumbent.end();
    finish
}

fn run(incumbent: &Arc<Incumbent>, seed: u64) -> Finish {
    let (sender, inbox) = channel();
    start_bounding(incumbent, &sender);
    start_first_search(incumbent, &sender, seed);
    let multipliers = match first_round(incumbent, &inbox) {
        Ok(multipliers) => multipliers,
        Err(finish) => return finish,
    };
    if incumbent.is_closed() {
        return Finish::Proven;
    }
    second_round(incumbent, &sender, &inbox, &multipliers, seed)
}

fn start_bounding(incumbent: &Arc<Incumbent>, sender: &Sender<Message>) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let result = unless_it_panics(|| bound(&own)).unwrap_or(Err(NotRelaxed::Failed));
        // Nobody listens any more when the time is over.
        let _ = sender.send(Message::Relaxed(result));
    });
}

fn bound(incumbent: &Incumbent) -> Result<Multipliers, NotRelaxed> {
    let program = &incumbent.program;
    let quarters = incumbent.portfolio.calendar().count() as usize;
    if program.placements.is_empty() {
        return Ok(Multipliers::zero(program, quarters));
    }
    let by_subgradient = || subgradient::descend(program, quarters, incumbent.value(), incumbent.deadline);
    if !relaxation::is_small_enough(program) {
        return Ok(by_subgradient());
    }
    let left = incumbent.deadline.saturating_duration_since(Instant::now());
    match relaxation::relax(program, quarters, left) {
        Ok(Relaxed { multipliers, .. }) => Ok(multipliers),
        Err(NotRelaxed::Infeasible) => Err(NotRelaxed::Infeasible),
        Err(NotRelaxed::Failed) => Ok(by_subgradient()),
    }
}

/// A library that panics on a program takes its method out of the race, not the process down.
fn unless_it_panics<T>(method: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(method)).ok()
}

fn start_first_search(incumbent: &Arc<Incumbent>, sender: &Sender<Message>, seed: u64) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let program = &own.program;
        let values: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
        let moves = (program.placements.len() as u64 * FIRST_MOVES_PER_PLACEMENT).clamp(*FIRST_MOVES.start(), *FIRST_MOVES.end());
        let mut best = Keeps { incumbent: &own, best: None };
        search::search(program, &values, None, Budget::Moves(moves), seed, &mut best);
        if let Some(selection) = best.best {
            own.offer(&selection, "search");
        }
        let _ = sender.send(Message::Searched);
    });
}

/// Keeps the best selection to be offered at the end.
struct Keeps<'a> {
    incumbent: &'a Incumbent,
    best: Option<Selection>,
}

impl Listener for Keeps<'_> {
    fn found(&mut self, selection: &Selection) {
        self.best = Some(selection.clone());
    }
    fn stops(&self) -> bool {
        self.incumbent.stops()
    }
}

/// Waits for the bound and the first search, or for the search alone when the program is so large that nothing proves it anyway.
fn first_round(incumbent: &Incumbent, inbox: &Receiver<Message>) -> Result<Multipliers, Finish> {
    let large = !relaxation::is_small_enough(&incumbent.program);
    let quarters = incumbent.portfolio.calendar().count() as usize;
    let (mut multipliers, mut searched) = (None, false);
    while !searched || (multipliers.is_none() && !large) {
        match next(incumbent, inbox)? {
            Message::Relaxed(Ok(found)) => multipliers = Some(told(incumbent, found)),
            Message::Relaxed(Err(NotRelaxed::Infeasible)) => return Err(Finish::Infeasible),
            Message::Relaxed(Err(NotRelaxed::Failed)) => multipliers = Some(told(incumbent, Multipliers::zero(&incumbent.program, quarters))),
            Message::Searched => searched = true,
            Message::Proved(_) => {}
        }
    }
    Ok(multipliers.unwrap_or_else(|| Multipliers::zero(&incumbent.program, quarters)))
}

/// Tells the incumbent of the bound that multipliers prove.
fn told(incumbent: &Incumbent, multipliers: Multipliers) -> Multipliers {
    let bound = multipliers.certificate(&incumbent.program).bound;
    incumbent.lower_bound(certificate::rounded(&incumbent.program, bound), "relaxation");
    multipliers
}

fn second_round(
    incumbent: &Arc<Incumbent>,
    sender: &Sender<Message>,
    inbox: &Receiver<Message>,
    multipliers: &Multipliers,
    seed: u64,
) -> Finish {
    let certificate = multipliers.certificate(&incumbent.program);
    let mut proving = start_proof(incumbent, sender, &certificate);
    start_second_search(incumbent, sender, multipliers.reduced_values(&incumbent.program), seed);
    loop {
        match next(incumbent, inbox) {
            Err(finish) => return finish,
            Ok(Message::Relaxed(Ok(found))) => drop(told(incumbent, found)),
            Ok(Message::Relaxed(Err(NotRelaxed::Infeasible))) => return Finish::Infeasible,
            Ok(Message::Proved(proof)) => {
                proving = false;
                if let Some(finish) = settle(incumbent, proof) {
                    return finish;
                }
            }
            Ok(Message::Searched | Message::Relaxed(Err(NotRelaxed::Failed))) => {}
        }
        if !proving && incumbent.is_closed() {
            return Finish::Cut(Cut::Time);
        }
    }
}

/// Starts the exact method on placements that can be in a better plan; `false` if there are too many.
fn start_proof(incumbent: &Arc<Incumbent>, sender: &Sender<Message>, certificate: &Certificate) -> bool {
    let floor = incumbent.value().map_or(f64::NEG_INFINITY, |value| value - value.abs() * FIXING_MARGIN);
    let best = incumbent.state().best.map(|best| best.selection);
    let stays = |id: crate::model::Id<_>| {
        let in_best = best.as_ref().is_some_and(|best| best.has(id, &incumbent.program.placements));
        in_best || certificate.with[id.index()] >= floor
    };
    let (program, moved) = incumbent.program.restricted(stays);
    if program.placements.len() > MOST_PLACEMENTS_OF_EXACT || !relaxation::is_small_enough(&program) {
        return false;
    }
    let start = best.map(|best| translated(&incumbent.program, &program, &best, &moved));
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let proof = unless_it_panics(|| exact::prove(&own.portfolio, &program, start.as_ref(), own.last_call()));
        let proof = proof.unwrap_or(Proof::Unfinished(None, None));
        let back = |selection: &Selection| {
            let plan = selection.plan(&own.portfolio, &program.placements);
            Selection::of_plan(&own.program.placements, &plan).expect("restricted placements are placements of the whole")
        };
        let proof = match proof {
            Proof::Optimal(selection, bound) => Proof::Optimal(back(&selection), bound),
            Proof::Unfinished(selection, bound) => Proof::Unfinished(selection.as_ref().map(back), bound),
            Proof::Infeasible => Proof::Infeasible,
        };
        let _ = sender.send(Message::Proved(proof));
    });
    true
}

fn translated(from: &Program, to: &Program, selection: &Selection, moved: &[Option<crate::model::Id<crate::program::Placement>>]) -> Selection {
    let mut translated = Selection::empty(&to.placements);
    for old in selection.chosen() {
        translated.set(from.placements[old].initiative, moved[old.index()]);
    }
    translated
}

/// Takes over what the exact method says; placements that it was not given are in no plan better than the incumbent.
fn settle(incumbent: &Incumbent, proof: Proof) -> Option<Finish> {
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
                incumbent.lower_bound(value + value.abs() * FIXING_MARGIN, "proof");
                incumbent.is_closed().then_some(Finish::Proven)
            }
        },
        Proof::Unfinished(selection, bound) => {
            if let Some(selection) = selection {
                incumbent.offer(&selection, "proof");
            }
            if let Some((bound, value)) = bound.zip(incumbent.value()) {
                incumbent.lower_bound(bound.max(value) + value.abs() * FIXING_MARGIN, "proof");
            }
            None
        }
    }
}

fn start_second_search(incumbent: &Arc<Incumbent>, sender: &Sender<Message>, order: Vec<f64>, seed: u64) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    let start = incumbent.state().best.map(|best| best.selection);
    thread::spawn(move || {
        let until = own.last_call();
        let mut listener = Offers { incumbent: &own, pending: None, last: Instant::now() };
        search::search(&own.program, &order, start.as_ref(), Budget::Until(until), seed.wrapping_add(1), &mut listener);
        listener.flush();
        let _ = sender.send(Message::Searched);
    });
}

/// Offers better selections as they come, but not so often that judging them slows the search.
struct Offers<'a> {
    incumbent: &'a Incumbent,
    pending: Option<Selection>,
    last: Instant,
}

/// Least time between two offers of one search.
const BETWEEN_OFFERS: Duration = Duration::from_millis(500);

impl Offers<'_> {
    fn flush(&mut self) {
        if let Some(selection) = self.pending.take() {
            self.incumbent.offer(&selection, "search");
        }
    }
}

impl Listener for Offers<'_> {
    fn found(&mut self, selection: &Selection) {
        self.pending = Some(selection.clone());
        if self.last.elapsed() >= BETWEEN_OFFERS {
            self.flush();
            self.last = Instant::now();
        }
    }
    fn stops(&self) -> bool {
        self.incumbent.stops()
    }
}

/// The next message, or what ended the race.
fn next(incumbent: &Incumbent, inbox: &Receiver<Message>) -> Result<Message, Finish> {
    loop {
        let left = incumbent.deadline.saturating_duration_since(Instant::now());
        match inbox.recv_timeout(LOOK.min(left)) {
            Ok(message) => return Ok(message),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) if incumbent.is_cancelled() => {
                return Err(Finish::Cut(Cut::Interrupt));
            }
            Err(_) if left.is_zero() => return Err(Finish::Cut(Cut::Time)),
            Err(_) => {}
        }
    }
}
