//! One line for each request: who asked for what, and what came of it. Never a token, a code, a secret or a cookie.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::connection::Peer;
use crate::core::secret::OpaqueKind;
use crate::core::{ClientId, Jti};

/// Takes a line of the log.
pub type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

/// What a handler knows of what came of a request. It goes with the response, and is taken off for the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    /// Who asked, once that was shown.
    pub app: Option<ClientId>,
    /// The grant type.
    pub grant: Option<&'static str>,
    /// The access token that was issued.
    pub jti: Option<Jti>,
    /// Why it was refused, for the operator: more than the caller is told.
    pub reason: Option<String>,
}

/// A request that was answered.
pub(super) struct Answered<'a> {
    pub id: &'a str,
    /// Who is at the other end of the connection.
    pub peer: Option<Peer>,
    /// From where it came, as far as a proxy was believed.
    pub from: Option<IpAddr>,
    pub method: &'a str,
    /// The address as the router has it; what a stranger wrote instead is not repeated.
    pub endpoint: &'a str,
    pub status: u16,
    pub took: Duration,
    pub outcome: &'a Outcome,
}

/// Something that happened to the server, and was asked for by no request.
pub(super) struct Event<'a> {
    pub what: &'a str,
    pub outcome: &'a str,
    pub reason: Option<&'a str>,
}

/// A finding in the use of tokens, or a deed about one.
pub(super) struct Risk<'a> {
    pub outcome: &'static str,
    pub rule: &'static str,
    pub grade: &'static str,
    /// What was done.
    pub deed: Option<&'static str>,
    /// Of what kind it is that it is about, and its id; of a deed whom it was done to.
    pub kind: &'static str,
    pub subject: &'a str,
    pub why: &'a str,
}

/// The log of a server.
#[derive(Clone)]
pub(super) struct Log {
    pub sink: Sink,
    pub form: LogForm,
}

impl Log {
    pub(super) fn event(&self, event: &Event<'_>) {
        let Event { what, outcome, reason } = event;
        let line = match self.form {
            LogForm::Json => json!({"event": outcome, "what": what, "reason": reason}).to_string(),
            LogForm::Text => format!("{what} {outcome}{}", reason.map(|why| format!(": {why}")).unwrap_or_default()),
        };
        (self.sink)(&line);
    }

    /// Something about a risk: what came of it, whom it is about, and why.
    pub(super) fn risk(&self, risk: &Risk<'_>) {
        let Risk { outcome, rule, grade, deed, kind, subject, why } = risk;
        let (subject, why) = (harmless(subject), harmless(why));
        let line = match self.form {
            LogForm::Json => json!({
                "event": outcome, "what": "a risk", "code": rule, "severity": grade, "verb": deed, "kind": kind,
                "subject": subject, "reason": why,
            })
            .to_string(),
            LogForm::Text => match deed {
                Some(deed) => format!("risk {outcome}: {deed} {subject} ({rule}): {why}"),
                None => format!("risk {outcome}: {grade} {rule}: {why}"),
            },
        };
        (self.sink)(&line);
    }

    pub(super) fn tell(&self, request: &Answered<'_>) {
        let Answered { id, peer, from, method, endpoint, status, took, outcome } = request;
        let Outcome { app, grant, jti, reason } = outcome;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let reason = reason.as_deref().map(harmless);
        let via = peer.filter(|peer| from.is_some() && peer.ip() != *from).map(|peer| peer.to_string());
        let peer = from.map(|from| from.to_string()).or_else(|| peer.map(|peer| peer.to_string()));
        let line = match self.form {
            LogForm::Json => json!({
                "request_id": id, "peer": peer, "proxy": via, "method": method, "endpoint": endpoint, "status": status,
                "micros": micros, "client_id": app, "grant_type": grant, "jti": jti, "reason": reason,
            })
            .to_string(),
            LogForm::Text => {
                let told = [
                    app.as_ref().map(|app| format!(" client_id={app}")),
                    grant.map(|grant| format!(" grant={grant}")),
                    jti.map(|jti| format!(" jti={jti}")),
                    reason.map(|reason| format!(": {reason}")),
                ];
                let told: String = told.into_iter().flatten().collect();
                let via = via.map(|via| format!(" via {via}")).unwrap_or_default();
                format!("{id} {}{via} {method} {endpoint} {status} {micros}us{told}", peer.as_deref().unwrap_or("-"))
            }
        };
        (self.sink)(&line);
    }
}

/// The longest reason that is written, in letters.
const LONGEST_REASON: usize = 500;

/// A reason in one line, in which nothing steers a terminal and nothing opens a door. None should have such a thing in it: this
/// is for the one that does.
pub(super) fn harmless(reason: &str) -> String {
    let mut kept = String::with_capacity(reason.len());
    for part in reason.split_inclusive(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.~+/=".contains(letter))) {
        let word =
            part.trim_end_matches(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.~+/=".contains(letter)));
        if opens(word) {
            kept.push('…');
            kept.push_str(&part[word.len()..]);
        } else {
            kept.push_str(part);
        }
    }
    let plain = |letter: char| if is_plain(letter) { letter } else { '\u{fffd}' };
    kept.chars().take(LONGEST_REASON).map(plain).collect()
}

/// Whether a word is a token or a secret by its form.
pub(super) fn opens(word: &str) -> bool {
    word.len() > 16 && (word.contains("eyJ") || OpaqueKind::ALL.iter().any(|kind| word.contains(kind.prefix())))
}

fn is_plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reason_forges_a_line_or_shows_a_secret() {
        assert_eq!(harmless("there is no app 'shop'"), "there is no app 'shop'");
        assert_eq!(harmless("a\nb\r\u{1b}[31m\u{202e}c"), "a\u{fffd}b\u{fffd}\u{fffd}[31m\u{fffd}c");
        assert_eq!(harmless("shown: eyJhbGciOiJFUzI1NiJ9.e30.c2ln, twice"), "shown: …, twice");
        let secret = OpaqueKind::ClientSecret.mint(&[7; 32]);
        assert_eq!(harmless(&format!("\"{}\" is wrong", secret.reveal())), "\"…\" is wrong");
        assert_eq!(harmless(&"x ".repeat(1_000)).len(), LONGEST_REASON);
    }
}
