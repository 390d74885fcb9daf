//! Reading a file that may be anything by the time it is opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::guard::{Refusal, is_below};
use crate::document::MAX_BYTES;

/// Opens a regular file. What stands there is looked at before, since to open a device may do
/// something to it, and after, since it may have been replaced: the open file is what counts, and
/// a pipe that has come in between keeps nobody waiting.
pub(super) fn open(path: &Path, roots: Option<&[std::path::PathBuf]>) -> io::Result<(File, u64)> {
    if !is_regular(&std::fs::metadata(path)?) {
        return Err(refuse(path));
    }
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(NONBLOCK);
    }
    let file = options.open(path)?;
    let data = file.metadata()?;
    if !is_regular(&data) {
        return Err(refuse(path));
    }
    made_up(&data, path)?;
    if let Some(roots) = roots {
        where_it_is(&file, roots)?;
    }
    Ok((file, data.len()))
}

/// The bytes of a file, which must not be more than any file that is read has.
pub(super) fn read(path: &Path, roots: Option<&[std::path::PathBuf]>) -> io::Result<Vec<u8>> {
    let (file, size) = open(path, roots)?;
    if size > MAX_BYTES {
        return Err(Refusal::TooLong.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // It may have grown since, and what the system makes up has no size at all.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Refusal::TooLong.into());
    }
    Ok(bytes)
}

fn is_regular(data: &std::fs::Metadata) -> bool {
    data.is_file()
}

/// The error that the system would give for a folder, else ours.
fn refuse(path: &Path) -> io::Error {
    match std::fs::metadata(path) {
        Ok(data) if data.is_dir() => io::ErrorKind::IsADirectory.into(),
        _ => Refusal::Special.into(),
    }
}

/// `O_NONBLOCK`, where its value is known.
#[cfg(unix)]
const NONBLOCK: i32 = if cfg!(all(
    any(target_os = "linux", target_os = "android"),
    not(any(
        target_arch = "mips",
        target_arch = "mips64",
        target_arch = "sparc",
        target_arch = "sparc64"
    ))
)) {
    0o4000
} else if cfg!(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "netbsd",
    target_os = "openbsd",
    target_os = "dragonfly"
)) {
    4
} else {
    0
};

/// On Linux `/proc` and `/sys` show what the system knows as if it were files: the environment of
/// a process, its memory. Nobody keeps a configuration there, whatever the way to it.
#[cfg(target_os = "linux")]
fn made_up(data: &std::fs::Metadata, path: &Path) -> io::Result<()> {
    use std::os::linux::fs::MetadataExt as _;
    use std::sync::OnceLock;
    static DEVICES: OnceLock<Vec<u64>> = OnceLock::new();
    // Such a file takes no room.
    if data.st_blocks() > 0 || super::OWN.iter().any(|own| Path::new(own) == path) {
        return Ok(());
    }
    let devices = DEVICES.get_or_init(|| {
        ["/proc", "/sys"]
            .iter()
            .filter_map(|root| Some(std::fs::metadata(root).ok()?.st_dev()))
            .collect()
    });
    if devices.contains(&data.st_dev()) {
        return Err(Refusal::Special.into());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn made_up(_data: &std::fs::Metadata, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Refuses an open file that lies outside of `roots`: a link may have been put on the way to it
/// since that was looked at.
#[cfg(target_os = "linux")]
fn where_it_is(file: &File, roots: &[std::path::PathBuf]) -> io::Result<()> {
    use std::os::fd::AsRawFd as _;
    match std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) {
        Ok(real) if !is_below(&real, roots) => Err(Refusal::Outside.into()),
        // Without /proc that was looked at before must do.
        _ => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
fn where_it_is(_file: &File, _roots: &[std::path::PathBuf]) -> io::Result<()> {
    Ok(())
}
