//! `docs/errors.md` and the program say the same: a heading for each code, a wrong example that has it, a right one that has not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use quarterdeck::input::{Code, Finding, read, read_certified_plan, read_plan, read_scenarios, unknown_restrictions};
use quarterdeck::model::Portfolio;
use quarterdeck::solve::Prover;

/// The files of an example: name, how it is written, text.
type Blocks = Vec<(String, String, String)>;

#[derive(Debug, Default)]
struct Entry {
    title: String,
    wrong: Blocks,
    right: Blocks,
}

/// The files that examples share, and the entries by code.
fn document() -> (Blocks, BTreeMap<String, Entry>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    let text = fs::read_to_string(path).expect("docs/errors.md is there");
    let (mut shared, mut entries) = (Blocks::new(), BTreeMap::<String, Entry>::new());
    let (mut code, mut is_right, mut lines) = (String::new(), false, text.lines());
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            let (new, title) = heading.split_once(' ').expect("a heading has a code and a title");
            code = new.to_owned();
            let taken = entries.insert(code.clone(), Entry { title: title.to_owned(), ..Entry::default() });
            assert!(taken.is_none(), "{code} has two headings");
        } else if line == "Wrong:" || line == "Right:" {
            is_right = line == "Right:";
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let mut words = info.split(' ').skip(1);
            let Some(file) = words.next() else { continue };
            let block = (file.to_owned(), words.next().unwrap_or_default().to_owned(), body.join("\n"));
            match entries.get_mut(&code) {
                None => shared.push(block),
                Some(entry) if is_right => entry.right.push(block),
                Some(entry) => entry.wrong.push(block),
            }
        }
    }
    (shared, entries)
}

/// What is found in an example, its scenarios and its plan included.
fn findings(shared: &Blocks, example: &Blocks) -> Vec<Finding> {
    assert!(!example.is_empty(), "an example has a file");
    let folder = tempfile::tempdir().expect("a folder for the example");
    for (file, manner, text) in shared.iter().chain(example) {
        let path = folder.path().join(file);
        match manner.as_str() {
            "missing" => fs::remove_file(path).expect("the shared file is there"),
            "windows-1252" => fs::write(path, text.chars().map(|c| c as u8).collect::<Vec<u8>>()).expect("it can be written"),
            _ => fs::write(path, text).expect("it can be written"),
        }
    }
    let reading = match read(folder.path()) {
        Ok(reading) => reading,
        Err(error) => return error.findings().to_vec(),
    };
    let of_scenarios = match read_scenarios(folder.path(), &reading) {
        Ok(scenarios) => scenarios.warnings,
        Err(error) => error.findings().to_vec(),
    };
    let plan = folder.path().join("plan.csv");
    let of_plan = match plan.exists().then(|| read_plan(&reading.portfolio, &plan)) {
        None => Vec::new(),
        Some(Ok(plan)) => plan.warnings,
        Some(Err(error)) => error.findings().to_vec(),
    };
    let certified = folder.path().join("plan.json");
    let of_certificate = if certified.exists() { of_certificate(&reading.portfolio, &certified) } else { Vec::new() };
    [reading.warnings, of_scenarios, of_plan, of_certificate].concat()
}

fn of_certificate(portfolio: &Portfolio, path: &Path) -> Vec<Finding> {
    match read_certified_plan(portfolio, path) {
        Err(error) => error.findings().to_vec(),
        Ok(plan) => {
            let unknown = Prover::new(portfolio).unknown(&plan.certificate);
            unknown_restrictions(path, &unknown).findings().iter().cloned().chain(plan.warnings).collect()
        }
    }
}

#[test]
fn every_code_has_a_heading_and_every_heading_a_code() {
    let (_, entries) = document();
    let written: BTreeSet<(String, String)> = entries.into_iter().map(|(code, entry)| (code, entry.title)).collect();
    let known = Code::ALL.iter().map(|code| (code.as_str().to_owned(), code.title().to_owned()));
    assert_eq!(written, known.collect());
}

#[test]
fn a_wrong_example_has_its_code_and_no_other() {
    let (shared, entries) = document();
    for (code, entry) in entries {
        let found = findings(&shared, &entry.wrong);
        let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, BTreeSet::from([code.as_str()]), "{found:#?}");
    }
}

#[test]
fn a_right_example_has_no_finding() {
    let (shared, entries) = document();
    for (code, entry) in entries {
        assert_eq!(findings(&shared, &entry.right), [], "{code}");
    }
}
