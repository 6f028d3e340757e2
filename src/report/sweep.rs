//! Sweeps and frontiers: the curve of the value in tables, CSV, JSON, Markdown and as a picture.

mod chart;
mod curve;
mod page;
mod sketch;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use curve::{Curve, status};
pub(super) use words::{kind, plain_setting};

use super::page::Medium;
use super::{Format, Style, csv, json, markdown, text, write_file};
use crate::input::Finding;
use crate::model::Portfolio;
use crate::scenario::{Frontier, Sweep};
use crate::solve::Options;

/// What was swept.
#[derive(Debug, Clone, Copy)]
pub enum Swept<'a> {
    /// One number over a range.
    Number(&'a Sweep),
    /// The value against a share.
    Share(&'a Frontier),
}

/// What was asked and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct SweepReport<'a> {
    /// The facts as they are without the sweep.
    pub portfolio: &'a Portfolio,
    /// What is doubtful about them.
    pub warnings: &'a [Finding],
    /// What was asked of each solve.
    pub options: &'a Options,
    /// What came of it.
    pub swept: Swept<'a>,
}

/// The report of a sweep. CSV has one row a point. Same input, same options: same bytes, unless a search was cut.
#[must_use]
pub fn sweep(report: &SweepReport<'_>, format: Format, style: Style) -> String {
    let curve = Curve::of(report.swept);
    match format {
        Format::Table => text::render(&page::blocks(report, &curve, Medium::Terminal), style),
        Format::Csv => csv::sweep(&curve),
        Format::Json => json::sweep(report, &curve),
        Format::Markdown => markdown::render(&page::blocks(report, &curve, Medium::File)),
    }
}

/// The curve as a picture in SVG, with its title and a description in words. It says nothing by colour alone.
#[must_use]
pub fn sweep_svg(report: &SweepReport<'_>) -> String {
    chart::svg(report, &Curve::of(report.swept))
}

/// Writes sweep.csv, sweep.json, sweep.md and sweep.svg (of a frontier: frontier.csv and so on) into `dir` and returns their paths.
/// The directory is made if it is not there; each file is written whole or not at all.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_sweep(report: &SweepReport<'_>, dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let stem = match report.swept {
        Swept::Number(_) => "sweep",
        Swept::Share(_) => "frontier",
    };
    let style = Style { color: false, width: 0 };
    let formats = [("csv", Format::Csv), ("json", Format::Json), ("md", Format::Markdown)];
    let texts = formats.map(|(ending, format)| (ending, sweep(report, format, style)));
    let write = |(ending, text): (&str, String)| {
        let path = dir.join(format!("{stem}.{ending}"));
        write_file(&path, text.as_bytes()).map(|()| path)
    };
    texts.into_iter().chain([("svg", sweep_svg(report))]).map(write).collect()
}
