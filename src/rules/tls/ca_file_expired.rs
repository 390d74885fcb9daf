//! `ca-file-expired`

use crate::certificates::file::{Certificate, Contents};
use crate::date::day;
use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Subject, rule};

use super::files::opened;

rule! {
    /// The certificate of an authority whose time is over, nearly over, or not yet come.
    ///
    /// ## Why it fails
    /// Nothing that an expired authority has signed is trusted any more, however new it is
    /// (`CERT_HAS_EXPIRED`, "certificate has expired"). It is told 30 days ahead, so that there is
    /// time to fetch the new one. Of a bundle with more than ten certificates only that is told
    /// that all of them have expired: among the public authorities there is always one that has.
    ///
    /// Files are looked into on the machine that is looked at; in a repository only those below
    /// it.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text bad certs/corp-ca.pem
    /// -----BEGIN CERTIFICATE-----
    /// MIIBeDCCAR6gAwIBAgICEAEwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYRXhhbXBs
    /// ZSBDb3JwIFJvb3Qgb2YgT2xkMB4XDTE1MDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAw
    /// MFowIzEhMB8GA1UEAwwYRXhhbXBsZSBDb3JwIFJvb3Qgb2YgT2xkMFkwEwYHKoZI
    /// zj0CAQYIKoZIzj0DAQcDQgAE1ZePz3ndrtGfKoExOpd1K667fl8e+RqLGv+r2MW4
    /// qHCcy3WYal/sJmqEMgbyHAjlzh/LGFElsziIEiXWXTgpYqNCMEAwDwYDVR0TAQH/
    /// BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFBA5ZgD9Zu5P9oYaLJub
    /// dp8vmr0LMAoGCCqGSM49BAMCA0gAMEUCIGXGt9x53QZEju7cvziicD8iYxcbpguh
    /// 1MHQKbUSZIlCAiEA8plFyqPuuebYy/wGLbIXtQIj7COc61RIg8e8eoIxVA4=
    /// -----END CERTIFICATE-----
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca-2026.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - RFC 5280, section 4.1.2.5: validity (2026-11-25)
    /// - observed: Claude Code 2.1.330, mcporter, OpenCode say `CERT_HAS_EXPIRED` (2026-11-23)
    "ca-file-expired", Tls, Warning, None, Check::Entry(check)
}

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// How long before its end a certificate is told of.
const AHEAD: u64 = 30 * DAY;

/// Up to how many certificates a file holds those of one authority, and not the public ones.
const FEW: usize = 10;

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let now = subject.context.host.now();
    // A machine without a clock.
    if now == 0 {
        return;
    }
    for file in opened(subject) {
        for (certificate, fault) in faults(&file.contents, now) {
            let whose = match &certificate.name {
                Some(name) => format!("the certificate of `{name}`"),
                None => "a certificate".to_owned(),
            };
            let message = format!(
                "`{}` of {} names {whose}, which {}",
                file.named.by,
                subject.quoted(),
                fault.says(certificate, now)
            );
            let span = subject.document().node(file.named.node).span();
            out.push(
                subject
                    .finding(&RULE, span, message)
                    .label(fault.label())
                    .effect(fault.effect())
                    .help("ask whoever runs the authority for its new certificate"),
            );
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Expired,
    Soon,
    NotYet,
}

impl Fault {
    fn of(certificate: &Certificate, now: u64) -> Option<Fault> {
        if certificate.not_after <= now {
            Some(Fault::Expired)
        } else if certificate.not_before > now {
            Some(Fault::NotYet)
        } else if certificate.not_after - now <= AHEAD {
            Some(Fault::Soon)
        } else {
            None
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Fault::Expired => "expired",
            Fault::Soon => "expires soon",
            Fault::NotYet => "not valid yet",
        }
    }

    const fn effect(self) -> &'static str {
        match self {
            Fault::Expired => "calls to hosts that this authority certifies fail: CERT_HAS_EXPIRED",
            Fault::Soon => "from then on calls to hosts that this authority certifies fail",
            Fault::NotYet => "until then calls to hosts that this authority certifies fail",
        }
    }

    fn says(self, certificate: &Certificate, now: u64) -> String {
        match self {
            Fault::Expired => format!("expired on {}", day(certificate.not_after)),
            Fault::Soon => {
                let days = (certificate.not_after - now) / DAY;
                let left = match days {
                    0 => "less than a day".to_owned(),
                    1 => "a day".to_owned(),
                    days => format!("{days} days"),
                };
                format!("expires on {}, in {left}", day(certificate.not_after))
            }
            Fault::NotYet => format!("is not valid before {}", day(certificate.not_before)),
        }
    }
}

/// The certificates that do not hold, and no newer one of the same authority does.
fn faults(contents: &Contents, now: u64) -> Vec<(&Certificate, Fault)> {
    let all = &contents.certificates;
    let holds = |certificate: &&Certificate| Fault::of(certificate, now).is_none();
    if contents.readable > FEW {
        let expired = |it: &Certificate| Fault::of(it, now) == Some(Fault::Expired);
        let dead = all.len() == contents.readable && all.iter().all(expired);
        let last = all.iter().max_by_key(|certificate| certificate.not_after);
        return last
            .filter(|_| dead)
            .map(|certificate| (certificate, Fault::Expired))
            .into_iter()
            .collect();
    }
    all.iter()
        .filter_map(|certificate| Some((certificate, Fault::of(certificate, now)?)))
        .filter(|(certificate, _)| {
            let mut valid = all.iter().filter(holds);
            !valid.any(|other| other.subject == certificate.subject)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(subject: &str, from: u64, to: u64) -> Certificate {
        Certificate {
            name: Some(subject.to_owned()),
            issuer: None,
            not_before: from * DAY,
            not_after: to * DAY,
            authority: true,
            self_issued: true,
            subject: subject.as_bytes().to_vec(),
        }
    }

    fn found(certificates: Vec<Certificate>, day: u64) -> Vec<String> {
        let contents = Contents {
            readable: certificates.len(),
            certificates,
            ..Contents::of(b"")
        };
        faults(&contents, day * DAY)
            .into_iter()
            .map(|(certificate, fault)| fault.says(certificate, day * DAY))
            .collect()
    }

    #[test]
    fn a_certificate_is_told_of_when_its_time_is_near() {
        let one = || vec![certificate("a", 100, 200)];
        assert_eq!(found(one(), 99), ["is not valid before 1970-04-11"]);
        assert!(found(one(), 100).is_empty());
        assert!(found(one(), 169).is_empty());
        assert_eq!(found(one(), 170), ["expires on 1970-07-20, in 30 days"]);
        assert_eq!(found(one(), 199), ["expires on 1970-07-20, in a day"]);
        assert_eq!(found(one(), 200), ["expired on 1970-07-20"]);
    }

    #[test]
    fn a_newer_one_of_the_same_authority_is_enough() {
        let two = vec![certificate("a", 0, 100), certificate("a", 50, 500)];
        assert!(found(two, 150).is_empty());
        let two = vec![certificate("a", 0, 100), certificate("b", 50, 500)];
        assert_eq!(found(two, 150).len(), 1);
    }

    #[test]
    fn of_a_large_bundle_only_the_end_of_all_is_told() {
        let many = |to: u64| {
            (0..20)
                .map(|n| certificate(&n.to_string(), 0, to + n))
                .collect()
        };
        assert!(found(many(100), 110).is_empty());
        assert_eq!(found(many(100), 200), ["expired on 1970-04-30"]);
    }
}
