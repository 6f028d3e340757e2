//! The words that cells and keys may hold, with what they mean.

use crate::model::{Basis, Horizon, Must, Relation};

/// The words of the column `must`.
pub(super) const MUST: &[(&str, Must)] = &[
    ("yes", Must::Yes),
    ("no", Must::No),
    ("true", Must::Yes),
    ("false", Must::No),
    ("y", Must::Yes),
    ("n", Must::No),
    ("1", Must::Yes),
    ("0", Must::No),
];

/// The words of the column `horizon`, and of labels in the rules.
pub(super) const HORIZON: &[(&str, Horizon)] = &[
    ("H1", Horizon::H1),
    ("H2", Horizon::H2),
    ("H3", Horizon::H3),
    ("1", Horizon::H1),
    ("2", Horizon::H2),
    ("3", Horizon::H3),
    ("Horizon 1", Horizon::H1),
    ("Horizon 2", Horizon::H2),
    ("Horizon 3", Horizon::H3),
];

/// How far work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Not begun.
    Open,
    /// Begun.
    Begun,
    /// Finished.
    Done,
}

/// The words of the column `status`.
pub(super) const STATUS: &[(&str, Stage)] = &[("open", Stage::Open), ("in_progress", Stage::Begun), ("done", Stage::Done)];

/// The words of the key `default_dependency`.
pub(super) const DEFAULT_RELATION: &[(&str, Relation)] = &[("after", Relation::After { gap: 0 }), ("same", Relation::Same)];

/// The words of a relation in `depends_on`, but for `after+1`.
pub(super) const RELATION: &[(&str, Relation)] =
    &[("after", Relation::After { gap: 0 }), ("same", Relation::Same), ("with", Relation::With)];

/// The words of the key `basis`.
pub(super) const BASIS: &[(&str, Basis)] = &[("planned", Basis::Planned), ("capacity", Basis::Capacity)];

/// What the key `by` of the mix asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MixedBy {
    /// H1, H2, H3.
    Horizon,
    /// Categories.
    Category,
}

/// The words of the key `by` of the mix.
pub(super) const MIXED_BY: &[(&str, MixedBy)] = &[("horizon", MixedBy::Horizon), ("category", MixedBy::Category)];
