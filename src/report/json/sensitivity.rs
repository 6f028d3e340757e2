//! A sensitivity analysis as JSON.

use serde::Serialize;

use super::compare::Range;
use super::inputs::{Engine, Facts, Input};
use super::rules::Rules;
use super::{Schema, finite, written};
use crate::input::Finding;
use crate::report::SensitivityReport;
use crate::report::sensitivity::{kind, question};
use crate::scenario::{Question, Worth};
use crate::solve::{Answer, Status};

#[derive(Serialize)]
struct Document<'a> {
    schema: Schema,
    status: &'static str,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    worths: Vec<Row>,
    untried: Vec<Untried>,
    portfolio: Facts<'a>,
    rules: Rules,
    findings: &'a [Finding],
    input: Input<'a>,
    engine: Engine,
    seed: u64,
    time_seconds: f64,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    change: String,
    /// Null if there is no plan with the change, or none without it.
    worth: Option<Range>,
    optimum: Option<Range>,
}

#[derive(Serialize)]
struct Untried {
    kind: &'static str,
    change: String,
}

/// The document of a sensitivity analysis.
pub(in crate::report) fn sensitivity(report: &SensitivityReport<'_>) -> String {
    let (portfolio, answer) = (report.portfolio, report.sensitivity.answer());
    let row = |worth: &Worth| Row {
        kind: kind(&worth.question),
        change: question(portfolio, &worth.question),
        worth: worth.worth.map(Range::of),
        optimum: worth.optimum.map(Range::of),
    };
    let untried = |asked: &Question| Untried { kind: kind(asked), change: question(portfolio, asked) };
    written(&Document {
        schema: Schema { name: "quarterdeck.sensitivity", version: 1 },
        status: status(report),
        value: answer.and_then(|answer| finite(answer.value)),
        bound: answer.and_then(|answer| finite(answer.bound)),
        gap: answer.and_then(|answer| finite(answer.gap())),
        worths: report.sensitivity.worths.iter().map(row).collect(),
        untried: report.sensitivity.untried.iter().map(untried).collect(),
        portfolio: Facts::of(portfolio),
        rules: Rules::of(portfolio),
        findings: report.warnings,
        input: Input::of(portfolio),
        engine: Engine::this(),
        seed: report.options.seed,
        time_seconds: report.options.time_limit.as_secs_f64(),
    })
}

fn status(report: &SensitivityReport<'_>) -> &'static str {
    let of_answer = |answer: &Answer| if answer.status == Status::Optimal { "optimal" } else { "feasible" };
    let without_plan = || if report.sensitivity.base.optimum().is_some() { "no_plan" } else { "infeasible" };
    report.sensitivity.answer().map_or_else(without_plan, of_answer)
}
