//! Which work a rule speaks of.

use std::fmt;

use super::{Horizon, Id, Initiative, Portfolio, Variant};

/// A set of variants by label. Labels of one kind widen the set (any of them), kinds narrow it (all of them); without any
/// kind it is all work.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selector {
    /// Any of these categories; `None` does not ask for one.
    pub category: Option<Vec<String>>,
    /// Any of these horizons; `None` does not ask for one.
    pub horizon: Option<Vec<Horizon>>,
    /// Any of these initiatives; `None` does not ask for one.
    pub id: Option<Vec<Id<Initiative>>>,
}

impl Selector {
    /// Whether `variant` belongs to the set.
    #[must_use]
    pub fn matches(&self, variant: &Variant) -> bool {
        let asked = |ok: Option<bool>| ok.unwrap_or(true);
        asked(self.category.as_ref().map(|labels| variant.category.as_ref().is_some_and(|label| labels.contains(label))))
            && asked(self.horizon.as_ref().map(|labels| variant.horizon.is_some_and(|label| labels.contains(&label))))
            && asked(self.id.as_ref().map(|ids| ids.contains(&variant.initiative)))
    }

    /// Whether the set is all work.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// The set in words: `category debt or ktlo`, `horizon H2`, `all work`.
    #[must_use]
    pub fn describe<'a>(&'a self, portfolio: &'a Portfolio) -> Description<'a> {
        Description { selector: self, portfolio }
    }
}

/// Words for a [`Selector`]; see [`Selector::describe`].
#[derive(Debug)]
pub struct Description<'a> {
    selector: &'a Selector,
    portfolio: &'a Portfolio,
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let selector = self.selector;
        let mut parts = Vec::new();
        if let Some(labels) = &selector.category {
            parts.push(format!("category {}", labels.join(" or ")));
        }
        if let Some(labels) = &selector.horizon {
            let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
            parts.push(format!("horizon {}", labels.join(" or ")));
        }
        if let Some(ids) = &selector.id {
            let ids: Vec<&str> = ids.iter().map(|&id| self.portfolio.initiatives()[id].id.as_str()).collect();
            parts.push(if ids.is_empty() { "no work".to_owned() } else { format!("id {}", ids.join(" or ")) });
        }
        f.pad(&if parts.is_empty() { "all work".to_owned() } else { parts.join(" and ") })
    }
}
