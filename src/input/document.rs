//! A file as text, with its lines and its hash.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::findings::Findings;
use super::{Code, Place};
use crate::model::Source;

/// What findings call standard input.
pub(super) const STANDARD_INPUT: &str = "standard input";

/// The text of one file.
#[derive(Debug)]
pub(crate) struct Document {
    /// What findings call it.
    pub(crate) name: String,
    /// Its text without byte-order mark.
    pub(crate) text: String,
    /// Its name and hash for the record.
    pub(crate) source: Source,
    line_starts: Vec<usize>,
}

impl Document {
    /// Reads a file; none, with a finding, if it is not there or not text. The path `-` is standard input.
    pub(crate) fn from_file(path: &Path, name: &str, findings: &mut Findings) -> Option<Self> {
        let mut bytes = Vec::new();
        let from_standard_input = path.as_os_str() == "-";
        let (name, outcome) = if from_standard_input {
            (STANDARD_INPUT, std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ()))
        } else {
            (name, std::fs::read(path).map(|read| bytes = read))
        };
        match outcome {
            Ok(()) => Self::from_bytes(name, &bytes, findings),
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                findings.add(Code::FileUnreadable, whole_file(name), message, "check the path, and that the file may be read");
                None
            }
        }
    }

    /// Takes bytes for a file; none, with a finding, if they are not UTF-8 text.
    pub(crate) fn from_bytes(name: &str, bytes: &[u8], findings: &mut Findings) -> Option<Self> {
        let source = Source { name: name.to_owned(), sha256: hexadecimal(&Sha256::digest(bytes)) };
        let after_mark = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let fault = match std::str::from_utf8(after_mark) {
            Ok(text) if !text.contains('\0') => {
                return Some(Self {
                    name: name.to_owned(),
                    text: text.to_owned(),
                    source,
                    line_starts: line_starts(text.as_bytes()),
                });
            }
            Ok(text) => text.find('\0').unwrap_or_default(),
            Err(error) => error.valid_up_to(),
        };
        let line = line_of(&line_starts(after_mark), fault);
        let place = Place { line: Some(line), ..whole_file(name) };
        let message = format!("the text is not UTF-8 from byte {} on", fault + bytes.len() - after_mark.len());
        let help = "save it again as UTF-8: `CSV UTF-8` in Excel, character set `Unicode (UTF-8)` in LibreOffice";
        findings.add(Code::NotText, place, message, help);
        None
    }

    /// The line, counted from 1, on which the byte at `offset` of the text stands.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        line_of(&self.line_starts, offset)
    }

    /// The file as a whole as a place.
    pub(crate) fn place(&self) -> Place {
        whole_file(&self.name)
    }
}

/// A file or flag as a whole as a place.
pub(crate) fn whole_file(name: &str) -> Place {
    Place { file: name.to_owned(), line: None, column: None }
}

/// Offsets at which lines begin; LF, CRLF and a lone CR each end a line.
fn line_starts(text: &[u8]) -> Vec<usize> {
    let ends_line = |&at: &usize| text[at] == b'\n' || text[at] == b'\r' && text.get(at + 1) != Some(&b'\n');
    std::iter::once(0).chain((0..text.len()).filter(ends_line).map(|at| at + 1)).collect()
}

fn line_of(starts: &[usize], offset: usize) -> u32 {
    u32::try_from(starts.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_after_any_terminator_and_blank_lines() {
        let document = Document::from_bytes("x", b"\xEF\xBB\xBFa\r\n\r\nb\rc\nd", &mut Findings::default()).expect("text");
        let lines: Vec<u32> = ["a", "b", "c", "d"].iter().map(|c| document.line(document.text.find(c).expect("there"))).collect();
        assert_eq!(lines, [1, 3, 4, 5]);
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        let document = Document::from_bytes("x", b"abc", &mut Findings::default()).expect("text");
        assert!(document.source.sha256.starts_with("ba7816bf8f01cfea"));
    }
}
