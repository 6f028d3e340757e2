//! The command line: wiring, exit codes, where output goes. What is computed is tested where it is computed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const SMALL: &str = "data/small";
const FORMATS: [&str; 4] = ["table", "csv", "json", "markdown"];
const WORK: &str = "id,value,category,cost: Web\nA,50,feature,6\nB,20,debt,3\n";
const CSV_FLAGS: [&str; 4] = ["--quarters", "2026Q1..2026Q2", "--capacity", "Web=10"];

// --- plan -------------------------------------------------------------------------------------------------------------------------

#[test]
fn plan_prints_the_plan_and_nothing_on_standard_error() {
    let output = run(&["plan", SMALL]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert!(stdout(&output).contains("CHECKOUT"), "{}", stdout(&output));
}

#[test]
fn plan_prints_each_format() {
    let printed = FORMATS.map(|format| stdout(&done(&["plan", SMALL, "--format", format])));
    let [table, csv, json, markdown] = &printed;
    assert!(csv.starts_with("id,"), "{csv}");
    assert_eq!(parsed(json)["status"], "optimal");
    assert!(markdown.starts_with('#') && markdown.contains("\n|"), "{markdown}");
    assert!(printed.iter().all(|text| text.ends_with('\n') && !text.contains('\u{1b}')), "{table}");
}

#[test]
fn plan_says_the_same_twice() {
    for format in ["csv", "json"] {
        assert_eq!(stdout(&done(&["plan", SMALL, "--format", format])), stdout(&done(&["plan", SMALL, "--format", format])));
    }
}

#[test]
fn plan_writes_four_files_and_nothing_beside_them() {
    let folder = folder();
    let out = folder.path().join("new/results");
    let output = done(&["plan", SMALL, "--out", text(&out), "--format", "json"]);
    let mut names = names(&out);
    names.sort();
    assert_eq!(names, ["load.csv", "plan.csv", "plan.json", "plan.md"]);
    assert_eq!(fs::read_to_string(out.join("plan.json")).expect("written"), stdout(&output));
    assert!(stderr(&output).contains("plan.csv"), "{}", stderr(&output));
}

#[test]
fn plan_takes_one_csv_from_a_file_and_from_standard_input() {
    let folder = folder();
    let file = write(folder.path(), "work.csv", WORK);
    let rows = |output: &Output| stdout(output);
    let from_file = done(&[&["plan", text(&file), "--format", "csv"][..], &CSV_FLAGS].concat());
    let from_input =
        command(&[&["plan", "-", "--format", "csv"][..], &CSV_FLAGS].concat()).write_stdin(WORK).output().expect("it runs");
    assert_eq!(code(&from_input), 0, "{}", stderr(&from_input));
    assert_eq!(rows(&from_file), rows(&from_input));
}

#[test]
fn one_csv_takes_every_flag() {
    let flags =
        ["--min-debt-ratio", "20%", "--default-dependency", "same", "--discount-rate", "0.02", "--unit", "days", "--name", "mine"];
    let arguments = [&["plan", "-", "--format", "json"][..], &CSV_FLAGS, &flags].concat();
    let output = command(&arguments).write_stdin(WORK).output().expect("it runs");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("\"mine\"") && stdout(&output).contains("\"days\""), "{}", stdout(&output));
}

#[test]
fn one_csv_without_its_flags_names_both() {
    let output = command(&["plan", "-"]).write_stdin(WORK).output().expect("it runs");
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(stderr(&output).contains("--quarters") && stderr(&output).contains("--capacity"), "{}", stderr(&output));
}

#[test]
fn a_flag_for_one_csv_is_refused_with_a_folder() {
    let output = run(&["plan", SMALL, "--capacity", "Web=10", "--unit", "days"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    assert!(stderr(&output).contains("--capacity, --unit"), "{}", stderr(&output));
}

#[test]
fn warnings_come_before_the_plan_on_standard_error() {
    let folder = portfolio("id,value,colour,cost: Web\nA,50,red,6\n");
    let output = done(&["plan", text(folder.path()), "--format", "json"]);
    assert!(stderr(&output).starts_with("warning[W101]"), "{}", stderr(&output));
    assert!(parsed(&stdout(&output)).to_string().contains("W101"), "{}", stdout(&output));
}

#[test]
fn errors_in_the_input_are_all_said_and_nothing_is_planned() {
    let folder = portfolio("id,value,depends_on,cost: Web\nA,fifty,C,6\nB,20,,x\n");
    let out = folder.path().join("results");
    let output = run(&["plan", text(folder.path()), "--out", text(&out)]);
    assert_eq!((code(&output), stdout(&output).as_str(), out.exists()), (1, "", false));
    assert_eq!(stderr(&output).matches("error[").count(), 3, "{}", stderr(&output));
}

#[test]
fn a_portfolio_that_is_not_there_is_named() {
    for path in ["no/such/folder", "no/such/file.csv"] {
        let output = run(&["plan", path]);
        assert_eq!((code(&output), stdout(&output).as_str()), (1, ""), "{path}");
        assert!(stderr(&output).contains("no/such"), "{}", stderr(&output));
    }
}

#[test]
fn an_infeasible_portfolio_prints_its_conflict_in_each_format() {
    for format in FORMATS {
        let output = run(&["plan", "data/infeasible", "--format", format]);
        assert_eq!((code(&output), stderr(&output).as_str()), (3, ""), "{format}");
        assert!(!stdout(&output).is_empty(), "{format}");
    }
    let answer = parsed(&stdout(&run(&["plan", "data/infeasible", "--format", "json"])));
    assert_eq!(answer["status"], "infeasible");
}

#[test]
fn no_plan_in_time_ends_with_4() {
    for format in FORMATS {
        let output = run(&["plan", "data/atlas", "--time", "0", "--format", format]);
        assert_eq!((code(&output), stderr(&output).as_str()), (4, ""), "{format}: {}", stdout(&output));
    }
    let answer = parsed(&stdout(&run(&["plan", "data/atlas", "--time", "0", "--format", "json"])));
    assert_eq!(answer["status"], "no_plan");
}

#[test]
fn an_answer_without_a_plan_is_written_too_and_leaves_no_plan_of_an_earlier_run() {
    let folder = folder();
    write(folder.path(), "plan.csv", "id,start\n");
    let output = run(&["plan", "data/infeasible", "--out", text(folder.path())]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(folder.path().join("plan.json").exists() && !folder.path().join("plan.csv").exists());
}

#[test]
fn results_that_cannot_be_written_are_said_before_the_search() {
    let folder = folder();
    let file = write(folder.path(), "file", "");
    let output = run(&["plan", SMALL, "--out", text(&file.join("results"))]);
    assert_eq!((code(&output), stdout(&output).as_str()), (74, ""));
    assert!(stderr(&output).contains("cannot be written"), "{}", stderr(&output));
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    let bad = [
        ["--gap", "-1"],
        ["--gap", "NaN"],
        ["--gap", "x"],
        ["--time", "-5"],
        ["--time", "inf"],
        ["--time", "1e30"],
        ["--seed", "x"],
    ];
    for option in bad {
        let output = run(&[&["plan", SMALL][..], &option].concat());
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{option:?}");
    }
}

#[test]
fn a_gap_in_percent_is_a_hundredth() {
    let asked = |gap| stdout(&done(&["plan", SMALL, "--gap", gap, "--format", "json"]));
    assert_eq!(asked("1%"), asked("0.01"));
}

// --- check ------------------------------------------------------------------------------------------------------------------------

#[test]
fn check_of_clean_input_says_so() {
    for folder in [SMALL, "data/atlas", "data/infeasible"] {
        let output = done(&["check", folder]);
        assert!(stdout(&output).contains("no findings"), "{folder}: {}", stdout(&output));
    }
}

#[test]
fn check_prints_findings_in_each_format_and_ends_with_1_for_errors() {
    let folder = portfolio("id,value,depends_on,cost: Web\nA,50,C,6\n");
    for format in FORMATS {
        let output = run(&["check", text(folder.path()), "--format", format]);
        assert_eq!((code(&output), stderr(&output).as_str()), (1, ""), "{format}");
        assert!(stdout(&output).contains("E202"), "{format}: {}", stdout(&output));
    }
}

#[test]
fn check_ends_with_0_for_warnings() {
    let folder = portfolio("id,value,colour,cost: Web\nA,50,red,6\n");
    let output = done(&["check", text(folder.path())]);
    assert!(stdout(&output).contains("warning[W101]"), "{}", stdout(&output));
}

// --- verify -----------------------------------------------------------------------------------------------------------------------

#[test]
fn verify_agrees_with_plan() {
    for folder in [SMALL, "data/atlas"] {
        let out = self::folder();
        done(&["plan", folder, "--out", text(out.path())]);
        let read = |name: &str| fs::read_to_string(out.path().join(name)).expect("written");
        let verified =
            command(&["verify", folder, "-", "--format", "json"]).write_stdin(read("plan.csv")).output().expect("it runs");
        assert_eq!((code(&verified), stderr(&verified).as_str()), (0, ""), "{}", stdout(&verified));
        assert_eq!(parsed(&stdout(&verified))["value"], parsed(&read("plan.json"))["value"], "{folder}");
    }
}

#[test]
fn verify_takes_a_plan_written_by_hand_and_ends_with_3_when_it_breaks_a_rule() {
    let folder = folder();
    let plan = write(folder.path(), "plan.csv", "id,start\nSEARCH,2026Q1\n");
    for format in FORMATS {
        let output = run(&["verify", SMALL, text(&plan), "--format", format]);
        assert_eq!((code(&output), stderr(&output).as_str()), (3, ""), "{format}");
        assert!(stdout(&output).contains("INDEX"), "{format}: {}", stdout(&output));
    }
}

#[test]
fn verify_says_what_is_wrong_in_the_plan_file() {
    let output = command(&["verify", SMALL, "-"]).write_stdin("id,start\nSERCH,2026Q1\n").output().expect("it runs");
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(stderr(&output).contains("SERCH") && stderr(&output).contains("SEARCH"), "{}", stderr(&output));
}

#[test]
fn verify_proves_a_certificate_that_plan_wrote() {
    for folder in [SMALL, "data/atlas"] {
        let written = stdout(&done(&["plan", folder, "--certificate", "--format", "json"]));
        let output = command(&["verify", folder, "-", "--certificate", "--format", "json"]).write_stdin(written.clone()).output();
        let output = output.expect("it runs");
        let (judged, plan) = (parsed(&stdout(&output)), parsed(&written));
        assert_eq!((code(&output), &judged["status"]), (0, &Value::from("proven")), "{judged}");
        let number = |value: &Value| value.as_f64().expect("a number");
        assert!(number(&judged["bound"]) >= number(&plan["value"]));
        let certificate = &plan["certificate"];
        assert!(number(&judged["bound"]) <= number(&certificate["bound_of_multipliers"]) + 1e-6);
        let tree = &certificate["tree"]["bound"];
        assert!(tree.is_null() == (folder == SMALL), "a portfolio that its root proves needs no tree: {tree}");
        assert!(tree.is_null() || (number(&judged["bound"]) - number(tree)).abs() < 1e-6, "{judged}");
        // Multipliers of a tree have seven digits.
        let difference = (number(&judged["bound"]) - number(&plan["bound"])).abs();
        assert!(difference < 1e-6 * number(&plan["bound"]), "the tree proves what was proven: {judged}");
    }
}

/// Placements that a change takes away are in splits of the earlier tree; a certificate that goes on with it is still as claimed.
#[test]
fn a_certificate_after_a_change_is_proven_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    for name in ["initiatives.csv", "portfolio.toml", "capacity.csv"] {
        std::fs::copy(format!("data/atlas/{name}"), file(name)).expect("it is copied");
    }
    let path = folder.path().to_str().expect("a path");
    std::fs::write(file("first.json"), stdout(&done(&["plan", path, "--certificate", "--format", "json"]))).expect("it is written");
    let capacity = std::fs::read_to_string(file("capacity.csv")).expect("it is there");
    let mut has_gone = false;
    for of_first in [43, 20, 9] {
        let changed = capacity.replacen("Platform,44,", &format!("Platform,{of_first},"), 1);
        std::fs::write(file("capacity.csv"), changed).expect("it is written");
        let start = file("first.json").to_str().expect("a path").to_owned();
        let written = stdout(&done(&["plan", path, "--start", &start, "--certificate", "--format", "json"]));
        has_gone |= written.contains("\"first\":\"nothing\"");
        let output = command(&["verify", path, "-", "--certificate", "--format", "json"]).write_stdin(written).output();
        let output = output.expect("it runs");
        assert_eq!((code(&output), &parsed(&stdout(&output))["status"]), (0, &Value::from("proven")), "{of_first}");
    }
    assert!(has_gone, "some split is of a placement that has gone");
}

/// A change is found out, or the bound stays above the value of every plan.
#[test]
fn verify_finds_out_what_somebody_changed_in_a_certificate() {
    let written = parsed(&stdout(&done(&["plan", "data/atlas", "--certificate", "--format", "json"])));
    let best = written["value"].as_f64().expect("a number");
    let judged = |pointer: &str, to: Value| {
        let mut changed = written.clone();
        *changed.pointer_mut(pointer).expect("it is there") = to;
        let mut verify = command(&["verify", "data/atlas", "-", "--certificate", "--format", "json"]);
        let output = verify.write_stdin(changed.to_string()).output().expect("it runs");
        (code(&output), stdout(&output))
    };
    let refuted = [
        ("/value", Value::from(best + 1.0)),
        ("/certificate/value", Value::from(best + 1.0)),
        ("/certificate/bound_of_multipliers", Value::from(best - 1.0)),
        ("/certificate/tree/bound", Value::from(best - 1.0)),
        ("/certificate/tree/nodes", Value::from(Vec::<Value>::new())),
        ("/certificate/tree/nodes/0/split/children/0", Value::Null),
        ("/bound", Value::from(best - 1.0)),
        ("/plan/0/start", Value::from("2031Q1")),
    ];
    for (pointer, to) in refuted {
        assert_ne!(judged(pointer, to).0, 0, "{pointer}");
    }
    for to in [-1e9, 0.0, 0.3, 1e9] {
        let (_, text) = judged("/certificate/rows/0/multiplier", Value::from(to));
        assert!(parsed(&text)["bound"].as_f64().expect("a number") >= best - 1e-6, "{text}");
    }
    for (pointer, to) in [
        ("/certificate/tree/nodes/0/multipliers/0/0/1", Value::from(1e9)),
        ("/certificate/tree/nodes/0/split/id", Value::from("Nobody")),
        ("/certificate/tree/nodes/0/split/first", serde_json::json!({ "until": "2031Q1" })),
        ("/certificate/tree/nodes/0/split/first", serde_json::json!({ "placement": 0 })),
    ] {
        let (_, text) = judged(pointer, to);
        assert!(parsed(&text)["bound"].as_f64().expect("a number") >= best - 1e-6, "{text}");
    }
    for (pointer, to) in [
        ("/certificate/tree/nodes/0/split/children/0", Value::from(0)),
        ("/certificate/tree/nodes/0/split/children", serde_json::json!([1, 1])),
        ("/certificate/tree/nodes/0/split/children/1", Value::from(u32::MAX)),
        ("/certificate/tree/nodes/0/multipliers/0/0/0", Value::from(u32::MAX)),
        ("/certificate/tree/nodes/0/split/first", serde_json::json!({ "placement": 1_000_000 })),
        ("/certificate/tree/nodes/0/split/first", Value::from("sometimes")),
    ] {
        let (exit, text) = judged(pointer, to);
        assert_eq!((exit, text.contains("bound")), (1, false), "{pointer}: {text}");
    }
    // Plans of a pool prove nothing, but they must be among the placements.
    let mut pooled = written.clone();
    for (pool, exit) in [("[[0, 0, 1], []]", 0), ("[[1000000]]", 1), ("[[-1]]", 1), ("[3]", 1)] {
        pooled["certificate"]["pool"] = parsed(pool);
        let mut verify = command(&["verify", "data/atlas", "-", "--certificate"]);
        assert_eq!(code(&verify.write_stdin(pooled.to_string()).output().expect("it runs")), exit, "{pool}");
    }
    assert_eq!(judged("/certificate/rows/0/multiplier", Value::from("much")).0, 1);
    assert_eq!(judged("/certificate/rows/0/restriction", Value::from("capacity of Nobody")).0, 1);
    assert_eq!(judged("/certificate", Value::Null).0, 1);
}

#[test]
fn verify_cannot_read_both_files_from_standard_input() {
    assert_eq!(code(&run(&["verify", "-", "-"])), 2);
}

// --- sweep ------------------------------------------------------------------------------------------------------------------------

#[test]
fn sweep_prints_each_format_and_writes_four_files() {
    let folder = folder();
    let out = folder.path().join("new/results");
    for format in FORMATS {
        let output = done(&["sweep", SMALL, "debt ratio=0..60%", "--points", "4", "--out", text(&out), "--format", format]);
        assert!(stdout(&output).contains("optimal") && !stdout(&output).contains('\u{1b}'), "{format}: {}", stdout(&output));
        assert!(stderr(&output).contains("sweep.svg"), "{}", stderr(&output));
    }
    done(&["sweep", SMALL, "debt-ratio=0..1", "--frontier", "--points", "3", "--refine", "2", "--out", text(&out)]);
    let mut names = names(&out);
    names.sort();
    let four = |stem: &str| ["csv", "json", "md", "svg"].map(|ending| format!("{stem}.{ending}"));
    assert_eq!(names, [four("frontier"), four("sweep")].concat());
}

#[test]
fn a_sweep_says_the_same_twice_and_an_infeasible_point_is_no_failure() {
    let sweep = || stdout(&done(&["sweep", "data/infeasible", "debt ratio=0..1", "--points", "3", "--format", "json"]));
    let first = sweep();
    assert_eq!(first, sweep());
    let points = parsed(&first)["points"].as_array().expect("a list").clone();
    let status = |point: &Value| point["status"].as_str().expect("a word").to_owned();
    assert_eq!(points.iter().map(status).collect::<Vec<String>>(), ["optimal", "infeasible", "infeasible"]);
}

#[test]
fn a_sweep_of_what_is_not_there_or_makes_no_sense_ends_with_2() {
    let bad = [
        (&["dept ratio=0..1"][..], "did you mean `debt ratio`?"),
        (&["debt ratio"], "debt ratio=0..40%"),
        (&["debt ratio=0.4..0.1"], "smaller number first"),
        (&["debt ratio=0..1", "--points", "1"], "2..=500"),
        (&["Web=0..5", "--frontier"], "`Web`"),
    ];
    for (arguments, said) in bad {
        let output = run(&[&["sweep", SMALL][..], arguments].concat());
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{arguments:?}");
        assert!(stderr(&output).contains(said), "{arguments:?}: {}", stderr(&output));
    }
}

// --- export -----------------------------------------------------------------------------------------------------------------------

#[test]
fn export_writes_both_forms_and_says_how_large_they_are() {
    let folder = folder();
    let (mps, lp) = (folder.path().join("small.mps"), folder.path().join("small.lp"));
    let output = done(&["export", SMALL, "--mps", text(&mps), "--lp", text(&lp)]);
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output).matches(" columns, ").count(), 2, "{}", stderr(&output));
    assert!(fs::read_to_string(&mps).expect("written").ends_with("ENDATA\n"));
    assert!(fs::read_to_string(&lp).expect("written").ends_with("End\n"));
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn export_to_standard_output_is_the_same_as_to_a_file() {
    let folder = folder();
    let file = folder.path().join("small.mps");
    done(&["export", SMALL, "--mps", text(&file)]);
    let printed = done(&["export", SMALL, "--mps", "-"]);
    assert_eq!(stdout(&printed), fs::read_to_string(&file).expect("written"));
}

#[test]
fn export_needs_a_file_and_has_one_standard_output() {
    assert_eq!(code(&run(&["export", SMALL])), 2);
    assert_eq!(code(&run(&["export", SMALL, "--mps", "-", "--lp", "-"])), 2);
}

#[test]
fn export_into_a_folder_that_is_not_there_leaves_nothing() {
    let folder = folder();
    let output = run(&["export", SMALL, "--mps", text(&folder.path().join("none/small.mps"))]);
    assert_eq!((code(&output), names(folder.path()).len()), (74, 0));
    assert!(stderr(&output).contains("none/small.mps"), "{}", stderr(&output));
}

// --- the rest ---------------------------------------------------------------------------------------------------------------------

#[test]
fn help_of_each_command_has_examples() {
    for name in ["plan", "check", "verify", "sweep", "export", "completions", "man"] {
        let help = stdout(&done(&[name, "--help"]));
        assert!(help.contains("Examples:") && help.contains(&format!("quarterdeck {name}")), "{help}");
    }
}

#[test]
fn help_tells_all_exit_codes() {
    let help = stdout(&done(&["--help"]));
    for code in [0, 1, 2, 3, 4, 70, 74, 130] {
        assert!(help.contains(&format!("\n  {code:<4}")), "{code}: {help}");
    }
}

#[test]
fn the_manual_page_holds_every_command() {
    let page = stdout(&done(&["man"]));
    assert!(page.contains(".TH quarterdeck 1"), "{page}");
    for section in ["PLAN", "CHECK", "VERIFY", "SWEEP", "EXPORT", "COMPLETIONS", "MAN"] {
        assert!(page.contains(&format!(".SH \"QUARTERDECK {section}\"")), "{section}");
    }
}

#[test]
fn each_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(stdout(&done(&["completions", shell])).contains("verify"), "{shell}");
    }
    assert_eq!(code(&run(&["completions", "tcsh"])), 2);
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for arguments in [&[][..], &["plam"], &["plan"], &["plan", SMALL, "--formt", "csv"], &["plan", SMALL, "--format", "pdf"]] {
        assert_eq!(code(&run(arguments)), 2, "{arguments:?}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_nothing_with_a_panic() {
    for arguments in [&["plan", SMALL, "--format", "json"][..], &["man"], &["export", SMALL, "--lp", "-"], &["--help"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
        let child = child.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}

#[test]
fn every_column_and_key_of_the_examples_is_documented() {
    let document = fs::read_to_string("data/README.md").expect("it is there");
    for folder in ["atlas", "small", "infeasible"] {
        let read = |name: &str| fs::read_to_string(Path::new("data").join(folder).join(name)).expect("it is there");
        let (work, capacity, rules) = (read("initiatives.csv"), read("capacity.csv"), read("portfolio.toml"));
        let headers = [&work, &capacity].into_iter().flat_map(|file| file.lines().next().unwrap_or_default().split(','));
        let columns = headers.filter(|column| !column.starts_with("cost: ") && !column.starts_with("20"));
        let keys =
            rules.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        for name in columns.chain(keys) {
            assert!(document.contains(&format!("`{name}`")), "{folder}: {name}");
        }
    }
}

#[test]
fn the_readme_shows_the_real_plan() {
    let readme = fs::read_to_string("README.md").expect("it is there");
    let output = command(&["plan", SMALL]).env("COLUMNS", "120").output().expect("it runs");
    let printed = stdout(&output);
    assert!(without_seconds(&readme).contains(&without_seconds(&printed)), "{printed}");
}

#[test]
fn the_readme_shows_the_real_sweep() {
    let readme = fs::read_to_string("README.md").expect("it is there");
    let printed = stdout(&done(&["sweep", SMALL, "debt ratio=0..60%", "--points", "4"]));
    let (_, curve) = printed.split_once("\nValue\n").expect("it has a section on the value");
    assert!(readme.contains(curve), "{printed}");
}

/// The text without the seconds at the end of the line that says them.
fn without_seconds(text: &str) -> String {
    let strip = |line: &str| {
        if line.contains("asked), ") { line.rsplit_once(", ").map_or("", |(rest, _)| rest).to_owned() } else { line.to_owned() }
    };
    text.lines().map(strip).collect::<Vec<String>>().join("\n")
}

// --- what the tests are made of -----------------------------------------------------------------------------------------------------

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.args(arguments).env_remove("COLUMNS");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("it runs")
}

/// Runs a command that must end with 0.
fn done(arguments: &[&str]) -> Output {
    let output = run(arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}{}", stdout(&output), stderr(&output));
    output
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it is not killed")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A folder with these initiatives, one team and two quarters.
fn portfolio(initiatives: &str) -> TempDir {
    let folder = folder();
    write(folder.path(), "initiatives.csv", initiatives);
    write(folder.path(), "capacity.csv", "team,2026Q1,2026Q2\nWeb,10,10\n");
    write(folder.path(), "portfolio.toml", "quarters = \"2026Q1..2026Q2\"\n");
    folder
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("a file can be written");
    path
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.into_string().expect("text")).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}
