//! Reports as JSON. `docs/plan.schema.json` says what each field of a plan means.
//!
//! Fields come in the order of the structs here. There is no number that JSON cannot say: what is infinite or unknown is null.

mod batch;
mod compare;
mod inputs;
mod outputs;
mod plan;
mod rules;
mod sensitivity;
mod sweep;
mod verdict;

pub(super) use batch::batch;
pub(super) use compare::comparison;
pub(super) use plan::plan;
pub(super) use sensitivity::sensitivity;
pub(super) use sweep::sweep;
pub(super) use verdict::verdict;

use serde::Serialize;

use crate::input::Finding;

/// Name and version of a document's form. The version changes when a field changes its meaning or goes away.
#[derive(Serialize)]
pub(super) struct Schema {
    pub(super) name: &'static str,
    pub(super) version: u32,
}

/// All findings.
pub(super) fn findings(findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: Schema,
        findings: &'a [Finding],
    }
    written(&Document { schema: Schema { name: "quarterdeck.findings", version: 1 }, findings })
}

pub(super) fn written(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("keys are texts, and memory takes all");
    text.push('\n');
    text
}

/// `None` for what JSON cannot say; never `-0`.
pub(super) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number + 0.0)
}
