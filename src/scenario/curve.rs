//! What neighbouring solves of a sweep prove of each other.
//!
//! Any plan of one point is tried at its neighbours, in exact arithmetic. Where raising the number is known to tighten or to loosen,
//! what no plan exceeds at a looser point no plan exceeds at a tighter one, and what is infeasible stays so. Of plans worth the
//! same, that of the looser neighbour is taken, so that a plan does not seem to change where it need not.

use super::{Law, Outcome, Run};
use crate::model::Setting;
use crate::rules;
use crate::solve::{Answer, Cut, Status};

/// Share of a value by which sums in another order may differ; two plans closer than this are worth the same.
const SAME: f64 = 1e-9;

/// Whether a plan that is worth the same takes the place of a point's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    Takes,
    Leaves,
}

/// Lets points that stand in the order of the number learn from each other.
pub(super) fn settle(points: &mut [(Setting, Run)], law: Option<Law>) {
    let mut order: Vec<usize> = (0..points.len()).collect();
    if law == Some(Law::Loosens) {
        order.reverse();
    }
    if law.is_some() {
        carry_bounds(points, &order);
    }
    carry_plans(points, &order, if law.is_some() { Tie::Takes } else { Tie::Leaves });
    order.reverse();
    carry_plans(points, &order, Tie::Leaves);
}

/// From the loosest point to the tightest.
fn carry_bounds(points: &mut [(Setting, Run)], order: &[usize]) {
    let (mut least, mut infeasible) = (f64::INFINITY, false);
    for &point in order {
        let outcome = &mut points[point].1.outcome;
        if infeasible && matches!(outcome, Outcome::NoPlan { .. }) {
            *outcome = Outcome::Infeasible;
        }
        match outcome {
            Outcome::Plan(answer) => {
                answer.lower_bound_to(least);
                least = answer.bound;
            }
            Outcome::NoPlan { bound, .. } => {
                least = least.min(*bound);
                *bound = least;
            }
            Outcome::Infeasible => infeasible = true,
            Outcome::Unsound(_) => {}
        }
    }
}

fn carry_plans(points: &mut [(Setting, Run)], order: &[usize], tie: Tie) {
    let mut donor: Option<Answer> = None;
    for &point in order {
        let run = &mut points[point].1;
        if let Some(better) = donor.as_ref().and_then(|donor| taken(run, donor, tie)) {
            run.outcome = Outcome::Plan(Box::new(better));
        }
        donor = run.outcome.answer().cloned();
    }
}

/// The answer of a point with the plan of another, if it keeps the rules there and is better, or as good where that is enough.
fn taken(run: &Run, donor: &Answer, tie: Tie) -> Option<Answer> {
    let (own, bound, seconds) = match &run.outcome {
        Outcome::Plan(own) => (Some(&**own), own.bound, own.seconds),
        Outcome::NoPlan { bound, seconds } => (None, *bound, *seconds),
        Outcome::Infeasible | Outcome::Unsound(_) => return None,
    };
    if own.is_some_and(|own| own.plan == donor.plan) {
        return None;
    }
    let verdict = rules::verify(&run.portfolio, &donor.plan);
    let is_better = own.is_none_or(|own| beats(verdict.value, own.value, tie));
    (is_better && verdict.keeps_the_rules()).then(|| {
        let (value, bound) = (verdict.value, bound.max(verdict.value));
        let status = Status::of(value, bound, donor.gap_asked);
        let cut = own.map_or(donor.cut.or(Some(Cut::Time)), |own| own.cut);
        let base = own.unwrap_or(donor).clone();
        Answer { status, plan: donor.plan.clone(), verdict, value, bound, seconds, cut, ..base }
    })
}

fn beats(value: f64, own: f64, tie: Tie) -> bool {
    let margin = SAME * own.abs().max(1.0);
    match tie {
        Tie::Takes => value >= own - margin,
        Tie::Leaves => value > own + margin,
    }
}

/// Whether two points have different plans, or only one of them has any.
pub(super) fn differ(one: &Run, other: &Run) -> bool {
    let plan = |run: &'_ Run| run.outcome.answer().map(|answer| answer.plan.clone());
    plan(one) != plan(other)
}
