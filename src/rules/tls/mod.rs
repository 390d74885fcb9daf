//! Rules of the category `tls`.

use super::Rule;

mod bundle;
pub(in crate::rules) mod calls;
mod files;

mod ca_env_ineffective;
mod ca_env_missing;
mod ca_file_expired;
mod ca_file_invalid;
mod ca_file_missing;
mod ca_file_not_authority;
mod credentials_over_http;
mod https_on_loopback;
mod plain_http_remote;
mod tls_verification_disabled;

pub(crate) use ca_env_missing::client_trusts_system;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &ca_env_missing::RULE,
    &ca_env_ineffective::RULE,
    &ca_file_missing::RULE,
    &ca_file_invalid::RULE,
    &ca_file_expired::RULE,
    &ca_file_not_authority::RULE,
    &tls_verification_disabled::RULE,
    &plain_http_remote::RULE,
    &credentials_over_http::RULE,
    &https_on_loopback::RULE,
];
