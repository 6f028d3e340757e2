//! Random programs against microlp.

use fastrand::Rng;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, microlp, variable};

use super::{Ended, Opening, Simplex};

/// Terms, limit, and whether it is an equality.
type CaseRow = (Vec<(usize, f64)>, f64, bool);

struct Case {
    columns: Vec<(f64, f64)>,
    rows: Vec<CaseRow>,
}

impl Case {
    fn random(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let (width, height) = (random.usize(1..30), random.usize(0..25));
        let columns = (0..width).map(|_| ((random.f64() * 20.0 - 5.0).round(), 1.0)).collect();
        let mut row = || {
            let terms = (0..width).filter_map(|column| {
                let number = (random.f64() * 9.0 - 2.0).round() / 4.0;
                (random.f64() < 0.4).then_some((column, number))
            });
            let terms: Vec<(usize, f64)> = terms.collect();
            let is_equal = random.f64() < 0.1;
            let limit = (random.f64() * 4.0 - if is_equal { 0.0 } else { 0.5 }).round();
            (terms, limit, is_equal)
        };
        let rows = (0..height).map(|_| row()).collect();
        Self { columns, rows }
    }

    fn simplex(&self, rows: usize) -> Simplex {
        let mut simplex = Simplex::new(&self.columns);
        self.rows[..rows].iter().for_each(|(terms, limit, is_equal)| simplex.add_row(terms, *limit, *is_equal));
        simplex
    }

    /// The greatest value, by another solver.
    fn value(&self, rows: usize, closed: &[usize]) -> Option<f64> {
        let mut variables = ProblemVariables::new();
        let upper = |column: usize| if closed.contains(&column) { 0.0 } else { self.columns[column].1 };
        let columns: Vec<_> = (0..self.columns.len()).map(|column| variables.add(variable().min(0.0).max(upper(column)))).collect();
        let sum = |terms: &mut dyn Iterator<Item = (usize, f64)>| {
            let mut sum = Expression::default();
            terms.for_each(|(column, number)| sum.add_mul(number, columns[column]));
            sum
        };
        let objective = sum(&mut self.columns.iter().map(|column| column.0).enumerate());
        let mut model = variables.maximise(objective.clone()).using(microlp);
        for (terms, limit, is_equal) in &self.rows[..rows] {
            let left = sum(&mut terms.iter().copied());
            model.add_constraint(if *is_equal { left.eq(*limit) } else { left.leq(*limit) });
        }
        model.solve().ok().map(|solution| solution.eval(objective))
    }

    fn is_kept(&self, simplex: &Simplex, rows: usize) -> bool {
        self.rows[..rows].iter().all(|(terms, limit, is_equal)| {
            let left: f64 = terms.iter().map(|&(column, number)| number * simplex.amount(column)).sum();
            left <= limit + 1e-6 && (!is_equal || left >= limit - 1e-6)
        })
    }
}

fn agrees(case: &Case, simplex: &mut Simplex, rows: usize, closed: &[usize]) {
    let ended = simplex.optimise(f64::NEG_INFINITY, 10_000);
    match case.value(rows, closed) {
        Some(value) => {
            assert_eq!(ended, Ended::Optimal);
            assert!((simplex.value() - value).abs() < 1e-5, "{} for {value}", simplex.value());
            assert!(case.is_kept(simplex, rows));
        }
        None => assert_eq!(ended, Ended::Infeasible),
    }
}

#[test]
fn it_finds_what_another_solver_finds() {
    for seed in 0..1_000 {
        let case = Case::random(seed);
        agrees(&case, &mut case.simplex(case.rows.len()), case.rows.len(), &[]);
    }
}

#[test]
fn it_goes_on_after_rows_are_added_and_columns_closed() {
    for seed in 0..1_000 {
        let case = Case::random(seed);
        let half = case.rows.len() / 2;
        let mut simplex = case.simplex(half);
        simplex.optimise(f64::NEG_INFINITY, 10_000);
        let basis = simplex.basis();
        case.rows[half..].iter().for_each(|(terms, limit, is_equal)| simplex.add_row(terms, *limit, *is_equal));
        agrees(&case, &mut simplex, case.rows.len(), &[]);
        let closed: Vec<usize> = (0..case.columns.len()).filter(|column| column % 3 == seed as usize % 3).collect();
        let mark = simplex.mark();
        closed.iter().for_each(|&column| simplex.set(column, Opening::Closed));
        agrees(&case, &mut simplex, case.rows.len(), &closed);
        simplex.back_to(&mark);
        closed.iter().for_each(|&column| simplex.set(column, Opening::Open));
        agrees(&case, &mut simplex, case.rows.len(), &[]);
        simplex.restore(&basis);
        agrees(&case, &mut simplex, case.rows.len(), &[]);
    }
}
