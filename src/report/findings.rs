//! Findings with a count.

use super::numbers::count;
use super::page::{Block, Column, Row, Table, Text, Tone};
use super::{Style, text};
use crate::input::{Finding, Severity};

/// Each finding in its three lines, then how many there are.
pub(super) fn table(findings: &[Finding], style: Style) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&text::toned_lines(&finding.to_string(), tone(finding), style));
        out.push_str("\n\n");
    }
    out.push_str(&summary(findings));
    out.push('\n');
    out
}

/// A table with a row a finding.
pub(super) fn markdown(findings: &[Finding]) -> String {
    let columns = ["code", "finding", "place", "help"].map(Column::left).to_vec();
    let row = |finding: &Finding| {
        let code = Text::new(tone(finding), finding.code.as_str());
        let rest = [finding.message.clone(), finding.place.to_string(), finding.help.clone()];
        Row::Cells(std::iter::once(code).chain(rest.map(Text::plain)).collect())
    };
    let rows: Vec<Row> = findings.iter().map(row).collect();
    let heading = Block::Title(summary(findings));
    let table = (!rows.is_empty()).then_some(Block::Table(Table { columns, rows }));
    super::markdown::render(&std::iter::once(heading).chain(table).collect::<Vec<Block>>())
}

fn tone(finding: &Finding) -> Tone {
    match finding.severity() {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Doubtful,
    }
}

/// `2 errors, 1 warning`
fn summary(findings: &[Finding]) -> String {
    let number = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    match (number(Severity::Error), number(Severity::Warning)) {
        (0, 0) => "no findings".to_owned(),
        (errors, 0) => count(errors, "error"),
        (0, warnings) => count(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}
