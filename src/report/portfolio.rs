//! A portfolio as the three files from which it can be read again: what a scenario comes to, to be kept, sent or changed by hand.
//!
//! Reading the files gives the same facts and rules: efforts and shares are exact decimals, other numbers the shortest ones that
//! read back to the same number, every relation of `depends_on` is written out, and `min_debt_ratio` is the allocation rule that it
//! is short for. For that reason no cell gets a `'` before it, as titles in plan.csv do: a cell that a spreadsheet takes for a formula
//! stays as it was.

mod initiatives;
mod rules;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::csv::table;
use super::files::write_file;
use crate::input::Texts;
use crate::model::{Id, Portfolio, Team};

/// The names of the three files, in the order of [`PortfolioTexts`].
const FILES: [&str; 3] = ["initiatives.csv", "capacity.csv", "portfolio.toml"];

/// The three files of a portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioTexts {
    /// The text of initiatives.csv.
    pub initiatives: String,
    /// The text of capacity.csv, one row a team and one column a quarter.
    pub capacity: String,
    /// The text of portfolio.toml.
    pub rules: String,
}

impl PortfolioTexts {
    /// The texts as they are read: `read_texts(&texts.to_read())` gives the portfolio again.
    #[must_use]
    pub fn to_read(&self) -> Texts<'_> {
        Texts { initiatives: &self.initiatives, capacity: &self.capacity, rules: &self.rules }
    }
}

/// The portfolio as texts. What is read from them has the same facts and rules, in the same order.
#[must_use]
pub fn portfolio_texts(portfolio: &Portfolio) -> PortfolioTexts {
    PortfolioTexts { initiatives: initiatives::written(portfolio), capacity: capacity(portfolio), rules: rules::written(portfolio) }
}

/// Writes initiatives.csv, capacity.csv and portfolio.toml into `dir` and returns their paths. The directory is made if it is not
/// there; each file is written whole or not at all.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_portfolio(portfolio: &Portfolio, dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let texts = portfolio_texts(portfolio);
    let write = |(name, text): (&str, String)| write_file(&dir.join(name), text.as_bytes()).map(|()| dir.join(name));
    FILES.into_iter().zip([texts.initiatives, texts.capacity, texts.rules]).map(write).collect()
}

fn capacity(portfolio: &Portfolio) -> String {
    let calendar = portfolio.calendar();
    let quarters = calendar.quarters().map(|quarter| calendar.name(quarter).to_string());
    let row = |team: Id<Team>| {
        let team = &portfolio.teams()[team];
        [team.name.clone()].into_iter().chain(team.capacity.iter().map(ToString::to_string)).collect()
    };
    table(&["team".to_owned()].into_iter().chain(quarters).collect::<Vec<String>>(), portfolio.teams().ids().map(row))
}
