//! The server: listeners, what is taken up while it serves, and an end that lets what was begun be answered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::accept::{Shared, accept};
use super::connection::Listener;
use super::endpoint;
use super::log::Event;
use super::lookout::Lookouts;
use super::places::Places;
use super::reload::{Reload, Source};
use super::router::router;
use super::state::{Server, State};
use super::tls::Tls;
use crate::host::service::{Manager, Word};
use crate::host::signals::{self, Asked};
use crate::host::sockets::{self, Bound, Name, OwnName};

/// How long work that nobody waits for any more has, once everybody has an answer.
const LEFT_OVER: Duration = Duration::from_secs(2);

/// How many may look at the figures at once.
const WATCHERS: usize = 64;

/// A server that is about to serve.
pub struct Serving {
    /// Where it listens.
    pub bound: Vec<Bound>,
    /// The certificate that is shown on its ports; none where they speak no TLS.
    pub tls: Option<Arc<Tls>>,
    /// What it shares.
    pub server: Arc<Server>,
    /// The issuers that it serves.
    pub issuers: Vec<State>,
    /// How many connections may be open at once. Where there are more, those that wait longest for their caller are ended.
    pub connections: usize,
    /// How long requests that are being answered have once the end is asked for.
    pub grace: Duration,
    /// What is taken up while it serves.
    pub sources: Vec<Source>,
    /// Where figures are told, for those who watch it.
    pub metrics: Vec<Bound>,
    /// Who is told how it stands.
    pub manager: Manager,
}

/// Serves until the process is asked to end, and what was begun by then is answered. `ready` is told once requests are taken.
pub fn serve(serving: Serving, ready: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(run(serving, ready));
    match served {
        Ok(true) => runtime.shutdown_timeout(LEFT_OVER),
        _ => runtime.shutdown_background(),
    }
    served.map(drop)
}

/// Whether everybody had an answer in the end.
async fn run(serving: Serving, ready: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<bool> {
    let Serving { bound, tls, server, issuers, connections, grace, sources, metrics, manager } = serving;
    // Before anybody can know that it serves: whatever they change after that is seen.
    let reload = Arc::new(Mutex::new(Reload::of(sources, server.log.clone())));
    let (tell, mut asked) = mpsc::unbounded_channel();
    signals::hear(move |word| _ = tell.send(word));
    let (end, ending) = watch::channel(false);
    let places = Places::new(connections);
    let shared = Shared { router: router(&server, &issuers), places: Arc::clone(&places), ending };
    let mut names = Vec::new();
    let (mut accepting, mut watching) = (Vec::<JoinHandle<()>>::new(), Vec::<JoinHandle<()>>::new());
    for one in bound {
        let (listener, name) = listener(one)?;
        names.extend(name);
        accepting.push(tokio::spawn(accept(listener, tls.clone(), shared.clone())));
    }
    let mut late = vec![watched(&places)];
    if let Some(figures) = server.options.metrics.clone().filter(|_| !metrics.is_empty()) {
        figures.also("connections_made_room", "Connections that were ended for others", places.made_room.clone());
        figures.also("connections_late", "Connections that were ended because they took too long", places.late.clone());
        let is_local = metrics.iter().all(is_local);
        // Places of their own: however many are connected, the figures can be seen.
        let own = Places::new(WATCHERS);
        late.push(watched(&own));
        let router = endpoint::metrics::router(figures, Arc::clone(&places), &issuers, is_local);
        for one in metrics {
            let (listener, name) = listener(one)?;
            names.extend(name);
            let shared = Shared { router: router.clone(), places: Arc::clone(&own), ending: shared.ending.clone() };
            watching.push(tokio::spawn(accept(listener, None, shared)));
        }
    }
    drop(shared);
    ready()?;
    manager.tell(&Word::Ready);
    let lookouts = Lookouts::begin(&server, &issuers);
    attend(&reload, &mut asked, &manager, &server).await;
    manager.tell(&Word::Stopping);
    end.send_replace(true);
    let answered = async {
        for one in accepting.iter_mut().chain(&mut watching) {
            drop(one.await);
        }
        drop::<Vec<OwnName>>(names);
        places.all_free().await;
    };
    let mut again = false;
    let all_answered = tokio::select! {
        done = timeout(grace, answered) => done.is_ok(),
        () = end_asked(&mut asked, &mut again) => false,
    };
    late.iter().for_each(JoinHandle::abort);
    lookouts.end();
    if !all_answered {
        let reason = format!("{} connections were open still", places.open());
        server.log.event(&Event {
            what: "the server",
            outcome: "ended before all was answered",
            reason: Some(&reason),
        });
    }
    Ok(all_answered)
}

/// Ends connections that take too long.
fn watched(places: &Arc<Places>) -> JoinHandle<()> {
    let places = Arc::clone(places);
    tokio::spawn(async move { places.watch().await })
}

/// Whether only this machine reaches a socket.
fn is_local(bound: &Bound) -> bool {
    match bound.name() {
        Some(Name::Tcp(address)) => address.ip().to_canonical().is_loopback(),
        Some(Name::Unix(_)) => true,
        None => false,
    }
}

/// Takes up what changes, until the end is asked for.
async fn attend(
    reload: &Arc<Mutex<Reload>>,
    asked: &mut mpsc::UnboundedReceiver<Asked>,
    manager: &Manager,
    server: &Server,
) {
    let mut tick = interval(Reload::pause());
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut all = false;
    loop {
        if !all {
            tokio::select! {
                word = asked.recv() => match word {
                    Some(Asked::LookAgain) => all = true,
                    Some(Asked::End) | None => return,
                },
                _ = tick.tick() => {}
            }
        }
        if !all && !reload.lock().unwrap_or_else(PoisonError::into_inner).is_due() {
            continue;
        }
        // On a thread of its own: that reads files, and may run a command. The end does not wait for it.
        let (looks_at_all, reload) = (std::mem::take(&mut all), Arc::clone(reload));
        let look = spawn_blocking(move || reload.lock().unwrap_or_else(PoisonError::into_inner).take_up(looks_at_all));
        if looks_at_all {
            manager.tell(&Word::Reloading);
        }
        tokio::select! {
            () = end_asked(asked, &mut all) => return,
            looked = look => {
                if let (Ok((good, bad)), Some(metrics)) = (looked, &server.options.metrics) {
                    metrics.reloaded(good, bad);
                }
            }
        }
        if looks_at_all {
            manager.tell(&Word::Ready);
        }
    }
}

/// Returns when the end is asked for, or notes that a look at everything is.
async fn end_asked(asked: &mut mpsc::UnboundedReceiver<Asked>, all: &mut bool) {
    while asked.recv().await == Some(Asked::LookAgain) {
        *all = true;
    }
}

/// What is accepted from, and what it is called where this process made that.
pub(super) fn listener(bound: Bound) -> std::io::Result<(Listener, Option<OwnName>)> {
    match bound {
        Bound::Tcp(listener) => {
            sockets::let_many_wait(&listener)?;
            listener.set_nonblocking(true)?;
            Ok((Listener::Tcp(TcpListener::from_std(listener)?), None))
        }
        Bound::Unix(socket) => {
            sockets::let_many_wait(&socket.listener)?;
            socket.listener.set_nonblocking(true)?;
            Ok((Listener::Unix(UnixListener::from_std(socket.listener)?), socket.own))
        }
    }
}
