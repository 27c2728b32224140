//! The argument that names a key.

use clap::Args;

use crate::core::{Algorithm, KeyName};

// Which key.
#[derive(Debug, Clone, Args)]
pub struct KeyArgs {
    /// The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
    kid: KeyName,
    /// Among the keys of this algorithm, where a word such as @active fits several
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
}

impl KeyArgs {
    /// What was said.
    pub fn name(&self) -> KeyName {
        self.kid.clone().of(self.alg)
    }
}
