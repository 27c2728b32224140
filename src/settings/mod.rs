//! What the `config.toml` of a home says, and what a policy file does.

mod access;
pub mod edit;
mod fields;
pub mod file;
mod fingerprint;
mod issuer;
mod login;
#[cfg(feature = "serve")]
mod people;
pub mod policy;
mod profile;
pub mod reference;
mod risk;
mod scope_words;
mod section;
mod strangers;
mod trusted;
mod values;

pub use access::AccessSettings;
pub use file::{ACCESS_TTL, Settings, SettingsError};
pub use fingerprint::{Fingerprint, digest};
pub use login::{LoginSettings, USERS_FILE};
#[cfg(feature = "serve")]
pub use people::{Doubt, People};
pub use policy::{Document, IssuerPolicy, Policy, PolicyPlace, PolicySource, issuer_names, load_policy, policy_names};
pub use profile::{FoundProfile, ListedProfile, ProfileError, ProfileOrigin, Profiles, is_built_in};
pub use trusted::is_of_home as is_issuer_file;
