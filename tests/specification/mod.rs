//! The two sets of the specification (section 4) and their exact answers.
#![allow(dead_code, reason = "each test file uses some of these")]

pub const SET_A: &str = "\
id,category,value,cost: A,cost: B
F1,feature,30,7,
F2,feature,80,,5
F3,feature,70,,9
F4,feature,20,,7
F5,feature,85,7,
D1,debt,14,2,
D2,debt,3,,4
D3,debt,8,2,
D4,debt,12,,3
";

pub const SET_B: &str = "\
id,category,value,cost: A,cost: B
F1,feature,85,8,
F2,feature,35,6,
F3,feature,80,,8
F4,feature,60,,6
F5,feature,50,,3
D1,debt,13,3,
D2,debt,4,,3
D3,debt,10,4,
D4,debt,13,,2
";

pub const TWO_TEAMS: &str = "team,2026Q1,2026Q2\nA,10,10\nB,10,10\n";
pub const TWO_QUARTERS: &str = "name = \"oracle\"\nquarters = \"2026Q1..2026Q2\"\n";

pub const SCOPES: [&str; 4] = ["plan", "quarter", "team", "team_quarter"];
/// Each set, its value without a rule, and for each scope that under a floor of 20 %, first of capacity, then of what is planned.
pub const OPTIMA: [(&str, f64, [[f64; 2]; 4]); 2] = [
    (SET_A, 299.0, [[290.0, 299.0], [260.0, 269.0], [290.0, 290.0], [252.0, 252.0]]),
    (SET_B, 336.0, [[311.0, 311.0], [277.0, 280.0], [287.0, 287.0], [215.0, 215.0]]),
];
