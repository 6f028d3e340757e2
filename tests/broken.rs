//! `data/broken` has every error code exactly once and every warning; what is printed of it is held as golden text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use quarterdeck::input::{Code, Finding, Severity, read, read_certified_plan, read_plan, read_scenarios, unknown_restrictions};
use quarterdeck::model::Portfolio;
use quarterdeck::solve::Prover;

/// `data/broken` and the folders inside, in order of their names.
fn folders() -> Vec<PathBuf> {
    let root = Path::new("data/broken");
    let entries = fs::read_dir(root).expect("data/broken is there").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.push(root.to_owned());
    folders.sort();
    folders
}

/// Everything found in a folder, its scenarios and its plan included.
fn findings(folder: &Path) -> Vec<Finding> {
    let plan = folder.join("plan.csv");
    let reading = match read(folder) {
        Err(error) => return error.findings().to_vec(),
        Ok(reading) => reading,
    };
    let of_scenarios = match read_scenarios(folder, &reading) {
        Err(error) => error.findings().to_vec(),
        Ok(scenarios) => scenarios.warnings,
    };
    let of_plan = match plan.exists().then(|| read_plan(&reading.portfolio, &plan)) {
        None => Vec::new(),
        Some(Err(error)) => error.findings().to_vec(),
        Some(Ok(plan)) => plan.warnings,
    };
    let of_certificate = of_certificate(&reading.portfolio, &folder.join("plan.json"));
    [reading.warnings, of_scenarios, of_plan, of_certificate].concat()
}

/// What is found in a plan.json with a certificate, if there is one.
fn of_certificate(portfolio: &Portfolio, file: &Path) -> Vec<Finding> {
    if !file.exists() {
        return Vec::new();
    }
    match read_certified_plan(portfolio, file) {
        Err(error) => error.findings().to_vec(),
        Ok(read) => {
            let unknown = Prover::new(portfolio).unknown(&read.certificate);
            [read.warnings, unknown_restrictions(file, &unknown).findings().to_vec()].concat()
        }
    }
}

#[test]
fn every_error_is_there_once_and_every_warning_at_least_once() {
    let mut counts: BTreeMap<Code, usize> = Code::ALL.iter().map(|&code| (code, 0)).collect();
    for finding in folders().iter().flat_map(|folder| findings(folder)) {
        *counts.entry(finding.code).or_default() += 1;
    }
    for (code, count) in counts {
        let wanted = if code.severity() == Severity::Error { count == 1 } else { count >= 1 };
        assert!(wanted, "{} is there {count} times", code.as_str());
    }
}

#[test]
fn findings_read_well() {
    let mut text = String::new();
    for folder in folders() {
        let _ = writeln!(text, "# {}\n", folder.display());
        for finding in findings(&folder) {
            let _ = writeln!(text, "{finding}\n");
        }
    }
    insta::assert_snapshot!(text.replace('\\', "/"));
}
