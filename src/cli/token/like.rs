//! `token issue --like`: the token that is the model, read, and what is said of it.

use super::input;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::core::UserId;
use crate::core::claims::profile::{LeftClaim, Likeness};
use crate::core::id::IdError;
use crate::core::jose::Malformed;
use crate::core::jose::compact::{MAX_TOKEN_BYTES, encoded_object};
use crate::inspect::recognise::{Look, ONE_OF_THEM, look, of_several};

const WAY_OUT: &str = "give a JWT, or its claims as JSON with --claims FILE";
const UNSIGNED: &str = "where its claims are meant, put them into a file as JSON, as `mintage token decode --json` shows them, and give \
                        that with --claims";

/// Reads the token that was named. Whether its signature is good does not matter, and is not looked at.
pub fn read(token: &str, cx: &mut Context<'_>) -> Result<Likeness, Error> {
    if input::is_file(token) {
        return Err(Error::FileName(token.to_owned()));
    }
    let given = input::bytes(Some(token), cx)?;
    if given.is_empty() {
        return Err(input::malformed(Malformed::Empty));
    }
    if given.len() > MAX_TOKEN_BYTES {
        return Err(unreadable(Malformed::TooLarge.to_string(), WAY_OUT));
    }
    input::only_one(&given)?;
    let Some(Look { carried, told, several }) = look(&given) else {
        return Err(unreadable(Malformed::NotText.to_string(), WAY_OUT));
    };
    if !several.is_empty() {
        return Err(unreadable(of_several(&several), ONE_OF_THEM));
    }
    match told {
        None => {}
        Some(Ok(known)) => {
            let message = format!("--like takes header and claims of a JWT, and this is {}", known.what);
            return Err(unreadable(message, known.way_out.as_deref().unwrap_or(WAY_OUT)));
        }
        Some(Err(damaged)) => return Err(unreadable(damaged.what, damaged.hint)),
    }
    let text = &*carried.text;
    if text.contains('~') {
        let hint = "give what is before the first `~`, which is a JWT; what the others disclose is given with --claim";
        return Err(unreadable("--like takes header and claims of a JWT, and this is an SD-JWT", hint));
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [header, payload, _] = parts[..] else {
        let message =
            format!("--like takes header and claims of a JWT, and this is none: {}", Malformed::Parts(parts.len()));
        return Err(unreadable(
            message,
            "an opaque token says nothing by itself; give a JWT, or claims as JSON with --claims FILE",
        ));
    };
    let object = |part, name| {
        encoded_object(part, name)
            .map_err(|fault| unreadable(format!("--like takes header and claims of a JWT, and {fault}"), WAY_OUT))
    };
    let (header, claims) = (object(header, "header")?, object(payload, "payload")?);
    let alg = header.get("alg").and_then(serde_json::Value::as_str);
    if alg.is_none_or(|alg| alg.eq_ignore_ascii_case("none")) {
        let message = match alg {
            Some(_) => "the token for --like is signed with `none`: nobody stands behind it",
            None => "the token for --like names no algorithm, so that it is no signed token",
        };
        return Err(unreadable(message, UNSIGNED));
    }
    Ok(Likeness::of(&header, &claims, cx.now()))
}

fn unreadable(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Unreadable { message: message.into(), hint: hint.into() }
}

/// Says what was not taken of the token, and what is new.
pub fn tell(like: &Likeness, cx: &mut Context<'_>) {
    if !like.left_of_header.is_empty() {
        cx.ui.note(&format!("left out of the header of the token: {}", like.left_of_header.join(", ")));
    }
    if !like.left.is_empty() {
        let left: Vec<String> = like.left.iter().map(LeftClaim::to_string).collect();
        cx.ui.note(&format!("left out of its claims: {}", left.join(", ")));
    }
    if !like.reset.is_empty() {
        let length = match like.taken.ttl {
            Some(ttl) => format!("; it lives {ttl}, as that one did"),
            None => "; how long that one lived is not known".to_owned(),
        };
        cx.ui.note(&format!("new: {}{length}", like.reset.join(", ")));
    }
}

/// The user whom the token is of; none where its app acts for itself.
pub fn user(like: &Likeness) -> Result<Option<UserId>, Error> {
    let Some(subject) = &like.subject else { return Ok(None) };
    if like.clients.iter().any(|(_, client)| client == subject) {
        return Ok(None);
    }
    let refused = |problem: IdError| {
        Error::usage(format!("the sub of the token for --like is no user here: {problem}"), "name the user with --user")
    };
    UserId::new(subject).map(Some).map_err(refused)
}
