//! Scenarios by name, for every command that takes `--scenario`.

use std::path::Path;

use quarterdeck::input::{self, BASE, Finding, Reading, nearest_name};
use quarterdeck::scenario::Case;

use super::exit::Failure;

/// The portfolio as it stands and its scenarios, with all that is doubtful about them.
pub struct Scenarios {
    /// [`BASE`] first, then the scenarios in the order of the file.
    pub cases: Vec<Case>,
    /// Findings of level warning.
    pub warnings: Vec<Finding>,
}

impl Scenarios {
    /// Reads `scenarios.toml` of a folder from which `reading` was read; a file alone has no scenarios.
    ///
    /// # Errors
    /// When scenarios.toml has errors.
    pub fn read(path: &Path, reading: Reading) -> Result<Self, Failure> {
        let found = if path.is_dir() { input::read_scenarios(path, &reading)? } else { input::ScenarioReading::default() };
        let scenarios = found.scenarios.into_iter().map(|scenario| Case { name: scenario.name, portfolio: scenario.portfolio });
        let base = Case { name: BASE.to_owned(), portfolio: reading.portfolio };
        let cases = std::iter::once(base).chain(scenarios).collect();
        Ok(Self { cases, warnings: [reading.warnings, found.warnings].concat() })
    }
}

/// The case of this name.
///
/// # Errors
/// When there is none.
pub fn find<'a>(cases: &'a [Case], name: &str) -> Result<&'a Case, Failure> {
    let unknown = || Failure::UnknownScenario {
        name: name.to_owned(),
        near: nearest_name(name, cases.iter().map(|case| case.name.as_str())).map(str::to_owned),
        known: known(cases),
    };
    cases.iter().find(|case| case.name == name).ok_or_else(unknown)
}

fn known(cases: &[Case]) -> String {
    let names: Vec<String> = cases.iter().skip(1).map(|case| format!("`{}`", case.name)).collect();
    if names.is_empty() { "the folder has no scenarios.toml".to_owned() } else { format!("scenarios are {}", names.join(", ")) }
}
