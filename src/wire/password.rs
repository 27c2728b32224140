//! A password that was just hashed.

document! {
    /// The hash of a password (Argon2id).
    pub struct PasswordDocument<'a> as "hash of a password" {
        /// Its text, as it stands in a users file.
        password: &'a str,
    }
}
