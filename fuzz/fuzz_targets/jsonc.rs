//! JSON with comments and trailing commas, as VS Code reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpmend_fuzz::whole(data, "vscode", ".vscode/mcp.json"));
