//! Folders made of texts, and the program run on them, for the tests of commands.
#![allow(dead_code, reason = "each test file uses some of these")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), files);
    folder
}

/// Writes files into a folder, which is made if it is not there.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    fs::create_dir_all(folder).expect("a folder can be made");
    files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).expect("a file can be written"));
}

/// Runs the program.
pub fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1").output().expect("it runs")
}

/// What it prints when all goes well.
pub fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// The JSON that it prints when all goes well.
pub fn json(arguments: &[&str]) -> Value {
    let text = done(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("it is not killed")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

/// A public instance copied into a folder of its own with further files; `None`, with a word on it, if it is not there.
pub fn instance(name: &str, files: &[(&str, &str)]) -> Option<TempDir> {
    let root = std::env::var_os("QUARTERDECK_INSTANCES").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"));
    let from = root.join(name);
    if !from.is_dir() {
        println!("skipped: {} is not there", from.display());
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(from).expect("it can be read") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("it has a name"))).expect("it can be copied");
    }
    write(folder.path(), files);
    Some(folder)
}
