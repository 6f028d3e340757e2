//! The inner loop of the search: moves at two sizes, `cargo bench --bench search`. A step is of fixed work, so time is what differs;
//! the number of moves in it is printed. Compare figures of one run with each other, not with other machines'.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::program::Program;
use quarterdeck::solve::method::{Budget, Known, Method};
use quarterdeck::solve::presolved;
use quarterdeck::solve::search::{Annealing, Role};

/// Initiatives, teams and quarters.
const SIZES: [(usize, usize, usize); 2] = [(200, 8, 4), (1_000, 20, 8)];
/// Work of a step, in entries, arcs and placements looked at.
const WORK: u64 = 2_000_000;

/// A roadmap that asks for about twice the capacity, with a debt floor of 20 % in every quarter.
fn program((initiatives, teams, quarters): (usize, usize, usize)) -> Program {
    let mut random = Rng::with_seed(7);
    let mut rows = String::from("id,value,category,duration");
    rows.extend((0..teams).map(|team| format!(",cost: T{team}")));
    for number in 0..initiatives {
        let category = random.choice(["debt", "feature", "feature", "innovation"]).unwrap_or("debt");
        let _ = write!(rows, "\nI{number},{},{category},{}", random.u32(20..600), random.u32(1..=3));
        let own = random.usize(..teams);
        for team in 0..teams {
            let cost = if team == own || random.usize(..teams) == 0 { random.u32(4..40).to_string() } else { String::new() };
            let _ = write!(rows, ",{cost}");
        }
    }
    let names: Vec<String> = (0..quarters).map(|quarter| format!("{}Q{}", 2026 + quarter / 4, quarter % 4 + 1)).collect();
    let each = (initiatives * 22 / teams / quarters).max(30);
    let row = vec![each.to_string(); quarters].join(",");
    let mut capacity = format!("team,{}", names.join(","));
    (0..teams).for_each(|team| {
        let _ = write!(capacity, "\nT{team},{row}");
    });
    let last = names.last().expect("there is a quarter");
    let rules = format!("quarters = \"2026Q1..{last}\"\ndiscount_factor = 0.96\nmin_debt_ratio = 0.2\n");
    let texts = Texts { initiatives: &rows, capacity: &capacity, rules: &rules };
    presolved(&read_texts(&texts).expect("the files are right").portfolio)
}

fn moves(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for size in SIZES {
        let program = program(size);
        let known = Known::default();
        for (point, share) in [("hot", 0.0), ("cold", 0.99)] {
            let mut method = Annealing::new(&program, 1, Role::LongCooling);
            let mut step = |share: f64| method.step(&known, &Budget { work: WORK, share, stops: &|| false });
            step(0.0);
            step(0.0);
            let name = format!("{}x{}x{}", size.0, size.1, size.2);
            group.throughput(Throughput::Elements(WORK));
            group.bench_function(BenchmarkId::new(point, name), |b| b.iter(|| black_box(step(share))));
        }
    }
    group.finish();
}

criterion_group!(benches, moves);
criterion_main!(benches);
