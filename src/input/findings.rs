//! All findings of one reading.

use std::fmt;

use super::{Code, Finding, Place, Severity};

/// The input cannot be planned as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ReadError {
    findings: Vec<Finding>,
}

impl ReadError {
    /// Everything that was found, errors and warnings, at least one error; by file, within a file by line.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// All findings, whatever their level.
    pub(super) fn of(findings: Findings) -> Self {
        Self { findings: findings.0 }
    }

    /// The same without lines, for what was read from a text that nobody has seen.
    pub(super) fn without_lines(mut self) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.place.line = None);
        self
    }
}

impl fmt::Display for ReadError {
    /// Writes all findings with a blank line between.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.findings.iter().map(ToString::to_string).collect();
        f.write_str(&texts.join("\n\n"))
    }
}

/// Collects findings while reading goes on.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    /// Notes a finding.
    pub(crate) fn add(&mut self, code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Finding { code, place, message: message.into(), help: help.into() });
    }

    /// Takes over the findings of another reading for which `keep` holds.
    pub(crate) fn take(&mut self, other: Self, keep: impl Fn(&Finding) -> bool) {
        self.0.extend(other.0.into_iter().filter(keep));
    }

    /// The warnings with what was read, or everything if there is an error. `files` gives the order in which files are reported.
    ///
    /// # Errors
    /// When there is an error among the findings, or nothing was read.
    pub(crate) fn conclude<T>(mut self, files: &[&str], read: Option<T>) -> Result<(T, Vec<Finding>), ReadError> {
        let rank = |finding: &Finding| files.iter().position(|&file| file == finding.place.file).unwrap_or(files.len());
        self.0.sort_by_key(|finding| (rank(finding), finding.place.line));
        self.0.dedup();
        let sound = self.0.iter().all(|finding| finding.severity() == Severity::Warning);
        read.filter(|_| sound).map(|read| (read, self.0.clone())).ok_or(ReadError { findings: self.0 })
    }
}
