//! TOML, as Codex reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpmend_fuzz::whole(data, "codex", ".codex/config.toml"));
