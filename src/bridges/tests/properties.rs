use super::*;

proptest::proptest! {
    #[test]
    fn no_words_make_it_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "npx", "-y", "cmd", "/c", "sh", "-c", "env", "A=b", "uvx", "uv", "run", "-m",
                "python", "docker", "mcp", "gateway", "-i", "supercorp/supergateway", "mcp-proxy",
                "mcp_proxy", "-H", "--headers", "--", "-", "supergateway", "--stdio", "--sse",
                "--sse=", "--streamable-http", "--no-", "--no-é", "--é", "-é", "=", "--=", "a: b",
                ":", "mcp-remote", "https://x", "http://", "${U}", "--header", "--header=",
                "--transport", "--transport=", "--port", "99999999999", "8199", "@smithery/cli",
                "--key", "--config", "{", "fastmcp", "fastmcp-remote", "--verify", "--verify-ssl",
                "--named-server", "npx é 'b", "mcp-stdio", "mcp-proxy-for-aws", "--profile", "",
            ]),
            1..10,
        )
    ) {
        let parts = parts(&words);
        if let Some(bridge) = Bridge::started(&parts) {
            for (name, value) in bridge.told() {
                let _ = (name, value.text(), value.place());
            }
            let _ = (
                bridge.refuses_clear_text(),
                bridge.listens(),
                bridge.url().map(|url| url.place()),
                describe(&bridge),
            );
        }
    }

    #[test]
    fn no_argument_makes_it_panic(
        name in proptest::sample::select(vec![
            "mcp-remote", "mcp-proxy", "supergateway", "fastmcp-remote", "mcp-stdio",
        ]),
        words in proptest::collection::vec("[-=: a-zé\"'{}$]{0,6}", 0..6),
    ) {
        let mut line = vec![name];
        line.extend(words.iter().map(String::as_str));
        let parts = parts(&line);
        if let Some(bridge) = Bridge::started(&parts) {
            let _ = describe(&bridge);
        }
    }
}
