//! Certificates with faults, made in the test.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

pub type Authority = CertifiedIssuer<'static, KeyPair>;

/// A private authority.
pub fn authority(name: &str) -> Authority {
    CertifiedIssuer::self_signed(authority_params(name), KeyPair::generate().unwrap()).unwrap()
}

/// One that another stands behind.
pub fn below(name: &str, above: &Authority) -> Authority {
    CertifiedIssuer::signed_by(authority_params(name), KeyPair::generate().unwrap(), above).unwrap()
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// What a server of `name` shows.
pub fn leaf(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// A server that shows a certificate by `issuer`, and what stands `between` it and the authority.
pub fn signed(
    params: CertificateParams,
    issuer: &Authority,
    between: &[&Authority],
) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let own = params.signed_by(&key, issuer).unwrap();
    let mut chain = vec![own.der().clone()];
    chain.extend(between.iter().map(|authority| authority.der().clone()));
    config(chain, &key)
}

/// A server whose certificate is its own issuer.
pub fn self_signed(params: CertificateParams) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let own = params.self_signed(&key).unwrap();
    config(vec![own.der().clone()], &key)
}

fn config(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    Arc::new(config)
}
