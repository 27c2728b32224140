//! Profiles: how the tokens of an issuer look.

use super::member::Maybe;
use crate::core::claims::ClaimMap;

document! {
    /// A profile in a list.
    pub struct ProfileRow<'a> as "profile in a list" {
        /// Its name.
        name: &'a str,
        /// `built-in`, or `home` for one in the folder `profiles` of the home.
        origin: &'static str,
        /// Its file; null where it is built in.
        file: Option<String>,
        /// One line on what it is.
        description: Option<&'a str>,
        /// The profile that it goes on from.
        extends: Option<&'a str>,
        /// Why it cannot be used, where it cannot.
        problem: Maybe<String>,
    }
}

document! {
    /// The profiles that `--profile` takes by name.
    pub struct ProfileList<'a> as "list of profiles" {
        /// The profiles, by name.
        profiles: Vec<ProfileRow<'a>>,
    }
}

document! {
    /// A profile, and an example of what it makes.
    pub struct ProfileDocument<'a> as "profile" {
        /// Its name.
        name: &'a str,
        /// `built-in`, `home` for one in the folder `profiles` of the home, or `file`.
        origin: &'static str,
        /// Its file; null where it is built in.
        file: Option<String>,
        /// One line on what it is.
        description: Option<&'a str>,
        /// The profile that it goes on from.
        extends: Option<&'a str>,
        /// The values that `--set` changes, with those that it goes on from, as they are where nobody does.
        set: &'a ClaimMap,
        /// Its text, in TOML.
        toml: &'a str,
        /// The header of an access token, as an example.
        header: &'a ClaimMap,
        /// The claims of that token, for the user `alice` and an app `demo`.
        claims: &'a ClaimMap,
        /// What an ID token has besides its usual claims.
        id_claims: &'a ClaimMap,
    }
}
