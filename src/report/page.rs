//! What a report for people says, apart from how a terminal or GitHub shows it.

/// Where a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// On a terminal, once: it shows how long the solve took, and points to `check` for warnings.
    Terminal,
    /// In a file that is kept and compared: seconds are left out unless the search was cut, and warnings are listed.
    File,
}

impl Medium {
    /// Where a list goes on that is cut short.
    pub(super) fn all(self) -> &'static str {
        match self {
            Self::Terminal => "all: --out DIR or --format csv",
            Self::File => "all: plan.csv",
        }
    }
}

/// A space at which no line is broken; written as a plain one.
pub(super) const KEPT_TOGETHER: &str = "\u{a0}";

/// Blocks from top to bottom.
pub(super) type Page = Vec<Block>;

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// What the page is about; one a page.
    Title(String),
    /// Opens a section.
    Heading(String),
    /// Sentences, each on its own line.
    List(Vec<Text>),
    /// Rows under columns.
    Table(Table),
}

/// Text with its weight.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// How much a text stands out, and why. Tone is never the only sign: what it says is in the words or marks too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Faint,
    Strong,
    Good,
    Doubtful,
    Bad,
    Idle,
}

/// Rows under columns.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) align: Align,
    pub(super) fit: Fit,
}

/// What becomes of a column where space is short. Widths are in columns of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Its cells are always whole.
    Whole,
    /// Its cells are cut, down to this width.
    Cut(usize),
    /// Its cells go on in the next line, down to this width; for the last column only.
    Wrap(usize),
}

/// Side to which cells are pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) enum Row {
    /// A sentence over the rows that follow.
    Heading(String),
    /// One text a column.
    Cells(Vec<Text>),
}

impl Text {
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone }
    }

    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::new(Tone::Plain, text)
    }
}

impl Column {
    pub(super) fn left(title: impl Into<String>) -> Self {
        Self { title: title.into(), align: Align::Left, fit: Fit::Whole }
    }

    pub(super) fn right(title: impl Into<String>) -> Self {
        Self { title: title.into(), align: Align::Right, fit: Fit::Whole }
    }

    /// A column on the left that may be cut to `least` columns of the terminal.
    pub(super) fn cut(title: impl Into<String>, least: usize) -> Self {
        Self { title: title.into(), align: Align::Left, fit: Fit::Cut(least) }
    }

    /// The last column, on the left, whose cells may go on in the next line.
    pub(super) fn wrap(title: impl Into<String>, least: usize) -> Self {
        Self { title: title.into(), align: Align::Left, fit: Fit::Wrap(least) }
    }
}

impl Table {
    /// The table without the second column if that only says what the first one says: titles that are ids.
    pub(super) fn without_echo(mut self) -> Self {
        let echoes = |row: &Row| match row {
            Row::Heading(_) => true,
            Row::Cells(cells) => cells[0].text == cells[1].text,
        };
        if self.rows.iter().all(echoes) {
            self.columns.remove(1);
            let cells = self.rows.iter_mut().filter_map(|row| if let Row::Cells(cells) = row { Some(cells) } else { None });
            cells.for_each(|cells| drop(cells.remove(1)));
        }
        self
    }
}

/// A list of plain sentences.
pub(super) fn list(lines: impl IntoIterator<Item = String>) -> Block {
    Block::List(lines.into_iter().map(Text::plain).collect())
}

/// A row of plain cells.
pub(super) fn cells(texts: impl IntoIterator<Item = String>) -> Row {
    Row::Cells(texts.into_iter().map(Text::plain).collect())
}
