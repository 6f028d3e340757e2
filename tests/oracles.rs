//! The exact answers of the specification (section 4), asked for through files and the command line: scope and basis of a floor, and
//! idling.

mod specification;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use specification::{SET_A, SET_B, TWO_QUARTERS, TWO_TEAMS};

#[test]
fn without_a_rule_the_two_sets_are_worth_299_and_336() {
    assert_eq!(optimum(SET_A, TWO_TEAMS, TWO_QUARTERS), 299.0);
    assert_eq!(optimum(SET_B, TWO_TEAMS, TWO_QUARTERS), 336.0);
}

#[test]
fn a_floor_over_the_plan_costs_nothing_of_what_is_planned_in_set_a() {
    assert_floor("plan", [290.0, 299.0], [311.0, 311.0]);
}

#[test]
fn a_floor_in_each_quarter_moves_the_optimum_by_its_basis() {
    assert_floor("quarter", [260.0, 269.0], [277.0, 280.0]);
}

#[test]
fn a_floor_for_each_team_is_the_same_on_both_bases_here() {
    assert_floor("team", [290.0, 290.0], [287.0, 287.0]);
}

#[test]
fn a_floor_for_each_team_in_each_quarter_costs_most() {
    assert_floor("team_quarter", [252.0, 252.0], [215.0, 215.0]);
}

#[test]
fn the_short_form_of_the_floor_is_by_quarter_and_planned() {
    let rules = format!("{TWO_QUARTERS}min_debt_ratio = 0.2\n");
    assert_eq!(optimum(SET_A, TWO_TEAMS, &rules), 269.0);
}

#[test]
fn a_floor_on_what_is_planned_is_kept_by_idling() {
    let (status, answer) = plan(IDLING, ONE_TEAM, &one_quarter("planned"));
    assert_eq!((status, answer["status"].as_str(), answer["value"].as_f64()), (0, Some("optimal"), Some(60.0)));
}

#[test]
fn a_floor_on_capacity_cannot_be_kept_by_idling() {
    let (status, answer) = plan(IDLING, ONE_TEAM, &one_quarter("capacity"));
    assert_eq!((status, answer["status"].as_str()), (3, Some("infeasible")));
}

const IDLING: &str = "id,category,value,cost: T\nF,feature,100,8\nG,feature,60,4\nD,debt,0,1\n";
const ONE_TEAM: &str = "team,2026Q1\nT,10\n";

fn one_quarter(basis: &str) -> String {
    format!("name = \"idling\"\nquarters = \"2026Q1..2026Q1\"\n{}", floor("quarter", basis))
}

fn floor(scope: &str, basis: &str) -> String {
    format!("[[allocation]]\nname = \"debt ratio\"\ncategory = [\"debt\"]\nmin = 0.2\nscope = \"{scope}\"\nbasis = \"{basis}\"\n")
}

/// Holds the values of both sets under a floor of 20 %, first on capacity, then on what is planned.
fn assert_floor(scope: &str, set_a: [f64; 2], set_b: [f64; 2]) {
    for (position, basis) in ["capacity", "planned"].into_iter().enumerate() {
        let rules = format!("{TWO_QUARTERS}{}", floor(scope, basis));
        assert_eq!(optimum(SET_A, TWO_TEAMS, &rules), set_a[position], "set A, {scope}, {basis}");
        assert_eq!(optimum(SET_B, TWO_TEAMS, &rules), set_b[position], "set B, {scope}, {basis}");
    }
}

/// The proven value of the best plan.
fn optimum(initiatives: &str, capacity: &str, rules: &str) -> f64 {
    let (status, answer) = plan(initiatives, capacity, rules);
    assert_eq!((status, answer["status"].as_str()), (0, Some("optimal")));
    answer["value"].as_f64().expect("a plan has a value")
}

/// Writes a folder, plans it, and gives exit code and JSON.
fn plan(initiatives: &str, capacity: &str, rules: &str) -> (i32, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file can be written");
    write("initiatives.csv", initiatives);
    write("capacity.csv", capacity);
    write("portfolio.toml", rules);
    run(folder.path())
}

fn run(folder: &Path) -> (i32, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    let output = command.arg("plan").arg(folder).args(["--format", "json"]).output().expect("it runs");
    let answer = serde_json::from_slice(&output.stdout);
    let answer = answer.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().expect("it is not killed"), answer)
}
