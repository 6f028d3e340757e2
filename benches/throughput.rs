//! Many scenarios of one portfolio in one process: random capacities and values, each solved on one thread, all cores at work.
//!
//! usage: cargo bench --bench throughput -- [--portfolio data/atlas] [--count 1000] [--out FOLDER]
//! With `--out` the scenarios go to `scenarios.json` (for `benches/peers/pulp_cbc.py`) and the values of the plans to `values.txt`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::solve::{Options, SolveError, Status, Watch, solve_alone};
use rayon::prelude::*;

/// How far capacities and values move at most, as a share.
const MOVES: f64 = 0.2;
/// Seed of the scenarios.
const SEED: u64 = 7;
/// Clock ticks a second in `/proc/self/stat` on Linux.
const TICKS: f64 = 100.0;
/// Fields of `/proc/self/stat` after the name of the program that come before user and system time.
const BEFORE_TIMES: usize = 11;

/// What a scenario changes, by name of the team, and of the initiative with its variant.
#[derive(serde::Serialize)]
struct Changes {
    capacity: BTreeMap<String, Vec<f64>>,
    value: BTreeMap<String, f64>,
}

/// The files of a portfolio, as tables of text.
struct Files {
    initiatives: Vec<Vec<String>>,
    capacity: Vec<Vec<String>>,
    rules: String,
}

impl Files {
    fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let table = |name: &str| -> Result<Vec<Vec<String>>, Box<dyn Error>> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name))?;
            reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect())).collect()
        };
        let rules = fs::read_to_string(folder.join("portfolio.toml"))?;
        Ok(Self { initiatives: table("initiatives.csv")?, capacity: table("capacity.csv")?, rules })
    }

    fn column(&self, name: &str) -> usize {
        self.initiatives[0].iter().position(|header| header == name).expect("the column is there")
    }

    /// What way a row says: the id, with the variant if there is one.
    fn name(&self, row: &[String]) -> String {
        let (id, variant) = (&row[self.column("id")], &row[self.column("variant")]);
        if variant.is_empty() { id.clone() } else { format!("{id}/{variant}") }
    }

    fn changes(&self, random: &mut Rng) -> Changes {
        let mut moved = |cell: &String| {
            let number: f64 = cell.parse().expect("a number");
            (number * (1.0 + MOVES * (2.0 * random.f64() - 1.0)) * 100.0).round() / 100.0
        };
        let capacity = self.capacity[1..].iter().map(|row| (row[0].clone(), row[1..].iter().map(&mut moved).collect()));
        let capacity = capacity.collect();
        let value = self.initiatives[1..].iter().map(|row| (self.name(row), moved(&row[self.column("value")]))).collect();
        Changes { capacity, value }
    }

    /// The texts of a scenario: initiatives and capacity.
    fn texts(&self, changes: &Changes) -> (String, String) {
        let (mut initiatives, mut capacity) = (self.initiatives.clone(), self.capacity.clone());
        for row in &mut initiatives[1..] {
            row[self.column("value")] = changes.value[&self.name(row)].to_string();
        }
        for row in &mut capacity[1..] {
            let numbers = &changes.capacity[&row[0]];
            row[1..].iter_mut().zip(numbers).for_each(|(cell, number)| *cell = number.to_string());
        }
        (text(&initiatives), text(&capacity))
    }
}

fn text(table: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    table.iter().for_each(|row| writer.write_record(row).expect("memory can be written to"));
    String::from_utf8(writer.into_inner().expect("it can be flushed")).expect("it was text before")
}

/// What came of one scenario: the value of its plan, none if no plan keeps the rules, and the seconds of the solve.
struct Solved {
    value: Option<f64>,
    seconds: f64,
}

fn solve(files: &Files, changes: &Changes) -> Solved {
    let (initiatives, capacity) = files.texts(changes);
    let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: &files.rules };
    let portfolio = read_texts(&texts).expect("a scenario reads as the portfolio does").portfolio;
    let began = Instant::now();
    let value = match solve_alone(&portfolio, &Options::default(), &Watch::default(), None) {
        Ok(answer) => {
            assert!(answer.status == Status::Optimal, "value {} bound {}", answer.value, answer.bound);
            Some(answer.value)
        }
        Err(SolveError::Infeasible) => None,
        Err(error) => panic!("{error}"),
    };
    Solved { value, seconds: began.elapsed().as_secs_f64() }
}

/// Processor seconds of this process so far; none where there is no `/proc`.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let times = stat.rsplit(')').next()?.split_whitespace().skip(BEFORE_TIMES).take(2);
    times.map(|ticks| ticks.parse::<f64>().ok()).sum::<Option<f64>>().map(|ticks| ticks / TICKS)
}

fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}

fn write(folder: &Path, scenarios: &[Changes], solved: &[Solved]) -> Result<(), Box<dyn Error>> {
    let (mut lines, mut values) = (String::new(), String::new());
    for (number, (scenario, solved)) in scenarios.iter().zip(solved).enumerate() {
        writeln!(lines, "{}", serde_json::to_string(scenario)?)?;
        let value = solved.value.map_or("infeasible".to_owned(), |value| format!("{value:.6}"));
        writeln!(values, "{number} {value}")?;
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("scenarios.json"), lines)?;
    Ok(fs::write(folder.join("values.txt"), values)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = argument("--portfolio").unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/data/atlas").to_owned());
    let count: usize = argument("--count").map_or(Ok(1_000), |text| text.parse())?;
    let files = Files::read(Path::new(&folder))?;
    let mut random = Rng::with_seed(SEED);
    let scenarios: Vec<Changes> = (0..count).map(|_| files.changes(&mut random)).collect();
    let (began, before) = (Instant::now(), processor_seconds());
    let solved: Vec<Solved> = scenarios.par_iter().map(|changes| solve(&files, changes)).collect();
    let (wall, cores) = (began.elapsed().as_secs_f64(), rayon::current_num_threads() as f64);
    let solving: f64 = solved.iter().map(|solved| solved.seconds).sum();
    println!("{count} scenarios in {wall:.2} s, {:.2} a second on {cores} cores", count as f64 / wall);
    println!("{:.1} % of the cores' time was spent solving", 100.0 * solving / (wall * cores));
    if let Some((before, after)) = before.zip(processor_seconds()) {
        let share = 100.0 * (after - before) / (wall * cores);
        println!("{:.3} processor seconds a scenario, {share:.1} % of what the cores had", (after - before) / count as f64);
    }
    argument("--out").map_or(Ok(()), |out| write(&PathBuf::from(out), &scenarios, &solved))
}
