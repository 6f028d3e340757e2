//! A comparison as JSON.

use serde::Serialize;

use super::inputs::{Engine, Input};
use super::rules::Rules;
use super::{Schema, finite, written};
use crate::input::Finding;
use crate::plan::shares;
use crate::report::compare::{
    CompareReport, Compared, changes, is_cut, optimum, presence, rule_in, rule_names, status, team_share, value, what, why,
};
use crate::report::view::Loaded;
use crate::scenario::{Difference, Interval, Row, Standing};

#[derive(Serialize)]
struct Document<'a> {
    schema: Schema,
    title: &'a str,
    cases: Vec<Case<'a>>,
    initiatives: Vec<Initiative<'a>>,
    findings: &'a [Finding],
    engine: Engine,
    seed: Option<u64>,
    limits: Option<Limits>,
}

#[derive(Serialize)]
struct Limits {
    time_seconds: f64,
    gap: f64,
}

#[derive(Serialize)]
struct Case<'a> {
    name: &'a str,
    status: &'static str,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    cut: bool,
    against_first: Option<Range>,
    changes: Vec<String>,
    teams: Vec<TeamUse<'a>>,
    shares: Vec<RuleShare>,
    differences: Vec<Move<'a>>,
    rules: Option<Rules>,
    input: Option<Input<'a>>,
}

/// An interval; an end that is not known is null.
#[derive(Serialize)]
pub(super) struct Range {
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct TeamUse<'a> {
    team: &'a str,
    used: Option<f64>,
    idle: Option<f64>,
}

#[derive(Serialize)]
struct RuleShare {
    rule: String,
    asked: bool,
    scope: String,
    basis: String,
    cells: Vec<ShareCell>,
}

#[derive(Serialize)]
struct ShareCell {
    place: String,
    share_of_planned: Option<f64>,
    share_of_capacity: Option<f64>,
    short: f64,
    over: f64,
}

#[derive(Serialize)]
struct Move<'a> {
    id: &'a str,
    what: &'static str,
    from: Option<String>,
    to: Option<String>,
    why: String,
}

#[derive(Serialize)]
struct Initiative<'a> {
    id: &'a str,
    title: &'a str,
    r#in: &'static str,
    starts: Vec<Option<String>>,
}

/// The document of a comparison.
pub(in crate::report) fn comparison(report: &CompareReport<'_>) -> String {
    let cases = report.cases.iter().zip(&report.comparison.differences);
    written(&Document {
        schema: Schema { name: "quarterdeck.comparison", version: 1 },
        title: report.title,
        cases: cases.map(|(compared, differences)| case(report, compared, differences)).collect(),
        initiatives: report.comparison.rows.iter().map(initiative).collect(),
        findings: report.warnings,
        engine: Engine::this(),
        seed: report.options.map(|options| options.seed),
        limits: report.options.map(|options| Limits { time_seconds: options.time_limit.as_secs_f64(), gap: options.gap }),
    })
}

fn case<'a>(report: &CompareReport<'a>, compared: &Compared<'a>, differences: &'a [Difference]) -> Case<'a> {
    let answer = if let Compared::Solved(run) = compared { run.outcome.answer() } else { None };
    let first = &report.cases[0];
    let portfolios = first.portfolio().zip(compared.portfolio());
    let against = optimum(first).zip(optimum(compared)).map(|(first, own)| Range::of(own - first));
    let why = |difference: &Difference| portfolios.map_or_else(String::new, |both| why(difference, both));
    Case {
        name: compared.name(),
        status: status(compared).1,
        value: value(compared).and_then(finite),
        bound: answer.and_then(|answer| finite(answer.bound)),
        gap: answer.and_then(|answer| finite(answer.gap())),
        cut: is_cut(compared),
        against_first: against,
        changes: portfolios.map(|(before, after)| changes(before, after)).unwrap_or_default(),
        teams: teams(compared),
        shares: rule_names(report).iter().filter_map(|name| rule_share(report, compared, name)).collect(),
        differences: differences.iter().map(|difference| moved(difference, why(difference))).collect(),
        rules: compared.portfolio().map(Rules::of),
        input: compared.portfolio().map(Input::of),
    }
}

impl Range {
    pub(super) fn of(interval: Interval) -> Self {
        Self { low: finite(interval.low), high: finite(interval.high) }
    }
}

fn teams<'a>(compared: &Compared<'a>) -> Vec<TeamUse<'a>> {
    let Some((portfolio, plan)) = compared.planned() else { return Vec::new() };
    let loaded = Loaded::new(portfolio, plan);
    let team = |(id, team): (_, &'a crate::model::Team)| {
        let used = team_share(&loaded, id);
        TeamUse { team: &team.name, used, idle: used.map(|used| 1.0 - used) }
    };
    portfolio.teams().iter().map(team).collect()
}

fn rule_share(report: &CompareReport<'_>, compared: &Compared, name: &str) -> Option<RuleShare> {
    let (portfolio, plan) = compared.planned()?;
    let (rule, asked) = rule_in(report, compared, name)?;
    let cell = |found: crate::plan::CellShare| ShareCell {
        place: crate::report::rules::place(portfolio, &found.cell),
        share_of_planned: found.realised(crate::model::Basis::Planned),
        share_of_capacity: found.realised(crate::model::Basis::Capacity),
        short: found.short(&rule).as_units(),
        over: found.over(&rule).as_units(),
    };
    let cells = shares(portfolio, plan, &rule).into_iter().map(cell).collect();
    Some(RuleShare { rule: name.to_owned(), asked, scope: rule.scope.to_string(), basis: rule.basis.to_string(), cells })
}

fn moved(difference: &Difference, why: String) -> Move<'_> {
    Move { id: &difference.id, what: what(difference), from: start(&difference.from), to: start(&difference.to), why }
}

/// Null where it is not in the plan.
fn start(standing: &Standing) -> Option<String> {
    if let Standing::In { start, .. } = standing { Some(start.to_string()) } else { None }
}

fn initiative(row: &Row) -> Initiative<'_> {
    Initiative { id: &row.id, title: &row.title, r#in: presence(row.presence), starts: row.standings.iter().map(start).collect() }
}
