//! Random small portfolios with every rule on, as the files that a planner would write.

use std::fmt::Write as _;

use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::Portfolio;

/// The portfolio of a seed; `None` if the file has findings of error level, such as a `must` that cannot fit.
pub fn random(seed: u64) -> Option<Portfolio> {
    with_capacity(seed, seed)
}

/// The same initiatives and rules under other capacities.
#[allow(dead_code, reason = "not every test that uses this file has a use for neighbours")]
pub fn neighbour(seed: u64) -> Option<Portfolio> {
    with_capacity(seed, seed.wrapping_add(1))
}

fn with_capacity(seed: u64, capacity_seed: u64) -> Option<Portfolio> {
    let mut random = Rng::with_seed(seed);
    let quarters = random.usize(1..=3);
    let initiatives = initiatives(&mut random, quarters);
    let rules = rules(&mut random, quarters);
    let capacity = capacity(&mut Rng::with_seed(capacity_seed), quarters);
    let texts = Texts { initiatives: &initiatives, capacity: &capacity, rules: &rules };
    read_texts(&texts).ok().map(|reading| reading.portfolio)
}

fn quarter(index: usize) -> String {
    format!("2026Q{}", index + 1)
}

fn initiatives(random: &mut Rng, quarters: usize) -> String {
    let mut text = String::from(
        "id,variant,value,cost: A,cost: B,horizon,category,depends_on,duration,profile,earliest,deadline,must,start,excludes,\
         one_of,together,status,cost_of_delay,confidence\n",
    );
    let count = random.usize(2..=5);
    for number in 0..count {
        let variants: &[&str] = if random.u8(..5) == 0 { &["small", "full"] } else { &[""] };
        for variant in variants {
            let _ = writeln!(text, "I{number},{variant},{}", row(random, number, quarters));
        }
    }
    text
}

/// One row without id and variant; dependencies point at earlier rows, so that there is no cycle.
fn row(random: &mut Rng, number: usize, quarters: usize) -> String {
    let sometimes = |random: &mut Rng, one_in: u8| random.u8(..one_in) == 0;
    let value = if sometimes(random, 6) { -random.i32(0..9) } else { random.i32(1..60) };
    let cost =
        |random: &mut Rng| if random.u8(..4) == 0 { String::new() } else { format!("{}", f64::from(random.u32(1..80)) / 10.0) };
    let costs = format!("{},{}", cost(random), random.u32(0..6));
    let horizon = random.choice(["H1", "H2", "H3", ""]).unwrap_or("");
    let category = random.choice(["debt", "debt", "feature", "feature", "ktlo", ""]).unwrap_or("");
    let relation = random.choice(["", ":after", ":after+1", ":same", ":with"]).unwrap_or("");
    let depends = if number > 0 && sometimes(random, 3) { format!("I{}{relation}", random.usize(..number)) } else { String::new() };
    let duration = random.choice(["", "", "1", "2", "1-2"]).unwrap_or("");
    let profile = if duration.is_empty() && sometimes(random, 4) { "60/40" } else { "" };
    let earliest = if sometimes(random, 6) { quarter(random.usize(..quarters)) } else { String::new() };
    let deadline = if sometimes(random, 6) { quarter(random.usize(..quarters)) } else { String::new() };
    let must = if sometimes(random, 6) { random.choice(["yes", "no"]).unwrap_or("") } else { "" };
    let start = if sometimes(random, 10) { quarter(random.usize(..quarters)) } else { String::new() };
    let excludes = if number > 0 && sometimes(random, 6) { format!("I{}", random.usize(..number)) } else { String::new() };
    let one_of = if sometimes(random, 4) { "either" } else { "" };
    let together = if sometimes(random, 4) { "both" } else { "" };
    let status = if sometimes(random, 8) { random.choice(["done", "in_progress"]).unwrap_or("") } else { "" };
    let delay = if sometimes(random, 3) { random.u32(1..9).to_string() } else { String::new() };
    let confidence = if sometimes(random, 3) { "0.5" } else { "" };
    format!(
        "{value},{costs},{horizon},{category},{depends},{duration},{profile},{earliest},{deadline},{must},{start},{excludes},\
         {one_of},{together},{status},{delay},{confidence}"
    )
}

fn capacity(random: &mut Rng, quarters: usize) -> String {
    let names: Vec<String> = (0..quarters).map(quarter).collect();
    let mut text = format!("team,{}\n", names.join(","));
    for team in ["A", "B"] {
        let cells: Vec<String> = (0..quarters).map(|_| random.u32(3..14).to_string()).collect();
        let _ = writeln!(text, "{team},{}", cells.join(","));
    }
    text
}

fn rules(random: &mut Rng, quarters: usize) -> String {
    let mut text = format!(
        "name = \"random\"\nquarters = \"2026Q1..{}\"\ndiscount_factor = {}\ndefault_dependency = \"{}\"\n",
        quarter(quarters - 1),
        random.choice(["1.0", "0.9"]).unwrap_or("1.0"),
        random.choice(["after", "same"]).unwrap_or("after"),
    );
    for number in 0..random.usize(0..=2) {
        text.push_str(&allocation(random, number));
    }
    if random.u8(..4) == 0 {
        text.push_str("[mix]\nby = \"horizon\"\nH1 = 0.5\nH2 = 0.3\nH3 = 0.2\ntolerance = 0.3\n");
    }
    if random.u8(..3) == 0 {
        let of = random.choice(["", "team = \"A\"\n", "category = [\"feature\"]\n"]).unwrap_or("");
        let _ = writeln!(text, "[[limit]]\nname = \"focus\"\n{of}max_active = {}", random.u32(1..3));
    }
    if random.u8(..3) == 0 {
        let of = random.choice(["", "team = [\"B\"]\n", "category = [\"debt\"]\n", "scope = \"window:2\"\n"]).unwrap_or("");
        let _ = writeln!(text, "[[budget]]\nname = \"cap\"\n{of}max = {}", random.u32(3..12));
    }
    text
}

fn allocation(random: &mut Rng, number: usize) -> String {
    let set = random.choice(["category = [\"debt\"]", "horizon = [\"H2\"]", "id = [\"I0\"]"]).unwrap_or("");
    let side = random.choice(["min = 0.2", "max = 0.6", "min = 0.1\nmax = 0.7"]).unwrap_or("");
    let scope = random.choice(["plan", "quarter", "team", "team_quarter", "window:2"]).unwrap_or("plan");
    let basis = random.choice(["planned", "planned", "capacity"]).unwrap_or("planned");
    let exempt = random.choice(["", "", "exempt = { category = [\"ktlo\"] }\n"]).unwrap_or("");
    let price = random.choice(["", "", "penalty = 3\n"]).unwrap_or("");
    format!("[[allocation]]\nname = \"share {number}\"\n{set}\n{side}\nscope = \"{scope}\"\nbasis = \"{basis}\"\n{exempt}{price}")
}
