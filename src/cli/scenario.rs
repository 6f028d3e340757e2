//! Which scenario of a folder a command speaks of.

use clap::Args;
use quarterdeck::input::{self, Reading};

use super::exit::Failure;
use super::source::Source;

/// The scenario of a command.
#[derive(Debug, Args)]
pub struct Chosen {
    /// A scenario of the folder's scenarios.toml [default: base, the portfolio as it stands]
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
}

impl Chosen {
    /// The scenario of this name, or none.
    pub fn named(name: Option<&String>) -> Self {
        Self { scenario: name.cloned() }
    }

    /// Reads the portfolio with the changes of the scenario.
    ///
    /// # Errors
    /// When the input has errors, the scenario is not there, or there is no folder that could have scenarios.
    pub fn read(&self, source: &Source) -> Result<Reading, Failure> {
        let Some(name) = &self.scenario else { return source.read() };
        let folder = source.folder().ok_or_else(|| Failure::ScenarioWithoutFolder(name.clone()))?;
        let base = source.read()?;
        let scenarios = input::read_scenarios(folder, &base)?;
        let portfolio = scenarios.portfolio(name, &base.portfolio)?;
        Ok(Reading { portfolio, warnings: [base.warnings, scenarios.warnings].concat() })
    }
}
