//! The subgradient method: multipliers for programs too large for the interior point method.
//!
//! From `y = 0`, along the violation `g` of rows and arcs by the best placements under `y`, with Polyak's step
//! `theta * (bound - target) / |g|^2` on rows scaled by their largest coefficient, where `theta` halves when the bound stalls
//! (Held, Wolfe and Crowder 1974, Validation of subgradient optimization). Cost per iteration is the number of entries and arcs.

use super::certificate::Multipliers;
use crate::program::{Arc, Presence, Program, Row};

/// Iterations without a better bound after which the step is halved.
const STALL: usize = 15;
/// The step below which the method ends.
const SMALLEST_STEP: f64 = 1e-4;
/// The target as a share of the bound: it is hoped to fall by so much.
const HOPE: f64 = 0.05;

/// Finds multipliers with a low bound in so many iterations at most. `goes_on` is told of the lowest bound so far, and says whether to
/// go on.
#[must_use]
pub fn descend(program: &Program, quarters: usize, iterations: usize, mut goes_on: impl FnMut(f64) -> bool) -> Multipliers {
    let mut walk = Walk::new(program, quarters);
    let mut best = walk.multipliers.clone();
    let mut best_bound = f64::INFINITY;
    let (mut theta, mut stalled) = (1.0, 0);
    for _ in 0..iterations {
        let before = walk.multipliers.clone();
        let target = best_bound - HOPE * best_bound.abs();
        let bound = walk.step(program, theta, target);
        if bound < best_bound {
            (best, best_bound, stalled) = (before, bound, 0);
        } else {
            stalled += 1;
        }
        if stalled >= STALL {
            (theta, stalled) = (theta / 2.0, 0);
            walk.multipliers.clone_from(&best);
        }
        if theta < SMALLEST_STEP || !goes_on(best_bound) {
            break;
        }
    }
    best
}

struct Walk {
    multipliers: Multipliers,
    scales: Vec<f64>,
}

impl Walk {
    fn new(program: &Program, quarters: usize) -> Self {
        let largest = |row: &Row| row.terms.iter().map(|&(_, c)| (c as f64 / row.unit).abs()).fold(0.0, f64::max);
        let scales = program.rows.iter().map(|row| largest(row).max(f64::MIN_POSITIVE)).collect();
        Self { multipliers: Multipliers::zero(program, quarters), scales }
    }

    /// Tells the bound of the current multipliers and moves them.
    fn step(&mut self, program: &Program, theta: f64, target: f64) -> f64 {
        let reduced = self.multipliers.reduced_values(program);
        let bound = self.multipliers.bound(program, &reduced);
        let chosen = best_placements(program, &reduced);
        let rows: Vec<f64> = program.rows.iter().zip(&self.scales).map(|(row, scale)| violation(row, &chosen) / scale).collect();
        let arcs: Vec<Vec<f64>> = program.arcs.iter().map(|arc| self.arc_violations(program, arc, &chosen)).collect();
        let length: f64 = rows.iter().chain(arcs.iter().flatten()).map(|g| g * g).sum();
        // Before the first bound there is no target: the first step hopes for a share of this bound.
        let gain = if target.is_finite() { (bound - target).max(0.0) } else { HOPE * bound.abs() };
        if length > 0.0 {
            let step = theta * gain / length;
            self.multipliers.rows.iter_mut().zip(rows.iter().zip(&self.scales)).for_each(|(y, (g, scale))| *y += step * g / scale);
            self.multipliers.arcs.iter_mut().flatten().zip(arcs.iter().flatten()).for_each(|(y, g)| *y += step * g);
            self.multipliers.keep_allowed(program);
        }
        bound
    }

    fn arc_violations(&self, program: &Program, arc: &Arc, chosen: &[bool]) -> Vec<f64> {
        let quarters = self.multipliers.arcs.first().map_or(0, Vec::len);
        let mut violations = vec![0.0; quarters];
        let mut count = |from: usize, by: f64| violations.iter_mut().skip(from).for_each(|violation| *violation += by);
        for id in arc.followers(&program.placements).filter(|id| chosen[id.index()]) {
            count(if arc.lag.is_some() { program.placements[id].decision.start.index() } else { 0 }, 1.0);
        }
        for id in program.placements.of_initiative(arc.prerequisite).filter(|id| chosen[id.index()]) {
            count(arc.ready(&program.placements[id]).index(), -1.0);
        }
        violations
    }
}

/// By how many units the chosen placements break a row; negative when they leave room.
fn violation(row: &Row, chosen: &[bool]) -> f64 {
    let activity: i128 = row.terms.iter().filter(|(id, _)| chosen[id.index()]).map(|&(_, coefficient)| coefficient).sum();
    (activity - row.limit) as f64 / row.unit
}

/// The best placement of each initiative by reduced value, if it is worth anything or required.
fn best_placements(program: &Program, reduced: &[f64]) -> Vec<bool> {
    let mut chosen = vec![false; program.placements.len()];
    for choice in &program.choices {
        let best = choice.allowed.iter().max_by(|a, b| reduced[a.index()].total_cmp(&reduced[b.index()]));
        if let Some(best) = best.filter(|best| choice.presence == Presence::Required || reduced[best.index()] > 0.0) {
            chosen[best.index()] = true;
        }
    }
    chosen
}
