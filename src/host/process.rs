//! Whether another process is still there.

/// Whether the process of this number runs; `None` where the system does not tell.
#[cfg(unix)]
pub fn is_running(process: u32) -> Option<bool> {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let process = Pid::from_raw(i32::try_from(process).ok()?)?;
    match test_kill_process(process) {
        Ok(()) | Err(Errno::PERM) => Some(true),
        Err(Errno::SRCH) => Some(false),
        Err(_) => None,
    }
}

/// Whether the process of this number runs; `None`, since this system does not tell.
#[cfg(not(unix))]
pub fn is_running(_process: u32) -> Option<bool> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn this_process_runs() {
        assert_eq!(is_running(std::process::id()), Some(true));
        assert_eq!(is_running(0), None);
        assert_eq!(is_running(u32::MAX), None);
    }
}
