//! The command line with scenarios: wiring, exit codes, where output goes.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

const SCENARIOS: &str = "\
[[scenario]]
name = \"hire two\"
capacity = \"+10\"

[[scenario]]
name = \"B forced\"
from = \"hire two\"
must = { B = \"yes\" }
";

/// A folder of two initiatives, of which only one fits, with two scenarios.
fn folder(scenarios: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file can be written");
    write("initiatives.csv", "id,value,cost: Web\nA,50,8\nB,20,7\n");
    write("capacity.csv", "team,2026Q1\nWeb,10\n");
    write("portfolio.toml", "name = \"shop\"\nquarters = \"2026Q1\"\n");
    write("scenarios.toml", scenarios);
    folder
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quarterdeck")).args(arguments).env_remove("COLUMNS").output().expect("it runs")
}

fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("text")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it is not killed")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn plan_plans_one_scenario_and_says_which() {
    let folder = folder(SCENARIOS);
    let printed = done(&["plan", text(folder.path()), "--scenario", "hire two"]);
    assert!(printed.starts_with("shop, scenario hire two: "), "{printed}");
    let json = done(&["plan", text(folder.path()), "--scenario", "hire two", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["value"], 70.0);
    assert!(json["input"].to_string().contains("scenarios.toml"), "{}", json["input"]);
}

#[test]
fn the_scenario_base_is_the_portfolio_as_it_stands() {
    let folder = folder(SCENARIOS);
    let plan = |more: &[&str]| done(&[&["plan", text(folder.path()), "--format", "csv"][..], more].concat());
    assert_eq!(plan(&["--scenario", "base"]), plan(&[]));
}

#[test]
fn a_scenario_that_is_not_there_ends_with_2_and_names_the_nearest() {
    let folder = folder(SCENARIOS);
    for arguments in [&["plan"][..], &["export", "--lp", "-"]] {
        let output = run(&[arguments, &[text(folder.path()), "--scenario", "hire tow"]].concat());
        assert_eq!(code(&output), 2);
        let said = stderr(&output);
        assert!(said.contains("did you mean `hire two`?") && said.contains("`B forced`"), "{said}");
    }
}

#[test]
fn a_scenario_of_a_folder_without_any_is_not_there() {
    let output = run(&["plan", "data/small", "--scenario", "x"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (2, "error: there is no scenario `x`: scenarios are `base`\n"));
}

#[test]
fn one_csv_has_no_scenario() {
    let arguments = ["plan", "work.csv", "--quarters", "2026Q1", "--capacity", "Web=10", "--scenario", "x"];
    let output = run(&arguments);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("not with one CSV"), "{}", stderr(&output));
}

#[test]
fn errors_in_scenarios_end_with_1() {
    let folder = folder("[[scenario]]\nname = \"x\"\ncapasity = 3\n");
    for command in ["check", "plan"] {
        let scenario: &[&str] = if command == "plan" { &["--scenario", "x"] } else { &[] };
        let output = run(&[&[command, text(folder.path())][..], scenario].concat());
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert_eq!(code(&output), 1, "{command}");
        assert!(said.contains("error[E303]") && said.contains("scenarios.toml:3"), "{said}");
    }
    done(&["plan", text(folder.path())]);
}

#[test]
fn the_portfolio_of_a_scenario_is_written_and_plans_alike() {
    let folder = folder(SCENARIOS);
    let out = folder.path().join("out");
    done(&["export", text(folder.path()), "--scenario", "B forced", "--portfolio", text(&out)]);
    let plan = |arguments: &[&str]| done(&[&["plan"][..], arguments, &["--format", "csv"]].concat());
    assert_eq!(plan(&[text(&out)]), plan(&[text(folder.path()), "--scenario", "B forced"]));
    let read = |name: &str| fs::read_to_string(out.join(name)).expect("written");
    assert_eq!(read("capacity.csv"), "team,2026Q1\nWeb,20\n");
    assert_eq!(read("initiatives.csv"), "id,value,must,cost: Web\nA,50,,8\nB,20,yes,7\n");
    assert!(read("portfolio.toml").starts_with("name = \"shop, scenario B forced\"\n"));
}

#[test]
fn the_program_of_a_scenario_is_exported() {
    let folder = folder(SCENARIOS);
    let lp = |more: &[&str]| done(&[&["export", text(folder.path()), "--lp", "-"][..], more].concat());
    assert!(lp(&[]).contains("<= 10") && lp(&["--scenario", "hire two"]) != lp(&[]));
}

#[test]
fn a_portfolio_is_never_written_over_the_one_that_is_read() {
    let folder = folder(SCENARIOS);
    let before = fs::read_to_string(folder.path().join("portfolio.toml")).expect("it is there");
    let output = run(&["export", text(folder.path()), "--portfolio", text(&folder.path().join("."))]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join("portfolio.toml")).expect("it is there"), before);
}

#[test]
fn a_plan_of_a_scenario_is_judged_by_the_rules_of_that_scenario() {
    let folder = folder(SCENARIOS);
    let plan = folder.path().join("plan.csv");
    fs::write(&plan, "id,start\nA,2026Q1\nB,2026Q1\n").expect("it can be written");
    assert_eq!(code(&run(&["verify", text(folder.path()), text(&plan)])), 3);
    done(&["verify", text(folder.path()), text(&plan), "--scenario", "hire two"]);
}

#[test]
fn export_never_writes_over_the_one_csv_that_is_read() {
    let folder = folder(SCENARIOS);
    let csv = folder.path().join("initiatives.csv");
    let before = fs::read(&csv).expect("it is there");
    let flags = ["--quarters", "2026Q1", "--capacity", "Web=10"];
    let output = run(&[&["export", text(&csv), "--portfolio", text(folder.path())][..], &flags].concat());
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(fs::read(&csv).expect("it is still there"), before);
}
