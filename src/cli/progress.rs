//! Who looks on during a solve: a line with value, bound and gap on a terminal, and Ctrl-C.

use std::borrow::Cow;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use quarterdeck::solve::{Cancel, Progress, Watch, gap};

use super::exit::INTERRUPTED;
use super::{output, terminal};

/// How often the line is drawn again: often enough for a second hand.
const TICK: Duration = Duration::from_millis(200);

/// Looks on from the start of a solve until it leaves.
pub struct Onlooker {
    cancel: Cancel,
    line: Option<ProgressBar>,
    trace: Option<Arc<Mutex<Vec<Progress>>>>,
}

impl Onlooker {
    /// Shows a line if standard error is a terminal, and takes Ctrl-C: the first ends the solve, the second the process.
    pub fn new() -> Self {
        let cancel = Cancel::default();
        let line = terminal::can_redraw().then(draw);
        take_interrupts(&cancel, line.as_ref());
        Self { cancel, line, trace: None }
    }

    /// The same, remembering every better plan and bound if asked to.
    pub fn tracing(traces: bool) -> Self {
        Self { trace: traces.then(Arc::default), ..Self::new() }
    }

    /// What the solve is given.
    pub fn watch(&self) -> Watch {
        let (line, trace) = (self.line.clone(), self.trace.clone());
        let told = move |progress: Progress| {
            if let Some(line) = &line {
                line.set_message(describe(progress));
            }
            if let Some(trace) = &trace {
                trace.lock().unwrap_or_else(PoisonError::into_inner).push(progress);
            }
        };
        Watch { cancel: self.cancel.clone(), progress: Some(Arc::new(told)) }
    }

    /// Every better plan and bound that was told of, in order; empty unless they are traced.
    pub fn trace(&self) -> Vec<Progress> {
        self.trace.as_ref().map(|trace| trace.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }

    /// Says what is done now.
    pub fn tell(&self, what: impl Into<Cow<'static, str>>) {
        if let Some(line) = &self.line {
            line.set_message(what);
        }
    }

    /// Wipes the line.
    pub fn leave(self) {
        if let Some(line) = self.line {
            line.finish_and_clear();
        }
    }
}

/// Looks on while many cases are solved: how many are done, the rate and the time left.
pub struct Counter {
    cancel: Cancel,
    line: Option<ProgressBar>,
}

impl Counter {
    /// Shows a bar over `count` cases if standard error is a terminal, and takes Ctrl-C as an [`Onlooker`] does.
    pub fn new(count: usize) -> Self {
        let cancel = Cancel::default();
        let line = terminal::can_redraw().then(|| draw_bar(count));
        take_interrupts(&cancel, line.as_ref());
        Self { cancel, line }
    }

    /// What the solves are given.
    pub fn watch(&self) -> Watch {
        Watch { cancel: self.cancel.clone(), progress: None }
    }

    /// Counts a case that is ready.
    pub fn count(&self, name: &str) {
        if let Some(line) = &self.line {
            line.set_message(name.to_owned());
            line.inc(1);
        }
    }

    /// Wipes the bar.
    pub fn leave(self) {
        if let Some(line) = self.line {
            line.finish_and_clear();
        }
    }
}

fn draw_bar(count: usize) -> ProgressBar {
    let line = ProgressBar::new(count as u64);
    let bar = if terminal::allows_color() { "{bar:30.cyan}" } else { "{bar:30}" };
    let template = format!("{bar} {{pos}} of {{len}}  {{per_sec}}  {{eta}} left  {{msg}}  {{prefix}}");
    line.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    line.enable_steady_tick(TICK);
    line
}

/// The first Ctrl-C ends the solve, the second the process.
fn take_interrupts(cancel: &Cancel, line: Option<&ProgressBar>) {
    let (taken, shown) = (cancel.clone(), line.cloned());
    let interrupt = move || {
        if taken.is_cancelled() {
            process::exit(INTERRUPTED);
        }
        taken.cancel();
        if let Some(line) = &shown {
            line.set_prefix("ending, Ctrl-C again to leave at once");
        }
    };
    if let Err(error) = ctrlc::set_handler(interrupt) {
        output::say(&format!("warning: Ctrl-C will end without a plan: {error}\n"));
    }
}

fn draw() -> ProgressBar {
    let line = ProgressBar::new_spinner();
    let spinner = if terminal::allows_color() { "{spinner:.cyan}" } else { "{spinner}" };
    let template = format!("{spinner} {{elapsed}}  {{msg}}  {{prefix}}");
    line.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_spinner()));
    line.set_message("no plan yet");
    line.enable_steady_tick(TICK);
    line
}

fn describe(progress: Progress) -> String {
    let bound = if progress.bound.is_finite() { format!("{:.2}", progress.bound) } else { "none yet".to_owned() };
    match progress.value {
        None => format!("no plan yet  bound {bound}  ({})", progress.method),
        Some(value) if progress.bound.is_finite() => {
            let percent = 100.0 * gap(value, progress.bound);
            format!("value {value:.2}  bound {bound}  gap {percent:.2} %  ({})", progress.method)
        }
        Some(value) => format!("value {value:.2}  bound {bound}  ({})", progress.method),
    }
}
