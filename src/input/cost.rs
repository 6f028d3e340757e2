//! What an initiative takes from each team: the columns `cost: <team>`, and the pair `team`, `cost`.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{Names, did_you_mean};
use crate::model::{Effort, Id, Team};

/// The costs of one row.
#[derive(Debug, Default)]
pub(super) struct Costs {
    /// Whether any cost is written, be it 0.
    pub(super) given: bool,
    /// Positive costs in the order of the teams.
    pub(super) list: Vec<(Id<Team>, Effort)>,
}

impl Costs {
    /// Adds the cost in a cell of a team that is known; two costs on one team contradict each other.
    pub(super) fn add(&mut self, team: Id<Team>, cell: &Cell, findings: &mut Findings) {
        if cell.is_empty() {
            return;
        }
        self.given = true;
        let Some(cost) = cost(cell, findings).filter(|&cost| cost > Effort::ZERO) else { return };
        match self.list.binary_search_by_key(&team, |&(team, _)| team) {
            Ok(_) => {
                let message = format!("the row gives a second cost, {}, on the same team", quoted(cell.text));
                cell.report(Code::ContradictingCells, message, "give each cost in one column only", findings);
            }
            Err(position) => self.list.insert(position, (team, cost)),
        }
    }

    /// Adds the pair of cells `team` and `cost`; a cost of 0 needs no team.
    pub(super) fn add_pair(&mut self, team: &Cell, cell: &Cell, teams: &Names<Team>, findings: &mut Findings) {
        let known = if team.is_empty() { None } else { find_team(team, team.text, teams, findings) };
        match known {
            Some(team) => self.add(team, cell, findings),
            None if cell.is_empty() => {}
            None => {
                self.given = true;
                let cost = cost(cell, findings).unwrap_or_default();
                if team.is_empty() && cost > Effort::ZERO {
                    let message = format!("the row has cost {} but no team", quoted(cell.text));
                    team.report(Code::EmptyCell, message, "name the team that does the work", findings);
                }
            }
        }
    }
}

/// The team called `name`; one without capacity is a finding at `cell`.
pub(super) fn find_team(cell: &Cell, name: &str, teams: &Names<Team>, findings: &mut Findings) -> Option<Id<Team>> {
    let team = teams.find(name);
    if team.is_none() && teams.is_complete() {
        let message = format!("team {} has costs but no capacity", quoted(name));
        let help = format!("{}add a row for it to the capacity, 0 if it has none", did_you_mean(teams.nearest(name)));
        cell.report(Code::TeamWithoutCapacity, message, help, findings);
    }
    team
}

/// A cost: one number, a range `8-13` whose middle is meant, or low/likely/high `5/8/13`.
fn cost(cell: &Cell, findings: &mut Findings) -> Option<Effort> {
    let slashed: Vec<&str> = cell.text.split('/').collect();
    let dashed: Vec<&str> = cell.text.split(['-', '–']).collect();
    let is_range = |parts: &[&str]| parts.iter().all(|part| part.trim().starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    let parts = match (slashed.len(), dashed.len()) {
        (3, 1) if is_range(&slashed) => slashed,
        (1, 2) if is_range(&dashed) && !dashed[0].trim_end().ends_with(['e', 'E']) => dashed,
        _ => return cell.effort(findings),
    };
    let numbers: Vec<Option<Effort>> = parts.iter().map(|part| cell.part(part).effort(findings)).collect();
    let numbers = numbers.into_iter().collect::<Option<Vec<Effort>>>()?;
    if !numbers.is_sorted() {
        let message = format!("{} does not rise from low to high", quoted(cell.text));
        cell.report(Code::RangeOutOfOrder, message, "write low-high or low/likely/high, such as `8-13` or `5/8/13`", findings);
    }
    match numbers[..] {
        [low, high] => Some(middle(low, high, cell, findings)),
        _ => numbers.get(1).copied(),
    }
}

/// Half of the sum; an odd millionth is rounded up, and said.
fn middle(low: Effort, high: Effort, cell: &Cell, findings: &mut Findings) -> Effort {
    let sum = (low + high).0;
    let middle = Effort((sum + 1) / 2);
    if sum % 2 != 0 {
        let message = format!("the middle of {} is taken as {middle}", quoted(cell.text));
        cell.report(Code::Rounded, message, "write at most five decimals in a range", findings);
    }
    middle
}
