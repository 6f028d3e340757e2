//! plan.json.

use serde::Serialize;

use super::inputs::{Engine, Facts, Input};
use super::outputs::{self, BreachRow, LoadCell, Shares, Totals};
use super::rules::Rules;
use super::{Schema, finite, written};
use crate::explain::LeftOut;
use crate::input::{Certificate, Finding};
use crate::model::{Id, Initiative, Portfolio, Subject};
use crate::plan::{Decision, Plan};
use crate::report::view::Answered;
use crate::report::{Outcome, PlanReport, reasons, words};
use crate::solve::{Cut, Options, Status};

/// The part of the time limit after which a search without a plan counts as cut by it, not by the user: methods stop a little
/// before the limit to put their plan in order.
const NEARLY: f64 = 0.9;

#[derive(Serialize)]
struct Document<'a> {
    schema: Schema,
    status: &'static str,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    plan: Vec<Chosen<'a>>,
    left_out: Vec<Out<'a>>,
    totals: Option<Totals>,
    load: Vec<LoadCell<'a>>,
    shares: Shares,
    paid: Vec<BreachRow>,
    conflict: Vec<Restriction>,
    portfolio: Facts<'a>,
    rules: Rules,
    findings: &'a [Finding],
    input: Input<'a>,
    engine: Engine,
    seed: u64,
    limits: Limits,
    times: Times,
    program: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<&'a Certificate>,
}

/// An initiative of a plan.
#[derive(Serialize)]
pub(super) struct Chosen<'a> {
    id: &'a str,
    title: &'a str,
    variant: Option<&'a str>,
    start: String,
    finish: String,
    value: Option<f64>,
    cost: f64,
    horizon: Option<String>,
    category: Option<&'a str>,
}

#[derive(Serialize)]
struct Out<'a> {
    id: &'a str,
    title: &'a str,
    value: Option<f64>,
    reason: &'static str,
    words: String,
}

#[derive(Serialize)]
struct Restriction {
    rule: &'static str,
    words: String,
}

/// What a search was allowed.
#[derive(Serialize)]
pub(super) struct Limits {
    time_seconds: f64,
    gap: f64,
    work: Option<u64>,
}

#[derive(Serialize)]
struct Times {
    cut: Option<&'static str>,
    solve_seconds: Option<f64>,
}

#[derive(Serialize)]
struct Size {
    initiatives: usize,
    placements: usize,
    kept: usize,
    arcs: usize,
    rows: usize,
}

impl Limits {
    pub(super) fn of(options: &Options) -> Self {
        Self { time_seconds: options.time_limit.as_secs_f64(), gap: options.gap, work: options.work_limit }
    }
}

/// The document of a plan, or of why there is none.
pub(in crate::report) fn plan(report: &PlanReport<'_>, answered: Option<&Answered<'_>>) -> String {
    let portfolio = report.portfolio;
    let (value, gap) = (answered.map(|a| a.answer.value), answered.map(|a| a.answer.gap()));
    let conflict: &[Subject] = if let Outcome::Infeasible(conflict) = report.outcome { conflict } else { &[] };
    let restriction = |subject: &Subject| Restriction { rule: subject.rule, words: words::restriction(portfolio, subject) };
    written(&Document {
        schema: Schema { name: "quarterdeck.plan", version: 1 },
        status: status(report.outcome),
        value: value.and_then(finite),
        bound: bound(report.outcome).and_then(finite),
        gap: gap.and_then(finite),
        plan: answered.map(chosen).unwrap_or_default(),
        left_out: answered.map(left_out).unwrap_or_default(),
        totals: answered.map(|answered| outputs::totals(&answered.loaded)),
        load: answered.map(|answered| outputs::load(&answered.loaded)).unwrap_or_default(),
        shares: answered.map(|answered| outputs::shares_of(&answered.loaded)).unwrap_or_default(),
        paid: answered.map(|answered| outputs::breaches(portfolio, &answered.answer.verdict.paid)).unwrap_or_default(),
        conflict: conflict.iter().map(restriction).collect(),
        portfolio: Facts::of(portfolio),
        rules: Rules::of(portfolio),
        findings: report.warnings,
        input: Input::of(portfolio),
        engine: Engine::this(),
        seed: report.options.seed,
        limits: Limits::of(report.options),
        times: times(report),
        program: answered.map(size),
        certificate: report.certificate,
    })
}

fn status(outcome: Outcome<'_>) -> &'static str {
    match outcome {
        Outcome::Plan(answer) => match answer.status {
            Status::Optimal => "optimal",
            Status::Feasible => "feasible",
        },
        Outcome::Infeasible(_) => "infeasible",
        Outcome::NoPlan { .. } => "no_plan",
    }
}

fn bound(outcome: Outcome<'_>) -> Option<f64> {
    match outcome {
        Outcome::Plan(answer) => Some(answer.bound),
        Outcome::NoPlan { bound, .. } => Some(bound),
        Outcome::Infeasible(_) => None,
    }
}

/// In the order of the file.
fn chosen<'a>(answered: &Answered<'a>) -> Vec<Chosen<'a>> {
    chosen_of(answered.loaded.portfolio, answered.loaded.plan)
}

/// All initiatives of a plan, in the order of the file.
pub(super) fn chosen_of<'a>(portfolio: &'a Portfolio, plan: &Plan) -> Vec<Chosen<'a>> {
    plan.chosen().map(|(initiative, decision)| chosen_one(portfolio, initiative, decision)).collect()
}

fn chosen_one(portfolio: &Portfolio, initiative: Id<Initiative>, decision: Decision) -> Chosen<'_> {
    let (facts, variant) = (&portfolio.initiatives()[initiative], &portfolio.variants()[decision.variant]);
    let name = |quarter| portfolio.calendar().name(quarter).to_string();
    Chosen {
        id: &facts.id,
        title: &facts.title,
        variant: variant.name.as_deref(),
        start: name(decision.start),
        finish: name(decision.finish(portfolio)),
        value: finite(decision.value(portfolio)),
        cost: decision.cost(portfolio).as_units(),
        horizon: variant.horizon.map(|horizon| horizon.to_string()),
        category: variant.category.as_deref(),
    }
}

/// By value, greatest first.
fn left_out<'a>(answered: &Answered<'a>) -> Vec<Out<'a>> {
    let initiatives = answered.loaded.portfolio.initiatives();
    let out = |left: &LeftOut| Out {
        id: &initiatives[left.initiative].id,
        title: &initiatives[left.initiative].title,
        value: finite(left.value),
        reason: reasons::code(&left.reason),
        words: answered.reason(left),
    };
    answered.left_out.iter().map(out).collect()
}

/// Seconds are kept only of a search that was cut; they would make the same answer differ from run to run.
fn times(report: &PlanReport<'_>) -> Times {
    let word = |cut| match cut {
        Cut::Time => "time",
        Cut::Interrupt => "interrupt",
        Cut::Work => "work",
        Cut::Pace => "pace",
    };
    match report.outcome {
        Outcome::Plan(answer) => Times { cut: answer.cut.map(word), solve_seconds: answer.may_differ().then_some(answer.seconds) },
        Outcome::Infeasible(_) => Times { cut: None, solve_seconds: None },
        Outcome::NoPlan { seconds, .. } => {
            let cut = if seconds >= report.options.time_limit.as_secs_f64() * NEARLY { Cut::Time } else { Cut::Interrupt };
            Times { cut: Some(word(cut)), solve_seconds: Some(seconds) }
        }
    }
}

fn size(answered: &Answered<'_>) -> Size {
    let size = answered.answer.size;
    Size { initiatives: size.initiatives, placements: size.placements, kept: size.kept, arcs: size.arcs, rows: size.rows }
}
