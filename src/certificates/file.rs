//! What a file of certificates holds.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{PemObject as _, SectionKind};
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::asn1::{Ia5StringRef, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{Decode as _, Encode as _, Tag, Tagged as _};
use x509_cert::ext::pkix::BasicConstraints;
use x509_cert::name::Name;

/// Files above this size, in bytes, are not looked into: the public authorities together are a
/// quarter of a megabyte.
pub const LARGEST: u64 = 4 << 20;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text: what a PEM file is.
    Text,
    /// One certificate in DER, the binary form.
    Der,
    /// A PKCS#12 key store: `.p12`, `.pfx`.
    Pkcs12,
    /// A key store of Java: `.jks`.
    Jks,
    /// Text in UTF-16.
    Utf16,
    /// Some other binary form.
    Binary,
}

/// Why a certificate in a PEM file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Its last line is missing.
    CutOff,
    /// Its text is no base64.
    NotBase64,
    /// What is encoded is no certificate.
    NotDer,
}

/// One certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is: the common name, else the organisation.
    pub name: Option<String>,
    /// Whose authority stands behind it, likewise.
    pub issuer: Option<String>,
    /// From when on it holds, in seconds since 1970; 0 for earlier.
    pub not_before: u64,
    /// Until when it holds.
    pub not_after: u64,
    /// Whether it says that it is an authority, or is of a time when that was not said.
    pub authority: bool,
    /// Whether it names itself as its issuer.
    pub self_issued: bool,
    /// Its subject, encoded: equal for two certificates of one authority.
    pub subject: Vec<u8>,
}

/// What a file holds. Key material is only counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// How it is written.
    pub form: Form,
    /// How many certificates it holds that are what they should be.
    pub readable: usize,
    /// Those of them that were understood.
    pub certificates: Vec<Certificate>,
    /// The first that cannot be read: its number, from 1 on, and why.
    pub broken: Option<(usize, Broken)>,
    /// How many private keys it holds.
    pub keys: usize,
    /// What the first section is that is neither certificate nor key: `PKCS7`.
    pub other: Option<String>,
    /// Whether its lines are indented, so that nobody finds their start.
    pub indented: bool,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

impl Contents {
    /// Looks into a file.
    pub fn of(bytes: &[u8]) -> Contents {
        let mut contents = Contents {
            form: form(bytes),
            readable: 0,
            certificates: Vec::new(),
            broken: None,
            keys: 0,
            other: None,
            indented: false,
        };
        match contents.form {
            Form::Text => contents.read(&String::from_utf8_lossy(bytes)),
            Form::Der => contents.add(bytes),
            _ => {}
        }
        contents
    }

    /// Reads the sections of a PEM file.
    fn read(&mut self, text: &str) {
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let Some(label) = label(line, BEGIN) else {
                self.indented |= label(line.trim_start(), BEGIN).is_some();
                at += 1;
                continue;
            };
            let end = lines[at + 1..]
                .iter()
                .position(|line| label_is(line, END) || label_is(line, BEGIN))
                .map(|offset| at + 1 + offset);
            let closed = end.is_some_and(|end| label_is(lines[end], END));
            let body = &lines[at..end.map_or(lines.len(), |end| end + usize::from(closed))];
            self.section(label, body, closed);
            at += body.len();
        }
    }

    fn section(&mut self, label: &str, lines: &[&str], closed: bool) {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" => {
                if !closed {
                    return self.broken(Broken::CutOff);
                }
                // Under its older name it is the same.
                let text = lines.join("\n").replace("X509 CERTIFICATE", "CERTIFICATE");
                match <(SectionKind, Vec<u8>)>::from_pem_slice(text.as_bytes()) {
                    Ok((SectionKind::Certificate, der)) if is_sequence(&der) => self.add(&der),
                    Ok(_) => self.broken(Broken::NotDer),
                    Err(_) => self.broken(Broken::NotBase64),
                }
            }
            label if label.ends_with("PRIVATE KEY") => self.keys += 1,
            label => {
                self.other.get_or_insert_with(|| label.to_owned());
            }
        }
    }

    fn broken(&mut self, why: Broken) {
        let number = self.readable + 1;
        self.broken.get_or_insert((number, why));
    }

    /// Takes a certificate in. One that is odd in some other way may do all the same.
    fn add(&mut self, der: &[u8]) {
        self.readable += 1;
        self.certificates.extend(certificate(der));
    }
}

/// What stands between the dashes of a line that starts or ends a section.
fn label<'t>(line: &'t str, front: &str) -> Option<&'t str> {
    line.trim_end().strip_prefix(front)?.strip_suffix("-----")
}

fn label_is(line: &str, front: &str) -> bool {
    label(line, front).is_some()
}

fn form(bytes: &[u8]) -> Form {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Form::Utf16,
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Form::Jks,
        // A sequence that starts with the number 3.
        [0x30, 0x82, _, _, 0x02, 0x01, 0x03, ..] => Form::Pkcs12,
        [0x30, 0x80, 0x02, 0x01, 0x03, ..] => Form::Pkcs12,
        [0x30, ..] if is_sequence(bytes) => Form::Der,
        _ if bytes.contains(&0) => Form::Binary,
        _ => Form::Text,
    }
}

/// Whether the bytes are one sequence of DER, all of it.
fn is_sequence(bytes: &[u8]) -> bool {
    let (length, front) = match bytes {
        [0x30, short, ..] if *short < 0x80 => (usize::from(*short), 2),
        [0x30, 0x81, a, ..] => (usize::from(*a), 3),
        [0x30, 0x82, a, b, ..] => (usize::from(*a) << 8 | usize::from(*b), 4),
        [0x30, 0x83, a, b, c, ..] => {
            let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
            (length, 5)
        }
        _ => return false,
    };
    // What is shorter is no certificate, whatever it is.
    length > 64 && bytes.len() == front + length
}

/// The certificates of a file, in DER: what PEM sections hold, or the file itself.
pub fn ders(bytes: &[u8]) -> Vec<Vec<u8>> {
    if form(bytes) == Form::Der {
        return vec![bytes.to_vec()];
    }
    CertificateDer::pem_slice_iter(bytes)
        .filter_map(|der| Some(der.ok()?.to_vec()))
        .collect()
}

fn certificate(der: &[u8]) -> Option<Certificate> {
    let certificate = CertificateInner::<Raw>::from_der(der).ok()?;
    let inner = certificate.tbs_certificate();
    let subject = inner.subject().to_der().ok()?;
    let self_issued = inner.issuer().to_der().ok()? == subject;
    let constraints = inner.get_extension::<BasicConstraints>().ok()?;
    Some(Certificate {
        name: name(inner.subject()),
        issuer: name(inner.issuer()),
        not_before: inner.validity().not_before.to_unix_duration().as_secs(),
        not_after: inner.validity().not_after.to_unix_duration().as_secs(),
        authority: constraints.map_or(self_issued, |(_, constraints)| constraints.ca),
        self_issued,
        subject,
    })
}

/// The common name, else the organisation.
fn name(subject: &Name) -> Option<String> {
    // Object identifiers of X.520: commonName, organizationName.
    let said = |wanted: &str| {
        let mut parts = subject.iter();
        let part = parts.find(|part| part.oid.to_string() == wanted)?;
        let text = match part.value.tag() {
            Tag::Utf8String => Utf8StringRef::try_from(&part.value).ok()?.to_string(),
            Tag::PrintableString => PrintableStringRef::try_from(&part.value).ok()?.to_string(),
            Tag::Ia5String => Ia5StringRef::try_from(&part.value).ok()?.to_string(),
            _ => return None,
        };
        (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
    };
    said("2.5.4.3").or_else(|| said("2.5.4.10"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHORITY: &str = include_str!("../../tests/certificates/authority.pem");
    const SERVER: &str = include_str!("../../tests/certificates/server.pem");
    const SELF_SIGNED: &str = include_str!("../../tests/certificates/self-signed.pem");

    fn one(text: &str) -> Certificate {
        let contents = Contents::of(text.as_bytes());
        assert_eq!((contents.readable, contents.broken), (1, None));
        contents.certificates.into_iter().next().unwrap()
    }

    #[test]
    fn a_certificate_tells_whose_it_is_and_how_long_it_holds() {
        let authority = one(AUTHORITY);
        assert_eq!(authority.name.as_deref(), Some("Example Corp Root"));
        assert!(authority.authority && authority.self_issued);
        // 2020-01-01 and 2120-01-01.
        assert_eq!(authority.not_before, 1_577_836_800);
        assert_eq!(authority.not_after, 4_733_510_400);
        let server = one(SERVER);
        assert!(!server.authority && !server.self_issued);
        let own = one(SELF_SIGNED);
        assert!(!own.authority && own.self_issued);
    }

    #[test]
    fn forms_are_told_apart() {
        for (bytes, form) in [
            (AUTHORITY.as_bytes(), Form::Text),
            (
                include_bytes!("../../tests/certificates/authority.der"),
                Form::Der,
            ),
            (
                include_bytes!("../../tests/certificates/authority.p12"),
                Form::Pkcs12,
            ),
            (b"\xfe\xed\xfe\xed\0\0\0\x02", Form::Jks),
            (b"\xff\xfe-\0-\0", Form::Utf16),
            (b"a\0b", Form::Binary),
            (b"", Form::Text),
        ] {
            assert_eq!(Contents::of(bytes).form, form);
        }
    }

    #[test]
    fn line_ends_a_mark_and_long_lines_do_no_harm() {
        let crlf = AUTHORITY.replace('\n', "\r\n");
        let marked = format!("\u{feff}Bag Attributes\n{AUTHORITY}");
        let lines: Vec<&str> = AUTHORITY.lines().collect();
        let (last, rest) = lines.split_last().unwrap();
        let long = format!("{}\n{}\n{last}\n", rest[0], rest[1..].concat());
        let old = AUTHORITY.replace("CERTIFICATE", "X509 CERTIFICATE");
        for text in [crlf, marked, long, old] {
            let name = one(&text).name;
            assert_eq!(name.as_deref(), Some("Example Corp Root"), "{text}");
        }
    }

    #[test]
    fn what_is_broken_is_said() {
        let broken = |text: &str| Contents::of(text.as_bytes()).broken;
        let cut = &AUTHORITY[..200];
        assert_eq!(broken(cut), Some((1, Broken::CutOff)));
        assert_eq!(
            broken(&format!("{cut}\n{SERVER}")),
            Some((1, Broken::CutOff))
        );
        assert_eq!(broken(&format!("{SERVER}{cut}")), Some((2, Broken::CutOff)));
        let rubbish =
            |body: &str| format!("{BEGIN}CERTIFICATE-----\n{body}\n{END}CERTIFICATE-----\n");
        assert_eq!(broken(&rubbish("bm9wZQ==")), Some((1, Broken::NotDer)));
        assert_eq!(broken(&rubbish("???")), Some((1, Broken::NotBase64)));
    }

    #[test]
    fn keys_and_other_sections_are_counted() {
        let key = format!("{BEGIN}EC PRIVATE KEY-----\nbm90IGEga2V5\n{END}EC PRIVATE KEY-----\n");
        let both = Contents::of(format!("{key}{AUTHORITY}").as_bytes());
        assert_eq!((both.keys, both.readable), (1, 1));
        let other = Contents::of(include_bytes!("../../tests/certificates/authority.p7b"));
        assert_eq!((other.other.as_deref(), other.readable), (Some("PKCS7"), 0));
        let indented = AUTHORITY.replace("-----BEGIN", "  -----BEGIN");
        assert!(Contents::of(indented.as_bytes()).indented);
    }
}
