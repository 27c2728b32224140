//! What a service tells the program that started it (`sd_notify(3)`): one datagram for each word.

#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;

use rustix::time::{ClockId, clock_gettime};

use super::Environment;

/// What there is to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word<'a> {
    /// It serves.
    Ready,
    /// It looks at its settings again; [`Word::Ready`] follows.
    Reloading,
    /// It ends, and answers what was begun.
    Stopping,
    /// How it stands, in one line for people.
    Status(&'a str),
}

/// Whoever wants to be told. Where nobody does, nothing is sent.
#[derive(Debug, Default)]
pub struct Manager(Option<(UnixDatagram, SocketAddr)>);

impl Manager {
    /// Whoever `NOTIFY_SOCKET` names: a path, or with `@` before it a name that is in no file system.
    pub fn of(environment: &Environment) -> Self {
        Self(environment.get("NOTIFY_SOCKET").and_then(|name| {
            let address = match name.as_bytes().strip_prefix(b"@") {
                #[cfg(target_os = "linux")]
                Some(name) => SocketAddr::from_abstract_name(name),
                // There are no such names.
                #[cfg(not(target_os = "linux"))]
                Some(_) => return None,
                None => SocketAddr::from_pathname(Path::new(name)),
            };
            Some((UnixDatagram::unbound().ok()?, address.ok()?))
        }))
    }

    /// Tells something. Whether it is heard is no affair of the service.
    pub fn tell(&self, word: &Word<'_>) {
        if let Some((socket, address)) = &self.0 {
            drop(socket.send_to_addr(text(word).as_bytes(), address));
        }
    }
}

fn text(word: &Word<'_>) -> String {
    match word {
        Word::Ready => "READY=1".to_owned(),
        // The time tells this reload from an earlier one (`Type=notify-reload`).
        Word::Reloading => {
            let now = clock_gettime(ClockId::Monotonic);
            format!("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)
        }
        Word::Stopping => "STOPPING=1".to_owned(),
        Word::Status(status) => format!("STATUS={}", status.replace('\n', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_manager_is_told_by_a_path_or_by_a_name_that_is_in_no_file_system() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notify");
        let name = format!("mintage-test-{}", std::process::id());
        let abstract_name = SocketAddr::from_abstract_name(name.as_bytes()).unwrap();
        let heard = [UnixDatagram::bind(&path).unwrap(), UnixDatagram::bind_addr(&abstract_name).unwrap()];
        for (socket, named) in heard.iter().zip([path.into_os_string(), format!("@{name}").into()]) {
            let variables = [("NOTIFY_SOCKET".into(), named)].into_iter().collect();
            let manager = Manager::of(&Environment { variables, current_dir: None });
            for (word, told) in [
                (Word::Ready, "READY=1"),
                (Word::Stopping, "STOPPING=1"),
                (Word::Status("two\nlines"), "STATUS=two lines"),
                (Word::Reloading, "RELOADING=1\nMONOTONIC_USEC="),
            ] {
                manager.tell(&word);
                let mut buffer = [0; 256];
                let length = socket.recv(&mut buffer).unwrap();
                assert!(String::from_utf8_lossy(&buffer[..length]).starts_with(told), "{word:?}");
            }
        }
    }

    #[test]
    fn where_nobody_wants_to_be_told_nothing_is_sent() {
        let nobody = Environment { variables: std::collections::BTreeMap::default(), current_dir: None };
        Manager::of(&nobody).tell(&Word::Ready);
        let variables = [("NOTIFY_SOCKET".into(), "/nobody/here".into())].into_iter().collect();
        Manager::of(&Environment { variables, current_dir: None }).tell(&Word::Ready);
    }
}
