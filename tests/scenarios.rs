//! What every key of scenarios.toml does, in which order, and what is said of what makes no sense.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use quarterdeck::input::{Code, Finding, ReadError, Reading, ScenarioReading, Severity, Texts, read_scenarios, read_texts};
use quarterdeck::model::Portfolio;
use quarterdeck::report::{PortfolioTexts, portfolio_texts};
use quarterdeck::rules::program;

const INITIATIVES: &str = "\
id,variant,value,cost: A,cost: B,category,horizon,depends_on,earliest,deadline,must,start,excludes,one_of,together
X,,100,10,,debt,H2,,,2026Q2,,,,,
Y,,50,4,6,feature,H1,X,2026Q2,,yes,,,either,pair
Z,small,20,3,,feature,H1,X:same;Y,,,,2026Q3,W,either,pair
Z,full,40,6,,feature,H1,Y,,2026Q3,,,,,
W,,-5,,2,ktlo,H3,,,,no,,,,
";
const CAPACITY: &str = "team,2026Q1,2026Q2,2026Q3\nA,40,40,40\nB,30,30,30\n";
const RULES: &str = r#"
name = "base"
quarters = "2026Q1..2026Q3"
discount_factor = 0.8
min_debt_ratio = 0.2
[[allocation]]
name = "bets"
horizon = ["H3"]
max = 0.5
penalty = 4
[mix]
by = "horizon"
H1 = 0.5
tolerance = 0.4
[[limit]]
name = "focus"
max_active = 3
[[budget]]
name = "cap"
max = 60
"#;

fn base() -> Reading {
    base_with(INITIATIVES, RULES)
}

fn base_with(initiatives: &str, rules: &str) -> Reading {
    let texts = Texts { initiatives, capacity: CAPACITY, rules };
    read_texts(&texts).unwrap_or_else(|error| panic!("{error}"))
}

/// Reads a scenarios.toml, with `more.csv` beside it.
fn read(base: &Reading, scenarios: &str) -> Result<ScenarioReading, ReadError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scenarios.toml"), scenarios).expect("it can be written");
    fs::write(folder.path().join("more.csv"), MORE).expect("it can be written");
    read_scenarios(folder.path(), base)
}

const MORE: &str = "id,variant,value,cost: B,depends_on,one_of\nN,,7,1,X,either\nW,big,9,8,,\n";

/// All scenarios by name; findings of error level fail the test.
fn all(scenarios: &str) -> Vec<(String, Portfolio)> {
    let reading = read(&base(), scenarios).unwrap_or_else(|error| panic!("{error}"));
    reading.scenarios.into_iter().map(|scenario| (scenario.name, scenario.portfolio)).collect()
}

/// The portfolio of a scenario with these keys.
fn with(keys: &str) -> Portfolio {
    let mut all = all(&format!("[[scenario]]\nname = \"s\"\n{keys}\n"));
    all.pop().expect("one scenario").1
}

fn texts(keys: &str) -> PortfolioTexts {
    portfolio_texts(&with(keys))
}

/// The rows of initiatives.csv that the keys change, as `before -> after`.
fn changed(keys: &str) -> Vec<String> {
    let lines = |portfolio: &Portfolio| -> Vec<String> { cells(&portfolio_texts(portfolio).initiatives) };
    let (before, after) = (lines(&base().portfolio), lines(&with(keys)));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

/// Each filled cell of a file as `id variant column = text`.
fn cells(csv: &str) -> Vec<String> {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<&str>>());
    let head = lines.next().expect("a head");
    let name = |row: &[&str]| format!("{} {}", row[0], if head[1] == "variant" { row[1] } else { "" });
    let cell = |row: Vec<&str>| {
        let name = name(&row);
        let filled = head.iter().zip(&row).filter(|(_, text)| !text.is_empty());
        filled.map(|(column, text)| format!("{} {column} = {text}", name.trim())).collect::<Vec<String>>()
    };
    lines.flat_map(cell).collect()
}

/// The lines of portfolio.toml that the keys change.
fn rules_changed(keys: &str) -> Vec<String> {
    let (before, after) = (portfolio_texts(&base().portfolio).rules, texts(keys).rules);
    let gone = before.lines().filter(|line| !after.lines().any(|other| other == *line)).map(|line| format!("- {line}"));
    let new = after.lines().filter(|line| !before.lines().any(|other| other == *line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

fn findings(scenarios: &str) -> Vec<Finding> {
    match read(&base(), scenarios) {
        Ok(reading) => reading.warnings,
        Err(error) => error.findings().to_vec(),
    }
}

/// Code and help of the only finding of a scenario with these keys.
fn finding(keys: &str) -> (Code, String) {
    let found = findings(&format!("[[scenario]]\nname = \"s\"\n{keys}\n"));
    let [finding] = &found[..] else { panic!("{keys}: {found:#?}") };
    assert!(finding.place.line.is_some(), "{finding:?}");
    (finding.code, format!("{}: {}", finding.message, finding.help))
}

// --- names and order --------------------------------------------------------------------------------------------------------------

#[test]
fn a_folder_without_the_file_has_no_scenario() {
    let reading = read_scenarios(Path::new("data/small"), &base()).expect("nothing is wrong");
    assert!(reading.scenarios.is_empty() && reading.warnings.is_empty());
}

#[test]
fn an_empty_scenario_is_the_base_with_one_more_source() {
    let portfolio = with("");
    assert_eq!(portfolio_texts(&portfolio), portfolio_texts(&base().portfolio));
    assert_eq!(portfolio.sources().last().map(|source| source.name.as_str()), Some("scenarios.toml"));
}

#[test]
fn relative_changes_compound_along_from_whatever_the_order_in_the_file() {
    let more = "[[scenario]]\nname = \"more\"\ncapacity = { A = \"+26\" }\nvalue = \"*2\"\n";
    let tenth = "[[scenario]]\nname = \"a tenth more\"\nfrom = \"more\"\ncapacity = { A = \"*1.1\" }\nvalue = { X = \"-50\" }\n";
    for file in [format!("{more}{tenth}"), format!("{tenth}{more}")] {
        let all = all(&file);
        let of = |name: &str| portfolio_texts(&all.iter().find(|(known, _)| known == name).expect("it is there").1);
        assert!(of("more").capacity.contains("A,66,66,66\nB,30,30,30"));
        assert!(of("a tenth more").capacity.contains("A,72.6,72.6,72.6\nB,30,30,30"));
        assert!(cells(&of("a tenth more").initiatives).contains(&"X value = 150".to_owned()));
    }
}

#[test]
fn scenarios_keep_the_order_of_the_file() {
    let all = all("[[scenario]]\nname = \"b\"\nfrom = \"a\"\n[[scenario]]\nname = \"a\"\n");
    assert_eq!(all.iter().map(|(name, _)| name.as_str()).collect::<Vec<&str>>(), ["b", "a"]);
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let mut keys = vec![
        "add = \"more.csv\"",
        "ignore = [\"rule:bets\", \"dependency:Y>X\", \"dependency:Z>X\", \"dependency:N>X\"]",
        "remove = [\"X\"]",
        "capacity = { B = \"*2\" }",
        "value = \"+1\"",
        "cost = { N = \"*3\" }",
        "deadline = { N = \"2026Q3\" }",
        "must = { N = \"yes\" }",
        "discount_rate = 0.1",
        "rule = { \"debt ratio\" = { min = \"+0.1\", scope = \"plan\" } }",
        "min_debt_ratio = \"*1.5\"",
        "mix = \"none\"",
        "limit = [{ name = \"focus\", max_active = 9 }]",
    ];
    let first = texts(&keys.join("\n"));
    keys.reverse();
    assert_eq!(texts(&keys.join("\n")), first);
    assert!(first.rules.contains("min = 0.45\nscope = \"plan\""), "{}", first.rules);
    assert!(cells(&first.initiatives).contains(&"N cost: B = 3".to_owned()), "{}", first.initiatives);
    assert!(cells(&first.initiatives).contains(&"N value = 8".to_owned()), "{}", first.initiatives);
}

// --- facts ------------------------------------------------------------------------------------------------------------------------

#[test]
fn capacity_is_changed_for_all_for_a_team_and_for_a_quarter() {
    assert_eq!(texts("capacity = \"*0.9\"").capacity, "team,2026Q1,2026Q2,2026Q3\nA,36,36,36\nB,27,27,27\n");
    assert_eq!(texts("capacity = { A = 7 }").capacity, "team,2026Q1,2026Q2,2026Q3\nA,7,7,7\nB,30,30,30\n");
    let quarters = "capacity = { A = { 2026Q3 = \"+13\", \"Q1 2026\" = \"-40\" }, B = \"-0.5\" }";
    assert_eq!(texts(quarters).capacity, "team,2026Q1,2026Q2,2026Q3\nA,0,40,53\nB,29.5,29.5,29.5\n");
}

#[test]
fn value_is_changed_for_all_for_an_initiative_and_for_a_variant() {
    assert_eq!(with("value = \"*1.5\"").variants().rows().iter().map(|v| v.value).sum::<f64>(), 1.5 * 205.0);
    assert_eq!(changed("value = { X = -1 }"), ["- X value = 100", "+ X value = -1"]);
    let both = ["- Z small value = 20", "- Z full value = 40", "+ Z small value = 30", "+ Z full value = 50"];
    assert_eq!(changed("value = { Z = \"+10\" }"), both);
    assert_eq!(changed("value = { \"Z/full\" = \"+10\" }"), ["- Z full value = 40", "+ Z full value = 50"]);
}

#[test]
fn cost_is_changed_by_a_factor_on_all_teams_or_on_each_team() {
    let dearer = ["- Y cost: A = 4", "- Y cost: B = 6", "+ Y cost: A = 5", "+ Y cost: B = 7.5"];
    assert_eq!(changed("cost = { Y = \"*1.25\" }"), dearer);
    assert_eq!(changed("cost = { X = \"+2\" }"), ["- X cost: A = 10", "+ X cost: A = 12"]);
    assert_eq!(changed("cost = { X = { B = 3, A = \"-10\" } }"), ["- X cost: A = 10", "+ X cost: B = 3"]);
    assert_eq!(with("cost = \"*2\"").variants().rows()[1].total_cost().to_string(), "20");
}

#[test]
fn a_changed_cost_is_spread_as_before() {
    let base = base_with("id,value,cost: A,profile\nX,1,10,70/30\n", "quarters = \"2026Q1..2026Q3\"");
    let reading = read(&base, "[[scenario]]\nname = \"s\"\ncost = { X = \"*2\" }\n").expect("it is right");
    let parts = &reading.scenarios[0].portfolio.variants().rows()[0].spreads[0].parts[0].1;
    assert_eq!(parts.iter().map(ToString::to_string).collect::<Vec<String>>(), ["14", "6"]);
}

#[test]
fn windows_and_pins_are_set_shifted_and_lifted() {
    assert_eq!(changed("earliest = { Y = \"2026Q3\" }"), ["- Y earliest = 2026Q2", "+ Y earliest = 2026Q3"]);
    assert_eq!(changed("deadline = { X = \"+1\" }"), ["- X deadline = 2026Q2", "+ X deadline = 2026Q3"]);
    assert_eq!(changed("deadline = { X = \"-1\" }"), ["- X deadline = 2026Q2", "+ X deadline = 2026Q1"]);
    assert_eq!(changed("deadline = { X = \"none\" }"), ["- X deadline = 2026Q2"]);
    assert_eq!(changed("start = { \"Z/small\" = \"none\", W = \"Q1 2026\" }"), ["- Z small start = 2026Q3", "+ W start = 2026Q1"]);
}

#[test]
fn a_shift_of_all_is_one_of_those_that_have_a_quarter() {
    let later = ["- X deadline = 2026Q2", "- Z full deadline = 2026Q3", "+ X deadline = 2026Q3", "+ Z full deadline = 2026Q4"];
    assert_eq!(changed("deadline = \"+1\""), later);
    assert_eq!(changed("deadline = \"none\""), &later[..2]);
}

#[test]
fn must_is_set_and_lifted() {
    assert_eq!(changed("must = { Y = \"free\", W = \"yes\" }"), ["- Y must = yes", "- W must = no", "+ W must = yes"]);
    assert_eq!(changed("must = { X = true }"), ["+ X must = yes"]);
}

#[test]
fn the_discount_is_given_as_rate_or_factor() {
    assert_eq!(with("discount_rate = 0.25").discount_factor(), 0.8);
    assert_eq!(with("discount_rate = \"+0.75\"").discount_factor(), 0.5);
    assert_eq!(with("discount_factor = \"*0.5\"").discount_factor(), 0.4);
}

// --- work -------------------------------------------------------------------------------------------------------------------------

#[test]
fn added_rows_may_depend_on_the_others_join_their_groups_and_be_further_variants() {
    let portfolio = with("add = [\"more.csv\"]");
    let added = ["+ N id = N", "+ N value = 7", "+ N depends_on = X:after", "+ N one_of = either", "+ N cost: B = 1"];
    assert_eq!(changed("add = [\"more.csv\"]")[..5], added);
    assert_eq!(portfolio.variants_of(portfolio.find("W").expect("there")).count(), 2);
    assert_eq!(portfolio.one_of()[0].members.len(), 3);
    assert_eq!(portfolio.sources().last().map(|source| source.name.as_str()), Some("more.csv"));
}

#[test]
fn removed_work_is_gone_from_rows_groups_and_sets() {
    let rules = "quarters = \"2026Q1..2026Q3\"\n[[budget]]\nid = [\"W\", \"Y\"]\nmax = 3\n[[limit]]\nid = \"W\"\nmax_active = 0";
    let base = base_with(INITIATIVES, rules);
    let reading = read(&base, "[[scenario]]\nname = \"s\"\nremove = [\"W\", \"Z\"]\n").expect("it is right");
    let without = INITIATIVES.lines().filter(|line| !line.starts_with(['W', 'Z'])).collect::<Vec<&str>>().join("\n");
    let rules = rules.replace("id = [\"W\", \"Y\"]", "name = \"budget on W and Y\"\nid = [\"Y\"]");
    let rules = rules.replace("id = \"W\"", "name = \"limit on W\"\nid = []").replace("quarters", "name = \"portfolio\"\nquarters");
    let wanted = portfolio_texts(&base_with(&without, &rules).portfolio);
    assert_eq!(portfolio_texts(&reading.scenarios[0].portfolio), wanted);
}

#[test]
fn what_is_done_may_be_removed_although_others_waited_for_it() {
    let base = base_with("id,value,cost: A,depends_on,status\nX,1,1,,done\nY,1,1,X,\n", "quarters = \"2026Q1..2026Q3\"");
    let reading = read(&base, "[[scenario]]\nname = \"s\"\nremove = \"X\"\n").expect("it is right");
    assert_eq!(portfolio_texts(&reading.scenarios[0].portfolio).initiatives, "id,value,cost: A,cost: B\nY,1,1,\n");
}

// --- rules ------------------------------------------------------------------------------------------------------------------------

#[test]
fn numbers_of_rules_are_changed_by_name() {
    let keys = "rule = { \"debt ratio\" = { min = \"+0.1\", max = 0.9, scope = \"window:2\", basis = \"capacity\", penalty = 2 } }";
    let wanted = ["min = 0.3", "max = 0.9", "scope = \"window:2\"", "basis = \"capacity\"", "penalty = 2"];
    let found = rules_changed(keys);
    assert!(wanted.iter().all(|line| found.contains(&format!("+ {line}"))), "{found:?}");
    let keys =
        "rule = { focus = { max_active = \"+2\" }, cap = { max = \"*0.5\" }, bets = { penalty = \"none\", max = \"*0.5\" } }";
    let found = rules_changed(keys);
    assert_eq!(
        found,
        ["- max = 0.5", "- penalty = 4", "- max_active = 3", "- max = 60", "+ max = 0.25", "+ max_active = 5", "+ max = 30"]
    );
    assert_eq!(rules_changed("rule = { bets = { penalty = \"*2\" } }"), ["- penalty = 4", "+ penalty = 8"]);
}

#[test]
fn min_debt_ratio_changes_the_rule_or_makes_it() {
    assert_eq!(rules_changed("min_debt_ratio = 0.3"), ["- min = 0.2", "+ min = 0.3"]);
    assert_eq!(rules_changed("min_debt_ratio = \"+0.1\""), ["- min = 0.2", "+ min = 0.3"]);
    let without = base_with(INITIATIVES, &RULES.replace("min_debt_ratio = 0.2", ""));
    let made = read(&without, "[[scenario]]\nname = \"s\"\nmin_debt_ratio = 0.3\n").expect("it is right");
    let debt = made.scenarios[0].portfolio.allocations().last().cloned();
    let with_it = base_with(INITIATIVES, &RULES.replace("0.2", "0.3"));
    assert_eq!(debt.as_ref(), with_it.portfolio.allocations().first());
}

#[test]
fn the_mix_is_taken_away_or_replaced() {
    assert!(with("mix = \"none\"").mix().is_none());
    let found = rules_changed("mix = { by = \"category\", feature = 0.6, debt = 0.3 }");
    assert!(found.contains(&"+ \"feature\" = 0.6".to_owned()) && found.contains(&"- H1 = 0.5".to_owned()), "{found:?}");
}

#[test]
fn rules_replace_those_of_their_name_or_stand_beside_them() {
    let replaced = with("allocation = [{ name = \"bets\", horizon = \"H3\", min = 0.01, scope = \"plan\" }]");
    assert_eq!(replaced.allocations().iter().map(|rule| rule.name.as_str()).collect::<Vec<&str>>(), ["debt ratio", "bets"]);
    assert!(replaced.allocations()[1].max.is_none());
    let added = with(
        "limit = [{ team = \"A\", max_active = 1 }]\nbudget = [{ name = \"cap\", max = 7 }, { name = \"b\", team = \"B\", max = 1 }]",
    );
    assert_eq!(added.limits().iter().map(|rule| rule.name.as_str()).collect::<Vec<&str>>(), ["focus", "limit on A"]);
    assert_eq!(added.budgets().iter().map(|rule| rule.max.to_string()).collect::<Vec<String>>(), ["7", "1"]);
}

// --- ignore -----------------------------------------------------------------------------------------------------------------------

/// Ignoring gives exactly the portfolio of files without what is ignored.
fn is_as_without(ignored: &str, initiatives: &str, rules: &str) {
    let (own, without) = (with(&format!("ignore = {ignored}")), base_with(initiatives, rules).portfolio);
    assert_eq!(portfolio_texts(&own), portfolio_texts(&without), "{ignored}");
    assert_eq!(format!("{:?}", program(&own)), format!("{:?}", program(&without)), "{ignored}");
}

fn rules_without(parts: &[&str]) -> String {
    parts.iter().fold(RULES.to_owned(), |rules, part| {
        assert!(rules.contains(part), "{part}");
        rules.replace(part, "")
    })
}

#[test]
fn an_ignored_rule_is_as_if_it_were_not_written() {
    is_as_without("\"rule:debt ratio\"", INITIATIVES, &rules_without(&["min_debt_ratio = 0.2\n"]));
    let bets = "[[allocation]]\nname = \"bets\"\nhorizon = [\"H3\"]\nmax = 0.5\npenalty = 4\n";
    is_as_without("[\"rule:bets\"]", INITIATIVES, &rules_without(&[bets]));
    let mix = "[mix]\nby = \"horizon\"\nH1 = 0.5\ntolerance = 0.4\n";
    is_as_without("[\"rule:mix\"]", INITIATIVES, &rules_without(&[mix]));
    let focus = "[[limit]]\nname = \"focus\"\nmax_active = 3\n";
    let cap = "[[budget]]\nname = \"cap\"\nmax = 60\n";
    is_as_without("[\"rule:focus\", \"rule: cap\"]", INITIATIVES, &rules_without(&[focus, cap]));
}

#[test]
fn ignored_ties_between_initiatives_are_as_if_they_were_not_written() {
    let edited = |from: &str, to: &str| {
        assert!(INITIATIVES.contains(from), "{from}");
        INITIATIVES.replace(from, to)
    };
    is_as_without("[\"dependency:Y>X\"]", &edited("H1,X,2026Q2", "H1,,2026Q2"), RULES);
    is_as_without("[\"dependency:Z > X\"]", &edited("X:same;Y", "Y"), RULES);
    let without = INITIATIVES.replace("X:same;Y", "X:same").replace("H1,Y,,2026Q3", "H1,,,2026Q3");
    is_as_without("[\"dependency:Z>Y\"]", &without, RULES);
    for pair in ["[\"excludes:Z>W\"]", "[\"excludes:W>Z\"]"] {
        is_as_without(pair, &edited("2026Q3,W,", "2026Q3,,"), RULES);
    }
    is_as_without("[\"one_of:either\"]", &edited("either", ""), RULES);
    is_as_without("[\"together:pair\"]", &edited("pair", ""), RULES);
}

#[test]
fn ignored_windows_pins_and_musts_are_as_if_they_were_not_written() {
    is_as_without("[\"pin:Z\"]", &INITIATIVES.replace("2026Q3,W", ",W"), RULES);
    is_as_without("[\"earliest:Y\"]", &INITIATIVES.replace("X,2026Q2", "X,"), RULES);
    is_as_without("[\"deadline:X\"]", &INITIATIVES.replace("2026Q2,,,,,\nY", ",,,,,\nY"), RULES);
    is_as_without("[\"must:Y\", \"must:W\"]", &INITIATIVES.replace("yes", "").replace("no", ""), RULES);
}

#[test]
fn an_id_may_hold_the_sign_of_a_dependency() {
    let base = base_with("id,value,cost: A,depends_on\nA>B,1,1,\nC>D,1,1,A>B\n", "quarters = \"2026Q1..2026Q3\"");
    let reading = read(&base, "[[scenario]]\nname = \"s\"\nignore = \"dependency:C>D>A>B\"\n").expect("it is right");
    assert!(reading.scenarios[0].portfolio.variants().rows()[1].dependencies.is_empty());
}

// --- findings ---------------------------------------------------------------------------------------------------------------------

#[test]
fn unknown_names_are_said_with_the_nearest() {
    for (keys, code, near) in [
        ("from = \"bse\"", Code::UnknownScenario, "did you mean `base`?"),
        ("capasity = \"+1\"", Code::UnknownKey, "did you mean `capacity`?"),
        ("remove = [\"XX\"]", Code::UnknownId, "did you mean `X`?"),
        ("value = { \"Z/ful\" = 3 }", Code::UnknownId, "`ID/variant`"),
        ("ignore = [\"rule:debt ration\"]", Code::NothingToIgnore, "did you mean `debt ratio`?"),
        ("ignore = [\"rule:mx\"]", Code::NothingToIgnore, "`mix`"),
        ("ignore = [\"rul:bets\"]", Code::NothingToIgnore, "did you mean `rule`?"),
        ("ignore = [\"one_of:eiter\"]", Code::NothingToIgnore, "did you mean `either`?"),
        ("ignore = [\"dependency:X\"]", Code::NothingToIgnore, "both ids"),
        ("ignore = [\"dependency:X>Y\"]", Code::NothingToIgnore, "`dependency:Y>X`"),
        ("ignore = [\"excludes:X>Y\"]", Code::NothingToIgnore, "neither"),
        ("ignore = [\"pin:X\"]", Code::NothingToIgnore, "column `start` of `X` is empty"),
        ("ignore = [\"must:Q\"]", Code::NothingToIgnore, "`Q` is not an initiative"),
        ("rule = { betz = { max = 0.1 } }", Code::UnknownRule, "did you mean `bets`?"),
        ("rule = { mix = { H1 = 0.1 } }", Code::UnknownRule, "rules are"),
        ("rule = { bets = { mx = 0.1 } }", Code::UnknownKey, "did you mean `max`?"),
        ("capacity = { AA = 1 }", Code::UnknownTeam, "did you mean `A`?"),
        ("cost = { X = { C = 1 } }", Code::UnknownTeam, "teams are"),
        ("add = \"none.csv\"", Code::FileUnreadable, "check the path"),
    ] {
        let found = findings(&format!("[[scenario]]\nname = \"s\"\n{keys}\n"));
        assert!(found.len() == 1 && found[0].code == code, "{keys}: {found:#?}");
        let said = format!("{} {}", found[0].message, found[0].help);
        assert!(said.contains(near), "{keys}: {said}");
    }
}

#[test]
fn changes_that_make_no_sense_are_refused() {
    for (keys, code) in [
        ("capacity = \"-31\"", Code::OutOfRange),
        ("capacity = \"*-1\"", Code::OutOfRange),
        ("capacity = \"*1e7\"", Code::OutOfRange),
        ("capacity = -3", Code::OutOfRange),
        ("capacity = { A = { 2026Q1 = 1e15 } }\ncost = { X = \"+1e15\" }", Code::OutOfRange),
        ("capacity = true", Code::WrongKind),
        ("capacity = \"+\"", Code::NotANumber),
        ("capacity = { A = { 2026Q9 = 1 } }", Code::NotAQuarter),
        ("capacity = { A = { 2027Q1 = 1 } }", Code::QuarterOutsidePlan),
        ("capacity = { A = { 2026Q1 = 1, \"Q1 2026\" = 2 } }", Code::ContradictingKeys),
        ("value = { Z = 1, \"Z/full\" = 2 }", Code::ContradictingKeys),
        ("value = { X = \"*1e6\" }\nfrom = \"s\"", Code::ScenarioCircle),
        ("cost = { Y = 5 }", Code::UnclearChange),
        ("cost = { X = \"-11\" }", Code::OutOfRange),
        ("earliest = { X = \"+1\" }", Code::UnclearChange),
        ("deadline = { X = \"+1.5\" }", Code::OutOfRange),
        ("deadline = { X = \"soon\" }", Code::NotAQuarter),
        ("must = { X = \"maybe\" }", Code::UnknownWord),
        ("discount_rate = -1", Code::KeyOutOfRange),
        ("discount_rate = 0.1\ndiscount_factor = 0.9", Code::ContradictingKeys),
        ("min_debt_ratio = \"+0.9\"", Code::KeyOutOfRange),
        ("mix = \"nothing\"", Code::WrongKind),
        ("remove = [\"X\"]", Code::RemovedPrerequisite),
        ("rule = { focus = { max_active = \"*0.5\" } }", Code::KeyOutOfRange),
        ("rule = { bets = { min = 0.6 } }", Code::ContradictingKeys),
        ("rule = { bets = { max = \"none\" } }", Code::MissingKey),
        ("rule = { bets = { penalty = \"-5\" } }", Code::KeyOutOfRange),
        ("rule = { bets = { penalty = \"free\" } }", Code::NotANumber),
        ("rule = { \"debt ratio\" = { penalty = \"+5\" } }", Code::UnclearChange),
        ("rule = { bets = 3 }", Code::WrongKind),
        ("limit = [{ name = \"bets\", max_active = 1 }]", Code::RepeatedName),
        ("allocation = [{ name = \"mix H1\", horizon = \"H1\", min = 0.1 }]", Code::RepeatedName),
        ("budget = [{ name = \"b\", max = 1 }, { name = \"b\", max = 2 }]", Code::RepeatedName),
        ("mix = { by = \"horizon\", H1 = 0.7, H2 = 0.7 }", Code::MixAboveWhole),
    ] {
        assert_eq!(finding(keys).0, code, "{keys}");
    }
}

#[test]
fn a_name_is_needed_and_its_own() {
    let codes = |file: &str| findings(file).iter().map(|finding| finding.code).collect::<Vec<Code>>();
    assert_eq!(codes("[[scenario]]\nvalue = 1\n"), [Code::MissingKey]);
    assert_eq!(codes("[[scenario]]\nname = 3\n"), [Code::WrongKind]);
    assert_eq!(codes("[[scenario]]\nname = \"base\"\n"), [Code::RepeatedName]);
    assert_eq!(codes("[[scenario]]\nname = \"a\"\n[[scenario]]\nname = \"a\"\n"), [Code::RepeatedName]);
    assert_eq!(codes("[scenario]\nname = \"a\"\n"), [Code::WrongKind]);
    assert_eq!(codes("[[senario]]\nname = \"a\"\n"), [Code::UnknownKey]);
    assert_eq!(codes("[[scenario]]\nname = \"a\n"), [Code::NotToml]);
}

#[test]
fn each_circle_is_said_once() {
    let scenario = |name: &str, from: &str| format!("[[scenario]]\nname = \"{name}\"\nfrom = \"{from}\"\n");
    let circles = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "d")].map(|(name, from)| scenario(name, from)).concat();
    let messages: Vec<String> = findings(&circles).into_iter().map(|finding| finding.message).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].ends_with("b -> c -> b") && messages[1].ends_with("d -> d"), "{messages:?}");
}

#[test]
fn a_repeated_row_in_added_work_is_said_in_its_own_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("scenarios.toml"), "[[scenario]]\nname = \"s\"\nadd = \"x.csv\"\n").expect("written");
    fs::write(folder.path().join("x.csv"), "id,value,cost: A\nN,1,1\nX,1,1\n").expect("written");
    let error = read_scenarios(folder.path(), &base()).expect_err("X is there already");
    let [finding] = error.findings() else { panic!("{error}") };
    assert_eq!((finding.code, finding.place.file.as_str(), finding.place.line), (Code::RepeatedRow, "x.csv", Some(3)));
}

#[test]
fn every_key_is_documented() {
    let document = fs::read_to_string("data/README.md").expect("it is there");
    let help = finding("nothing_like_it = 1").1;
    let keys: Vec<&str> = help.split('`').filter(|part| part.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect();
    assert!(keys.len() > 19, "{help}");
    for key in keys.iter().filter(|key| **key != "nothing_like_it") {
        assert!(document.split("## scenarios.toml").nth(1).is_some_and(|part| part.contains(&format!("`{key}`"))), "{key}");
    }
}

#[test]
fn the_scenarios_of_the_example_have_no_finding_and_can_be_written() {
    let folder = Path::new("data/atlas");
    let base = quarterdeck::input::read(folder).expect("the example is right");
    let reading = read_scenarios(folder, &base).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((reading.scenarios.len(), reading.warnings.len()), (7, 0));
    for scenario in reading.scenarios {
        let texts = portfolio_texts(&scenario.titled());
        let back = read_texts(&texts.to_read()).unwrap_or_else(|error| panic!("{}: {error}", scenario.name));
        assert_eq!(portfolio_texts(&back.portfolio), texts);
    }
}

// --- laws -------------------------------------------------------------------------------------------------------------------------

/// Pieces of which scenarios are made, right and wrong.
const PIECES: &[&str] = &[
    "[[scenario]]\n",
    "name = ",
    "from = ",
    "capacity",
    "value",
    "cost",
    "earliest",
    "deadline",
    "start",
    "must",
    "rule",
    "mix",
    "allocation",
    "limit",
    "budget",
    "ignore",
    "remove",
    "add",
    "discount_rate",
    "discount_factor",
    "min_debt_ratio",
    " = ",
    "{ ",
    " }",
    "[",
    "]",
    ", ",
    "\n",
    "\"",
    "\"a\"",
    "\"b\"",
    "\"base\"",
    "X",
    "Y",
    "Z",
    "\"Z/full\"",
    "A",
    "B",
    "2026Q1",
    "\"2026Q2\"",
    "\"+1\"",
    "\"-1\"",
    "\"*1.5\"",
    "\"*0\"",
    "\"+1e99\"",
    "\"none\"",
    "3",
    "-3",
    "0.5",
    "1e400",
    "nan",
    "true",
    "\"yes\"",
    "\"rule:bets\"",
    "\"dependency:Y>X\"",
    "\"pin:Z\"",
    "\"more.csv\"",
    "\"debt ratio\"",
    "min",
    "max",
    "max_active",
    "by",
    "\"horizon\"",
    "penalty",
    "scope",
    "\"\u{e9}\"",
];

/// Whether a scenario may have it although all its changes are right: that a `must` cannot be kept is for the solver to say.
fn may_follow(finding: &Finding) -> bool {
    finding.severity() == Severity::Warning || [Code::MustCannotFit, Code::MustsContradict].contains(&finding.code)
}

/// Whether what is read is right and can be written and read again, and what is not has an error.
fn is_sound(base: &Reading, text: &str) -> Result<(), TestCaseError> {
    match read(base, text) {
        Err(error) => prop_assert!(!error.findings().is_empty()),
        Ok(reading) => {
            for scenario in &reading.scenarios {
                let texts = portfolio_texts(&scenario.portfolio);
                match read_texts(&texts.to_read()) {
                    Ok(back) => prop_assert_eq!(portfolio_texts(&back.portfolio), texts),
                    Err(error) => prop_assert!(error.findings().iter().all(may_follow), "{}", error),
                }
            }
        }
    }
    Ok(())
}

/// Keys that are right by themselves.
const KEYS: &[&str] = &[
    "capacity = \"*0.9\"",
    "capacity = { A = \"+3\", B = { 2026Q2 = 0 } }",
    "value = \"*1.1\"",
    "value = { X = \"-3\" }",
    "cost = \"*1.333333\"",
    "cost = { X = \"+0.000001\" }",
    "earliest = { X = \"2026Q2\" }",
    "deadline = \"+1\"",
    "start = { \"Z/full\" = \"2026Q3\" }",
    "must = { Z = \"free\" }",
    "discount_rate = \"+0.01\"",
    "discount_factor = 0.9",
    "ignore = [\"rule:bets\", \"together:pair\"]",
    "remove = [\"W\", \"Z\"]",
    "add = \"more.csv\"",
    "min_debt_ratio = \"+0.05\"",
    "mix = \"none\"",
    "mix = { by = \"category\", debt = 0.333333333 }",
    "rule = { cap = { max = \"*0.7\" } }",
    "rule = { \"debt ratio\" = { scope = \"team\", penalty = 3 } }",
    "limit = [{ id = [\"X\", \"Y\"], max_active = 1 }]",
    "budget = [{ name = \"cap\", max = 9, scope = \"window:2\" }]",
    "allocation = [{ category = \"debt\", max = 0.9 }]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_reading_panic(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let text = format!("[[scenario]]\nname = \"a\"\n{}", pieces.concat());
        is_sound(&base(), &text)?;
        is_sound(&base(), &pieces.concat())?;
    }

    #[test]
    fn what_a_scenario_comes_to_can_be_written_and_read(
        first in proptest::sample::subsequence(KEYS.to_vec(), 0..8),
        second in proptest::sample::subsequence(KEYS.to_vec(), 0..8),
    ) {
        let text = format!("[[scenario]]\nname = \"a\"\n{}\n[[scenario]]\nname = \"b\"\nfrom = \"a\"\n{}\n", first.join("\n"), second.join("\n"));
        is_sound(&base(), &text)?;
    }
}
