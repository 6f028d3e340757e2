use quarterdeck::solve::method::*;
use std::path::Path;
use std::sync::Arc;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let folder = format!("/tmp/w/shared/instances/{}", args[1]);
    let seconds: f64 = args[2].parse().unwrap();
    let target: Option<f64> = args.get(3).and_then(|t| t.parse().ok());
    let portfolio = quarterdeck::input::read(Path::new(&folder)).ok().unwrap().portfolio;
    let quarters = portfolio.calendar().count() as usize;
    let program = Arc::new(quarterdeck::solve::presolved(&portfolio));
    if args.get(4).is_some_and(|x| x == "relax") {
        let t = cpu();
        let r = quarterdeck::solve::relaxation::relax(&program, quarters, std::time::Duration::from_secs(300)).unwrap();
        let d = cpu() - t;
        println!("clarabel {:.2}s bound {:.5}", d, r.multipliers.certificate(&program).bound);
    }
    let t = cpu();
    let mut p = quarterdeck::solve::firstorder::FirstOrder::new(program.clone(), quarters, None);
    println!("{} {} entries; setup {:.3}s", args[1], quarterdeck::solve::relaxation::entries(&program), cpu() - t);
    let mut next = 0.05;
    let mut marks = vec![1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5, 1e-6];
    let (mut used, mut steps) = (0.0, 0u64);
    let mut best = f64::INFINITY;
    let quantum: u64 = (20_000_000.0 * f64::min(1.0, seconds / 20.0)) as u64;
    let mut work = 0;
    while used < seconds {
        let t = cpu();
        let found = p.step(&Known::default(), &Budget { work: quantum / 20, share: 0.0, stops: &|| false });
        used += cpu() - t;
        steps += 1;
        work += found.work;
        if let Some((m, _)) = &found.multipliers {
            best = best.min(m.certificate(&program).bound);
        }
        if let Some(target) = target {
            while !marks.is_empty() && (best - target) / target.abs() < marks[0] {
                println!("   {:.0e} at {:.3}s", marks[0], used);
                marks.remove(0);
            }
        }
        if used > next || found.is_over {
            println!("{used:7.2}s {steps} best {best:.5} {:.2} ns/work {}", used / work as f64 * 1e9, "");
            next = used.max(next) * 1.5;
        }
        if found.is_over {
            println!("OVER {:?}", found.proof);
            break;
        }
    }
}
