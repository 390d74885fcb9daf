//! What happens when one address is called.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How an address answered a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It accepted.
    Connected,
    /// It refused at once: nothing listens there, or a firewall says so.
    Refused,
    /// It accepted and broke off.
    Reset,
    /// It did not answer within the limit.
    TimedOut,
    /// Something on the way says that it is not there, or forbids it.
    Unreachable,
    /// This machine knows no way to it.
    NoRoute,
    /// This machine itself forbids the call.
    Forbidden,
    /// This machine has no address of that family.
    NoSuchFamily,
    /// Something else, in the system's words.
    Other(String),
}

impl Touch {
    /// What became of a call that failed.
    pub fn of(error: &io::Error) -> Touch {
        match error.kind() {
            ErrorKind::ConnectionRefused => Touch::Refused,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
                Touch::Reset
            }
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Touch::TimedOut,
            ErrorKind::HostUnreachable => Touch::Unreachable,
            ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => Touch::NoRoute,
            ErrorKind::PermissionDenied => Touch::Forbidden,
            ErrorKind::AddrNotAvailable => Touch::NoSuchFamily,
            _ => Touch::Other(error.to_string()),
        }
    }

    /// The name that clients print for it, where they have one.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Touch::Refused => Some("ECONNREFUSED"),
            Touch::Reset => Some("ECONNRESET"),
            Touch::TimedOut => Some("ETIMEDOUT"),
            Touch::Unreachable => Some("EHOSTUNREACH"),
            Touch::NoRoute => Some("ENETUNREACH"),
            Touch::Forbidden => Some("EACCES"),
            Touch::NoSuchFamily => Some("EADDRNOTAVAIL"),
            Touch::Connected | Touch::Other(_) => None,
        }
    }
}

/// Calls `address`, says nothing, and hangs up.
pub fn touch(address: SocketAddr, limit: Duration) -> Touch {
    match TcpStream::connect_timeout(&address, limit) {
        Ok(_) => Touch::Connected,
        Err(error) => Touch::of(&error),
    }
}
