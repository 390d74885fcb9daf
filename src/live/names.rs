//! The addresses of a name, as this machine looks them up.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What systems say when those who know names cannot be asked.
const AGAIN: [&str; 2] = ["Temporary failure in name resolution", "os error 11002"];

/// Why a name has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// There is none, in the system's words.
    NoSuchHost(String),
    /// Nobody who knows names answered: within the limit, or at all.
    NoAnswer(String),
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
        // The number of `getaddrinfo` is not handed on, its words are: EAI_AGAIN and WSATRY_AGAIN.
        Ok(Err(error)) if AGAIN.iter().any(|words| error.contains(words)) => {
            Err(Unresolved::NoAnswer(error))
        }
        Ok(Err(error)) => Err(Unresolved::NoSuchHost(error)),
        Err(_) => Err(Unresolved::NoAnswer("no answer in time".to_owned())),
    }
}
