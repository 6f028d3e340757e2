//! Every rule in full.

use serde::Serialize;

use crate::model::{
    Allocation, Budget, Dependency, Group, Hardness, Id, Initiative, Limit, Mix, MixLabels, Must, Portfolio, Quarter, Selector,
    Status, Variant,
};

/// The rules of a portfolio and the restrictions of its rows.
#[derive(Serialize)]
pub(super) struct Rules {
    debt: Set,
    allocation: Vec<AllocationRule>,
    mix: Option<MixRule>,
    limit: Vec<LimitRule>,
    budget: Vec<BudgetRule>,
    one_of: Vec<GroupRule>,
    together: Vec<GroupRule>,
    dependencies: Vec<DependencyRule>,
    excludes: Vec<ExcludeRule>,
    windows: Vec<WindowRule>,
}

#[derive(Serialize)]
struct Set {
    category: Option<Vec<String>>,
    horizon: Option<Vec<String>>,
    id: Option<Vec<String>>,
}

#[derive(Serialize)]
struct AllocationRule {
    name: String,
    set: Set,
    exempt: Option<Set>,
    min: Option<f64>,
    max: Option<f64>,
    scope: String,
    basis: String,
    penalty: Option<f64>,
}

#[derive(Serialize)]
struct MixRule {
    by: &'static str,
    targets: Vec<Target>,
    tolerance: f64,
}

#[derive(Serialize)]
struct Target {
    label: String,
    share: f64,
}

#[derive(Serialize)]
struct LimitRule {
    name: String,
    team: Option<String>,
    set: Set,
    max_active: u32,
}

#[derive(Serialize)]
struct BudgetRule {
    name: String,
    teams: Option<Vec<String>>,
    set: Set,
    windows: Vec<Window>,
    max: f64,
}

#[derive(Serialize)]
struct Window {
    first: String,
    last: String,
}

#[derive(Serialize)]
struct GroupRule {
    name: String,
    members: Vec<Row>,
}

/// A row of the spreadsheet.
#[derive(Serialize)]
struct Row {
    id: String,
    variant: Option<String>,
}

#[derive(Serialize)]
struct DependencyRule {
    #[serde(flatten)]
    row: Row,
    on: String,
    relation: String,
}

#[derive(Serialize)]
struct ExcludeRule {
    #[serde(flatten)]
    row: Row,
    excludes: String,
}

#[derive(Serialize)]
struct WindowRule {
    #[serde(flatten)]
    row: Row,
    must: &'static str,
    status: &'static str,
    earliest: Option<String>,
    deadline: Option<String>,
    start: Option<String>,
}

impl Rules {
    pub(super) fn of(portfolio: &Portfolio) -> Self {
        let variants = || portfolio.variants().iter();
        let dependencies =
            variants().flat_map(|(id, variant)| variant.dependencies.iter().map(move |d| dependency(portfolio, id, d)));
        let excludes = variants().flat_map(|(id, variant)| variant.excludes.iter().map(move |other| (id, other)));
        let exclude = |(id, other): (Id<Variant>, &Id<Initiative>)| ExcludeRule {
            row: Row::of(portfolio, id),
            excludes: portfolio.initiatives()[*other].id.clone(),
        };
        Self {
            debt: Set::of(portfolio, portfolio.debt()),
            allocation: portfolio.allocations().iter().map(|rule| allocation(portfolio, rule)).collect(),
            mix: portfolio.mix().map(mix),
            limit: portfolio.limits().iter().map(|rule| limit(portfolio, rule)).collect(),
            budget: portfolio.budgets().iter().map(|rule| budget(portfolio, rule)).collect(),
            one_of: portfolio.one_of().iter().map(|rule| group(portfolio, rule)).collect(),
            together: portfolio.together().iter().map(|rule| group(portfolio, rule)).collect(),
            dependencies: dependencies.collect(),
            excludes: excludes.map(exclude).collect(),
            windows: variants().filter_map(|(id, variant)| window(portfolio, id, variant)).collect(),
        }
    }
}

impl Set {
    fn of(portfolio: &Portfolio, set: &Selector) -> Self {
        let ids = |ids: &Vec<Id<_>>| ids.iter().map(|&id| portfolio.initiatives()[id].id.clone()).collect();
        let horizon = set.horizon.as_ref().map(|labels| labels.iter().map(ToString::to_string).collect());
        Self { category: set.category.clone(), horizon, id: set.id.as_ref().map(ids) }
    }
}

impl Row {
    fn of(portfolio: &Portfolio, id: Id<Variant>) -> Self {
        let variant = &portfolio.variants()[id];
        Self { id: portfolio.initiatives()[variant.initiative].id.clone(), variant: variant.name.clone() }
    }
}

fn allocation(portfolio: &Portfolio, rule: &Allocation) -> AllocationRule {
    let penalty = match rule.hardness {
        Hardness::Hard => None,
        Hardness::Soft { price } => Some(price),
    };
    AllocationRule {
        name: rule.name.clone(),
        set: Set::of(portfolio, &rule.set),
        exempt: rule.exempt.as_ref().map(|set| Set::of(portfolio, set)),
        min: rule.min.map(|share| share.as_number()),
        max: rule.max.map(|share| share.as_number()),
        scope: rule.scope.to_string(),
        basis: rule.basis.to_string(),
        penalty,
    }
}

fn mix(rule: &Mix) -> MixRule {
    let (by, targets) = match &rule.labels {
        MixLabels::Horizons(list) => ("horizon", list.iter().map(|(label, share)| (label.to_string(), share)).collect::<Vec<_>>()),
        MixLabels::Categories(list) => ("category", list.iter().map(|(label, share)| (label.clone(), share)).collect()),
    };
    let targets = targets.into_iter().map(|(label, share)| Target { label, share: share.as_number() }).collect();
    MixRule { by, targets, tolerance: rule.tolerance.as_number() }
}

fn limit(portfolio: &Portfolio, rule: &Limit) -> LimitRule {
    let team = rule.team.map(|team| portfolio.teams()[team].name.clone());
    LimitRule { name: rule.name.clone(), team, set: Set::of(portfolio, &rule.set), max_active: rule.max_active }
}

fn budget(portfolio: &Portfolio, rule: &Budget) -> BudgetRule {
    let name = |quarter| portfolio.calendar().name(Quarter(quarter)).to_string();
    let window = |window: &std::ops::Range<u32>| Window { first: name(window.start), last: name(window.end.saturating_sub(1)) };
    let teams = rule.teams.as_ref().map(|teams| teams.iter().map(|&team| portfolio.teams()[team].name.clone()).collect());
    BudgetRule {
        name: rule.name.clone(),
        teams,
        set: Set::of(portfolio, &rule.set),
        windows: rule.windows.iter().map(window).collect(),
        max: rule.max.as_units(),
    }
}

fn group(portfolio: &Portfolio, rule: &Group) -> GroupRule {
    let members = rule.members.iter().map(|&member| Row::of(portfolio, member)).collect();
    GroupRule { name: rule.name.clone(), members }
}

fn dependency(portfolio: &Portfolio, id: Id<Variant>, rule: &Dependency) -> DependencyRule {
    let on = portfolio.initiatives()[rule.on].id.clone();
    DependencyRule { row: Row::of(portfolio, id), on, relation: rule.relation.to_string() }
}

/// What forces or confines a row; `None` when nothing does.
fn window(portfolio: &Portfolio, id: Id<Variant>, variant: &Variant) -> Option<WindowRule> {
    let must = match variant.must {
        Must::Yes => "yes",
        Must::No => "no",
        Must::Free => "free",
    };
    let status = match variant.status {
        _ if portfolio.initiatives()[variant.initiative].done => "done",
        Status::InProgress => "in_progress",
        Status::Open => "open",
    };
    let [earliest, deadline, start] =
        [variant.earliest, variant.deadline, variant.pinned].map(|quarter| quarter.map(|quarter| quarter.to_string()));
    let is_free = (must, status) == ("free", "open") && [&earliest, &deadline, &start].iter().all(|quarter| quarter.is_none());
    (!is_free).then(|| WindowRule { row: Row::of(portfolio, id), must, status, earliest, deadline, start })
}
