//! The cases themselves: status, value, bound, what it is against the first, load of teams and realised shares.

use super::{CompareReport, Compared};
use crate::model::{Allocation, Basis, Cell, Effort, Hardness, Id, Portfolio, Team};
use crate::plan::{CellShare, shares as shares_of};
use crate::report::numbers::{self, effort, percent};
use crate::report::page::{Block, Column, Page, Row, Table, Text, Tone, cells, list};
use crate::report::rules;
use crate::report::shares::share_of;
use crate::report::view::Loaded;
use crate::scenario::{Interval, Outcome};
use crate::solve::Status;

/// More teams than this are shown by those whose load differs most.
const MOST_TEAMS: usize = 10;

/// Status, value, bound, gap, difference to the first, use of capacity.
pub(super) fn summary(report: &CompareReport<'_>) -> Page {
    let columns = vec![
        Column::left("case"),
        Column::left("status"),
        Column::right("value"),
        Column::right("bound"),
        Column::right("gap"),
        Column::right("against (1)"),
        Column::right("in"),
        Column::right("used"),
        Column::right("idle"),
    ];
    let first = report.cases.first().and_then(optimum);
    let row = |(number, case): (usize, &Compared)| row(number, case, first);
    let table = Table { columns, rows: (1..).zip(report.cases).map(row).collect() };
    let names = (1..).zip(report.cases).map(|(number, case)| format!("({number}) {}", case.name()));
    vec![Block::Heading("Cases".to_owned()), list(names), Block::Table(table), list(notes(report))]
}

fn notes(report: &CompareReport<'_>) -> Vec<String> {
    let is_solved = report.cases.iter().all(|case| matches!(case, Compared::Solved(_)));
    let against = if is_solved {
        "against (1): what is proven of the difference between the two optima; an interval where one of them is not proven"
    } else {
        "against (1): value less the value of plan (1), where both keep the rules as far as is known"
    };
    let cut: Vec<String> =
        (1..).zip(report.cases).filter(|(_, case)| is_cut(case)).map(|(number, _)| format!("({number})")).collect();
    let sentence = || format!("search cut in {}: another run may give another plan", cut.join(", "));
    std::iter::once(against.to_owned()).chain((!cut.is_empty()).then(sentence)).collect()
}

/// Whether the clock or the user cut the search, so that another run may give another plan.
pub(in crate::report) fn is_cut(case: &Compared) -> bool {
    match case {
        Compared::Solved(run) => match &run.outcome {
            Outcome::Plan(answer) => answer.may_differ(),
            Outcome::NoPlan { .. } => true,
            Outcome::Infeasible | Outcome::Unsound(_) => false,
        },
        Compared::Given { .. } | Compared::File { .. } => false,
    }
}

fn row(number: usize, case: &Compared, first: Option<Interval>) -> Row {
    let (tone, status) = status(case);
    let value = value(case).map_or_else(dash, numbers::value);
    let (bound, gap) = proof(case);
    let against = match (number, first, optimum(case)) {
        (2.., Some(first), Some(own)) => interval(own - first),
        _ => dash(),
    };
    let used = case.planned().map(|(portfolio, plan)| Loaded::new(portfolio, plan));
    let share = |of: &dyn Fn(Effort, Effort) -> Effort| {
        let totals = used.as_ref().map(Loaded::totals);
        totals.and_then(|(planned, capacity)| share_of(of(planned, capacity), capacity)).map_or_else(dash, percent)
    };
    let chosen = used.as_ref().map_or_else(dash, |loaded| loaded.plan.chosen().count().to_string());
    let plain = |text: String| Text::plain(text);
    Row::Cells(vec![
        plain(format!("({number})")),
        Text::new(tone, status),
        plain(value),
        plain(bound),
        plain(gap),
        plain(against),
        plain(chosen),
        plain(share(&|planned, _| planned)),
        plain(share(&|planned, capacity| capacity - planned)),
    ])
}

fn dash() -> String {
    "-".to_owned()
}

/// The status in a word, as in plan.json.
pub(in crate::report) fn status(case: &Compared) -> (Tone, &'static str) {
    match case {
        Compared::Solved(run) => match &run.outcome {
            Outcome::Plan(answer) if answer.status == Status::Optimal => (Tone::Good, "optimal"),
            Outcome::Plan(_) => (Tone::Doubtful, "feasible"),
            Outcome::Infeasible => (Tone::Bad, "infeasible"),
            Outcome::NoPlan { .. } => (Tone::Bad, "no_plan"),
            Outcome::Unsound(_) => (Tone::Bad, "bug"),
        },
        Compared::Given { verdict, .. } if verdict.keeps_the_rules() => (Tone::Plain, "keeps rules"),
        Compared::Given { .. } => (Tone::Bad, "breaks rules"),
        Compared::File { .. } => (Tone::Faint, "not judged"),
    }
}

/// The value of the plan, if it is known.
pub(in crate::report) fn value(case: &Compared) -> Option<f64> {
    match case {
        Compared::Solved(run) => run.outcome.answer().map(|answer| answer.value),
        Compared::Given { verdict, .. } => Some(verdict.value),
        Compared::File { value, .. } => *value,
    }
}

/// What is known of the optimum; of a plan that was given, its value.
pub(in crate::report) fn optimum(case: &Compared) -> Option<Interval> {
    match case {
        Compared::Solved(run) => run.outcome.optimum(),
        Compared::Given { verdict, .. } if !verdict.keeps_the_rules() => None,
        Compared::Given { .. } | Compared::File { .. } => value(case).map(Interval::exactly),
    }
}

fn proof(case: &Compared) -> (String, String) {
    let Compared::Solved(run) = case else { return (dash(), dash()) };
    let bound = run.outcome.optimum().map(|optimum| optimum.high).filter(|bound| bound.is_finite());
    let gap = run.outcome.answer().filter(|answer| answer.bound.is_finite()).map(crate::solve::Answer::gap);
    (bound.map_or_else(dash, numbers::value), gap.map_or_else(dash, numbers::gap))
}

/// `+12.5`, `-3 to -2`; a range only where its ends differ when they are written.
pub(in crate::report) fn interval(interval: Interval) -> String {
    let signed = |number: f64| match number {
        _ if number == f64::INFINITY => "unknown".to_owned(),
        _ if number == f64::NEG_INFINITY => "unknown".to_owned(),
        _ => {
            let text = numbers::value(number);
            if number > 0.0 && text != "0" { format!("+{text}") } else { text }
        }
    };
    let (low, high) = (signed(interval.low), signed(interval.high));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Used and idle share of each team over the whole plan, a row a team.
pub(super) fn teams(report: &CompareReport<'_>) -> Page {
    let Some(first) = report.cases.iter().find_map(Compared::portfolio) else { return Vec::new() };
    let loads: Vec<Option<Loaded>> =
        report.cases.iter().map(|case| case.planned().map(|(portfolio, plan)| Loaded::new(portfolio, plan))).collect();
    let used = |team: Id<Team>, loaded: &Option<Loaded>| loaded.as_ref().and_then(|loaded| team_share(loaded, team));
    let spread = |team: Id<Team>| {
        let shares: Vec<f64> = loads.iter().filter_map(|loaded| used(team, loaded)).collect();
        shares.iter().copied().fold(0.0, f64::max) - shares.iter().copied().fold(f64::INFINITY, f64::min)
    };
    let mut shown: Vec<Id<Team>> = first.teams().ids().collect();
    shown.sort_by(|&a, &b| spread(b).total_cmp(&spread(a)).then(a.cmp(&b)));
    shown.truncate(MOST_TEAMS);
    shown.sort_unstable();
    let columns =
        std::iter::once(Column::left("case")).chain(shown.iter().map(|&team| Column::right(first.teams()[team].name.clone())));
    let row = |(number, loaded): (usize, &Option<Loaded>)| {
        let share =
            |&team: &Id<Team>| used(team, loaded).map_or_else(dash, |share| format!("{} / {}", whole(share), whole(1.0 - share)));
        cells(std::iter::once(format!("({number})")).chain(shown.iter().map(share)))
    };
    let rows = (1..).zip(&loads).map(row).collect();
    let others = first.teams().len() - shown.len();
    let more = if others > 0 { format!("; {others} teams that differ less are in the JSON form") } else { String::new() };
    let heading = Block::Heading("Teams".to_owned());
    vec![
        heading,
        Block::Table(Table { columns: columns.collect(), rows }),
        list([format!("used / idle share of capacity over the whole plan{more}")]),
    ]
}

fn whole(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// The part of a team's capacity that is used over the whole plan.
pub(in crate::report) fn team_share(loaded: &Loaded, team: Id<Team>) -> Option<f64> {
    let everything = Cell { team: Some(team), quarters: 0..loaded.portfolio.calendar().count() };
    share_of(loaded.load.in_cell(&everything), everything.capacity(loaded.portfolio))
}

/// Realised shares against every allocation rule that any case has, on both bases. A case without the rule is held against that of
/// the first case that has it, so that the two can be compared.
pub(super) fn shares(report: &CompareReport<'_>) -> Page {
    let rows: Vec<Row> = rule_names(report).iter().flat_map(|name| share_rows(report, name)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::left("case"),
        Column::left("asked"),
        Column::right("planned"),
        Column::right("capacity"),
        Column::right("lowest planned"),
        Column::right("lowest capacity"),
        Column::wrap("rule", 9),
    ];
    let note = "share of planned cost and of capacity: realised over the whole plan, and in the cell of the rule's scope where it is lowest";
    vec![Block::Heading("Shares".to_owned()), Block::Table(Table { columns, rows }), list([note.to_owned()])]
}

/// Names of all allocation rules of all cases, each once.
pub(in crate::report) fn rule_names(report: &CompareReport<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let all = report.cases.iter().filter_map(Compared::portfolio).flat_map(Portfolio::shares_ruled);
    all.for_each(|rule| {
        if !names.contains(&rule.name) {
            names.push(rule.name)
        }
    });
    names
}

/// The rule of this name in a case, and whether the case itself asks for it.
pub(in crate::report) fn rule_in(report: &CompareReport<'_>, case: &Compared, name: &str) -> Option<(Allocation, bool)> {
    let of = |case: &Compared| {
        case.portfolio().and_then(|portfolio| portfolio.shares_ruled().into_iter().find(|rule| rule.name == name))
    };
    of(case).map(|rule| (rule, true)).or_else(|| report.cases.iter().find_map(of).map(|rule| (rule, false)))
}

fn share_rows(report: &CompareReport<'_>, name: &str) -> Vec<Row> {
    let heading = Row::Heading(name.to_owned());
    let row = |(number, case): (usize, &Compared)| {
        let (portfolio, plan) = case.planned()?;
        let (rule, asked) = rule_in(report, case, name)?;
        let found = shares_of(portfolio, plan, &rule);
        let overall = shares_of(portfolio, plan, &Allocation { scope: crate::model::Scope::Plan, ..rule.clone() });
        let realised = |basis| overall.first().and_then(|cell| cell.realised(basis)).map_or_else(dash, percent);
        let (tone, judged) = judged(&rule, asked, &found);
        let plain = [
            format!("({number})"),
            if asked { asked_in_short(&rule) } else { "not asked".to_owned() },
            realised(Basis::Planned),
            realised(Basis::Capacity),
            lowest(portfolio, &found, Basis::Planned),
            lowest(portfolio, &found, Basis::Capacity),
        ];
        Some(Row::Cells(plain.into_iter().map(Text::plain).chain([Text::new(tone, judged)]).collect()))
    };
    std::iter::once(heading).chain((1..).zip(report.cases).filter_map(row)).collect()
}

/// `min 20 % of planned, quarter`
fn asked_in_short(rule: &Allocation) -> String {
    let sides = [("min", rule.min), ("max", rule.max)];
    let bounds: Vec<String> = sides.into_iter().filter_map(|(side, share)| Some(format!("{side} {}", share?))).collect();
    format!("{} of {}, {}", bounds.join(", "), rule.basis, rule.scope)
}

fn lowest(portfolio: &Portfolio, found: &[CellShare], basis: Basis) -> String {
    let known = found.iter().filter_map(|cell| Some((cell.realised(basis)?, &cell.cell)));
    let lowest = known.min_by(|a, b| a.0.total_cmp(&b.0));
    lowest.map_or_else(dash, |(share, cell)| format!("{} {}", percent(share), rules::place(portfolio, cell)))
}

fn judged(rule: &Allocation, asked: bool, found: &[CellShare]) -> (Tone, String) {
    let broken: Effort = found.iter().map(|cell| cell.short(rule) + cell.over(rule)).sum();
    match rule.hardness {
        _ if !asked => (Tone::Faint, if broken > Effort::ZERO { "would be broken".to_owned() } else { "would be kept".to_owned() }),
        _ if broken == Effort::ZERO => (Tone::Plain, "kept".to_owned()),
        Hardness::Soft { .. } => (Tone::Doubtful, format!("{} off, paid for", effort(broken))),
        Hardness::Hard => (Tone::Bad, format!("{} off", effort(broken))),
    }
}
