//! plan.json with its certificate: a plan, and the multipliers that prove how good it is.
//!
//! Nothing in the file is believed: what is read here are claims, which `solve::Prover` and `rules::verify` work out again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::document::{Document, whole_file};
use super::findings::Findings;
use super::plan_file::{PlanReading, read_plan_text};
use super::proof_tree::TreeOfProof;
use super::{Code, Finding, Place, ReadError};
use crate::model::Portfolio;
use crate::plan::Plan;

/// What to do about a certificate that does not go with the portfolio.
const AGAIN: &str = "make it again: `quarterdeck plan FOLDER --certificate --format json`";

/// What a plan is worth and what multipliers prove; restrictions with multiplier 0 are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Value of the plan.
    pub value: f64,
    /// No plan is worth more: what the multipliers alone prove. The tree may prove less.
    pub bound_of_multipliers: f64,
    /// Multipliers of rows.
    pub rows: Vec<RowMultiplier>,
    /// Multipliers of dependencies, one for each quarter.
    pub arcs: Vec<ArcMultiplier>,
    /// Placements that cuts, tree and pool speak of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placements: Vec<PlacementName>,
    /// Cuts with their multipliers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<CutMultiplier>,
    /// The tree of the proof, where it proves more; restrictions that only its nodes have multipliers of are listed with 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeOfProof>,
    /// Other good plans, best first, for a run after a change to begin with; nothing is proven by them. Positions in `placements`,
    /// counted from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<Vec<usize>>,
}

/// A way to do an initiative, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacementName {
    /// The initiative.
    pub id: String,
    /// Its variant; none if it has only one.
    pub variant: Option<String>,
    /// First quarter of work.
    pub start: String,
    /// Last quarter of work.
    pub finish: String,
}

/// A cut: what plans that keep a restriction have at most of some placements. The limit follows from the restriction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutMultiplier {
    /// The restriction in words.
    pub restriction: String,
    /// In value per unit of the coefficients.
    pub multiplier: f64,
    /// Positions in `placements`, counted from 0, each with its coefficient.
    pub coefficients: Vec<(usize, i64)>,
}

/// What one unit more of a restriction is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowMultiplier {
    /// The restriction in words: `capacity of Platform in 2026Q3`.
    pub restriction: String,
    /// In value per unit.
    pub multiplier: f64,
}

/// What it is worth that a dependant may start by a quarter before its prerequisite is ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArcMultiplier {
    /// The initiative that waits.
    pub follower: String,
    /// The variant of it that does; none if it has only one.
    pub variant: Option<String>,
    /// What it waits for.
    pub prerequisite: String,
    /// Quarters from the prerequisite's finish to the start, at least; none if time does not matter.
    pub lag: Option<u32>,
    /// The last start that counts.
    pub quarter: String,
    /// In value.
    pub multiplier: f64,
}

/// A plan with what its file claims of it.
#[derive(Debug, Clone)]
pub struct CertifiedPlan {
    /// The plan. It may break rules of the portfolio.
    pub plan: Plan,
    /// The value that the file gives, if any.
    pub value: Option<f64>,
    /// The bound that the file gives, by whatever means it was found, if any.
    pub bound: Option<f64>,
    /// The certificate.
    pub certificate: Certificate,
    /// Findings of level warning.
    pub warnings: Vec<Finding>,
}

/// As much of plan.json as is read back.
#[derive(Deserialize)]
struct File {
    value: Option<f64>,
    bound: Option<f64>,
    #[serde(default)]
    plan: Vec<Chosen>,
    certificate: Option<Certificate>,
}

#[derive(Deserialize)]
struct Chosen {
    id: String,
    variant: Option<String>,
    start: String,
    finish: String,
}

/// Reads plan.json with its certificate. The path `-` is standard input.
///
/// # Errors
/// Everything that is wrong in the file: it is not plan.json, it has no certificate, or its plan does not go with the portfolio.
pub fn read_certified_plan(portfolio: &Portfolio, path: &Path) -> Result<CertifiedPlan, ReadError> {
    let mut findings = Findings::default();
    let document = Document::from_file(path, &path.display().to_string(), &mut findings);
    let file = document.as_ref().and_then(|document| parsed(document, &mut findings));
    let name = document.map_or_else(String::new, |document| document.name);
    let (file, _) = findings.conclude(&[], file)?;
    let read = match file.plan.as_slice() {
        [] => PlanReading { plan: Plan::empty(portfolio), warnings: Vec::new() },
        chosen => read_plan_text(portfolio, &name, &as_csv(chosen)).map_err(|error| error.without_lines())?,
    };
    let File { value, bound, certificate, .. } = file;
    let Some(certificate) = certificate else {
        return Err(finding(&name, Code::CertificateMissing, "the plan has no certificate"));
    };
    let known = certificate.placements.len();
    let of_cuts = certificate.cuts.iter().flat_map(|cut| &cut.coefficients);
    let of_cuts = of_cuts.map(|coefficient| ("a cut of the certificate speaks of", coefficient.0));
    let of_pool = certificate.pool.iter().flatten().map(|&position| ("a plan of the pool has", position));
    if let Some((what, position)) = of_cuts.chain(of_pool).find(|(_, position)| *position >= known) {
        let message = format!("{what} placement {position}, but `placements` lists {known}, counted from 0");
        return Err(finding(&name, Code::CertificateUnclear, &message));
    }
    let restrictions = certificate.rows.len() + certificate.arcs.len() + certificate.cuts.len();
    if let Some(message) = certificate.tree.as_ref().and_then(|tree| tree.trouble(restrictions, known)) {
        return Err(finding(&name, Code::CertificateUnclear, &message));
    }
    Ok(CertifiedPlan { plan: read.plan, value, bound, certificate, warnings: read.warnings })
}

/// The error of a certificate in `path` that speaks of restrictions which the portfolio's program does not have.
#[must_use]
pub fn unknown_restrictions(path: &Path, unknown: &[String]) -> ReadError {
    let mut findings = Findings::default();
    for name in unknown {
        let message = format!("the certificate has a multiplier for `{name}`, which nothing in the portfolio asks for");
        findings.add(Code::CertificateUnknown, whole_file(&path.display().to_string()), message, AGAIN);
    }
    ReadError::of(findings)
}

fn finding(name: &str, code: Code, message: &str) -> ReadError {
    let mut findings = Findings::default();
    findings.add(code, whole_file(name), message, AGAIN);
    ReadError::of(findings)
}

fn parsed(document: &Document, findings: &mut Findings) -> Option<File> {
    let read = serde_json::from_str(&document.text);
    read.map_err(|error| {
        let place = Place { line: u32::try_from(error.line()).ok(), ..document.place() };
        findings.add(Code::CertificateUnclear, place, format!("the file cannot be read as plan.json: {error}"), AGAIN);
    })
    .ok()
}

/// The plan as plan.csv has it, which one reader judges for both.
fn as_csv(plan: &[Chosen]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |chosen: &Chosen| {
        let variant = chosen.variant.as_deref().unwrap_or_default();
        [&chosen.id, &chosen.start, &chosen.finish, variant].map(quoted).join(",") + "\n"
    };
    std::iter::once("id,start,finish,variant\n".to_owned()).chain(plan.iter().map(row)).collect()
}
