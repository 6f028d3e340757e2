//! initiatives.csv: one row a variant, in their order. Columns that no row fills are left out.

use crate::model::{Dependency, Effort, Group, Id, Initiative, Must, Portfolio, Spread, Status, Team, Variant};
use crate::report::csv::{number, table};

/// What separates ids in a cell; no id contains it.
const SEPARATOR: &str = ";";

/// A column and what stands in it.
type Column = (&'static str, fn(&Rows<'_>, Id<Variant>) -> String);

/// The columns, but for those of costs.
const COLUMNS: [Column; 19] = [
    ("id", |rows, id| rows.initiative(id).id.clone()),
    ("variant", |rows, id| rows.variant(id).name.clone().unwrap_or_default()),
    ("title", |rows, id| title(rows.initiative(id))),
    ("value", |rows, id| number(rows.variant(id).value)),
    ("horizon", |rows, id| rows.variant(id).horizon.map(|horizon| horizon.to_string()).unwrap_or_default()),
    ("category", |rows, id| rows.variant(id).category.clone().unwrap_or_default()),
    ("depends_on", |rows, id| rows.dependencies(rows.variant(id))),
    ("duration", |rows, id| duration(&rows.variant(id).spreads)),
    ("profile", |rows, id| profile(&rows.variant(id).spreads)),
    ("earliest", |rows, id| rows.variant(id).earliest.map(|quarter| quarter.to_string()).unwrap_or_default()),
    ("deadline", |rows, id| rows.variant(id).deadline.map(|quarter| quarter.to_string()).unwrap_or_default()),
    ("must", |rows, id| must(rows.variant(id).must).to_owned()),
    ("start", |rows, id| rows.variant(id).pinned.map(|quarter| quarter.to_string()).unwrap_or_default()),
    ("excludes", |rows, id| rows.excludes(rows.variant(id))),
    ("one_of", |rows, id| rows.one_of[id.index()].to_owned()),
    ("together", |rows, id| rows.together[id.index()].to_owned()),
    ("status", |rows, id| status(rows.variant(id).status, rows.initiative(id)).to_owned()),
    ("cost_of_delay", |rows, id| unless(0.0, rows.variant(id).cost_of_delay)),
    ("confidence", |rows, id| unless(1.0, rows.variant(id).confidence)),
];

/// The rows as text.
pub(super) fn written(portfolio: &Portfolio) -> String {
    let rows = Rows::of(portfolio);
    let variants: Vec<Id<Variant>> = portfolio.variants().ids().collect();
    let is_needed = |&&(name, cell): &&Column| name == "id" || variants.iter().any(|&id| !cell(&rows, id).is_empty());
    let columns: Vec<&Column> = COLUMNS.iter().filter(is_needed).collect();
    let teams: Vec<Id<Team>> = portfolio.teams().ids().collect();
    let costs = teams.iter().map(|&team| format!("cost: {}", portfolio.teams()[team].name));
    let head: Vec<String> = columns.iter().map(|&&(name, _)| name.to_owned()).chain(costs).collect();
    let row = |&id: &Id<Variant>| {
        let cells = columns.iter().map(|(_, cell)| cell(&rows, id));
        cells.chain(teams.iter().map(|&team| rows.cost(id, team))).collect()
    };
    table(&head, variants.iter().map(row))
}

/// A portfolio with the label of each variant's groups, empty where it is in none.
struct Rows<'a> {
    portfolio: &'a Portfolio,
    one_of: Vec<&'a str>,
    together: Vec<&'a str>,
}

impl<'a> Rows<'a> {
    fn of(portfolio: &'a Portfolio) -> Self {
        let labels = |groups: &'a [Group]| {
            let mut labels = vec![""; portfolio.variants().len()];
            let members = groups.iter().flat_map(|group| group.members.iter().map(|member| (member.index(), group.name.as_str())));
            members.for_each(|(member, name)| labels[member] = name);
            labels
        };
        Self { portfolio, one_of: labels(portfolio.one_of()), together: labels(portfolio.together()) }
    }

    fn variant(&self, id: Id<Variant>) -> &'a Variant {
        &self.portfolio.variants()[id]
    }

    fn initiative(&self, id: Id<Variant>) -> &'a Initiative {
        &self.portfolio.initiatives()[self.variant(id).initiative]
    }

    /// The cost on a team; work without any cost says 0 on the first team, so that nobody takes it for forgotten.
    fn cost(&self, id: Id<Variant>, team: Id<Team>) -> String {
        let variant = self.variant(id);
        let cost = variant.cost_on(team);
        if cost > Effort::ZERO || variant.costs.is_empty() && team.index() == 0 { cost.to_string() } else { String::new() }
    }

    fn dependencies(&self, variant: &Variant) -> String {
        variant.dependencies.iter().map(|dependency| self.dependency(dependency)).collect::<Vec<String>>().join(SEPARATOR)
    }

    /// `B:after`. Where some id reads just like that, spaces behind the colon tell the relation from it.
    fn dependency(&self, dependency: &Dependency) -> String {
        let id = &self.portfolio.initiatives()[dependency.on].id;
        let spaced = (0..).map(|spaces| format!("{id}:{}{}", " ".repeat(spaces), dependency.relation));
        spaced.into_iter().find(|text| self.portfolio.find(text).is_none()).unwrap_or_default()
    }

    fn excludes(&self, variant: &Variant) -> String {
        let id = |&other: &Id<Initiative>| self.portfolio.initiatives()[other].id.as_str();
        variant.excludes.iter().map(id).collect::<Vec<&str>>().join(SEPARATOR)
    }
}

fn title(initiative: &Initiative) -> String {
    if initiative.title == initiative.id { String::new() } else { initiative.title.clone() }
}

/// Whole quarters or a range of them; empty for one quarter, and for a profile.
fn duration(spreads: &[Spread]) -> String {
    match spreads {
        [only] if only.duration == 1 || !is_even(only) => String::new(),
        [only] => only.duration.to_string(),
        [shortest, .., longest] => format!("{}-{}", shortest.duration, longest.duration),
        [] => String::new(),
    }
}

/// Shares per quarter; empty for an even spread.
fn profile(spreads: &[Spread]) -> String {
    match spreads {
        // The weights of a profile are millionths of what was written.
        [only] if !is_even(only) => {
            only.weights.iter().map(|&weight| Effort(weight.into()).to_string()).collect::<Vec<String>>().join("/")
        }
        _ => String::new(),
    }
}

fn is_even(spread: &Spread) -> bool {
    spread.weights.iter().all(|&weight| weight == 1)
}

fn must(must: Must) -> &'static str {
    match must {
        Must::Yes => "yes",
        Must::No => "no",
        Must::Free => "",
    }
}

fn status(status: Status, initiative: &Initiative) -> &'static str {
    match status {
        Status::InProgress => "in_progress",
        Status::Open if initiative.done => "done",
        Status::Open => "",
    }
}

/// The number, or nothing where it is what an empty cell means.
fn unless(default: f64, value: f64) -> String {
    if value == default { String::new() } else { number(value) }
}
