//! Prices: the optimum with a change less the optimum without it.

mod commands;
mod specification;

use std::time::Duration;

use commands::{code, folder, json, run, text};
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::{Adjust, Change, Effort, Portfolio, Quarter};
use quarterdeck::scenario::{Amount, Asked, Question, sensitivity};
use quarterdeck::solve::{Options, Watch, solve};
use specification::{SET_A, TWO_TEAMS};

const ROWS: &str = "id,category,value,cost: A,cost: B,depends_on,deadline,must\nF1,feature,30,7,,,,\nF2,feature,80,,5,,2026Q1,\nF3,feature,70,,9,,,\nF4,feature,20,,7,,,yes\nF5,feature,85,7,,D3,,\nD1,debt,14,2,,,,\nD2,debt,3,,4,,,\nD3,debt,8,2,,,,\nD4,debt,12,,3,,,\n";
const RULES: &str = "quarters = \"2026Q1..2026Q2\"\nmin_debt_ratio = 0.2\n[[limit]]\nname = \"focus\"\nmax_active = 3\n";

fn portfolio() -> Portfolio {
    read_texts(&Texts { initiatives: ROWS, capacity: TWO_TEAMS, rules: RULES }).expect("the files are right").portfolio
}

fn options() -> Options {
    Options { time_limit: Duration::from_secs(120), gap: 1e-9, ..Options::default() }
}

fn optimum(portfolio: &Portfolio) -> f64 {
    solve(portfolio, &options()).expect("there is a plan").value
}

#[test]
fn every_worth_holds_the_difference_of_two_solves() {
    let portfolio = portfolio();
    let base = optimum(&portfolio);
    let asked = Asked { person: Effort::units(3), most: usize::MAX };
    let found = sensitivity(&portfolio, &asked, &options(), &Watch::default(), &|_| {});
    assert!(found.untried.is_empty());
    for worth in &found.worths {
        let change = match &worth.question {
            Question::Rule(name) => Change::WithoutRule(name.clone()),
            Question::Dependency(one, other) => Change::WithoutDependency(*one, *other),
            Question::Capacity { team, quarter, by, .. } => {
                Change::Capacity { team: *team, quarters: quarter.0..quarter.0 + 1, adjust: Adjust::By(*by) }
            }
            _ => continue,
        };
        let truth = optimum(&portfolio.with(&[change])) - base;
        let told = worth.worth.expect("both have plans");
        assert!(told.low - 1e-6 <= truth && truth <= told.high + 1e-6, "{:?}: {truth} is not in {told:?}", worth.question);
        assert!(told.low >= 0.0, "{:?} relaxes: {told:?}", worth.question);
    }
}

#[test]
fn everything_is_asked_once_and_ranked_by_worth() {
    let portfolio = portfolio();
    let asked = Asked { person: Effort::units(3), most: usize::MAX };
    let found = sensitivity(&portfolio, &asked, &options(), &Watch::default(), &|_| {});
    let count = |holds: fn(&Question) -> bool| found.worths.iter().filter(|worth| holds(&worth.question)).count();
    assert_eq!(count(|question| matches!(question, Question::Rule(_))), 2);
    assert_eq!(count(|question| matches!(question, Question::Dependency(..))), 1);
    assert_eq!(count(|question| matches!(question, Question::Deadline(_))), 1);
    assert_eq!(count(|question| matches!(question, Question::Must(_))), 1);
    assert_eq!(count(|question| matches!(question, Question::Capacity { of: Amount::Unit, .. })), 4);
    assert_eq!(count(|question| matches!(question, Question::Capacity { of: Amount::Person, quarter: Quarter(1), .. })), 2);
    let middles: Vec<f64> = found.worths.iter().map(|worth| worth.worth.expect("plans").middle()).collect();
    assert!(middles.is_sorted_by(|a, b| a >= b), "{middles:?}");
}

#[test]
fn what_is_not_tried_is_told() {
    let portfolio = portfolio();
    let asked = Asked { person: Effort::units(3), most: 3 };
    let found = sensitivity(&portfolio, &asked, &options(), &Watch::default(), &|_| {});
    assert_eq!(found.worths.len(), 3);
    assert!(found.worths.iter().filter(|worth| matches!(worth.question, Question::Rule(_))).count() == 2, "rules come first");
    assert_eq!(found.untried.len(), 2 + 3 + 8 - 3);
}

#[test]
fn the_price_of_the_floor_is_that_of_the_specification() {
    let prices = [("plan", [9.0, 0.0]), ("quarter", [39.0, 30.0]), ("team", [9.0, 9.0]), ("team_quarter", [47.0, 47.0])];
    for (scope, by_basis) in prices {
        for (basis, price) in ["capacity", "planned"].into_iter().zip(by_basis) {
            let rule = format!(
                "[[allocation]]\nname = \"debt ratio\"\ncategory = [\"debt\"]\nmin = 0.2\nscope = \"{scope}\"\nbasis = \"{basis}\"\n"
            );
            let rules = format!("quarters = \"2026Q1..2026Q2\"\n{rule}");
            let folder = folder(&[("initiatives.csv", SET_A), ("capacity.csv", TWO_TEAMS), ("portfolio.toml", &rules)]);
            let document = json(&["sensitivity", text(folder.path()), "--most", "1"]);
            let worth = &document["worths"][0]["worth"];
            let (low, high) = (worth["low"].as_f64().expect("proven"), worth["high"].as_f64().expect("proven"));
            assert!(low - 1e-6 <= price && price <= high + 1e-6 && high - low < 0.1, "{scope} {basis}: {worth}");
        }
    }
}

#[test]
fn an_impossible_portfolio_is_told_what_would_make_it_possible() {
    let rows = "id,value,cost: Web,must\nA,5,8,yes\nB,9,8,yes\n";
    let folder = folder(&[
        ("initiatives.csv", rows),
        ("capacity.csv", "team,2026Q1\nWeb,10\n"),
        ("portfolio.toml", "quarters = \"2026Q1\"\n"),
    ]);
    let output = run(&["sensitivity", text(folder.path())]);
    let printed = String::from_utf8(output.stdout.clone()).expect("text");
    assert_eq!(code(&output), 3);
    assert!(printed.contains("a plan of 9  `A` need not be in"), "{printed}");
    assert!(printed.contains("a plan of 14"), "{printed}");
}
