//! The program of a portfolio with every rule, as text that anyone can review.

use quarterdeck::input::{Texts, read_texts};
use quarterdeck::program::{LinearProgram, describe, write_lp, write_mps};
use quarterdeck::{model::Portfolio, rules};

const INITIATIVES: &str = "\
id,variant,value,cost: A,cost: B,category,horizon,depends_on,duration,excludes,one_of,together,must
PAY-1,,30,4,,debt,H2,,1,,,pair,yes
PAY-2,mvp,50,6,,feature,H1,PAY-1,1,,,,
PAY-2,full,80,9,2,feature,H1,PAY-1;WEB 1:with,2,,,,
WEB 1,,20,,3,feature,H1,,1,,either,pair,
LAB,,40,,8,bet,H3,PAY-1:same,1,WEB 1,either,,
";

const RULES: &str = r#"
quarters = "2026Q1..2026Q2"
discount_factor = 0.5

[[allocation]]
name = "debt ratio"
category = ["debt"]
min = 0.2

[[allocation]]
name = "bets"
horizon = ["H3"]
min = 0.1
scope = "plan"
basis = "capacity"
penalty = 4

[mix]
by = "horizon"
H1 = 0.6
tolerance = 0.3

[[limit]]
name = "focus"
team = "A"
max_active = 1

[[budget]]
name = "cap"
team = ["B"]
max = 12
"#;

fn portfolio() -> Portfolio {
    let capacity = "team,2026Q1,2026Q2\nA,10,10\nB,8,8";
    read_texts(&Texts { initiatives: INITIATIVES, capacity, rules: RULES }).expect("the files are right").portfolio
}

#[test]
fn each_rule_writes_its_rows() {
    let portfolio = portfolio();
    insta::assert_snapshot!(describe(&portfolio, &rules::program(&portfolio)));
}

#[test]
fn mps_form() {
    let portfolio = portfolio();
    let linear = LinearProgram::of(&portfolio, &rules::program(&portfolio));
    let mut text = Vec::new();
    write_mps(&mut text, "every rule", &linear).expect("memory can be written to");
    insta::assert_snapshot!(String::from_utf8_lossy(&text));
}

#[test]
fn lp_form() {
    let portfolio = portfolio();
    let linear = LinearProgram::of(&portfolio, &rules::program(&portfolio));
    let mut text = Vec::new();
    write_lp(&mut text, &linear).expect("memory can be written to");
    insta::assert_snapshot!(String::from_utf8_lossy(&text));
}
