//! No input makes reading panic, and what is refused is refused with a finding of level error.

use proptest::prelude::*;
use quarterdeck::input::{Flags, ReadError, Severity, Texts, read, read_one_csv, read_plan_text, read_texts};
use quarterdeck::model::Timing;

const INITIATIVES: &str = "id,value,cost: A,variant,duration,category\nx,5,2,small,1-2,debt\nx,9,4,full,2,debt\ny,3,1,,,\n";
const CAPACITY: &str = "team,2026Q1,2026Q2\nA,5,5\nB,1,1\n";
const RULES: &str = "quarters = \"2026Q1..2026Q2\"\nmin_debt_ratio = 0.1\n";

const COLUMNS: [&str; 25] = [
    "id",
    "variant",
    "title",
    "value",
    "cost: A",
    "cost:B",
    "Cost : C",
    "cost:",
    "team",
    "cost",
    "horizon",
    "category",
    "depends on",
    "duration",
    "profile",
    "earliest",
    "deadline",
    "must",
    "start",
    "excludes",
    "one_of",
    "together",
    "status",
    "cost_of_delay",
    "confidence",
];

/// Cells that have broken some reader once.
const CELLS: [&str; 66] = [
    "",
    "",
    "",
    "",
    " ",
    "x",
    "y",
    "z",
    "x",
    "y",
    "A",
    "B",
    "0",
    "1",
    "2",
    "-1",
    "1-3",
    "3-1",
    "1–2",
    "200",
    "201",
    "1e3",
    "1e308",
    "-1e308",
    "1e309",
    "1e-400",
    "1e999999999999999999999",
    "99999999999999999999999999999999999999999",
    "0.0000001",
    "NaN",
    "-inf",
    "\"1,200\"",
    "\"12,5\"",
    "\"1,20\"",
    "1 200",
    "5/8/13",
    "8-13",
    "13-8",
    "5/8",
    "60/40",
    "100/0",
    "0/0",
    "1/0/0",
    "50%/50%",
    "2026Q1",
    "Q2 2026",
    "9999Q4",
    "0000Q1",
    "yes",
    "no",
    "done",
    "in_progress",
    "H1",
    "Horizon 3",
    "80%",
    "101%",
    "x;y",
    "x:after+1",
    "y:same",
    "x:after+99999999999",
    "x:with;y:with;x",
    "x:",
    ":",
    "\"",
    "\u{0}",
    "é\u{a0}\u{feff}",
];

const VALUES: [&str; 34] = [
    "0",
    "1",
    "2",
    "-1",
    "0.2",
    "1.5",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "0x10",
    "1_000",
    "99999999999999999999999999999",
    "true",
    "\"\"",
    "\"x\"",
    "\"2026Q1..2026Q2\"",
    "\"2026Q2..2026Q1\"",
    "\"0000Q1..9999Q4\"",
    "\"2026Q1\"",
    "\"..\"",
    "\"window:2\"",
    "\"window:0\"",
    "\"plan\"",
    "\"team_quarter\"",
    "\"capacity\"",
    "\"same\"",
    "\"horizon\"",
    "[]",
    "[1]",
    "[\"x\", \"debt\", \"A\"]",
    "{ category = [\"debt\"] }",
    "{ horizon = \"H2\", id = \"x\" }",
    "1979-05-27",
];

const KEYS: [&str; 29] = [
    "name",
    "unit",
    "quarters",
    "default_dependency",
    "discount_rate",
    "discount_factor",
    "min_debt_ratio",
    "debt",
    "category",
    "horizon",
    "id",
    "min",
    "max",
    "scope",
    "basis",
    "exempt",
    "penalty",
    "by",
    "H1",
    "H2",
    "x",
    "tolerance",
    "team",
    "max_active",
    "allocation",
    "mix",
    "limit",
    "budget",
    "\"\"",
];

const TABLES: [&str; 8] =
    ["[[allocation]]", "[mix]", "[[limit]]", "[[budget]]", "[debt]", "[[debt]]", "[allocation]", "[[allocation"];

/// A CSV text of known columns and wild cells.
fn sheet(columns: &'static [&'static str]) -> impl Strategy<Value = String> {
    let header = prop::sample::subsequence(columns.to_vec(), 1..=columns.len());
    let delimiter = prop::sample::select(vec![",", ",", ",", ";", "\t"]);
    let end = prop::sample::select(vec!["\n", "\n", "\r\n", "\r", "\n\n"]);
    (header, delimiter, end).prop_flat_map(|(header, delimiter, end)| {
        let width = header.len();
        let row = prop::collection::vec(prop::sample::select(CELLS.to_vec()), width.saturating_sub(1)..=width + 1);
        prop::collection::vec(row, 0..8).prop_map(move |rows| {
            let lines: Vec<String> =
                std::iter::once(header.join(delimiter)).chain(rows.iter().map(|row| row.join(delimiter))).collect();
            lines.join(end)
        })
    })
}

/// Sheets that have id, value and a cost, so that reading goes far.
fn initiatives() -> impl Strategy<Value = String> {
    let row = prop::collection::vec(prop::sample::select(CELLS.to_vec()), COLUMNS.len() - 3);
    let ids = prop::sample::select(vec!["x", "y", "z", "x:after", "w"]);
    let rows = prop::collection::vec((ids, row), 1..8);
    rows.prop_map(|rows| {
        let header = format!("id,value,cost: A,{}", COLUMNS.iter().skip(5).copied().collect::<Vec<&str>>().join(","));
        let lines = rows.iter().map(|(id, row)| format!("{id},5,1,{}", row[..COLUMNS.len() - 5].join(",")));
        std::iter::once(header).chain(lines).collect::<Vec<String>>().join("\n")
    })
}

/// A TOML text of known keys and wild values.
fn rules() -> impl Strategy<Value = String> {
    let pair = (prop::sample::select(KEYS.to_vec()), prop::sample::select(VALUES.to_vec()));
    let key = pair.prop_map(|(key, value)| format!("{key} = {value}"));
    let table = prop::sample::select(TABLES.to_vec()).prop_map(str::to_owned);
    let line = prop_oneof![6 => key, 1 => table, 1 => "[ -~]{0,12}"];
    prop::collection::vec(line, 0..24).prop_map(|lines| format!("quarters = \"2026Q1..2026Q2\"\n{}", lines.join("\n")))
}

fn is_sound<T>(outcome: &Result<T, ReadError>) -> bool {
    outcome.as_ref().err().is_none_or(|error| error.findings().iter().any(|finding| finding.severity() == Severity::Error))
}

fn check(initiatives: &str, capacity: &str, rules: &str) {
    let outcome = read_texts(&Texts { initiatives, capacity, rules });
    assert!(is_sound(&outcome));
    match outcome {
        Ok(reading) => drop(Timing::of(&reading.portfolio)),
        Err(error) => assert!(error.findings().iter().all(|finding| finding.to_string().lines().count() == 3), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn wild_initiatives_do_not_panic(text in prop_oneof![sheet(&COLUMNS), initiatives()]) {
        check(&text, CAPACITY, RULES);
    }

    #[test]
    fn wild_capacities_do_not_panic(text in sheet(&["team", "2026Q1", "Q2 2026", "2026-Q2", "2026Q5", "quarter", "capacity", "", "é"])) {
        check(INITIATIVES, &text, RULES);
    }

    #[test]
    fn wild_rules_do_not_panic(text in rules()) {
        check(INITIATIVES, CAPACITY, &text);
    }

    #[test]
    fn any_text_does_not_panic(a in "\\PC{0,60}", b in "[\\x00-\\x7f]{0,60}", c in ".{0,60}") {
        check(&a, &b, &c);
        check(&c, CAPACITY, RULES);
        check(INITIATIVES, &c, RULES);
        check(INITIATIVES, CAPACITY, &b);
    }

    #[test]
    fn wild_plans_do_not_panic(text in prop_oneof![
        sheet(&["id", "start", "finish", "variant", "decision", "title", "reason", "?"]),
        "id,start\n[xyz,0-9Q\"\n]{0,40}",
    ]) {
        let portfolio = read_texts(&Texts { initiatives: INITIATIVES, capacity: CAPACITY, rules: RULES }).expect("sound").portfolio;
        let outcome = read_plan_text(&portfolio, "plan.csv", &text);
        prop_assert!(is_sound(&outcome));
        if let Ok(reading) = outcome {
            let _ = (reading.plan.load(&portfolio), reading.plan.gross_value(&portfolio));
        }
    }

    #[test]
    fn wild_bytes_and_flags_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), texts in prop::collection::vec(".{0,20}", 7)) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["initiatives.csv", "capacity.csv", "portfolio.toml"] {
            std::fs::write(folder.path().join(name), &bytes).expect("it can be written");
        }
        prop_assert!(is_sound(&read(folder.path())));
        let flag = |position: usize| Some(texts[position].clone()).filter(|text| !text.is_empty());
        let flags = Flags {
            name: flag(0),
            unit: flag(1),
            quarters: flag(2).or(Some("2026Q1..2026Q2".to_owned())),
            capacity: flag(3).map(|text| format!("A=5,{text}")),
            min_debt_ratio: flag(4),
            default_dependency: flag(5),
            discount_rate: flag(6),
        };
        prop_assert!(is_sound(&read_one_csv(&folder.path().join("initiatives.csv"), &flags)));
    }
}

#[test]
fn many_rows_that_are_all_wrong_are_read_in_time() {
    let wrong = |row: usize| format!("same,1e999,{row},nobody{row};nobody{row};same:never\n");
    let text: String = std::iter::once("id,value,cost: A,depends_on\n".to_owned()).chain((0..20_000).map(wrong)).collect();
    check(&text, CAPACITY, RULES);
    let unknown = |row: usize| format!("id{row},1,1,id{row}x\n");
    let text: String = std::iter::once("id,value,cost: A,depends_on\n".to_owned()).chain((0..20_000).map(unknown)).collect();
    check(&text, CAPACITY, RULES);
}

#[test]
fn a_long_chain_and_a_long_cycle_are_read() {
    for last in ["", "id0"] {
        let row = |row: usize| {
            format!("id{},1,1,{}\n", row, if row == 0 { last.replace("id0", "id9999") } else { format!("id{}:with", row - 1) })
        };
        let timed = |at: usize| row(at).replace(":with", ":same");
        let text: String = std::iter::once("id,value,cost: A,depends_on\n".to_owned()).chain((0..10_000).map(timed)).collect();
        check(&text, CAPACITY, RULES);
    }
}
