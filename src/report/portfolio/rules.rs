//! portfolio.toml: the frame, and every rule as a table of its own.

use std::ops::Range;

use crate::model::{Allocation, Budget, Hardness, Id, Limit, Mix, MixLabels, Portfolio, Quarter, Scope, Selector, Share, Team};

/// The file as text.
pub(super) fn written(portfolio: &Portfolio) -> String {
    let file = File { portfolio };
    let allocations = portfolio.allocations().iter().map(|rule| file.allocation(rule));
    let limits = portfolio.limits().iter().map(|rule| file.limit(rule));
    let budgets = portfolio.budgets().iter().map(|rule| file.budget(rule));
    let rules = allocations.chain(portfolio.mix().map(mix)).chain(limits).chain(budgets);
    let tables: Vec<String> = [file.frame()].into_iter().chain(rules).map(|lines| lines.join("\n") + "\n").collect();
    tables.join("\n")
}

/// Lines of one table.
type Lines = Vec<String>;

struct File<'a> {
    portfolio: &'a Portfolio,
}

impl File<'_> {
    fn frame(&self) -> Lines {
        let portfolio = self.portfolio;
        let mut lines = vec![
            format!("name = {}", text(portfolio.name())),
            format!("unit = {}", text(portfolio.unit())),
            format!("quarters = {}", text(&portfolio.calendar().to_string())),
            format!("default_dependency = {}", text(&portfolio.default_relation().to_string())),
        ];
        if portfolio.discount_factor() != 1.0 {
            lines.push(format!("discount_factor = {}", number(portfolio.discount_factor())));
        }
        lines.push(format!("debt = {}", self.set(portfolio.debt())));
        lines
    }

    fn allocation(&self, rule: &Allocation) -> Lines {
        let mut lines = vec!["[[allocation]]".to_owned(), format!("name = {}", text(&rule.name))];
        lines.extend(self.set_keys(&rule.set));
        lines.extend(rule.min.map(|min| format!("min = {}", share(min))));
        lines.extend(rule.max.map(|max| format!("max = {}", share(max))));
        lines.push(format!("scope = {}", text(&rule.scope.to_string())));
        lines.push(format!("basis = {}", text(&rule.basis.to_string())));
        lines.extend(rule.exempt.as_ref().map(|exempt| format!("exempt = {}", self.set(exempt))));
        if let Hardness::Soft { price } = rule.hardness {
            lines.push(format!("penalty = {}", number(price)));
        }
        lines
    }

    fn limit(&self, rule: &Limit) -> Lines {
        let mut lines = vec!["[[limit]]".to_owned(), format!("name = {}", text(&rule.name))];
        lines.extend(rule.team.map(|team| format!("team = {}", self.team(team))));
        lines.extend(self.set_keys(&rule.set));
        lines.push(format!("max_active = {}", rule.max_active));
        lines
    }

    fn budget(&self, rule: &Budget) -> Lines {
        let mut lines = vec!["[[budget]]".to_owned(), format!("name = {}", text(&rule.name))];
        let teams = |teams: &Vec<Id<Team>>| teams.iter().map(|&team| self.team(team)).collect::<Vec<String>>().join(", ");
        lines.extend(rule.teams.as_ref().map(|own| format!("team = [{}]", teams(own))));
        lines.extend(self.set_keys(&rule.set));
        lines.push(format!("max = {}", rule.max));
        lines.push(self.windows(&rule.windows));
        lines
    }

    /// The key that gives back the runs of quarters of a budget.
    fn windows(&self, windows: &[Range<u32>]) -> String {
        let count = self.portfolio.calendar().count();
        let length = windows.first().map_or(0, |window| window.end - window.start);
        let runs = |length: u32| (0..=count - length).map(|first| first..first + length).collect::<Vec<Range<u32>>>();
        if length == 0 || windows != runs(length) {
            return format!("quarters = {}", text(&self.run(windows.first())));
        }
        let scope = match length {
            _ if length == count => Scope::Plan,
            1 => Scope::Quarter,
            _ => Scope::Window(length),
        };
        format!("scope = {}", text(&scope.to_string()))
    }

    /// `2026Q1..2026Q2`; a quarter beside the plan for a budget that caps none of its quarters.
    fn run(&self, window: Option<&Range<u32>>) -> String {
        let calendar = self.portfolio.calendar();
        let name = |quarter| calendar.name(Quarter(quarter));
        match window {
            Some(window) => format!("{}..{}", name(window.start), name(window.end.max(1) - 1)),
            None => name(0).moved(-1).unwrap_or_else(|| name(calendar.count())).to_string(),
        }
    }

    fn team(&self, team: Id<Team>) -> String {
        text(&self.portfolio.teams()[team].name)
    }

    /// A set as a table in one line.
    fn set(&self, set: &Selector) -> String {
        let keys = self.set_keys(set).join(", ");
        if keys.is_empty() { "{}".to_owned() } else { format!("{{ {keys} }}") }
    }

    /// The keys of a set.
    fn set_keys(&self, set: &Selector) -> Lines {
        let list = |key: &str, texts: Vec<String>| format!("{key} = [{}]", texts.join(", "));
        let category = set.category.as_ref().map(|labels| list("category", labels.iter().map(|label| text(label)).collect()));
        let of_horizons = |labels: &Vec<_>| {
            list("horizon", labels.iter().map(|label: &crate::model::Horizon| text(&label.to_string())).collect())
        };
        let id = |ids: &Vec<_>| list("id", ids.iter().map(|&id| text(&self.portfolio.initiatives()[id].id)).collect());
        category.into_iter().chain(set.horizon.as_ref().map(of_horizons)).chain(set.id.as_ref().map(id)).collect()
    }
}

fn mix(mix: &Mix) -> Lines {
    let (by, targets): (&str, Lines) = match &mix.labels {
        MixLabels::Horizons(list) => {
            ("horizon", list.iter().map(|(label, target)| format!("{label} = {}", share(*target))).collect())
        }
        MixLabels::Categories(list) => {
            ("category", list.iter().map(|(label, target)| format!("{} = {}", text(label), share(*target))).collect())
        }
    };
    let head = ["[mix]".to_owned(), format!("by = {}", text(by))];
    head.into_iter().chain(targets).chain([format!("tolerance = {}", share(mix.tolerance))]).collect()
}

/// A share as an exact decimal: it has at most nine places, which a floating-point number tells apart.
fn share(share: Share) -> String {
    share.as_number().to_string()
}

/// A number that TOML reads: long ones with an exponent.
fn number(number: f64) -> String {
    let short = number.to_string();
    if short.len() > 20 { format!("{number:?}") } else { short }
}

/// A text between double quotes.
fn text(text: &str) -> String {
    let escaped: String = text.chars().map(escaped).collect();
    format!("\"{escaped}\"")
}

fn escaped(letter: char) -> String {
    match letter {
        '"' | '\\' => format!("\\{letter}"),
        '\n' => "\\n".to_owned(),
        _ if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
        _ => letter.to_string(),
    }
}
