//! A server on this machine that tells who fetches what: a service that goes where a token sends it is seen there.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::threads;

/// How long whoever connects may take to say what they want.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most that is read of what they say.
const MOST: u64 = 16 * 1024;

/// What is answered at a path.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its media type.
    pub kind: &'static str,
    /// Its text.
    pub body: String,
}

#[derive(Default)]
struct Board {
    pages: Mutex<BTreeMap<String, Page>>,
    fetched: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

/// The server, until this is dropped.
pub struct Listener {
    address: SocketAddr,
    board: Arc<Board>,
}

impl Listener {
    /// Listens on a free port of 127.0.0.1.
    pub fn begin() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let board = Arc::new(Board::default());
        let no_thread = |_| io::Error::other("there is no thread to listen with");
        threads::detach((listener, Arc::clone(&board)), |(listener, board)| serve(&listener, &board))
            .map_err(no_thread)?;
        Ok(Self { address, board })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, this is answered at this path.
    pub fn tell(&self, path: &str, page: Page) {
        held(&self.board.pages).insert(path.to_owned(), page);
    }

    /// Whether this path was asked for.
    pub fn is_fetched(&self, path: &str) -> bool {
        held(&self.board.fetched).iter().any(|fetched| fetched == path)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.board.is_over.store(true, Ordering::Relaxed);
        // Whoever waits for the next one sees that there is none.
        drop(TcpStream::connect_timeout(&self.address, PATIENCE));
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(listener: &TcpListener, board: &Arc<Board>) {
    for stream in listener.incoming() {
        if board.is_over.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        // One that says nothing keeps no other one waiting, but where there is no thread for it.
        let answering = threads::detach((stream, Arc::clone(board)), |(stream, board)| drop(answer(stream, &board)));
        if let Err((stream, board)) = answering {
            drop(answer(stream, &board));
        }
    }
}

/// Answers one request, whatever it is, and takes note of its path.
fn answer(mut stream: TcpStream, board: &Board) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?.take(MOST));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default().to_owned();
    held(&board.fetched).push(path.clone());
    // What is not read would end the connection before the answer is.
    let mut rest = String::new();
    while reader.read_line(&mut rest)? > 2 {
        rest.clear();
    }
    let page = held(&board.pages).get(&path).cloned();
    let (status, kind, body) = match page {
        Some(Page { kind, body }) => ("200 OK", kind, body),
        None => ("404 Not Found", "text/plain", String::new()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(listener: &Listener, path: &str) -> String {
        let mut stream = TcpStream::connect(listener.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn what_is_fetched_is_seen_and_nothing_else() {
        let listener = Listener::begin().unwrap();
        listener.tell("/a", Page { kind: "application/json", body: "{}".to_owned() });
        // One that says nothing holds nobody up.
        let _silent = TcpStream::connect(listener.address).unwrap();
        assert!(!listener.is_fetched("/a"));
        let answer = ask(&listener, "/a?x=1");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n{}"), "{answer}");
        assert!(ask(&listener, "/b").starts_with("HTTP/1.1 404"));
        assert!(listener.is_fetched("/a") && listener.is_fetched("/b") && !listener.is_fetched("/c"));
        let address = listener.address;
        drop(listener);
        while TcpStream::connect(address).is_ok() {}
    }
}
