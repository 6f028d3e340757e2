//! The header of a CSV file: which column is which.

use super::Code;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{did_you_mean, nearest};
use super::sheet::Sheet;

/// The columns that a kind of file may have.
pub(super) trait Column: Copy + PartialEq + 'static {
    /// Every column with its name.
    const ALL: &'static [(Self, &'static str)];
    /// Further columns whose names depend on the portfolio, for people.
    const FURTHER: Option<&'static str> = None;
}

/// Where the known columns of a file stand.
#[derive(Debug)]
pub(super) struct Columns<C> {
    positions: Vec<(C, usize)>,
    /// Positions of all other columns.
    pub(super) others: Vec<usize>,
}

impl<C: Column> Columns<C> {
    /// Finds the known columns in the header; one that is there twice is a finding.
    pub(super) fn of(sheet: &Sheet, findings: &mut Findings) -> Self {
        let mut columns = Self { positions: Vec::new(), others: Vec::new() };
        for (position, text) in sheet.header() {
            match known::<C>(text) {
                None => columns.others.push(position),
                Some(column) if columns.position(column).is_some() => repeated_column(sheet, text, findings),
                Some(column) => columns.positions.push((column, position)),
            }
        }
        columns
    }

    /// Where a column stands, if the file has it.
    pub(super) fn position(&self, column: C) -> Option<usize> {
        self.positions.iter().find(|(known, _)| *known == column).map(|&(_, position)| position)
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: C) -> bool {
        self.position(column).is_some()
    }

    /// Requires a column; says so if the file does not have it.
    pub(super) fn require(&self, column: C, sheet: &Sheet, findings: &mut Findings) -> bool {
        if !self.has(column) {
            let name = name(column);
            let unread = self.others.iter().map(|&position| sheet.header_text(position));
            let near = nearest(name, unread).map_or_else(String::new, |near| format!(", or rename {}", quoted(near)));
            let message = format!("there is no column {}", quoted(name));
            findings.add(Code::MissingColumn, sheet.header_place(None), message, format!("add the column{near}"));
        }
        self.has(column)
    }
}

/// Says that a column is not known and so not read; a nameless column without any cells is passed over.
pub(super) fn unknown_column<C: Column>(sheet: &Sheet, position: usize, findings: &mut Findings) {
    let text = sheet.header_text(position);
    if text.is_empty() && sheet.is_empty_below(position) {
        return;
    }
    let near = did_you_mean(nearest(text, C::ALL.iter().map(|&(_, name)| name)));
    let message = match text {
        "" => format!("column {} has no name; its cells are not read", position + 1),
        _ => format!("column {} is not known; its cells are not read", quoted(text)),
    };
    let known = C::ALL.iter().map(|&(_, name)| name).chain(C::FURTHER);
    let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
    let help = format!("{near}known columns: {}", known.join(", "));
    findings.add(Code::UnknownColumn, sheet.header_place(Some(text)), message, help);
}

/// Says that a column is there twice.
pub(super) fn repeated_column(sheet: &Sheet, text: &str, findings: &mut Findings) {
    let message = format!("column {} is there twice", quoted(text));
    findings.add(Code::RepeatedColumn, sheet.header_place(Some(text)), message, "remove or rename one of the two");
}

/// The text in lower case without spaces, underscores and hyphens, so that `Depends on` is `depends_on`.
pub(crate) fn fold(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

fn known<C: Column>(text: &str) -> Option<C> {
    let folded = fold(text);
    C::ALL.iter().find(|(_, name)| fold(name) == folded).map(|&(column, _)| column)
}

fn name<C: Column>(column: C) -> &'static str {
    C::ALL.iter().find(|(known, _)| *known == column).map_or("", |&(_, name)| name)
}
