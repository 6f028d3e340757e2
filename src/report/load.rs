//! The load of each team in each quarter; cells that are full, idle or over stand out.

use super::numbers::effort;
use super::page::{Block, Column, Page, Row, Table, Text, Tone, list};
use super::view::Loaded;
use crate::model::{Cell, Effort, Id, Team};

/// From this part of its capacity on a team counts as full, in percent: no room for surprises.
const FULL: i128 = 95;
/// Below this part of its capacity a team counts as idle, in percent.
const IDLE: i128 = 50;
/// More teams than this are shown by the fullest ones.
const MOST_TEAMS: usize = 40;

/// A table of teams and quarters, with sums.
pub(super) fn blocks(loaded: &Loaded<'_>) -> Page {
    let portfolio = loaded.portfolio;
    let quarters = portfolio.calendar().quarters().map(|quarter| Column::right(portfolio.calendar().name(quarter).to_string()));
    let columns = std::iter::once(Column::left("team")).chain(quarters).chain([Column::right("all")]).collect();
    let (teams, note) = shown(loaded);
    let everyone = (portfolio.teams().len() > 1).then_some(None);
    let rows = teams.into_iter().map(Some).chain(everyone).map(|team| row(loaded, team)).collect();
    let legend = format!("used/capacity; ! full ({FULL} % or more), ~ idle (below {IDLE} %), !! over capacity");
    let heading = Block::Heading("Load".to_owned());
    vec![heading, Block::Table(Table { columns, rows }), list(std::iter::once(legend).chain(note))]
}

/// The teams that are shown, and a word on the others.
fn shown(loaded: &Loaded<'_>) -> (Vec<Id<Team>>, Option<String>) {
    let mut teams: Vec<Id<Team>> = loaded.portfolio.teams().ids().collect();
    if teams.len() <= MOST_TEAMS {
        return (teams, None);
    }
    let used = |team: Id<Team>| {
        let (planned, capacity) = amounts(loaded, &of_team(loaded, Some(team)));
        if capacity.0 == 0 { 0.0 } else { planned.as_units() / capacity.as_units() }
    };
    teams.sort_by(|&a, &b| used(b).total_cmp(&used(a)));
    let others = teams.len() - MOST_TEAMS;
    teams.truncate(MOST_TEAMS);
    (teams, Some(format!("the {MOST_TEAMS} fullest teams; {others} more with --out DIR in load.csv")))
}

fn of_team(loaded: &Loaded<'_>, team: Option<Id<Team>>) -> Cell {
    Cell { team, quarters: 0..loaded.portfolio.calendar().count() }
}

fn amounts(loaded: &Loaded<'_>, cell: &Cell) -> (Effort, Effort) {
    (loaded.load.in_cell(cell), cell.capacity(loaded.portfolio))
}

/// A team, or all of them.
fn row(loaded: &Loaded<'_>, team: Option<Id<Team>>) -> Row {
    let name = team.map_or("all teams", |team| loaded.portfolio.teams()[team].name.as_str());
    let quarters = loaded.portfolio.calendar().quarters().map(|quarter| quarter.0..quarter.0 + 1);
    let spans = quarters.chain(std::iter::once(0..loaded.portfolio.calendar().count()));
    let cells = spans.map(|quarters| amounts(loaded, &Cell { team, quarters })).map(|(planned, capacity)| cell(planned, capacity));
    Row::Cells(std::iter::once(Text::plain(name)).chain(cells).collect())
}

fn cell(planned: Effort, capacity: Effort) -> Text {
    let (tone, mark) = match planned.0 * 100 {
        _ if planned > capacity => (Tone::Bad, "!!"),
        _ if capacity.0 == 0 => (Tone::Faint, "  "),
        used if used >= FULL * capacity.0 => (Tone::Doubtful, "! "),
        used if used < IDLE * capacity.0 => (Tone::Idle, "~ "),
        _ => (Tone::Plain, "  "),
    };
    Text::new(tone, format!("{}/{} {:>4}{mark}", effort(planned), effort(capacity), whole_percent(planned, capacity)))
}

/// Whole percent; 100 only of what is exactly full.
fn whole_percent(planned: Effort, capacity: Effort) -> String {
    if capacity.0 == 0 {
        return "-".to_owned();
    }
    let rounded = (planned.0 * 200 + capacity.0) / (capacity.0 * 2);
    let honest = match planned.cmp(&capacity) {
        std::cmp::Ordering::Less => rounded.min(99),
        std::cmp::Ordering::Equal => 100,
        std::cmp::Ordering::Greater => rounded.max(101),
    };
    format!("{honest}%")
}
