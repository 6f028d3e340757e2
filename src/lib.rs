//! Quarterdeck finds the plan of greatest value for a technical roadmap that the teams can really carry, proves how good it is,
//! and explains it.
//!
//! A [`Portfolio`] is read from a folder of CSV and TOML files (`data/README.md` documents every column and key). [`solve`](fn@solve)
//! finds a [`Plan`] with a bound that no other plan can exceed. [`verify`] judges any plan in exact arithmetic; it knows nothing of
//! solvers.
//!
//! ```
//! use std::path::Path;
//!
//! use quarterdeck::{Options, Plan, Portfolio, Status, solve, verify};
//!
//! let portfolio = Portfolio::read(Path::new("data/small"))?;
//! let answer = solve(&portfolio, &Options::default())?;
//! assert_eq!(answer.status, Status::Optimal);
//! for (initiative, decision) in answer.plan.chosen() {
//!     println!("{} {}", portfolio.calendar().name(decision.start), portfolio.initiatives()[initiative].title);
//! }
//!
//! // The answer was judged before it came back. The same judge takes any plan, also one that no solver has seen.
//! assert!(verify(&portfolio, &answer.plan).keeps_the_rules());
//! let index = portfolio.find("INDEX").ok_or("no such initiative")?;
//! let verdict = verify(&portfolio, &answer.plan.clone().with(index, None));
//! assert!(verdict.breaches.iter().any(|breach| breach.subject.rule == "dependency"));
//! assert_eq!(verify(&portfolio, &Plan::empty(&portfolio)).value, 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules form a chain, in which each uses only those before it:
//! `model -> plan -> input -> program -> rules -> solve -> scenario -> explain -> report`; `docs/architecture.md` describes them. The command line
//! is not part of the library: it lives in the binary and uses what is public here.

pub mod explain;
pub mod input;
pub mod model;
pub mod plan;
pub mod program;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod solve;

pub use input::ReadError;
pub use model::Portfolio;
pub use plan::Plan;
pub use rules::{Verdict, verify};
pub use solve::{Answer, Options, SolveError, Status, solve};

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
