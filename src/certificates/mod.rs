//! Which environment variable makes which runtime trust a private certificate authority, and what
//! a file of certificates holds.

pub mod file;
mod stack;
pub mod table;

pub use stack::Stack;
pub use table::{Effect, Names, ROWS, Reader, Row};

/// The variables whose file can be handed to any other runtime: PEM bundles of authorities, the
/// likeliest first.
pub const SOURCES: &[&str] = &[
    "NODE_EXTRA_CA_CERTS",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "DENO_CERT",
];

/// Whether a variable names certificates.
pub fn is_variable(name: &str) -> bool {
    let is = |row: &Row| row.variable == name && !matches!(row.names, Names::System(_));
    ROWS.iter()
        .any(|row| is(row) && row.names != Names::KeyStore)
}

/// The path of the key store in the options of a Java virtual machine, and its bytes there.
pub fn key_store(options: &str) -> Option<std::ops::Range<usize>> {
    const OPTION: &str = "-Djavax.net.ssl.trustStore=";
    let start = options.find(OPTION)? + OPTION.len();
    let quoted = options[..start].ends_with('"') || options[start..].starts_with('"');
    let end = options[start..]
        .find(|c: char| c.is_whitespace())
        .map_or(options.len(), |at| start + at);
    (!quoted && end > start).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_complete_and_stands_once() {
        for (index, row) in ROWS.iter().enumerate() {
            assert!(!row.variable.is_empty() && !row.source.is_empty());
            assert_eq!(row.date.len(), 10, "{}", row.variable);
            let twin = |other: &Row| other.reader == row.reader && other.variable == row.variable;
            assert!(!ROWS[..index].iter().any(twin), "{row:?}");
        }
    }

    #[test]
    fn whoever_has_a_row_has_at_most_one_to_write() {
        for row in ROWS {
            let written = ROWS
                .iter()
                .filter(|other| other.reader == row.reader && other.preferred);
            assert!(written.count() <= 1, "{:?}", row.reader);
        }
    }

    #[test]
    fn what_can_be_handed_on_is_a_file_for_somebody() {
        for source in SOURCES {
            assert!(is_variable(source), "{source}");
        }
        assert!(!is_variable("NODE_USE_SYSTEM_CA"));
        assert!(!is_variable("JAVA_TOOL_OPTIONS"));
    }

    #[test]
    fn the_key_store_is_found_among_options() {
        let options = "-Xmx1g -Djavax.net.ssl.trustStore=/etc/ca.p12 -Dx=y";
        assert_eq!(&options[key_store(options).unwrap()], "/etc/ca.p12");
        assert_eq!(key_store("-Xmx1g"), None);
        assert_eq!(key_store("-Djavax.net.ssl.trustStore="), None);
    }
}
