//! docs/plan.schema.json describes every plan.json that is written.

mod reports;

use quarterdeck::report::{self, Format, Outcome, Style};
use quarterdeck::solve::{Cut, Options, Status};
use reports::{answer, conflict, harbour};
use serde_json::Value;

const STYLE: Style = Style { color: false, width: 80 };

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/plan.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is in docs/")).expect("the schema is JSON")
}

fn written(outcome: Outcome<'_>) -> Value {
    let reading = harbour();
    let options = Options::default();
    let report = reports::report(&reading.portfolio, &reading.warnings, &options, outcome);
    serde_json::from_str(&report::plan(&report, Format::Json, STYLE)).expect("plan.json is JSON")
}

fn complaints(document: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema()).expect("the schema is a schema");
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

#[test]
fn every_status_is_described() {
    let reading = harbour();
    let portfolio = &reading.portfolio;
    let (optimal, feasible) = (answer(portfolio, Status::Optimal, None), answer(portfolio, Status::Feasible, Some(Cut::Time)));
    let unbounded = quarterdeck::solve::Answer { bound: f64::INFINITY, ..feasible.clone() };
    let conflict = conflict(portfolio);
    let outcomes = [
        (Outcome::Plan(&optimal), "optimal"),
        (Outcome::Plan(&feasible), "feasible"),
        (Outcome::Plan(&unbounded), "feasible"),
        (Outcome::Infeasible(&conflict), "infeasible"),
        (Outcome::Infeasible(&[]), "infeasible"),
        (Outcome::NoPlan { bound: f64::INFINITY, seconds: 60.0 }, "no_plan"),
        (Outcome::NoPlan { bound: 10.0, seconds: 3.0 }, "no_plan"),
    ];
    for (outcome, status) in outcomes {
        let document = written(outcome);
        assert_eq!(document["status"], status);
        assert_eq!(complaints(&document), [] as [String; 0], "{status}");
    }
}

#[test]
fn a_certificate_is_described() {
    let reading = harbour();
    let mut optimal = answer(&reading.portfolio, Status::Optimal, None);
    let options = Options::default();
    let solved = quarterdeck::solve::solve(&reading.portfolio, &options).expect("there is a plan");
    optimal.warm = solved.warm;
    let certificate = quarterdeck::solve::Prover::new(&reading.portfolio).certificate(&optimal);
    assert!(!certificate.rows.is_empty() && !certificate.arcs.is_empty(), "{certificate:?}");
    let mut report = reports::report(&reading.portfolio, &reading.warnings, &options, Outcome::Plan(&optimal));
    report.certificate = Some(&certificate);
    let document: Value = serde_json::from_str(&report::plan(&report, Format::Json, STYLE)).expect("plan.json is JSON");
    assert_eq!(complaints(&document), [] as [String; 0]);
}

#[test]
fn a_certificate_with_a_tree_is_described_with_its_splits() {
    let reading = quarterdeck::input::read(std::path::Path::new("data/atlas")).expect("it is in the repository");
    let options = Options::default();
    let solved = quarterdeck::solve::solve(&reading.portfolio, &options).expect("there is a plan");
    let certificate = quarterdeck::solve::Prover::new(&reading.portfolio).certificate(&solved);
    let tree = certificate.tree.as_ref().expect("atlas takes a tree");
    let firsts: Vec<String> = tree.nodes.iter().filter_map(|node| Some(format!("{:?}", node.split.as_ref()?.first))).collect();
    for kind in ["Out", "Placement", "Until"] {
        assert!(firsts.iter().any(|first| first.starts_with(kind)), "{kind}: {firsts:?}");
    }
    let mut report = reports::report(&reading.portfolio, &reading.warnings, &options, Outcome::Plan(&solved));
    report.certificate = Some(&certificate);
    let document: Value = serde_json::from_str(&report::plan(&report, Format::Json, STYLE)).expect("plan.json is JSON");
    assert_eq!(complaints(&document), [] as [String; 0]);
    for (pointer, to) in [
        ("/certificate/tree/nodes/0/split/first", Value::from("sometimes")),
        ("/certificate/tree/nodes/0/split/children/0", Value::from(0)),
        ("/certificate/tree/nodes/0/multipliers/0/0/0", Value::from(-1)),
    ] {
        let mut bad = document.clone();
        *bad.pointer_mut(pointer).expect("it is there") = to;
        assert!(!complaints(&bad).is_empty(), "{pointer}");
    }
}

/// Without this the test above could pass with a schema that allows anything.
#[test]
fn the_schema_knows_every_field_and_no_other() {
    let reading = harbour();
    let optimal = answer(&reading.portfolio, Status::Optimal, None);
    let good = written(Outcome::Plan(&optimal));
    let mut pointers = Vec::new();
    objects(&good, String::new(), &mut pointers);
    assert!(pointers.len() > 30, "{}", pointers.len());
    for pointer in pointers {
        let mut bad = good.clone();
        let object = bad.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("an object");
        let first = object.keys().next().cloned().expect("it has a field");
        object.insert("surprise".to_owned(), Value::Null);
        assert!(!complaints(&bad).is_empty(), "a field too many in {pointer}");
        let object = bad.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("an object");
        object.remove("surprise");
        object.remove(&first);
        assert!(!complaints(&bad).is_empty(), "{first} is missing in {pointer}");
    }
}

/// Pointers to all objects, of lists only the first.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.clone());
            fields.iter().for_each(|(name, field)| objects(field, format!("{at}/{}", name.replace('/', "~1")), found));
        }
        Value::Array(items) => items.iter().take(1).for_each(|item| objects(item, format!("{at}/0"), found)),
        _ => {}
    }
}
