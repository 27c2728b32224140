//! `mintage serve --check`: whether the server that listens somewhere is ready.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde_json::Value;

use super::listen::Listen;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::paint::Paint;
use crate::cli::unserved::Unserved;
use crate::cli::view::View;
use crate::host::sockets::{self, Name};

/// How long the server has.
const PATIENCE: Duration = Duration::from_secs(4);

struct Ready;

impl View for Ready {
    fn json(&self) -> Value {
        serde_json::json!({"status": "ok"})
    }

    fn text(&self, _: Paint) -> String {
        "ready".to_owned()
    }

    fn bare(&self) -> String {
        "ready".to_owned()
    }
}

pub fn run(at: &Listen, cx: &mut Context<'_>) -> Answer {
    let name = match at {
        // Where a server listens on every address, this machine reaches it on its own.
        Listen::Tcp(address) if address.ip().is_unspecified() => {
            Name::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port()))
        }
        Listen::Tcp(address) => Name::Tcp(*address),
        Listen::Localhost(port) => Name::Tcp((Ipv4Addr::LOCALHOST, *port).into()),
        Listen::Unix(path) => Name::Unix(path.clone()),
        Listen::HandedOver => {
            return Err(Error::usage("--check wants to know where the server listens", "as in --check 127.0.0.1:8080"));
        }
    };
    let not_ready = |why: String| Unserved::NotReady { at: name.to_string(), why };
    match sockets::ask(&name, "/readyz", PATIENCE) {
        Ok((200, _)) => {}
        Ok((status, body)) => return Err(not_ready(format!("it answers {status}: {}", body.trim())).into()),
        Err(error) => return Err(not_ready(error.to_string()).into()),
    }
    cx.ui.answer(&Ready)?;
    Ok(Exit::Done)
}
