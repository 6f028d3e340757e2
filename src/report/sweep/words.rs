//! What a number is called, and its settings in words.

use crate::model::{Allocation, Calendar, Effort, Manner, Number, Portfolio, Quarter, Scale, Setting, Share};
use crate::report::{numbers, rules};
use crate::scenario::Law;

/// `debt ratio, floor`
pub(super) fn title(portfolio: &Portfolio, number: &Number) -> String {
    match number {
        Number::Floor(rule) => format!("{}, floor", rule.name),
        Number::Ceiling(rule) => format!("{}, ceiling", rule.name),
        Number::Capacity { team, quarters, .. } => {
            let when = when(portfolio.calendar(), quarters);
            format!("{}, capacity{when}", portfolio.teams()[*team].name)
        }
        Number::DiscountRate => "discount rate".to_owned(),
        Number::Limit(rule) => format!("{}, most active", rule.name),
        Number::Budget(rule) => format!("{}, cap", rule.name),
    }
}

/// The word of a program for the kind of a number.
pub(in crate::report) fn kind(number: &Number) -> &'static str {
    match number {
        Number::Floor(_) => "floor",
        Number::Ceiling(_) => "ceiling",
        Number::Capacity { .. } => "capacity",
        Number::DiscountRate => "discount_rate",
        Number::Limit(_) => "limit",
        Number::Budget(_) => "budget",
    }
}

/// What is swept, in a sentence.
pub(super) fn sentence(portfolio: &Portfolio, number: &Number, first: Setting, last: Setting) -> String {
    let [from, to] = [first, last].map(|end| setting(number.scale(), end));
    let range = format!("from {from} to {to}");
    let unit = portfolio.unit();
    match number {
        Number::Floor(rule) => format!("floor swept, {}", bounded(portfolio, rule, first, last)),
        Number::Ceiling(rule) => format!("ceiling swept, {}", bounded(portfolio, rule, first, last)),
        Number::Capacity { team, quarters, manner } => {
            let name = &portfolio.teams()[*team].name;
            let when = if quarters.len() == portfolio.calendar().count() as usize {
                ", every quarter".to_owned()
            } else {
                when(portfolio.calendar(), quarters)
            };
            let what = match manner {
                Manner::To => format!(" {unit}"),
                Manner::By => format!(" {unit} more than it has"),
                Manner::Times => " of what it has".to_owned(),
            };
            format!("capacity of {name} swept {range}{what}{when}")
        }
        Number::DiscountRate => format!("discount rate swept {range} a quarter"),
        Number::Limit(rule) => format!("{}: most initiatives active at once swept {range}", rule.name),
        Number::Budget(rule) => format!("{}: cap swept {range} {unit}", rule.name),
    }
}

/// The rule with the range in place of its bounds.
fn bounded(portfolio: &Portfolio, rule: &Allocation, first: Setting, last: Setting) -> String {
    let [min, max] = [first, last].map(|end| Share::from_billionths(end.0));
    rules::allocation(portfolio, &Allocation { min, max, ..rule.clone() })
}

/// ` in 2026Q1`; nothing of all quarters.
fn when(calendar: Calendar, quarters: &std::ops::Range<u32>) -> String {
    if quarters.len() == calendar.count() as usize {
        return String::new();
    }
    format!(" in {}", calendar.name(Quarter(quarters.start)))
}

/// `20 %`, `40`, `+10`, `×1.2`, `3`
pub(super) fn setting(scale: Scale, setting: Setting) -> String {
    match scale {
        Scale::Share => Share::from_billionths(setting.0).unwrap_or_default().to_string(),
        Scale::Effort => Effort(setting.0).to_string(),
        Scale::More => format!("{}{}", if setting.0 > 0 { "+" } else { "" }, Effort(setting.0)),
        Scale::Factor => format!("×{}", plain_setting(scale, setting)),
        Scale::Count => setting.0.to_string(),
    }
}

/// A place on a curve between two settings.
pub(super) fn place(scale: Scale, place: f64) -> String {
    match scale {
        Scale::Share => numbers::percent(place),
        Scale::Effort | Scale::Count => numbers::value(place),
        Scale::More if place > 0.0 => format!("+{}", numbers::value(place)),
        Scale::More => numbers::value(place),
        Scale::Factor => format!("×{}", numbers::value(place)),
    }
}

/// The exact decimal, for programs.
pub(in crate::report) fn plain_setting(scale: Scale, setting: Setting) -> String {
    scale.as_number(setting).to_string()
}

/// What raising the number does.
pub(super) fn law(law: Option<Law>) -> &'static str {
    match law {
        Some(Law::Tightens) => "raising it never raises the value: what a point's bound excludes is excluded at all points above",
        Some(Law::Loosens) => "raising it never lowers the value: what a point's bound excludes is excluded at all points below",
        None => "raising it may raise or lower the value: each point has a bound of its own",
    }
}

/// What lies along the axis, with its unit.
pub(super) fn axis(portfolio: &Portfolio, number: &Number) -> String {
    let title = title(portfolio, number);
    let unit = portfolio.unit();
    let of = match number {
        Number::Floor(rule) | Number::Ceiling(rule) => format!("share of {}", rules::basis(rule.basis)),
        Number::Capacity { manner: Manner::To, .. } => format!("{unit} a quarter"),
        Number::Capacity { manner: Manner::By, .. } => format!("{unit} a quarter more than it has"),
        Number::Capacity { manner: Manner::Times, .. } => "times what it has".to_owned(),
        Number::DiscountRate => "share of value a quarter".to_owned(),
        Number::Limit(_) => "initiatives".to_owned(),
        Number::Budget(_) => unit.to_owned(),
    };
    format!("{title} ({of})")
}

/// `category debt, whole plan (share of planned cost)`
pub(super) fn share(portfolio: &Portfolio, rule: &Allocation) -> String {
    format!("{}, whole plan (share of {})", rule.set.describe(portfolio), rules::basis(rule.basis))
}
