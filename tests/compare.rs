//! Scenarios, rule sets and plans side by side.

mod commands;
mod specification;

use commands::{code, done, folder, instance, json, run, stderr, text, write};
use serde_json::Value;
use specification::{OPTIMA, SCOPES, TWO_QUARTERS, TWO_TEAMS};

/// A shop with one team, a debt floor and four scenarios.
const SHOP: &str = "id,title,category,value,cost: Web,depends_on\nSEARCH,Faster search,feature,50,6,\nCART,New cart,feature,40,5,\nLOGS,Structured logs,debt,6,3,\nPAY,Pay by link,feature,30,4,LOGS\n";
const SHOP_CAPACITY: &str = "team,2026Q1,2026Q2\nWeb,10,8\n";
const SHOP_RULES: &str = "name = \"shop\"\nquarters = \"2026Q1..2026Q2\"\ndiscount_rate = 0.02\nmin_debt_ratio = 0.2\n";
const SHOP_SCENARIOS: &str = "\
[[scenario]]
name = \"nothing\"

[[scenario]]
name = \"hire\"
capacity = { Web = { 2026Q2 = \"+4\" } }

[[scenario]]
name = \"no floor\"
ignore = [\"rule:debt ratio\"]

[[scenario]]
name = \"too much\"
capacity = \"*0.1\"
must = { SEARCH = true }
";

fn shop() -> tempfile::TempDir {
    let files = [
        ("initiatives.csv", SHOP),
        ("capacity.csv", SHOP_CAPACITY),
        ("portfolio.toml", SHOP_RULES),
        ("scenarios.toml", SHOP_SCENARIOS),
    ];
    folder(&files)
}

#[test]
fn the_price_of_the_floor_is_that_of_the_specification_for_every_scope_and_basis() {
    for (set, without, table) in OPTIMA {
        let folder = folder(&[("initiatives.csv", set), ("capacity.csv", TWO_TEAMS), ("portfolio.toml", TWO_QUARTERS)]);
        let product = ["--min-debt-ratio", "0.2", "--scope", &SCOPES.join(","), "--basis", "capacity,planned"];
        let compared = json(&[&["compare", text(folder.path())][..], &product].concat());
        let expected: Vec<f64> = std::iter::once(without).chain(table.into_iter().flatten()).collect();
        assert_eq!(numbers(&compared, "value"), expected);
        for (case, value) in cases(&compared).iter().zip(&expected) {
            let against = &case["against_first"];
            let (low, high) = (against["low"].as_f64().expect("proven"), against["high"].as_f64().expect("proven"));
            assert!(low <= value - without && value - without <= high, "{case}");
        }
    }
}

#[test]
fn the_base_compared_with_itself_is_the_same_plan() {
    let folder = shop();
    let compared = json(&["compare", text(folder.path()), "--scenario", "nothing"]);
    let same = &cases(&compared)[1];
    assert_eq!(same["differences"].as_array().map(Vec::len), Some(0));
    assert_eq!(same["changes"].as_array().map(Vec::len), Some(0));
    assert_eq!(same["value"], cases(&compared)[0]["value"]);
}

#[test]
fn a_comparison_reads_well_in_every_format() {
    let folder = shop();
    for format in ["table", "csv", "markdown"] {
        let printed = done(&["compare", text(folder.path()), "--format", format]);
        insta::assert_snapshot!(format!("compare_{format}"), printed);
    }
    let mut document = json(&["compare", text(folder.path())]);
    for case in document["cases"].as_array_mut().expect("a list") {
        case["input"] = Value::Null;
    }
    document["engine"] = Value::Null;
    insta::assert_snapshot!("compare_json", serde_json::to_string_pretty(&document).expect("JSON"));
}

#[test]
fn mixes_scopes_and_rule_files_make_a_product() {
    let folder = shop();
    write(folder.path(), &[("board.toml", "[[limit]]\nname = \"focus\"\nmax_active = 1\n")]);
    let board = folder.path().join("board.toml");
    let path = text(folder.path());
    let names = |arguments: &[&str]| -> Vec<String> {
        let document = json(&[&["compare", path][..], arguments].concat());
        cases(&document).iter().map(|case| case["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(&["--rules", text(&board)]), ["base", "board"]);
    assert_eq!(names(&["--scope", "plan,quarter"]), ["base", "by plan", "by quarter"]);
    write(&folder.path().join("other"), &[("board.toml", "[[limit]]\nname = \"focus\"\nmax_active = 2\n")]);
    let other = folder.path().join("other/board.toml");
    assert_eq!(names(&["--rules", text(&board), "--rules", text(&other), "--rules", text(&board)]), ["base", "board", "board (2)"]);
    let product = names(&["--scenario", "hire", "--min-debt-ratio", "0.1,30%", "--basis", "planned"]);
    assert_eq!(product.len(), 2 + 2 * 2);
    assert_eq!(product.last().map(String::as_str), Some("hire, debt 30 %, of planned"));
}

#[test]
fn every_change_is_told_with_both_of_its_values() {
    let rows = "id,value,cost: Web,deadline,one_of,depends_on\nA,50,4,2026Q1,g,\nB,10,2,,g,\nC,7,1,,,A\n";
    let scenarios = "[[scenario]]\nname = \"x\"\nignore = [\"one_of:g\", \"dependency:C>A\"]\nvalue = { A = \"*2\" }\ncost = { B = 3 }\ndeadline = { A = \"none\" }\nmust = { B = true }\n";
    let folder = folder(&[
        ("initiatives.csv", rows),
        ("capacity.csv", "team,2026Q1\nWeb,10\n"),
        ("portfolio.toml", "quarters = \"2026Q1\"\n"),
        ("scenarios.toml", scenarios),
    ]);
    let document = json(&["compare", text(folder.path())]);
    let changes: Vec<&str> = cases(&document)[1]["changes"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let told = [
        "A: value 50 -> 100, deadline 2026Q1 -> none",
        "B: must free -> yes, cost on Web 2 -> 3",
        "C: depends on A:after -> none",
        "no longer: one of group g",
    ];
    assert_eq!(changes, told);
}

#[test]
fn a_mix_changes_what_is_planned() {
    let rows = "id,horizon,value,cost: Web\nA,H1,50,7\nB,H2,10,2\nC,H3,5,1\nD,H1,20,3\n";
    let folder = folder(&[
        ("initiatives.csv", rows),
        ("capacity.csv", "team,2026Q1\nWeb,10\n"),
        ("portfolio.toml", "quarters = \"2026Q1\"\n"),
    ]);
    let document = json(&["compare", text(folder.path()), "--mix", "70/20/10", "--mix", "none"]);
    assert_eq!(numbers(&document, "value"), [70.0, 65.0, 70.0]);
}

#[test]
fn plans_are_compared_as_they_stand_with_their_portfolio_or_without() {
    let folder = shop();
    write(
        folder.path(),
        &[("one.csv", "id,start\nSEARCH,2026Q1\nLOGS,2026Q1\n"), ("two.csv", "id,start\nSEARCH,2026Q2\nCART,2026Q1\n")],
    );
    let (one, two) = (folder.path().join("one.csv"), folder.path().join("two.csv"));
    let with = json(&["compare", text(folder.path()), text(&one), text(&two)]);
    assert_eq!(cases(&with).iter().map(|case| case["status"].clone()).collect::<Vec<Value>>(), ["keeps rules", "breaks rules"]);
    let moved: Vec<&str> =
        cases(&with)[1]["differences"].as_array().expect("a list").iter().filter_map(|d| d["what"].as_str()).collect();
    assert_eq!(moved, ["moved", "entered", "left"]);
    let without = json(&["compare", text(&one), text(&two)]);
    assert_eq!(cases(&without)[1]["differences"].as_array().map(Vec::len), Some(3));
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_way_out() {
    let folder = shop();
    let path = text(folder.path());
    for (arguments, exit, words) in [
        (vec!["compare", path, "--scenario", "hir"], 2, "hire"),
        (vec!["compare", path, "--scope", "quater"], 2, "quarter"),
        (vec!["compare", path, "--mix", "70/40/10"], 1, "add up to 100"),
        (vec!["compare", path, "--rules", "/no/such/file.toml"], 1, "cannot be read"),
        (vec!["compare", "data/small"], 2, "nothing to compare"),
        (vec!["compare", "data/small/initiatives.csv"], 2, "not one file"),
        (vec!["compare", "data/small", "data/small/initiatives.csv"], 2, "one plan only"),
        (vec!["compare", path, "one.csv", "two.csv", "--basis", "planned"], 2, "as they stand"),
        (vec!["compare", "/no/such/folder"], 1, "not a folder"),
    ] {
        let output = run(&arguments);
        assert_eq!(code(&output), exit, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
    }
}

/// Capacities a tenth lower and higher, and every rule of the file ignored.
const LAWS: &str = "\
[[scenario]]
name = \"less\"
capacity = \"*0.9\"

[[scenario]]
name = \"more\"
capacity = \"*1.1\"

[[scenario]]
name = \"worth more\"
value = \"*2\"
";

#[test]
fn scenarios_of_public_instances_keep_the_laws() {
    for name in ["nrp1-0.5", "baan-1q", "roadmap-40x3x4-1"] {
        let Some(folder) = instance(name, &[("scenarios.toml", LAWS)]) else { continue };
        let document = json(&["compare", text(folder.path()), "--time", "300"]);
        let [base, less, more, doubled] = numbers(&document, "value")[..] else { panic!("four cases") };
        assert!(less <= base * 1.0001 && base <= more * 1.0001, "{name}: {less} {base} {more}");
        assert!((doubled - 2.0 * base).abs() <= 0.0003 * doubled, "{name}: {doubled} is not twice {base}");
        assert!(cases(&document).iter().all(|case| case["status"] == "optimal"), "{name}");
    }
}

fn cases(document: &Value) -> &Vec<Value> {
    document["cases"].as_array().expect("cases are a list")
}

fn numbers(document: &Value, key: &str) -> Vec<f64> {
    cases(document).iter().map(|case| case[key].as_f64().expect("a number")).collect()
}
