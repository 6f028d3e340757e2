//! Each stage from CSV to plan, at three sizes: `cargo bench`. Compare figures of one run with each other, not with other machines'.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::Portfolio;
use quarterdeck::rules;
use quarterdeck::solve::presolve::{presolve, probed};
use quarterdeck::solve::relaxation::relax;
use quarterdeck::solve::{Options, presolved, solve};

/// Initiatives, teams and quarters of a portfolio.
type Size = (usize, usize, usize);

/// The stages before a proof.
const SIZES: [Size; 3] = [(40, 3, 4), (200, 8, 4), (1_000, 20, 8)];
/// Sizes that are proven in less than a second.
const PROVEN: [Size; 3] = [(10, 2, 3), (16, 2, 4), (24, 3, 4)];
/// Chance that an initiative depends on an earlier one.
const DEPENDS: f64 = 0.3;

struct Files {
    initiatives: String,
    capacity: String,
    rules: String,
}

impl Files {
    /// A roadmap that asks for about twice the capacity, with a debt floor of 20 % in every quarter.
    fn new((initiatives, teams, quarters): Size) -> Self {
        let mut random = Rng::with_seed(7);
        let mut rows = String::from("id,value,category,depends_on,duration");
        rows.extend((0..teams).map(|team| format!(",cost: T{team}")));
        for number in 0..initiatives {
            let category = random.choice(["debt", "feature", "feature", "innovation"]).unwrap_or("debt");
            let depends = if number > 0 && random.f64() < DEPENDS { format!("I{}", random.usize(..number)) } else { String::new() };
            let _ =
                write!(rows, "\nI{number},{},{category},{depends},{}", random.u32(20..600), random.u32(1..=quarters.min(4) as u32));
            let own = random.usize(..teams);
            for team in 0..teams {
                let cost = if team == own || random.usize(..teams) == 0 { random.u32(4..40).to_string() } else { String::new() };
                let _ = write!(rows, ",{cost}");
            }
        }
        let names: Vec<String> = (0..quarters).map(|quarter| format!("{}Q{}", 2026 + quarter / 4, quarter % 4 + 1)).collect();
        let mut capacity = format!("team,{}", names.join(","));
        let each = (initiatives * 22 / teams / quarters / 2).max(30);
        let row = vec![each.to_string(); quarters].join(",");
        capacity.extend((0..teams).map(|team| {
            format!(
                "
T{team},{row}"
            )
        }));
        let rules = format!(
            "quarters = \"2026Q1..{}\"\ndiscount_factor = 0.96\nmin_debt_ratio = 0.2\n",
            names.last().expect("there is a quarter")
        );
        Self { initiatives: rows, capacity, rules }
    }

    fn read(&self) -> Portfolio {
        let texts = Texts { initiatives: &self.initiatives, capacity: &self.capacity, rules: &self.rules };
        read_texts(&texts).expect("the files are right").portfolio
    }
}

fn stages(criterion: &mut Criterion) {
    for size in SIZES {
        let files = Files::new(size);
        let portfolio = files.read();
        let program = rules::program(&portfolio);
        let small = presolved(&portfolio);
        let quarters = portfolio.calendar().count() as usize;
        let mut group = criterion.benchmark_group("stages");
        group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
        let name = |stage: &str| BenchmarkId::new(stage, format!("{}x{}x{}", size.0, size.1, size.2));
        group.bench_function(name("read"), |b| b.iter(|| black_box(files.read())));
        group.bench_function(name("build"), |b| b.iter(|| black_box(rules::program(&portfolio))));
        group.bench_function(name("presolve"), |b| b.iter(|| black_box(presolve(&portfolio, &program))));
        let shrunk = || {
            probed(program.clone(), |placement| {
                black_box(placement.value);
            })
        };
        group.bench_function(name("propagation"), |b| b.iter(|| black_box(shrunk().placements.len())));
        group.bench_function(name("relax"), |b| b.iter(|| black_box(relax(&small, quarters, Duration::from_secs(60)).is_ok())));
        group.finish();
    }
}

fn proofs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("solve");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(5));
    for size in PROVEN {
        let portfolio = Files::new(size).read();
        let name = format!("{}x{}x{}", size.0, size.1, size.2);
        group.bench_function(name, |b| b.iter(|| black_box(solve(&portfolio, &Options::default()).is_ok())));
    }
    group.finish();
}

criterion_group!(benches, stages, proofs);
criterion_main!(benches);
