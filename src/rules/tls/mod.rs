//! Rules of the category `tls`.

use super::Rule;

mod bundle;
pub(in crate::rules) mod calls;

mod ca_env_ineffective;
mod ca_env_missing;
mod ca_file_missing;
mod credentials_over_http;
mod plain_http_remote;
mod tls_verification_disabled;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &ca_env_missing::RULE,
    &ca_env_ineffective::RULE,
    &ca_file_missing::RULE,
    &tls_verification_disabled::RULE,
    &plain_http_remote::RULE,
    &credentials_over_http::RULE,
];
