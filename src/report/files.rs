//! Files that are written whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The files of a folder that only a plan has.
const TABLES: [&str; 2] = ["plan.csv", "load.csv"];
/// The files that every run writes.
const DOCUMENTS: [&str; 2] = ["plan.json", "plan.md"];
/// All of them.
pub(super) const ALL: [&str; 4] = ["plan.csv", "load.csv", "plan.json", "plan.md"];

/// Writes the folder of a report.
///
/// # Errors
/// When the directory or a file cannot be written.
pub(super) fn write_all(dir: &Path, tables: Option<[String; 2]>, documents: [String; 2]) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    if tables.is_none() {
        set_aside(dir, &TABLES)?;
    }
    let tables = TABLES.into_iter().zip(tables.into_iter().flatten());
    let write = |(name, text): (&str, String)| write_file(&dir.join(name), text.as_bytes()).map(|()| dir.join(name));
    tables.chain(DOCUMENTS.into_iter().zip(documents)).map(write).collect()
}

/// Writes files by name into a directory, which is made if it is not there, and returns their paths.
///
/// # Errors
/// When the directory or a file cannot be written.
pub(super) fn write_texts<const N: usize>(dir: &Path, texts: [(&str, String); N]) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let write = |(name, text): (&str, String)| write_file(&dir.join(name), text.as_bytes()).map(|()| dir.join(name));
    texts.into_iter().map(write).collect()
}

/// Renames what an earlier run left, so that nobody takes it for this one's plan: `plan.csv` to `plan.stale.csv`.
///
/// # Errors
/// When a file is there and cannot be renamed.
pub(super) fn set_aside(dir: &Path, names: &[&str]) -> io::Result<()> {
    for name in names {
        let stale = name.replacen('.', ".stale.", 1);
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
    write_file_with(path, |out| out.write_all(bytes))
}

/// The same for what is too large to be held in memory: `write` gets a buffered file.
///
/// # Errors
/// As [`write_file`], and whatever `write` fails with.
pub fn write_file_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
        let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
        write(&mut out)?;
        return out.flush();
    }
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = readable(&mut tempfile::Builder::new()).prefix(".quarterdeck-").tempfile_in(beside)?;
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.csv");
        write_file(&path, b"the first and longer text").expect("it can be written");
        write_file(&path, b"the second").expect("it can be written again");
        assert_eq!(fs::read(&path).expect("it is there"), b"the second");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = write_file(&folder.path().join("no/plan.csv"), b"");
        assert_eq!(missing.expect_err("there is no such folder").kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_it_as_far_as_the_mask_allows_and_devices_are_not_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.csv");
        let usual = folder.path().join("usual");
        fs::write(&usual, b"").expect("it can be written");
        write_file(&path, b"").expect("it can be written");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode(&path), mode(&usual));
        write_file(Path::new("/dev/null"), b"gone").expect("it takes all");
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
    }
}
