//! `trees DIR` writes the trees that are measured below `DIR`, and prints `NAME<tab>TITLE` of each.
//! What is there already stays as it is.

use std::path::Path;
use std::process::ExitCode;

use mcpmend_trees::CASES;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: trees DIR");
        return ExitCode::from(2);
    };
    for case in CASES {
        let place = Path::new(&folder).join(case.name);
        let result = if place.exists() {
            Ok(())
        } else {
            (case.write)(&place)
        };
        if let Err(error) = result {
            eprintln!("error: {}: {error}", place.display());
            return ExitCode::from(2);
        }
        println!("{}\t{}", case.name, case.title);
    }
    ExitCode::SUCCESS
}
