//! File names in the head of a diff.

use std::path::Path;

/// The two lines that name the file.
///
/// Both programs end a name at a tab and take a name with spaces in it only with one behind it.
/// Whatever else would be cut off or break the line stands in quotes, with the escapes of C: git
/// and GNU patch from 2.7 on read those. Letters beyond ASCII stand as they are, which every patch
/// reads; git takes them whatever `core.quotePath` says.
pub(super) fn head(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let slashes: Vec<u8>;
    let bytes = if cfg!(windows) {
        slashes = bytes
            .iter()
            .map(|byte| if *byte == b'\\' { b'/' } else { *byte })
            .collect();
        &slashes
    } else {
        bytes
    };
    // From the root on, where it is absolute.
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == b'/').count()..];
    format!("--- {}\n+++ {}\n", name("a/", bytes), name("b/", bytes))
}

fn name(side: &str, bytes: &[u8]) -> String {
    let special = |byte: u8| byte.is_ascii_control() || matches!(byte, b'"' | b'\\');
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.bytes().any(special) && text.trim() == text => {
            let tab = if text.contains(' ') { "\t" } else { "" };
            format!("{side}{text}{tab}")
        }
        _ => {
            let mut quoted = format!("\"{side}");
            for &byte in bytes {
                match byte {
                    b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
                    b'\t' => quoted.push_str("\\t"),
                    b'\n' => quoted.push_str("\\n"),
                    b'\r' => quoted.push_str("\\r"),
                    b' '..=b'~' => quoted.push(char::from(byte)),
                    _ => quoted.push_str(&format!("\\{byte:03o}")),
                }
            }
            quoted.push('"');
            quoted
        }
    }
}
