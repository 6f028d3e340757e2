//! Where an answer comes from: files, engine, portfolio.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::{Portfolio, Source};

/// The files that were read.
#[derive(Serialize)]
pub(super) struct Input<'a> {
    files: Vec<File<'a>>,
    sha256: String,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
}

/// The program that wrote the document.
#[derive(Serialize)]
pub(super) struct Engine {
    name: &'static str,
    version: &'static str,
}

/// What was planned.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    name: &'a str,
    unit: &'a str,
    quarters: Vec<String>,
    discount_factor: f64,
    initiatives: usize,
    teams: Vec<&'a str>,
}

impl<'a> Input<'a> {
    /// The digest of all is that of the lines that `sha256sum` writes for the files, in their order.
    pub(super) fn of(portfolio: &'a Portfolio) -> Self {
        let mut all = Sha256::new();
        for Source { name, sha256 } in portfolio.sources() {
            all.update(format!("{sha256}  {name}\n"));
        }
        let files = portfolio.sources().iter().map(|Source { name, sha256 }| File { name, sha256 }).collect();
        Self { files, sha256: all.finalize().iter().map(|byte| format!("{byte:02x}")).collect() }
    }
}

impl Engine {
    pub(super) fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

impl<'a> Facts<'a> {
    pub(super) fn of(portfolio: &'a Portfolio) -> Self {
        let calendar = portfolio.calendar();
        Self {
            name: portfolio.name(),
            unit: portfolio.unit(),
            quarters: calendar.quarters().map(|quarter| calendar.name(quarter).to_string()).collect(),
            discount_factor: portfolio.discount_factor(),
            initiatives: portfolio.initiatives().len(),
            teams: portfolio.teams().rows().iter().map(|team| team.name.as_str()).collect(),
        }
    }
}
