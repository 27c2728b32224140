//! What to do where a document could not be fetched, or is not the one that was meant.

use crate::cli::command_line::{Again, CommandLine};
use crate::host::http::{FetchError, FetchFault};
use crate::host::proxy::{ProxyError, Via};
use crate::host::url::Url;
use crate::verifier::offline::OtherIssuer;

/// What is put behind the name of a provider for its metadata (Discovery 1.0, 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What to do about it. The token was not judged in any of these cases.
pub(super) fn fetch(error: &FetchError, command: Option<CommandLine<'_>>) -> String {
    let again = again(command);
    if let Some(via) = &error.via
        && let Some(way) = through(via, &error.fault, again.clone())
    {
        return way;
    }
    let url = error.url.as_str();
    match &error.fault {
        FetchFault::Name(_) => "check the name; the token was not judged".to_owned(),
        FetchFault::PlainPort => plain_port(url, again),
        FetchFault::TlsPort(_) if url.contains('?') => "ask with https://".to_owned(),
        FetchFault::TlsPort(_) => {
            format!("ask with https: {}", at(again, &url.replacen("http://", "https://", 1), url))
        }
        FetchFault::Connection(_) | FetchFault::Ended(_) | FetchFault::Late | FetchFault::Protocol(_) => {
            "the token was not judged; try again when the server answers".to_owned()
        }
        FetchFault::Tls(_) => "if its authority is your own, name it with --ca-file FILE".to_owned(),
        FetchFault::NoRoots => "install ca-certificates, or name an authority with --ca-file FILE".to_owned(),
        FetchFault::Busy { wait: Some(_), .. } => "the token was not judged; try again then".to_owned(),
        FetchFault::Busy { wait: None, .. } => "the token was not judged; try again later".to_owned(),
        FetchFault::Status(status) => self::status(*status, url, again),
        FetchFault::Redirect(to) => redirect(to, url, again),
        FetchFault::TooLarge => "check the address: a key set is far smaller".to_owned(),
        FetchFault::NoProxy(fault) => no_proxy(*fault, &again.with_switch("--no-proxy")),
        FetchFault::ProxyStatus(_) | FetchFault::ProxyProtocol => {
            "check the proxy; the token was not judged".to_owned()
        }
    }
}

/// What is no set of keys, though it came from where one was to be.
pub(super) fn no_set(url: &str, command: Option<CommandLine<'_>>) -> String {
    match url.strip_suffix(WELL_KNOWN) {
        Some(issuer) => format!(
            "that is the metadata of a provider, which says where its keys are: {}",
            judged_by(again(command), "--issuer-url", issuer)
        ),
        None => "check the address: it must answer with a JWK set".to_owned(),
    }
}

/// Metadata of another issuer.
pub(super) fn other_issuer(other: &OtherIssuer, command: Option<CommandLine<'_>>) -> String {
    let again = again(command);
    if let Some((before, behind)) = pattern(&other.found) {
        let Some(keys) = &other.keys else {
            return "put your own tenant in the place of the word that stands for all, as in the iss of its tokens"
                .to_owned();
        };
        let tenant = other.claimed.as_deref().filter(|issuer| is_like(issuer, before, behind));
        return match tenant {
            Some(issuer) => format!(
                "it speaks for every tenant at once; if you take tokens of {issuer}, as this one says it is: {}",
                judged_by_tenant(again, keys.as_str(), issuer)
            ),
            None => format!(
                "it speaks for every tenant at once; its keys are taken with {}, and --iss says which tenant you mean",
                judged_by(again, "--jwks", keys.as_str())
            ),
        };
    }
    if other.found.parse::<Url>().is_err() {
        return "give --issuer-url exactly as the provider writes its name".to_owned();
    }
    format!("if that is whom you mean: {}", judged_by(again, "--issuer-url", &other.found))
}

/// The same command with other keys; where a policy named those that were asked for, the line for it.
fn judged_by(again: Again, flag: &str, address: &str) -> String {
    if is_of_policy(&again) {
        let (name, other) = if flag == "--jwks" { ("jwks", "issuer_url") } else { ("issuer_url", "jwks") };
        return format!("`{name} = \"{address}\"` in the policy, in the place of its {name} or {other}");
    }
    again.without("--jwks").without("--issuer-url").with(flag, address).to_string()
}

/// The same for one tenant of many.
fn judged_by_tenant(again: Again, keys: &str, issuer: &str) -> String {
    if is_of_policy(&again) {
        let keys = judged_by(again, "--jwks", keys);
        return format!("{keys}, with `iss = \"{issuer}\"`");
    }
    let again = again.without("--issuer-url").without("--iss");
    again.with("--jwks", keys).with("--iss", issuer).to_string()
}

/// Whether a policy said whom to ask.
fn is_of_policy(again: &Again) -> bool {
    again.has("--policy") && !again.has("--jwks") && !again.has("--issuer-url")
}

/// What stands before and behind the part of an issuer that stands for many.
fn pattern(issuer: &str) -> Option<(&str, &str)> {
    let (before, rest) = issuer.split_once('{')?;
    Some((before, rest.split_once('}')?.1))
}

/// Whether an issuer is one of those that a pattern stands for.
fn is_like(issuer: &str, before: &str, behind: &str) -> bool {
    let tenant = issuer.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
    tenant.is_some_and(|tenant| {
        !tenant.is_empty() && tenant.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    })
}

/// What to do where a proxy stood between; none where it did its part.
fn through(via: &Via, fault: &FetchFault, again: Again) -> Option<String> {
    let direct = again.with_switch("--no-proxy");
    let variable = via.variable;
    Some(match fault {
        FetchFault::ProxyStatus(407) if via.has_credentials => format!(
            "the proxy does not take the name and password in {variable}: what is no letter or digit in them is written as % and \
             its code, as %40 for @; it must take Basic, for NTLM or Kerberos put a proxy of your own before it; or where the \
             server can be reached without: {direct}"
        ),
        FetchFault::ProxyStatus(407) => format!(
            "the proxy wants to know who asks: set {variable} to http://NAME:PASSWORD@HOST:PORT, which is shown to nobody; it must \
             take Basic, for NTLM or Kerberos put a proxy of your own before it; or where the server can be reached without: \
             {direct}"
        ),
        FetchFault::ProxyStatus(502..=504) => {
            format!(
                "the proxy could not reach the server: check the address; or where it can be reached without: {direct}"
            )
        }
        FetchFault::ProxyStatus(_) => format!(
            "have the proxy let it through, or name the server in NO_PROXY; where it can be reached without: {direct}"
        ),
        FetchFault::Name(_) | FetchFault::Connection(_) | FetchFault::Ended(_) | FetchFault::ProxyProtocol => {
            format!("check the proxy; or where the server can be reached without: {direct}")
        }
        FetchFault::Late => format!("try again; or where the server can be reached without the proxy: {direct}"),
        FetchFault::Tls(_) => {
            "if its authority is your own, or that of a proxy that looks into TLS, name it with --ca-file \
                               FILE"
                .to_owned()
        }
        FetchFault::PlainPort if via.address.starts_with("https:") => {
            format!(
                "most proxies are spoken to by http: set {variable} to http://…; or where the server can be reached without: {direct}"
            )
        }
        _ => return None,
    })
}

fn no_proxy(fault: ProxyError, direct: &Again) -> String {
    match fault {
        ProxyError::Form(variable) => format!(
            "set {variable} to http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT, with %40 for an @ in a password; or ask without \
             it: {direct}"
        ),
        ProxyError::Kind(variable) => {
            format!("set {variable} to a proxy of http or https; or where the server can be reached without: {direct}")
        }
    }
}

fn status(status: u16, url: &str, again: Again) -> String {
    let twice = format!("{WELL_KNOWN}{WELL_KNOWN}");
    if let Some(issuer) = url.strip_suffix(&twice) {
        return format!(
            "--issuer-url takes the name of the issuer, and {WELL_KNOWN} is put behind it: {}",
            at(again, &format!("{issuer}{WELL_KNOWN}"), url)
        );
    }
    match status {
        401 | 403 | 407 => {
            "check the address: keys are for everybody, and no server that publishes them asks who wants them; the \
                            token was not judged"
                .to_owned()
        }
        404 | 410 if url.ends_with(WELL_KNOWN) => {
            "check the name of the issuer, which is the iss of its tokens; --jwks URL takes the address of the keys \
             themselves; the token was not judged"
                .to_owned()
        }
        _ => "check the address; the token was not judged".to_owned(),
    }
}

/// Another address is another party: only a person can say that it is the same.
fn redirect(to: &str, url: &str, again: Again) -> String {
    let Some(target) = resolved(to, url) else {
        return "check the address: it leads to one that is not asked".to_owned();
    };
    match (target.as_str().strip_suffix(WELL_KNOWN), url.ends_with(WELL_KNOWN)) {
        (Some(issuer), true) => format!(
            "if {issuer} is how the issuer writes its name, as in the iss of its tokens: {}",
            at(again, target.as_str(), url)
        ),
        (_, true) => {
            "check the name of the issuer, which is the iss of its tokens: its metadata is not there, and may lead to a page \
             for people"
                .to_owned()
        }
        (_, false) => {
            let again = match again.replacing(url, target.as_str()) {
                Ok(again) => again.to_string(),
                // The provider named the address, or a policy did.
                Err(again) => judged_by(again, "--jwks", target.as_str()),
            };
            format!("if that is where the keys are: {again}")
        }
    }
}

/// An address that may stand for itself or for a place on the same server. None where it is one that is not asked.
fn resolved(to: &str, from: &str) -> Option<Url> {
    if to.contains("://") {
        return to.parse().ok();
    }
    let path = to.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    let (scheme, rest) = from.split_once("://")?;
    format!("{scheme}://{}/{path}", rest.split('/').next()?).parse().ok()
}

fn plain_port(url: &str, again: Again) -> String {
    if url.contains('?') {
        return "check the port: what answers there is spoken to with http://, which is asked of this machine alone"
            .to_owned();
    }
    let plain = url.replacen("https://", "http://", 1);
    match plain.parse::<Url>() {
        Ok(_) => format!("ask plainly, which is good enough on this machine: {}", at(again, &plain, url)),
        Err(_) => "check the port: TLS is mostly spoken at 443 or 8443, and plain http is asked of this machine alone"
            .to_owned(),
    }
}

/// The same command with another address in the place of the one that was asked.
fn at(again: Again, new: &str, old: &str) -> String {
    let (of_new, of_old) = (new.strip_suffix(WELL_KNOWN), old.strip_suffix(WELL_KNOWN));
    let (flag, new, old) = match (of_new, of_old) {
        (Some(new), Some(old)) => ("--issuer-url", new, old),
        _ => ("--jwks", new, old),
    };
    // The name of a provider may end in a slash, of which its metadata has one at most.
    let replaced = again.replacing(old, new).or_else(|again| again.replacing(&format!("{old}/"), new));
    replaced.map_or_else(|again| judged_by(again, flag, new), |again| again.to_string())
}

fn again(command: Option<CommandLine<'_>>) -> Again {
    command.map_or_else(Again::unknown, |command| command.again(None))
}
