//! One scenario out of all, by its name.

use super::{BASE, Scenario, ScenarioReading};
use crate::input::nearest::{did_you_mean, nearest};
use crate::model::Portfolio;

/// There is no scenario of the name that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scenario `{name}`: {help}")]
pub struct NoSuchScenario {
    /// The name that was asked for.
    pub name: String,
    /// The name that may be meant, and all there are.
    pub help: String,
}

impl ScenarioReading {
    /// The portfolio of the scenario called `name`, itself named after both (`atlas, scenario hire two`); for [`BASE`] the portfolio
    /// as it stands.
    ///
    /// # Errors
    /// When no scenario has that name.
    pub fn portfolio(&self, name: &str, base: &Portfolio) -> Result<Portfolio, NoSuchScenario> {
        if name == BASE {
            return Ok(base.clone());
        }
        let known = self.scenarios.iter().find(|scenario| scenario.name == name);
        known.map(Scenario::titled).ok_or_else(|| NoSuchScenario { name: name.to_owned(), help: self.way_out(name) })
    }

    fn way_out(&self, name: &str) -> String {
        let names: Vec<&str> = [BASE].into_iter().chain(self.scenarios.iter().map(|scenario| scenario.name.as_str())).collect();
        let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("{}scenarios are {}", did_you_mean(nearest(name, names)), all.join(", "))
    }
}

impl Scenario {
    /// The portfolio with all changes made, under a name that tells of them.
    #[must_use]
    pub fn titled(&self) -> Portfolio {
        self.portfolio.renamed(format!("{}, scenario {}", self.portfolio.name(), self.name))
    }
}
