//! `ca-file-not-authority`

use crate::certificates::Names;
use crate::certificates::file::{Certificate, Form};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, Subject, rule};

use super::files::opened;

rule! {
    /// A file that should hold a certificate authority, and holds the certificate of a server.
    ///
    /// ## Why it fails
    /// What a browser shows first, and what `openssl s_client` prints, is the certificate of the
    /// server. It was signed by an authority, and that one's certificate is what has to be trusted:
    /// with the server's own Node.js and Python go on failing with the same message as before
    /// (`UNABLE_TO_VERIFY_LEAF_SIGNATURE`, `CERTIFICATE_VERIFY_FAILED`).
    ///
    /// A server that signs itself is its own authority: its certificate does what it should. That
    /// it trusts this one server only, and ends with its certificate, is told to whoever asks for
    /// everything (`--pedantic`).
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "certs/wiki.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text bad certs/wiki.pem
    /// -----BEGIN CERTIFICATE-----
    /// MIIBmTCCAUCgAwIBAgICEAQwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRRXhhbXBs
    /// ZSBDb3JwIFJvb3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x
    /// GzAZBgNVBAMMEndpa2kuY29ycC5pbnRlcm5hbDBZMBMGByqGSM49AgEGCCqGSM49
    /// AwEHA0IABHoXXBxAsQbYy4VsdhlbHT/vwWIuydmXAY/O5ZEAFjqbbsfLJ1+7touk
    /// l33qr/O9J1pw4U0G6+oLxjamD8KOIh+jbzBtMAwGA1UdEwEB/wQCMAAwHQYDVR0R
    /// BBYwFIISd2lraS5jb3JwLmludGVybmFsMB0GA1UdDgQWBBR1zZPqgjZOT/KoG1oQ
    /// USmESr9oujAfBgNVHSMEGDAWgBT5s1S6gJHT+suOCfhfRNcMm5muYDAKBggqhkjO
    /// PQQDAgNHADBEAiAf5RDSMxR+URyIj/ocmO+qoF+QkOeMGMsbv/1gimWrqgIgAbAf
    /// eqN3/XY/0N5U9RVT5ospulP9Lwz/MgDTGJyxDCI=
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
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Node.js 20.20, urllib, httpx and requests of Python 3.11 (2026-11-25)
    /// - RFC 5280, section 4.2.1.9: basic constraints (2026-11-25)
    "ca-file-not-authority", Tls, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for file in opened(subject) {
        let contents = &file.contents;
        let all = &contents.certificates;
        // What is wrong otherwise another rule tells, and one that is not understood may be one.
        let plain = contents.form == Form::Text && contents.broken.is_none();
        if !plain || all.len() != contents.readable || file.named.names == Names::KeyStore {
            continue;
        }
        let Some(first) = all.first() else { continue };
        let wanted = file
            .named
            .row
            .is_some_and(|row| row.reader.wants_authority());
        if !wanted || all.iter().any(|certificate| certificate.authority) {
            continue;
        }
        let by = format!("`{}` of {}", file.named.by, subject.quoted());
        let span = subject.document().node(file.named.node).span();
        out.push(match all.iter().find(|it| it.self_issued) {
            None => subject
                .finding(
                    &RULE,
                    span,
                    format!("{by} names {}, and not its authority's", of_server(first)),
                )
                .label("no authority in it")
                .effect("calls fail as if it were not named")
                .help("name the certificate of the authority that signed it: the last one that `openssl s_client -showcerts` prints, or what your company hands out"),
            Some(own) => subject
                .finding(
                    &RULE,
                    span,
                    format!("{by} names {}, which signs itself", of_server(own)),
                )
                .label("trusts this one server")
                .severity(Severity::Info)
                .pedantic()
                .help("it works until the server gets a new certificate; an authority of your own outlasts that"),
        });
    }
}

fn of_server(certificate: &Certificate) -> String {
    match &certificate.name {
        Some(name) => format!("the certificate of the server `{name}`"),
        None => "the certificate of a server".to_owned(),
    }
}
