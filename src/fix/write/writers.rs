//! Who has a file open for writing: what such a program writes goes to the file that it opened,
//! whatever name that has by then.

use std::path::{Path, PathBuf};

/// The files that another process has open for writing, of those that `is_meant` knows by their
/// path. Only Linux tells, and only of processes that one may look into.
#[cfg(target_os = "linux")]
pub(super) fn open_for_writing(is_meant: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let own = std::process::id().to_string();
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let mut open = Vec::new();
    for process in processes.filter_map(Result::ok) {
        let name = process.file_name();
        if !name.as_encoded_bytes()[0].is_ascii_digit() || name == *own {
            continue;
        }
        let Ok(files) = std::fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        for file in files.filter_map(Result::ok) {
            let info = process.path().join("fdinfo").join(file.file_name());
            if let Ok(target) = std::fs::read_link(file.path())
                && is_meant(&target)
                && may_write(&info)
            {
                open.push(target);
            }
        }
    }
    open
}

/// Reads the line `flags: 0100002` of what the system says about an open file.
#[cfg(target_os = "linux")]
fn may_write(info: &Path) -> bool {
    std::fs::read_to_string(info).is_ok_and(|text| {
        text.lines()
            .find_map(|line| line.strip_prefix("flags:"))
            .and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok())
            .is_some_and(|flags| flags & 0o3 != 0)
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn open_for_writing(_is_meant: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    Vec::new()
}
