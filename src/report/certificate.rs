//! What a certificate comes to when it is worked out again: value, bound, gap, and whether the file says the same.

use serde::Serialize;

use super::{Format, json};
use crate::rules::Verdict;
use crate::solve::{Judged, gap};

#[derive(Serialize)]
struct Document {
    schema: json::Schema,
    /// `proven`: the plan keeps the rules, and value and bound are as claimed. `refuted`: something is not.
    status: &'static str,
    keeps_the_rules: bool,
    value: Option<f64>,
    value_holds: bool,
    bound: Option<f64>,
    bound_holds: bool,
    gap: Option<f64>,
    bound_not_proven: Option<f64>,
}

/// The judgement of a certificate as JSON, or as lines of text for all else.
#[must_use]
pub fn certificate(judged: &Judged, verdict: &Verdict, format: Format) -> String {
    if format == Format::Json { as_json(judged, verdict) } else { as_text(judged) }
}

fn as_json(judged: &Judged, verdict: &Verdict) -> String {
    let holds = verdict.keeps_the_rules() && judged.holds();
    json::written(&Document {
        schema: json::Schema { name: "quarterdeck.certificate", version: 1 },
        status: if holds { "proven" } else { "refuted" },
        keeps_the_rules: verdict.keeps_the_rules(),
        value: json::finite(judged.value),
        value_holds: judged.value_holds,
        bound: json::finite(judged.bound),
        bound_holds: judged.bound_holds,
        gap: json::finite(gap(judged.value, judged.bound)),
        bound_not_proven: judged.not_proven.and_then(json::finite),
    })
}

fn as_text(judged: &Judged) -> String {
    let claim = |holds| if holds { "as claimed" } else { "NOT as claimed" };
    let gap = 100.0 * gap(judged.value, judged.bound);
    let mut text = format!(
        "\nCertificate\n\n    value {:.6}, {}\n    bound {:.6}, proven by the multipliers, {}\n    gap {gap:.4} %\n",
        judged.value,
        claim(judged.value_holds),
        judged.bound,
        claim(judged.bound_holds)
    );
    if let Some(bound) = judged.not_proven {
        text += &format!(
            "    the file's bound of {bound:.6} is lower: branch and bound found it, and what is kept of it does not prove that\n"
        );
    }
    text
}
