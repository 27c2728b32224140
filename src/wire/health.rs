//! What was found when a home was looked over.

document! {
    /// What was found when a home was looked over, and what was mended.
    pub struct HealthDocument<'a> as "health of a home" {
        /// Its folder.
        home: &'a str,
        /// Whether nothing was found that is an error.
        healthy: bool,
        /// How many errors: something does not work, or is not safe.
        errors: usize,
        /// How many warnings: it works, and will not always.
        warnings: usize,
        /// How many notes.
        notes: usize,
        /// What was found, the worst first.
        findings: Vec<HealthFinding<'a>>,
        /// What was found and mended, with `--fix`.
        fixed: Vec<HealthFinding<'a>>,
    }
}

document! {
    /// Something that was found.
    pub struct HealthFinding<'a> as "finding in a home" {
        /// The word for programs. It keeps its meaning.
        code: &'static str,
        /// `error`, `warning` or `note`.
        severity: &'static str,
        /// What was found, for people.
        what: String,
        /// Why that matters.
        why: &'static str,
        /// The file or folder; null where it is about none.
        path: Option<String>,
        /// The key; null where it is about none.
        kid: Option<&'a str>,
        /// The command that mends it; null where none does alone.
        command: Option<String>,
        /// What else to do; null where the command does.
        advice: Option<&'static str>,
        /// Whether `--fix` mends it, which it does without loss.
        fixable: bool,
    }
}
