//! The end of a log.
#![allow(clippy::disallowed_methods)] // Age and end are what the door of the host does not tell.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// So much of the end of a log is read, in bytes.
const MOST: u64 = 1 << 16;

/// The file among `paths` that was written last; `None` where none is a regular file.
pub fn newest(paths: &[PathBuf]) -> Option<&PathBuf> {
    let when = |path: &&PathBuf| {
        let data = std::fs::metadata(path)
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        data.modified().ok()
    };
    let dated = paths.iter().filter_map(|path| Some((when(&path)?, path)));
    dated
        .max_by_key(|(modified, _)| *modified)
        .map(|(_, path)| path)
}

/// How long ago a file was written; `None` where that is not known.
pub fn age(path: &Path) -> Option<Duration> {
    std::fs::metadata(path)
        .ok()?
        .modified()
        .ok()?
        .elapsed()
        .ok()
}

/// The last whole lines of a file.
pub fn tail(path: &Path) -> Vec<String> {
    let read = || -> std::io::Result<(Vec<u8>, bool)> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let from = length.saturating_sub(MOST);
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes)?;
        Ok((bytes, from > 0))
    };
    let Ok((bytes, cut)) = read() else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().skip(usize::from(cut));
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_newest_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("old"), "old\n").unwrap();
        let old = File::options().write(true).open(path("old")).unwrap();
        old.set_modified(std::time::UNIX_EPOCH).unwrap();
        let line = "x".repeat(99);
        let text = format!("{}last\n", format!("{line}\n").repeat(1000));
        std::fs::write(path("new"), text).unwrap();
        let all = [
            path("old"),
            path("new"),
            path("none"),
            folder.path().to_owned(),
        ];
        assert_eq!(newest(&all), Some(&path("new")));
        let lines = tail(&path("new"));
        assert_eq!(lines.last().map(String::as_str), Some("last"));
        assert!(lines[0] == line, "a cut line is no line");
        assert!(lines.len() < 1000);
        assert_eq!(newest(&[path("none")]), None);
        assert_eq!(tail(&path("none")), Vec::<String>::new());
    }
}
