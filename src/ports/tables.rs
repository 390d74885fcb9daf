//! Who sits on which port by default, and which ports cannot be used at all.

/// Ports on which something else is likely to answer, and what. Sources: the tools' own
/// documentation and the threads that name them (2026-11-23).
const DEFAULTS: &[(u16, &str)] = &[
    (1433, "SQL Server"),
    (1234, "LM Studio"),
    (
        3000,
        "Next.js, Express, Rails, Grafana and most web starters",
    ),
    (3001, "web starters when 3000 is taken"),
    (3306, "MySQL"),
    (3333, "figma-developer-mcp and Nx"),
    (4000, "Phoenix, Apollo and Jekyll"),
    (4173, "Vite's preview"),
    (4200, "Angular"),
    (4321, "Astro"),
    (5000, "Flask, and AirPlay on macOS"),
    (5001, "Flask and ASP.NET"),
    (5173, "Vite"),
    (5432, "PostgreSQL"),
    (5678, "n8n"),
    (6006, "Storybook and TensorBoard"),
    (6333, "Qdrant"),
    (6379, "Redis"),
    (7000, "AirPlay on macOS"),
    (7860, "Gradio"),
    (7890, "Clash and other proxies"),
    (8000, "Django, FastMCP, uvicorn and `python -m http.server`"),
    (8080, "Tomcat, Spring, Jenkins and Open WebUI"),
    (8081, "Metro of React Native"),
    (8443, "Tomcat and many admin consoles"),
    (8501, "Streamlit"),
    (8787, "Cloudflare's wrangler and RStudio"),
    (8788, "Cloudflare's wrangler"),
    (8888, "Jupyter"),
    (9000, "PHP-FPM, SonarQube and MinIO"),
    (9090, "Prometheus"),
    (9200, "Elasticsearch"),
    (9222, "Chrome's remote debugging"),
    (9229, "Node's inspector"),
    (11434, "Ollama"),
    (27017, "MongoDB"),
];

/// Ports that programs which speak MCP use for themselves, and what for. Read: the Inspector 2.12.0
/// (6274), its README of 1.x (6277), OpenCode's `oauth-callback` and VS Code's `oauth.ts`
/// (2026-11-25). Codex takes any free port unless it is told one.
const TOOLS: &[(u16, &str)] = &[
    (6274, "the MCP Inspector's page"),
    (6277, "the proxy of the MCP Inspector 1.x"),
    (19876, "OpenCode's OAuth callback"),
    (33418, "VS Code's OAuth callback"),
];

/// Defaults inside the recommended ranges: fine to use where they are free, never proposed.
const TAKEN: &[(u16, &str)] = &[
    (3100, "Loki"),
    (3128, "Squid"),
    (3130, "Squid"),
    (3141, "devpi"),
    (8111, "TeamCity"),
    (8118, "Privoxy"),
    (8123, "Home Assistant and ClickHouse"),
    (8125, "StatsD"),
    (8139, "Puppet"),
    (8140, "Puppet"),
    (8161, "ActiveMQ"),
    (8172, "Web Deploy"),
    (8188, "ComfyUI"),
];

/// Ports of products that cannot be moved from a configuration: a url to them is as it must be.
const FIXED: &[u16] = &[
    3845,  // Figma's desktop app
    12306, // mcp-chrome
    27123, // Obsidian's Local REST API
    27124, // the same over TLS
    63342, // JetBrains' built-in server
    64342, // JetBrains' MCP server
];

/// Ports of services that servers connect to: `--port 5432` names a database, no own listener.
const SERVICES: &[u16] = &[
    22, 25, 80, 110, 143, 389, 443, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2375, 2376, 3306,
    3389, 5432, 5671, 5672, 6333, 6379, 6543, 7687, 8529, 8883, 9042, 9092, 9200, 9222, 9229,
    11211, 11434, 19530, 26257, 27017, 27018, 50000,
];

/// The ports that fetch refuses, by the Fetch standard ("bad port"), without 0. Node.js and Deno
/// refuse them; Bun and Python connect (observed 2026-11-23).
const BAD: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
    6669, 6679, 6697, 10080,
];

fn look_up(table: &[(u16, &'static str)], port: u16) -> Option<&'static str> {
    table
        .iter()
        .find(|(number, _)| *number == port)
        .map(|(_, who)| *who)
}

/// Who else sits on a port by default, for a sentence.
pub fn default_of(port: u16) -> Option<&'static str> {
    look_up(DEFAULTS, port).or_else(|| look_up(TAKEN, port))
}

/// Which program that speaks MCP uses a port for itself, for a sentence.
pub fn tool_of(port: u16) -> Option<&'static str> {
    look_up(TOOLS, port)
}

/// Whether a port may be proposed: it is nobody's default and works everywhere.
pub fn is_free_of_defaults(port: u16) -> bool {
    default_of(port).is_none()
        && tool_of(port).is_none()
        && !is_bad(port)
        && !is_fixed(port)
        && !is_service(port)
}

/// Whether a product that cannot be moved sits there.
pub fn is_fixed(port: u16) -> bool {
    FIXED.contains(&port)
}

/// Whether servers connect to this port rather than listen on it.
pub fn is_service(port: u16) -> bool {
    SERVICES.contains(&port)
}

/// Whether fetch refuses the port.
pub fn is_bad(port: u16) -> bool {
    BAD.contains(&port)
}
