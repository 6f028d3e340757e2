//! Cuts by rounding: mixed-integer cuts of Gomory (1960), from rows of the tableau.
//!
//! Lines added up with any multipliers `u`, their slacks included, say of every plan
//!
//!   `sum of a[j] * x[j]  +  sum of u[i] * slack[i]  =  b`,   `a = u * lines`,   `b = u * limits`.
//!
//! A placement is counted from the end that the point is nearer to, `t = x` or `t = 1 - x`, and `a` and `b` with it; what is closed or taken
//! goes into `b`. Slacks of lines of whole numbers are whole, as all `t` are. With `f(v) = v - floor(v)`, `f0 = f(b)` and
//! `r = f0 / (1 - f0)` every plan keeps
//!
//!   `sum of g(a[j]) * t[j]  +  sum of h(u[i]) * slack[i]  >=  f0`,
//!
//! where `g(v)` is `f(v)` up to `f0` and `r * (1 - f(v))` beyond; `h` is `g` for whole slacks, and `v` or `-r * v`, whichever is not
//! negative, for others. With the row of the inverse of a fractional placement for `u` the point breaks it. Slacks are put back as what
//! their lines leave. The limit is raised by more than the sums can be off by, so that multipliers may come from floating point (Cook,
//! Dash, Fukasawa and Goycoolea 2009, Numerically safe Gomory mixed-integer cuts).

use super::lines::{Line, Lines, Of};
use super::relaxed::Relaxed;
use super::split::WHOLE;
use crate::solve::limits::SUMMING;

/// How far from whole the right side must be.
const AWAY: f64 = 0.05;
/// Multipliers up to this share of the largest are left out.
const SMALL: f64 = 1e-9;
/// Coefficients up to this share of a cut's largest are left out, and its limit pays for them.
const TINY: f64 = 1e-4;
/// How far the point must be outside of a cut.
const DISTANCE: f64 = 1e-3;
/// Placements that a cut may speak of: this share, and so many more. With all of them bounds of the root fall farther, but each pivot
/// costs more.
const DENSEST: f64 = 0.3;
/// See [`DENSEST`].
const FEW: usize = 100;
/// Cosine of the angle between two cuts from which on the less deep one says little that is new.
const PARALLEL: f64 = 0.3;
/// Cuts of a round.
const MOST_CUTS: usize = 50;

/// From where a placement is counted.
#[derive(Debug, Clone, Copy)]
enum Counted {
    FromNought,
    FromOne,
    /// It has this amount in every plan.
    Fixed(f64),
}

impl Relaxed {
    /// Cuts by rounding that the present point breaks, the deepest first; they hold for what is open now.
    pub(super) fn rounded(&mut self) -> Vec<Line> {
        let point = self.point();
        let counted = self.counted(&point);
        let mut found: Vec<(f64, Line)> = Vec::new();
        for placement in (0..point.len()).filter(|&placement| point[placement] > WHOLE && point[placement] < 1.0 - WHOLE) {
            let Some(multipliers) = self.inverse_row(placement) else { continue };
            let mut work = point.len() as u64;
            let cut = cut(&self.lines, &multipliers, &counted, &mut work);
            self.add_work(work);
            if let Some((depth, cut)) = cut.map(|cut| (depth(&cut, &point), cut)).filter(|(depth, _)| *depth > DISTANCE) {
                found.push((depth, cut));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut chosen: Vec<Line> = Vec::new();
        for (_, cut) in found {
            if chosen.len() < MOST_CUTS && chosen.iter().all(|other| cosine(other, &cut) <= PARALLEL) {
                chosen.push(cut);
            }
        }
        chosen
    }

    fn counted(&self, point: &[f64]) -> Vec<Counted> {
        let counted = |(placement, &amount): (usize, &f64)| match self.fixed(placement) {
            Some(fixed) => Counted::Fixed(fixed),
            None if amount > 0.5 => Counted::FromOne,
            None => Counted::FromNought,
        };
        point.iter().enumerate().map(counted).collect()
    }
}

/// A sum of terms, with the size of all that was added up.
struct Sum {
    terms: Vec<f64>,
    limit: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, line: &Line, times: f64) {
        self.limit += times * line.limit;
        self.size += (times * line.limit).abs();
        for &(column, coefficient) in &line.terms {
            self.terms[column] += times * coefficient;
            self.size += (times * coefficient).abs();
        }
    }
}

/// The cut of so much of each line; none if the right side is nearly whole, a line may be broken for a price, or it speaks of too much.
fn cut(lines: &Lines, multipliers: &[f64], counted: &[Counted], work: &mut u64) -> Option<Line> {
    let largest = multipliers.iter().fold(0.0, |largest: f64, u| largest.max(u.abs()));
    let has_much = |u: f64| u.abs() > SMALL * largest;
    let used: Vec<(&Line, f64)> = lines.lines.iter().zip(multipliers.iter().copied()).filter(|used| has_much(used.1)).collect();
    *work += used.iter().map(|(line, _)| 2 * line.terms.len() as u64).sum::<u64>();
    if used.iter().any(|(line, _)| line.price.is_some()) {
        return None;
    }
    let mut sum = Sum { terms: vec![0.0; counted.len()], limit: 0.0, size: 0.0 };
    used.iter().for_each(|&(line, u)| sum.add(line, u));
    let from_other_end = sum.terms.iter().zip(counted).map(|(a, counted)| match counted {
        Counted::FromNought => 0.0,
        Counted::FromOne => *a,
        Counted::Fixed(amount) => a * amount,
    });
    let right = sum.limit - from_other_end.sum::<f64>();
    let part = right - right.floor();
    if !(AWAY..=1.0 - AWAY).contains(&part) {
        return None;
    }
    let ratio = part / (1.0 - part);
    let whole = |v: f64| {
        let own = v - v.floor();
        if own <= part { own } else { ratio * (1.0 - own) }
    };
    // The cut turned round: what it says is at most its limit.
    let mut turned = Sum { terms: vec![0.0; counted.len()], limit: -part, size: sum.size * (1.0 + ratio) };
    for ((term, a), counted) in turned.terms.iter_mut().zip(sum.terms).zip(counted) {
        match counted {
            Counted::FromNought => *term = -whole(a),
            Counted::FromOne => {
                *term = whole(-a);
                turned.limit += *term;
            }
            Counted::Fixed(_) => {}
        }
    }
    for (line, u) in used.into_iter().filter(|(line, _)| !line.equal) {
        let of_slack = match line.of {
            Of::Choice | Of::Arc(..) | Of::Hull(_) => whole(u / line.scale) * line.scale,
            Of::Row(_) | Of::Rounded if u < 0.0 => -ratio * u,
            Of::Row(_) | Of::Rounded => u,
        };
        turned.add(line, of_slack);
    }
    tidy(turned, counted)
}

/// The sum as a line, without what is fixed or tiny; none if it speaks of nothing or of too much.
fn tidy(Sum { mut terms, mut limit, size }: Sum, counted: &[Counted]) -> Option<Line> {
    for (term, counted) in terms.iter_mut().zip(counted) {
        if let Counted::Fixed(amount) = counted {
            limit -= *term * amount;
            *term = 0.0;
        }
    }
    let largest = terms.iter().fold(0.0, |largest: f64, term| largest.max(term.abs()));
    for term in terms.iter_mut().filter(|term| term.abs() <= TINY * largest) {
        limit += (-*term).max(0.0);
        *term = 0.0;
    }
    let of_all = terms.len();
    let terms: Vec<(usize, f64)> = terms.into_iter().enumerate().filter(|term| term.1 != 0.0).collect();
    if terms.is_empty() || terms.len() as f64 > DENSEST * of_all as f64 + FEW as f64 {
        return None;
    }
    let terms = terms.into_iter().map(|(placement, term)| (placement, term / largest)).collect();
    Some(Line::plain(Of::Rounded, terms, (limit + size * SUMMING) / largest))
}

fn norm(line: &Line) -> f64 {
    line.terms.iter().map(|term| term.1 * term.1).sum::<f64>().sqrt()
}

/// How far a point is outside of a line.
fn depth(line: &Line, point: &[f64]) -> f64 {
    (line.terms.iter().map(|&(column, coefficient)| coefficient * point[column]).sum::<f64>() - line.limit) / norm(line)
}

/// The cosine of the angle between two lines whose terms are in the order of their columns.
fn cosine(a: &Line, b: &Line) -> f64 {
    let of_b = |column: usize| b.terms.binary_search_by_key(&column, |term| term.0).map_or(0.0, |at| b.terms[at].1);
    a.terms.iter().map(|&(column, coefficient)| coefficient * of_b(column)).sum::<f64>() / (norm(a) * norm(b))
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;
    use crate::model::Id;
    use crate::program::Program;
    use crate::solve::closure::tests::{each_plan, is_in};
    use crate::solve::induced::tests::{mine, some_open};
    use crate::solve::propagation::Open;
    use crate::solve::simplex::Ended;

    /// Everything, or what is left when some has closed.
    fn open(program: &Program, random: &mut Rng) -> Open {
        if random.bool() { Open::new(program) } else { some_open(program, random) }
    }

    /// Whether all plans with what is open alone keep a line.
    fn holds(program: &Program, open: &Open, line: &Line) -> bool {
        let mut holds = true;
        each_plan(program, &mut |plan| {
            let has = |term: &&(usize, f64)| plan.has(Id::new(term.0), &program.placements);
            let left: f64 = line.terms.iter().filter(has).map(|term| term.1).sum();
            holds &= left <= line.limit + 1e-9 || !is_in(plan, program, open);
        });
        holds
    }

    #[test]
    fn plans_keep_all_cuts_and_the_point_none() {
        let (mut found, mut of_cuts) = (0, 0);
        for seed in 0..2_000 {
            let Some((program, _)) = mine(seed) else { continue };
            let open = open(&program, &mut Rng::with_seed(seed));
            let mut relaxed = Relaxed::new(&program);
            for round in 0..4 {
                relaxed.sync(&open);
                if relaxed.optimise(f64::NEG_INFINITY, u64::MAX) != Ended::Optimal {
                    break;
                }
                let (point, cuts) = (relaxed.point(), relaxed.rounded());
                for cut in cuts {
                    assert!(depth(&cut, &point) > DISTANCE, "seed {seed}: the point keeps {cut:?}");
                    assert!(holds(&program, &open, &cut), "seed {seed}, round {round}: {cut:?} cuts off a plan");
                    found += 1;
                    of_cuts += usize::from(round > 0);
                    relaxed.add(cut);
                }
            }
        }
        assert!(found > 300 && of_cuts > 100, "{found} {of_cuts}");
    }

    #[test]
    fn plans_keep_what_comes_of_any_multipliers() {
        let mut found = 0;
        for seed in 0..500 {
            let Some((program, _)) = mine(seed) else { continue };
            let mut random = Rng::with_seed(seed);
            let open = open(&program, &mut random);
            let mut relaxed = Relaxed::new(&program);
            relaxed.sync(&open);
            relaxed.optimise(f64::NEG_INFINITY, u64::MAX);
            for _ in 0..10 {
                let point: Vec<f64> = (0..program.placements.len()).map(|_| random.f64()).collect();
                let of_line = |_: &Line| if random.bool() { 2.0 * random.f64() - 1.0 } else { 0.0 };
                let multipliers: Vec<f64> = relaxed.lines.lines.iter().map(of_line).collect();
                if let Some(cut) = cut(&relaxed.lines, &multipliers, &relaxed.counted(&point), &mut 0) {
                    assert!(holds(&program, &open, &cut), "seed {seed}: {cut:?} cuts off a plan");
                    found += 1;
                }
            }
        }
        assert!(found > 1_000, "{found}");
    }
}
