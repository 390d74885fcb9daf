//! What a file is besides its text: mode, owner, extended attributes.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::Kept;
#[cfg(unix)]
pub(super) use unix::Kept;
