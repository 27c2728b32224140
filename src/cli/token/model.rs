//! What a token is modelled on: the profile and the token that flags name, read.

use std::sync::Arc;

use super::like;
use super::model_args::ModelArgs;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::core::Omittable;
use crate::core::claims::profile::{Likeness, Model, Profile};
use crate::settings::Profiles;

/// What the flags name.
#[derive(Debug, Default)]
pub struct Named {
    profile: Option<Arc<Profile>>,
    /// What was taken of another token.
    pub like: Option<Likeness>,
}

impl Named {
    /// Reads what the flags name; profiles by name are those of the home where there is one.
    pub fn read(
        args: &ModelArgs,
        profiles: impl FnOnce(&Context<'_>) -> Result<Profiles, Error>,
        cx: &mut Context<'_>,
    ) -> Result<Self, Error> {
        let profile = match &args.profile {
            None => None,
            Some(name) => {
                let found = profiles(cx)?.find(name)?;
                Some(Arc::new(found.profile.with(&args.set)?))
            }
        };
        let like = args.like.as_deref().map(|token| like::read(token, cx)).transpose()?;
        Ok(Self { profile, like })
    }

    /// The model of the two; none where nothing was named. Scopes that somebody asks for are said, also where the other token
    /// said none.
    pub fn model(&self, scopes_are_asked: bool) -> Option<Model> {
        let like = self.like.as_ref().map(|like| {
            let mut taken = like.taken.clone();
            if scopes_are_asked {
                taken.shape.without.remove(&Omittable::Scope);
            }
            Arc::new(taken)
        });
        (self.profile.is_some() || like.is_some()).then(|| Model { profile: self.profile.clone(), like })
    }
}
