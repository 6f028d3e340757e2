//! `[[limit]]` and `[[budget]]`: limits on work at once, and caps on cost.

use std::ops::Range;

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::quarters::{run, scope};
use super::rules::RuleNames;
use super::section::Section;
use super::selection::Work;
use crate::model::{Budget, Calendar, Limit, Scope};

/// Reads one `[[limit]]`; none if it does not say the most that may be active.
pub(super) fn limit(mut section: Section, work: &Work, taken: &mut RuleNames, findings: &mut Findings) -> Option<Limit> {
    let name = section.text("name", findings);
    let team = section.text("team", findings);
    let set = work.select(&mut section, findings);
    set.report_absent(work, findings);
    let speaks_of: Vec<&str> = team.iter().map(|cell| cell.text).chain(set.labels.iter().copied()).collect();
    let name = taken.take(name, &default_name("limit", &speaks_of), findings);
    let max = section.entry("max_active");
    if max.is_none() {
        section.missing("`max_active`", "say how many initiatives may be active at once, such as `max_active = 3`", findings);
    }
    let max = max.and_then(|entry| entry.number(findings));
    let max_active = max.and_then(|cell| cell.whole(0, u32::MAX, Code::KeyOutOfRange, findings));
    section.finish(findings);
    let team = team.map(|cell| work.team(&cell, findings));
    Some(Limit { name, team: team.flatten(), set: set.selector, max_active: max_active? })
}

/// Reads one `[[budget]]`; none if it does not say the most that may be spent.
pub(super) fn budget(mut section: Section, work: &Work, taken: &mut RuleNames, findings: &mut Findings) -> Option<Budget> {
    let name = section.text("name", findings);
    let teams = section.texts("team", findings);
    let set = work.select(&mut section, findings);
    set.report_absent(work, findings);
    let speaks_of: Vec<&str> = teams.iter().flatten().map(|cell| cell.text).chain(set.labels.iter().copied()).collect();
    let name = taken.take(name, &default_name("budget", &speaks_of), findings);
    let max = section.entry("max");
    if max.is_none() {
        section.missing("`max`", "say the most that may be spent, such as `max = 60`", findings);
    }
    let max = max.and_then(|entry| entry.number(findings)).and_then(|cell| cell.effort(findings));
    let windows = windows(&mut section, work.calendar, findings);
    section.finish(findings);
    let teams = teams.map(|cells| cells.iter().filter_map(|cell| work.team(cell, findings)).collect());
    Some(Budget { name, teams, set: set.selector, windows, max: max? })
}

/// `limit on Platform`, or `limit`.
fn default_name(kind: &str, speaks_of: &[&str]) -> String {
    if speaks_of.is_empty() { kind.to_owned() } else { format!("{kind} on {}", speaks_of.join(" and ")) }
}

/// The runs of quarters that are capped: the keys `scope` or `quarters`; without them the whole plan.
fn windows(section: &mut Section, calendar: Calendar, findings: &mut Findings) -> Vec<Range<u32>> {
    let (scope_cell, quarters) = (section.text("scope", findings), section.text("quarters", findings));
    if let (Some(scope), Some(quarters)) = (scope_cell, quarters) {
        let message = format!("scope {} and quarters {} are both given", quoted(scope.text), quoted(quarters.text));
        scope.report(Code::ContradictingKeys, message, "keep one of them", findings);
    }
    if let Some(cell) = quarters {
        let planned = run(&cell, findings).map(|run| planned_part(run, calendar, &cell, findings));
        return planned.filter(|window| !window.is_empty()).into_iter().collect();
    }
    let length = match scope_cell.and_then(|cell| Some((cell, scope(&cell, findings)?))) {
        None | Some((_, Scope::Plan)) => calendar.count(),
        Some((_, Scope::Quarter)) => 1,
        Some((_, Scope::Window(length))) => length.min(calendar.count()),
        Some((cell, Scope::Team | Scope::TeamQuarter)) => {
            let message = format!("{} is not a scope of a budget", quoted(cell.text));
            cell.report(Code::UnknownWord, message, "write `plan`, `quarter` or `window:2`, and a budget for each team", findings);
            return Vec::new();
        }
    };
    (0..=calendar.count() - length).map(|first| first..first + length).collect()
}

/// The quarters of `run` that are planned.
fn planned_part(run: Calendar, calendar: Calendar, cell: &Cell, findings: &mut Findings) -> Range<u32> {
    let clip = |offset: i32| u32::try_from(offset.max(0)).unwrap_or_default().min(calendar.count());
    let first = calendar.offset(run.name(crate::model::Quarter(0)));
    let end = calendar.offset(run.name(run.last())) + 1;
    let clipped = clip(first)..clip(end);
    if clipped.len() < run.count() as usize {
        let message = format!("{run} is not within the plan, which runs {calendar}; only planned quarters are capped");
        cell.report(Code::QuarterOutsidePlan, message, "name quarters that are planned", findings);
    }
    clipped
}
