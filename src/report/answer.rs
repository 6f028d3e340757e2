//! The answer: status, value, bound, gap, time, and how much of the capacity it uses.

use super::numbers::{self, count, effort, percent};
use super::page::{Block, Medium, Page, Text, Tone};
use super::view::{Answered, Loaded};
use super::words;
use crate::model::{Portfolio, Subject};
use crate::rules::Breach;
use crate::solve::{Cut, Status};

/// A plan was found.
pub(super) fn of_plan(answered: &Answered<'_>, medium: Medium) -> Page {
    let answer = answered.answer;
    let mut lines = vec![status(answered, medium)];
    lines.extend(answer.cut.map(|cut| Text::new(Tone::Doubtful, cut_sentence(cut))));
    lines.push(Text::plain(use_of_capacity(&answered.loaded)));
    let portfolio = answered.loaded.portfolio;
    lines.extend(penalties(portfolio, &answer.verdict.paid, answer.verdict.penalties()));
    vec![Block::Heading("Answer".to_owned()), Block::List(lines)]
}

fn status(answered: &Answered<'_>, medium: Medium) -> Text {
    let answer = answered.answer;
    let (tone, word) = match answer.status {
        Status::Optimal => (Tone::Good, "optimal"),
        Status::Feasible => (Tone::Doubtful, "feasible, not proven optimal"),
    };
    let asked = numbers::gap(answer.gap_asked);
    let proof = if answer.bound.is_finite() {
        format!("bound {}, gap {} ({asked} asked)", numbers::value(answer.bound), numbers::gap(answer.gap()))
    } else {
        "no bound known".to_owned()
    };
    let shows = medium == Medium::Terminal || answer.may_differ();
    let time = if shows { format!(", {}", numbers::seconds(answer.seconds)) } else { String::new() };
    Text::new(tone, format!("{word}: value {}, {proof}{time}", numbers::value(answer.value)))
}

fn cut_sentence(cut: Cut) -> &'static str {
    match cut {
        Cut::Time => "search cut by the time limit: another run may give another plan",
        Cut::Interrupt => "search interrupted: another run may give another plan",
        Cut::Work => "search cut by the work limit: another run gives the same plan",
        Cut::Pace => "the clock paced the search: another run may give another plan as good",
    }
}

/// How much is in the plan, and how much of the teams is not.
pub(super) fn use_of_capacity(loaded: &Loaded<'_>) -> String {
    let (portfolio, (planned, capacity)) = (loaded.portfolio, loaded.totals());
    let chosen = loaded.plan.chosen().count();
    let initiatives = count(portfolio.initiatives().len(), "initiative");
    let idle = capacity - planned;
    let share = if capacity.0 > 0 { format!(" ({})", percent(idle.as_units() / capacity.as_units())) } else { String::new() };
    let unit = portfolio.unit();
    let (planned, capacity) = (effort(planned), effort(capacity));
    format!("{chosen} of {initiatives} in the plan; {planned} of {capacity} {unit} planned, {} idle{share}", effort(idle))
}

/// What soft rules cost, each with its breach.
pub(super) fn penalties(portfolio: &Portfolio, paid: &[Breach], total: f64) -> Vec<Text> {
    if paid.is_empty() {
        return Vec::new();
    }
    let first = format!("{} of value given up for soft rules, taken off the value above:", numbers::value(total));
    let breaches = paid.iter().map(|breach| format!("- {}", words::breach(portfolio, breach)));
    std::iter::once(first).chain(breaches).map(|line| Text::new(Tone::Doubtful, line)).collect()
}

/// No plan keeps all rules.
pub(super) fn infeasible(portfolio: &Portfolio, conflict: &[Subject]) -> Page {
    let first = Text::new(Tone::Bad, "infeasible: no plan keeps all rules");
    let reasons: Vec<Text> = if conflict.is_empty() {
        vec![Text::plain("which of them are in conflict was not worked out")]
    } else {
        let opening = "these cannot all hold; at least one of them must give way:".to_owned();
        let restrictions = conflict.iter().map(|subject| format!("- {}", words::restriction(portfolio, subject)));
        std::iter::once(opening).chain(restrictions).map(Text::plain).collect()
    };
    vec![Block::Heading("Answer".to_owned()), Block::List(std::iter::once(first).chain(reasons).collect())]
}

/// None was found in time.
pub(super) fn no_plan(bound: f64, seconds: f64) -> Page {
    let first = format!("no plan found in {}", numbers::seconds(seconds));
    let bound = if bound.is_finite() {
        format!("no plan can be worth more than {}", numbers::value(bound))
    } else {
        "no bound known".to_owned()
    };
    let way_out = "this does not say that there is none: give the search more time, or loosen a rule";
    let lines = vec![Text::new(Tone::Bad, first), Text::plain(bound), Text::plain(way_out)];
    vec![Block::Heading("Answer".to_owned()), Block::List(lines)]
}
