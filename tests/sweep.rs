//! Sweeps and frontiers: exact answers, laws that every curve keeps, and how they read.

mod specification;

use std::time::Duration;

use quarterdeck::input::{Reading, Swept as Asked, Texts, read, read_swept, read_texts};
use quarterdeck::model::{Basis, Number, Portfolio, Setting};
use quarterdeck::report::{self, Format, Style, SweepReport, Swept};
use quarterdeck::rules::verify;
use quarterdeck::scenario::{Frontier, Grid, Law, Outcome, Point, Sweep, frontier, sweep};
use quarterdeck::solve::{Options, Status, Watch};
use specification::{OPTIMA, SCOPES, SET_A, SET_B, TWO_QUARTERS, TWO_TEAMS};

/// Room for sums in another order.
const ROUNDING: f64 = 1e-6;

// --- exact answers ------------------------------------------------------------------------------------------------------------------

#[test]
fn a_floor_swept_to_a_fifth_ends_at_the_known_optima() {
    for (set, free, optima) in OPTIMA {
        for (scope, optima) in SCOPES.iter().zip(optima) {
            for (basis, optimum) in ["capacity", "planned"].iter().zip(optima) {
                let sweep = swept(&ruled(set, scope, basis), "debt ratio=0..20%", 5);
                assert_eq!(values(&sweep).first(), Some(&free), "{scope}, {basis}");
                assert_eq!(values(&sweep).last(), Some(&optimum), "{scope}, {basis}");
                assert!(sweep.points.iter().all(|point| status(point) == Some(Status::Optimal)), "{scope}, {basis}");
            }
        }
    }
}

#[test]
fn the_short_form_of_the_floor_is_made_where_there_is_none() {
    let portfolio = portfolio(SET_A, "");
    assert_eq!(values(&swept(&portfolio, "min_debt_ratio=0..0.2", 2)), [299.0, 269.0]);
}

#[test]
fn a_floor_that_no_plan_keeps_is_a_point() {
    let sweep = swept(&ruled(SET_A, "quarter", "capacity"), "debt ratio=0..1", 2);
    assert_eq!(status(&sweep.points[0]), Some(Status::Optimal));
    assert!(matches!(sweep.points[1].outcome, Outcome::Infeasible) && sweep.turns.is_empty());
}

#[test]
fn a_turn_is_halved_down_to_where_the_plan_changes() {
    let portfolio = ruled(SET_A, "plan", "planned");
    let asked = asked(&portfolio, "debt ratio=0..1");
    let coarse = run(&portfolio, &asked, 2, 0);
    let fine = run(&portfolio, &asked, 2, 12);
    let width = |sweep: &Sweep, after: usize| sweep.points[after + 1].setting.0 - sweep.points[after].setting.0;
    let narrowest = fine.turns.iter().map(|turn| width(&fine, turn.after)).max().expect("the plan changes");
    // Twelve halvings make 4096 parts, each to the nearest billionth.
    assert!(narrowest <= width(&coarse, 0) / 4096 + 1, "{narrowest}");
    assert!(fine.points.is_sorted_by_key(|point| point.setting));
    // Without the floor 10 of 39 units planned are debt, so the first turn lies there.
    let first = &fine.points[fine.turns[0].after];
    let realised = fine.realised(first);
    assert!(first.setting.0 <= realised.billionths() && fine.points[fine.turns[0].after + 1].setting.0 > realised.billionths());
}

#[test]
fn what_comes_and_goes_is_the_difference_of_the_plans() {
    let sweep = swept(&ruled(SET_B, "quarter", "planned"), "debt ratio=0..60%", 7);
    assert!(!sweep.turns.is_empty());
    for turn in &sweep.turns {
        let [one, other] = [turn.after, turn.after + 1].map(|at| sweep.points[at].plan().expect("a turn is between plans"));
        let mut changed = one.clone();
        turn.went.iter().for_each(|&id| changed.decide(id, None));
        turn.came.iter().chain(&turn.moved).for_each(|&id| changed.decide(id, other.decision(id)));
        assert_eq!(&changed, other);
    }
}

// --- laws ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn every_curve_keeps_its_law_and_its_bounds_even_if_the_search_is_cut() {
    let atlas = read(std::path::Path::new("data/atlas")).unwrap_or_else(|error| panic!("{error}")).portfolio;
    let lawful = ["debt ratio=0..60%", "payments squads=0..4", "experiments=0..90", "discount_rate=0..20%"];
    for (text, milliseconds) in lawful.into_iter().flat_map(|text| [10, 40, 160].map(|milliseconds| (text, milliseconds))) {
        let asked = asked(&atlas, text);
        let grid = Grid { settings: Setting::evenly(asked.first, asked.last, 7), halvings: 0 };
        let options = Options { time_limit: Duration::from_millis(milliseconds), ..Options::default() };
        let sweep = sweep(&atlas, &asked.number, &grid, &options, &Watch::default(), &|_| ());
        assert_lawful(&sweep, text);
    }
}

#[test]
fn more_of_a_team_never_lowers_the_value_without_a_floor_on_capacity() {
    for set in [SET_A, SET_B] {
        let free = swept(&ruled(set, "quarter", "planned"), "A=4..16", 13);
        assert_eq!(free.law, Some(Law::Loosens));
        assert_lawful(&free, "A=4..16");
        assert_eq!(swept(&ruled(set, "quarter", "capacity"), "A=4..16", 2).law, None);
    }
}

#[test]
fn relative_capacities_and_absolute_ones_agree() {
    let portfolio = ruled(SET_A, "quarter", "planned");
    let [to, by, times] = ["A=5..20", "A=-5..+10", "A=*0.5..*2"].map(|text| values(&swept(&portfolio, text, 4)));
    assert_eq!((&to, &to), (&by, &times));
}

/// Values go where the law says, bounds are not below values, plans are plans.
fn assert_lawful(sweep: &Sweep, text: &str) {
    let law = sweep.law.unwrap_or_else(|| panic!("{text} has a law"));
    let mut falling: Vec<&Point> = sweep.points.iter().collect();
    if law == Law::Loosens {
        falling.reverse();
    }
    let optimum = |point: &Point| point.outcome.optimum().map_or([f64::NEG_INFINITY; 2], |optimum| [optimum.low, optimum.high]);
    for pair in falling.windows(2) {
        let ([looser_value, looser_bound], [value, bound]) = (optimum(pair[0]), optimum(pair[1]));
        assert!(value <= looser_value + ROUNDING && bound <= looser_bound + ROUNDING, "{text}: {value} after {looser_value}");
    }
    for point in &sweep.points {
        let Outcome::Plan(answer) = &point.outcome else { continue };
        let verdict = verify(&point.portfolio, &answer.plan);
        assert!(verdict.keeps_the_rules() && (verdict.value - answer.value).abs() < ROUNDING, "{text}");
        assert!(answer.bound >= answer.value, "{text}");
    }
}

// --- the frontier -------------------------------------------------------------------------------------------------------------------

#[test]
fn no_point_of_a_frontier_beats_another_and_each_keeps_the_rules() {
    for (set, basis) in [(SET_A, Basis::Planned), (SET_A, Basis::Capacity), (SET_B, Basis::Planned), (SET_B, Basis::Capacity)] {
        let portfolio = ruled(set, "quarter", &basis.to_string());
        let frontier = weighed(&portfolio, "debt ratio=0..100%", 21);
        let points: Vec<(f64, i128)> = frontier.points().map(|point| (value(point), share(&frontier, point))).collect();
        assert!(points.len() > 2, "{points:?}");
        assert!(points.windows(2).all(|pair| pair[0].0 > pair[1].0 && pair[0].1 < pair[1].1), "{points:?}");
        for point in frontier.points() {
            assert!(verify(&point.portfolio, point.plan().expect("efficient points have plans")).keeps_the_rules());
            assert_eq!(status(point), Some(Status::Optimal));
            assert!(share(&frontier, point) >= point.setting.0);
        }
    }
}

/// The frontier beside a search through every subset of the initiatives: one team, one quarter, so a plan is a subset that fits.
#[test]
fn a_frontier_is_that_of_all_plans() {
    let rows = [(9, 5, false), (8, 4, false), (6, 3, false), (5, 3, true), (3, 2, true), (1, 4, true), (2, 1, false)];
    let mut text = String::from("id,category,value,cost: A\n");
    for (number, (value, cost, debt)) in rows.iter().enumerate() {
        text += &format!("I{number},{},{value},{cost}\n", if *debt { "debt" } else { "feature" });
    }
    let rules = "quarters = \"2026Q1..2026Q1\"";
    let texts = Texts { initiatives: &text, capacity: "team,2026Q1\nA,10\n", rules };
    let portfolio = read_texts(&texts).unwrap_or_else(|error| panic!("{error}")).portfolio;
    let plans = (0_u32..1 << rows.len()).filter_map(|chosen| {
        let of = |debt: Option<bool>| {
            rows.iter().enumerate().filter(move |(number, row)| chosen >> number & 1 == 1 && debt.is_none_or(|debt| row.2 == debt))
        };
        let cost = |debt| of(debt).map(|(_, row)| row.1).sum::<i32>();
        let value = of(None).map(|(_, row)| row.0).sum::<i32>();
        (cost(None) <= 10 && cost(None) > 0).then(|| (value, cost(Some(true)), cost(None)))
    });
    let plans: Vec<(i32, i32, i32)> = plans.collect();
    let frontier = weighed(&portfolio, "min_debt_ratio=0..1", 101);
    for point in frontier.points() {
        let share = frontier.sweep.realised(point).as_number();
        let better = plans.iter().filter(|(_, debt, cost)| f64::from(*debt) / f64::from(*cost) >= share - ROUNDING);
        let best = better.map(|(value, ..)| *value).max().map(f64::from);
        assert_eq!(best, Some(value(point)), "at {share}");
    }
    // Shares of at most ten units lie at least a ninetieth apart, so a grid of hundredths finds every one.
    let beats = |one: &(i32, i32, i32), other: &(i32, i32, i32)| {
        let (more, same) = (one.1 * other.2 > other.1 * one.2, one.1 * other.2 == other.1 * one.2);
        one.0 >= other.0 && (more || same) && (one.0 > other.0 || more)
    };
    let mut efficient: Vec<i32> =
        plans.iter().filter(|plan| !plans.iter().any(|other| beats(other, plan))).map(|plan| plan.0).collect();
    efficient.sort_unstable();
    efficient.dedup();
    assert_eq!(frontier.efficient.len(), efficient.len());
}

// --- how they read ------------------------------------------------------------------------------------------------------------------

const STYLE: Style = Style { color: false, width: 100 };

#[test]
fn a_sweep_reads_well() {
    let reading = small();
    let sweep = swept(&reading.portfolio, "debt ratio=0..60%", 4);
    let written = |format| written(&reading, Swept::Number(&sweep), format);
    insta::assert_snapshot!("sweep_table", written(Format::Table));
    insta::assert_snapshot!("sweep_csv", rounded(&written(Format::Csv)));
    insta::assert_snapshot!("sweep_json", rounded(&written(Format::Json)));
    insta::assert_snapshot!("sweep_markdown", written(Format::Markdown));
}

#[test]
fn a_frontier_reads_well() {
    let reading = small();
    let frontier = weighed(&reading.portfolio, "debt ratio=20%..100%", 5);
    insta::assert_snapshot!("frontier_table", written(&reading, Swept::Share(&frontier), Format::Table));
    insta::assert_snapshot!("frontier_csv", rounded(&written(&reading, Swept::Share(&frontier), Format::Csv)));
}

#[test]
fn a_picture_says_what_it_shows_and_is_the_same_twice() {
    let reading = small();
    let picture = || {
        let sweep = swept(&reading.portfolio, "Web=0..12", 5);
        let options = options();
        let report = SweepReport { portfolio: &reading.portfolio, warnings: &[], options: &options, swept: Swept::Number(&sweep) };
        report::sweep_svg(&report)
    };
    let svg = picture();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    for part in [
        "<title id=\"title\">small: value against Web, capacity (person-weeks a quarter)</title>",
        "<desc ",
        "role=\"img\"",
        "bound",
    ] {
        assert!(svg.contains(part), "{part}");
    }
    assert_eq!(svg, picture());
}

#[test]
fn a_picture_without_any_plan_is_a_picture() {
    let portfolio =
        portfolio(SET_A, "[[allocation]]\nname = \"a < b & c\"\ncategory = [\"debt\"]\nmin = 0.9\nbasis = \"capacity\"");
    let sweep = swept(&portfolio, "a < b & c=0.8..0.9", 2);
    let options = options();
    let report = SweepReport { portfolio: &portfolio, warnings: &[], options: &options, swept: Swept::Number(&sweep) };
    let svg = report::sweep_svg(&report);
    assert!(svg.contains("no plan") && svg.contains("a &lt; b &amp; c") && !svg.contains("a < b"), "{svg}");
}

// --- what the tests are made of -----------------------------------------------------------------------------------------------------

fn portfolio(initiatives: &str, rules: &str) -> Portfolio {
    let rules = format!("{TWO_QUARTERS}{rules}");
    let texts = Texts { initiatives, capacity: TWO_TEAMS, rules: &rules };
    read_texts(&texts).unwrap_or_else(|error| panic!("{error}")).portfolio
}

fn ruled(initiatives: &str, scope: &str, basis: &str) -> Portfolio {
    let rule = format!(
        "[[allocation]]\nname = \"debt ratio\"\ncategory = [\"debt\"]\nmin = 0.1\nscope = \"{scope}\"\nbasis = \"{basis}\"\n"
    );
    portfolio(initiatives, &rule)
}

fn small() -> Reading {
    read(std::path::Path::new("data/small")).unwrap_or_else(|error| panic!("{error}"))
}

fn options() -> Options {
    Options { gap: 1e-7, ..Options::default() }
}

fn asked(portfolio: &Portfolio, text: &str) -> Asked {
    read_swept(portfolio, text).unwrap_or_else(|error| panic!("{error}"))
}

fn run(portfolio: &Portfolio, asked: &Asked, points: usize, halvings: u32) -> Sweep {
    let grid = Grid { settings: Setting::evenly(asked.first, asked.last, points), halvings };
    sweep(portfolio, &asked.number, &grid, &options(), &Watch::default(), &|_| ())
}

fn swept(portfolio: &Portfolio, text: &str, points: usize) -> Sweep {
    run(portfolio, &asked(portfolio, text), points, 0)
}

fn weighed(portfolio: &Portfolio, text: &str, points: usize) -> Frontier {
    let Asked { number, first, last } = asked(portfolio, text);
    let (Number::Floor(rule) | Number::Ceiling(rule)) = &number else { panic!("{text} is no share") };
    let grid = Grid { settings: Setting::evenly(first, last, points), halvings: 0 };
    frontier(portfolio, rule, &grid, &options(), &Watch::default(), &|_| ())
}

fn value(point: &Point) -> f64 {
    point.outcome.answer().map_or(f64::NAN, |answer| answer.value)
}

fn values(sweep: &Sweep) -> Vec<f64> {
    sweep.points.iter().map(value).collect()
}

fn status(point: &Point) -> Option<Status> {
    point.outcome.answer().map(|answer| answer.status)
}

fn share(frontier: &Frontier, point: &Point) -> i128 {
    frontier.sweep.realised(point).billionths()
}

fn written(reading: &Reading, swept: Swept<'_>, format: Format) -> String {
    let options = options();
    let report = SweepReport { portfolio: &reading.portfolio, warnings: &reading.warnings, options: &options, swept };
    report::sweep(&report, format, STYLE)
}

/// The text with all long decimals at six places: the last digits of a bound are the solver's own affair.
fn rounded(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let round = |word: &str| match word.parse::<f64>() {
        Ok(number) if word.contains('.') && word.len() > 8 => format!("{number:.6}"),
        _ => word.to_owned(),
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |length| start + length);
        out += &rest[..start];
        out += &round(&rest[start..end]);
        rest = &rest[end..];
    }
    (out + rest).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}
