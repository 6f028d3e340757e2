//! Files that are written whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The files of a folder that only a plan has.
const TABLES: [&str; 2] = ["plan.csv", "load.csv"];
/// Where those of an earlier run go when there is no plan.
const STALE: [&str; 2] = ["plan.stale.csv", "load.stale.csv"];
/// The files that every run writes.
const DOCUMENTS: [&str; 2] = ["plan.json", "plan.md"];

/// Writes the folder of a report.
///
/// # Errors
/// When the directory or a file cannot be written.
pub(super) fn write_all(dir: &Path, tables: Option<[String; 2]>, documents: [String; 2]) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    if tables.is_none() {
        set_aside(dir)?;
    }
    let tables = TABLES.into_iter().zip(tables.into_iter().flatten());
    let write = |(name, text): (&str, String)| write_file(&dir.join(name), text.as_bytes()).map(|()| dir.join(name));
    tables.chain(DOCUMENTS.into_iter().zip(documents)).map(write).collect()
}

/// Renames what an earlier run left, so that nobody takes it for this one's plan.
fn set_aside(dir: &Path) -> io::Result<()> {
    for (name, stale) in TABLES.into_iter().zip(STALE) {
        match fs::rename(dir.join(name), dir.join(stale)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Writes a file beside its place and renames it, so that a reader sees the old file or the new one, never half of it. What is
/// not a regular file (`/dev/null`, a pipe) is written directly.
///
/// # Errors
/// When the directory is not there, or cannot be written, or the disk is full.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
        return fs::write(path, bytes);
    }
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = readable(&mut tempfile::Builder::new()).prefix(".quarterdeck-").tempfile_in(beside)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Files in temporary places are for their owner alone; these get what the user's mask allows.
#[cfg(unix)]
fn readable<'a, 'b>(builder: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable<'a, 'b>(builder: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    builder
}
