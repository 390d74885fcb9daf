//! YAML, as Goose reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| mcpmend_fuzz::whole(
    data,
    "goose",
    "/home/nobody/.config/goose/config.yaml"
));
