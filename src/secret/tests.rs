use super::*;
use crate::document::Format;

const TOKEN: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

fn found(name: Option<&str>, text: &str) -> Vec<String> {
    find(name, text)
        .into_iter()
        .map(|secret| text[secret.range].to_owned())
        .collect()
}

fn shown(text: &str) -> String {
    let document = Document::parse(text.to_owned(), Format::Json);
    mask(text, &spans(&document, &[]))
}

#[test]
fn a_known_prefix_is_found_wherever_it_stands() {
    for (name, text) in [
        (Some("GITHUB_TOKEN"), TOKEN.to_owned()),
        (Some("ANYTHING"), TOKEN.to_owned()),
        (Some("Authorization"), format!("Bearer {TOKEN}")),
        (None, format!("Authorization: Bearer {TOKEN}")),
        (None, format!("--header=Authorization:{TOKEN}")),
        (None, format!("GITHUB_TOKEN={TOKEN}")),
        (None, format!("https://{TOKEN}@example.com/mcp")),
        (None, format!("https://user:{TOKEN}@example.com/mcp")),
        (None, format!("https://example.com/mcp?x=1&key={TOKEN}#top")),
        (None, format!("sh -c 'TOKEN={TOKEN} run'")),
    ] {
        assert_eq!(found(name, &text), [TOKEN], "{text}");
    }
}

#[test]
fn names_and_schemes_tell_secrets_of_unknown_look() {
    assert_eq!(
        found(Some("X-Api-Key"), "dcc4908b6e6374112874"),
        ["dcc4908b6e6374112874"]
    );
    assert_eq!(
        found(Some("Authorization"), "Basic dXNlcjpodW50ZXIyMg=="),
        ["dXNlcjpodW50ZXIyMg=="]
    );
    assert_eq!(
        found(None, "postgresql://app:Vpeu4432&Lczz@db.example.com/app"),
        ["Vpeu4432&Lczz"]
    );
    assert_eq!(
        found(
            None,
            "https://mcp.example.com/mcp?tavilyApiKey=9f8e7d6c5b4a39281706"
        ),
        ["9f8e7d6c5b4a39281706"]
    );
}

#[test]
fn what_is_no_secret_is_left_alone() {
    for (name, text) in [
        (Some("GITHUB_TOKEN"), "${GITHUB_TOKEN}"),
        (Some("Authorization"), "Bearer ${env:TOKEN}"),
        (Some("Authorization"), "Bearer <token>"),
        (Some("API_KEY"), "your-api-key-1234567890"),
        (Some("POSTGRES_PASSWORD"), "postgres"),
        (Some("LOG_LEVEL"), "debug"),
        (Some("SLACK_BOT_TOKEN"), "xoxb-your-slack-bot-token"),
        (Some("MAX_TOKENS"), "10000000000000000001"),
        (None, "https://example.com/mcp?page=1"),
        (None, "@modelcontextprotocol/server-github@2025.4.8"),
        (None, "--token"),
    ] {
        assert_eq!(found(name, text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn masking_keeps_places_and_the_first_characters() {
    assert_eq!(
        shown(&format!(r#"{{"env": {{"T": "{TOKEN}"}}, "x": 1}}"#)),
        format!(r#"{{"env": {{"T": "ghp_{}"}}, "x": 1}}"#, "*".repeat(36))
    );
    assert_eq!(
        shown(r#"{"password": "päss", "args": ["--token", "short", "-v"]}"#),
        // `ä` has two bytes.
        r#"{"password": "*****", "args": ["--token", "*****", "-v"]}"#
    );
    assert_eq!(
        shown(r#"{"DB_PASSWORD": 1234}"#),
        r#"{"DB_PASSWORD": ****}"#
    );
}

#[test]
fn an_everyday_word_is_masked_only_where_it_is_the_password() {
    assert_eq!(
        shown(
            r#"{"postgres": ["@example/postgres", "postgresql://postgres:postgres@localhost/app"]}"#
        ),
        r#"{"postgres": ["@example/postgres", "postgresql://postgres:********@localhost/app"]}"#
    );
    assert_eq!(
        shown(r#"{"args": ["postgresql://hunter22:hunter22@localhost/hunter22"]}"#),
        r#"{"args": ["postgresql://********:********@localhost/********"]}"#
    );
    assert_eq!(
        shown(r#"{"args": ["\u0070ostgresql://postgres:postgres@localhost/app"]}"#),
        r#"{"args": ["\u0070ostgresql://********:********@localhost/app"]}"#
    );
}

#[test]
fn masking_sees_through_escapes_comments_and_broken_text() {
    assert_eq!(
        shown(r#"{"password": "a\"bc"}"#),
        r#"{"password": "*****"}"#
    );
    assert_eq!(
        shown(&format!("{{}} // {TOKEN}\n")),
        format!("{{}} // ghp_{}\n", "*".repeat(36))
    );
    assert_eq!(
        shown(&format!(r#"{{"a": "{TOKEN}"#)),
        format!(r#"{{"a": "ghp_{}"#, "*".repeat(36))
    );
    assert_eq!(
        mask_text(&format!("the url `https://u:{TOKEN}@h/` fails")),
        format!("the url `https://u:ghp_{}@h/` fails", "*".repeat(36))
    );
}

#[test]
fn names_of_variables_are_not_masked() {
    let text = r#"{"headers": {"Authorization": "Bearer ${TOKEN}"}, "token": "MY_TOKEN"}"#;
    assert_eq!(shown(text), text);
}

#[test]
fn only_the_name_of_an_option_makes_the_next_argument_secret() {
    for arguments in [
        r#"["run", "-e TOKEN", "docs-image"]"#,
        r#"["run", "--env API_KEY", "docs-image"]"#,
        r#"["run", "-e", "TOKEN", "docs-image"]"#,
    ] {
        assert_eq!(shown(arguments), arguments);
    }
    assert_eq!(
        shown(r#"["--token", "hunter2", "-v --api-key", "hunter2", "-e TOKEN=hunter2", "x"]"#),
        r#"["--token", "*******", "-v --api-key", "*******", "-e TOKEN=*******", "x"]"#
    );
}

#[test]
fn json_in_an_argument_is_looked_into() {
    let key = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    for text in [
        format!(r#"{{"apiKey": "{key}", "team": "core"}}"#),
        format!(r#"{{"docs": {{"token": ["{key}"]}}}}"#),
        format!(r#""{{\"apiKey\": \"{key}\"}}""#),
    ] {
        assert_eq!(found(None, &text), [key], "{text}");
    }
    assert!(found(None, &format!(r#"{{"digest": "{key}"}}"#)).is_empty());
    assert!(found(None, r#"{"apiKey": "${KEY}"}"#).is_empty());
    assert!(found(None, r#"{"apiKey": "#).is_empty());
}

#[test]
fn a_header_in_two_arguments_is_masked() {
    assert_eq!(
        shown(r#"["-H", "X-Api-Key", "hunter2", "--headers", "X-Team", "core", "x"]"#),
        r#"["-H", "X-Api-Key", "*******", "--headers", "X-Team", "core", "x"]"#
    );
}

#[test]
fn private_keys_are_masked_to_their_end() {
    let key = "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----";
    let masked = shown(&format!(r#"{{"key": "{key}"}}"#));
    assert!(!masked.contains("MIIE"), "{masked}");
}

#[test]
fn words_about_a_secret_are_none() {
    assert_eq!(
        shown(r#"{"api_key": {"type": "string", "title": "Your key", "value": "hunter2"}}"#),
        r#"{"api_key": {"type": "string", "title": "Your key", "value": "*******"}}"#
    );
}

#[test]
fn parts_of_connection_strings_are_found() {
    let key = "Zk9w7Qx2Lm4Rt6Yv8Bn1Cs3Df5Gh0Jp+Ae7Ui9Oq2Xw4==";
    assert_eq!(
        found(
            None,
            &format!("DefaultEndpointsProtocol=https;AccountName=store;AccountKey={key};x=y")
        ),
        [key]
    );
    assert_eq!(
        found(Some("DB"), "Server=db;User Id=app;Pwd=Vpeu4432&Lczz;"),
        ["Vpeu4432&Lczz"]
    );
    assert!(found(None, "Server=db;User Id=app;Trusted_Connection=yes").is_empty());
}

#[test]
fn a_variable_before_a_password_is_no_part_of_it() {
    assert_eq!(
        found(
            None,
            "postgresql://${env:DB_USER}:Vpeu4432&Lczz@db.example.com/app"
        ),
        ["Vpeu4432&Lczz"]
    );
    assert!(
        found(
            None,
            "postgresql://app:${env:DB_PASSWORD}@db.example.com/app"
        )
        .is_empty()
    );
}

#[test]
fn what_everybody_may_know_is_left_alone() {
    for (name, text) in [
        (
            Some("SUPABASE_ANON_KEY"),
            "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZTEyMyJ9.c2lnbmF0dXJlMTIz",
        ),
        (Some("STRIPE_KEY"), "pk_live_9f8e7d6c5b4a3928"),
        (
            Some("POSTHOG_API_KEY"),
            "phc_9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c",
        ),
        (
            Some("SENTRY"),
            "https://9f8e7d6c5b4a39281706f5e4d3c2b1a0@o123.ingest.us.sentry.io/456",
        ),
        (None, "postgres://app_user1@db.example.com/app"),
        (None, "postgres://postgres:postgres123@localhost/app"),
        (Some("--key"), "certs/server-2048-bits.key"),
        (
            None,
            "example/image@sha256:9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0",
        ),
        (Some("SESSION_ID"), "550e8400-e29b-41d4-a716-446655440000"),
    ] {
        assert_eq!(found(name, text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_word_is_masked_only_where_it_is_the_password() {
    assert_eq!(
        shown(r#"["-y", "server-postgres", "postgres://postgres:postgres@db/postgres"]"#),
        r#"["-y", "server-postgres", "postgres://postgres:********@db/postgres"]"#
    );
    assert_eq!(
        shown(r#""run --password sunshine server-sunshine && echo sunshine""#),
        r#""run --password ******** server-sunshine && echo ********""#
    );
    // What is no word is masked inside of everything.
    assert_eq!(
        shown(r#""run --password hunter2x && cat server-hunter2x""#),
        r#""run --password ******** && cat server-********""#
    );
}

#[test]
fn the_name_of_a_server_promises_nothing() {
    let text = r#"{"key": {"command": "npx", "args": ["-y", "docs"], "env": {"KEY": "hunter2"}}}"#;
    let document = Document::parse(text.to_owned(), Format::Json);
    let server = document
        .root()
        .and_then(|root| root.get("key"))
        .map(|it| it.id());
    assert_eq!(
        mask(text, &spans(&document, server.as_slice())),
        text.replace("hunter2", "*******")
    );
}

#[test]
fn a_private_key_is_found_where_it_was_taken_apart() {
    for key in [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END RSA PRIVATE KEY-----",
        r#"-----BEGIN", "RSA", "PRIVATE", "KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "-----END", "RSA"#,
        "-----BEGIN\n  - PRIVATE\n  - KEY-----\n  - MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n  - -----END",
        "-----BEGIN%20PRIVATE%20KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASC-----END%20PRIVATE",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PGP",
    ] {
        let found = known::find(key);
        let masked = mask(key, &[Span::new(found[0].0.start, found[0].0.end)]);
        assert!(!masked.contains("MIIE"), "{masked}");
    }
    let open = "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCMIIEvQIBADANBgkq";
    assert!(known::find(open).is_empty());
}
