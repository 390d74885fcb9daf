//! What listens on a Linux machine, as `/proc/net/tcp` and `/proc/net/tcp6` list it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use crate::host::{Host, OWN};
use crate::model::Os;

/// The state of a socket that listens.
const LISTEN: &str = "0A";

/// The addresses and ports on which something listens on this machine; `None` where the system
/// keeps no such file.
pub fn listening(host: &dyn Host) -> Option<Vec<(IpAddr, u16)>> {
    if host.os() != Os::Linux {
        return None;
    }
    let mut sockets = Vec::new();
    let mut read = false;
    for path in OWN {
        // A machine without IPv6 has no second one.
        if let Ok(bytes) = host.read(Path::new(path)) {
            read = true;
            sockets.extend(listed(&bytes));
        }
    }
    read.then_some(sockets)
}

/// What listens by such a file.
pub fn listed(bytes: &[u8]) -> Vec<(IpAddr, u16)> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().skip(1).filter_map(line).collect()
}

/// `SL: ADDRESS:PORT REMOTE STATE …`
fn line(line: &str) -> Option<(IpAddr, u16)> {
    let mut fields = line.split_whitespace().skip(1);
    let local = fields.next()?;
    let state = fields.nth(1)?;
    if state != LISTEN {
        return None;
    }
    let (address, port) = local.split_once(':')?;
    Some((self::address(address)?, u16::from_str_radix(port, 16).ok()?))
}

/// An address in words of 32 bits, each in the order of the machine: little endian wherever Linux
/// runs clients.
fn address(digits: &str) -> Option<IpAddr> {
    let word = |at: usize| u32::from_str_radix(digits.get(at..at + 8)?, 16).ok();
    match digits.len() {
        8 => Some(Ipv4Addr::from(word(0)?.to_le_bytes()).into()),
        32 => {
            let mut bytes = [0; 16];
            for (index, part) in bytes.chunks_exact_mut(4).enumerate() {
                part.copy_from_slice(&word(index * 8)?.to_le_bytes());
            }
            Some(Ipv6Addr::from(bytes).to_canonical())
        }
        _ => None,
    }
}

/// Whether a server that is bound to `own`, or to all addresses, cannot have the port of one that
/// is bound to `other`.
pub fn meets(own: Option<&str>, other: IpAddr) -> bool {
    let own = match own {
        Some("localhost") => Some(IpAddr::from(Ipv4Addr::LOCALHOST)),
        Some(own) => own.trim_matches(['[', ']']).parse().ok(),
        None => None,
    };
    own.is_none_or(|own: IpAddr| own.is_unspecified() || other.is_unspecified() || own == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_are_read_and_connections_are_not() {
        for (text, expected) in [
            (
                "   0: 0100007F:0C21 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 1",
                Some("127.0.0.1:3105"),
            ),
            (
                "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 1",
                Some("0.0.0.0:8080"),
            ),
            (
                "   2: 0100007F:0C21 0100007F:D431 01 00000000:00000000 00:00000000 00000000  0 0 1",
                None,
            ),
            (
                "   0: 00000000000000000000000001000000:0C22 00000000000000000000000000000000:0000 0A 0",
                Some("[::1]:3106"),
            ),
            (
                "   1: 0000000000000000FFFF00000100007F:0C23 00000000000000000000000000000000:0000 0A 0",
                Some("127.0.0.1:3107"),
            ),
            ("  sl  local_address rem_address   st", None),
            ("nonsense", None),
        ] {
            let found = line(text)
                .map(|(address, port)| std::net::SocketAddr::new(address, port).to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_meet_unless_each_is_one_of_its_own() {
        let loopback: IpAddr = Ipv4Addr::LOCALHOST.into();
        for (own, other, expected) in [
            (None, loopback, true),
            (Some("127.0.0.1"), loopback, true),
            (Some("localhost"), loopback, true),
            (Some("::1"), loopback, false),
            (Some("[::1]"), Ipv6Addr::LOCALHOST.into(), true),
            (Some("192.168.0.9"), Ipv4Addr::UNSPECIFIED.into(), true),
        ] {
            assert_eq!(meets(own, other), expected, "{own:?} {other}");
        }
    }
}
