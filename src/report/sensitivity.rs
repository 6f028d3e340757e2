//! The price of every rule, and what more capacity, later deadlines and dropped dependencies are worth.

use std::io;
use std::path::{Path, PathBuf};

use super::compare::signed;
use super::csv::written_rows;
use super::numbers::{count, effort};
use super::page::{Block, Column, Medium, Page, Row, Table, Text, Tone, cells, list};
use super::{Format, Style, asked, doubts, files, json, markdown, rules, text, words};
use crate::input::Finding;
use crate::model::{Basis, Id, Initiative, Portfolio};
use crate::scenario::{Amount, Interval, Question, Sensitivity, Worth};
use crate::solve::{Options, Status, gap};

/// Up to so many rows of capacity are shown on a terminal; all are in the files.
const MOST_ROWS: usize = 20;

/// A sensitivity analysis and what was asked of it.
#[derive(Debug, Clone, Copy)]
pub struct SensitivityReport<'a> {
    /// The facts.
    pub portfolio: &'a Portfolio,
    /// What came of it.
    pub sensitivity: &'a Sensitivity,
    /// What is doubtful about the facts.
    pub warnings: &'a [Finding],
    /// What was asked of each solve.
    pub options: &'a Options,
}

/// The report of a sensitivity analysis. CSV has one row a question, worth most first.
#[must_use]
pub fn sensitivity(report: &SensitivityReport<'_>, format: Format, style: Style) -> String {
    match format {
        Format::Table => text::render(&page(report, Medium::Terminal), style),
        Format::Csv => table(report),
        Format::Json => json::sensitivity(report),
        Format::Markdown => markdown::render(&page(report, Medium::File)),
    }
}

/// Writes sensitivity.csv, sensitivity.json and sensitivity.md into `dir` and returns their paths. The directory is made if it is not
/// there; each file is written whole or not at all.
///
/// # Errors
/// When the directory or a file cannot be written.
pub fn write_sensitivity(report: &SensitivityReport<'_>, dir: &Path) -> io::Result<Vec<PathBuf>> {
    let style = Style { color: false, width: 0 };
    let forms = [("sensitivity.csv", Format::Csv), ("sensitivity.json", Format::Json), ("sensitivity.md", Format::Markdown)];
    files::write_texts(dir, forms.map(|(name, format)| (name, sensitivity(report, format, style))))
}

/// The kind of a question as one word.
pub(super) fn kind(question: &Question) -> &'static str {
    match question {
        Question::Rule(_) | Question::Mix => "rule",
        Question::OneOf(_) => "one_of",
        Question::Together(_) => "together",
        Question::Must(_) => "must",
        Question::Pin(_) => "pin",
        Question::Deadline(_) => "deadline",
        Question::Dependency(..) => "dependency",
        Question::Capacity { of: Amount::Unit, .. } => "unit",
        Question::Capacity { of: Amount::Person, .. } => "person",
    }
}

/// What changes, in words.
pub(super) fn question(portfolio: &Portfolio, question: &Question) -> String {
    let id = |id: &Id<Initiative>| words::id(portfolio, *id);
    match question {
        Question::Rule(name) => {
            let asked = rules::asked_by(portfolio, name).map_or_else(String::new, |asked| format!(": {asked}"));
            format!("without {name}{asked}")
        }
        Question::Mix => "without the mix".to_owned(),
        Question::OneOf(name) => format!("without the choice of one in group {name}"),
        Question::Together(name) => format!("without all or none of group {name}"),
        Question::Must(initiative) => format!("{} need not be in", id(initiative)),
        Question::Pin(initiative) => format!("{} may start whenever", id(initiative)),
        Question::Deadline(initiative) => format!("{} a quarter later", id(initiative)),
        Question::Dependency(one, other) => format!("{} no longer waits for {}", id(one), id(other)),
        Question::Capacity { team, quarter, by, .. } => {
            let (team, quarter) = (&portfolio.teams()[*team].name, portfolio.calendar().name(*quarter));
            format!("{team} in {quarter}: {} more", effort(*by))
        }
    }
}

fn page(report: &SensitivityReport<'_>, medium: Medium) -> Page {
    let mut page = asked::blocks(report.portfolio);
    page.push(Block::Heading("As it stands".to_owned()));
    page.push(Block::List(vec![base(report)]));
    let groups: [(&str, &[&str]); 4] = [
        ("Price of each rule", &["rule", "one_of", "together", "must", "pin"]),
        ("Later deadlines and dropped dependencies", &["deadline", "dependency"]),
        ("One more person in a quarter", &["person"]),
        ("One more unit in a quarter", &["unit"]),
    ];
    page.extend(groups.into_iter().flat_map(|(heading, kinds)| group(report, heading, kinds, medium)));
    page.extend(untried(report));
    page.push(list(notes(report.portfolio)));
    page.extend(doubts::blocks(report.warnings, medium));
    page
}

fn notes(portfolio: &Portfolio) -> Vec<String> {
    let unit = portfolio.unit();
    let worth = format!(
        "worth: the optimum with the change less the optimum without; an interval is all that is proven; capacity in {unit}"
    );
    let rules: Vec<String> =
        portfolio.shares_ruled().into_iter().filter(|rule| rule.basis == Basis::Capacity).map(|rule| rule.name).collect();
    let of_capacity = format!("more capacity also raises what is asked by {}, whose share is one of capacity", rules.join(", "));
    if rules.is_empty() { vec![worth] } else { vec![worth, of_capacity] }
}

fn base(report: &SensitivityReport<'_>) -> Text {
    let value = super::numbers::value;
    match (report.sensitivity.answer(), report.sensitivity.base.optimum()) {
        (Some(answer), _) => {
            let (tone, word) = match answer.status {
                Status::Optimal => (Tone::Good, "optimal"),
                Status::Feasible => (Tone::Doubtful, "feasible, not proven optimal"),
            };
            let gap = super::numbers::gap(gap(answer.value, answer.bound));
            let bound = if answer.bound.is_finite() {
                format!("bound {}, gap {gap}", value(answer.bound))
            } else {
                "no bound known".to_owned()
            };
            let cut = if answer.may_differ() { "; search cut: another run may give another plan" } else { "" };
            Text::new(tone, format!("{word}: value {}, {bound}{cut}", value(answer.value)))
        }
        (None, Some(_)) => Text::new(Tone::Bad, "no plan found in time: nothing can be priced against it"),
        (None, None) => Text::new(Tone::Bad, "infeasible: no plan keeps all rules; what makes one possible comes first below"),
    }
}

fn group(report: &SensitivityReport<'_>, heading: &str, kinds: &[&str], medium: Medium) -> Page {
    let worths: Vec<&Worth> = report.sensitivity.worths.iter().filter(|worth| kinds.contains(&kind(&worth.question))).collect();
    if worths.is_empty() {
        return Vec::new();
    }
    let most = if medium == Medium::Terminal { MOST_ROWS } else { worths.len() };
    let columns = vec![Column::right("worth"), Column::wrap("change", 30)];
    let rows = worths.iter().take(most).map(|worth| row(report, worth)).collect();
    let mut page = vec![Block::Heading(heading.to_owned()), Block::Table(Table { columns, rows })];
    if worths.len() > most {
        page.push(list([format!("{} more that are worth less (all: --out FOLDER or --format csv)", worths.len() - most)]));
    }
    page
}

fn row(report: &SensitivityReport<'_>, worth: &Worth) -> Row {
    cells([in_words(worth), question(report.portfolio, &worth.question)])
}

/// `+39`, `+38.9 to +39.2`, or what there is instead.
fn in_words(worth: &Worth) -> String {
    match (worth.worth, worth.optimum) {
        (Some(worth), _) => signed(worth),
        (None, Some(optimum)) if optimum.low.is_finite() => format!("a plan of {}", super::numbers::value(optimum.low)),
        (None, Some(_)) => "unknown".to_owned(),
        (None, None) => "no plan".to_owned(),
    }
}

fn untried(report: &SensitivityReport<'_>) -> Page {
    let untried = &report.sensitivity.untried;
    let Some(first) = untried.first() else { return Vec::new() };
    let first = question(report.portfolio, first);
    let sentence = format!("{} not tried, of which the duals promise most for: {first}", count(untried.len(), "change"));
    vec![list([format!("{sentence}; --most tries more")])]
}

/// One row a question, worth most first; what was not tried comes last, without numbers.
fn table(report: &SensitivityReport<'_>) -> String {
    let head = ["kind", "change", "worth_low", "worth_high", "optimum_low", "optimum_high", "tried"].map(str::to_owned);
    let ends = |interval: Option<Interval>| {
        let text = |number: f64| if number.is_finite() { (number + 0.0).to_string() } else { String::new() };
        interval.map_or([String::new(), String::new()], |interval| [text(interval.low), text(interval.high)])
    };
    let row = |asked: &Question, worth: Option<&Worth>| {
        let [low, high] = ends(worth.and_then(|worth| worth.worth));
        let [least, most] = ends(worth.and_then(|worth| worth.optimum));
        let tried = if worth.is_some() { "yes" } else { "no" };
        vec![kind(asked).to_owned(), question(report.portfolio, asked), low, high, least, most, tried.to_owned()]
    };
    let tried = report.sensitivity.worths.iter().map(|worth| row(&worth.question, Some(worth)));
    written_rows(&head, tried.chain(report.sensitivity.untried.iter().map(|question| row(question, None))))
}
