//! Work that can never be planned: an error if it must be, a warning otherwise.

use super::Code;
use super::finding::quoted;
use super::findings::Findings;
use super::row_places::RowPlaces;
use crate::model::{Effort, Id, Initiative, Never, Portfolio, Quarter, Spread, Status, Team, Timing, Variant};

/// Says which required initiatives cannot be planned, and which rows of others never are.
pub(super) fn report_never(portfolio: &Portfolio, timing: &Timing, places: &RowPlaces, findings: &mut Findings) {
    for (id, initiative) in portfolio.initiatives().iter().filter(|(_, initiative)| !initiative.done) {
        let never = |variant: Id<Variant>| timing.start(variant).err().map(|never| (variant, never));
        let lost: Vec<(Id<Variant>, Never)> = initiative.variants.iter().copied().filter_map(never).collect();
        if portfolio.is_required(id) && lost.len() == initiative.variants.len() {
            // The reason that counts is that of a row which is asked for, not that of one which gives way to it.
            let asked = lost.iter().find(|(variant, _)| portfolio.variants()[*variant].is_required());
            if let Some(&(variant, never)) = asked.or(lost.first()) {
                let message = format!(
                    "{} must be in the plan but cannot be: {}",
                    quoted(&initiative.id),
                    reason(portfolio, timing, variant, never)
                );
                let help = "change what stands in its way, or leave its `must` empty";
                findings.add(Code::MustCannotFit, places.place(variant, column(never)), message, help);
            }
            continue;
        }
        for (variant, never) in lost.into_iter().filter(|&(_, never)| never != Never::ForcedOut) {
            let reason = reason(portfolio, timing, variant, never);
            let message = format!("{} can never be in the plan: {reason}", called(portfolio, variant));
            let help = "change what stands in its way, or write `must = no` if it is not meant to be planned";
            findings.add(Code::NeverPlanned, places.place(variant, column(never)), message, help);
        }
    }
}

fn column(never: Never) -> &'static str {
    match never {
        Never::Prerequisite(_) | Never::Late(_) => "depends_on",
        Never::Done | Never::ForcedOut | Never::Window | Never::Capacity => "id",
    }
}

/// The id, with the variant if it has a name.
fn called(portfolio: &Portfolio, variant: Id<Variant>) -> String {
    let variant = &portfolio.variants()[variant];
    let id = quoted(&portfolio.initiatives()[variant.initiative].id);
    variant.name.as_ref().map_or(id.clone(), |name| format!("{id}, variant {}", quoted(name)))
}

/// Why a variant is in no plan, in words.
fn reason(portfolio: &Portfolio, timing: &Timing, variant: Id<Variant>, never: Never) -> String {
    let row = &portfolio.variants()[variant];
    let id = |initiative: Id<Initiative>| quoted(&portfolio.initiatives()[initiative].id);
    match never {
        Never::Done => "it is done".to_owned(),
        Never::ForcedOut => "`must = no` keeps it out".to_owned(),
        Never::Window => window(portfolio, row),
        Never::Capacity => shortage(portfolio, row, 0).unwrap_or_else(|| "some team has too little capacity".to_owned()),
        Never::Prerequisite(on) => {
            let forced_out = portfolio.variants_of(on).all(|(id, _)| timing.start(id) == Err(Never::ForcedOut));
            let why = if forced_out { "`must = no` keeps that out" } else { "that can never be done either" };
            format!("it depends on {}, and {why}", id(on))
        }
        Never::Late(on) => {
            let finish = timing.finish(on).unwrap_or_default();
            let lag = row.dependencies.iter().filter(|dependency| dependency.on == on).filter_map(|d| d.relation.lag()).max();
            let why = shortage(portfolio, row, finish.0 + lag.unwrap_or_default()).unwrap_or_else(|| window(portfolio, row));
            format!("it depends on {}, which finishes in {} at the earliest; {why}", id(on), portfolio.calendar().name(finish))
        }
    }
}

/// What limits the start and finish of a row.
fn window(portfolio: &Portfolio, row: &Variant) -> String {
    let shortest = row.spreads.iter().map(|spread| spread.duration).min().unwrap_or(1);
    let quarters = if shortest == 1 { "quarter" } else { "quarters" };
    let mut parts = vec![format!("it takes {shortest} {quarters}")];
    if row.status == Status::InProgress {
        parts.push("it is in progress and so starts in the first quarter".to_owned());
    }
    let named = [("starts in", row.pinned), ("may not start before", row.earliest), ("must finish by", row.deadline)];
    parts.extend(named.iter().filter_map(|(words, quarter)| quarter.map(|quarter| format!("it {words} {quarter}"))));
    parts.push(format!("the plan runs {}", portfolio.calendar()));
    parts.join(", ")
}

/// The least that any placement within the window lacks that starts in the quarter `ready` or later, and where.
fn shortage(portfolio: &Portfolio, row: &Variant, ready: u32) -> Option<String> {
    let calendar = portfolio.calendar();
    let fits = |(spread, start): &(&Spread, Quarter)| start.0 >= ready && row.fits_window(calendar, *start, spread.duration);
    let placements = row.spreads.iter().flat_map(|spread| calendar.quarters().map(move |start| (spread, start))).filter(fits);
    let lacking = |(team, quarter, effort): (Id<Team>, Quarter, Effort)| {
        (effort - portfolio.teams()[team].capacity_in(quarter), team, quarter, effort)
    };
    let worst = placements.filter_map(|(spread, start)| spread.worked_from(start).map(lacking).max_by_key(|lack| lack.0));
    let (_, team, quarter, effort) = worst.min_by_key(|lack| lack.0)?;
    let team = &portfolio.teams()[team];
    let capacity = team.capacity_in(quarter);
    Some(format!("it takes {effort} of {} in {}, which has {capacity}", quoted(&team.name), calendar.name(quarter)))
}
