//! An MCP server by the official Rust SDK: `stdio`, `http` (with sessions) or `stateless`.
//!
//! The two last ones listen on the address that the second argument names, and print where.

use std::error::Error;
use std::sync::Arc;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use rmcp::model::{Implementation, ServerCapabilities, ServerConfig};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ServerHandler, ServiceExt};

#[derive(Clone)]
struct Demo;

impl ServerHandler for Demo {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::default())
            .with_server_info(Implementation::new("rust-sdk", "1.0.0"))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (mode, address) = match args.as_slice() {
        [mode] if mode == "stdio" => {
            let running = Demo.serve(rmcp::transport::stdio()).await?;
            running.waiting().await?;
            return Ok(());
        }
        [mode, address] => (mode.as_str(), address),
        _ => return Err("usage: stdio, or http ADDRESS, or stateless ADDRESS".into()),
    };
    let mut config = StreamableHttpServerConfig::default();
    config.legacy_session_mode = mode == "http";
    config.json_response = mode == "stateless";
    let sessions = Arc::new(LocalSessionManager::default());
    let service = StreamableHttpService::new(|| Ok(Demo), sessions.clone(), config);
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("{}", listener.local_addr()?);
    loop {
        let (connection, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service.clone());
        let sessions = sessions.clone();
        tokio::spawn(async move {
            let builder = Builder::new(TokioExecutor::new());
            // Who hangs up in the middle is no concern of a server.
            let _ = builder.serve_connection(TokioIo::new(connection), service).await;
            println!("sessions: {}", sessions.sessions.read().await.len());
        });
    }
}
