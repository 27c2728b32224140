//! Connections are accepted, and each is held by a task of its own: hands are shaken there, and requests answered.

use std::io::{Error, ErrorKind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, header};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::connection::{Listener, Peer, Seated, Stream};
use super::places::{Doing, Place, Places, Seat};
use super::tls::Tls;

/// How long a head may be, in bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// How long a connection on which nothing is asked is kept once the server ends: what its caller sent before it could know is
/// answered.
const LINGER: Duration = Duration::from_millis(100);
/// How long nobody is accepted where that failed.
const PAUSE: Duration = Duration::from_millis(10);

/// What whoever speaks HTTP where TLS is spoken is told.
const PLAIN_ON_TLS: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 37\r\n\r\n\
    this port speaks TLS; ask with https\n";

/// What all listeners share.
#[derive(Clone)]
pub(super) struct Shared {
    pub router: Router,
    pub places: Arc<Places>,
    /// Whether the server ends.
    pub ending: watch::Receiver<bool>,
}

/// Accepts until the server ends, and those who wait by then.
pub(super) async fn accept(listener: Listener, tls: Option<Arc<Tls>>, shared: Shared) {
    let mut ending = shared.ending.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            accepted = listener.accept() => accepted,
            _ = ending.wait_for(|ending| *ending) => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let tls = tls.clone().filter(|_| matches!(stream, Stream::Tcp(_)));
                let doing = if tls.is_some() { Doing::Greeting } else { Doing::Fresh };
                let seat = shared.places.take(doing).await;
                tokio::spawn(hold(seat, stream, peer, tls, shared.clone()));
            }
            // Whoever called hung up: the next one may fare better.
            Err(error) if is_of_caller(&error) => {}
            // No descriptor or memory is to be had: room for one is made.
            Err(_) => {
                shared.places.make_room();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn is_of_caller(error: &Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionReset, InvalidInput, NotConnected};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | InvalidInput | NotConnected)
}

/// Holds a connection until it ends, is in the way, or the server ends and it has its answer.
async fn hold(seat: Seat, stream: Stream, peer: Peer, tls: Option<Arc<Tls>>, shared: Shared) {
    let mut ending = shared.ending.clone();
    let greeted = tokio::select! {
        greeted = greet(stream, tls) => greeted,
        () = seat.place.ended() => return,
        () = lingered(&mut ending) => return,
    };
    let Ok(stream) = greeted else { return };
    seat.place.turns(Doing::Greeting, Doing::Fresh);
    let (place, router) = (Arc::clone(&seat.place), TowerToHyperService::new(shared.router));
    let ends = shared.ending;
    let service = service_fn(move |request: axum::http::Request<Incoming>| {
        place.does(Doing::Working);
        let mut request = request.map(|body| Body::new(Received { body, place: Arc::clone(&place) }));
        request.extensions_mut().insert(peer);
        let (answer, place, ends) = (router.call(request), Arc::clone(&place), ends.clone());
        async move {
            let mut response = answer.await?;
            if *ends.borrow() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            place.turns(Doing::Working, Doing::Idle);
            place.turns(Doing::Body, Doing::Idle);
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let mut http = http1::Builder::new();
    // How long anything may take is for the place to say: one look at all of them, and no timer for each.
    http.header_read_timeout(None).max_buf_size(HEAD_BYTES);
    let mut connection =
        pin!(http.serve_connection(TokioIo::new(Seated { stream, place: Arc::clone(&seat.place) }), service));
    let mut is_ending = false;
    loop {
        tokio::select! {
            biased;
            // A connection that breaks is its caller's affair.
            _ = &mut connection => return,
            () = seat.place.ended() => return,
            () = lingered(&mut ending), if !is_ending => {
                is_ending = true;
                match seat.place.doing() {
                    Doing::Fresh => return,
                    // It is answered when it is there, and told that it was the last one.
                    Doing::Head => {}
                    _ => connection.as_mut().graceful_shutdown(),
                }
            }
        }
    }
}

/// Returns a moment after the server began to end.
async fn lingered(ending: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone: that is an end too.
    drop(ending.wait_for(|ending| *ending).await);
    tokio::time::sleep(LINGER).await;
}

/// Shakes hands, where that is to be done.
async fn greet(stream: Stream, tls: Option<Arc<Tls>>) -> std::io::Result<Stream> {
    match (stream, tls) {
        (Stream::Tcp(mut stream), Some(tls)) => {
            if is_plain(&stream).await? {
                stream.write_all(PLAIN_ON_TLS).await?;
                stream.shutdown().await?;
                return Err(ErrorKind::InvalidData.into());
            }
            TlsAcceptor::from(tls.config()).accept(stream).await.map(|stream| Stream::Tls(Box::new(stream)))
        }
        (stream, _) => Ok(stream),
    }
}

/// Whether what comes is HTTP without TLS: a method is letters, and a handshake begins with none.
async fn is_plain(stream: &TcpStream) -> std::io::Result<bool> {
    let mut first = [0];
    Ok(stream.peek(&mut first).await? > 0 && first[0].is_ascii_alphabetic())
}

/// The body of a request, whose place is told when the server waits for more of it.
struct Received {
    body: Incoming,
    place: Arc<Place>,
}

impl HttpBody for Received {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        this.place.turns(Doing::Working, Doing::Body);
        let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        this.place.turns(Doing::Body, Doing::Working);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
