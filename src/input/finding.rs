//! A finding: something wrong or doubtful in the input, where it is, and a way out.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Code, Severity};

/// The longest piece of input that a message quotes, in characters; more would hide the sentence around it.
const LONGEST_QUOTE: usize = 60;

/// Something wrong or doubtful in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one sentence that quotes the text.
    pub message: String,
    /// A way out.
    pub help: String,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as findings call it (`initiatives.csv`, `standard input`), or the flag (`--capacity`).
    pub file: String,
    /// Line of the file, counted from 1, at which the row begins; none for a whole file or a flag.
    pub line: Option<u32>,
    /// The column as the header spells it, or the key of a TOML file.
    pub column: Option<String>,
}

impl Finding {
    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Finding {
    /// Writes three lines: code and sentence, place, way out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Self { code, place, message, help } = self;
        write!(f, "{word}[{}]: {message}\n  --> {place}\n  help: {help}", code.as_str())
    }
}

impl fmt::Display for Place {
    /// Writes `initiatives.csv:3, column ``depends_on``` with single backticks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let word = if self.file.ends_with(".toml") { "key" } else { "column" };
        self.column.as_ref().map_or(Ok(()), |column| write!(f, ", {word} {}", quoted(column)))
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            severity: Severity,
            code: Code,
            #[serde(flatten)]
            place: &'a Place,
            message: &'a str,
            help: &'a str,
        }
        let Self { code, place, message, help } = self;
        Shown { severity: self.severity(), code: *code, place, message, help }.serialize(serializer)
    }
}

/// A piece of input between backticks, on one line and not too long.
pub(crate) fn quoted(text: &str) -> String {
    let escape = |part: &str| -> String {
        let plain = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        part.chars().map(plain).collect()
    };
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("`{}…`", escape(&text[..end])),
        None => format!("`{}`", escape(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_takes_three_lines() {
        let place = Place { file: "initiatives.csv".to_owned(), line: Some(3), column: Some("depends_on".to_owned()) };
        let message = format!("{} depends on {}, which is not there", quoted("Checkout"), quoted("Ser\nch"));
        let finding = Finding { code: Code::UnknownId, place, message, help: "did you mean `Search`?".to_owned() };
        let lines = [
            r"error[E202]: `Checkout` depends on `Ser\nch`, which is not there",
            "  --> initiatives.csv:3, column `depends_on`",
            "  help: did you mean `Search`?",
        ];
        assert_eq!(finding.to_string(), lines.join("\n"));
    }

    #[test]
    fn json_says_severity_code_and_place_side_by_side() {
        let place = Place { file: "--capacity".to_owned(), line: None, column: None };
        let finding = Finding { code: Code::Rounded, place, message: "m".to_owned(), help: "h".to_owned() };
        let json = serde_json::to_string(&finding).expect("a finding can be said in JSON");
        let parts = [
            r#"{"severity":"warning","code":"W201","file":"--capacity","#,
            r#""line":null,"column":null,"message":"m","help":"h"}"#,
        ];
        assert_eq!(json, parts.concat());
    }
}
