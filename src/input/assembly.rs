//! Puts together what the files say: names are resolved, the whole is checked, and a portfolio comes out.

use super::capacity::{self, Teams};
use super::contradiction::report_contradictions;
use super::cycle::untie_cycles;
use super::document::Document;
use super::findings::Findings;
use super::frame::Frame;
use super::initiatives::{self, Context, Initiatives};
use super::nearest::Names;
use super::never::report_never;
use super::row_places::RowPlaces;
use super::rules::Rules;
use super::selection::Work;
use super::sheet::Sheet;
use crate::model::{Calendar, CalendarQuarter, Facts, Portfolio, Source, Table, Timing};

/// Everything that is known once frame and teams are read.
pub(super) struct Parts {
    pub(super) frame: Frame,
    pub(super) teams: Option<Teams>,
    pub(super) sources: Vec<Source>,
    /// What the portfolio is called if nothing says so.
    pub(super) default_name: String,
}

/// Reads the teams of capacity.csv.
pub(super) fn read_teams(document: Option<&Document>, calendar: Option<Calendar>, findings: &mut Findings) -> Option<Teams> {
    let sheet = Sheet::read(document?, findings)?;
    capacity::read(&sheet, calendar, findings)
}

/// Reads the initiatives, then the rules by `read_rules`, and judges the whole. What could not be read is taken in the way that
/// gives rise to no further finding; none if the quarters or a file are missing altogether.
pub(super) fn assemble(
    parts: Parts,
    initiatives: Option<&Document>,
    read_rules: impl FnOnce(&Work, &mut Findings) -> Rules,
    findings: &mut Findings,
) -> Option<Portfolio> {
    let calendar = parts.frame.calendar;
    let are_complete = calendar.is_some() && parts.teams.is_some();
    let teams = parts.teams.unwrap_or_else(|| Teams { table: Table::default(), names: Names::unreadable() });
    let context = Context {
        calendar: calendar.unwrap_or_else(any_calendar),
        teams: &teams.names,
        default_relation: parts.frame.default_relation,
    };
    let read = read_initiatives(initiatives, &context, findings);
    let are_complete = are_complete && read.is_some();
    let read = read.unwrap_or_else(no_initiatives);
    let rules = read_rules(&work(&context, &read), findings);
    let facts = Facts {
        name: parts.frame.name.unwrap_or(parts.default_name),
        unit: parts.frame.unit,
        calendar: context.calendar,
        discount_factor: parts.frame.discount_factor,
        default_relation: context.default_relation,
        initiatives: read.initiatives,
        variants: read.variants,
        teams: teams.table,
        one_of: read.one_of,
        together: read.together,
        debt: rules.debt,
        allocations: rules.allocations,
        mix: rules.mix,
        limits: rules.limits,
        budgets: rules.budgets,
        sources: parts.sources,
    };
    let portfolio = are_complete.then(|| Portfolio::new(facts))?;
    judge(&portfolio, &read.places, findings);
    Some(portfolio)
}

/// Says what is wrong with the whole although each part is sound.
fn judge(portfolio: &Portfolio, places: &RowPlaces, findings: &mut Findings) {
    let timing = Timing::of(portfolio);
    report_never(portfolio, &timing, places, findings);
    report_contradictions(portfolio, &timing, places, findings);
}

fn read_initiatives(document: Option<&Document>, context: &Context, findings: &mut Findings) -> Option<Initiatives> {
    let document = document?;
    let sheet = Sheet::read(document, findings)?;
    let mut read = initiatives::read(&sheet, &document.name, context, findings)?;
    untie_cycles(&mut read, findings);
    Some(read)
}

fn work<'a>(context: &Context<'a>, read: &'a Initiatives) -> Work<'a> {
    Work {
        calendar: context.calendar,
        teams: context.teams,
        ids: &read.names,
        initiatives: &read.initiatives,
        variants: &read.variants,
        has_category_column: read.has_category_column,
    }
}

/// What stands for the initiatives if they cannot be read.
fn no_initiatives() -> Initiatives {
    Initiatives {
        places: RowPlaces { file: String::new(), before: 0, lines: Vec::new() },
        initiatives: Table::default(),
        variants: Table::default(),
        names: Names::unreadable(),
        one_of: Vec::new(),
        together: Vec::new(),
        has_category_column: false,
    }
}

/// What stands for the quarters if they cannot be read: the longest plan there is.
fn any_calendar() -> Calendar {
    let years = i32::try_from(Calendar::MOST_QUARTERS / 4).unwrap_or(1);
    let quarter = |year, quarter| CalendarQuarter::new(year, quarter).expect("a year within four digits");
    Calendar::new(quarter(2000, 1), quarter(1999 + years, 4)).expect("the longest plan that is allowed")
}
