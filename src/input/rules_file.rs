//! portfolio.toml as text: every error of form at once, then the keys.

use toml::Spanned;
use toml::de::DeTable;

use super::document::Document;
use super::findings::Findings;
use super::section::Section;
use super::{Code, Place};

/// A parsed TOML file.
pub(crate) struct RulesFile<'a> {
    document: &'a Document,
    table: Spanned<DeTable<'a>>,
    /// Lines that are not TOML, so that nothing more is said of them.
    broken: Vec<u32>,
}

impl<'a> RulesFile<'a> {
    /// Parses the file; what is not TOML is a finding, and the rest is read nevertheless.
    pub(crate) fn parse(document: &'a Document, findings: &mut Findings) -> Self {
        let (table, errors) = DeTable::parse_recoverable(&document.text);
        let mut broken = Vec::new();
        for error in &errors {
            let line = document.line(error.span().map_or(0, |span| span.start));
            if !broken.contains(&line) {
                broken.push(line);
                let place = Place { line: Some(line), ..document.place() };
                let message = format!("the line is not TOML: {}", one_line(error.message()));
                let help = "write `key = value` with texts between double quotes, `[table]` or `[[list]]`";
                findings.add(Code::NotToml, place, message, help);
            }
        }
        Self { document, table, broken }
    }

    /// The whole file as a table.
    pub(crate) fn top(&self) -> Section<'_> {
        Section::top(self.document, self.table.get_ref())
    }

    /// Takes over what was found in the keys, but not what follows from a line that is not TOML.
    pub(crate) fn take(&self, found: Findings, findings: &mut Findings) {
        let is_broken =
            |place: &Place| place.file == self.document.name && place.line.is_some_and(|line| self.broken.contains(&line));
        let follows = |code: Code| !self.broken.is_empty() && matches!(code, Code::MissingKey | Code::UnknownKey);
        findings.take(found, |finding| !is_broken(&finding.place) && !follows(finding.code));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
