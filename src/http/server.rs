//! The server: listeners, connections within limits, and an end that lets what was begun be answered.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

use super::connection::{Listener, Peer, Stream};
use super::router::router;
use super::state::{Server, State};

/// How long a connection may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a head may be, in bytes.
const HEAD_BYTES: usize = 16 * 1024;

/// Where a server listens, bound already.
#[derive(Debug)]
pub enum Bound {
    /// A port.
    Tcp(std::net::TcpListener),
    /// A socket in the file system.
    Unix(std::os::unix::net::UnixListener),
}

/// A server that is about to serve.
pub struct Serving {
    /// Where it listens.
    pub bound: Vec<Bound>,
    /// What it shares.
    pub server: Arc<Server>,
    /// The issuers that it serves.
    pub issuers: Vec<State>,
    /// How many connections may be open at once; more wait to be accepted.
    pub connections: usize,
    /// How long requests that are being answered have once the end is asked for.
    pub grace: Duration,
}

/// Serves until the process is asked to end, and what was begun by then is answered. `ready` is told once requests are taken.
pub fn serve(serving: Serving, ready: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let Serving { bound, server, issuers, connections, grace } = serving;
        let (mut end, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let listeners = bound.into_iter().map(Listener::of).collect::<std::io::Result<Vec<_>>>()?;
        let (places, graceful) = (Arc::new(Semaphore::new(connections)), Arc::new(GracefulShutdown::new()));
        let router = router(&server, &issuers);
        let accepting: Vec<_> = listeners
            .into_iter()
            .map(|listener| tokio::spawn(accept(listener, router.clone(), Arc::clone(&places), Arc::clone(&graceful))))
            .collect();
        ready()?;
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
        accepting.iter().for_each(tokio::task::JoinHandle::abort);
        for one in accepting {
            drop(one.await);
        }
        if let Some(graceful) = Arc::into_inner(graceful) {
            drop(tokio::time::timeout(grace, graceful.shutdown()).await);
        }
        Ok(())
    })
}

impl Listener {
    fn of(bound: Bound) -> std::io::Result<Self> {
        match bound {
            Bound::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                TcpListener::from_std(listener).map(Self::Tcp)
            }
            Bound::Unix(listener) => {
                listener.set_nonblocking(true)?;
                UnixListener::from_std(listener).map(Self::Unix)
            }
        }
    }
}

async fn accept(listener: Listener, router: Router, places: Arc<Semaphore>, graceful: Arc<GracefulShutdown>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_BYTES);
    loop {
        // A place first: who finds none waits in the queue of the system.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, peer): (Stream, Peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            // No descriptor is to be had, or the caller hung up: the next one may fare better.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone().layer(axum::Extension(peer)));
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks is its caller's affair.
            drop(connection.await);
            drop(place);
        });
    }
}
