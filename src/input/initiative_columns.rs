//! The columns of initiatives.csv.

use super::cost::find_team;
use super::findings::Findings;
use super::header::{Column, Columns, fold, repeated_column, unknown_column};
use super::nearest::Names;
use super::sheet::Sheet;
use crate::model::{Id, Team};

/// Columns of initiatives.csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Variant,
    Title,
    Value,
    Team,
    Cost,
    Horizon,
    Category,
    DependsOn,
    Duration,
    Profile,
    Earliest,
    Deadline,
    Must,
    Start,
    Excludes,
    OneOf,
    Together,
    Status,
    CostOfDelay,
    Confidence,
}

impl Column for Field {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Id, "id"),
        (Self::Variant, "variant"),
        (Self::Title, "title"),
        (Self::Value, "value"),
        (Self::Team, "team"),
        (Self::Cost, "cost"),
        (Self::Horizon, "horizon"),
        (Self::Category, "category"),
        (Self::DependsOn, "depends_on"),
        (Self::Duration, "duration"),
        (Self::Profile, "profile"),
        (Self::Earliest, "earliest"),
        (Self::Deadline, "deadline"),
        (Self::Must, "must"),
        (Self::Start, "start"),
        (Self::Excludes, "excludes"),
        (Self::OneOf, "one_of"),
        (Self::Together, "together"),
        (Self::Status, "status"),
        (Self::CostOfDelay, "cost_of_delay"),
        (Self::Confidence, "confidence"),
    ];
    const FURTHER: Option<&'static str> = Some("cost: <team>");
}

/// The columns `cost: <team>` with their teams; other unknown columns are findings.
pub(super) fn cost_columns(
    sheet: &Sheet,
    columns: &Columns<Field>,
    teams: &Names<Team>,
    findings: &mut Findings,
) -> Vec<(usize, Option<Id<Team>>)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for &position in &columns.others {
        let text = sheet.header_text(position);
        match text.split_once(':').filter(|(word, team)| fold(word) == "cost" && !team.trim().is_empty()) {
            None => unknown_column::<Field>(sheet, position, findings),
            Some((_, team)) if found.iter().any(|&(_, other)| other == team.trim()) => repeated_column(sheet, text, findings),
            Some((_, team)) => found.push((position, team.trim())),
        }
    }
    let resolve = |(position, team): (usize, &str)| (position, find_team(&sheet.header_cell(position), team, teams, findings));
    found.into_iter().map(resolve).collect()
}
