//! Settings: as they are, what they mean, and what was changed of them.

use serde_json::Value;

use super::member::Maybe;

document! {
    /// Every setting of a home and of a command, as it is.
    pub struct SettingList<'a> as "list of settings" {
        /// The folder of the home.
        home: &'a str,
        /// Each, in the order in which the reference has them.
        settings: Vec<SettingDocument<'a>>,
    }
}

document! {
    /// A setting as it is.
    pub struct SettingDocument<'a> as "setting" {
        /// Its name, with that of its table.
        name: &'a str,
        /// Its value; absent where it has none, and where it is not told.
        value: Maybe<&'a Value>,
        /// Where that comes from: `flag`, `variable`, `found` (a folder above), `file`, `default`, or `unset` where it has none.
        source: &'static str,
        /// The flag or the variable.
        by: Maybe<&'static str>,
        /// The line of config.toml.
        line: Maybe<u64>,
        /// Whether its value is not told, because a secret could stand in it.
        secret: bool,
    }
}

document! {
    /// What a setting means.
    pub struct ExplainedSetting<'a> as "meaning of a setting" {
        /// Its name, with that of its table.
        name: &'a str,
        /// What it is.
        meaning: &'a str,
        /// What it takes.
        takes: &'a str,
        /// Whether it cannot be left out, of the file or of its table.
        required: bool,
        /// What it is where nobody says another; absent where it is nothing then.
        default: Maybe<&'a Value>,
        /// What it means that it is not set; absent where it has a default, or cannot be left out.
        unset: Maybe<&'a str>,
        /// How config.toml says it, or the command line.
        example: &'a str,
        /// What a change of it means for what is there already; absent where that is nothing.
        change: Maybe<&'a str>,
        /// The flag that says it; absent where config.toml does.
        flag: Maybe<&'static str>,
        /// The variable that says it; absent where none does.
        variable: Maybe<&'static str>,
        /// Whether its value is not told, because a secret could stand in it.
        secret: bool,
    }
}

document! {
    /// Settings that were changed.
    pub struct ChangedSettings<'a> as "changed settings" {
        /// The file.
        file: &'a str,
        /// `config`, where nothing was done and it is only told; else absent.
        plan: Maybe<&'static str>,
        /// What is no longer as it was; nothing where all was so already.
        changes: Vec<ChangedSetting<'a>>,
    }
}

document! {
    /// A setting that was changed.
    pub struct ChangedSetting<'a> as "changed setting" {
        /// Its name, with that of its table.
        name: &'a str,
        /// What it was; absent where it had no value, and where it is not told.
        before: Maybe<&'a Value>,
        /// What it is; absent where it has no value, and where it is not told.
        after: Maybe<&'a Value>,
        /// Whether it is by default what it is.
        default: bool,
        /// Whether its value is not told, because a secret could stand in it.
        secret: bool,
    }
}
