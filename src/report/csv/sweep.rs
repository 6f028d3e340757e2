//! sweep.csv and frontier.csv.

use super::{number, written};
use crate::model::{Basis, Id, Initiative};
use crate::report::sweep::{Curve, plain_setting, status};
use crate::scenario::{Point, Turn};

/// Separates ids in a cell, as in `depends_on`.
const SEPARATOR: &str = ";";

/// The columns of a sweep. `in`, `out` and `moved` tell what changed since the row above.
const SWEEP: [&str; 12] =
    ["at", "status", "value", "bound", "gap", "chosen", "part", "share_of_planned", "share_of_capacity", "in", "out", "moved"];

/// One row a point.
pub(in crate::report) fn sweep(curve: &Curve<'_>) -> String {
    let turn = |position: usize| curve.turns.iter().find(|turn| turn.after + 1 == position);
    written(&SWEEP, curve.points.iter().enumerate().map(|(position, point)| row(curve, point, turn(position))))
}

fn row(curve: &Curve<'_>, point: &Point, turn: Option<&Turn>) -> [String; 12] {
    let answer = point.outcome.answer();
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite()).map(number).unwrap_or_default();
    let share = |basis| finite(curve.share(point, basis).map(|share| share.as_number()));
    let ids = |ids: Option<&Vec<Id<Initiative>>>| {
        let name = |&id: &Id<Initiative>| point.portfolio.initiatives()[id].id.as_str();
        ids.into_iter().flatten().map(name).collect::<Vec<&str>>().join(SEPARATOR)
    };
    [
        plain_setting(curve.scale(), point.setting),
        status(&point.outcome).to_owned(),
        finite(answer.map(|answer| answer.value)),
        finite(point.outcome.optimum().map(|optimum| optimum.high)),
        finite(answer.map(|answer| answer.gap())),
        answer.map(|answer| answer.plan.chosen().count().to_string()).unwrap_or_default(),
        point.share.as_ref().map(|share| share.part.to_string()).unwrap_or_default(),
        share(Basis::Planned),
        share(Basis::Capacity),
        ids(turn.map(|turn| &turn.came)),
        ids(turn.map(|turn| &turn.went)),
        ids(turn.map(|turn| &turn.moved)),
    ]
}
