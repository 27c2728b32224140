//! An event as it is kept and read back, and the one text of it that is hashed.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::core::actor::Actor;
use crate::core::id::Note;
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// The outcome of what was done.
pub const DONE: &str = "done";
/// The outcome of what was refused by a rule that has no word of its own.
pub const REFUSED: &str = "refused";

/// An event of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its number in the log; the first one is 1.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// The word for what was done, or was to be done, as [`Verb`](super::Verb) has it. A later version may know others.
    pub verb: String,
    /// What kind of thing it was done to, as in `app`; `many` where there are [`Members`]; none where to nothing that has an id.
    pub kind: Option<String>,
    /// The id of that thing.
    pub subject: Option<String>,
    /// The tokens and consents that it was done to, where they are many.
    pub members: Option<Members>,
    /// By whom.
    pub actor: Actor,
    /// Through which door; none where a mintage that did not keep it wrote the row.
    pub door: Option<String>,
    /// Why it was refused: the word of the error; none where it was done.
    pub refused: Option<String>,
    /// What of the thing was changed, as it was.
    pub before: Option<ClaimMap>,
    /// The same, as it was from then on.
    pub after: Option<ClaimMap>,
    /// Why, in free text, where somebody said so.
    pub reason: Option<Note>,
    /// What else is known of it, by name.
    pub facts: ClaimMap,
}

/// Many things that one event was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// How many.
    pub count: u64,
    /// The SHA-256 of their ids, of 16 bytes each, one after the other, in hexadecimal digits.
    pub sha256: String,
}

impl Members {
    /// Those whose ids are these bytes.
    pub fn of(ids: &[u8]) -> Self {
        let sha256 = Sha256::digest(ids).iter().fold(String::with_capacity(64), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        });
        Self { count: ids.len() as u64 / 16, sha256 }
    }
}

impl Recorded {
    /// What came of it: `done`, or the word of the error.
    pub fn outcome(&self) -> &str {
        self.refused.as_deref().unwrap_or(DONE)
    }

    /// Who was said to ask, each in one line.
    pub fn claimed(&self) -> Vec<String> {
        match &self.actor {
            Actor::Operator(operator) => operator.claims.iter().map(ToString::to_string).collect(),
            Actor::Older(_) => vec![self.actor.to_string()],
            Actor::App(_) | Actor::Anyone | Actor::Itself => Vec::new(),
        }
    }

    /// Who asked, as far as the machine knows; none where only a claim was kept.
    pub fn known_actor(&self) -> Option<String> {
        match &self.actor {
            Actor::Operator(operator) => Some(operator.known().to_string()),
            Actor::App(_) | Actor::Anyone | Actor::Itself => Some(self.actor.to_string()),
            Actor::Older(_) => None,
        }
    }

    /// The real user id of who asked, where it was somebody at work on the machine.
    pub fn uid(&self) -> Option<u32> {
        match &self.actor {
            Actor::Operator(operator) => Some(operator.uid),
            Actor::App(_) | Actor::Anyone | Actor::Itself | Actor::Older(_) => None,
        }
    }

    /// The text that is hashed: its JSON, with these members in this order, no space between them, and every character that is
    /// not printable ASCII as `\u` and four hexadecimal digits. Python's `json.dumps(event, separators=(",", ":"))` writes
    /// the same.
    pub fn text(&self) -> String {
        let mut text = Text(String::with_capacity(512));
        text.0.push('{');
        let _ = write!(text.0, "\"id\":{}", self.id);
        text.member("at", self.at.rfc3339().as_deref());
        let _ = write!(text.0, ",\"at_unix\":{}", self.at.0);
        text.member("verb", Some(&self.verb));
        text.member("kind", self.kind.as_deref());
        text.member("subject", self.subject.as_deref());
        match &self.members {
            Some(Members { count, sha256 }) => {
                let _ = write!(text.0, ",\"members\":{{\"count\":{count},\"sha256\":\"{sha256}\"}}");
            }
            None => text.0.push_str(",\"members\":null"),
        }
        text.member("actor", self.known_actor().as_deref());
        let uid = self.uid().map_or_else(|| "null".to_owned(), |uid| uid.to_string());
        let _ = write!(text.0, ",\"uid\":{uid},\"claimed\":[");
        for (place, claim) in self.claimed().iter().enumerate() {
            text.0.push_str(if place == 0 { "" } else { "," });
            text.value(&Value::from(claim.as_str()));
        }
        text.0.push(']');
        text.member("door", self.door.as_deref());
        text.member("outcome", Some(self.outcome()));
        for (name, map) in [("before", &self.before), ("after", &self.after)] {
            let _ = write!(text.0, ",\"{name}\":");
            match map {
                Some(map) => text.map(map),
                None => text.0.push_str("null"),
            }
        }
        text.member("reason", self.reason.as_ref().map(Note::as_str));
        text.0.push_str(",\"facts\":");
        text.map(&self.facts);
        text.0.push('}');
        text.0
    }
}

/// JSON in ASCII.
struct Text(String);

impl Text {
    fn member(&mut self, name: &str, value: Option<&str>) {
        let _ = write!(self.0, ",\"{name}\":");
        match value {
            Some(value) => self.value(&Value::from(value)),
            None => self.0.push_str("null"),
        }
    }

    fn value(&mut self, value: &Value) {
        self.ascii(&value.to_string());
    }

    fn map(&mut self, map: &ClaimMap) {
        self.ascii(&map.to_string());
    }

    /// Characters that are no ASCII stand within texts alone, where they can be written otherwise.
    fn ascii(&mut self, json: &str) {
        for c in json.chars() {
            if matches!(c, ' '..='~') {
                self.0.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(self.0, "\\u{unit:04x}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::core::audit::facts::facts;

    fn recorded() -> Recorded {
        Recorded {
            id: 7,
            at: Timestamp(0),
            verb: "app_blocked".to_owned(),
            kind: Some("app".to_owned()),
            subject: Some("mtg_app_x".to_owned()),
            members: None,
            actor: Actor::new("ops@host").unwrap(),
            door: Some("cli".to_owned()),
            refused: None,
            before: Some(facts([("state", "active".into())])),
            after: None,
            reason: Note::new("Zoë \"leaks\" 🗝").ok(),
            facts: facts([("tokens", 3.into()), ("name", "\u{7f}".into())]),
        }
    }

    #[test]
    fn the_text_is_the_json_in_ascii_and_in_one_order() {
        assert_eq!(
            recorded().text(),
            r#"{"id":7,"at":"1970-01-01T00:00:00Z","at_unix":0,"verb":"app_blocked","kind":"app","subject":"mtg_app_x","members":null,"actor":null,"uid":null,"claimed":["\"ops@host\" (not verified)"],"door":"cli","outcome":"done","before":{"state":"active"},"after":null,"reason":"Zo\u00eb \"leaks\" \ud83d\udddd","facts":{"tokens":3,"name":"\u007f"}}"#
        );
    }

    #[test]
    fn each_member_changes_the_text() {
        let was = recorded().text();
        let changes: [fn(&mut Recorded); 13] = [
            |event| event.id = 8,
            |event| event.at = Timestamp(1),
            |event| event.verb = "app_deleted".to_owned(),
            |event| event.kind = None,
            |event| event.subject = None,
            |event| event.members = Some(Members::of(&[0; 16])),
            |event| event.actor = Actor::Anyone,
            |event| event.door = None,
            |event| event.refused = Some("app_not_active".to_owned()),
            |event| event.before = None,
            |event| event.after = Some(ClaimMap::new()),
            |event| event.reason = None,
            |event| event.facts = ClaimMap::new(),
        ];
        for change in changes {
            let mut event = recorded();
            change(&mut event);
            assert_ne!(event.text(), was);
        }
    }

    #[test]
    fn many_things_are_a_number_and_a_digest() {
        let members = Members::of(&[1; 32]);
        assert_eq!((members.count, &members.sha256[..8]), (2, "72cd6e84"));
        let text = Recorded { members: Some(members), ..recorded() }.text();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["members"]["count"], json!(2));
    }
}
