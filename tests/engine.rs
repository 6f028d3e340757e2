//! The command line of the engine: starts from earlier plans, limits of work and threads, traces.

mod commands;

use std::fs;

use commands::{code, done, folder, instance, json, run, stderr, text};
use serde_json::{Value, json as made};

const PORTFOLIO: &str = "quarters = \"2026Q1..2026Q2\"\n";
const CAPACITY: &str = "team,2026Q1,2026Q2\nWeb,10,10\n";
const WORK: &str = "id,value,depends_on,cost: Web\nA,50,,6\nB,20,A,7\nC,15,,5\n";

#[test]
fn a_start_from_an_earlier_plan_is_mended_where_capacity_went() {
    let now = folder(&[("portfolio.toml", PORTFOLIO), ("capacity.csv", CAPACITY), ("initiatives.csv", WORK)]);
    let path = text(now.path());
    for (name, arguments) in [("plan.csv", vec!["--format", "csv"]), ("plan.json", vec!["--format", "json", "--certificate"])] {
        let written = run(&[&["plan", path], arguments.as_slice()].concat()).stdout;
        fs::write(now.path().join(name), written).expect("the folder is there");
    }
    fs::write(now.path().join("capacity.csv"), CAPACITY.replace("10,10", "8,6")).expect("the folder is there");
    let cold = json(&["plan", path]);
    for name in ["plan.csv", "plan.json"] {
        let file = now.path().join(name);
        let warm = json(&["plan", path, "--start", text(&file)]);
        assert_eq!((&warm["status"], &warm["value"]), (&cold["status"], &cold["value"]), "{name}");
    }
}

#[test]
fn a_start_that_is_no_plan_is_refused() {
    let output = run(&["plan", "data/small", "--start", "data/small/capacity.csv"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("capacity.csv"), "{}", stderr(&output));
    let missing = run(&["plan", "data/small", "--start", "nowhere.json"]);
    assert_eq!(code(&missing), 1, "{}", stderr(&missing));
}

#[test]
fn the_same_work_gives_the_same_file_on_any_threads() {
    let planned = |threads: &str| run(&["plan", "data/atlas", "--work", "3e7", "--threads", threads, "--format", "json"]).stdout;
    assert_eq!(planned("1"), planned("2"));
    assert_eq!(planned("1"), planned("7"));
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    for wrong in [["--work", "0"], ["--work", "1.5"], ["--work", "-3"], ["--work", "1e99"], ["--threads", "0"], ["--threads", "x"]]
    {
        let output = run(&[&["plan", "data/small"], wrong.as_slice()].concat());
        assert_eq!(code(&output), 2, "{wrong:?}: {}", stderr(&output));
    }
}

#[test]
fn a_trace_ends_with_the_answer() {
    let out = tempfile::tempdir().expect("a folder for the trace");
    let file = out.path().join("trace.csv");
    let plan = json(&["plan", "data/atlas", "--trace", text(&file)]);
    let trace = fs::read_to_string(&file).expect("the trace is written");
    assert!(trace.starts_with("seconds,value,bound,gap,method\n"), "{trace}");
    let last: Vec<&str> = trace.lines().last().expect("it has lines").split(',').collect();
    assert_eq!(last[1].parse::<f64>().ok(), plan["value"].as_f64());
    assert_eq!(last[2].parse::<f64>().ok(), plan["bound"].as_f64());
}

/// Cuts lower the bound that the certificate proves, whoever changes them no plan goes above it, and a run that starts there has it at
/// once.
#[test]
fn a_certificate_with_cuts_is_proven_and_saves_the_next_run_its_bound() {
    let Some(folder) = instance("roadmap-120x6x4-1", &[]) else { return };
    let (path, file) = (text(folder.path()), folder.path().join("start.json"));
    let planned = json(&["plan", path, "--work", "6e8", "--certificate"]);
    let number = |value: &Value| value.as_f64().expect("a number");
    let best = number(&planned["value"]);
    let judged = |plan: &Value| {
        fs::write(&file, plan.to_string()).expect("the folder is there");
        let output = run(&["verify", path, text(&file), "--certificate", "--format", "json"]);
        (code(&output), serde_json::from_slice::<Value>(&output.stdout).unwrap_or_default())
    };
    let (exit, proven) = judged(&planned);
    assert_eq!((exit, proven["status"].as_str()), (0, Some("proven")), "{proven}");
    let changed = |pointer: &str, to: Value| {
        let mut plan = planned.clone();
        *plan.pointer_mut(pointer).expect("it is there") = to;
        judged(&plan)
    };
    let without_tree = |plan: &Value| {
        let mut plan = plan.clone();
        plan["certificate"].as_object_mut().expect("it is an object").remove("tree");
        plan
    };
    let (exit, of_multipliers) = judged(&without_tree(&planned));
    assert_eq!((exit, of_multipliers["status"].as_str()), (0, Some("proven")), "{of_multipliers}");
    assert!(number(&proven["bound"]) < number(&of_multipliers["bound"]), "the tree proves more: {proven} {of_multipliers}");
    let mut uncut = without_tree(&planned);
    uncut["certificate"]["cuts"] = made!([]);
    let (_, without) = judged(&uncut);
    assert!(number(&of_multipliers["bound"]) < number(&without["bound"]), "{of_multipliers} {without}");
    for wild in [made!([[0, 1], [1, -7], [2, 9_000]]), made!([[0, 0]]), made!([[0, i64::MAX], [0, i64::MAX], [1, i64::MIN]])] {
        let (_, other) = changed("/certificate/cuts/0/coefficients", wild);
        assert!(number(&other["bound"]) >= best - 1e-6, "{other}");
    }
    assert_eq!(changed("/certificate/cuts/0/coefficients/0/0", made!(1_000_000)).0, 1);
    assert_eq!(changed("/certificate/cuts/0/restriction", made!("capacity of Nobody")).0, 1);
    assert_eq!(changed("/certificate/cuts/0/multiplier", made!(1e308)).0, 3);
    judged(&planned);
    let trace = folder.path().join("trace.csv");
    done(&["plan", path, "--work", "1e7", "--start", text(&file), "--trace", text(&trace)]);
    let trace = fs::read_to_string(&trace).expect("the trace is written");
    let told = trace.lines().filter(|line| line.ends_with("warm start"));
    let bounds: Vec<f64> = told.filter_map(|line| line.split(',').nth(2)?.parse().ok()).collect();
    assert!((bounds[0] - number(&of_multipliers["bound"])).abs() < 1e-6 * best, "first what multipliers prove: {bounds:?}");
    let last = bounds[bounds.len() - 1];
    assert!((last - number(&proven["bound"])).abs() < 1e-3 * best && last < bounds[0], "then what the tree proves: {bounds:?}");
}

/// What branch and bound proved on dense tableaus, with covers of rows and with those of rows too large for a table of sizes, is in the file
/// as a whole.
#[test]
fn a_whole_proof_is_checked_without_a_solver() {
    for name in ["roadmap-40x3x4-2", "mkp-OR5x100-0.25_1", "mkp-OR5x100-0.50_6"] {
        let Some(folder) = instance(name, &[]) else { return };
        let (path, file) = (text(folder.path()), folder.path().join("start.json"));
        let planned = json(&["plan", path, "--work", "9e9", "--certificate"]);
        assert_eq!(planned["status"], "optimal", "{name}");
        fs::write(&file, planned.to_string()).expect("the folder is there");
        let judged = json(&["verify", path, text(&file), "--certificate"]);
        let (value, bound) = (judged["value"].as_f64(), judged["bound"].as_f64());
        assert!(value.zip(bound).is_some_and(|(value, bound)| bound - value < 1e-4 * value), "{name}: {judged}");
        assert!(judged["bound_not_proven"].is_null(), "{name}: {judged}");
    }
}

/// A proof may have more nodes than a file holds: those prove more than the multipliers alone, and what they do not prove is said.
#[test]
fn what_a_file_does_not_prove_of_a_large_proof_is_said() {
    let Some(folder) = instance("mkp-OR5x250-0.25_1", &[]) else { return };
    let (path, file) = (text(folder.path()), folder.path().join("start.json"));
    let planned = json(&["plan", path, "--work", "9e9", "--certificate"]);
    assert_eq!(planned["status"], "optimal");
    fs::write(&file, planned.to_string()).expect("the folder is there");
    let judged = json(&["verify", path, text(&file), "--certificate"]);
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("a number: {judged}"));
    let (proven, claimed) = (number(&judged["bound"]), number(&planned["bound"]));
    assert!(proven >= claimed && proven < number(&planned["certificate"]["bound_of_multipliers"]), "{judged}");
    assert_eq!(judged["bound_not_proven"].as_f64(), (proven > claimed).then_some(claimed), "{judged}");
}

/// Other plans than the best are kept for runs after a change, and are where these begin if the best one is not good any more.
#[test]
fn a_run_after_a_change_begins_with_the_best_of_the_earlier_plans() {
    let Some(folder) = instance("roadmap-120x6x4-1", &[]) else { return };
    let (path, file) = (text(folder.path()), folder.path().join("start.json"));
    let mut planned = json(&["plan", path, "--work", "2e9", "--certificate"]);
    let other = planned["certificate"]["pool"][0].as_array().expect("there is another plan").clone();
    assert!(other.len() > 30, "{other:?}");
    let begun = |planned: &Value| {
        fs::write(&file, planned.to_string()).expect("the folder is there");
        let trace = folder.path().join("trace.csv");
        done(&["plan", path, "--work", "1", "--start", text(&file), "--trace", text(&trace)]);
        let trace = fs::read_to_string(&trace).expect("the trace is written");
        let values =
            trace.lines().filter(|line| line.ends_with("warm start")).filter_map(|line| line.split(',').nth(1)?.parse().ok());
        values.fold(0.0, f64::max)
    };
    let best = planned["value"].as_f64().expect("a number");
    assert!((begun(&planned) - best).abs() < 1e-6 * best);
    planned["plan"] = made!([]);
    let begun = begun(&planned);
    assert!(begun > 0.979 * best && begun <= best, "{begun} of {best}");
}
