//! What `-v` and `--mount` name.

use std::ops::Range;

/// How a mount is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// `-v SOURCE:TARGET[:MODE]`
    Volume,
    /// `--mount type=bind,…`
    Bind,
    /// `--mount type=volume,…`, which is what no type means.
    MountVolume,
}

/// A mount of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount<'t> {
    /// How it is written.
    pub written: Written,
    /// What is mounted: a path of the host, or the name of a volume. Absent for an anonymous
    /// volume.
    pub source: Option<&'t str>,
    /// Where the source stands in the value; empty and at its start when there is none.
    pub range: Range<usize>,
    /// Where it is mounted in the container.
    pub target: Option<&'t str>,
}

/// What kind of thing a source is, by its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `/srv/data`
    Absolute,
    /// `C:\data`, `\\server\share`
    Windows,
    /// `~/data`
    Tilde,
    /// `./data`, `..`
    Dotted,
    /// It holds a variable, a placeholder or a command for a shell.
    Variable,
    /// `data/notes`: a path that starts at nothing.
    Path,
    /// `data`: the name of a volume.
    Name,
}

impl Source {
    /// What `text` is.
    pub fn of(text: &str) -> Source {
        if is_windows(text) {
            Source::Windows
        } else if text.contains(['$', '%', '{', '<', '`']) {
            Source::Variable
        } else if text.starts_with('/') {
            Source::Absolute
        } else if text.starts_with('~') {
            Source::Tilde
        } else if text.starts_with('.') {
            Source::Dotted
        } else if text.contains(['/', '\\']) {
            Source::Path
        } else {
            Source::Name
        }
    }
}

/// Whether a path starts with a drive or a server, as on Windows.
pub fn is_windows(text: &str) -> bool {
    let mut letters = text.chars();
    let drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && matches!(letters.next(), Some('\\' | '/'));
    drive || text.starts_with("\\\\")
}

/// Takes the value of `-v` apart.
pub fn volume(value: &str) -> Mount<'_> {
    let mut parts = pieces(value).into_iter();
    let first = parts.next().unwrap_or(0..value.len());
    let second = parts.next();
    let (source, target) = match second {
        Some(second) => (Some(first), Some(second)),
        None => (None, Some(first)),
    };
    Mount {
        written: Written::Volume,
        source: source.clone().map(|range| &value[range]),
        range: source.unwrap_or(0..0),
        target: target.map(|range| &value[range]),
    }
}

/// Takes the value of `--mount` apart; `None` for other types than `bind` and `volume`.
pub fn mount(value: &str) -> Option<Mount<'_>> {
    let mut mount = Mount {
        written: Written::MountVolume,
        source: None,
        range: 0..0,
        target: None,
    };
    let mut start = 0;
    for field in value.split(',') {
        let end = start + field.len();
        if let Some((name, text)) = field.split_once('=') {
            match name.trim().to_ascii_lowercase().as_str() {
                "type" if text == "bind" => mount.written = Written::Bind,
                "type" if text == "volume" => {}
                "type" => return None,
                "source" | "src" => {
                    mount.source = Some(text);
                    mount.range = end - text.len()..end;
                }
                "target" | "dst" | "destination" => mount.target = Some(text),
                _ => {}
            }
        }
        start = end + 1;
    }
    Some(mount)
}

/// The parts between colons. The colon of a drive and those inside of `${…}`, `{…}` and `$(…)`
/// part nothing.
fn pieces(value: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, letter) in value.char_indices() {
        match letter {
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                let drive = at == start + 1 && is_windows(&value[start..]);
                if !drive {
                    pieces.push(start..at);
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    pieces.push(start..value.len());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_taken_apart() {
        for (value, source, target) in [
            ("/a:/b", Some("/a"), Some("/b")),
            ("/a:/b:ro", Some("/a"), Some("/b")),
            ("C:\\Users\\x:/b", Some("C:\\Users\\x"), Some("/b")),
            ("C:/x:D:\\y:ro", Some("C:/x"), Some("D:\\y")),
            ("c:/b", None, Some("c:/b")),
            ("${env:HOME}/x:/b", Some("${env:HOME}/x"), Some("/b")),
            ("$(pwd):/b", Some("$(pwd)"), Some("/b")),
            ("/data", None, Some("/data")),
            ("", None, Some("")),
        ] {
            let mount = volume(value);
            assert_eq!((mount.source, mount.target), (source, target), "{value}");
            assert_eq!(&value[mount.range], source.unwrap_or(""), "{value}");
        }
    }

    #[test]
    fn a_mount_is_taken_apart() {
        let value = "type=bind,src=~/x,dst=/y,readonly";
        let bind = mount(value).unwrap();
        assert_eq!((bind.written, bind.source), (Written::Bind, Some("~/x")));
        assert_eq!((&value[bind.range], bind.target), ("~/x", Some("/y")));
        assert_eq!(mount("type=tmpfs,dst=/tmp"), None);
        let plain = mount("source=/x,target=/y").unwrap();
        assert_eq!(plain.written, Written::MountVolume);
    }

    #[test]
    fn sources_are_told_apart() {
        for (text, source) in [
            ("/srv", Source::Absolute),
            ("C:\\x", Source::Windows),
            ("~/x", Source::Tilde),
            ("./x", Source::Dotted),
            ("..", Source::Dotted),
            ("$(pwd)/x", Source::Variable),
            ("a/b", Source::Path),
            ("data", Source::Name),
        ] {
            assert_eq!(Source::of(text), source, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[a-zC:/\\\\~.,={}()$é]{0,24}") {
            let parsed = volume(&text);
            proptest::prop_assert_eq!(&text[parsed.range], parsed.source.unwrap_or(""));
            if let Some(parsed) = mount(&text) {
                proptest::prop_assert_eq!(&text[parsed.range], parsed.source.unwrap_or(""));
            }
        }
    }
}
