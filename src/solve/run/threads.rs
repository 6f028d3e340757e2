//! Threads that take steps from one queue and give them back done.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Done, Task};
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::MARGIN;

/// How often the user's wish to end is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Threads that end when this is dropped; one that is inside a library then ends when that returns.
pub(super) struct Threads {
    count: usize,
    tasks: Sender<Task>,
    done: Receiver<Done>,
}

impl Threads {
    pub(super) fn new(count: usize) -> Self {
        let ((tasks, inbox), (outbox, done)) = (channel::<Task>(), channel());
        let inbox = Arc::new(Mutex::new(inbox));
        for _ in 0..count {
            let (inbox, outbox) = (Arc::clone(&inbox), outbox.clone());
            thread::spawn(move || while take(&inbox).is_some_and(|task| outbox.send(task.run()).is_ok()) {});
        }
        Self { count, tasks, done }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn give(&self, task: Task) {
        // Threads take tasks as long as this is there.
        let _ = self.tasks.send(task);
    }

    /// The next step that is done; none if the run stops and none is done soon after.
    pub(super) fn next_done(&self, incumbent: &Incumbent) -> Option<Done> {
        let mut stopped = None;
        loop {
            if let Ok(done) = self.done.recv_timeout(LOOK) {
                return Some(done);
            }
            let since = stopped.or_else(|| incumbent.stops().then(Instant::now));
            if since.is_some_and(|since| since.elapsed() >= MARGIN) {
                return None;
            }
            stopped = since;
        }
    }
}

fn take(inbox: &Mutex<Receiver<Task>>) -> Option<Task> {
    inbox.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
