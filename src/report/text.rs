//! Pages for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use super::page::{Align, Block, Column, Fit, KEPT_TOGETHER, Row, Table, Text, Tone};

/// Spaces before everything below a heading.
const INDENT: usize = 2;
/// Spaces between two columns.
const GUTTER: usize = 2;
/// A narrower terminal is written to as if it had this many columns; tables have nothing left to cut below.
const NARROWEST: usize = 40;

/// Writes a page; lines keep within the width where words and tables let them.
pub(super) fn render(page: &[Block], style: Style) -> String {
    let style = Style { width: style.width.max(NARROWEST), ..style };
    let mut out = String::new();
    for block in page {
        match block {
            Block::Title(title) => line(&mut out, 0, &[toned(style, Tone::Strong, &plain(title))]),
            Block::Heading(title) => {
                out.push('\n');
                line(&mut out, 0, &[toned(style, Tone::Strong, &plain(title))]);
            }
            Block::List(lines) => lines.iter().for_each(|text| sentence(&mut out, text, style)),
            Block::Table(table) => self::table(&mut out, table, style),
        }
    }
    out
}

/// Lines as they are; the first one stands out.
pub(super) fn toned_lines(text: &str, tone: Tone, style: Style) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let rest = rest.lines().map(|line| format!("\n{}", plain(line)));
    std::iter::once(toned(style, tone, &plain(first))).chain(rest).collect()
}

/// Text without characters that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn toned(style: Style, tone: Tone, text: &str) -> String {
    let code = match tone {
        Tone::Plain => "",
        Tone::Strong => "1",
        Tone::Faint => "2",
        Tone::Bad => "1;31",
        Tone::Good => "32",
        Tone::Doubtful => "33",
        Tone::Idle => "36",
    };
    if code.is_empty() || text.is_empty() || !style.color { text.to_owned() } else { format!("\x1b[{code}m{text}\x1b[0m") }
}

fn line(out: &mut String, indent: usize, parts: &[String]) {
    let joined = parts.concat();
    out.push_str(&" ".repeat(indent));
    out.push_str(joined.replace(KEPT_TOGETHER, " ").trim_end());
    out.push('\n');
}

/// A sentence, broken between words where it is too long; the rest is indented further.
fn sentence(out: &mut String, text: &Text, style: Style) {
    for (position, part) in wrapped(&text.text, style.width - INDENT * 2).iter().enumerate() {
        let indent = if position == 0 { INDENT } else { INDENT * 2 };
        line(out, indent, &[toned(style, text.tone, part)]);
    }
}

/// Lines of whole words, at least one line; only a word that is too long by itself is wider.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let clean = plain(text);
    let mut lines = vec![String::new()];
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        let last = lines.last_mut().expect("there is a first line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.width() + 1 + word.width() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn table(out: &mut String, table: &Table, style: Style) {
    let has_headings = table.rows.iter().any(|row| matches!(row, Row::Heading(_)));
    let indent = if has_headings { INDENT * 2 } else { INDENT };
    let room = style.width - indent;
    let widths = cut(&table.columns, natural(table), room);
    let groups = if has_headings { vec![(0..widths.len()).collect()] } else { groups(&widths, room) };
    for (position, columns) in groups.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        rows(out, table, columns, &widths, (indent, style));
    }
}

/// The width that each column would like to have.
fn natural(table: &Table) -> Vec<usize> {
    let widest = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => cells.get(column),
            Row::Heading(_) => None,
        });
        cells.map(|cell| plain(&cell.text).width()).chain([table.columns[column].title.width()]).max().unwrap_or(0)
    };
    (0..table.columns.len()).map(widest).collect()
}

/// Takes from the columns that may give, always from the one with most to give, until the table fits or nothing is left.
fn cut(columns: &[Column], mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let spare = |column: usize, width: usize| match columns[column].fit {
        Fit::Whole => 0,
        Fit::Cut(least) | Fit::Wrap(least) => width.saturating_sub(least),
    };
    while total(&widths) > room {
        let richest = (0..widths.len()).max_by_key(|&column| spare(column, widths[column]));
        match richest.filter(|&column| spare(column, widths[column]) > 0) {
            Some(column) => widths[column] -= 1,
            None => break,
        }
    }
    widths
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GUTTER * widths.len().saturating_sub(1)
}

/// Columns that are shown side by side: the first one comes again with each group of the others.
fn groups(widths: &[usize], room: usize) -> Vec<Vec<usize>> {
    let mut groups = vec![vec![0]];
    let mut used = widths.first().copied().unwrap_or(0);
    for column in 1..widths.len() {
        let last = groups.last_mut().expect("there is a first group");
        if last.len() > 1 && used + GUTTER + widths[column] > room {
            groups.push(vec![0, column]);
            used = widths[0] + GUTTER + widths[column];
        } else {
            last.push(column);
            used += GUTTER + widths[column];
        }
    }
    groups
}

fn rows(out: &mut String, table: &Table, columns: &[usize], widths: &[usize], (indent, style): (usize, Style)) {
    let show = |out: &mut String, texts: &[Text]| {
        let cell = |&column: &usize| fitted(&texts[column], &table.columns[column], widths[column], style);
        let cells: Vec<Vec<String>> = columns.iter().map(cell).collect();
        let wanted = |column: usize| widths[columns[column]];
        for number in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let part = |(column, lines): (usize, &Vec<String>)| {
                let gap = " ".repeat(if column == 0 { 0 } else { GUTTER });
                gap + lines.get(number).unwrap_or(&" ".repeat(wanted(column)))
            };
            line(out, indent, &cells.iter().enumerate().map(part).collect::<Vec<String>>());
        }
    };
    let titles: Vec<Text> = table.columns.iter().map(|column| Text::new(Tone::Faint, column.title.as_str())).collect();
    show(out, &titles);
    for row in &table.rows {
        match row {
            Row::Heading(text) => sentence(out, &Text::new(Tone::Strong, text.as_str()), style),
            Row::Cells(texts) => show(out, texts),
        }
    }
}

/// The lines of a cell, each of exactly `width` columns.
fn fitted(text: &Text, column: &Column, width: usize, style: Style) -> Vec<String> {
    let lines = match column.fit {
        Fit::Whole | Fit::Cut(_) => vec![shortened(&plain(&text.text), width)],
        Fit::Wrap(_) => wrapped(&text.text, width),
    };
    let padded = |shown: String| {
        let blank = " ".repeat(width.saturating_sub(shown.width()));
        let shown = toned(style, text.tone, &shown);
        match column.align {
            Align::Left => shown + &blank,
            Align::Right => blank + &shown,
        }
    };
    lines.into_iter().map(padded).collect()
}

fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{cells, list};

    const NARROW: Style = Style { color: false, width: 40 };

    fn lines(page: &[Block], style: Style) -> Vec<String> {
        render(page, style).lines().map(str::to_owned).collect()
    }

    #[test]
    fn sentences_break_between_words_and_hang() {
        let page = [list(["a floor on debt of a fifth of planned cost in every quarter".to_owned()])];
        assert_eq!(lines(&page, NARROW), ["  a floor on debt of a fifth of", "    planned cost in every quarter"]);
    }

    #[test]
    fn only_columns_that_may_be_cut_are_and_wide_letters_count_twice() {
        let columns = vec![Column::left("id"), Column::cut("title", 8), Column::right("value")];
        let rows = vec![cells(["PAY-1".into(), "支払い支払い支払い支払い支払い支払い".into(), "12".into()])];
        let shown = lines(&[Block::Table(Table { columns, rows })], NARROW);
        assert_eq!(shown, ["  id     title                     value", "  PAY-1  支払い支払い支払い支払…      12"]);
    }

    #[test]
    fn the_last_column_goes_on_below() {
        let columns = vec![Column::left("id"), Column::wrap("reason", 12)];
        let rows = vec![cells(["PAY-1".into(), "needs something that is left out of it".into()])];
        let shown = lines(&[Block::Table(Table { columns, rows })], NARROW);
        assert_eq!(shown, ["  id     reason", "  PAY-1  needs something that is left", "         out of it"]);
    }

    #[test]
    fn a_table_that_is_too_wide_repeats_its_first_column() {
        let columns = ["team", "2026Q1-aaaaaa", "2026Q2-bbbbbb", "2026Q3-cccccc"].map(Column::right).to_vec();
        let rows = vec![cells(["A", "1", "2", "3"].map(str::to_owned))];
        let shown = lines(&[Block::Table(Table { columns, rows })], NARROW);
        assert_eq!(shown[2..], ["", "  team  2026Q3-cccccc", "     A              3"]);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let page = [list(["a\x1b[2Jb\nc".to_owned()])];
        assert_eq!(render(&page, NARROW), "  a [2Jb c\n");
    }

    #[test]
    fn colour_is_closed_with_a_full_code() {
        let page = [Block::List(vec![Text::new(Tone::Bad, "no")])];
        assert_eq!(render(&page, Style { color: true, width: 80 }), "  \x1b[1;31mno\x1b[0m\n");
    }
}
