//! The journal forgets what is old or too much.

use super::{GONE, Journal, Lock, NEW, Recorded, disk};

/// How many runs are kept.
pub const MOST_RUNS: usize = 100;

/// How many days a run is kept.
pub const MOST_DAYS: u64 = 30;

/// How many bytes the texts of all runs may have.
pub const MOST_BYTES: u64 = 50_000_000;

const DAY: u64 = 24 * 60 * 60;

impl Journal {
    /// Forgets the runs beyond the limits, and what interrupted ones left half made. The run `own`
    /// always stays. What cannot be removed now is tried again by the next run.
    pub(super) fn prune(&self, lock: &Lock, now: u64, own: u64) {
        for name in disk::names(&self.folder).unwrap_or_default() {
            // Without a lock they may be another's that is at work.
            if lock.file.is_none() {
                break;
            }
            if name.starts_with(NEW) || name.starts_with(GONE) {
                let _ = disk::remove(&self.folder.join(name));
            }
        }
        let user = disk::own(&self.folder);
        let (mut runs, mut bytes) = (0, 0_u64);
        for id in self.ids().unwrap_or_default() {
            let at = self.folder.join(id.to_string());
            let ours =
                disk::look(&at).is_ok_and(|data| data.is_dir() && disk::owner(&data) == user);
            if !ours {
                continue;
            }
            runs += 1;
            // A broken record counts as a run, too.
            let read = Recorded::read(&at, id, user).ok();
            bytes = bytes.saturating_add(read.as_ref().map_or(0, |run| run.bytes));
            let old = read.is_some_and(|run| now.saturating_sub(run.time) > MOST_DAYS * DAY);
            if id != own && (old || runs > MOST_RUNS || bytes > MOST_BYTES) {
                let _ = self.forget(id);
            }
        }
    }
}
