//! Many plans in one run: order, failures beside plans, and going on where an earlier run ended.

mod commands;

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use commands::{code, done, folder, run, stderr, stdout, text, write};

const ROWS: &str = "id,value,cost: Web\nA,50,8\nB,20,7\n";
const CAPACITY: &str = "team,2026Q1\nWeb,10\n";
const RULES: &str = "quarters = \"2026Q1\"\n";
const SCENARIOS: &str =
    "[[scenario]]\nname = \"hire\"\ncapacity = \"+5\"\n\n[[scenario]]\nname = \"a/b\"\nfrom = \"hire\"\nvalue = { B = \"*3\" }\n";

/// Three portfolios side by side: a good one, a wrong one, one without a plan.
fn portfolios() -> tempfile::TempDir {
    let all = tempfile::tempdir().expect("a temporary folder");
    let good = [("initiatives.csv", ROWS), ("capacity.csv", CAPACITY), ("portfolio.toml", RULES), ("scenarios.toml", SCENARIOS)];
    write(&all.path().join("good"), &good);
    write(
        &all.path().join("wrong"),
        &[("initiatives.csv", "id,value\nA,x\n"), ("capacity.csv", CAPACITY), ("portfolio.toml", RULES)],
    );
    let musts = "id,value,cost: Web,must\nA,5,8,yes\nB,9,8,yes\n";
    write(&all.path().join("tight"), &[("initiatives.csv", musts), ("capacity.csv", CAPACITY), ("portfolio.toml", RULES)]);
    all
}

fn statuses(out: &Path) -> Vec<(String, String)> {
    let summary = fs::read_to_string(out.join("summary.csv")).expect("it is written");
    let row = |line: &str| {
        let mut cells = line.split(',');
        (cells.next().unwrap_or_default().to_owned(), cells.next().unwrap_or_default().to_owned())
    };
    summary.lines().skip(1).map(row).collect()
}

fn pair(case: &str, status: &str) -> (String, String) {
    (case.to_owned(), status.to_owned())
}

#[test]
fn cases_come_in_the_order_given_and_one_that_fails_stops_no_other() {
    let all = portfolios();
    let out = all.path().join("results");
    let [wrong, tight, good] = ["wrong", "tight", "good"].map(|name| all.path().join(name));
    let output = run(&["plan", text(&wrong), text(&tight), text(&good), "--out", text(&out)]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let expected = [pair("wrong", "input_errors"), pair("tight", "infeasible"), pair("good", "optimal")];
    assert_eq!(statuses(&out), expected);
    assert!(fs::read_to_string(out.join("wrong/findings.csv")).expect("written").contains("E203"));
    assert!(fs::read_to_string(out.join("good/plan.csv")).expect("written").contains("A,A,in,2026Q1"));
    assert!(stdout(&output).contains("cannot all hold"), "{}", stdout(&output));
}

#[test]
fn scenarios_get_folders_of_their_own_with_names_that_files_may_have() {
    let all = portfolios();
    let out = all.path().join("results");
    done(&["plan", text(&all.path().join("good")), "--scenarios", "--out", text(&out)]);
    assert_eq!(statuses(&out), [pair("good/base", "optimal"), pair("good/hire", "optimal"), pair("good/a_b", "optimal")]);
    assert!(out.join("good/a_b/plan.json").is_file());
    let one = all.path().join("one");
    done(&["plan", text(&all.path().join("good")), "--scenario", "hire", "--scenario", "a/b", "--out", text(&one)]);
    assert_eq!(statuses(&one).len(), 2);
}

#[test]
fn finished_cases_are_not_solved_again_and_the_summary_is_the_same() {
    let all = portfolios();
    let (out, good) = (all.path().join("results"), all.path().join("good"));
    let again = || done(&["plan", text(&good), "--scenarios", "--out", text(&out)]);
    let written = |case: &str| fs::metadata(out.join(case).join("plan.json")).and_then(|facts| facts.modified()).expect("written");
    let first = again();
    let summary = fs::read(out.join("summary.csv")).expect("written");
    let times: Vec<SystemTime> = ["good/base", "good/hire"].map(written).to_vec();
    fs::remove_file(out.join("good/a_b/case.json")).expect("a case that was not finished");
    assert_eq!(again(), first);
    assert_eq!(fs::read(out.join("summary.csv")).expect("written"), summary);
    assert_eq!(["good/base", "good/hire"].map(written).to_vec(), times);
    assert!(out.join("good/a_b/case.json").is_file());
}

#[test]
fn a_case_whose_facts_or_options_changed_is_solved_again() {
    let all = portfolios();
    let (out, good) = (all.path().join("results"), all.path().join("good"));
    let value = || fs::read_to_string(out.join("good/hire/case.json")).expect("written");
    done(&["plan", text(&good), "--scenarios", "--out", text(&out)]);
    let before = value();
    write(&good, &[("initiatives.csv", "id,value,cost: Web\nA,60,8\nB,20,7\n")]);
    done(&["plan", text(&good), "--scenarios", "--out", text(&out)]);
    let after = value();
    assert!(before.contains("\"value\": 70.0") && after.contains("\"value\": 80.0"), "{before} {after}");
    done(&["plan", text(&good), "--scenarios", "--out", text(&out), "--seed", "7"]);
    assert_ne!(value(), after);
}

#[test]
fn a_record_counts_only_with_the_files_that_were_written_with_it() {
    let all = portfolios();
    let (out, good) = (all.path().join("results"), all.path().join("good"));
    let again = || done(&["plan", text(&good), "--scenarios", "--out", text(&out)]);
    again();
    let plan = out.join("good/hire/plan.csv");
    let written = fs::read(&plan).expect("written");
    fs::write(&plan, "id,start\n").expect("somebody else writes there");
    again();
    assert_eq!(fs::read(&plan).expect("written again"), written);
}

#[test]
fn input_that_breaks_sets_the_plan_of_an_earlier_run_aside() {
    let all = portfolios();
    let (out, good, tight) = (all.path().join("results"), all.path().join("good"), all.path().join("tight"));
    let both = || run(&["plan", text(&good), text(&tight), "--out", text(&out)]);
    assert_eq!(code(&both()), 3);
    write(&good, &[("initiatives.csv", "id,value\nA,x\n")]);
    assert_eq!(code(&both()), 1);
    let there = |name: &str| out.join("good").join(name).exists();
    assert!(!there("plan.csv") && !there("plan.json") && !there("case.json") && there("plan.stale.csv") && there("findings.csv"));
    write(&good, &[("initiatives.csv", ROWS)]);
    assert_eq!(code(&both()), 3);
    assert!(there("plan.csv") && !there("findings.csv"));
}

#[test]
fn results_never_go_into_a_folder_that_is_read() {
    let all = portfolios();
    let output = run(&["plan", text(&all.path().join("good")), text(&all.path().join("tight")), "--out", text(all.path())]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(!all.path().join("good/plan.csv").exists());
}

#[test]
fn patterns_name_many_files() {
    let exports = folder(&[("b.csv", ROWS), ("a.csv", ROWS), ("note.txt", "no plan")]);
    let out = exports.path().join("results");
    let pattern = exports.path().join("*.csv");
    let flags = ["--quarters", "2026Q1", "--capacity", "Web=10"];
    done(&[&["plan", text(&pattern), "--out", text(&out)][..], &flags].concat());
    assert_eq!(statuses(&out), [pair("a", "optimal"), pair("b", "optimal")]);
    let beside = [&["plan", text(&pattern), "--out", text(exports.path())][..], &flags].concat();
    done(&beside);
    done(&beside);
    assert_eq!(statuses(exports.path()).len(), 2, "the summary is no portfolio");
}

#[test]
fn what_is_not_there_is_said() {
    let all = portfolios();
    let good = all.path().join("good");
    for (arguments, words) in [
        (vec!["plan", text(&good), text(&good)], "--out"),
        (vec!["plan", text(&good), "--scenarios"], "--out"),
        (vec!["plan", "/no/such/*.csv", "--out", "/tmp"], "nothing matches"),
    ] {
        let output = run(&arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
}
