//! The certificates that a server shows, and whether they are believed.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore};

use super::Touch;

/// The authorities that this machine trusts, in DER. They are read once.
pub fn roots() -> Vec<Vec<u8>> {
    static ROOTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    let read = || {
        let found = rustls_native_certs::load_native_certs();
        found.certs.into_iter().map(|der| der.to_vec()).collect()
    };
    ROOTS.get_or_init(read).clone()
}

/// What is wrong with the certificates of a server, each looked at by itself: an expired one of an
/// unknown authority for another host has all three faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Why no authority that is trusted stands behind them.
    pub untrusted: Option<String>,
    /// Whether they are for another host.
    pub wrong_name: bool,
}

/// Shakes hands with a server, whatever it shows, and hangs up; the certificates that it showed,
/// its own first, in DER.
///
/// # Errors
/// When no connection comes about, or the other side speaks no TLS.
pub fn shown(address: SocketAddr, host: &str, limit: Duration) -> Result<Vec<Vec<u8>>, String> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    let provider = Arc::new(ring::default_provider());
    let seen = Arc::new(Seen {
        chain: Mutex::default(),
        provider: provider.clone(),
    });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(seen.clone())
        .with_no_client_auth();
    let until = Instant::now() + limit;
    let mut socket = TcpStream::connect_timeout(&address, limit)
        .map_err(|error| format!("{:?}", Touch::of(&error)))?;
    let mut connection =
        ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    let shaken = shake(&mut connection, &mut socket, until);
    let chain = seen.chain.lock().map(|chain| chain.clone());
    match (chain, shaken) {
        (Ok(chain), _) if !chain.is_empty() => Ok(chain),
        (_, Err(error)) => Err(error.to_string()),
        _ => Err("it shows no certificate".to_owned()),
    }
}

/// Shakes hands until then; who sends a byte now and then does not have longer.
fn shake(
    connection: &mut ClientConnection,
    socket: &mut TcpStream,
    until: Instant,
) -> io::Result<()> {
    while connection.is_handshaking() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        socket.set_read_timeout(Some(left))?;
        socket.set_write_timeout(Some(left))?;
        if connection.wants_write() {
            connection.write_tls(socket)?;
        } else if connection.read_tls(socket)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        } else if let Err(error) = connection.process_new_packets() {
            // The other side is told why; whether it hears that does not matter.
            let _ = connection.write_tls(socket);
            return Err(io::Error::new(ErrorKind::InvalidData, error));
        }
    }
    Ok(())
}

/// What is wrong with a server's certificates, as somebody sees it who trusts `roots`, at a time in
/// seconds since 1970.
pub fn faults(chain: &[Vec<u8>], host: &str, roots: &[Vec<u8>], at: u64) -> Faults {
    let chain: Vec<CertificateDer<'_>> = chain
        .iter()
        .map(|der| CertificateDer::from(der.as_slice()))
        .collect();
    let Some((own, between)) = chain.split_first() else {
        return Faults::default();
    };
    let parsed = match ParsedCertificate::try_from(own) {
        Ok(parsed) => parsed,
        Err(error) => {
            return Faults {
                untrusted: Some(error.to_string()),
                wrong_name: false,
            };
        }
    };
    let mut store = RootCertStore::empty();
    let anchors = roots.iter().map(|der| CertificateDer::from(der.as_slice()));
    store.add_parsable_certificates(anchors);
    let algorithms = ring::default_provider().signature_verification_algorithms;
    let trusted = verify_server_cert_signed_by_trust_anchor(
        &parsed,
        &store,
        between,
        UnixTime::since_unix_epoch(Duration::from_secs(at)),
        algorithms.all,
    );
    let named = ServerName::try_from(host)
        .map_err(|error| error.to_string())
        .and_then(|name| verify_server_name(&parsed, &name).map_err(|error| error.to_string()));
    Faults {
        untrusted: trusted.err().map(|error| error.to_string()),
        wrong_name: named.is_err(),
    }
}

/// Believes everything, and remembers it.
struct Seen {
    chain: Mutex<Vec<Vec<u8>>>,
    provider: Arc<CryptoProvider>,
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seen")
    }
}

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Ok(mut chain) = self.chain.lock() {
            let all = std::iter::once(own).chain(between);
            *chain = all.map(|der| der.to_vec()).collect();
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, own, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, own, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
