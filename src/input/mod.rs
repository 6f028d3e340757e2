//! Reads portfolios and plans from CSV and TOML files.
//!
//! Reading ends with a valid [`Portfolio`] and warnings, or with everything that is wrong at once: each [`Finding`] has a code,
//! a place, a sentence and a way out. Nothing in a file makes reading panic, and nothing doubtful is guessed.

mod allocations;
mod assembly;
mod capacity;
mod cell;
mod certified;
mod code;
mod contradiction;
mod cost;
mod cycle;
mod document;
mod duration;
mod finding;
mod findings;
mod flag_words;
mod flags;
mod frame;
mod groups;
mod header;
mod initiative_columns;
mod initiative_row;
mod initiatives;
mod mix;
mod nearest;
mod never;
mod number;
mod plan_file;
mod plan_lines;
mod plan_row;
mod proof_tree;
mod quarters;
mod reference;
mod restraints;
mod row_places;
mod rule_set;
mod rules;
mod rules_file;
mod scenario;
mod section;
mod selection;
mod sheet;
mod swept;
mod vocabulary;
mod words;

use std::path::Path;

pub use certified::{
    ArcMultiplier, Certificate, CertifiedPlan, CutMultiplier, PlacementName, RowMultiplier, read_certified_plan,
    unknown_restrictions,
};
pub use code::{Code, Severity};
pub use finding::{Finding, Place};
pub use findings::ReadError;
pub use flag_words::{nearest_name, parse_basis, parse_effort, parse_scope, parse_share};
pub use flags::Flags;
pub use plan_file::{PlanReading, read_plan, read_plan_text};
pub use plan_lines::{PlanLine, read_plan_lines};
pub use proof_tree::{FirstPart, TreeNode, TreeOfProof, TreeSplit};
pub use rule_set::{mix_of_horizons, read_rule_set};
pub use scenario::{BASE, NoSuchScenario, Scenario, ScenarioReading, read_scenarios};
pub use swept::{Swept, SweptError, read_swept};

use assembly::{Parts, assemble, read_teams};
use document::{Document, whole_file};
use findings::Findings;
use frame::Frame;
use rules::Rules;
use rules_file::RulesFile;

use crate::model::{Portfolio, Source};

/// The rules and the quarters.
const RULES: &str = "portfolio.toml";
/// What teams can spend.
const CAPACITY: &str = "capacity.csv";
/// The work.
const INITIATIVES: &str = "initiatives.csv";
/// Sets of changes.
const SCENARIOS: &str = "scenarios.toml";
/// The order in which files are reported.
const FILES: [&str; 3] = [RULES, CAPACITY, INITIATIVES];

/// A portfolio that was read, with what is doubtful about it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The portfolio, valid as a whole.
    pub portfolio: Portfolio,
    /// Findings of level warning, by file, within a file by line.
    pub warnings: Vec<Finding>,
}

/// The three files of a portfolio in memory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// The text of initiatives.csv.
    pub initiatives: &'a str,
    /// The text of capacity.csv.
    pub capacity: &'a str,
    /// The text of portfolio.toml.
    pub rules: &'a str,
}

/// Reads a folder with `portfolio.toml`, `initiatives.csv` and `capacity.csv`.
///
/// # Errors
/// Everything that is wrong in the three files, and what is doubtful.
pub fn read(path: &Path) -> Result<Reading, ReadError> {
    let mut findings = Findings::default();
    if !path.is_dir() {
        let message = format!("`{}` is not a folder", path.display());
        let help = "name a folder with portfolio.toml, initiatives.csv and capacity.csv; for one CSV file give `--quarters` and `--capacity`";
        findings.add(Code::FileUnreadable, whole_file(&path.display().to_string()), message, help);
        return conclude(findings, None);
    }
    let [rules, capacity, initiatives] = FILES.map(|name| Document::from_file(&path.join(name), name, &mut findings));
    let name = path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    read_documents(rules, capacity, initiatives, name.unwrap_or_else(default_name), findings)
}

/// Reads a portfolio from texts in memory; findings name the files as in a folder.
///
/// # Errors
/// Everything that is wrong in the three texts, and what is doubtful.
pub fn read_texts(texts: &Texts) -> Result<Reading, ReadError> {
    let mut findings = Findings::default();
    let mut document = |name, text: &str| Document::from_bytes(name, text.as_bytes(), &mut findings);
    let rules = document(RULES, texts.rules);
    let capacity = document(CAPACITY, texts.capacity);
    let initiatives = document(INITIATIVES, texts.initiatives);
    read_documents(rules, capacity, initiatives, default_name(), findings)
}

/// Reads one CSV file of initiatives; flags say the rest. The path `-` is standard input.
///
/// # Errors
/// Everything that is wrong in the file and in the flags, and what is doubtful.
pub fn read_one_csv(path: &Path, flags: &Flags) -> Result<Reading, ReadError> {
    let mut findings = Findings::default();
    let initiatives = Document::from_file(path, &path.display().to_string(), &mut findings);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).filter(|stem| stem != "-");
    let flags_document = Document::from_bytes("flags", flags.text().as_bytes(), &mut findings);
    let sources = sources([flags_document.as_ref(), initiatives.as_ref()]);
    let frame = flags.frame(&mut findings);
    let teams = flags.teams(frame.calendar, &mut findings);
    let parts = Parts { frame, teams, sources, default_name: stem.unwrap_or_else(default_name) };
    let rules = |work: &selection::Work, findings: &mut Findings| Rules::from_flags(flags.cell("--min-debt-ratio"), work, findings);
    let portfolio = assemble(parts, initiatives.as_ref(), rules, &mut findings);
    conclude(findings, portfolio)
}

impl Portfolio {
    /// Reads a folder with `portfolio.toml`, `initiatives.csv` and `capacity.csv`, without its warnings; [`read`] tells them.
    ///
    /// # Errors
    /// Everything that is wrong in the three files, and what is doubtful.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        read(path).map(|reading| reading.portfolio)
    }
}

fn read_documents(
    rules: Option<Document>,
    capacity: Option<Document>,
    initiatives: Option<Document>,
    default_name: String,
    mut findings: Findings,
) -> Result<Reading, ReadError> {
    let sources = sources([rules.as_ref(), capacity.as_ref(), initiatives.as_ref()]);
    let unread = Document::from_bytes(RULES, b"", &mut findings);
    let Some(document) = rules.as_ref().or(unread.as_ref()) else { return conclude(findings, None) };
    let file = RulesFile::parse(document, &mut findings);
    let (mut top, mut of_rules) = (file.top(), Findings::default());
    let frame = Frame::from_section(&mut top, &mut of_rules);
    let teams = read_teams(capacity.as_ref(), frame.calendar, &mut findings);
    let parts = Parts { frame, teams, sources, default_name };
    let mut found = Findings::default();
    let read_rules = |work: &selection::Work, findings: &mut Findings| {
        let rules = Rules::from_section(&mut top, work, findings);
        top.finish(findings);
        rules
    };
    let portfolio = assemble(parts, initiatives.as_ref(), read_rules, &mut found);
    if rules.is_some() {
        file.take(of_rules, &mut findings);
    }
    file.take(found, &mut findings);
    conclude(findings, portfolio)
}

fn conclude(findings: Findings, portfolio: Option<Portfolio>) -> Result<Reading, ReadError> {
    findings.conclude(&FILES, portfolio).map(|(portfolio, warnings)| Reading { portfolio, warnings })
}

fn sources<const N: usize>(documents: [Option<&Document>; N]) -> Vec<Source> {
    documents.into_iter().flatten().map(|document| document.source.clone()).collect()
}

fn default_name() -> String {
    "portfolio".to_owned()
}

#[cfg(test)]
mod tests;
