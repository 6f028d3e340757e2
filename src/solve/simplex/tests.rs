//! Random programs against microlp, and random bases against what they are to solve.

use fastrand::Rng;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, microlp, variable};

use super::factoring::{Dependent, Workbench, factor};
use super::factors::{Entry, Factors};
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
        assert!(!simplex.back_to(&mark));
        closed.iter().for_each(|&column| simplex.set(column, Opening::Open));
        agrees(&case, &mut simplex, case.rows.len(), &[]);
        simplex.restore(&basis);
        agrees(&case, &mut simplex, case.rows.len(), &[]);
    }
}

#[test]
fn a_basis_of_few_tight_rows_leaves_out_the_others_until_a_point_breaks_them() {
    let (mut left_out, mut grown) = (0, 0);
    for seed in 0..1_000 {
        let mut case = Case::random(seed);
        let width = case.columns.len();
        // Rows that say less than those that are there are loose, as long as nothing closes.
        let looser = |by: usize| move |(terms, limit, _): &CaseRow| (terms.clone(), limit + by as f64, false);
        let looser: Vec<CaseRow> = (1..4).flat_map(|by| case.rows.iter().map(looser(by))).collect();
        case.rows.extend(looser);
        let height = case.rows.len();
        let mut simplex = case.simplex(height);
        if simplex.optimise(f64::NEG_INFINITY, 10_000) != Ended::Optimal {
            continue;
        }
        let basis = simplex.basis();
        simplex.restore(&basis);
        left_out += usize::from(simplex.height() < height);
        agrees(&case, &mut simplex, height, &[]);
        let mark = simplex.mark();
        let closed: Vec<usize> = (0..width).filter(|column| column % 3 == seed as usize % 3).collect();
        closed.iter().for_each(|&column| simplex.set(column, Opening::Closed));
        agrees(&case, &mut simplex, height, &closed);
        grown += usize::from(simplex.back_to(&mark));
        closed.iter().for_each(|&column| simplex.set(column, Opening::Open));
        agrees(&case, &mut simplex, height, &[]);
        assert_eq!(simplex.multipliers().len(), height);
    }
    assert!(left_out > 100 && grown > 10, "{left_out} left out, {grown} grown");
}

/// The columns of a random basis, some of them single, and now and then two of them alike.
fn basis(random: &mut Rng) -> Vec<Vec<Entry>> {
    let size = random.usize(1..40);
    let density = random.f64() * 0.4;
    let mut column = |at: usize| -> Vec<Entry> {
        let mut rows: Vec<usize> = (0..size).filter(|_| random.f64() < density).collect();
        if rows.is_empty() || random.bool() {
            rows.push(at);
        }
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| (row as u32, (random.f64() * 8.0).round() - 4.5)).collect()
    };
    let mut columns: Vec<Vec<Entry>> = (0..size).map(&mut column).collect();
    if size > 2 && random.u8(..5) == 0 {
        columns[0] = columns[size - 1].clone();
    }
    columns
}

/// What columns come to, by row, each taken as often as `of` says.
fn product(columns: &[Vec<Entry>], of: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.len()];
    for (column, &times) in columns.iter().zip(of) {
        column.iter().for_each(|&(row, number)| sum[row as usize] += number * times);
    }
    sum
}

fn is_near(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-6 * (1.0 + a.abs()))
}

/// Factors the basis of these columns; what depends on what.
fn factored(bench: &mut Workbench, factors: &mut Factors, columns: &[Vec<Entry>]) -> Dependent {
    factor(bench, factors, &columns.iter().map(|column| &column[..]).collect::<Vec<_>>())
}

/// Holds the factors of a basis to what its columns come to, in both directions.
fn solves(factors: &Factors, columns: &[Vec<Entry>], random: &mut Rng, seed: u64) {
    let size = columns.len();
    let wanted: [Vec<f64>; 2] = [0, 1].map(|_| (0..size).map(|_| (random.f64() * 4.0).round()).collect());
    let sides = [0, 1].map(|lane| product(columns, &wanted[lane]));
    let mut right: Vec<[f64; 2]> = (0..size).map(|row| [sides[0][row], sides[1][row]]).collect();
    let mut out = vec![[0.0; 2]; size];
    factors.forward(&mut right, &mut out, None);
    let found = [0, 1].map(|lane| out.iter().map(|numbers| numbers[lane]).collect::<Vec<f64>>());
    // Of what nearly depends on others much more is lost by rounding: what is found must still come to the right side.
    assert!((0..2).all(|lane| is_near(&product(columns, &found[lane]), &sides[lane])), "seed {seed}");
    assert!(right.iter().all(|numbers| *numbers == [0.0; 2]));
    let prices: Vec<f64> = (0..size).map(|_| (random.f64() * 4.0).round()).collect();
    let left = |prices: &[f64]| -> Vec<f64> {
        columns.iter().map(|column| column.iter().map(|&(row, number)| number * prices[row as usize]).sum()).collect()
    };
    let mut found = vec![0.0; size];
    factors.backward(&mut left(&prices), &mut found, None);
    assert!(is_near(&left(&found), &left(&prices)), "seed {seed}");
}

#[test]
fn factors_solve_with_any_basis_or_tell_what_depends_on_what() {
    let (mut bench, mut factors, mut dependent) = (Workbench::default(), Factors::default(), 0);
    for seed in 0..2_000 {
        let mut random = Rng::with_seed(seed);
        let mut columns = basis(&mut random);
        let told = factored(&mut bench, &mut factors, &columns);
        // With slacks in the place of what depends on others there is a basis.
        for &(position, row) in &told {
            columns[position] = vec![(row as u32, 1.0)];
        }
        if !told.is_empty() {
            dependent += 1;
            assert!(factored(&mut bench, &mut factors, &columns).is_empty(), "seed {seed}");
        }
        solves(&factors, &columns, &mut random, seed);
    }
    assert!(dependent > 100, "{dependent}");
}

/// Exchanges a column of the basis for another; whether that leaves a basis to rely on.
fn exchange(factors: &mut Factors, columns: &mut [Vec<Entry>], position: usize, other: Vec<Entry>) -> bool {
    let size = columns.len();
    let (mut entered, mut halfway) = (Vec::new(), Vec::new());
    let (mut right, mut solved) = (vec![[0.0]; size], vec![[0.0]; size]);
    other.iter().for_each(|&(row, number)| right[row as usize] = [number]);
    factors.forward(&mut right, &mut solved, Some(&mut entered));
    let [pivot] = solved[position];
    if pivot.abs() < 0.1 {
        return false;
    }
    let (mut left, mut inverse) = (vec![0.0; size], vec![0.0; size]);
    left[position] = 1.0;
    factors.backward(&mut left, &mut inverse, Some(&mut halfway));
    factors.update(position, pivot, &entered, &halfway);
    columns[position] = other;
    true
}

#[test]
fn factors_solve_after_columns_are_exchanged_and_after_that_is_forgotten() {
    let (mut bench, mut factors, mut exchanged) = (Workbench::default(), Factors::default(), 0);
    for seed in 0..2_000 {
        let mut random = Rng::with_seed(seed);
        let mut columns = basis(&mut random);
        let size = columns.len();
        if !factored(&mut bench, &mut factors, &columns).is_empty() {
            continue;
        }
        let mut before = (0, columns.clone());
        for time in 0..6 {
            // Of few positions, so that some are exchanged more than once.
            let position = random.usize(..size.min(4));
            let rows = (0..size as u32).filter(|_| random.f64() < 0.2);
            let other: Vec<Entry> = rows.map(|row| (row, f64::from(row % 5) - 2.5)).collect();
            exchanged += usize::from(exchange(&mut factors, &mut columns, position, other));
            solves(&factors, &columns, &mut random, seed);
            if time == 2 {
                before = (factors.updates(), columns.clone());
            }
        }
        factors.forget_after(before.0);
        solves(&factors, &before.1, &mut random, seed);
    }
    assert!(exchanged > 1_000, "{exchanged}");
}
