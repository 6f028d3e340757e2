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
    use crate::model::Id;
    use crate::program::{Program, Selection};
    use crate::solve::closure::tests::random;

    /// Selections that are tried of a program, at most.
    const MOST_SELECTIONS: usize = 20_000;

    /// All selections that are open and keep the rules.
    fn selections(program: &Program, open: &Open) -> Vec<Selection> {
        let mut all = vec![Selection::empty(&program.placements)];
        for (choice, facts) in program.choices.iter().enumerate() {
            let with = |selection: &Selection, option: Choose| {
                let mut selection = selection.clone();
                let Choose::Placement(placement) = option else { return selection };
                selection.set(facts.initiative, Some(Id::new(placement)));
                selection
            };
            all = all.iter().flat_map(|selection| open.all(choice).map(|option| with(selection, option))).collect();
        }
        all.retain(|selection| program.keeps(selection));
        all
    }

    /// Whatever the multipliers, no plan of a node is worth more than its bound, nor more than the bound with an option that it takes.
    pub(in crate::solve) fn hold_for_any_multipliers<L: Bounding>(lines_of: impl Fn(&Program) -> L) {
        let mut tried = 0;
        for seed in 0..300 {
            let Some((program, _)) = random(seed) else { continue };
            let (mut random, mut open) = (Rng::with_seed(seed), Open::new(&program));
            for choice in 0..open.choices() {
                let closed = open.all(choice).filter(|_| random.u8(..4) == 0).collect::<Vec<Choose>>();
                for option in closed {
                    if open.count(choice) > 1 {
                        open.close(choice, option);
                    }
                }
            }
            if (0..open.choices()).map(|choice| open.count(choice) as usize).product::<usize>() > MOST_SELECTIONS {
                continue;
            }
            let (lines, selections) = (lines_of(&program), selections(&program, &open));
            for _ in 0..4 {
                let ys: Vec<f64> = lines.lines().iter().map(|_| f64::from(random.i32(-8..24))).collect();
                let bounded = Bounded::new(&lines, &open, &ys);
                for selection in &selections {
                    let value = program.value(selection) - 1e-9;
                    assert!(value <= bounded.bound, "{seed}: {value} is above {}", bounded.bound);
                    for (choice, facts) in program.choices.iter().enumerate() {
                        let option = selection.of(facts.initiative).map_or(Choose::Out, |id| Choose::Placement(id.index()));
                        let with = bounded.with(choice, option);
                        assert!(value <= with, "{seed}: {value} is above {with} with {option:?}");
                    }
                    tried += 1;
                }
            }
        }
        assert!(tried > 1_000, "{tried}");
    }
}
