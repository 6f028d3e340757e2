//! A table of a TOML file, read key by key, so that keys nobody asked for are found.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::Cell;
use super::document::Document;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{did_you_mean, nearest};
use super::number::Commas;
use super::{Code, Place};

/// A table with its place.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    document: &'a Document,
    table: &'a DeTable<'a>,
    line: Option<u32>,
    known: Vec<&'static str>,
}

/// A value with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    document: &'a Document,
    key: &'a str,
    value: &'a Spanned<DeValue<'a>>,
    line: u32,
}

impl<'a> Section<'a> {
    /// The whole file as a table.
    pub(crate) fn top(document: &'a Document, table: &'a DeTable<'a>) -> Self {
        Self { document, table, line: None, known: Vec::new() }
    }

    /// The table itself as a place.
    pub(crate) fn place(&self) -> Place {
        Place { line: self.line, ..self.document.place() }
    }

    /// The value of a key, if it is there. The key is known from now on.
    pub(crate) fn entry(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.known.push(key);
        self.entries().find(|entry| entry.key == key)
    }

    /// The text of a key.
    pub(crate) fn text(&mut self, key: &'static str, findings: &mut Findings) -> Option<Cell<'a>> {
        self.entry(key)?.text(findings)
    }

    /// The number of a key.
    pub(crate) fn number(&mut self, key: &'static str, findings: &mut Findings) -> Option<Cell<'a>> {
        self.entry(key)?.number(findings)
    }

    /// The texts of a key that holds one or a list of them.
    pub(crate) fn texts(&mut self, key: &'static str, findings: &mut Findings) -> Option<Vec<Cell<'a>>> {
        self.entry(key)?.texts(findings)
    }

    /// The texts of a key whose list may be empty.
    pub(crate) fn texts_or_none(&mut self, key: &'static str, findings: &mut Findings) -> Option<Vec<Cell<'a>>> {
        let entry = self.entry(key)?;
        let is_empty = entry.value.get_ref().as_array().is_some_and(|list| list.is_empty());
        if is_empty { Some(Vec::new()) } else { entry.texts(findings) }
    }

    /// The table of a key.
    pub(crate) fn section(&mut self, key: &'static str, findings: &mut Findings) -> Option<Self> {
        let entry = self.entry(key)?;
        let section = entry.section(entry.value);
        if section.is_none() {
            entry.wrong_kind("a table", &format!("write `[{key}]` on a line of its own, and its keys below"), findings);
        }
        section
    }

    /// The tables of a key that holds a list of them.
    pub(crate) fn sections(&mut self, key: &'static str, findings: &mut Findings) -> Vec<Self> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let all = entry.value.get_ref().as_array().map(|list| list.iter().map(|value| entry.section(value)).collect());
        if let Some(Some(sections)) = all {
            return sections;
        }
        entry.wrong_kind("a list of tables", &format!("write `[[{key}]]` on a line of its own, and its keys below"), findings);
        Vec::new()
    }

    /// All keys that were not asked for so far, in the order of the file; they are known from now on.
    pub(crate) fn rest(&mut self) -> Vec<Entry<'a>> {
        let mut rest: Vec<Entry> = self.entries().filter(|entry| !self.known.contains(&entry.key)).collect();
        rest.sort_by_key(|entry| entry.value.span().start);
        rest
    }

    /// Says which keys are not known.
    pub(crate) fn finish(mut self, findings: &mut Findings) {
        for entry in self.rest() {
            let near = did_you_mean(nearest(entry.key, self.known.iter().copied()));
            let known: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("key {} is not known here", quoted(entry.key));
            entry.cell("").report(Code::UnknownKey, message, format!("{near}known keys: {}", known.join(", ")), findings);
        }
    }

    /// Says that a key is missing.
    pub(crate) fn missing(&self, keys: &str, help: &str, findings: &mut Findings) {
        findings.add(Code::MissingKey, self.place(), format!("there is no key {keys}"), help);
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let document = self.document;
        let entry = move |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let key: &'a std::borrow::Cow<'a, str> = key.get_ref();
            Entry { document, key, value, line: document.line(value.span().start) }
        };
        self.table.iter().map(entry)
    }
}

impl<'a> Entry<'a> {
    /// Its key.
    pub(crate) fn key(&self) -> Cell<'a> {
        self.cell(self.key)
    }

    /// Its text.
    pub(crate) fn text(&self, findings: &mut Findings) -> Option<Cell<'a>> {
        let text = self.value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_kind("a text", "write it between double quotes", findings);
        }
        text.map(|text| self.cell(text))
    }

    /// Its number, as it is written.
    pub(crate) fn number(&self, findings: &mut Findings) -> Option<Cell<'a>> {
        let number = match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind("a number", "write digits without quotes, such as `0.2` or `40`", findings);
        }
        number.map(|number| self.cell(number))
    }

    /// Its number or text, as it is written.
    pub(crate) fn number_or_text(&self, help: &str, findings: &mut Findings) -> Option<Cell<'a>> {
        let text = match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            DeValue::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        };
        if text.is_none() {
            self.wrong_kind("a number or a text", help, findings);
        }
        text.map(|text| self.cell(text))
    }

    /// Whether it is a text.
    pub(crate) fn is_text(&self) -> bool {
        self.value.get_ref().is_str()
    }

    /// Its word: a text, or `true` or `false` without quotes.
    pub(crate) fn word(&self, help: &str, findings: &mut Findings) -> Option<Cell<'a>> {
        match self.value.get_ref() {
            DeValue::Boolean(truth) => Some(self.cell(if *truth { "true" } else { "false" })),
            _ => self.number_or_text(help, findings),
        }
    }

    /// Its table, if it is one.
    pub(crate) fn table(&self) -> Option<Section<'a>> {
        self.section(self.value)
    }

    /// Its table; a finding with `help` if it is none.
    pub(crate) fn table_or_finding(&self, help: &str, findings: &mut Findings) -> Option<Section<'a>> {
        let table = self.table();
        if table.is_none() {
            self.wrong_kind("a table", help, findings);
        }
        table
    }

    /// Its texts: one, or a list of at least one.
    fn texts(&self, findings: &mut Findings) -> Option<Vec<Cell<'a>>> {
        let text = |value: &'a Spanned<DeValue<'a>>| value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        let values: Vec<&'a Spanned<DeValue<'a>>> = match self.value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![self.value],
        };
        let texts: Option<Vec<&str>> = values.iter().map(|value| text(value)).collect();
        let texts = texts.filter(|texts| !texts.is_empty());
        if texts.is_none() {
            self.wrong_kind("a list of texts", "write it as `[\"one\", \"two\"]`", findings);
        }
        let cell = |(text, value): (&'a str, &&'a Spanned<DeValue<'a>>)| Cell {
            line: Some(self.document.line(value.span().start)),
            ..self.cell(text)
        };
        texts.map(|texts| texts.into_iter().zip(&values).map(cell).collect())
    }

    fn section(&self, value: &'a Spanned<DeValue<'a>>) -> Option<Section<'a>> {
        let line = Some(self.document.line(value.span().start));
        let table = value.get_ref().as_table()?;
        Some(Section { document: self.document, table, line, known: Vec::new() })
    }

    fn wrong_kind(&self, wanted: &str, help: &str, findings: &mut Findings) {
        let is = match self.value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => "empty".to_owned(),
            DeValue::Array(list) if list.is_empty() => "an empty list".to_owned(),
            DeValue::Array(_) => "a list of other things".to_owned(),
            value => format!("of the kind {}", value.type_str()),
        };
        let message = format!("the value of {} is {is}, not {wanted}", quoted(self.key));
        self.cell("").report(Code::WrongKind, message, help, findings);
    }

    fn cell(&self, text: &'a str) -> Cell<'a> {
        Cell { text, file: &self.document.name, line: Some(self.line), column: Some(self.key), commas: Commas::Group }
    }
}
