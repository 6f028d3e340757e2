//! The judgement of a plan.

use serde::Serialize;

use super::inputs::{Engine, Facts, Input};
use super::outputs::{self, BreachRow, LoadCell, Shares, Totals};
use super::{Schema, finite, written};
use crate::input::Finding;
use crate::report::view::Loaded;
use crate::rules::Verdict;

#[derive(Serialize)]
struct Document<'a> {
    schema: Schema,
    status: &'static str,
    value: Option<f64>,
    penalties: Option<f64>,
    breaches: Vec<BreachRow>,
    paid: Vec<BreachRow>,
    totals: Totals,
    load: Vec<LoadCell<'a>>,
    shares: Shares,
    portfolio: Facts<'a>,
    findings: &'a [Finding],
    input: Input<'a>,
    engine: Engine,
}

/// The document of a verdict: status is `kept` or `broken`; breaches are of hard rules, `paid` of soft ones.
pub(in crate::report) fn verdict(loaded: &Loaded<'_>, verdict: &Verdict, findings: &[Finding]) -> String {
    let portfolio = loaded.portfolio;
    written(&Document {
        schema: Schema { name: "quarterdeck.verdict", version: 1 },
        status: if verdict.keeps_the_rules() { "kept" } else { "broken" },
        value: finite(verdict.value),
        penalties: finite(verdict.penalties()),
        breaches: outputs::breaches(portfolio, &verdict.breaches),
        paid: outputs::breaches(portfolio, &verdict.paid),
        totals: outputs::totals(loaded),
        load: outputs::load(loaded),
        shares: outputs::shares_of(loaded),
        portfolio: Facts::of(portfolio),
        findings,
        input: Input::of(portfolio),
        engine: Engine::this(),
    })
}
