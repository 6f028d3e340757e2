//! The methods of a race, each on a thread of its own, and how they report.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::Message;
use crate::solve::certificate::{Certificate, Multipliers};
use crate::solve::incumbent::{Best, Incumbent};
use crate::solve::limits::FIRST_WORK_PER_PLACEMENT;
use crate::solve::relaxation::NotRelaxed;
use crate::solve::steps::{self, Remainder};

pub(super) fn start_bounding(incumbent: &Arc<Incumbent>, sender: &Sender<Message>) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let result = steps::unless_it_panics(|| steps::bound(&own)).unwrap_or(Err(NotRelaxed::Failed));
        // Nobody listens any more when the time is over.
        let _ = sender.send(Message::Relaxed(result));
    });
}

pub(super) fn start_first_search(incumbent: &Arc<Incumbent>, sender: &Sender<Message>, seed: u64) {
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        steps::first_search(&own, FIRST_WORK_PER_PLACEMENT, seed);
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
    let order = steps::order(&incumbent.program, multipliers);
    let start = incumbent.state().best.map(|best| best.selection);
    thread::spawn(move || {
        steps::second_search(&own, &order, start.as_ref(), seed);
        let _ = sender.send(Message::Ended);
    });
}

/// Starts the exact method on placements that can be in a plan better than `first`; `false` if there are too many.
pub(super) fn start_proof(
    incumbent: &Arc<Incumbent>,
    sender: &Sender<Message>,
    certificate: &Certificate,
    first: Option<&Best>,
) -> bool {
    let Some(remainder) = Remainder::new(incumbent, certificate, first) else { return false };
    let (own, sender) = (Arc::clone(incumbent), sender.clone());
    thread::spawn(move || {
        let _ = sender.send(Message::Proved(remainder.prove(&own)));
    });
    true
}
