//! Every public instance is read without findings of error level. They lie in the folder `QUARTERDECK_INSTANCES` or in
//! `../shared/instances`; without them the test says `skipped`.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use quarterdeck::input::read;

#[test]
fn every_public_instance_is_read() {
    let root = std::env::var_os("QUARTERDECK_INSTANCES").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"));
    let Ok(entries) = fs::read_dir(&root) else { return println!("skipped: {} is not there", root.display()) };
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let begin = Instant::now();
        let reading = read(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let (name, rows) = (reading.portfolio.name(), reading.portfolio.variants().len());
        println!("{name}: {rows} rows, {} warnings, {:.3} s", reading.warnings.len(), begin.elapsed().as_secs_f64());
    }
}
