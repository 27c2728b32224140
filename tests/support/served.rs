//! A server of the real program, and requests to it that are written byte for byte.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::world::{Way, World};

/// A server that runs until the test ends, or asks it to.
pub struct Served {
    child: Child,
    log: Arc<Mutex<String>>,
    /// What it said when it was ready.
    pub ready: Value,
    /// Where it listens.
    pub address: SocketAddr,
}

/// What it answered.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    /// Takes an answer apart.
    #[track_caller]
    pub fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        Self { status: status.unwrap_or_else(|| panic!("no status: {head:?}")), headers, body: body.to_owned() }
    }

    /// The value of a header that is there once at most.
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let first = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is there twice: {self:?}");
        first
    }

    /// Its body, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Refuses another status than this.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

impl Served {
    /// Serves the home of a world on a free port, with more flags.
    pub fn start<W: Way>(world: &World<W>, flags: &[&str]) -> Self {
        Self::start_with(world.binary(&[&["serve", "--listen", "127.0.0.1:0", "--json"], flags].concat()))
    }

    /// A server as this command makes it, which prints its ready line as JSON.
    #[track_caller]
    pub fn start_with(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let log = Arc::new(Mutex::new(String::new()));
        let (errors, kept) = (child.stderr.take().expect("standard error"), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let mut line = String::new();
        let mut answers = BufReader::new(child.stdout.take().expect("standard output"));
        answers.read_line(&mut line).expect("an answer");
        if line.is_empty() {
            let exit = child.wait().expect("an exit");
            std::thread::sleep(Duration::from_millis(50));
            panic!("it does not serve: {exit}\n{}", log.lock().unwrap());
        }
        std::thread::spawn(move || drop(answers.read_to_end(&mut Vec::new())));
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no ready line: {line:?}"));
        let listen = ready["listen"].as_str().expect("where it listens");
        let address = listen.parse().unwrap_or_else(|_| SocketAddr::from(([127, 0, 0, 1], 0)));
        Self { child, log, ready, address }
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        stream
    }

    /// What is answered to these bytes, until the server hangs up.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let (mut stream, mut answer) = (self.connect(), Vec::new());
        // A server that has heard enough hangs up before the end.
        drop(stream.write_all(bytes));
        drop(stream.read_to_end(&mut answer));
        answer
    }

    /// A request with these headers and this body.
    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request.extend(["host: ", &self.address.to_string(), "\r\n"]);
        }
        for &(name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n", body]);
        Response::of(&self.raw(request.as_bytes()))
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Response {
        self.ask("GET", path, &[], "")
    }

    /// A form, with more headers.
    #[track_caller]
    pub fn post(&self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Response {
        let body: Vec<_> = form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let headers = [&[("content-type", "application/x-www-form-urlencoded")], headers].concat();
        self.ask("POST", path, &headers, &body.join("&"))
    }

    /// What it has logged by now.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Sends it a signal, by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "no signal {name}");
    }

    /// Asks it to end, and gives its exit code and its whole log.
    pub fn end(self) -> (Option<i32>, String) {
        self.signal("TERM");
        self.ended()
    }

    /// Waits until it ends, and gives its exit code and its whole log.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let exit = self.child.wait().expect("an exit").code();
        std::thread::sleep(Duration::from_millis(20));
        (exit, self.log())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The signal of Ctrl-C. Where who started the tests has it ignored, so has every program that they start: there, it is the one
/// that asks to end.
pub fn interrupt() -> &'static str {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).unwrap_or_default();
    if ignored & 0b10 == 0 { "INT" } else { "TERM" }
}

/// A text as forms write it.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The header by which an app shows its secret (RFC 6749, 2.3.1).
pub fn basic(client_id: &str, secret: &str) -> String {
    use base64::Engine as _;
    let pair = format!("{}:{}", encoded(client_id), encoded(secret));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

/// An app that was registered: its client_id and its secret.
pub struct Client {
    pub id: String,
    pub secret: String,
}

impl<W: Way> World<W> {
    /// Registers an app that has a secret, with more flags.
    #[track_caller]
    pub fn client(&self, name: &str, flags: &[&str]) -> Client {
        let app = self.run(&[&["app", "register", name, "--json"], flags].concat()).ok().json();
        let text = |member: &str| app[member].as_str().unwrap_or_default().to_owned();
        Client { id: text("client_id"), secret: text("client_secret") }
    }
}

impl Client {
    /// The header by which it shows its secret.
    pub fn basic(&self) -> (&'static str, String) {
        ("authorization", basic(&self.id, &self.secret))
    }

    /// What it asks for itself, at the token endpoint.
    #[track_caller]
    pub fn token(&self, served: &Served, more: &[(&str, &str)]) -> Response {
        let (name, value) = self.basic();
        served.post("/token", &[(name, &value)], &[&[("grant_type", "client_credentials")], more].concat())
    }
}
