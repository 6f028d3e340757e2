//! A CSV file as rows of cells with true line numbers.

use csv::StringRecord;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::cell::Cell;
use super::document::Document;
use super::finding::quoted;
use super::findings::Findings;
use super::number::Commas;
use super::{Code, Place};

/// Bytes that one cell takes at first; grown as needed.
const FIRST_CELL_SIZE: usize = 256;

/// A CSV file with its header.
#[derive(Debug)]
pub(super) struct Sheet {
    file: String,
    commas: Commas,
    header: Row,
    rows: Vec<Row>,
}

/// One row of a sheet.
#[derive(Debug)]
pub(super) struct Row {
    /// The line on which it begins, counted from 1.
    pub(super) line: u32,
    cells: StringRecord,
}

impl Sheet {
    /// Reads the file; none, with a finding, if it has no header, no rows, or a quote that is never closed.
    pub(super) fn read(document: &Document, findings: &mut Findings) -> Option<Self> {
        let delimiter = delimiter(&document.text);
        let commas = if delimiter == b',' { Commas::Group } else { Commas::Unclear };
        let rows = rows(document, delimiter, findings)?;
        let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let sheet = rows.next().map(|header| Self { file: document.name.clone(), commas, header, rows: rows.collect() });
        if sheet.as_ref().is_none_or(|sheet| sheet.rows.is_empty()) {
            let missing = if sheet.is_none() { "the file is empty" } else { "there is a header but no row below it" };
            findings.add(Code::NoRows, document.place(), missing, "write a header line and at least one row below it");
            return None;
        }
        let sheet = sheet?;
        sheet.rows.iter().for_each(|row| sheet.check_length(row, findings));
        Some(sheet)
    }

    /// All cells of the header with their positions.
    pub(super) fn header(&self) -> impl Iterator<Item = (usize, &str)> {
        self.header.cells.iter().map(str::trim).enumerate()
    }

    /// One cell of the header.
    pub(super) fn header_text(&self, position: usize) -> &str {
        self.header.cells.get(position).unwrap_or_default().trim()
    }

    /// The header as a place.
    pub(super) fn header_place(&self, column: Option<&str>) -> Place {
        let column = column.filter(|text| !text.is_empty()).map(str::to_owned);
        Place { file: self.file.clone(), line: Some(self.header.line), column }
    }

    /// One cell of the header with its place.
    pub(super) fn header_cell(&self, position: usize) -> Cell<'_> {
        self.cell(&self.header, Some(position))
    }

    /// All rows below the header that have any cell filled.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A row as a place.
    pub(super) fn place(&self, line: u32) -> Place {
        Place { file: self.file.clone(), line: Some(line), column: None }
    }

    /// A cell of a row; the empty cell where the row is too short or the file does not have the column.
    pub(super) fn cell<'a>(&'a self, row: &'a Row, position: Option<usize>) -> Cell<'a> {
        Cell {
            text: position.and_then(|position| row.cells.get(position)).unwrap_or_default().trim(),
            file: &self.file,
            line: Some(row.line),
            column: position.map(|position| self.header_text(position)),
            commas: self.commas,
        }
    }

    /// Whether a column has nothing in any row.
    pub(super) fn is_empty_below(&self, position: usize) -> bool {
        self.rows.iter().all(|row| row.cells.get(position).unwrap_or_default().trim().is_empty())
    }

    fn check_length(&self, row: &Row, findings: &mut Findings) {
        let (columns, cells) = (self.header.cells.len(), row.cells.len());
        if let Some(extra) = row.cells.iter().skip(columns).find(|cell| !cell.trim().is_empty()) {
            let message = format!("the row has {cells} cells but the header has {columns}; {} is one too many", quoted(extra));
            let help = "put text that contains the delimiter between double quotes, for example \"1,200\"";
            findings.add(Code::TooManyCells, self.place(row.line), message, help);
        }
        if cells < columns {
            let message = format!("the row has {cells} cells but the header has {columns}; the missing ones are taken as empty");
            findings.add(Code::MissingCells, self.place(row.line), message, "fill the row up with delimiters");
        }
    }
}

/// The delimiter of the header line: the most frequent of comma, semicolon and tab outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        quoted ^= byte == b'"';
        if !quoted && matches!(byte, b'\n' | b'\r') {
            break;
        }
        counts.iter_mut().filter(|(delimiter, _)| !quoted && *delimiter == byte).for_each(|(_, count)| *count += 1);
    }
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map_or(b',', |(delimiter, _)| delimiter)
}

/// All rows of the file, blank ones too. csv's own line numbers are off after CRLF and blank lines, so rows are cut here with
/// csv-core and their offsets looked up in the document.
fn rows(document: &Document, delimiter: u8, findings: &mut Findings) -> Option<Vec<Row>> {
    let bytes = document.text.as_bytes();
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut rows, mut at) = (Vec::new(), 0);
    loop {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        if at == bytes.len() {
            return Some(rows);
        }
        let line = document.line(at);
        let Some((cells, length)) = row(&mut reader, &bytes[at..]) else {
            let place = Place { line: Some(line), ..document.place() };
            let help = "close it with a second `\"`; to write a quote inside of quoted text, double it";
            findings.add(Code::OpenQuote, place, "a `\"` that opens in this row is never closed", help);
            return None;
        };
        rows.push(Row { line, cells });
        at += length;
    }
}

/// The cells of the row at the start of `bytes` and its length; none if a quote stays open to the end.
fn row(reader: &mut Reader, bytes: &[u8]) -> Option<(StringRecord, usize)> {
    let (mut cells, mut cell) = (StringRecord::new(), vec![0; FIRST_CELL_SIZE]);
    let (mut at, mut length) = (0, 0);
    loop {
        let (mut outcome, read, written) = reader.read_field(&bytes[at..], &mut cell[length..]);
        (at, length) = (at + read, length + written);
        if outcome == ReadFieldResult::InputEmpty {
            // A line end closes the last row of a file that lacks one, but not a quoted cell.
            outcome = reader.read_field(b"\n", &mut [0; 1]).0;
        }
        match outcome {
            ReadFieldResult::OutputFull => cell.resize(2 * cell.len(), 0),
            ReadFieldResult::InputEmpty => return None,
            ReadFieldResult::End => return Some((cells, at)),
            ReadFieldResult::Field { record_end } => {
                cells.push_field(std::str::from_utf8(&cell[..length]).expect("UTF-8 cut at ASCII delimiters is UTF-8"));
                length = 0;
                if record_end {
                    return Some((cells, at));
                }
            }
        }
    }
}
