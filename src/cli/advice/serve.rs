//! What to do where a server did not begin to serve.

use crate::cli::command_line::{Again, CommandLine};
use crate::cli::unserved::Unserved;
use crate::host::sockets::SocketError;
use crate::http::TlsFault;

/// What to do where there is no home to serve.
pub(super) const NO_HOME: &str = "make one with `mintage init --issuer URL`, where URL is where others reach the server; or, for a developer \
                                  alone, `mintage serve --dev` makes all that is missing";

/// Whether a server was to begin.
pub(super) fn is_asked(command: Option<CommandLine<'_>>) -> bool {
    command.is_some_and(|command| {
        command
            .0
            .iter()
            .skip(1)
            .find(|word| !word.as_encoded_bytes().starts_with(b"-"))
            .is_some_and(|word| word == "serve")
    })
}

/// What to do about it.
pub(super) fn unserved(error: &Unserved, command: Option<CommandLine<'_>>) -> String {
    let again = || command.map_or_else(Again::unknown, |command| command.again(None)).without("--listen");
    match error {
        Unserved::InUse(address) => {
            format!("end that program, or take a free port: {}", again().with("--listen", &format!("{}:0", host(address))))
        }
        Unserved::Privileged(address) => format!(
            "take a port from 1024 on: {}; or let a proxy or the system listen on {} and hand on",
            again().with("--listen", &format!("{}:8080", host(address))),
            address.port()
        ),
        Unserved::Socket(SocketError::InUse(_)) => "end that program, or name another path with --listen unix:PATH".into(),
        Unserved::Socket(SocketError::NoSocket(path)) => {
            format!("name another path with --listen unix:PATH; what is at {} is left as it is", path.display())
        }
        Unserved::Socket(SocketError::Denied(..)) => "name a path in a folder that this user can write to".into(),
        Unserved::Socket(SocketError::Io(..)) => "name another path with --listen unix:PATH, of at most 107 bytes".into(),
        Unserved::Socket(SocketError::HandedOver(..)) => {
            "hand over sockets that listen to streams: ListenStream= of the socket unit".into()
        }
        Unserved::NothingHandedOver => "start it by its socket unit, or name an address with --listen".into(),
        Unserved::Certificate { fault: TlsFault::EncryptedKey, path } => format!(
            "decrypt it for the server: openssl pkey -in {} -out KEY.pem, and then chmod 600 KEY.pem",
            path.display()
        ),
        Unserved::OwnCertificate(_) => "leave out with --also-host what is no name or address".into(),
        Unserved::NoCertificate(path) => format!(
            "move {} away, and the next start makes another, which must be trusted anew",
            path.parent().unwrap_or(path).display()
        ),
        Unserved::NotReady { .. } => "see the log of the server, and `mintage doctor`".into(),
        Unserved::Certificate { .. } => {
            "--tls-cert has the certificate of the server first and those above it behind it, --tls-key its private key".into()
        }
        Unserved::NotHere(_) => {
            "see the addresses of this machine with `ip address`; 127.0.0.1 is this machine alone, 0.0.0.0 every address"
                .into()
        }
        Unserved::Bind { .. } => "name another with --listen ADDRESS:PORT".into(),
        Unserved::Plain(address) => format!(
            "let a proxy on this machine do TLS, and listen on 127.0.0.1:{}; or where nobody else is on the way, as within a \
             container: {}",
            address.port(),
            command.map_or_else(Again::unknown, |command| command.again(None)).with_switch("--insecure-http")
        ),
        Unserved::NotAt { home, wanted, .. } => format!(
            "set issuer = \"{wanted}\" in {}, and tokens that were issued before are refused; or serve that home at another path",
            home.join("config.toml").display()
        ),
        Unserved::PathTaken(_) => "give each home a path of its own with --at PATH=HOME".into(),
        Unserved::IssuerPath(_) => {
            "set an issuer in config.toml whose path is made of letters, digits, - _ . ~ and /, as in https://auth.example.com/main".into()
        }
        Unserved::ResourceTaken { .. } => "serve each with a server of its own".into(),
        Unserved::OtherIssuer { wanted, .. } => {
            format!("leave --issuer out; or set issuer = \"{wanted}\" in config.toml, and tokens that were issued before are refused")
        }
        Unserved::DevOpen(address) => format!(
            "reach it from elsewhere through a tunnel; or leave --dev out, for a home that was made with `mintage init`: {}",
            again().with("--listen", &format!("127.0.0.1:{}", address.port()))
        ),
        Unserved::NotForDevelopment(_) | Unserved::Sealed { .. } => {
            "serve it as it is, with `mintage serve`; or name a folder for a home for development with --home DIR".into()
        }
        Unserved::NotLocal(_) => {
            "serve it as it is, with `mintage serve`; or let its tokens name this machine with --issuer http://127.0.0.1:8080".into()
        }
        Unserved::NoProxy => "say from where the proxy asks with --trust-proxy CIDR, as in --trust-proxy 127.0.0.1, and let nobody else reach the \
                              server; or let people log in by passwords, with way = \"people\" in config.toml"
            .into(),
        Unserved::NobodyThere { file, .. } => format!("write a table for them into {file}, or name somebody who is there"),
        Unserved::NoDocuments => {
            "add client_documents = { allow = [\"*.example.com\"], scopes = \"openid\" } to config.toml, with the hosts and the scopes; or \
             for a developer alone, add --dev"
                .into()
        }
        Unserved::Security(_) => {
            "set algorithm = \"ES256\" in config.toml, and let such a key sign: `mintage keys gen --alg ES256 --activate`".into()
        }
        Unserved::NoThread => "allow more (`ulimit -u`)".into(),
        Unserved::Ended(_) => "look into the log of the system".into(),
    }
}

/// The host of an address, as an address with a port has it.
fn host(address: &std::net::SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}
