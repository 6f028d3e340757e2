//! A curve drawn in characters, one line a point: where its value and its bound lie between the least and the greatest.

use crate::scenario::Outcome;

/// Characters from the least to the greatest: fine enough for differences of 3 %, narrow enough to stand beside the numbers.
const WIDTH: usize = 32;
const VALUE: char = '*';
const BOUND: char = ']';
const GAP: char = '-';
const SPACE: char = '.';
/// What the characters mean.
pub(super) const LEGEND: &str = "* value, ] bound; only * where they fall together";

/// The ends of a sketch.
pub(super) struct Sketch {
    pub(super) least: f64,
    pub(super) greatest: f64,
}

impl Sketch {
    /// From the least value to the greatest finite bound; none without either.
    pub(super) fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome> + Clone) -> Option<Self> {
        let ends = outcomes.filter_map(Outcome::optimum);
        let finite = ends.flat_map(|optimum| [optimum.low, optimum.high]).filter(|end| end.is_finite());
        let reach = finite.fold(None, |reach: Option<(f64, f64)>, end| {
            let (least, greatest) = reach.unwrap_or((end, end));
            Some((least.min(end), greatest.max(end)))
        });
        reach.map(|(least, greatest)| Self { least, greatest })
    }

    /// The line of a point; nothing where no plan keeps the rules.
    pub(super) fn line(&self, outcome: &Outcome) -> String {
        let Some(optimum) = outcome.optimum() else { return String::new() };
        let [value, bound] = [optimum.low, optimum.high].map(|end| self.position(end));
        let character = |at: usize| match (value, bound) {
            (Some(value), _) if at == value => VALUE,
            (_, Some(bound)) if at == bound => BOUND,
            (Some(value), Some(bound)) if at > value && at < bound => GAP,
            _ => SPACE,
        };
        (0..WIDTH).map(character).collect()
    }

    fn position(&self, number: f64) -> Option<usize> {
        let width = self.greatest - self.least;
        let part = if width > 0.0 { (number - self.least) / width } else { 1.0 };
        part.is_finite().then(|| (part.clamp(0.0, 1.0) * (WIDTH - 1) as f64).round() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(bound: f64) -> Outcome {
        Outcome::NoPlan { bound, seconds: 1.0 }
    }

    #[test]
    fn a_bound_without_a_plan_is_drawn_alone() {
        let outcomes = [none(10.0), none(20.0), Outcome::Infeasible, none(f64::INFINITY)];
        let sketch = Sketch::of(outcomes.iter()).expect("there are bounds");
        let lines: Vec<String> = outcomes.iter().map(|outcome| sketch.line(outcome)).collect();
        assert_eq!(lines[0], format!("]{}", ".".repeat(31)));
        assert_eq!(lines[1], format!("{}]", ".".repeat(31)));
        assert_eq!((lines[2].as_str(), lines[3].as_str()), ("", ".".repeat(32).as_str()));
    }

    #[test]
    fn without_any_number_there_is_no_sketch() {
        assert!(Sketch::of([Outcome::Infeasible].iter()).is_none());
    }
}
