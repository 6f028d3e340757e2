//! The option `--format`.

use clap::ValueEnum;
use quarterdeck::report::Format;

/// In which form an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Tables for a terminal
    Table,
    /// Rows for a spreadsheet
    Csv,
    /// Everything, for programs
    Json,
    /// Tables for a document
    Markdown,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Table => Self::Table,
            FormatName::Csv => Self::Csv,
            FormatName::Json => Self::Json,
            FormatName::Markdown => Self::Markdown,
        }
    }
}
