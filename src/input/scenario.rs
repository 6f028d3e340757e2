//! scenarios.toml: named sets of changes to a portfolio.
//!
//! A scenario begins with the portfolio that `from` names (`base`, the portfolio as it stands, if it names none) and changes it in
//! this order, whatever the order in the file: `add`, `ignore`, `remove`, `capacity`, `value`, `cost`, `earliest`, `deadline`, `start`,
//! `must`, `discount_rate` or `discount_factor`, `rule`, `min_debt_ratio`, `mix`, `allocation`, `limit`, `budget`. Each
//! change sees what those before it made, so relative changes compound along `from`.

mod amount;
mod choice;
mod facts;
mod ignore;
mod more_rows;
mod rule_changes;
mod windows;

use std::collections::HashMap;
use std::path::Path;

pub use choice::NoSuchScenario;

use super::cell::Cell;
use super::document::Document;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{did_you_mean, nearest};
use super::rules_file::RulesFile;
use super::section::Section;
use super::{Code, Finding, ReadError, Reading, SCENARIOS};
use crate::model::Portfolio;

/// What the portfolio as it stands is called among scenarios.
pub const BASE: &str = "base";

/// A named set of changes, made.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What the file calls it; unique.
    pub name: String,
    /// The scenario that it changes, or [`BASE`].
    pub from: String,
    /// The portfolio with all changes made.
    pub portfolio: Portfolio,
}

/// The scenarios of a folder, with what is doubtful about them.
#[derive(Debug, Clone, Default)]
pub struct ScenarioReading {
    /// In the order of the file; without [`BASE`].
    pub scenarios: Vec<Scenario>,
    /// Findings of level warning, by file, within a file by line.
    pub warnings: Vec<Finding>,
}

/// Reads `scenarios.toml` of the folder from which `base` was read. Without the file there is no scenario.
///
/// # Errors
/// Everything that is wrong in the file and in the CSV files that it adds, and what is doubtful.
pub fn read_scenarios(folder: &Path, base: &Reading) -> Result<ScenarioReading, ReadError> {
    let mut findings = Findings::default();
    let path = folder.join(SCENARIOS);
    if !path.exists() {
        return Ok(ScenarioReading::default());
    }
    let document = Document::from_file(&path, SCENARIOS, &mut findings);
    let scenarios = document.map(|document| of_document(&document, folder, &base.portfolio, &mut findings));
    let (scenarios, warnings) = findings.conclude(&[SCENARIOS], scenarios)?;
    Ok(ScenarioReading { scenarios, warnings })
}

fn of_document(document: &Document, folder: &Path, base: &Portfolio, findings: &mut Findings) -> Vec<Scenario> {
    let file = RulesFile::parse(document, findings);
    let (mut top, mut found) = (file.top(), Findings::default());
    let drafts = drafts(&mut top, &mut found);
    top.finish(&mut found);
    let mut made: Vec<(usize, Scenario)> = Vec::new();
    for draft in in_order(drafts, &mut found) {
        let parent = made.iter().find(|(_, known)| known.name == draft.from).map_or(base, |(_, known)| &known.portfolio);
        let parent = parent.with_source(&document.source);
        let portfolio = facts::change(draft.section, folder, &parent, &mut found);
        made.push((draft.position, Scenario { name: draft.name, from: draft.from, portfolio }));
    }
    file.take(found, findings);
    made.sort_by_key(|&(position, _)| position);
    made.into_iter().map(|(_, scenario)| scenario).collect()
}

/// A scenario whose changes are not read yet.
struct Draft<'a> {
    position: usize,
    name: String,
    from: String,
    /// Where `from` stands, if it does.
    from_cell: Option<Cell<'a>>,
    section: Section<'a>,
}

fn drafts<'a>(top: &mut Section<'a>, findings: &mut Findings) -> Vec<Draft<'a>> {
    let mut lines: HashMap<String, u32> = HashMap::new();
    let mut drafts = Vec::new();
    for (position, mut section) in top.sections("scenario", findings).into_iter().enumerate() {
        let (entry, from_cell) = (section.entry("name"), section.text("from", findings));
        if entry.is_none() {
            section.missing("`name` in the scenario", "give each scenario a name of its own", findings);
        }
        let Some(name) = entry.and_then(|entry| entry.text(findings)) else { continue };
        let line = name.line.unwrap_or_default();
        let first = lines.get(name.text).copied().or((name.text == BASE).then_some(0));
        if let Some(first) = first {
            let which = if first == 0 { "the portfolio as it stands".to_owned() } else { format!("the scenario on line {first}") };
            let message = format!("{} is already what {which} is called", quoted(name.text));
            name.report(Code::RepeatedName, message, "give each scenario a name of its own", findings);
            continue;
        }
        lines.insert(name.text.to_owned(), line);
        let from = from_cell.map_or(BASE, |cell| cell.text).to_owned();
        drafts.push(Draft { position, name: name.text.to_owned(), from, from_cell, section });
    }
    drafts
}

/// The scenarios so that each comes after the one it changes; one that names no scenario, or waits for itself, changes the base.
fn in_order<'a>(mut waiting: Vec<Draft<'a>>, findings: &mut Findings) -> Vec<Draft<'a>> {
    let names: Vec<String> = waiting.iter().map(|draft| draft.name.clone()).collect();
    for draft in &mut waiting {
        if draft.from != BASE && !names.contains(&draft.from) {
            let near = did_you_mean(nearest(&draft.from, [BASE].into_iter().chain(names.iter().map(String::as_str))));
            let message = format!("scenario {} is not there", quoted(&draft.from));
            let help = format!("{near}`base` is the portfolio as it stands");
            draft.from_cell.iter().for_each(|cell| cell.report(Code::UnknownScenario, message.as_str(), help.as_str(), findings));
            BASE.clone_into(&mut draft.from);
        }
    }
    let mut ordered: Vec<Draft> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |draft: &Draft| draft.from == BASE || ordered.iter().any(|known| known.name == draft.from);
        let (ready, rest): (Vec<Draft>, Vec<Draft>) = waiting.into_iter().partition(is_ready);
        waiting = rest;
        if ready.is_empty() {
            untie(&mut waiting, findings);
        }
        ordered.extend(ready);
    }
    ordered
}

/// Says that scenarios inherit from each other in a circle, and lets the first of them change the base.
fn untie(circle: &mut [Draft], findings: &mut Findings) {
    let parents: HashMap<String, String> = circle.iter().map(|draft| (draft.name.clone(), draft.from.clone())).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut at = circle[0].name.as_str();
    while !seen.contains(&at) {
        seen.push(at);
        at = &parents[at];
    }
    let shown: Vec<&str> = seen.iter().skip_while(|name| **name != at).copied().chain([at]).collect();
    let message = format!("scenarios inherit from each other in a circle: {}", shown.join(" -> "));
    let first = at.to_owned();
    let Some(draft) = circle.iter_mut().find(|draft| draft.name == first) else { return };
    if let Some(cell) = draft.from_cell {
        cell.report(Code::ScenarioCircle, message, "let one of them begin with `from = \"base\"`", findings);
    }
    BASE.clone_into(&mut draft.from);
}
