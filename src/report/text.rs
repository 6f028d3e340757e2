//! Pages for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use super::page::{Align, Block, Column, Row, Table, Text, Tone};

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
    out.push_str(joined.trim_end());
    out.push('\n');
}

/// A sentence, broken between words where it is too long; the rest is indented further.
fn sentence(out: &mut String, text: &Text, style: Style) {
    let clean = plain(&text.text);
    let (mut current, mut indent) = (String::new(), INDENT);
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        if !current.is_empty() && indent + current.width() + 1 + word.width() > style.width {
            line(out, indent, &[toned(style, text.tone, &current)]);
            (current, indent) = (String::new(), INDENT * 2);
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    line(out, indent, &[toned(style, text.tone, &current)]);
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

/// Takes columns that may be cut, always the widest one, until the table fits or nothing more can be cut.
fn cut(columns: &[Column], mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    while total(&widths) > room {
        let spare = |&column: &usize| columns[column].least.is_some_and(|least| widths[column] > least);
        match (0..widths.len()).filter(spare).max_by_key(|&column| widths[column]) {
            Some(widest) => widths[widest] -= 1,
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
    let titles: Vec<Text> = table.columns.iter().map(|column| Text::new(Tone::Faint, column.title.as_str())).collect();
    let show = |out: &mut String, texts: &[Text]| {
        let cell = |(position, &column): (usize, &usize)| {
            let shown = fitted(&texts[column], &table.columns[column], widths[column], style);
            if position == 0 { shown } else { format!("{}{shown}", " ".repeat(GUTTER)) }
        };
        line(out, indent, &columns.iter().enumerate().map(cell).collect::<Vec<String>>());
    };
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        show(out, &titles);
    }
    for row in &table.rows {
        match row {
            Row::Heading(text) => sentence(out, &Text::new(Tone::Strong, text.as_str()), style),
            Row::Cells(texts) => show(out, texts),
        }
    }
}

/// A cell of exactly `width` columns.
fn fitted(text: &Text, column: &Column, width: usize, style: Style) -> String {
    let shown = shortened(&plain(&text.text), width);
    let blank = " ".repeat(width.saturating_sub(shown.width()));
    let shown = toned(style, text.tone, &shown);
    match column.align {
        Align::Left => shown + &blank,
        Align::Right => blank + &shown,
    }
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
        assert_eq!(lines(&page, NARROW), ["  a floor on debt of a fifth of planned", "    cost in every quarter"]);
    }

    #[test]
    fn only_columns_that_may_be_cut_are_and_wide_letters_count_twice() {
        let columns = vec![Column::left("id"), Column::cut("title", 8), Column::right("value")];
        let rows = vec![cells(["PAY-1".into(), "支払い支払い支払い支払い支払い支払い".into(), "12".into()])];
        let shown = lines(&[Block::Table(Table { columns, rows })], NARROW);
        assert_eq!(shown, ["  id     title                     value", "  PAY-1  支払い支払い支払い支払い…       12"]);
    }

    #[test]
    fn a_table_that_is_too_wide_repeats_its_first_column() {
        let columns = ["team", "2026Q1-aaaaaa", "2026Q2-bbbbbb", "2026Q3-cccccc"].map(Column::right).to_vec();
        let rows = vec![cells(["A", "1", "2", "3"].map(str::to_owned))];
        let shown = lines(&[Block::Table(Table { columns, rows })], NARROW);
        assert_eq!(shown[3..], ["", "  team  2026Q3-cccccc", "     A              3"]);
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
