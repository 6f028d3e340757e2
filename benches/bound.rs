//! What a bound costs: a certificate, and a look of the first-order method, at three sizes. Compare figures of one run with each other.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::Portfolio;
use quarterdeck::solve::certificate::Multipliers;
use quarterdeck::solve::firstorder::FirstOrder;
use quarterdeck::solve::method::{Budget, Known, Method};
use quarterdeck::solve::presolved;

/// Initiatives and teams.
const SIZES: [(usize, usize); 3] = [(200, 8), (1_000, 20), (5_000, 50)];
/// Quarters of all of them.
const QUARTERS: usize = 8;

/// A roadmap that asks for about twice the capacity, with a debt floor; every third initiative waits for an earlier one.
fn portfolio((initiatives, teams): (usize, usize)) -> Portfolio {
    let mut random = Rng::with_seed(7);
    let mut rows = String::from("id,value,category,depends_on,duration");
    rows.extend((0..teams).map(|team| format!(",cost: T{team}")));
    for number in 0..initiatives {
        let category = ["debt", "feature", "feature"][number % 3];
        let depends = if number % 3 == 1 { format!("I{}", number - 1) } else { String::new() };
        let _ = write!(rows, "\nI{number},{},{category},{depends},{}", random.u32(20..600), random.u32(1..=3));
        let own = random.usize(..teams);
        rows.extend((0..teams).map(|team| match team == own || random.usize(..teams) < 2 {
            true => format!(",{}", random.u32(4..40)),
            false => ",".to_owned(),
        }));
    }
    let names: Vec<String> = (0..QUARTERS).map(|quarter| format!("{}Q{}", 2026 + quarter / 4, quarter % 4 + 1)).collect();
    let row = vec![(initiatives * 66 / teams / QUARTERS / 2).to_string(); QUARTERS].join(",");
    let mut capacity = format!("team,{}", names.join(","));
    capacity.extend((0..teams).map(|team| format!("\nT{team},{row}")));
    let rules = "quarters = \"2026Q1..2027Q4\"\ndiscount_factor = 0.96\nmin_debt_ratio = 0.2\n";
    let texts = Texts { initiatives: &rows, capacity: &capacity, rules };
    read_texts(&texts).expect("the files are right").portfolio
}

fn bounds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bound");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for size in SIZES {
        let program = Arc::new(presolved(&portfolio(size)));
        let name = |stage: &str| BenchmarkId::new(stage, format!("{}x{}x{QUARTERS}", size.0, size.1));
        let mut multipliers = Multipliers::zero(&program, QUARTERS);
        multipliers.rows.fill(0.1);
        group.bench_function(name("certificate"), |b| b.iter(|| black_box(multipliers.certificate(&program))));
        let mut method = FirstOrder::new(program.clone(), QUARTERS, None);
        let budget = Budget { work: 1, share: 0.0, stops: &|| false };
        group.bench_function(name("first-order look"), |b| b.iter(|| black_box(method.step(&Known::default(), &budget).work)));
    }
    group.finish();
}

criterion_group!(benches, bounds);
criterion_main!(benches);
