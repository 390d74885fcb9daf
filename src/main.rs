//! The `mcpmend` command.

fn main() {}
