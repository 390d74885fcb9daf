//! Credentials that tell by their prefix whose they are.
//!
//! Prefixes, alphabets and lengths as the issuers document them or as gitleaks
//! (config/gitleaks.toml at b58d3f10, 2026-07-22) collects them. The least length is a little
//! below the issued one where issuers have changed it before.

use std::ops::Range;

/// The characters behind a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Letters and digits.
    Alphanumeric,
    /// Letters, digits, `_` and `-`.
    Word,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// Letters, digits, `+`, `/`, `=`, `_` and `-`.
    Base64,
    /// Hexadecimal digits and `-`.
    Hex,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        let more: &[u8] = match self {
            Alphabet::Alphanumeric => b"",
            Alphabet::Word => b"_-",
            Alphabet::Dotted => b"_-.",
            Alphabet::Base64 => b"+/=_-",
            Alphabet::Hex => return byte.is_ascii_hexdigit() || byte == b'-',
        };
        byte.is_ascii_alphanumeric() || more.contains(&byte)
    }
}

/// A kind of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How it starts.
    pub prefix: &'static str,
    /// What it is, for a sentence: "GitHub token".
    pub title: &'static str,
    /// The least number of characters behind the prefix.
    pub least: usize,
    /// Which characters those are.
    pub alphabet: Alphabet,
}

const fn known(
    prefix: &'static str,
    title: &'static str,
    least: usize,
    alphabet: Alphabet,
) -> Known {
    Known {
        prefix,
        title,
        least,
        alphabet,
    }
}

use Alphabet::{Alphanumeric, Base64, Dotted, Hex, Word};

/// All of them; of two prefixes the longer stands first.
pub const ALL: &[Known] = &[
    known("-----BEGIN ", "private key", 40, Base64),
    known("A3-", "1Password secret key", 30, Word),
    known("ABSK", "Amazon Bedrock API key", 100, Base64),
    known("AGE-SECRET-KEY-1", "age secret key", 58, Alphanumeric),
    known("AIza", "Google API key", 35, Word),
    known("AKCp", "Artifactory API key", 69, Alphanumeric),
    known("AKIA", "AWS access key id", 16, Alphanumeric),
    known("API-", "Octopus Deploy API key", 26, Alphanumeric),
    known("ASIA", "AWS access key id", 16, Alphanumeric),
    known("ATATT3", "Atlassian API token", 100, Base64),
    known("BSA", "Brave Search API key", 24, Word),
    known("EAAA", "Square access token", 55, Word),
    known("GOCSPX-", "Google OAuth client secret", 24, Word),
    known("GR1348941", "GitLab runner token", 20, Word),
    known("HRKU-AA", "Heroku API key", 50, Word),
    known("LTAI", "Alibaba access key id", 16, Alphanumeric),
    known("PMAK-", "Postman API key", 50, Hex),
    known("SG.", "SendGrid API key", 60, Dotted),
    known("apify_api_", "Apify token", 30, Alphanumeric),
    known("ctx7sk-", "Context7 API key", 30, Hex),
    known("dapi", "Databricks token", 32, Hex),
    known("doo_v1_", "DigitalOcean token", 64, Hex),
    known("dop_v1_", "DigitalOcean token", 64, Hex),
    known("dor_v1_", "DigitalOcean token", 64, Hex),
    known("dp.pt.", "Doppler token", 40, Alphanumeric),
    known("dp.st.", "Doppler token", 40, Dotted),
    known("dt0c01.", "Dynatrace token", 80, Dotted),
    known("e2b_", "E2B API key", 40, Hex),
    known("eyJ", "JSON web token", 40, Dotted),
    known("fc-", "Firecrawl API key", 32, Hex),
    known("figd_", "Figma access token", 20, Word),
    known("figu_", "Figma access token", 20, Word),
    known("fo1_", "Fly.io token", 43, Word),
    known("fm2_", "Fly.io token", 100, Base64),
    known("gho_", "GitHub OAuth token", 30, Alphanumeric),
    known("ghp_", "GitHub personal access token", 30, Alphanumeric),
    known("ghr_", "GitHub refresh token", 30, Alphanumeric),
    known("ghs_", "GitHub app token", 30, Dotted),
    known("ghu_", "GitHub user token", 30, Alphanumeric),
    known("github_pat_", "GitHub personal access token", 60, Word),
    known("gldt-", "GitLab deploy token", 20, Word),
    known("gloas-", "GitLab application secret", 60, Word),
    known("glpat-", "GitLab personal access token", 20, Dotted),
    known("glptt-", "GitLab trigger token", 40, Hex),
    known("glrt-", "GitLab runner token", 20, Dotted),
    known("glc_", "Grafana Cloud token", 32, Base64),
    known("glsa_", "Grafana service account token", 41, Word),
    known("gsk_", "Groq API key", 40, Alphanumeric),
    known("hf_", "Hugging Face token", 30, Alphanumeric),
    known("hvb.", "Vault token", 90, Word),
    known("hvs.", "Vault token", 80, Word),
    known("lin_api_", "Linear API key", 36, Alphanumeric),
    known("lsv2_pt_", "LangSmith API key", 40, Word),
    known("lsv2_sk_", "LangSmith API key", 40, Word),
    known("napi_", "Neon API key", 40, Alphanumeric),
    known("npm_", "npm token", 36, Alphanumeric),
    known("ntn_", "Notion token", 40, Alphanumeric),
    known("nvapi-", "NVIDIA API key", 40, Word),
    known("ops_eyJ", "1Password service account token", 200, Base64),
    known("phc_", "PostHog project key", 40, Alphanumeric),
    known("phx_", "PostHog personal key", 40, Alphanumeric),
    known("pplx-", "Perplexity API key", 40, Alphanumeric),
    known("pscale_oauth_", "PlanetScale token", 32, Dotted),
    known("pscale_pw_", "PlanetScale password", 32, Dotted),
    known("pscale_tkn_", "PlanetScale token", 32, Dotted),
    known("pul-", "Pulumi token", 40, Hex),
    known("pypi-AgEIcHlwaS5vcmc", "PyPI token", 50, Word),
    known("r8_", "Replicate token", 36, Alphanumeric),
    known("rdme_", "ReadMe API key", 60, Alphanumeric),
    known("rk_live_", "Stripe restricted key", 10, Alphanumeric),
    known("rk_test_", "Stripe restricted key", 10, Alphanumeric),
    known("rubygems_", "RubyGems API key", 48, Hex),
    known("sbp_", "Supabase access token", 40, Hex),
    known("sb_secret_", "Supabase secret key", 20, Word),
    known("secret_", "Notion integration secret", 43, Alphanumeric),
    known("sgp_", "Sourcegraph token", 40, Word),
    known("sha256~", "OpenShift token", 43, Word),
    known("shpat_", "Shopify token", 32, Hex),
    known("shpca_", "Shopify token", 32, Hex),
    known("shppa_", "Shopify token", 32, Hex),
    known("shpss_", "Shopify secret", 32, Hex),
    known("sk-ant-", "Anthropic API key", 32, Word),
    known("sk-lf-", "Langfuse secret key", 32, Hex),
    known("sk-or-v1-", "OpenRouter API key", 60, Hex),
    known("sk-proj-", "OpenAI API key", 40, Word),
    known("sk-", "API key", 32, Word),
    known("sk_live_", "Stripe secret key", 10, Alphanumeric),
    known("sk_test_", "Stripe secret key", 10, Alphanumeric),
    known("sk_", "API key", 32, Alphanumeric),
    known("sntrys_", "Sentry token", 60, Base64),
    known("sntryu_", "Sentry token", 64, Hex),
    known("sqp_", "SonarQube token", 40, Hex),
    known("squ_", "SonarQube token", 40, Hex),
    known("tvly-", "Tavily API key", 20, Word),
    known("xai-", "xAI API key", 60, Alphanumeric),
    known("xapp-", "Slack app token", 30, Word),
    known("xoxa-", "Slack token", 20, Word),
    known("xoxb-", "Slack bot token", 20, Word),
    known("xoxc-", "Slack token", 20, Word),
    known("xoxd-", "Slack token", 20, Base64),
    known("xoxe-", "Slack token", 20, Word),
    known("xoxe.xoxp-", "Slack token", 20, Word),
    known("xoxp-", "Slack user token", 20, Word),
    known("xoxr-", "Slack token", 20, Word),
    known("xoxs-", "Slack token", 20, Word),
    known("hooks.slack.com/services/", "Slack webhook", 40, Base64),
    known("hooks.slack.com/workflows/", "Slack webhook", 40, Base64),
    known("discord.com/api/webhooks/", "Discord webhook", 60, Base64),
];

/// The bytes that a prefix may start with: a look at this table spares most of the text.
const FIRST: [bool; 256] = {
    let mut first = [false; 256];
    let mut at = 0;
    while at < ALL.len() {
        first[ALL[at].prefix.as_bytes()[0] as usize] = true;
        at += 1;
    }
    first
};

/// The credentials in `text`, in order, none inside another.
pub fn find(text: &str) -> Vec<(Range<usize>, &'static Known)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let starts_word =
            FIRST[usize::from(bytes[at])] && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
        let hit = starts_word
            .then(|| at_start(&text.as_bytes()[at..]))
            .flatten();
        match hit {
            Some((length, known)) => {
                found.push((at..at + length, known));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The credential that `text` starts with, and its length. All its bytes are ASCII.
fn at_start(text: &[u8]) -> Option<(usize, &'static Known)> {
    let first = *text.first()?;
    ALL.iter()
        .filter(|known| known.prefix.as_bytes()[0] == first)
        .filter_map(|known| {
            let rest = text.strip_prefix(known.prefix.as_bytes())?;
            let body = if known.prefix.starts_with("-----") {
                private_key(rest)?
            } else {
                rest.iter()
                    .take_while(|byte| known.alphabet.has(**byte))
                    .count()
            };
            // A web token has three parts; a full stop may follow.
            let whole = known.prefix != "eyJ" || dots(rest) >= 2;
            (body >= known.least && whole && random(&rest[..body]))
                .then_some((known.prefix.len() + body, known))
        })
        .max_by_key(|(length, known)| (known.prefix.len(), *length))
}

/// How far a private key goes behind `-----BEGIN `: to its end mark, or to the end of the text.
fn private_key(rest: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(rest).ok()?;
    let head = text.get(..text.find("-----")?)?;
    if !head.contains("PRIVATE KEY") {
        return None;
    }
    let end = text.find("-----END").unwrap_or(text.len());
    Some(end)
}

/// Whether it is not just words in a row, which may start like a credential.
fn random(body: &[u8]) -> bool {
    let any = |test: fn(&u8) -> bool| body.iter().any(test);
    any(u8::is_ascii_digit) || (any(u8::is_ascii_lowercase) && any(u8::is_ascii_uppercase))
}

fn dots(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|byte| Dotted.has(**byte))
        .filter(|byte| **byte == b'.')
        .count()
}
