//! The walls of the house: what the compiler cannot check.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in the order of the chain; each uses only those before it.
const CHAIN: [&str; 10] = ["model", "plan", "input", "program", "rules", "solve", "scenario", "explain", "report", "cli"];

/// Packages that live in few rooms only.
const ROOMS: [(&str, &[&str]); 9] = [
    ("good_lp", &["solve"]),
    ("csv", &["input", "report"]),
    ("csv_core", &["input"]),
    ("toml", &["input"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("plotters", &["report"]),
    ("rayon", &["scenario"]),
    ("unicode_width", &["report"]),
];

/// The longest file, in lines.
const LONGEST_FILE: usize = 300;

struct Source {
    path: PathBuf,
    room: String,
    /// Without the tests inside.
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files.into_iter().map(|path| source(&root, path)).collect()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the source folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn source(root: &Path, path: PathBuf) -> Source {
    let text = fs::read_to_string(&path).expect("a source file can be read");
    let inside = path.strip_prefix(root).expect("it lies inside").to_string_lossy().replace('\\', "/");
    let room = inside.split(['/', '.']).next().expect("a path has a first part").to_owned();
    let code = text.split("#[cfg(test)]\nmod tests").next().expect("a split has a first part").to_owned();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = code.lines().filter(is_code).collect::<Vec<&str>>().join("\n");
    Source { path, room, code, lines: text.lines().count() }
}

#[test]
fn each_module_uses_only_those_before_it() {
    for source in sources().iter().filter(|source| CHAIN.contains(&source.room.as_str())) {
        let own = CHAIN.iter().position(|room| *room == source.room).expect("filtered");
        for later in &CHAIN[own + 1..] {
            let uses =
                [format!("crate::{later}::"), format!("crate::{later};"), format!("crate::{later} "), format!("crate::{{{later}")];
            let found = uses.iter().any(|text| source.code.contains(text.as_str()));
            assert!(!found, "{} uses `{later}`, which comes after it in the chain", source.path.display());
        }
    }
}

#[test]
fn every_room_is_in_the_chain() {
    for source in sources() {
        let known = CHAIN.contains(&source.room.as_str()) || ["lib", "main"].contains(&source.room.as_str());
        assert!(known, "{} is not in the chain", source.path.display());
    }
}

#[test]
fn packages_stay_in_their_rooms() {
    for source in sources() {
        for (package, rooms) in ROOMS {
            let uses = source.code.contains(&format!("use {package}::")) || source.code.contains(&format!(" {package}::"));
            assert!(!uses || rooms.contains(&source.room.as_str()), "{} uses {package}", source.path.display());
        }
    }
}

#[test]
fn every_file_opens_with_documentation_and_is_short() {
    for source in sources() {
        let text = fs::read_to_string(&source.path).expect("it was read before");
        assert!(text.starts_with("//!"), "{} does not open with its documentation", source.path.display());
        assert!(source.lines <= LONGEST_FILE, "{} has {} lines", source.path.display(), source.lines);
    }
}

#[test]
fn nothing_is_left_for_later_and_nothing_unwraps() {
    for source in sources() {
        for word in ["TODO", "FIXME", "todo!(", "unimplemented!(", ".unwrap()", "dbg!(", "#[ignore]", "#[should_panic]"] {
            assert!(!source.code.contains(word), "{} has `{word}`", source.path.display());
        }
    }
}

#[test]
fn the_solver_s_rooms_know_no_business_rule() {
    let solver = sources().into_iter().filter(|source| ["program", "solve"].contains(&source.room.as_str()));
    for source in solver {
        for word in ["Allocation", "Mix", "Relation", "Must::"] {
            assert!(!source.code.contains(word), "{} knows `{word}`", source.path.display());
        }
    }
}
