//! A JWKS: of a public one, what can be used is taken, and the rest is named; private ones are taken whole or not at all.

use serde_json::Value;

use super::algorithm::algorithm;
use super::error::ImportError;
use super::jwk::{Read, named, nameless};
use super::material::{Asked, Material};
use super::members::member;
use super::note::Note;
use super::settle::checked;
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::json::{Object, parse_object};
use crate::core::verify::Excerpt;

/// A member of a set that can be used.
struct Found {
    place: usize,
    material: Material,
    odd: Vec<&'static str>,
}

/// A member of a set that cannot.
struct Left {
    place: usize,
    kid: Option<String>,
    why: ImportError,
}

/// Reads a JWK, or the keys of a JWKS. The algorithm that is asked for goes to the members of a set that leave theirs open, and
/// is not asked for any more.
pub(super) fn read(bytes: &[u8], asked: &mut Asked, notes: &mut Vec<Note>) -> Result<Vec<Material>, ImportError> {
    let object = parse_object(bytes).map_err(ImportError::Json)?;
    let Some(keys) = member(&object, "keys") else {
        let (material, odd) = named(&object, *asked)?;
        notes.extend(odd.into_iter().map(|member| Note::Normalised { place: None, member }));
        return Ok(vec![material]);
    };
    let keys = keys.as_array().ok_or(ImportError::Member { member: "keys", problem: "is not a list" })?;
    let asked = std::mem::take(asked);
    set(keys, asked, notes)
}

fn set(keys: &[Value], asked: Asked, notes: &mut Vec<Note>) -> Result<Vec<Material>, ImportError> {
    if keys.is_empty() {
        return Err(ImportError::EmptySet);
    }
    let objects = || keys.iter().filter_map(Value::as_object);
    if objects().next().is_none() {
        return Err(NOT_A_KEY);
    }
    let is_secret = |key: &&Object| ["d", "k", "priv"].into_iter().any(|name| member(key, name).is_some());
    let secrets = objects().filter(is_secret).count();
    if secrets > 0 && secrets < keys.len() {
        return Err(ImportError::MixedSet);
    }
    let (mut found, mut left) = (Vec::new(), Vec::new());
    for (place, key) in (1..).zip(keys) {
        match one(key, asked) {
            Ok((material, odd)) => found.push(Found { place, material, odd }),
            Err(why) if secrets == 0 => left.push(Left { place, kid: kid_of(key), why }),
            Err(why) if keys.len() == 1 => return Err(why),
            Err(why) => return Err(ImportError::OfSet { place, kid: kid_of(key), why: Box::new(why) }),
        }
    }
    let mut taken: Vec<Found> = Vec::new();
    for key in found {
        // The same key twice is one.
        if !taken.iter().any(|taken| is_same(&taken.material, &key.material)) {
            taken.push(key);
        }
    }
    let is_repeated = |key: &Found| {
        let kid = key.material.kid.as_ref();
        kid.is_some() && taken.iter().filter(|other| other.material.kid.as_ref() == kid).count() > 1
    };
    let repeated: Vec<usize> = taken.iter().filter(|key| is_repeated(key)).map(|key| key.place).collect();
    if secrets > 0 && !repeated.is_empty() {
        return Err(ImportError::RepeatedKid);
    }
    for place in &repeated {
        left.push(Left { place: *place, kid: kid_of(&keys[place - 1]), why: ImportError::RepeatedKid });
    }
    taken.retain(|key| !repeated.contains(&key.place));
    left.sort_by_key(|left| left.place);
    if taken.is_empty() {
        return Err(nothing(left));
    }
    for Found { place, odd, .. } in &taken {
        notes.extend(odd.iter().map(|member| Note::Normalised { place: Some(*place), member }));
    }
    notes.extend(left.into_iter().map(|Left { place, kid, why }| Note::MemberLeft { place, kid, why: said(&why) }));
    Ok(taken.into_iter().map(|found| found.material).collect())
}

const NOT_A_KEY: ImportError = ImportError::Member { member: "keys", problem: "has something that is not a key" };

fn one(key: &Value, asked: Asked) -> Result<Read, ImportError> {
    let jwk = key.as_object().ok_or(NOT_A_KEY)?;
    let (material, odd) = named(jwk, asked)?;
    Ok((settled(material, asked.algorithm)?, odd))
}

/// A key of a set, with its algorithm. What is asked for is for keys that leave it open: others of the set are what they say.
pub(super) fn settled(material: Material, asked: Option<Algorithm>) -> Result<Material, ImportError> {
    let (is_open, default) = (material.algorithm.is_none(), material.kind.only_algorithm());
    let is_asked = |asked: &Algorithm| is_open && (default.is_none() || material.kind.fits(*asked));
    let algorithm = algorithm(&material, asked.filter(is_asked))?;
    if let Some(spki) = &material.public {
        checked(algorithm, spki)?;
    }
    Ok(Material { algorithm: Some(algorithm), ..material })
}

/// A member of a set that others judge by, whatever its id.
pub(super) fn unnamed(jwk: &Object, asked: Option<Algorithm>) -> (Option<Vec<u8>>, Result<Read, ImportError>) {
    match nameless(jwk, asked) {
        Err(why) => (None, Err(why)),
        Ok((material, odd)) => {
            let public = material.public.clone();
            (public, settled(material, asked).map(|material| (material, odd)))
        }
    }
}

fn is_same(one: &Material, other: &Material) -> bool {
    let same = one.kid == other.kid && one.algorithm == other.algorithm;
    same && one.public == other.public && one.private == other.private
}

/// The id of a member, where it is one that can be told.
fn kid_of(key: &Value) -> Option<String> {
    let kid = member(key.as_object()?, "kid")?.as_str().filter(|kid| Kid::new(*kid).is_ok())?;
    Some(Excerpt::of(kid).to_string())
}

/// Why a member is left out, with what can be done about it at once.
pub(super) fn said(why: &ImportError) -> String {
    match why {
        ImportError::OpenAlgorithm(_) => format!("{why}: name it with --alg"),
        why => why.to_string(),
    }
}

/// Why nothing of a set can be used.
fn nothing(mut left: Vec<Left>) -> ImportError {
    let are_repeated = left.iter().all(|left| matches!(left.why, ImportError::RepeatedKid));
    if (left.len() == 1 || are_repeated)
        && let Some(last) = left.pop()
    {
        return last.why;
    }
    let mut members: Vec<String> = left
        .iter()
        .take(NAMED)
        .map(|left| {
            let kid = left.kid.as_ref().map_or(String::new(), |kid| format!(" ({kid})"));
            format!("key {}{kid}: {}", left.place, left.why)
        })
        .collect();
    members.extend((left.len() > NAMED).then(|| format!("and {} more", left.len() - NAMED)));
    let count = left.len();
    let first = Box::new(left.swap_remove(0).why);
    ImportError::NoneOfSet { count, members: members.join("; "), first }
}

/// How many members are named where none can be used.
const NAMED: usize = 3;

/// The one key of a JWK, or of a JWKS that has no other, for one who does not go by its id.
pub(super) fn only(bytes: &[u8], asked: Option<Algorithm>, notes: &mut Vec<Note>) -> Result<Material, ImportError> {
    let object = parse_object(bytes).map_err(ImportError::Json)?;
    let jwk = match member(&object, "keys") {
        None => &object,
        Some(keys) => {
            let keys = keys.as_array().ok_or(ImportError::Member { member: "keys", problem: "is not a list" })?;
            match keys.as_slice() {
                [] => return Err(ImportError::EmptySet),
                [Value::Object(jwk)] => jwk,
                [_] => return Err(NOT_A_KEY),
                many => return Err(ImportError::Several(many.len())),
            }
        }
    };
    let (material, odd) = nameless(jwk, asked)?;
    notes.extend(odd.into_iter().map(|member| Note::Normalised { place: None, member }));
    Ok(material)
}
