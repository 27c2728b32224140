//! Tokens, consents and families that are named by the start of their id; and the starts by which they can be named.

use super::error::Result;
use super::parts::Authority;
use crate::core::id_name::{IdName, IdOf, IdStart, NAMED, Startable, unique_start};
use crate::core::{Jti, near};
use crate::store::Read;

impl Authority {
    /// The id that is meant. A whole one is taken as it is, whether or not the ledger has it.
    pub fn whole<I: Startable>(&self, name: &IdName<I>) -> Result<I> {
        match name {
            IdName::Whole(id) => Ok(*id),
            IdName::Start(start) => started(&*self.store.read()?, start),
        }
    }

    /// How many letters of each of these texts name one thing of the ledger alone, of those that are ids or kids.
    pub fn starts<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Result<Vec<(&'t str, usize)>> {
        let (kids, read) = (self.keys()?, self.store.read()?);
        let kids: Vec<String> = kids.into_iter().map(|key| key.kid.to_string()).collect();
        let mut starts = Vec::new();
        for text in texts {
            if let Ok(id) = text.parse::<Jti>() {
                let mut beside = Vec::new();
                for of in IdOf::ALL {
                    beside.extend(
                        read.ids_beside(of, id.as_bytes())?.into_iter().map(|id| Jti::from_bytes(id).to_string()),
                    );
                }
                starts.push((text, unique_start(text, beside)));
            } else if kids.iter().any(|kid| kid == text) {
                let others = kids.iter().map(String::as_str).filter(|kid| *kid != text);
                starts.push((text, near::unique_start(text, others)));
            }
        }
        Ok(starts)
    }
}

/// The only id that begins so.
pub(super) fn started<I: Startable>(read: &(impl Read + ?Sized), start: &IdStart) -> Result<I> {
    let (low, high) = start.range();
    let most = u32::try_from(NAMED + 1).unwrap_or(u32::MAX);
    let found: Vec<I> = read.ids_between(I::OF, &low, &high, most)?.into_iter().map(I::of_bytes).collect();
    Ok(start.find(&found)?)
}
