//! The bound of a node of a tree: the certificate's, over what the node leaves open.
//!
//!   `bound(y) = sum over lines of y * limit  +  sum over choices of the best open option by reduced value`
//!
//! It holds for any multipliers (see `certificate`), so nothing that a relaxation got wrong by rounding can cut off a better plan
//! (Neumaier and Shcherbina 2004, Safe bounds in linear and mixed-integer linear programming). Lines of choices need no multiplier:
//! their best option is taken instead.

use super::limits::{MOST_DOUBLINGS, SUMMING};
use super::line::{Listed, Name};
use super::propagation::{Choose, Open};

/// The lines of a tree, as its bounds need them.
pub(super) trait Bounding {
    type Of: Name;

    fn lines(&self) -> &Listed<Self::Of>;
    fn value(&self, placement: usize) -> f64;
    /// More than the value of any plan is away from 0.
    fn largest_value(&self) -> f64;
}

/// What multipliers prove of a node.
pub(super) struct Bounded {
    /// No plan of the node is worth more.
    pub bound: f64,
    /// The multipliers, where they are allowed.
    pub multipliers: Vec<f64>,
    /// Reduced value of each open placement.
    reduced: Vec<f64>,
    /// The best reduced value of each choice's open options; none if none is open.
    best: Vec<Option<f64>>,
}

impl Bounded {
    pub(super) fn new<L: Bounding>(lines: &L, open: &Open, multipliers: &[f64]) -> Self {
        let multipliers: Vec<f64> = lines.lines().iter().zip(multipliers).map(|(line, &y)| line.allowed(y)).collect();
        let (mut total, mut size) = (0.0, 0.0);
        for (line, &y) in lines.lines().iter().zip(&multipliers).filter(|(line, _)| line.of != L::Of::CHOICE) {
            total += y * line.limit;
            size += (y * line.limit).abs();
        }
        let of_placement = lines.lines().of_placement();
        let mut reduced = vec![0.0; of_placement.len()];
        let mut best = Vec::with_capacity(open.choices());
        for choice in 0..open.choices() {
            let mut most = open.may_stay_out(choice).then_some(0.0);
            for placement in open.placements(choice) {
                let mut own = lines.value(placement);
                size += own.abs();
                for &(line, coefficient) in &of_placement[placement] {
                    let part = multipliers[line] * coefficient;
                    own -= part;
                    size += part.abs();
                }
                reduced[placement] = own;
                most = Some(most.map_or(own, |most: f64| most.max(own)));
            }
            let part = most.unwrap_or(f64::NEG_INFINITY);
            total += part;
            size += if part.is_finite() { part.abs() } else { 0.0 };
            best.push(most);
        }
        let bound = if total == f64::NEG_INFINITY { total } else { total + size * SUMMING };
        Self { bound, multipliers, reduced, best }
    }

    /// The bound so far along a ray that it is not above the floor, if it comes to that. Without a plan the floor is under all values
    /// that a plan can have, and what falls so low holds none.
    pub(super) fn along(lines: &impl Bounding, open: &Open, multipliers: &[f64], ray: &[f64], floor: f64) -> Option<Self> {
        let lowest = -lines.largest_value();
        let floor = floor.max(lowest);
        let step = |doublings: i32| {
            let moved: Vec<f64> = multipliers.iter().zip(ray).map(|(y, ray)| y + 2f64.powi(doublings) * ray).collect();
            Self::new(lines, open, &moved)
        };
        let mut found = (0..MOST_DOUBLINGS).map(step).find(|bounded| bounded.bound <= floor)?;
        if found.bound <= lowest {
            found.bound = f64::NEG_INFINITY;
        }
        Some(found)
    }

    /// What the bound is when the choice takes this option.
    pub(super) fn with(&self, choice: usize, option: Choose) -> f64 {
        let reduced = match option {
            Choose::Placement(placement) => self.reduced[placement],
            Choose::Out => 0.0,
        };
        self.best[choice].map_or(f64::NEG_INFINITY, |best| self.bound - best + reduced)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use fastrand::Rng;

    use super::*;
    use crate::program::Program;
    use crate::solve::closure::tests::{each_plan, is_in, random};
    use crate::solve::induced::tests::some_open;

    /// Whatever the multipliers, no plan of a node is worth more than its bound, nor more than the bound with an option that it takes.
    pub(in crate::solve) fn hold_for_any_multipliers<L: Bounding>(lines_of: impl Fn(&Program) -> L) {
        let mut tried = 0;
        for (seed, program) in (0..300).filter_map(|seed| Some((seed, random(seed)?.0))) {
            let (mut random, lines) = (Rng::with_seed(seed), lines_of(&program));
            let open = some_open(&program, &mut random);
            let nodes: Vec<Bounded> = std::iter::repeat_with(|| {
                let ys: Vec<f64> = lines.lines().iter().map(|_| f64::from(random.i32(-8..24))).collect();
                Bounded::new(&lines, &open, &ys)
            })
            .take(4)
            .collect();
            each_plan(&program, &mut |plan| {
                if !is_in(plan, &program, &open) {
                    return;
                }
                let value = program.value(plan) - 1e-9;
                for bounded in &nodes {
                    assert!(value <= bounded.bound, "{seed}: {value} is above {}", bounded.bound);
                    for (choice, facts) in program.choices.iter().enumerate() {
                        let option = plan.of(facts.initiative).map_or(Choose::Out, |id| Choose::Placement(id.index()));
                        let with = bounded.with(choice, option);
                        assert!(value <= with, "{seed}: {value} is above {with} with {option:?}");
                    }
                    tried += 1;
                }
            });
        }
        assert!(tried > 1_000, "{tried}");
    }
}
