//! The addresses of a name, as this machine looks them up.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Why a name has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// There is none, in the system's words.
    NoSuchHost(String),
    /// Nobody answered within the limit.
    TimedOut,
}

/// The addresses of `host`, which may be an address itself, in the order in which they are tried;
/// none twice.
///
/// # Errors
/// When there is none, or it takes longer than `limit`.
pub fn resolve(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, Unresolved> {
    let (answer, heard) = mpsc::channel();
    let host = host.trim_matches(['[', ']']).to_owned();
    // The system's look-up cannot be stopped: who waits too long leaves its thread behind.
    thread::spawn(move || {
        let found = (host.as_str(), port)
            .to_socket_addrs()
            .map(Iterator::collect::<Vec<SocketAddr>>)
            .map_err(|error| error.to_string());
        // Nobody may be listening any more.
        let _ = answer.send(found);
    });
    match heard.recv_timeout(limit) {
        Ok(Ok(found)) => {
            let mut addresses = Vec::new();
            for address in found {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            Ok(addresses)
        }
        Ok(Err(error)) => Err(Unresolved::NoSuchHost(error)),
        Err(_) => Err(Unresolved::TimedOut),
    }
}
