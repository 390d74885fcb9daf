//! The names of temporaries, which tell the next run what a killed one left behind.
//!
//! `.mcpmend-XXXXXX.tmp` is being written and nobody's text yet. When it is complete it becomes
//! `.mcpmend-XXXXXX-OLD-NEW-NAME.tmp`, with the hashes of both texts and the name of the file that
//! it is for. Under that name stands the new text before the two are exchanged, and after it what
//! the file held: the old text, or what somebody saved at the last moment.

use std::ffi::{OsStr, OsString};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::hash::Hash;

const PREFIX: &str = ".mcpmend-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 6;
/// Longer names are left out: no system allows names of any length.
const LONGEST: usize = 80;

/// What the name of a temporary says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Temporary {
    /// It was being written.
    Unfinished,
    /// It stands for an exchange.
    Complete {
        /// The hash of the text before.
        old: String,
        /// The hash of the text after.
        new: String,
        /// The file that it is for, unless its name is too long.
        of: Option<OsString>,
    },
}

/// A name for a file that is being written, another one each time.
pub(super) fn unfinished() -> String {
    // Seeded by the system.
    let random = RandomState::new().build_hasher().finish();
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    let random: String = (0..RANDOM)
        .map(|at| char::from(letters[(random >> (5 * at)) as usize % letters.len()]))
        .collect();
    format!("{PREFIX}{random}{SUFFIX}")
}

/// The name of `unfinished` when it is complete.
pub(super) fn complete(unfinished: &str, old: &[u8], new: &[u8], of: &OsStr) -> OsString {
    let stem = unfinished.strip_suffix(SUFFIX).unwrap_or(unfinished);
    let mut name = OsString::from(format!("{stem}-{}-{}", hash(old), hash(new)));
    if of.len() <= LONGEST {
        name.push("-");
        name.push(of);
    }
    name.push(SUFFIX);
    name
}

/// Reads the name of a file; nothing when it is none of ours.
pub(super) fn parse(name: &OsStr) -> Option<Temporary> {
    let bytes = name.as_encoded_bytes();
    let inner = bytes
        .strip_prefix(PREFIX.as_bytes())?
        .strip_suffix(SUFFIX.as_bytes())?;
    let (random, rest) = inner.split_at_checked(RANDOM)?;
    if !random.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    if rest.is_empty() {
        return Some(Temporary::Unfinished);
    }
    let (old, rest) = hash_in(rest)?;
    let (new, rest) = hash_in(rest)?;
    let of = match rest {
        [] => None,
        [b'-', name @ ..] if !name.is_empty() => Some(of_bytes(name)?),
        _ => return None,
    };
    Some(Temporary::Complete { old, new, of })
}

fn hash_in(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (hash, rest) = bytes.strip_prefix(b"-")?.split_at_checked(16)?;
    let digits = hash.iter().all(u8::is_ascii_hexdigit);
    digits.then(|| (String::from_utf8_lossy(hash).into_owned(), rest))
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot always")]
fn of_bytes(name: &[u8]) -> Option<OsString> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(OsStr::from_bytes(name).to_owned())
}

#[cfg(not(unix))]
fn of_bytes(name: &[u8]) -> Option<OsString> {
    Some(std::str::from_utf8(name).ok()?.into())
}

/// How a name tells a text.
pub(super) fn hash(text: &[u8]) -> String {
    let mut hash = Hash::new();
    hash.bytes(text);
    hash.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        let name = unfinished();
        assert_eq!(parse(name.as_ref()), Some(Temporary::Unfinished));
        let file = OsStr::new("my config-1.json");
        assert_eq!(
            parse(&complete(&name, b"old", b"new", file)),
            Some(Temporary::Complete {
                old: hash(b"old"),
                new: hash(b"new"),
                of: Some(file.to_owned()),
            })
        );
        let long = "x".repeat(250);
        let short = complete(&name, b"old", b"new", long.as_ref());
        assert!(short.len() < 100);
        assert!(matches!(
            parse(&short),
            Some(Temporary::Complete { of: None, .. })
        ));
    }

    #[test]
    fn names_of_others_are_not_ours() {
        for name in [
            ".mcpmend.toml",
            ".mcpmend-baseline.json",
            ".mcpmend-abc.tmp",
            ".mcpmend-abcdefg.tmp",
            ".mcpmend-abcdef-.tmp",
            ".mcpmend-abcdef-0123456789abcdef.tmp",
            ".mcpmend-abcdef-0123456789abcdef-0123456789abcdeX.tmp",
            ".mcpmend-abcdef-0123456789abcdef-0123456789abcdef-.tmp",
            ".mcpmend-abcdef.tmp.json",
            "mcpmend-abcdef.tmp",
        ] {
            assert_eq!(parse(name.as_ref()), None, "{name}");
        }
    }
}
