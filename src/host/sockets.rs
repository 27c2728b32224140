//! Sockets that a server listens on: ports, names in the file system, and what the one who started it opened for it.
#![expect(clippy::disallowed_methods, reason = "a socket in the file system has its own way to be made")]

use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use listenfd::ListenFd;
use rustix::fs::Mode;
use rustix::process::umask;

use super::environment::Environment;

/// A socket that others can connect to.
#[derive(Debug)]
pub enum Bound {
    /// A port.
    Tcp(TcpListener),
    /// One in the file system.
    Unix(UnixSocket),
}

/// A socket in the file system.
#[derive(Debug)]
pub struct UnixSocket {
    /// Where connections come from.
    pub listener: UnixListener,
    /// Its name, which goes when it is not used any more; none where another made it.
    pub own: Option<OwnName>,
    path: PathBuf,
}

impl Bound {
    /// What it is called.
    pub fn name(&self) -> Option<Name> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok().map(Name::Tcp),
            Self::Unix(socket) => Some(Name::Unix(socket.path.clone())),
        }
    }
}

/// What a socket is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// An address with its port.
    Tcp(SocketAddr),
    /// A path.
    Unix(PathBuf),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// The name of a socket that this process made. It is removed with this, unless another has it by then.
#[derive(Debug)]
pub struct OwnName {
    path: PathBuf,
    inode: u64,
}

impl Drop for OwnName {
    fn drop(&mut self) {
        if fs::symlink_metadata(&self.path).is_ok_and(|found| found.ino() == self.inode) {
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Why there is no socket.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Somebody answers there.
    #[error("{0} is in use: another program listens there")]
    InUse(Name),
    /// What has this name is no socket.
    #[error("{} is there and is no socket", .0.display())]
    NoSocket(PathBuf),
    /// The system does not let us.
    #[error("{0} may not be listened on: {1}")]
    Denied(Name, io::Error),
    /// Anything else.
    #[error("{0} cannot be listened on: {1}")]
    Io(Name, io::Error),
    /// What was handed over cannot be used.
    #[error("socket {0} that was handed over cannot be used: {1}")]
    HandedOver(usize, io::Error),
}

impl SocketError {
    fn of(name: Name, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::AddrInUse => Self::InUse(name),
            ErrorKind::PermissionDenied => Self::Denied(name, error),
            _ => Self::Io(name, error),
        }
    }
}

/// Listens on a name in the file system, with these permission bits from the first moment on. What a server left that is gone
/// is replaced: a socket that nobody answers at.
pub fn unix(path: &Path, mode: u32) -> Result<Bound, SocketError> {
    let name = Name::Unix(path.to_owned());
    let failed = |error| SocketError::of(name.clone(), error);
    match fs::symlink_metadata(path) {
        Ok(found) if !found.file_type().is_socket() => return Err(SocketError::NoSocket(path.to_owned())),
        Ok(_) => match UnixStream::connect(path) {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(failed)?,
            // Somebody answers, or has so many callers that more must wait.
            _ => return Err(SocketError::InUse(name)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    #[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions, reason = "macOS has shorter numbers")]
    let others = (0o777 & !mode).try_into().unwrap_or(0o777);
    let before = umask(Mode::from_raw_mode(others));
    let bound = UnixListener::bind(path);
    umask(before);
    let listener = bound.map_err(failed)?;
    let stat = fs::symlink_metadata(path).map_err(failed)?;
    let own = OwnName { path: path.to_owned(), inode: stat.ino() };
    // A folder may have a rule of its own for what is made in it.
    if stat.mode() & 0o777 != mode {
        fs::set_permissions(path, Permissions::from_mode(mode)).map_err(failed)?;
    }
    Ok(Bound::Unix(UnixSocket { listener, own: Some(own), path: path.to_owned() }))
}

/// Lets as many wait to be accepted as the system allows: where there is no more room, their connections are lost and tried anew
/// after a second. The standard library asks for 128.
pub fn let_many_wait(listener: impl AsFd) -> io::Result<()> {
    Ok(rustix::net::listen(listener, 4_096)?)
}

/// Asks a server of this machine for a page: its status, and what it says.
pub fn ask(name: &Name, path: &str, limit: Duration) -> io::Result<(u16, String)> {
    match name {
        Name::Tcp(address) => {
            let stream = TcpStream::connect_timeout(address, limit)?;
            stream.set_read_timeout(Some(limit))?;
            stream.set_write_timeout(Some(limit))?;
            ask_over(stream, path)
        }
        Name::Unix(socket) => {
            let stream = UnixStream::connect(socket)?;
            stream.set_read_timeout(Some(limit))?;
            stream.set_write_timeout(Some(limit))?;
            ask_over(stream, path)
        }
    }
}

fn ask_over(mut stream: impl Read + Write, path: &str) -> io::Result<(u16, String)> {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|status| status.parse().ok());
    let no_http = || io::Error::new(ErrorKind::InvalidData, "what answers there does not speak HTTP");
    Ok((status.ok_or_else(no_http)?, body.to_owned()))
}

/// What whoever started this process opened for it (`sd_listen_fds(3)`). None where nothing was.
pub fn handed_over(environment: &Environment) -> Result<Vec<Bound>, SocketError> {
    if environment.get("LISTEN_FDS").is_none() {
        return Ok(Vec::new());
    }
    let mut all = ListenFd::from_env();
    (0..all.len())
        .map(|number| one_of(&mut all, number).map_err(|error| SocketError::HandedOver(number, error)))
        .collect()
}

fn one_of(all: &mut ListenFd, number: usize) -> io::Result<Bound> {
    if let Ok(Some(listener)) = all.take_tcp_listener(number) {
        return Ok(Bound::Tcp(listener));
    }
    let missing = || io::Error::new(ErrorKind::NotFound, "it is not there");
    let listener = all.take_unix_listener(number)?.ok_or_else(missing)?;
    let path = listener.local_addr()?.as_pathname().map(Path::to_owned).unwrap_or_default();
    Ok(Bound::Unix(UnixSocket { listener, own: None, path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn a_socket_has_its_mode_and_goes_with_who_made_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("s");
        for bits in [0o600, 0o660, 0o666] {
            let bound = unix(&path, bits).unwrap();
            assert_eq!(mode(&path), bits);
            assert_eq!(bound.name().unwrap().to_string(), format!("unix:{}", path.display()));
            drop(bound);
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_name_is_taken_from_nobody_who_answers_and_from_nothing_that_is_no_socket() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("s");
        let first = unix(&path, 0o600).unwrap();
        assert!(matches!(unix(&path, 0o600), Err(SocketError::InUse(_))));
        drop(first);
        // What a server that was killed left.
        drop(UnixListener::bind(&path).unwrap());
        let second = unix(&path, 0o600).unwrap();
        UnixStream::connect(&path).unwrap();
        // Somebody took the name meanwhile: it is theirs.
        fs::remove_file(&path).unwrap();
        fs::write(&path, "theirs").unwrap();
        drop(second);
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert!(matches!(unix(&path, 0o600), Err(SocketError::NoSocket(_))));
    }
}
