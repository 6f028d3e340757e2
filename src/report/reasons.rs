//! Reasons for being left out in words.

use super::numbers::effort;
use super::words::{id, quarter, rule_and_place};
use crate::explain::{LeftOut, Reach, Reason};
use crate::model::{Calendar, Portfolio, Variant};
use crate::solve::Status;

/// Why an initiative is out, in a few words. The status says how [`Reason::Room`] can be.
pub(super) fn sentence(portfolio: &Portfolio, status: Status, left_out: &LeftOut) -> String {
    let id = |initiative| id(portfolio, initiative);
    let team = |team| &portfolio.teams()[team].name;
    let quarter = |at| quarter(portfolio, at);
    match &left_out.reason {
        Reason::Done => "done already".to_owned(),
        Reason::ForcedOut => "forced out: must = no".to_owned(),
        Reason::Window => window(portfolio.calendar(), &portfolio.variants()[left_out.variant]),
        Reason::NoCapacityAlone { team: of, quarter: at, asks, capacity } => {
            format!(
                "no room even alone: asks {} of {} in {}, which has {}",
                effort(*asks),
                team(*of),
                quarter(*at),
                effort(*capacity)
            )
        }
        Reason::Prerequisite { which, reach: Reach::EveryPlan } => format!("needs {}, which can be in no plan", id(*which)),
        Reason::Prerequisite { which, reach: Reach::ThisPlan } => format!("needs {}, which is left out", id(*which)),
        Reason::Late { prerequisite, reach: Reach::EveryPlan } => format!("{} can never finish in time for it", id(*prerequisite)),
        Reason::Late { prerequisite, reach: Reach::ThisPlan } => {
            format!("{} finishes too late for it in this plan", id(*prerequisite))
        }
        Reason::Excluded { by } => format!("excluded by {}, which is in the plan", id(*by)),
        Reason::OtherOfGroup { group, chosen } => format!("{} is in the plan instead (one of group {group})", id(*chosen)),
        Reason::NotTogether { group, with } => format!("only together with {}, which is left out (group {group})", id(*with)),
        Reason::NoValue => "no value by itself, and nothing in the plan needs it".to_owned(),
        Reason::OverCapacity { team: of, quarter: at, asks, free } => {
            format!("outranked: asks {} of {} in {}, {} free", effort(*asks), team(*of), quarter(*at), effort(*free))
        }
        Reason::Breaks(subject) => format!("outranked: would break {}", rule_and_place(portfolio, subject)),
        Reason::Costs(subject) => format!("outranked: costs more under {} than it brings", rule_and_place(portfolio, subject)),
        Reason::Room => match status {
            Status::Optimal => "would fit: worth less than the gap that was asked for".to_owned(),
            Status::Feasible => "would fit: plan is not proven optimal".to_owned(),
        },
    }
}

/// The reason as one word of the formats that programs read.
pub(super) fn code(reason: &Reason) -> &'static str {
    match reason {
        Reason::Done => "done",
        Reason::ForcedOut => "forced_out",
        Reason::Window => "window",
        Reason::NoCapacityAlone { .. } => "no_capacity_alone",
        Reason::Prerequisite { .. } => "prerequisite",
        Reason::Late { .. } => "late",
        Reason::Excluded { .. } => "excluded",
        Reason::OtherOfGroup { .. } => "one_of",
        Reason::NotTogether { .. } => "not_together",
        Reason::NoValue => "no_value",
        Reason::OverCapacity { .. } => "outranked_capacity",
        Reason::Breaks(_) => "outranked_rule",
        Reason::Costs(_) => "outranked_penalty",
        Reason::Room => "room",
    }
}

fn window(calendar: Calendar, variant: &Variant) -> String {
    let shortest = variant.spreads.iter().map(|spread| spread.duration).min().unwrap_or(1);
    let mut parts = vec![format!("takes {}", super::numbers::count(shortest as usize, "quarter"))];
    parts.extend(variant.pinned.map(|quarter| format!("starts in {quarter}")));
    parts.extend(variant.earliest.map(|quarter| format!("not before {quarter}")));
    parts.extend(variant.deadline.map(|quarter| format!("done by {quarter}")));
    format!("no start in its window within {calendar}: {}", parts.join(", "))
}
