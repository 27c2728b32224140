//! A proxy on this machine that opens tunnels (CONNECT), or will not.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A proxy that runs until the test ends. It finds every name on this machine.
pub struct Proxy {
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    status: Arc<Mutex<u16>>,
}

impl Proxy {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (asked, status) = (Arc::default(), Arc::new(Mutex::new(200)));
        let proxy = Self { port, asked: Arc::clone(&asked), status: Arc::clone(&status) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, status) = (Arc::clone(&asked), *status.lock().unwrap());
                std::thread::spawn(move || serve(stream, &asked, status));
            }
        });
        proxy
    }

    /// From now on, it answers with this status; at 200 it opens tunnels.
    pub fn answer(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }

    /// What it was asked, whole.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut client: TcpStream, asked: &Mutex<Vec<String>>, status: u16) {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        match client.read(&mut byte) {
            Ok(0) | Err(_) => return,
            Ok(_) => request.push(byte[0]),
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let port = request.split(' ').nth(1).and_then(|place| place.rsplit_once(':')?.1.parse::<u16>().ok());
    asked.lock().unwrap().push(request);
    let server = port.filter(|_| status == 200).and_then(|port| TcpStream::connect(("127.0.0.1", port)).ok());
    let Some(server) = server else {
        let _ = write!(client, "HTTP/1.1 {} No\r\ncontent-length: 0\r\n\r\n", if status == 200 { 502 } else { status });
        return;
    };
    let _ = client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n");
    let (mut from_server, mut to_client) =
        (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
    std::thread::spawn(move || std::io::copy(&mut from_server, &mut to_client));
    let (mut client, mut server) = (client, server);
    let _ = std::io::copy(&mut client, &mut server);
}
