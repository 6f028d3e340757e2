//! What reports say, word for word.

mod reports;

use quarterdeck::input::{ReadError, Texts, read_texts};
use quarterdeck::report::{self, Format, Outcome, Style};
use quarterdeck::rules::verify;
use quarterdeck::solve::{Cut, Options, Status};
use reports::{BROKEN, answer, conflict, harbour, plan};

const WIDE: Style = Style { color: false, width: 120 };
const NARROW: Style = Style { color: false, width: 80 };
const COLOURED: Style = Style { color: true, width: 120 };

fn planned(status: Status, cut: Option<Cut>, format: Format, style: Style) -> String {
    let reading = harbour();
    let answer = answer(&reading.portfolio, status, cut);
    let options = Options::default();
    report::plan(&reports::report(&reading.portfolio, &reading.warnings, &options, Outcome::Plan(&answer)), format, style)
}

fn without_a_plan(outcome: Outcome<'_>, format: Format) -> String {
    let reading = harbour();
    report::plan(&reports::report(&reading.portfolio, &reading.warnings, &Options::default(), outcome), format, WIDE)
}

fn judged(format: Format) -> String {
    let reading = harbour();
    let plan = plan(&reading.portfolio, BROKEN);
    report::verdict(&reading.portfolio, &plan, &verify(&reading.portfolio, &plan), &reading.warnings, format, WIDE)
}

fn wrong() -> ReadError {
    let initiatives = "id,value,cost: A,depends_on,colour\nONE,1,2,TWO,red\nONE,x,3,,\n";
    let texts = Texts { initiatives, capacity: "team,2026Q1\nA,5\n", rules: "quarters = \"2026Q1..2026Q1\"\n" };
    read_texts(&texts).expect_err("three cells are wrong")
}

#[test]
fn a_plan_on_a_wide_terminal() {
    insta::assert_snapshot!(planned(Status::Optimal, None, Format::Table, WIDE));
}

#[test]
fn a_plan_that_was_cut_on_a_narrow_terminal() {
    insta::assert_snapshot!(planned(Status::Feasible, Some(Cut::Time), Format::Table, NARROW));
}

#[test]
fn a_plan_in_markdown() {
    insta::assert_snapshot!(planned(Status::Optimal, None, Format::Markdown, WIDE));
}

#[test]
fn a_plan_as_csv() {
    insta::assert_snapshot!(planned(Status::Optimal, None, Format::Csv, WIDE));
}

/// JSON without the version of the program, which changes with each release.
fn unversioned(json: &str) -> String {
    json.replace(concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""), "\"version\": \"(this one)\"")
}

#[test]
fn a_plan_as_json() {
    insta::assert_snapshot!(unversioned(&planned(Status::Feasible, Some(Cut::Interrupt), Format::Json, WIDE)));
}

#[test]
fn load_as_csv() {
    let reading = harbour();
    insta::assert_snapshot!(report::load_csv(&reading.portfolio, &plan(&reading.portfolio, reports::PLAN)));
}

#[test]
fn no_plan_keeps_all_rules() {
    let conflict = conflict(&harbour().portfolio);
    insta::assert_snapshot!(without_a_plan(Outcome::Infeasible(&conflict), Format::Table));
    let bare = without_a_plan(Outcome::Infeasible(&[]), Format::Table);
    assert!(bare.contains("not worked out"), "{bare}");
}

#[test]
fn no_plan_was_found_in_time() {
    insta::assert_snapshot!(without_a_plan(Outcome::NoPlan { bound: f64::INFINITY, seconds: 60.0 }, Format::Markdown));
    assert_eq!(without_a_plan(Outcome::NoPlan { bound: 1.0, seconds: 60.0 }, Format::Csv).lines().count(), 1);
}

#[test]
fn a_broken_plan_with_every_breach() {
    insta::assert_snapshot!(judged(Format::Table));
}

#[test]
fn a_broken_plan_in_the_other_formats() {
    insta::assert_snapshot!("verdict_csv", judged(Format::Csv));
    insta::assert_snapshot!("verdict_json", unversioned(&judged(Format::Json)));
}

#[test]
fn findings_in_every_format() {
    let error = wrong();
    for (name, format) in [("table", Format::Table), ("csv", Format::Csv), ("json", Format::Json), ("markdown", Format::Markdown)] {
        insta::assert_snapshot!(format!("findings_{name}"), report::findings(error.findings(), format, WIDE));
    }
    assert_eq!(report::findings(&[], Format::Table, WIDE), "no findings\n");
}

#[test]
fn colour_changes_nothing_but_codes() {
    let coloured = planned(Status::Optimal, None, Format::Table, COLOURED);
    let plain = planned(Status::Optimal, None, Format::Table, WIDE);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[m") && !plain.contains('\u{1b}'));
    let mut stripped = String::new();
    for (position, part) in coloured.split("\u{1b}[").enumerate() {
        stripped.push_str(if position == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
    }
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, plain.lines().collect::<Vec<&str>>());
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let reading = harbour();
    for style in [WIDE, NARROW] {
        let text = planned(Status::Feasible, Some(Cut::Time), Format::Table, style);
        let widest = text.lines().max_by_key(|line| line.chars().count()).unwrap_or("");
        assert!(widest.chars().count() <= style.width, "{}: {widest}", reading.portfolio.name());
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes_whatever_the_clock_says() {
    let reading = harbour();
    let bytes = |seconds: f64, format| {
        let answer = quarterdeck::solve::Answer { seconds, ..answer(&reading.portfolio, Status::Optimal, None) };
        let options = Options::default();
        report::plan(&reports::report(&reading.portfolio, &[], &options, Outcome::Plan(&answer)), format, WIDE)
    };
    for format in [Format::Csv, Format::Json, Format::Markdown] {
        assert_eq!(bytes(1.0, format), bytes(2.0, format));
    }
}

/// The oracle "Idling": the floor is kept with half of the team idle, and the reports say so.
#[test]
fn a_plan_that_keeps_its_floor_by_idling_shows_how_much_is_idle() {
    let initiatives = "id,value,category,cost: A\nF,100,,8\nG,60,,4\nD,0,debt,1\n";
    let rules = "quarters = \"2026Q1..2026Q1\"\nmin_debt_ratio = 0.2\n";
    let texts = Texts { initiatives, capacity: "team,2026Q1\nA,10\n", rules };
    let portfolio = read_texts(&texts).expect("nothing is wrong in it").portfolio;
    let plan = plan(&portfolio, "id,start\nG,2026Q1\nD,2026Q1\n");
    let text = report::verdict(&portfolio, &plan, &verify(&portfolio, &plan), &[], Format::Table, WIDE);
    assert!(text.contains("kept: the plan keeps every hard rule; value 60\n"), "{text}");
    assert!(text.contains("5 of 10 person-weeks planned, 5 idle (50 %)\n"), "{text}");
}

#[test]
fn a_plan_reads_back_from_its_csv() {
    let reading = harbour();
    let csv = planned(Status::Optimal, None, Format::Csv, WIDE);
    assert_eq!(plan(&reading.portfolio, &csv), plan(&reading.portfolio, reports::PLAN));
}

#[test]
fn a_folder_has_four_files_and_keeps_no_stale_plan() {
    let (dir, reading, options) = (tempfile::tempdir().expect("a folder"), harbour(), Options::default());
    let folder = dir.path().join("deep/out");
    let write = |outcome| {
        let report = reports::report(&reading.portfolio, &reading.warnings, &options, outcome);
        report::write_folder(&report, &folder).expect("the folder can be written")
    };
    let names = || {
        let entries = std::fs::read_dir(&folder).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let answer = answer(&reading.portfolio, Status::Optimal, None);
    assert_eq!(write(Outcome::Plan(&answer)).len(), 4);
    assert_eq!(names(), ["load.csv", "plan.csv", "plan.json", "plan.md"]);
    assert_eq!(write(Outcome::Infeasible(&[])).len(), 2);
    assert_eq!(names(), ["load.stale.csv", "plan.json", "plan.md", "plan.stale.csv"]);
}
