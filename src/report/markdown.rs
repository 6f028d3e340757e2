//! Pages as Markdown that GitHub reads.

use std::fmt::Write as _;

use super::page::{Align, Block, KEPT_TOGETHER, Row, Table, Text, Tone};

/// Writes a page. Nothing is cut.
pub(super) fn render(page: &[Block]) -> String {
    let mut out = String::new();
    for (position, block) in page.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        match block {
            Block::Title(title) => line(&mut out, "# ", title),
            Block::Heading(title) => line(&mut out, "## ", title),
            Block::List(lines) => lines.iter().for_each(|text| {
                let _ = writeln!(out, "- {}", shown(text));
            }),
            Block::Table(table) => self::table(&mut out, table),
        }
    }
    out
}

fn line(out: &mut String, mark: &str, text: &str) {
    let _ = writeln!(out, "{mark}{}", escaped(text));
}

/// Headings of rows close the table and open it again below.
fn table(out: &mut String, table: &Table) {
    if !matches!(table.rows.first(), Some(Row::Heading(_))) {
        head(out, table);
    }
    for (position, row) in table.rows.iter().enumerate() {
        match row {
            Row::Heading(text) => {
                let gap = if position > 0 { "\n" } else { "" };
                let _ = writeln!(out, "{gap}**{}**\n", escaped(text));
                if matches!(table.rows.get(position + 1), Some(Row::Cells(_))) {
                    head(out, table);
                }
            }
            Row::Cells(cells) => {
                let _ = writeln!(out, "| {} |", cells.iter().map(shown).collect::<Vec<String>>().join(" | "));
            }
        }
    }
}

fn head(out: &mut String, table: &Table) {
    let titles: Vec<String> = table.columns.iter().map(|column| escaped(&column.title)).collect();
    let rules = table.columns.iter().map(|column| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
    });
    let _ = writeln!(out, "| {} |\n| {} |", titles.join(" | "), rules.collect::<Vec<&str>>().join(" | "));
}

fn shown(text: &Text) -> String {
    let escaped = escaped(text.text.trim());
    match text.tone {
        Tone::Strong | Tone::Good | Tone::Doubtful | Tone::Bad if !escaped.is_empty() => format!("**{escaped}**"),
        _ => escaped,
    }
}

/// Text in which Markdown finds nothing of its own but code between pairs of backticks, where reports put ids.
fn escaped(text: &str) -> String {
    let spaced = text.replace(KEPT_TOGETHER, " ");
    let plain: String = spaced.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let parts: Vec<&str> = plain.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped_words(&plain);
    }
    let part = |(position, part): (usize, &&str)| match position % 2 {
        0 => escaped_words(part),
        _ => format!("`{}`", part.replace('|', "\\|")),
    };
    parts.iter().enumerate().map(part).collect()
}

fn escaped_words(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let inside_word = |at: usize| {
        let beside = [at.checked_sub(1).and_then(|before| letters.get(before)), letters.get(at + 1)];
        beside.iter().all(|c| c.is_some_and(|c| c.is_alphanumeric()))
    };
    let special = |at: usize, c: char| match c {
        '_' => !inside_word(at),
        '#' => at == 0,
        c => "\\*[]<>|~`".contains(c),
    };
    let shown = |(at, &c): (usize, &char)| if special(at, c) { vec!['\\', c] } else { vec![c] };
    letters.iter().enumerate().flat_map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{Column, cells};

    #[test]
    fn titles_cannot_break_out_of_their_cell() {
        let columns = vec![Column::left("title"), Column::right("value")];
        let rows = vec![cells(["a|b\n<i>*c*".to_owned(), "1".to_owned()])];
        let text = render(&[Block::Table(Table { columns, rows })]);
        assert_eq!(text, "| title | value |\n| --- | ---: |\n| a\\|b \\<i\\>\\*c\\* | 1 |\n");
    }

    #[test]
    fn ids_between_backticks_stay_code() {
        assert_eq!(escaped("needs `a_b|c*`, my_own _x_"), "needs `a_b\\|c*`, my_own \\_x\\_");
        assert_eq!(escaped("odd ` one"), "odd \\` one");
    }
}
