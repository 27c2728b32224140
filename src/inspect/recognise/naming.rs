//! What was shown as a token, whatever stands around it: the one place that is asked by those who show and by those who refuse.

use std::borrow::Cow;
use std::fmt;

use super::carrier::{self, Carried, Carrier};
use super::dispatch::recognise;
use super::recognised::{Recognised, Told};
use super::within::{self, Within};
use crate::inspect::salvage::{Fault, Readable};
use crate::inspect::sd_jwt::SdJwt;

/// What was shown as a token.
pub struct Look<'t> {
    /// The token, or what is most likely meant for it; and what stood around it.
    pub carried: Carried<'t>,
    /// What it is, if it is anything known but a JWT.
    pub told: Told,
    /// What the tokens stand in, where they are several.
    pub several: Vec<Carrier>,
}

/// What a text is that is no token, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is, as one sentence.
    pub what: String,
    /// What to do.
    pub way_out: Option<String>,
}

/// Looks at what was shown; nothing where it is no text.
pub fn look(bytes: &[u8]) -> Option<Look<'_>> {
    let Carried { text, carriers } = carrier::text(bytes)?;
    match text {
        Cow::Borrowed(text) => Some(look_at(text, carriers)),
        Cow::Owned(text) => {
            let Look { carried, told, several } = look_at(&text, carriers);
            let carried = Carried { text: Cow::Owned(carried.text.into_owned()), carriers: carried.carriers };
            Some(Look { carried, told, several })
        }
    }
}

fn look_at(text: &str, mut carriers: Vec<Carrier>) -> Look<'_> {
    let found = |text, carriers, told| Look {
        carried: Carried { text: Cow::Borrowed(text), carriers },
        told,
        several: Vec::new(),
    };
    if let Some(told) = recognise(text) {
        return found(text, carriers, Some(told));
    }
    let (inner, around) = carrier::without_ends(text);
    if !around.is_empty() {
        carriers.extend(around);
        if let Some(told) = recognise(inner) {
            return found(inner, carriers, Some(told));
        }
    }
    // With what stands for what was cut out.
    let is_one = |c: char| u8::try_from(c).is_ok_and(is_of_compact) || matches!(c, '…' | '*' | '[' | ']');
    if inner.bytes().all(is_of_compact) || (inner.starts_with("eyJ") && inner.chars().all(is_one)) {
        return found(inner, carriers, None);
    }
    if let Some(joined) = unwrapped(inner) {
        carriers.push(Carrier::Wrapped);
        let told = recognise(&joined);
        return Look { carried: Carried { text: Cow::Owned(joined), carriers }, told, several: Vec::new() };
    }
    if let Some(told) = within::answer(inner) {
        carriers.push(Carrier::Answer);
        return found(inner, carriers, Some(told));
    }
    let mut tokens = within::tokens(inner);
    match tokens.len() {
        0 => found(inner, carriers, None),
        1 => {
            let Within { text, carrier } = tokens.remove(0);
            carriers.retain(|known| *known != carrier);
            carriers.push(carrier);
            found(text, carriers, recognise(text))
        }
        _ => Look { several: tokens.into_iter().map(|token| token.carrier).collect(), ..found(inner, carriers, None) },
    }
}

/// Names what was shown where a token was wanted; nothing where it is one, or nothing that is known.
pub fn name(bytes: &[u8]) -> Option<Named> {
    let Look { carried: Carried { text, carriers }, told, several } = look(bytes)?;
    if !several.is_empty() {
        return Some(Named { what: of_several(&several), way_out: Some(ONE_OF_THEM.to_owned()) });
    }
    let around = (!carriers.is_empty()).then(|| in_words(&carriers));
    let named = match told {
        Some(Ok(Recognised { what, way_out, .. })) => Named { what: format!("this is {what}"), way_out },
        Some(Err(damaged)) => Named { what: damaged.what, way_out: Some(damaged.hint.to_owned()) },
        None if text.contains('~') && SdJwt::of(&text).is_some() => of_sd_jwt(&SdJwt::of(&text)?),
        None => match Readable::of(&text) {
            Some(read) if read.is_sound() || carriers.len() > 1 => {
                return around.map(|around| alone(&around, &carriers));
            }
            Some(read) => of_fault(read.faults.first()?),
            None if is_start_of_header(&text) => Named {
                what: "this is the start of a token, cut off in its header".to_owned(),
                way_out: Some(Fault::CutOff.way_out().to_owned()),
            },
            None => return around.filter(|_| looks_like_one(&text)).map(|around| alone(&around, &carriers)),
        },
    };
    Some(match around {
        Some(around) => Named { what: format!("{}, {around}", named.what), way_out: named.way_out },
        None => named,
    })
}

/// What to do where there are several tokens.
pub const ONE_OF_THEM: &str = "give one of them; many are judged one a line, with --batch";

/// That several tokens were shown.
pub fn of_several(several: &[Carrier]) -> String {
    let mut names: Vec<String> = several.iter().take(5).map(ToString::to_string).collect();
    names.dedup();
    format!("{} tokens are in the text: {}", several.len(), names.join("; "))
}

/// What stands around a token, as the end of "the token is …".
pub fn in_words(carriers: &[Carrier]) -> String {
    carriers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// That a token is good to be looked at, without what stands around it.
pub fn alone(around: &str, carriers: &[Carrier]) -> Named {
    let ways: Vec<&str> = carriers.iter().filter_map(Carrier::way_out).collect();
    let way_out = if ways.is_empty() { "give the token alone".to_owned() } else { ways.join("; ") };
    Named { what: format!("the token is {around}"), way_out: Some(way_out) }
}

/// That a text is an SD-JWT.
pub fn of_sd_jwt(read: &SdJwt<'_>) -> Named {
    let count = match read.disclosures.len() {
        0 => "no disclosures".to_owned(),
        1 => "1 disclosure".to_owned(),
        count => format!("{count} disclosures"),
    };
    let bound = if read.key_binding.is_some() { "with key binding" } else { "without key binding" };
    Named {
        what: format!("this is an SD-JWT (RFC 9901) with {count}, {bound}"),
        way_out: Some(
            "`token decode` shows what it discloses; what is before the first `~` is a JWT whose signature can be judged alone"
                .to_owned(),
        ),
    }
}

fn of_fault(fault: &Fault) -> Named {
    Named { what: fault.to_string(), way_out: Some(fault.way_out().to_owned()) }
}

/// Whether a text begins as the header of a token does, and ends before the header does, with or without what stands for the rest.
fn is_start_of_header(text: &str) -> bool {
    let kept = ["…", "..."].iter().find_map(|ellipsis| text.strip_suffix(ellipsis)).unwrap_or(text);
    kept.len() > 3 && looks_like_one(kept) && kept.bytes().all(|byte| byte != b'.' && is_of_compact(byte))
}

fn looks_like_one(text: &str) -> bool {
    text.starts_with("eyJ")
}

fn is_of_compact(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'+' | b'/' | b'~')
}

/// A token that was broken into lines, put together again.
fn unwrapped(text: &str) -> Option<String> {
    let is_whole = |word: &&str| word.starts_with("eyJ") && word.matches('.').count() >= 2;
    if !text.starts_with("eyJ") || text.split_whitespace().filter(is_whole).count() > 1 {
        return None;
    }
    let joined: String = text.split_whitespace().collect();
    let is_token = joined.bytes().all(is_of_compact) && joined.len() < text.len() && joined.matches('.').count() >= 2;
    (is_token && Readable::of(joined.split('~').next()?).is_some()).then_some(joined)
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.way_out.as_ref().map_or(Ok(()), |way_out| write!(f, "; {way_out}"))
    }
}
