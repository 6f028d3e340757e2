//! What the terminal can show.

use std::env;
use std::io::{self, IsTerminal};

use quarterdeck::report::Style;
use terminal_size::{Width, terminal_size};

/// Characters on a line where there is no terminal that could be asked.
const WIDTH: usize = 100;
/// No table fits into fewer characters; a narrower `COLUMNS` is taken for this.
const NARROWEST: usize = 40;

/// How text on standard output looks.
pub fn output_style() -> Style {
    style(io::stdout().is_terminal())
}

/// How text on standard error looks.
pub fn error_style() -> Style {
    style(io::stderr().is_terminal())
}

fn style(is_terminal: bool) -> Style {
    Style { color: is_terminal && allows_color(), width: width(is_terminal) }
}

/// Whether a line on standard error can be drawn again and again.
pub fn can_redraw() -> bool {
    io::stderr().is_terminal() && !is_dumb()
}

/// Whether the user wants colour where the terminal has it: see <https://no-color.org>.
pub fn allows_color() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb()
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn width(is_terminal: bool) -> usize {
    let said = env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let measured = || terminal_size().filter(|_| is_terminal).map(|(Width(columns), _)| usize::from(columns));
    said.or_else(measured).unwrap_or(WIDTH).max(NARROWEST)
}
