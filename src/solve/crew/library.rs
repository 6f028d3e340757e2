//! An exact library on a thread of its own: it knows no steps, so each step only looks whether it is done.
//!
//! It gets what the certificate leaves open, with the best plan as its start. A step waits as long as other methods would work, so that
//! the library has a core for itself.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::model::{Id, Portfolio};
use crate::program::{Placement, Program, Selection};
use crate::solve::exact::{self, Proof};
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{MOST_PLACEMENTS_OF_LIBRARY, WORK_A_SECOND};
use crate::solve::method::{Budget, Found, Known, Method};

/// How often the step looks whether it should stop.
const LOOK: Duration = Duration::from_millis(20);

/// See the module.
pub(super) struct Library {
    portfolio: Portfolio,
    program: Arc<Program>,
    last_call: Instant,
    answer: Option<Receiver<Proof>>,
}

impl Library {
    /// None if the certificate leaves too much open.
    pub(super) fn new(incumbent: &Incumbent, known: &Known) -> Option<Self> {
        let floor = known.floor();
        let open = known.guide.as_ref()?.with.iter().filter(|&&with| with >= floor).count();
        let (portfolio, program) = (incumbent.portfolio.clone(), Arc::clone(&incumbent.program));
        let fits = open <= MOST_PLACEMENTS_OF_LIBRARY;
        fits.then(|| Self { portfolio, program, last_call: incumbent.last_call(), answer: None })
    }

    fn begin(&self, known: &Known) -> Receiver<Proof> {
        let (sender, receiver) = channel();
        let (portfolio, whole, last_call) = (self.portfolio.clone(), Arc::clone(&self.program), self.last_call);
        let (best, guide, floor) = (known.best.clone(), known.guide.clone(), known.floor());
        thread::spawn(move || {
            let best = best.as_ref().map(|best| &best.0);
            let stays = |id: Id<Placement>| {
                let in_best = best.is_some_and(|best| best.has(id, &whole.placements));
                in_best || guide.as_ref().is_none_or(|guide| guide.with[id.index()] >= floor)
            };
            let (part, moved) = whole.restricted(stays);
            let start = best.map(|best| translated(&whole, &part, best, &moved));
            let proof = exact::prove(&portfolio, &part, start.as_ref(), last_call);
            // Nobody listens any more when the run is over.
            let _ = sender.send(back(&whole, &moved, proof));
        });
        receiver
    }
}

impl Method for Library {
    fn name(&self) -> &'static str {
        "HiGHS"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        if self.answer.is_none() {
            self.answer = Some(self.begin(known));
        }
        let began = Instant::now();
        let wait = Duration::from_secs_f64(budget.work as f64 / WORK_A_SECOND);
        let mut found = Found { work: budget.work, ..Found::default() };
        while let Some(answer) = self.answer.as_ref().filter(|_| began.elapsed() < wait && !(budget.stops)()) {
            match answer.recv_timeout(LOOK) {
                Ok(proof) => return Found { proof: Some(proof), is_over: true, ..found },
                Err(RecvTimeoutError::Disconnected) => {
                    found.is_over = true;
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        found
    }
}

fn translated(from: &Program, to: &Program, selection: &Selection, moved: &[Option<Id<Placement>>]) -> Selection {
    let mut translated = Selection::empty(&to.placements);
    for old in selection.chosen() {
        translated.set(from.placements[old].initiative, moved[old.index()]);
    }
    translated
}

/// The proof with its selection in terms of the whole program.
fn back(whole: &Program, moved: &[Option<Id<Placement>>], proof: Proof) -> Proof {
    let old: Vec<Id<Placement>> = (0..moved.len()).filter(|&old| moved[old].is_some()).map(Id::new).collect();
    let in_whole = |part: &Selection| {
        let mut selection = Selection::empty(&whole.placements);
        part.chosen().for_each(|own| selection.set(whole.placements[old[own.index()]].initiative, Some(old[own.index()])));
        selection
    };
    match proof {
        Proof::Optimal(selection, bound) => Proof::Optimal(in_whole(&selection), bound),
        Proof::Unfinished(selection, bound) => Proof::Unfinished(selection.as_ref().map(in_whole), bound),
        Proof::Infeasible => Proof::Infeasible,
    }
}
