//! A portfolio that is written and read again has the same facts and rules.

mod portfolios;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use quarterdeck::input::{Texts, read, read_texts};
use quarterdeck::model::Portfolio;
use quarterdeck::program::describe;
use quarterdeck::report::{portfolio_texts, write_portfolio};
use quarterdeck::rules::program;

/// Writes a portfolio and reads it again.
fn again(portfolio: &Portfolio) -> Portfolio {
    let texts = portfolio_texts(portfolio);
    let read = read_texts(&texts.to_read());
    read.unwrap_or_else(|error| panic!("{:#?}\n{texts:?}", error.findings())).portfolio
}

/// The facts, without the files they were read from.
fn facts(portfolio: &Portfolio) -> String {
    let debug = format!("{portfolio:?}");
    debug.split("sources: ").next().unwrap_or_default().to_owned()
}

fn comes_back(portfolio: &Portfolio) {
    let back = again(portfolio);
    assert_eq!(facts(&back), facts(portfolio));
    assert_eq!(portfolio_texts(&back), portfolio_texts(portfolio));
    assert_eq!(describe(&back, &program(&back)), describe(portfolio, &program(portfolio)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_portfolios_come_back(seed: u64) {
        if let Some(portfolio) = portfolios::random(seed) {
            comes_back(&portfolio);
        }
    }
}

#[test]
fn the_examples_come_back() {
    for folder in ["small", "atlas", "infeasible", "broken/doubtful", "broken/plan"] {
        comes_back(&Portfolio::read(&Path::new("data").join(folder)).expect("an example is right"));
    }
}

#[test]
fn public_instances_come_back() {
    let root = std::env::var_os("QUARTERDECK_INSTANCES").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"));
    for name in ["nrp1-0.5", "roadmap-40x3x4-1", "roadmap-400x8x8-1", "baan-2q", "mkp-OR5x100-0.25_1", "newman1"] {
        let Ok(reading) = read(&root.join(name)) else {
            println!("skipped: {name} is not in {}", root.display());
            continue;
        };
        comes_back(&reading.portfolio);
    }
}

const INITIATIVES: &str = "\
id,variant,title,value,cost: A;b;c,\"cost: B \"\"x\"\", y\",category,horizon,depends_on,duration,profile,excludes,one_of,together,status,cost_of_delay,confidence,must
B,,=1+1,1e-7,1,0.000001,\"de\"\"bt\",H2,,,,,,,,,,
B:after,,-3,1e300,,,debt;x,,,,100,,,,,-0.1,1e-9,
C,a,\"two
lines\",0.1,8-13,,\"a,b\",H1,B:after+3;B:after:same;DONE:with,1-3,,B; B:after,either,pair,,3,33.3333333%,
C,b,other title,-5,1/2/9,999999999999999.999999,,,B,,33.333333/33.333333/33.333334,,either,,,,,
DONE,,,,,,,,C,,,,either,pair,done,,,
GO,,,7,0,,,,DONE,2,,,,,in_progress,,,yes
";

const RULES: &str = r#"
name = "say \"hi\" \\ \t \u0001 ü"
unit = "days"
quarters = "2026Q1..2026Q3"
default_dependency = "same"
discount_rate = 0.03
debt = { category = ["de\"bt", "debt;x"], id = [] }
min_debt_ratio = 0.333333333
[[allocation]]
name = "priced"
horizon = ["H2", "1"]
id = ["B", "B:after"]
max = 0.000000001
scope = "window:2"
basis = "capacity"
exempt = {}
penalty = 1e200
[[allocation]]
category = "x\ny"
min = 0
max = 1
exempt = { horizon = "H3" }
scope = "team_quarter"
[mix]
by = "category"
"a,b" = 0.7
tolerance = 0.123456789
"x \"y\"" = 0.1
[[limit]]
team = "A;b;c"
horizon = "H1"
max_active = 4294967295
[[limit]]
max_active = 0
[[budget]]
max = 1000000000000000
[[budget]]
name = "each"
team = ["B \"x\", y", "A;b;c"]
scope = "quarter"
max = 0.000001
[[budget]]
name = "two"
scope = "window:2"
max = 3
[[budget]]
name = "long"
scope = "window:9"
max = 3
[[budget]]
name = "last"
quarters = "2026Q3"
max = 3
[[budget]]
name = "never"
quarters = "2029Q3"
max = 3
"#;

#[test]
fn what_is_odd_comes_back_to_the_letter() {
    let capacity = "team,2026Q1,2026Q2,2026Q3\nA;b;c,40,0.1,40\n\"B \"\"x\"\", y\",1000000000000000,3,1\nidle,0,0,0\n";
    let texts = Texts { initiatives: INITIATIVES, capacity, rules: RULES };
    let portfolio = read_texts(&texts).unwrap_or_else(|error| panic!("{:#?}", error.findings())).portfolio;
    comes_back(&portfolio);
    insta::assert_snapshot!(portfolio_texts(&portfolio).rules);
}

#[test]
fn a_team_of_many_semicolons_does_not_turn_the_head_into_other_cells() {
    let team = ";".repeat(30) + "\t";
    let texts = Texts {
        initiatives: &format!("id,value,\"cost: {team}x\"\nA,1,1\n").replace("id,value", "\"id\",\"value\""),
        capacity: &format!("team,2026Q1\n{team}x,4\n"),
        rules: "quarters = \"2026Q1\"",
    };
    comes_back(&read_texts(&texts).expect("it is right").portfolio);
}

#[test]
fn columns_that_nobody_fills_are_left_out() {
    let texts = Texts {
        initiatives: "id,value,cost: A,must,title,duration\nX,3,1,,X,1\n",
        capacity: "team,quarter,capacity\nA,2026Q1,4\nA,2026Q2,5.50\n",
        rules: "quarters = \"2026Q1..2026Q2\"",
    };
    let written = portfolio_texts(&read_texts(&texts).expect("it is right").portfolio);
    assert_eq!(written.initiatives, "id,value,cost: A\nX,3,1\n");
    assert_eq!(written.capacity, "team,2026Q1,2026Q2\nA,4,5.5\n");
}

#[test]
fn a_folder_holds_the_three_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let portfolio = Portfolio::read(Path::new("data/atlas")).expect("an example is right");
    let written = write_portfolio(&portfolio, &folder.path().join("a/b")).expect("it can be written");
    assert_eq!(written.len(), 3);
    assert_eq!(fs::read_dir(folder.path().join("a/b")).expect("it is there").count(), 3);
    assert_eq!(facts(&Portfolio::read(&folder.path().join("a/b")).expect("it can be read")), facts(&portfolio));
}
