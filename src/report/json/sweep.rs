//! sweep.json and frontier.json.

use serde::Serialize;

use super::inputs::{Engine, Facts, Input};
use super::plan::{Chosen, Limits, chosen_of};
use super::rules::Rules;
use super::{Schema, finite, written};
use crate::input::Finding;
use crate::model::{Basis, Id, Initiative, Portfolio, Quarter, Scale};
use crate::report::sweep::{Curve, SweepReport, Swept, kind, status};
use crate::scenario::{Law, Point, Turn};

#[derive(Serialize)]
struct Document<'a> {
    schema: Schema,
    number: SweptNumber<'a>,
    law: Option<&'static str>,
    share: Watched<'a>,
    points: Vec<OnePoint<'a>>,
    turns: Vec<OneTurn<'a>>,
    unreachable: Option<f64>,
    portfolio: Facts<'a>,
    rules: Rules,
    findings: &'a [Finding],
    input: Input<'a>,
    engine: Engine,
    seed: u64,
    limits: Limits,
}

#[derive(Serialize)]
struct SweptNumber<'a> {
    kind: &'static str,
    rule: Option<&'a str>,
    team: Option<&'a str>,
    first: Option<String>,
    last: Option<String>,
    scale: &'static str,
    from: Option<f64>,
    to: Option<f64>,
}

#[derive(Serialize)]
struct Watched<'a> {
    rule: &'a str,
    set: String,
    basis: String,
}

#[derive(Serialize)]
struct OnePoint<'a> {
    at: f64,
    status: &'static str,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    cut: bool,
    part: Option<f64>,
    planned: Option<f64>,
    capacity: Option<f64>,
    share_of_planned: Option<f64>,
    share_of_capacity: Option<f64>,
    plan: Vec<Chosen<'a>>,
}

#[derive(Serialize)]
struct OneTurn<'a> {
    from: f64,
    to: f64,
    r#in: Vec<&'a str>,
    out: Vec<&'a str>,
    moved: Vec<&'a str>,
}

/// The document of a sweep or of a frontier.
pub(in crate::report) fn sweep(report: &SweepReport<'_>, curve: &Curve<'_>) -> String {
    let portfolio = report.portfolio;
    let (name, unreachable) = match curve.swept {
        Swept::Number(_) => ("quarterdeck.sweep", None),
        Swept::Share(_) => ("quarterdeck.frontier", curve.unreachable()),
    };
    let watched = curve.watched();
    let set = watched.set.describe(portfolio).to_string();
    written(&Document {
        schema: Schema { name, version: 1 },
        number: number(portfolio, curve),
        law: curve.sweep.law.map(law),
        share: Watched { rule: &watched.name, set, basis: watched.basis.to_string() },
        points: curve.points.iter().map(|point| one_point(curve, point)).collect(),
        turns: curve.turns.iter().map(|turn| one_turn(portfolio, curve, turn)).collect(),
        unreachable: unreachable.map(|point| curve.scale().as_number(point.setting)),
        portfolio: Facts::of(portfolio),
        rules: Rules::of(portfolio),
        findings: report.warnings,
        input: Input::of(portfolio),
        engine: Engine::this(),
        seed: report.options.seed,
        limits: Limits::of(report.options),
    })
}

fn law(law: Law) -> &'static str {
    match law {
        Law::Tightens => "tightens",
        Law::Loosens => "loosens",
    }
}

fn number<'a>(portfolio: &'a Portfolio, curve: &Curve<'a>) -> SweptNumber<'a> {
    use crate::model::Number;
    let (number, points) = (&curve.sweep.number, &curve.sweep.points);
    let end = |point: Option<&Point>| point.map(|point| number.scale().as_number(point.setting));
    let name = |quarter| portfolio.calendar().name(Quarter(quarter)).to_string();
    let rule = match number {
        Number::Floor(rule) | Number::Ceiling(rule) => Some(rule.name.as_str()),
        Number::Limit(rule) => Some(rule.name.as_str()),
        Number::Budget(rule) => Some(rule.name.as_str()),
        Number::Capacity { .. } | Number::DiscountRate => None,
    };
    let capacity = if let Number::Capacity { team, quarters, .. } = number { Some((*team, quarters)) } else { None };
    SweptNumber {
        kind: kind(number),
        rule,
        team: capacity.map(|(team, _)| portfolio.teams()[team].name.as_str()),
        first: capacity.map(|(_, quarters)| name(quarters.start)),
        last: capacity.map(|(_, quarters)| name(quarters.end.saturating_sub(1))),
        scale: scale(number.scale()),
        from: end(points.first()),
        to: end(points.last()),
    }
}

fn scale(scale: Scale) -> &'static str {
    match scale {
        Scale::Share => "share",
        Scale::Effort => "effort",
        Scale::More => "more",
        Scale::Factor => "factor",
        Scale::Count => "count",
    }
}

fn one_point<'a>(curve: &Curve<'a>, point: &'a Point) -> OnePoint<'a> {
    let (answer, share) = (point.outcome.answer(), point.share.as_ref());
    let realised = |basis| curve.share(point, basis).map(|share| share.as_number());
    OnePoint {
        at: curve.scale().as_number(point.setting) + 0.0,
        status: status(&point.outcome),
        value: answer.and_then(|answer| finite(answer.value)),
        bound: point.outcome.optimum().and_then(|optimum| finite(optimum.high)),
        gap: answer.and_then(|answer| finite(answer.gap())),
        cut: answer.is_some_and(|answer| answer.may_differ()),
        part: share.map(|share| share.part.as_units()),
        planned: share.map(|share| share.planned.as_units()),
        capacity: share.map(|share| share.capacity.as_units()),
        share_of_planned: realised(Basis::Planned),
        share_of_capacity: realised(Basis::Capacity),
        plan: point.plan().map(|plan| chosen_of(&point.portfolio, plan)).unwrap_or_default(),
    }
}

fn one_turn<'a>(portfolio: &'a Portfolio, curve: &Curve<'_>, turn: &Turn) -> OneTurn<'a> {
    let at = |position: usize| curve.scale().as_number(curve.points[position].setting) + 0.0;
    let ids = |ids: &[Id<Initiative>]| ids.iter().map(|&id| portfolio.initiatives()[id].id.as_str()).collect();
    OneTurn { from: at(turn.after), to: at(turn.after + 1), r#in: ids(&turn.came), out: ids(&turn.went), moved: ids(&turn.moved) }
}
