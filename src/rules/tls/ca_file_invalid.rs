//! `ca-file-invalid`

use crate::certificates::file::{Broken, Contents, Form};
use crate::certificates::{Names, Reader};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Check, Subject, rule};

use super::files::{Opened, opened};

rule! {
    /// A file of certificates that holds none, or none that its reader understands.
    ///
    /// ## Why it fails
    /// A PEM file is text: each certificate stands between `-----BEGIN CERTIFICATE-----` and
    /// `-----END CERTIFICATE-----`, from the start of the line. Windows exports `.cer` files in
    /// DER, the binary form, unless it is asked for Base64; a download may have been cut off, or
    /// be the login page of a proxy. Node.js goes on without such a file, without a word when it
    /// holds no certificate at all; httpx and requests refuse every call. Java is the other way
    /// round: its trust store is a key store (`.p12`, `.jks`), and a PEM file makes it open no TLS
    /// connection at all.
    ///
    /// A private key has no business there: whoever may read the authorities may then pose as the
    /// one that the key belongs to. Beside a certificate it is a warning, since the certificate
    /// works.
    ///
    /// Files are looked into on the machine that is looked at; in a repository only those below
    /// it. Nothing of what they hold is shown but the names of certificates.
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
    /// MIIBgDCCASegAwIBAgIUYkJtHrPkcLKBYOCVYfKkYd4T6iIwCgYIKoZIzj0EAwIw
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
    /// - observed: Node.js 20.20, httpx 0.28, requests 2.34, Java 17.0.15 (2026-11-25)
    /// - RFC 7468, the text form of certificates (2026-11-25)
    "ca-file-invalid", Tls, Error, None, Check::Entry(check)
}

/// What is wrong with a file.
struct Fault {
    /// As the end of a sentence that starts with what names the file.
    what: String,
    label: &'static str,
    help: String,
    severity: Severity,
    /// Whether its reader cannot use it at all.
    unusable: bool,
}

impl Fault {
    fn new(what: impl Into<String>, label: &'static str, help: impl Into<String>) -> Fault {
        Fault {
            what: what.into(),
            label,
            help: help.into(),
            severity: Severity::Error,
            unusable: true,
        }
    }
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for file in opened(subject) {
        let Some(fault) = judge(&file) else { continue };
        let message = format!("`{}` of {} {}", file.named.by, subject.quoted(), fault.what);
        let severity = match file.named.established() {
            true => fault.severity,
            false => fault.severity.min(Severity::Warning),
        };
        let span = subject.document().node(file.named.node).span();
        let mut finding = subject
            .finding(&RULE, span, message)
            .severity(severity)
            .label(fault.label)
            .help(fault.help);
        let effect = file.named.unusable();
        if fault.unusable && !effect.is_empty() {
            finding = finding.effect(effect);
        }
        out.push(finding);
    }
}

const PEM: &str =
    "a PEM file holds `-----BEGIN CERTIFICATE-----` at the start of a line, and is closed likewise";

fn judge(file: &Opened) -> Option<Fault> {
    let contents = &file.contents;
    if file.named.names == Names::KeyStore {
        return key_store(contents);
    }
    match contents.form {
        _ if file.size == 0 => Some(Fault::new(
            "names an empty file",
            "empty",
            "put the certificate of your authority there, as PEM",
        )),
        Form::Der => Some(Fault::new(
            "names a certificate in DER form, and PEM is expected",
            "binary",
            "convert it: `openssl x509 -inform der -in FILE -out FILE.pem`",
        )),
        Form::Pkcs12 => Some(Fault::new(
            "names a PKCS#12 key store, and a PEM file is expected",
            "a key store",
            "take the certificates out of it: `openssl pkcs12 -in FILE -cacerts -nokeys -out FILE.pem`",
        )),
        Form::Jks => Some(Fault::new(
            "names a key store of Java, and a PEM file is expected",
            "a key store",
            "take the certificate out of it: `keytool -exportcert -rfc -alias NAME -keystore FILE -file FILE.pem`",
        )),
        Form::Utf16 => Some(Fault::new(
            "names a file in UTF-16, in which nobody finds a certificate",
            "UTF-16",
            "save it as UTF-8 or ASCII",
        )),
        Form::Binary => Some(Fault::new(
            "names a binary file that is no certificate",
            "no certificate in it",
            PEM,
        )),
        Form::Text => text(contents, file.named.row.map(|row| row.reader)),
    }
}

fn text(contents: &Contents, reader: Option<Reader>) -> Option<Fault> {
    if let Some((number, why)) = contents.broken {
        let which = match number {
            1 => "a certificate".to_owned(),
            number => format!("several certificates, of which number {number}"),
        };
        let (what, label) = match why {
            Broken::CutOff => ("is cut off", "its last line is missing"),
            Broken::NotBase64 => ("is no base64", "not to be decoded"),
            Broken::NotDer => ("does not decode to one", "not a certificate inside"),
        };
        let fault = Fault::new(
            match number {
                1 => format!("names a file with {which} that {what}"),
                _ => format!("names a file with {which} {what}"),
            },
            label,
            "fetch the file again",
        );
        let refused = matches!(reader, Some(Reader::Ssl | Reader::Httpx | Reader::Requests));
        if refused || contents.readable == 0 || number == 1 && reader == Some(Reader::Node) {
            return Some(fault);
        }
        // Node.js loads those before it; of others it is not known.
        return Some(Fault {
            severity: Severity::Warning,
            unusable: false,
            help: match reader {
                Some(Reader::Node) => "fetch the file again: Node.js stops reading there",
                _ => "fetch the file again",
            }
            .to_owned(),
            ..fault
        });
    }
    let key = "a private key must not be there: take it out, and make a new one where others could read it";
    match (contents.readable, contents.keys) {
        (1.., 0) => None,
        (1.., _) => Some(Fault {
            severity: Severity::Warning,
            unusable: false,
            ..Fault::new(
                "names a file that holds a private key beside the certificate",
                "a private key in it",
                key,
            )
        }),
        (0, 1..) => Some(Fault::new(
            "names a file with a private key and no certificate",
            "a private key in it",
            key,
        )),
        (0, 0) if contents.indented => Some(Fault::new(
            "names a file whose certificates are indented, so that nobody finds them",
            "no certificate in it",
            PEM,
        )),
        (0, 0) => Some(match &contents.other {
            // Python reads it.
            Some(other) if other == "TRUSTED CERTIFICATE" && reader != Some(Reader::Node) => {
                return None;
            }
            Some(other) => Fault::new(
                format!("names a file with no certificate, but `{other}`"),
                "no certificate in it",
                match other.as_str() {
                    "PKCS7" => {
                        "take the certificates out of it: `openssl pkcs7 -print_certs -in FILE -out FILE.pem`"
                    }
                    "TRUSTED CERTIFICATE" => {
                        "only OpenSSL itself reads that form: `openssl x509 -in FILE -out FILE.pem`"
                    }
                    _ => PEM,
                },
            ),
            None => Fault::new(
                "names a file with no certificate in it",
                "no certificate in it",
                PEM,
            ),
        }),
    }
}

/// The trust store of Java.
fn key_store(contents: &Contents) -> Option<Fault> {
    let pem = contents.form == Form::Text && contents.readable > 0;
    (pem || contents.form == Form::Der).then(|| {
        Fault::new(
            "names a certificate as Java's trust store, and a key store is expected",
            "no key store",
            "import it into one: `keytool -importcert -file FILE -keystore FILE.p12`",
        )
    })
}
