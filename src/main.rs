//! The command line of Quarterdeck. Its commands are in `cli`, its work is done by the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
