//! A sweep for people: what was swept, a row a point with a sketch, and where the plan changes.

use super::sketch::{LEGEND, Sketch};
use super::{Curve, SweepReport, Swept, status, words};
use crate::model::{Basis, Id, Initiative, Share};
use crate::report::numbers::{self, count};
use crate::report::page::{Block, Column, Medium, Page, Row, Table, Text, Tone, list};
use crate::report::{asked, doubts};
use crate::scenario::{Point, Turn};

/// Stands where there is no number.
const NONE: &str = "-";
/// The least width of the column of changes on a terminal.
const LEAST_CHANGES: usize = 24;

pub(super) fn blocks(report: &SweepReport<'_>, curve: &Curve<'_>, medium: Medium) -> Page {
    let mut page = asked::blocks(report.portfolio);
    page.push(Block::Heading(heading(curve).to_owned()));
    page.push(list(about(report, curve)));
    if !curve.points.is_empty() {
        let sketch = Sketch::of(curve.points.iter().map(|point| &point.outcome));
        page.push(Block::Heading("Value".to_owned()));
        page.push(Block::Table(points(report, curve, sketch.as_ref(), medium)));
        page.push(list(sketch.map(|_| LEGEND.to_owned()).into_iter().chain(notes(report, curve))));
    }
    page.extend(turns(report, curve));
    page.extend(doubts::blocks(report.warnings, medium));
    page
}

fn heading(curve: &Curve<'_>) -> &'static str {
    match curve.swept {
        Swept::Number(_) => "Sweep",
        Swept::Share(_) => "Frontier",
    }
}

fn about(report: &SweepReport<'_>, curve: &Curve<'_>) -> Vec<String> {
    let (points, number) = (&curve.sweep.points, &curve.sweep.number);
    let ends = points.first().zip(points.last());
    let range = ends.map(|(first, last)| words::sentence(report.portfolio, number, first.setting, last.setting));
    let rest = match curve.swept {
        Swept::Number(_) => vec![words::law(curve.sweep.law).to_owned()],
        Swept::Share(_) => about_frontier(curve),
    };
    range.into_iter().chain([summary(curve)]).chain(rest).collect()
}

/// `9 points: 7 optimal, 2 infeasible`
fn summary(curve: &Curve<'_>) -> String {
    let points = &curve.sweep.points;
    let number = |word: &str| points.iter().filter(|point| status(&point.outcome) == word).count();
    let words = ["optimal", "feasible", "infeasible", "no_plan"].map(|word| (number(word), word));
    let told = words.into_iter().filter(|&(number, _)| number > 0);
    let told: Vec<String> = told.map(|(number, word)| format!("{number} {}", word.replace('_', " "))).collect();
    format!("{}: {}", count(points.len(), "point"), told.join(", "))
}

fn about_frontier(curve: &Curve<'_>) -> Vec<String> {
    let shown = count(curve.points.len(), "plan");
    let first = format!(
        "{shown}, each better than every other in value or in share; optimal: no plan with as much of the share is worth more"
    );
    let second = "the rule's own floor is lifted for this, all other rules hold".to_owned();
    let scale = curve.scale();
    let third = curve.unreachable().map(|point| format!("no plan has {} or more", words::setting(scale, point.setting)));
    [first, second].into_iter().chain(third).collect()
}

fn points(report: &SweepReport<'_>, curve: &Curve<'_>, sketch: Option<&Sketch>, medium: Medium) -> Table {
    let place = match curve.swept {
        Swept::Number(sweep) => words::title(report.portfolio, &sweep.number),
        Swept::Share(_) => "share".to_owned(),
    };
    let right = [place, "value".into(), "bound".into(), "gap".into(), "in plan".into(), "of planned".into(), "of capacity".into()];
    let mut columns: Vec<Column> = right.into_iter().map(Column::right).collect();
    columns.push(Column::left("status"));
    columns.extend(
        sketch.map(|sketch| Column::left(format!("{} to {}", numbers::value(sketch.least), numbers::value(sketch.greatest)))),
    );
    Table { columns, rows: curve.points.iter().map(|point| row(curve, point, sketch, medium)).collect() }
}

fn row(curve: &Curve<'_>, point: &Point, sketch: Option<&Sketch>, medium: Medium) -> Row {
    let answer = point.outcome.answer();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    let bound = point.outcome.optimum().map(|optimum| optimum.high).filter(|bound| bound.is_finite());
    let place = match curve.swept {
        Swept::Number(_) => words::setting(curve.scale(), point.setting),
        Swept::Share(_) => words::place(curve.scale(), curve.place(point)),
    };
    let share = |basis| or_none(curve.share(point, basis).map(|share: Share| numbers::percent(share.as_number())));
    let gap = answer.map(|answer| answer.gap()).filter(|gap| gap.is_finite());
    let cells = [
        place,
        or_none(answer.map(|answer| numbers::value(answer.value))),
        or_none(bound.map(numbers::value)),
        or_none(gap.map(numbers::gap)),
        or_none(answer.map(|answer| answer.plan.chosen().count().to_string())),
        share(Basis::Planned),
        share(Basis::Capacity),
    ];
    let word = status(&point.outcome);
    let tone = match word {
        "optimal" => Tone::Plain,
        "feasible" => Tone::Doubtful,
        _ => Tone::Bad,
    };
    let drawn = sketch.map(|sketch| Text::plain(code(sketch.line(&point.outcome), medium)));
    Row::Cells(cells.into_iter().map(Text::plain).chain([Text::new(tone, word.replace('_', " "))]).chain(drawn).collect())
}

/// In a document characters are of one width only as code.
fn code(line: String, medium: Medium) -> String {
    if medium == Medium::Terminal || line.is_empty() { line } else { format!("`{line}`") }
}

fn notes(report: &SweepReport<'_>, curve: &Curve<'_>) -> Vec<String> {
    let set = curve.watched().set.describe(report.portfolio).to_string();
    let shares = format!("of planned, of capacity: the share of {set} over the whole plan");
    let is_cut = curve.points.iter().any(|point| point.outcome.answer().is_some_and(|answer| answer.may_differ()));
    let cut = is_cut.then(|| "a search was cut: another run may give other plans".to_owned());
    std::iter::once(shares).chain(cut).collect()
}

fn turns(report: &SweepReport<'_>, curve: &Curve<'_>) -> Page {
    if curve.turns.is_empty() {
        return Vec::new();
    }
    let columns = vec![Column::left("between"), Column::right("value"), Column::wrap("changes", LEAST_CHANGES)];
    let rows = curve.turns.iter().map(|turn| turn_row(report, curve, turn)).collect();
    vec![Block::Heading("Where the plan changes".to_owned()), Block::Table(Table { columns, rows })]
}

fn turn_row(report: &SweepReport<'_>, curve: &Curve<'_>, turn: &Turn) -> Row {
    let pair = [curve.points[turn.after], curve.points[turn.after + 1]];
    let [from, to] = pair.map(|point| words::place(curve.scale(), curve.place(point)));
    let values = pair.map(|point| point.outcome.answer().map_or(0.0, |answer| answer.value));
    let rise = values[1] - values[0];
    let sign = if rise > 0.0 { "+" } else { "" };
    let ids = |ids: &[Id<Initiative>]| {
        ids.iter().map(|&id| report.portfolio.initiatives()[id].id.as_str()).collect::<Vec<&str>>().join(", ")
    };
    let named = [("in: ", &turn.came), ("out: ", &turn.went), ("moved: ", &turn.moved)];
    let changes: Vec<String> =
        named.into_iter().filter(|(_, list)| !list.is_empty()).map(|(word, list)| format!("{word}{}", ids(list))).collect();
    let cells = [format!("{from} and {to}"), format!("{sign}{}", numbers::value(rise)), changes.join("; ")];
    Row::Cells(cells.into_iter().map(Text::plain).collect())
}
