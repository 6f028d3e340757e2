//! What every rule costs, and what more capacity, a later deadline or a dropped dependency would be worth: by solving again.
//!
//! The worth of a change is the optimum with it less the optimum without it. Each optimum lies between the value and the bound of its
//! solve, so a worth is an interval unless both are proven to the last digit. Lifting a restriction never lowers the optimum, and
//! neither does capacity where no rule takes a share of it: there the interval does not reach below zero. The duals of the
//! relaxation choose what is tried first, and nothing else.

use rayon::prelude::*;

use super::{Interval, Outcome, solve_case};
use crate::model::{Adjust, Basis, Change, Effort, Id, Initiative, Must, Portfolio, Quarter, Subject, SubjectOf, Team, Variant};
use crate::solve::{Answer, Options, Warm, Watch};

/// A change whose worth is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The allocation rule, limit or budget of this name no longer holds.
    Rule(String),
    /// The mix no longer holds.
    Mix,
    /// The group `one_of` of this name no longer holds.
    OneOf(String),
    /// The group `together` of this name no longer holds.
    Together(String),
    /// The initiative need not be in the plan.
    Must(Id<Initiative>),
    /// The initiative may start whenever.
    Pin(Id<Initiative>),
    /// The initiative may finish a quarter later.
    Deadline(Id<Initiative>),
    /// The first no longer depends on the second.
    Dependency(Id<Initiative>, Id<Initiative>),
    /// The team has so much more in the quarter.
    Capacity {
        /// The team.
        team: Id<Team>,
        /// The quarter.
        quarter: Quarter,
        /// How much more.
        by: Effort,
        /// Whether that is what one person works in a quarter, or one unit.
        of: Amount,
    },
}

/// How much capacity is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Amount {
    /// One unit of the portfolio.
    Unit,
    /// What one person works in a quarter.
    Person,
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Worth {
    /// What changes.
    pub question: Question,
    /// What is known of the worth; none if there is no plan with the change, or none without it.
    pub worth: Option<Interval>,
    /// What is known of the optimum with the change; none if no plan keeps the rules even so.
    pub optimum: Option<Interval>,
}

/// The prices of a portfolio.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// What the portfolio as it stands comes to.
    pub base: Outcome,
    /// What was tried, worth most first; of equals in the order in which they were tried.
    pub worths: Vec<Worth>,
    /// What was not tried, most promising first by the duals.
    pub untried: Vec<Question>,
}

/// What is asked of a sensitivity analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What one person works in a quarter, in the unit of the portfolio.
    pub person: Effort,
    /// The most questions that are tried.
    pub most: usize,
}

/// Solves the portfolio as it stands on all cores, then again for each question, side by side, from its plan and duals. `told` hears
/// of each question that is answered.
#[must_use]
pub fn sensitivity(
    portfolio: &Portfolio,
    asked: &Asked,
    options: &Options,
    watch: &Watch,
    told: &(dyn Fn(&Question) + Sync),
) -> Sensitivity {
    let base: Outcome = crate::solve::solve_watched(portfolio, options, watch, None).into();
    let warm = base.answer().map(|answer| &answer.warm);
    let mut questions = questions(portfolio, asked.person);
    questions.sort_by(|a, b| promise(portfolio, b, warm).total_cmp(&promise(portfolio, a, warm)));
    let untried = questions.split_off(asked.most.min(questions.len()));
    let answer = |question: Question| {
        let worth = worth(portfolio, question, &base, |changed| solve_case(changed, options, watch, warm));
        told(&worth.question);
        worth
    };
    let mut worths: Vec<Worth> = questions.into_par_iter().map(answer).collect();
    worths.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    Sensitivity { base, worths, untried }
}

/// What a change that makes a plan possible comes before all others.
fn rank(worth: &Worth) -> f64 {
    match (worth.worth, worth.optimum) {
        (Some(worth), _) => worth.middle(),
        (None, Some(_)) => f64::INFINITY,
        (None, None) => f64::NEG_INFINITY,
    }
}

fn worth(portfolio: &Portfolio, question: Question, base: &Outcome, solve: impl Fn(&Portfolio) -> Outcome) -> Worth {
    let changed = portfolio.with(&question.changes(portfolio));
    let outcome = solve(&changed);
    let (before, after) = (base.optimum(), outcome.optimum());
    let difference = before.zip(after).map(|(before, after)| after - before);
    let is_relaxed = question.relaxes(portfolio);
    let worth = difference.map(|difference| if is_relaxed { difference.at_least(0.0) } else { difference });
    Worth { question, worth, optimum: after }
}

/// Everything that can be asked of a portfolio; one person works `person` in a quarter.
#[must_use]
pub fn questions(portfolio: &Portfolio, person: Effort) -> Vec<Question> {
    let named = portfolio.allocations().iter().map(|rule| &rule.name);
    let named =
        named.chain(portfolio.limits().iter().map(|rule| &rule.name)).chain(portfolio.budgets().iter().map(|rule| &rule.name));
    let mut questions: Vec<Question> = named.map(|name| Question::Rule(name.clone())).collect();
    questions.extend(portfolio.mix().map(|_| Question::Mix));
    questions.extend(portfolio.one_of().iter().map(|group| Question::OneOf(group.name.clone())));
    questions.extend(portfolio.together().iter().map(|group| Question::Together(group.name.clone())));
    questions.extend(portfolio.initiatives().ids().flat_map(|id| of_initiative(portfolio, id)));
    for team in portfolio.teams().ids() {
        for quarter in portfolio.calendar().quarters() {
            for (by, of) in [(Effort::units(1), Amount::Unit), (person, Amount::Person)] {
                questions.push(Question::Capacity { team, quarter, by, of });
            }
        }
    }
    questions
}

fn of_initiative(portfolio: &Portfolio, id: Id<Initiative>) -> Vec<Question> {
    if portfolio.initiatives()[id].done {
        return Vec::new();
    }
    let variants: Vec<&Variant> = portfolio.variants_of(id).map(|(_, variant)| variant).collect();
    let any = |holds: fn(&Variant) -> bool| variants.iter().any(|variant| holds(variant));
    let last = portfolio.calendar().name(portfolio.calendar().last());
    let mut questions = Vec::new();
    questions.extend(any(|variant| variant.must == Must::Yes).then_some(Question::Must(id)));
    questions.extend(any(|variant| variant.pinned.is_some()).then_some(Question::Pin(id)));
    let binds = variants.iter().any(|variant| variant.deadline.is_some_and(|deadline| deadline < last));
    questions.extend(binds.then_some(Question::Deadline(id)));
    let mut needs: Vec<Id<Initiative>> =
        variants.iter().flat_map(|variant| &variant.dependencies).map(|dependency| dependency.on).collect();
    needs.sort_unstable();
    needs.dedup();
    let open = needs.into_iter().filter(|&on| !portfolio.initiatives()[on].done);
    questions.extend(open.map(|on| Question::Dependency(id, on)));
    questions
}

impl Question {
    /// The changes to the portfolio.
    fn changes(&self, portfolio: &Portfolio) -> Vec<Change> {
        let each = |id: Id<Initiative>, change: &dyn Fn(Id<Variant>, &Variant) -> Change| -> Vec<Change> {
            portfolio.variants_of(id).map(|(id, variant)| change(id, variant)).collect()
        };
        match self {
            Self::Rule(name) => vec![Change::WithoutRule(name.clone())],
            Self::Mix => vec![Change::Mix(None)],
            Self::OneOf(name) => vec![Change::WithoutOneOf(name.clone())],
            Self::Together(name) => vec![Change::WithoutTogether(name.clone())],
            Self::Must(id) => {
                each(*id, &|id, variant| Change::Must(id, if variant.must == Must::Yes { Must::Free } else { variant.must }))
            }
            Self::Pin(id) => each(*id, &|id, _| Change::Start(id, None)),
            Self::Deadline(id) => {
                each(*id, &|id, variant| Change::Deadline(id, variant.deadline.and_then(|deadline| deadline.moved(1))))
            }
            Self::Dependency(id, on) => vec![Change::WithoutDependency(*id, *on)],
            Self::Capacity { team, quarter, by, .. } => {
                let quarters = quarter.0..quarter.0 + 1;
                vec![Change::Capacity { team: *team, quarters, adjust: Adjust::By(*by) }]
            }
        }
    }

    /// Whether every plan stays a plan, worth at least as much. More capacity changes what shares of capacity are taken of.
    fn relaxes(&self, portfolio: &Portfolio) -> bool {
        let of_capacity = || portfolio.shares_ruled().iter().any(|rule| rule.basis == Basis::Capacity);
        match self {
            Self::Capacity { .. } => !of_capacity(),
            _ => true,
        }
    }
}

/// What the duals promise of a change; named rules come first, since their price is asked for most.
fn promise(portfolio: &Portfolio, question: &Question, warm: Option<&Warm>) -> f64 {
    let of = |rule, of| warm.map_or(0.0, |warm| warm.price(&Subject { rule, of }).abs());
    match question {
        Question::Rule(_) | Question::Mix => f64::INFINITY,
        Question::Capacity { team, quarter, by, .. } => of("capacity", SubjectOf::TeamQuarter(*team, *quarter)) * by.as_units(),
        Question::Dependency(id, on) => of("dependency", SubjectOf::Pair(*id, *on)),
        Question::Must(id) | Question::Pin(id) | Question::Deadline(id) => {
            portfolio.variants_of(*id).map(|(_, variant)| variant.value.abs()).fold(0.0, f64::max)
        }
        Question::OneOf(name) => of("one_of", SubjectOf::Group(name.clone())),
        Question::Together(name) => of("together", SubjectOf::Group(name.clone())),
    }
}

impl Sensitivity {
    /// The answer of the portfolio as it stands, if it has a plan.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.base.answer()
    }
}
