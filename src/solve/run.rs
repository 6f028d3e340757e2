//! A run: rounds of steps of several methods, dealt to threads, exchanged when the round is over.
//!
//! In each round the [`Crew`] says how much each method may do, in steps (`place.rs`). All steps of a round see what was known when it
//! began, and what they found is taken over in the order of the methods when it ends. So the same rounds give the same, whatever the
//! number of threads; the clock ends a run, tells which method has most to do, so that it goes first and threads end a round together,
//! and, once the crew lets it pace the run, measures what each may do. Rounds begin with a millisecond of work, so that small programs
//! do not wait, and grow, so that exchanging costs little.

mod place;
mod threads;

use std::sync::Arc;
use std::time::Instant;

use super::Cut;
use super::crew::Crew;
use super::incumbent::{Finish, Incumbent};
use super::limits::{FIRST_STEP, GROWTH_OF_STEPS, LARGEST_STEP, LARGEST_STEP_PER_PLACEMENT, WORK_A_SECOND};
use super::method::{Budget, Found, Known, Method};
pub(super) use place::{Place, Share};
use threads::Threads;

/// A step to be done: everything it may look at.
pub(super) struct Task {
    place: usize,
    method: Box<dyn Method>,
    incumbent: Arc<Incumbent>,
    known: Arc<Known>,
    work: u64,
    share: f64,
}

/// A step that is done.
pub(super) struct Done {
    place: usize,
    /// None if it panicked: a library's error takes its method out of the run, not the process down.
    method: Option<Box<dyn Method>>,
    found: Found,
    seconds: f64,
}

impl Task {
    fn run(mut self) -> Done {
        let stops = || self.incumbent.stops();
        let budget = Budget { work: self.work, share: self.share, stops: &stops };
        let step = std::panic::AssertUnwindSafe(|| self.method.step(&self.known, &budget));
        let began = Instant::now();
        let (method, found) = match std::panic::catch_unwind(step) {
            Ok(found) => (Some(self.method), found),
            Err(_) => (None, Found { is_over: true, ..Found::default() }),
        };
        Done { place: self.place, method, found, seconds: began.elapsed().as_secs_f64() }
    }
}

/// Runs the crew until the answer is in, the work or the time is over, or nobody has anything left to do.
pub(super) fn run(incumbent: &Arc<Incumbent>, crew: &mut Crew, threads: usize, work_limit: Option<u64>) -> Finish {
    let threads = (threads > 1).then(|| Threads::new(threads));
    let (mut work, mut step, mut share) = (0, FIRST_STEP, 0.0);
    let largest = LARGEST_STEP_PER_PLACEMENT * incumbent.program.placements.len() as f64;
    let largest = largest.clamp(*LARGEST_STEP.start(), *LARGEST_STEP.end());
    let finish = loop {
        if let Some(cut) = incumbent.is_cut() {
            break Finish::Cut(cut);
        }
        if work_limit.is_some_and(|limit| work >= limit) {
            break Finish::Cut(Cut::Work);
        }
        let known = incumbent.known();
        let mut round = crew.round(incumbent, &known, step);
        share = match work_limit {
            Some(limit) => work as f64 / limit.max(1) as f64,
            None if crew.is_paced() => incumbent.share_of_time().max(share),
            None => work as f64 / (incumbent.seconds_allowed() * crew.lanes() as f64 * WORK_A_SECOND).max(1.0),
        };
        if round.is_empty() {
            break if incumbent.is_closed() { Finish::Proven } else { Finish::Cut(Cut::Work) };
        }
        Round { incumbent, known: Arc::new(known), work: step, share }.work_through(&mut round, threads.as_ref());
        work += round.iter().flat_map(|place| &place.found).map(|found| found.work).sum::<u64>();
        if let Some(finish) = take_over(incumbent, crew, round) {
            break finish;
        }
        step = (step as f64 * GROWTH_OF_STEPS).min(largest) as u64;
    };
    incumbent.end();
    finish
}

/// Takes over what a round found, in the order of the members; how the run ends, if that decides it.
fn take_over(incumbent: &Incumbent, crew: &mut Crew, round: Vec<Place>) -> Option<Finish> {
    let mut finish = None;
    for place in round {
        let name = crew.name(place.member);
        let done = place.share();
        for found in place.found {
            let found = crew.of_whole(place.member, found);
            finish = finish.or(incumbent.take(found, place.member, name));
        }
        crew.give_back(place.member, place.method, &done);
    }
    finish.or_else(|| incumbent.is_closed().then_some(Finish::Proven))
}

struct Round<'a> {
    incumbent: &'a Arc<Incumbent>,
    known: Arc<Known>,
    work: u64,
    share: f64,
}

impl Round<'_> {
    fn work_through(&self, round: &mut [Place], threads: Option<&Threads>) {
        let most = threads.map_or(1, Threads::count);
        let (mut at_work, mut here) = (0, None);
        loop {
            while at_work < most
                && let Some(task) = self.next(round)
            {
                at_work += 1;
                match threads {
                    Some(threads) => threads.give(task),
                    None => here = Some(task.run()),
                }
            }
            if at_work == 0 {
                return;
            }
            let done = here.take().or_else(|| threads.and_then(|threads| threads.next_done(self.incumbent)));
            // A library that does not hear the bell is not waited for.
            let Some(done) = done else { return };
            at_work -= 1;
            round[done.place].take(done.method, done.found, done.seconds);
        }
    }

    /// The next step of the method whose steps will take longest, so that threads end the round together.
    fn next(&self, round: &mut [Place]) -> Option<Task> {
        if self.incumbent.stops() {
            return None;
        }
        let waiting = round.iter_mut().enumerate().filter(|(_, place)| place.goes_on(self.work));
        let (position, place) = waiting.max_by(|a, b| a.1.left().total_cmp(&b.1.left()).then(b.0.cmp(&a.0)))?;
        let method = place.method.take()?;
        let (incumbent, known) = (Arc::clone(self.incumbent), Arc::clone(&self.known));
        Some(Task { place: position, method, incumbent, known, work: self.work, share: place.share.unwrap_or(self.share) })
    }
}
