//! The server's certificate: is it believed, what is wrong with it, and what would cure that.

use std::path::{Path, PathBuf};

use super::patient::Remote;
use super::{Answer, Facts, Orders, Patient, Question, State};
use crate::certificates::SOURCES;
use crate::certificates::file::{Certificate, Contents, ders};
use crate::date;
use crate::live::{Faults, Touch, roots, shown, tls_faults};

/// What is wrong with a certificate, as clients name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is no longer valid.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is for other hosts.
    WrongName,
    /// It is its own issuer.
    SelfSigned,
    /// The server does not show the certificate between its own and the authority's.
    Incomplete,
    /// The authority that the server shows behind it is not trusted here.
    UnknownAuthority,
    /// Its authority, which the server does not show, is not trusted here.
    UnknownIssuer,
    /// Something else.
    Other,
}

impl Fault {
    /// The name that clients on Node.js print.
    pub const fn code(self) -> &'static str {
        match self {
            Fault::Expired => "CERT_HAS_EXPIRED",
            Fault::NotYetValid => "CERT_NOT_YET_VALID",
            Fault::WrongName => "ERR_TLS_CERT_ALTNAME_INVALID",
            Fault::SelfSigned => "DEPTH_ZERO_SELF_SIGNED_CERT",
            Fault::Incomplete => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            Fault::UnknownAuthority => "SELF_SIGNED_CERT_IN_CHAIN",
            Fault::UnknownIssuer => "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            Fault::Other => "a TLS error",
        }
    }

    /// It in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Fault::Expired => "it has expired",
            Fault::NotYetValid => "it is not valid yet",
            Fault::WrongName => "it is for another host",
            Fault::SelfSigned => "it is self-signed, and not trusted here",
            Fault::Incomplete => {
                "what stands between it and its authority is not shown, or the authority is not trusted here"
            }
            Fault::UnknownAuthority | Fault::UnknownIssuer => "its authority is not trusted here",
            Fault::Other => "it is not believed",
        }
    }
}

/// What was seen of a server's certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is wrong, that first which a client meets when all else is mended last.
    pub faults: Vec<Fault>,
    /// The variable and the file of authorities that would cure it: verified.
    pub cure: Option<(String, PathBuf)>,
    /// The authority that is missing.
    pub authority: Option<String>,
}

/// Where Debian, Fedora, Arch and SUSE keep them.
const ADDED: [&str; 4] = [
    "/usr/local/share/ca-certificates",
    "/etc/pki/ca-trust/source/anchors",
    "/etc/ca-certificates/trust-source/anchors",
    "/etc/pki/trust/anchors",
];

/// `None` where nothing speaks TLS, or nothing answers.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    if remote.url.scheme() != "https" {
        return None;
    }
    let address = facts
        .calls
        .iter()
        .find(|called| called.touch == Touch::Connected)?
        .address;
    let host = remote.host();
    let chain = match shown(address, host, facts.left(orders)) {
        Ok(chain) => chain,
        Err(why) => {
            return Some(
                Answer::new(Question::Tls, State::Unknown, "no TLS came about").seeing(vec![why]),
            );
        }
    };
    let certificates: Vec<Certificate> = chain
        .iter()
        .filter_map(|der| Contents::of(der).certificates.into_iter().next())
        .collect();
    let trusted = trusted(remote, orders);
    let now = orders.host.now();
    let mut found = tls_faults(&chain, host, &trusted, now);
    // Who finds that it has expired looks no further: was it believed when all of it was valid?
    let at = match certificates.iter().map(|it| it.not_before).max() {
        Some(begun) if found.untrusted.is_some() && is_dated(&certificates, now) => begun,
        _ => now,
    };
    if at != now
        && let Some(why) = tls_faults(&chain, host, &trusted, at).untrusted
    {
        found.untrusted = Some(why);
    }
    let mut seen = Seen {
        faults: judge(&found, &certificates, now),
        ..Seen::default()
    };
    if found.untrusted.is_some() {
        seen.authority = certificates.last().and_then(|last| last.issuer.clone());
        seen.cure = cure(remote, orders, &chain, &trusted, at);
    }
    let answer = describe(&seen, &certificates, &found);
    facts.tls = Some(seen);
    Some(answer)
}

/// The authorities that who calls the server trusts: this machine's (without those that were added
/// here, where it has a list of its own), and those of the files that its own entry names. Whether it heeds the variable that names one is for the rules to tell.
pub(super) fn trusted(remote: &Remote, orders: &Orders<'_>) -> Vec<Vec<u8>> {
    let mut all = roots();
    if remote.own_store {
        let added: Vec<Vec<u8>> = added(orders)
            .into_iter()
            .flat_map(|(_, ders)| ders)
            .collect();
        all.retain(|der| !added.contains(der));
    }
    for (_, path) in &remote.ca_files {
        if let Ok(bytes) = orders.host.read(path) {
            all.extend(ders(&bytes));
        }
    }
    all
}

/// The authorities that somebody added to those that everybody trusts, file by file, where this
/// system keeps them apart.
fn added(orders: &Orders<'_>) -> Vec<(PathBuf, Vec<Vec<u8>>)> {
    let files = ADDED.iter().flat_map(|folder| {
        let folder = Path::new(folder);
        // Most of them are of other systems.
        let names = orders.host.list(folder).unwrap_or_default();
        names.into_iter().map(|name| folder.join(name))
    });
    files
        .filter_map(|path| {
            let ders = ders(&orders.host.read(&path).ok()?);
            (!ders.is_empty()).then_some((path, ders))
        })
        .collect()
}

/// Dates and names are told from the certificate itself: who cannot verify it is told of nothing
/// else, and meets the next fault only when that is mended.
fn judge(found: &Faults, certificates: &[Certificate], now: u64) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(own) = certificates.first() else {
        return vec![Fault::Other];
    };
    if own.not_after < now {
        faults.push(Fault::Expired);
    }
    if own.not_before > now {
        faults.push(Fault::NotYetValid);
    }
    if found.wrong_name {
        faults.push(Fault::WrongName);
    }
    if let Some(why) = &found.untrusted {
        let dated = is_dated(certificates, now);
        let unknown = why.contains("UnknownIssuer") || why.contains("CaUsedAsEndEntity");
        faults.extend(match certificates {
            [only] if only.self_issued => Some(Fault::SelfSigned),
            [_] if unknown => Some(Fault::Incomplete),
            [.., last] if unknown && last.self_issued => Some(Fault::UnknownAuthority),
            _ if unknown => Some(Fault::UnknownIssuer),
            // That is told already.
            _ if dated => None,
            _ => Some(Fault::Other),
        });
    }
    faults
}

/// Whether one of them is no longer valid, or not yet.
fn is_dated(certificates: &[Certificate], now: u64) -> bool {
    let mut all = certificates.iter();
    all.any(|certificate| certificate.not_after < now || certificate.not_before > now)
}

/// The first file of authorities that is named here and that makes the certificate believed.
fn cure(
    remote: &Remote,
    orders: &Orders<'_>,
    chain: &[Vec<u8>],
    trusted: &[Vec<u8>],
    at: u64,
) -> Option<(String, PathBuf)> {
    let named = SOURCES.iter().filter_map(|name| {
        let path = orders.host.env(name)?;
        Some(((*name).to_owned(), PathBuf::from(path)))
    });
    let settings = orders.ca_bundle.iter();
    let settings =
        settings.map(|path| ("`tls.ca-bundle` of mcpmend.toml".to_owned(), path.clone()));
    let added = added(orders)
        .into_iter()
        .map(|(path, _)| ("this system trusts it".to_owned(), path));
    named.chain(settings).chain(added).find(|(_, path)| {
        let Ok(bytes) = orders.host.read(path) else {
            return false;
        };
        let mut all = trusted.to_vec();
        all.extend(ders(&bytes));
        tls_faults(chain, remote.host(), &all, at)
            .untrusted
            .is_none()
    })
}

fn describe(seen: &Seen, certificates: &[Certificate], found: &Faults) -> Answer {
    let mut lines: Vec<String> = certificates.iter().map(line).collect();
    lines.extend(found.untrusted.iter().cloned());
    if let Some((name, path)) = &seen.cure {
        lines.push(format!("{} ({name}) makes it believed", path.display()));
    }
    let says = match seen.faults.as_slice() {
        [] => {
            return Answer::new(Question::Tls, State::Fine, "it is believed").seeing(lines);
        }
        faults => {
            let words: Vec<String> = faults
                .iter()
                .map(|fault| format!("{} ({})", fault.words(), fault.code()))
                .collect();
            words.join("; ")
        }
    };
    Answer::new(Question::Tls, State::Wrong, says).seeing(lines)
}

fn line(certificate: &Certificate) -> String {
    let name = certificate.name.as_deref().unwrap_or("without a name");
    let own = if certificate.self_issued {
        ", its own issuer"
    } else {
        ""
    };
    format!(
        "{name}: valid from {} to {}{own}",
        date::day(certificate.not_before),
        date::day(certificate.not_after)
    )
}
