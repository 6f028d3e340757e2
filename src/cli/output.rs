//! Standard output and standard error, each text written in one piece.

use std::io::{self, ErrorKind, Write};

use super::exit::Failure;

/// Prints a text on standard output. A reader that has gone away (`| head`) has seen enough: that is no failure.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// Prints bytes on standard output, likewise.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Print(error)),
        _ => Ok(()),
    }
}

/// Says something on standard error; when that is closed there is nobody to tell.
pub fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
