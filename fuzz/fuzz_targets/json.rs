//! Strict JSON, as Claude Code reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpmend_fuzz::whole(data, "claude-code", ".mcp.json"));
