//! Whole portfolios in, facts or findings out.

use super::*;
use crate::model::{Effort, Hardness, Id, MixLabels, Must, Quarter, Relation, Scope, Share, Status};

const CAPACITY: &str = "team,2026Q1,2026Q2\nA,10,10\nB,10,8\n";
const RULES: &str = "quarters = \"2026Q1..2026Q2\"\n";

fn outcome(initiatives: &str, capacity: &str, rules: &str) -> Result<Reading, ReadError> {
    read_texts(&Texts { initiatives, capacity, rules })
}

/// The portfolio of rows that are sound.
fn of(initiatives: &str) -> Portfolio {
    outcome(initiatives, CAPACITY, RULES).unwrap_or_else(|error| panic!("{error}")).portfolio
}

/// The portfolio of two initiatives under rules that are sound.
fn under(rules: &str) -> Portfolio {
    let initiatives = "id,value,cost: A,category,horizon\nx,5,2,debt,H2\ny,5,2,feature,H1\n";
    outcome(initiatives, CAPACITY, &format!("{RULES}{rules}")).unwrap_or_else(|error| panic!("{error}")).portfolio
}

/// Everything found: code, line, column.
fn found(outcome: Result<Reading, ReadError>) -> Vec<String> {
    let findings = outcome.map_or_else(|error| error.findings().to_vec(), |reading| reading.warnings);
    let shown = |finding: &Finding| {
        let line = finding.place.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line} {}", finding.code.as_str(), finding.place.column.as_deref().unwrap_or_default()).trim().to_owned()
    };
    findings.iter().map(shown).collect()
}

#[test]
fn order_case_and_spelling_of_columns_do_not_matter() {
    let plain = of("id,value,cost: A,cost: B,depends_on\nx,5,1.5,2,\ny,7,2,,x:same\n");
    let spread = of("\u{feff}Depends On,COST:B,Value,Cost : A,Id\r\n\r\n,2,5,1.5,x\r\n\"x : Same\",,7,2,y\r\n");
    assert_eq!(plain.variants(), spread.variants());
    let tabs = of("id\tvalue\tcost: A\tcost: B\tdepends-on\nx\t5\t1.5\t2\t\ny\t7\t2\t\tx:same");
    assert_eq!(plain.variants(), tabs.variants());
}

#[test]
fn all_findings_come_at_once_with_true_lines() {
    let rows = "id,value,cost: A,title,depends_on\r\nx,?,1,\"two\r\nlines\",y\r\n\r\n,,,,\r\ny,2,,,x\r\nz,3,1,,w\r\n";
    let expected = ["E203:2 value", "E212:2 depends_on", "W206:6 id", "E202:7 depends_on"];
    assert_eq!(found(outcome(rows, CAPACITY, RULES)), expected);
}

#[test]
fn a_finding_says_what_where_and_the_way_out() {
    let error =
        outcome("id,value,cost: A,depends_on\nSearch,1,1,\nCheckout,1,1,Serch\n", CAPACITY, RULES).expect_err("a typing error");
    let lines = [
        "error[E202]: `Checkout` depends on `Serch`, which is not there",
        "  --> initiatives.csv:3, column `depends_on`",
        "  help: did you mean `Search`? write `status = done` on a row for it if it is finished",
    ];
    assert_eq!(error.to_string(), lines.join("\n"));
}

#[test]
fn a_comma_in_a_number_is_read_only_where_it_can_mean_one_thing() {
    assert_eq!(of("id,value,cost: A\nx,\"1,200\",2\n").variants().rows()[0].value.to_bits(), 1200_f64.to_bits());
    assert_eq!(found(outcome("id;value;cost: A\nx;1,200;2,5\n", CAPACITY, RULES)), ["E203:2 cost: A", "E203:2 value"]);
}

#[test]
fn a_range_of_costs_is_planned_with_its_middle() {
    let portfolio = of("id,value,cost: A,cost: B\nx,5,3-6,1/2/8\n");
    assert_eq!(portfolio.variants().rows()[0].costs, [(Id::new(0), Effort(4_500_000)), (Id::new(1), Effort::units(2))]);
}

#[test]
fn durations_and_profiles_become_spreads() {
    let portfolio = of("id,value,team,cost,duration,profile\na,1,A,10,2,\nb,1,A,10,1-3,\nc,1,A,10,,30/70\nd,1,,0,,\n");
    let parts = |row: usize| -> Vec<Vec<i128>> {
        let spreads = portfolio.variants().rows()[row].spreads.iter();
        spreads
            .map(|spread| spread.parts.iter().flat_map(|(_, parts)| parts.iter().map(|part| part.0 / 1_000_000)).collect())
            .collect()
    };
    assert_eq!(parts(0), [vec![5, 5]]);
    assert_eq!(parts(1), [vec![10], vec![5, 5]], "three quarters are longer than the plan");
    assert_eq!(parts(2), [vec![3, 7]]);
    assert_eq!(portfolio.variants().rows()[3].costs, []);
}

#[test]
fn relations_are_read_with_their_default() {
    let rows = "id,value,cost: A,depends_on\na,1,1,\nb:same,1,1,\nc,1,1,a;b:same\nd,1,1,\"a:after+2,c:with\"\ne,1,1,a:with;a:after;a:same\n";
    let outcome = outcome(rows, CAPACITY, &format!("{RULES}default_dependency = \"same\""));
    let portfolio = outcome.expect("sound but for a warning").portfolio;
    let relations =
        |row: usize| -> Vec<Relation> { portfolio.variants().rows()[row].dependencies.iter().map(|d| d.relation).collect() };
    assert_eq!(relations(2), [Relation::Same, Relation::Same], "an id may contain a colon");
    assert_eq!(relations(3), [Relation::After { gap: 2 }, Relation::With]);
    assert_eq!(relations(4), [Relation::After { gap: 0 }], "the stricter of several counts");
}

#[test]
fn finished_work_needs_an_id_only_and_frees_its_dependants() {
    let portfolio = of("id,value,cost: A,status,depends_on,one_of\nx,,,Done,y,g\ny,5,2,,x,g\nz,5,2,In progress,,g\n");
    assert!(portfolio.initiatives().rows()[0].done);
    assert_eq!(portfolio.variants().rows()[0].dependencies, []);
    assert_eq!(portfolio.one_of()[0].members.len(), 2);
    assert_eq!(portfolio.variants().rows()[2].status, Status::InProgress);
}

#[test]
fn rows_of_one_id_are_variants() {
    let portfolio = of("id,variant,title,value,cost: A,must,confidence\nx,,,9,4,,80%\ny,,Why,1,1,no,80\nx,small,Ex,5,2,yes,.8\n");
    let titles: Vec<&str> = portfolio.initiatives().rows().iter().map(|initiative| initiative.title.as_str()).collect();
    assert_eq!(titles, ["Ex", "Why"]);
    assert_eq!(portfolio.initiatives().rows()[0].variants.len(), 2);
    assert_eq!(portfolio.variants().rows()[1].must, Must::No);
    assert!(portfolio.variants().rows().iter().all(|variant| variant.confidence.to_bits() == 0.8_f64.to_bits()));
}

#[test]
fn the_wide_and_the_long_form_of_capacity_say_the_same() {
    let rows = "id,value,cost: A\nx,5,2\n";
    let long = "Quarter,Capacity,Team\nQ1 2026,10,A\n2026-Q2,10,A\nFY26Q2,8,B\n2026q1,10,B\n";
    assert_eq!(outcome(rows, long, RULES).expect("sound").portfolio.teams(), of(rows).teams());
    assert_eq!(found(outcome(rows, "team,quarter,capacity\nA,2026Q1,1\nA,2026Q1,2\n", RULES)), ["E402:2 team", "E401:3 capacity"]);
}

#[test]
fn what_stands_in_the_way_of_a_must_is_said() {
    let says = |rows: &str, words: &str| {
        let text = outcome(rows, CAPACITY, RULES).expect_err("a must that cannot fit").to_string();
        assert!(text.contains("error[E501]") && text.contains(words), "{text}");
    };
    says("id,value,cost: B,must,earliest\nx,1,9,yes,2026Q2\n", "it takes 9 of `B` in 2026Q2, which has 8");
    says("id,value,cost: A,must,deadline,duration\nx,1,1,yes,2026Q1,2\n", "it takes 2 quarters, it must finish by 2026Q1");
    says("id,value,cost: A,must,depends_on\nx,1,1,yes,y\ny,1,1,no,\n", "it depends on `y`, and `must = no` keeps that out");
    says("id,value,cost: A,duration,must,depends_on\nx,1,1,,yes,y\ny,1,1,2,,\n", "`y`, which finishes in 2026Q2 at the earliest");
    says("id,value,cost: A,must,status\nx,1,1,no,in_progress\n", "`must = no` keeps it out");
}

#[test]
fn required_initiatives_that_shut_each_other_out_are_found() {
    let rows = "id,value,cost: A,must,one_of,together\na,1,1,yes,g,\nb,1,1,yes,g,\nc,1,1,yes,,t\nd,1,1,no,,t\n";
    assert_eq!(found(outcome(rows, CAPACITY, RULES)), ["E502:3 one_of", "E502:5 together"]);
}

#[test]
fn the_debt_ratio_is_a_rule_of_scope_quarter_and_basis_planned() {
    let rule = under("min_debt_ratio = 0.2").allocations()[0].clone();
    assert_eq!((rule.name.as_str(), rule.scope, rule.hardness), ("debt ratio", Scope::Quarter, Hardness::Hard));
    assert_eq!(rule.min.map(Share::fraction), Some((1, 5)));
    assert_eq!(rule.set.category, Some(vec!["debt".to_owned()]));
}

#[test]
fn budgets_cap_the_plan_each_quarter_each_window_or_named_quarters() {
    let portfolio = under(
        "[[budget]]\nmax = 60\n[[budget]]\nmax = 60\nscope = \"quarter\"\nteam = \"A\"\n\
         [[budget]]\nmax = 1\nscope = \"window:9\"\n[[budget]]\nmax = 1\nquarters = \"2026Q2\"\nteam = [\"A\", \"B\"]\n",
    );
    let windows: Vec<String> = portfolio.budgets().iter().map(|budget| format!("{:?}", budget.windows)).collect();
    assert_eq!(windows, ["[0..2]", "[0..1, 1..2]", "[0..2]", "[1..2]"]);
    let names: Vec<&str> = portfolio.budgets().iter().map(|budget| budget.name.as_str()).collect();
    assert_eq!(names, ["budget", "budget on A", "budget 2", "budget on A and B"]);
}

#[test]
fn a_mix_keeps_the_order_of_the_file() {
    let mix = under("[mix]\nby = \"category\"\nfeature = 0.7\ndebt = 0.2\n").mix().cloned().expect("a mix");
    let MixLabels::Categories(labels) = mix.labels else { panic!("by category") };
    assert_eq!(labels.iter().map(|(label, share)| format!("{label} {share}")).collect::<Vec<_>>(), ["feature 70 %", "debt 20 %"]);
    assert_eq!(mix.tolerance.to_string(), "5 %");
}

#[test]
fn the_sources_are_recorded() {
    let names = |portfolio: &Portfolio| -> Vec<String> { portfolio.sources().iter().map(|source| source.name.clone()).collect() };
    assert_eq!(names(&under("")), ["portfolio.toml", "capacity.csv", "initiatives.csv"]);
}

#[test]
fn flags_say_what_the_files_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("work.csv");
    std::fs::write(&path, "id,value,cost: A,category\nx,5,2,debt\n").expect("it can be written");
    let text = |text: &str| Some(text.to_owned());
    let sound = Flags {
        quarters: text("2026Q1..2026Q2"),
        capacity: text("A=10; B = 2.5"),
        min_debt_ratio: text("20%"),
        ..Flags::default()
    };
    let portfolio = read_one_csv(&path, &sound).expect("sound").portfolio;
    assert_eq!((portfolio.name(), portfolio.teams().rows()[1].capacity_in(Quarter(1))), ("work", Effort(2_500_000)));
    assert_eq!(portfolio.allocations()[0].min.map(Share::fraction), Some((1, 5)));
    let wrong = Flags { capacity: text("A=1,200,B"), discount_rate: text("2%"), ..Flags::default() };
    let error = read_one_csv(&path, &wrong).expect_err("wrong");
    let places: Vec<String> =
        error.findings().iter().map(|finding| format!("{} {}", finding.code.as_str(), finding.place)).collect();
    assert_eq!(places, ["E302 --quarters", "E203 --discount-rate", "E304 --capacity", "E304 --capacity"]);
}

#[test]
fn a_plan_by_hand_needs_id_and_start_only() {
    let portfolio = of("id,variant,value,cost: A,duration\nx,small,5,2,1-2\nx,full,9,4,\ny,,1,1,2\nz,,1,1,\n");
    let text = "Start;ID;Variant;Finish\nQ1 2026;x;small;2026Q2\n2026-Q1;y;;\n;z;;\n";
    let plan = read_plan_text(&portfolio, "plan.csv", text).expect("sound").plan;
    let chosen: Vec<_> = plan.chosen().map(|(id, d)| (id.index(), d.variant.index(), d.spread, d.finish(&portfolio).0)).collect();
    assert_eq!(chosen, [(0, 0, 1, 1), (1, 2, 0, 1)]);
}
