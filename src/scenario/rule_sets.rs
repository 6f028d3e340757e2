//! Allocation rules side by side: the product of mixes, debt ratios, scopes and bases.

use super::Case;
use crate::input::BASE;
use crate::model::{Allocation, Basis, Change, Mix, Portfolio, Scope, Share};

/// What is tried of each; an empty list leaves what the portfolio says.
#[derive(Debug, Clone, Default)]
pub struct RuleSets {
    /// Mixes with what they are called; `None` for no mix at all.
    pub mixes: Vec<(String, Option<Mix>)>,
    /// Floors of the debt ratio.
    pub ratios: Vec<Share>,
    /// Scopes of the debt ratio.
    pub scopes: Vec<Scope>,
    /// Bases of the debt ratio.
    pub bases: Vec<Basis>,
}

/// A scope or basis was to be tried of a debt ratio that the portfolio does not ask for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{portfolio}` has no rule \"debt ratio\", so there is no scope or basis to change: give --min-debt-ratio as well")]
pub struct NoDebtRule {
    /// The case without the rule.
    pub portfolio: String,
}

/// What is done to the debt ratio: floor, scope, basis, each if it is tried.
type Floor = (Option<Share>, Option<Scope>, Option<Basis>);

impl RuleSets {
    /// Whether nothing is tried.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mixes.is_empty() && self.ratios.is_empty() && self.scopes.is_empty() && self.bases.is_empty()
    }

    /// The product: every combination under every case, cases outermost, bases innermost.
    ///
    /// # Errors
    /// When a scope or basis is tried without a floor, and a case has no debt ratio of its own.
    pub fn of(&self, cases: &[Case]) -> Result<Vec<Case>, NoDebtRule> {
        let mut product = Vec::new();
        for case in cases {
            for mix in each(&self.mixes) {
                for floor in self.floors() {
                    product.push(changed(case, mix.as_ref(), floor)?);
                }
            }
        }
        Ok(product)
    }

    fn floors(&self) -> Vec<Floor> {
        let with_bases = |ratio, scope| each(&self.bases).into_iter().map(move |basis| (ratio, scope, basis));
        let with_scopes = |ratio| each(&self.scopes).into_iter().flat_map(move |scope| with_bases(ratio, scope));
        each(&self.ratios).into_iter().flat_map(with_scopes).collect()
    }
}

/// What is tried, or the one case of trying nothing.
fn each<T: Clone>(list: &[T]) -> Vec<Option<T>> {
    if list.is_empty() { vec![None] } else { list.iter().cloned().map(Some).collect() }
}

fn changed(case: &Case, mix: Option<&(String, Option<Mix>)>, floor: Floor) -> Result<Case, NoDebtRule> {
    let mut parts: Vec<String> = (case.name != BASE).then(|| case.name.clone()).into_iter().collect();
    let mut changes = Vec::new();
    if let Some((name, mix)) = mix {
        parts.push(format!("mix {name}"));
        changes.push(Change::Mix(mix.clone()));
    }
    if floor != (None, None, None) {
        let rule = debt_ratio(case, floor)?;
        let (ratio, scope, basis) = floor;
        parts.extend(ratio.map(|ratio| format!("debt {ratio}")));
        parts.extend(scope.map(|scope| format!("by {scope}")));
        parts.extend(basis.map(|basis| format!("of {basis}")));
        changes.push(Change::Allocation(rule));
    }
    Ok(Case { name: parts.join(", "), portfolio: case.portfolio.with(&changes) })
}

/// The debt ratio of a case with what is tried of it.
fn debt_ratio(case: &Case, (ratio, scope, basis): Floor) -> Result<Allocation, NoDebtRule> {
    let portfolio: &Portfolio = &case.portfolio;
    let made = portfolio.debt_floor(ratio.unwrap_or_default());
    let known = portfolio.allocations().iter().find(|rule| rule.name == made.name).cloned();
    let missing = || NoDebtRule { portfolio: case.name.clone() };
    let rule = known.or_else(|| ratio.map(|_| made)).ok_or_else(missing)?;
    Ok(Allocation { min: ratio.or(rule.min), scope: scope.unwrap_or(rule.scope), basis: basis.unwrap_or(rule.basis), ..rule })
}
