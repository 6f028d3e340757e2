//! Whole portfolios in, portfolio or findings out.

use super::*;

const CAPACITY: &str = "team,2026Q1,2026Q2\nA,10,10\nB,10,8\n";
const RULES: &str = "quarters = \"2026Q1..2026Q2\"\n";

fn of(initiatives: &str) -> Result<Reading, ReadError> {
    read_texts(&Texts { initiatives, capacity: CAPACITY, rules: RULES })
}

fn codes(outcome: &Result<Reading, ReadError>) -> Vec<&'static str> {
    let findings = match outcome {
        Ok(reading) => reading.warnings.as_slice(),
        Err(error) => error.findings(),
    };
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_small_portfolio_is_read() {
    let reading = of("ID;Value;Cost: A;Depends on\r\nx;5;1,5e0;\r\n").map_err(|error| error.to_string());
    assert!(reading.is_err());
    let reading = of("ID,Value,Cost: A,Depends on\r\nx,5,1.5,\r\ny,1e3,\"2-3\",x:same\r\n").expect("sound");
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.portfolio.variants().rows()[1].total_cost().to_string(), "2.5");
}

#[test]
fn all_findings_come_at_once() {
    let outcome = of("id,value,cost: A,depends_on\nx,?,1,y\n\ny,2,,x\nz,3,1,w\n");
    assert_eq!(codes(&outcome), ["E203", "E212", "W206", "E202"]);
    let text = outcome.expect_err("errors").to_string();
    assert!(text.contains("initiatives.csv:5, column `depends_on`"), "{text}");
}
