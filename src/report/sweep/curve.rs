//! A curve of the value: what sweeps and frontiers have in common.

use super::Swept;
use crate::model::{Allocation, Basis, Scale, Share};
use crate::scenario::{Outcome, Point, Sweep, Turn};
use crate::solve::{Answer, Status};

/// The points that are shown, with what they lie along.
pub(in crate::report) struct Curve<'a> {
    pub(in crate::report) swept: Swept<'a>,
    pub(in crate::report) sweep: &'a Sweep,
    pub(in crate::report) points: Vec<&'a Point>,
    pub(in crate::report) turns: &'a [Turn],
}

impl<'a> Curve<'a> {
    pub(in crate::report) fn of(swept: Swept<'a>) -> Self {
        match swept {
            Swept::Number(sweep) => Self { swept, sweep, points: sweep.points.iter().collect(), turns: &sweep.turns },
            Swept::Share(frontier) => {
                Self { swept, sweep: &frontier.sweep, points: frontier.points().collect(), turns: &frontier.turns }
            }
        }
    }

    /// Where a point lies: the setting, or the realised share on a frontier.
    pub(in crate::report) fn place(&self, point: &Point) -> f64 {
        match self.swept {
            Swept::Number(sweep) => sweep.number.scale().as_number(point.setting),
            Swept::Share(frontier) => frontier.sweep.realised(point).as_number(),
        }
    }

    /// What places are counted in.
    pub(in crate::report) fn scale(&self) -> Scale {
        self.sweep.number.scale()
    }

    /// The realised share of the watched set over the whole plan.
    pub(in crate::report) fn share(&self, point: &Point, basis: Basis) -> Option<Share> {
        let share = point.share.as_ref()?;
        Share::of(share.part, share.whole(basis))
    }

    /// The set whose share is told.
    pub(in crate::report) fn watched(&self) -> &Allocation {
        &self.sweep.watched
    }

    /// The lowest floor under which there is no plan at all.
    pub(in crate::report) fn unreachable(&self) -> Option<&'a Point> {
        self.sweep.points.iter().find(|point| matches!(point.outcome, Outcome::Infeasible))
    }
}

/// The word for what came of a point.
pub(in crate::report) fn status(outcome: &Outcome) -> &'static str {
    match outcome.answer().map(|answer: &Answer| answer.status) {
        Some(Status::Optimal) => "optimal",
        Some(Status::Feasible) => "feasible",
        None if matches!(outcome, Outcome::NoPlan { .. }) => "no_plan",
        None => "infeasible",
    }
}
