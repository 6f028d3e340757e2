//! A portfolio with every kind of rule and reason, and answers to it that come from no solver.

use quarterdeck::input::{Finding, Reading, Texts, read_plan_text, read_texts};
use quarterdeck::model::{Portfolio, Subject};
use quarterdeck::plan::Plan;
use quarterdeck::report::{Outcome, PlanReport};
use quarterdeck::rules::verify;
use quarterdeck::solve::{Answer, Cut, Options, ProgramSize, Status, Warm};

const INITIATIVES: &str = "\
id,variant,title,value,horizon,category,depends_on,duration,earliest,deadline,must,excludes,one_of,together,status,cost: Platform,cost: Mobile
SEC-1,,Rotate keys | all regions,15,H1,ktlo,,1,,,yes,,,,,4,
AUTH-3,,Single sign-on,60,H2,debt,,2,,,,,,,,12,3.5
PAY-12,full,\"Checkout rewrite, all countries\",120,H1,feature,AUTH-3,2,,,,,,,,20,9
PAY-12,mvp,\"Checkout rewrite, all countries\",70,H1,feature,AUTH-3,1,,,,,,,,8,4
MOB-2,,=1+1 offers,55,H1,feature,,1,,,,,,,,,8
LOG-7,,Structured logs,12,H2,debt,,1,,,,,,,,5.5,
LAB-1,,Voice ordering,40,H3,innovation,,1,,,,,,,,,6
MISC-1,,Office move support,9,,,,1,,,,,,,,1,1
DONE-1,,Old billing retired,30,H2,debt,,1,,,,,,,done,3,
NO-1,,Rewrite in another language,90,H2,debt,,1,,,no,,,,,6,
WIN-1,,Campaign for the summer fair,44,H1,feature,,2,2026Q2,2026Q2,,,,,,2,
BIG-1,,One release for everything,300,H1,feature,,1,,,,,,,,60,
NEED-1,,Reports on top of everything,25,H1,feature,BIG-1,1,,,,,,,,1,
NEED-2,,Push on every order,33,H1,feature,CDN-1,1,,,,,,,,,2
CDN-1,,Own delivery network,80,H2,platform,,1,,,,,,,,19,
LATE-1,,Loyalty on the new checkout,65,H1,feature,PAY-12,2,,,,,,,,2,
EXC-1,,Offers by mail,20,H1,feature,,1,,,,MOB-2,,,,1,
ONE-1,,Logs bought,10,H2,debt,,1,,,,,logs,,,1,
ONE-2,,Logs built,11,H2,debt,,1,,,,,logs,,,2,
TOG-1,,Two sites: east,35,H1,feature,,1,,,,,,sites,,2,
TOG-2,,Two sites: west,35,H1,feature,,1,,,,,,sites,,21,
ZERO-1,,Tidy the wiki,0,H1,ktlo,,1,,,,,,,,1,
CAP-1,,Offline maps,50,H1,feature,,1,,,,,,,,,7
LAB-2,,Drones,30,H3,innovation,,1,,,,,,,,1,1
ROOM-1,,Faster search,5,H1,feature,,1,,,,,,,,1,
COST-1,,Brighter logo,1,H1,feature,,1,,,,,,,,2,
";

const CAPACITY: &str = "\
team,2026Q1,2026Q2,2026Q3
Platform,20,18,18
Mobile,10,8,8
";

const RULES: &str = "\
name = \"harbour\"
quarters = \"2026Q1..2026Q3\"
discount_rate = 0.02
min_debt_ratio = 0.1
debt = { category = [\"debt\"] }

[[allocation]]
name = \"run the shop\"
category = [\"ktlo\"]
exempt = { horizon = [\"H3\"] }
max = 0.25
scope = \"plan\"
basis = \"capacity\"

[[allocation]]
name = \"debt late\"
category = [\"debt\"]
min = 0.6
scope = \"window:2\"
penalty = 1

[mix]
by = \"horizon\"
H1 = 0.5
H2 = 0.4
tolerance = 0.2

[[limit]]
name = \"focus\"
team = \"Mobile\"
max_active = 2

[[budget]]
name = \"lab\"
horizon = [\"H3\"]
max = 6.5
";

/// A plan that keeps the rules.
pub const PLAN: &str = "\
id,variant,start,finish
SEC-1,,2026Q1,2026Q1
AUTH-3,,2026Q1,2026Q2
PAY-12,mvp,2026Q3,2026Q3
MOB-2,,2026Q1,2026Q1
LOG-7,,2026Q2,2026Q2
LAB-1,,2026Q2,2026Q2
MISC-1,,2026Q3,2026Q3
ONE-2,,2026Q3,2026Q3
";

/// A plan that breaks one rule of each kind.
pub const BROKEN: &str = "\
id,variant,start,finish
PAY-12,full,2026Q1,2026Q2
AUTH-3,,2026Q1,2026Q2
MOB-2,,2026Q1,2026Q1
NEED-2,,2026Q1,2026Q1
WIN-1,,2026Q1,2026Q2
NO-1,,2026Q3,2026Q3
EXC-1,,2026Q3,2026Q3
ONE-1,,2026Q3,2026Q3
ONE-2,,2026Q3,2026Q3
TOG-1,,2026Q3,2026Q3
LAB-1,,2026Q3,2026Q3
LAB-2,,2026Q3,2026Q3
";

/// The portfolio, with warnings.
pub fn harbour() -> Reading {
    read_texts(&Texts { initiatives: INITIATIVES, capacity: CAPACITY, rules: RULES }).unwrap_or_else(|error| panic!("{error}"))
}

pub fn plan(portfolio: &Portfolio, text: &str) -> Plan {
    read_plan_text(portfolio, "plan.csv", text).unwrap_or_else(|error| panic!("{error}")).plan
}

/// The good plan as an answer; its bound and seconds are made up.
pub fn answer(portfolio: &Portfolio, status: Status, cut: Option<Cut>) -> Answer {
    let plan = plan(portfolio, PLAN);
    let verdict = verify(portfolio, &plan);
    let bound = if status == Status::Optimal { verdict.value } else { verdict.value * 1.05 };
    let size = ProgramSize { initiatives: 24, placements: 60, kept: 41, arcs: 4, rows: 19 };
    let warm = Warm::from_plan(portfolio, plan.clone());
    Answer { status, value: verdict.value, bound, plan, verdict, gap_asked: 1e-4, seconds: 1.234, cut, size, warm }
}

pub fn report<'a>(portfolio: &'a Portfolio, warnings: &'a [Finding], options: &'a Options, outcome: Outcome<'a>) -> PlanReport<'a> {
    PlanReport { portfolio, warnings, options, outcome, certificate: None }
}

/// A conflict with a subject of every form.
pub fn conflict(portfolio: &Portfolio) -> Vec<Subject> {
    verify(portfolio, &plan(portfolio, BROKEN)).breaches.into_iter().map(|breach| breach.subject).collect()
}
