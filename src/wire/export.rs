//! Files that are written for others: key sets, sites, and the configurations of verifiers.

use super::member::Maybe;
use crate::core::{Algorithm, Audience, Issuer};

document! {
    /// Files that were written for others into a folder, or would be.
    pub struct ExportedFiles as "exported files" {
        /// `export`, where it is a plan: nothing was written.
        plan: Maybe<&'static str>,
        /// Each, in the order in which they are written.
        files: Vec<ExportedFile>,
        /// The folder.
        folder: String,
        /// For how many seconds the key set may be kept, where that is said beside it.
        max_age: Maybe<i64>,
    }
}

document! {
    /// A file that was written for others.
    pub struct ExportedFile as "exported file" {
        /// Its name in the folder.
        file: String,
        /// `written`, `unchanged`, `removed`, or `left` where it is somebody else's.
        outcome: &'static str,
    }
}

document! {
    /// What a verifier is configured with to take the tokens of this home and no others.
    pub struct VerifierConfig<'a> as "verifier configuration" {
        /// Which verifier.
        verifier: &'static str,
        /// Whose tokens: the `iss`, to the letter.
        issuer: &'a Issuer,
        /// For whom they must be: one of these.
        audiences: &'a [Audience],
        /// With what they are signed: one of these.
        algs: &'a [Algorithm],
        /// Where the keys are.
        jwks_uri: &'a str,
        /// Which scopes they must have: all of these.
        scopes: Vec<&'a str>,
        /// What to configure it with.
        files: Vec<ConfigFile<'a>>,
    }
}

document! {
    /// A file of a configuration.
    pub struct ConfigFile<'a> as "configuration file" {
        /// What it is called.
        file: &'static str,
        /// What is in it.
        text: &'a str,
    }
}
