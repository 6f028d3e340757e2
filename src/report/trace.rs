//! The trace of a run as CSV: every better plan and bound as it was found.

use crate::solve::{Progress, gap};

const HEADER: &str = "seconds,value,bound,gap,method\n";

/// Lines in the order of time; cells of what was not known yet are empty.
pub(super) fn trace(progress: &[Progress]) -> String {
    progress.iter().fold(HEADER.to_owned(), |text, told| text + &line(told))
}

fn line(told: &Progress) -> String {
    let bound = told.bound.is_finite().then_some(told.bound);
    let gap = told.value.zip(bound).map(|(value, bound)| gap(value, bound));
    let cell = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let seconds = told.elapsed.as_secs_f64();
    format!("{seconds:.3},{},{},{},{}\n", cell(told.value), cell(bound), cell(gap), told.method)
}
