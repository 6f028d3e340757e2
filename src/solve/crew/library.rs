//! An exact library on a thread of its own: it knows no steps, so each step only looks whether it is done.
//!
//! It gets what the certificate leaves open, with the best plan as its start. A step waits as long as other methods would work, so that
//! the library has a core for itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Crew, Task};
use crate::model::{Id, Portfolio};
use crate::program::{LinearRow, Part, Placement, Program, Sense};
use crate::solve::certificate::HullCut;
use crate::solve::exact::{self, Proof};
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{MOST_PLACEMENTS_OF_LIBRARY, WORK_A_SECOND};
use crate::solve::method::{Budget, Found, Known, Method};
use crate::solve::neighbourhoods::Neighbourhoods;

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
        known.guide.as_ref()?;
        let open = known.open(&incumbent.program).into_iter().filter(|open| *open).count();
        let (portfolio, program) = (incumbent.portfolio.clone(), Arc::clone(&incumbent.program));
        let fits = open <= MOST_PLACEMENTS_OF_LIBRARY;
        fits.then(|| Self { portfolio, program, last_call: incumbent.last_call(), answer: None })
    }

    fn begin(&self, known: &Known) -> Receiver<Proof> {
        let (sender, receiver) = channel();
        let (portfolio, whole, last_call) = (self.portfolio.clone(), Arc::clone(&self.program), self.last_call);
        let known = known.clone();
        thread::spawn(move || {
            let open = known.open(&whole);
            let part = whole.part(known.best.as_ref().map(|best| &best.0), |id| open[id.index()]);
            let start = known.best.as_ref().map(|_| &part.selection);
            let cuts = known.guide.as_ref().map_or(Vec::new(), |guide| cuts_of(&part, &guide.multipliers.cuts));
            let proof = exact::prove_with(&portfolio, &part.program, cuts, start, last_call);
            // Nobody listens any more when the run is over.
            let _ = sender.send(proof.of_whole(|selection| part.in_whole(&whole, selection)));
        });
        receiver
    }
}

/// Cuts of the whole program as rows of a part of it, which has no more to choose from.
fn cuts_of(part: &Part, cuts: &[(HullCut, f64)]) -> Vec<LinearRow> {
    let column_of: BTreeMap<Id<Placement>, usize> = part.whole.iter().enumerate().map(|(own, &whole)| (whole, own)).collect();
    let row = |(cut, _): &(HullCut, f64)| LinearRow {
        name: "cut".to_owned(),
        terms: cut.terms.iter().filter_map(|(id, p)| Some((*column_of.get(id)?, *p as f64))).collect(),
        sense: Sense::AtMost,
        limit: cut.limit as f64,
    };
    cuts.iter().map(row).collect()
}

impl Crew {
    /// Brings in HiGHS beside the own proof, where it may come to one: it fills a core of its own, which searches use better elsewhere.
    /// It knows time but no work, so a run with a work limit does without it.
    pub(super) fn hire_library_for_proof(&mut self, incumbent: &Incumbent, known: &Known) {
        self.has_library = true;
        let method = Library::new(incumbent, known).filter(|_| !self.has_work_limit);
        method.into_iter().for_each(|method| self.hire(Task::Proof, Box::new(method)));
    }

    /// Brings in neighbourhoods solved by HiGHS, beside those of our own tree.
    pub(super) fn hire_library_for_neighbourhoods(&mut self, incumbent: &Incumbent) {
        let method = Neighbourhoods::new(Arc::clone(&incumbent.program), self.seed).filter(|_| !self.has_work_limit);
        if let Some(method) = method {
            let method = method.by_library(incumbent.portfolio.clone(), incumbent.last_call());
            self.hire(Task::Polish, Box::new(method));
        }
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
