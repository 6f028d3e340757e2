//! The race: which method runs when, and when the answer is in.
//!
//! 1. Side by side: the relaxation, for the bound and the duals (the subgradient method when it is too large), and a first search
//!    of fixed work. Both give the same in every run.
//! 2. When both are there, placements that cannot be in a plan better than the first search's are closed by the certificate, and an
//!    exact method starts on what is left.
//! 3. A second search, guided by the duals if they came in time, uses the other core until the time is over.
//!
//! The answer of a run whose proof was finished does not depend on the second search, so it is the same in every run.
//! Methods run on threads of their own and are not waited for when the time is over; they end by themselves soon after.

mod methods;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::Cut;
use super::certificate::Multipliers;
use super::exact::Proof;
use super::incumbent::{Best, Incumbent};
use super::limits::ENTRIES_OF_QUICK_RELAXATION;
use super::relaxation::{self, NotRelaxed};
use super::steps::{self, Finish};
use methods::{start_bounding, start_first_search, start_proof, start_second_search};

/// How often the user's wish to end is looked at.
const LOOK: Duration = Duration::from_millis(20);

enum Message {
    Relaxed(Result<Multipliers, NotRelaxed>),
    /// The first search is over, with its best plan.
    Searched(Option<Best>),
    Proved(Proof),
    /// The second search is over.
    Ended,
}

/// Runs the methods until the answer is in; what they found is in the incumbent.
pub(super) fn race(incumbent: &Arc<Incumbent>, seed: u64) -> Finish {
    let (sender, inbox) = channel();
    steps::offer_idle(incumbent);
    if incumbent.stops() {
        return Finish::Cut(if incumbent.is_cancelled() { Cut::Interrupt } else { Cut::Time });
    }
    start_bounding(incumbent, &sender);
    start_first_search(incumbent, &sender, seed);
    let mut race = Race { incumbent, sender, seed, multipliers: None, first: None, second: Phase::Waiting, proof: Phase::Waiting };
    let finish = race.run(&inbox);
    incumbent.end();
    finish
}

/// How far a method of the second round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    Running,
    Over,
}

struct Race<'a> {
    incumbent: &'a Arc<Incumbent>,
    sender: Sender<Message>,
    seed: u64,
    /// The bound's multipliers, when they are there.
    multipliers: Option<Multipliers>,
    /// What the first search found, when it is over. Proofs start from it, not from what came later, to be the same in every run.
    first: Option<Option<Best>>,
    second: Phase,
    proof: Phase,
}

impl Race<'_> {
    fn run(&mut self, inbox: &Receiver<Message>) -> Finish {
        loop {
            let message = match next(self.incumbent, inbox) {
                Ok(message) => message,
                Err(finish) => return finish,
            };
            if let Some(finish) = self.take(message).or_else(|| self.go_on()) {
                return finish;
            }
        }
    }

    /// Takes a message in; the finish, if it decides the race.
    fn take(&mut self, message: Message) -> Option<Finish> {
        match message {
            Message::Relaxed(Err(NotRelaxed::Infeasible)) => return Some(Finish::Infeasible),
            Message::Relaxed(found) => {
                let program = &self.incumbent.program;
                let multipliers = found.unwrap_or_else(|_| Multipliers::zero(program, self.incumbent.quarters()));
                steps::take_multipliers(self.incumbent, &multipliers, "relaxation");
                self.multipliers = Some(multipliers);
            }
            Message::Searched(best) => self.first = Some(best),
            Message::Proved(proof) => {
                self.proof = Phase::Over;
                return steps::settle(self.incumbent, proof);
            }
            Message::Ended => self.second = Phase::Over,
        }
        None
    }

    /// Starts what can start now; the finish, if the gap is closed and nothing is left to prove.
    fn go_on(&mut self) -> Option<Finish> {
        let first = self.first.as_ref()?;
        if first.as_ref().is_some_and(|best| self.incumbent.closes(best.verdict.value)) && self.multipliers.is_some() {
            return Some(Finish::Proven);
        }
        let quick = relaxation::entries(&self.incumbent.program) <= ENTRIES_OF_QUICK_RELAXATION;
        if self.second == Phase::Waiting && (self.multipliers.is_some() || !quick) {
            self.second = Phase::Running;
            start_second_search(self.incumbent, &self.sender, self.multipliers.as_ref(), self.seed);
        }
        if let (Phase::Waiting, Some(multipliers)) = (self.proof, &self.multipliers) {
            let certificate = multipliers.certificate(&self.incumbent.program);
            let starts = start_proof(self.incumbent, &self.sender, &certificate, first.as_ref());
            self.proof = if starts { Phase::Running } else { Phase::Over };
        }
        (self.proof == Phase::Over && self.incumbent.is_closed()).then_some(Finish::Cut(Cut::Time))
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
