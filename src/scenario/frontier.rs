//! Value against a share of the work: the plans of which none is beaten in both.
//!
//! By the epsilon-constraint method (Haimes, Lasdon and Wismer 1971, "On a bicriterion formulation of the problems of integrated
//! system identification and system optimization"): the value is maximised under a hard floor on the share over the whole plan, for
//! a range of floors. The rule's own floor is lifted, all other rules hold.

use super::sweep::turns;
use super::{Grid, Outcome, Point, Run, Sweep, Turn, sweep};
use crate::model::{Allocation, Change, Hardness, Number, Portfolio, Scope, Share};
use crate::solve::{Options, Watch};

/// Value against a share.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// All floors that were asked for, with what came of each. The number is the floor over the whole plan.
    pub sweep: Sweep,
    /// Positions of the points that no other point beats, by rising share and so by falling value.
    pub efficient: Vec<usize>,
    /// What changes from one efficient point to the next; `after` counts efficient points.
    pub turns: Vec<Turn>,
}

impl Frontier {
    /// The efficient points in their order.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.efficient.iter().map(|&position| &self.sweep.points[position])
    }
}

/// Finds the efficient plans of a portfolio in value and in the share of a rule's set, for a grid of floors on that share.
#[must_use]
pub fn frontier(
    portfolio: &Portfolio,
    rule: &Allocation,
    grid: &Grid,
    options: &Options,
    watch: &Watch,
    told: &(dyn Fn(&Run) + Sync),
) -> Frontier {
    // With a ceiling the rule stays for that, and the floor on the share is a rule beside it.
    let (lifted, name) = match rule.max {
        None => (Change::WithoutRule(rule.name.clone()), rule.name.clone()),
        Some(_) => (Change::Allocation(Allocation { min: None, ..rule.clone() }), format!("{}, floor", rule.name)),
    };
    let floor = Allocation { name, max: None, scope: Scope::Plan, hardness: Hardness::Hard, ..rule.clone() };
    let mut sweep = sweep(&portfolio.with(&[lifted]), &Number::Floor(floor), grid, options, watch, told);
    tighten(&mut sweep);
    let efficient = efficient(&sweep);
    let turns = turns(&efficient.iter().map(|&position| &sweep.points[position]).collect::<Vec<&Point>>());
    Frontier { sweep, efficient, turns }
}

/// A bound under a floor that a plan keeps anyway bounds every plan with as much of the share as it has.
fn tighten(sweep: &mut Sweep) {
    let bound = |point: &Point| Some((point.setting.0, point.outcome.optimum()?.high));
    let known: Vec<(i128, f64)> = sweep.points.iter().filter_map(bound).collect();
    let shares: Vec<Share> = sweep.points.iter().map(|point| sweep.realised(point)).collect();
    for (point, share) in sweep.points.iter_mut().zip(shares) {
        if let Outcome::Plan(answer) = &mut point.outcome {
            let kept = known.iter().filter(|(floor, _)| *floor <= share.billionths());
            answer.lower_bound_to(kept.map(|&(_, bound)| bound).fold(f64::INFINITY, f64::min));
        }
    }
}

/// Positions of the points with a plan that no other beats, by rising share; of twins the first.
fn efficient(sweep: &Sweep) -> Vec<usize> {
    let of_point = |(position, point): (usize, &Point)| Some((position, point.outcome.answer()?.value, sweep.realised(point)));
    let mut all: Vec<(usize, f64, Share)> = sweep.points.iter().enumerate().filter_map(of_point).collect();
    // By falling value, of equals by falling share: a point is beaten if one before it has as much of the share.
    all.sort_by(|one, other| other.1.total_cmp(&one.1).then(other.2.cmp(&one.2)).then(one.0.cmp(&other.0)));
    let mut greatest = None;
    all.retain(|&(_, _, share)| {
        let is_new = greatest.is_none_or(|greatest| share > greatest);
        greatest = greatest.max(Some(share));
        is_new
    });
    all.into_iter().map(|(position, ..)| position).collect()
}
