//! Values that look like flags. A base64url text begins with a hyphen once in 64, so wherever a command takes an id, what is none
//! of its flags is one; and no flag is a digit, so `-1` is the value of the flag before it, which says what it takes.
//!
//! Only a command line that the parser did not understand is looked at: all others pay nothing for it.

use std::ffi::OsString;

use clap::{Arg, Command};

/// Arguments that take ids, and may be given any text that is no flag.
const IDS: [&str; 3] = ["kid", "key", "id"];
/// Options that take words of people and others' ids. What has the shape of a long flag is a flag to them: it was mistyped more
/// often than meant.
const WORDS: [&str; 7] = ["user", "nonce", "reason", "by", "device", "user_agent", "sub"];

/// A command line, taken apart as far as a tree of commands knows it.
struct Parts {
    /// The program, the commands, and flags with their values.
    flags: Vec<OsString>,
    /// All else, in order.
    values: Vec<OsString>,
    /// Whether a text that begins with a hyphen was taken for a value.
    is_other: bool,
    /// Whether a flag that not every command has, or a value, was given.
    is_used: bool,
}

/// The same command line, in which no id can be taken for a flag; none where there is nothing to do. The tree is built.
pub fn shielded(tree: &Command, argv: &[OsString]) -> Option<Vec<OsString>> {
    let Parts { mut flags, values, is_other, .. } = apart(tree, argv);
    is_other.then(|| {
        if !values.is_empty() {
            flags.push("--".into());
            flags.extend(values);
        }
        flags
    })
}

/// Whether more was given than commands, global flags and the flags that ask for help.
pub fn is_used(tree: &Command, argv: &[OsString]) -> bool {
    apart(tree, argv).is_used
}

fn apart(tree: &Command, argv: &[OsString]) -> Parts {
    let mut parts = Parts { flags: Vec::new(), values: Vec::new(), is_other: false, is_used: false };
    let mut command = tree;
    let mut words = argv.iter();
    parts.flags.extend(words.next().cloned());
    while let Some(word) = words.next() {
        let Some(text) = word.to_str() else {
            parts.values.push(word.clone());
            continue;
        };
        if text == "--" {
            parts.values.extend(words.by_ref().cloned());
        } else if text == "-" || !text.starts_with('-') {
            match command.find_subcommand(text).filter(|_| parts.values.is_empty()) {
                Some(below) => {
                    command = below;
                    parts.flags.push(word.clone());
                }
                None => parts.values.push(word.clone()),
            }
        } else if let found @ (Flag::One(_) | Flag::Some) = flag(command, text) {
            let known = if let Flag::One(arg) = found { Some(arg) } else { None };
            parts.is_used |= known.is_some_and(|arg| !arg.is_global_set() && !asks_for_help(arg));
            // A value that follows is the flag's, whatever it begins with, where it takes any text.
            let takes_next = known.filter(|arg| takes_value(arg) && !text.contains('='));
            let next = takes_next.and_then(|arg| Some((arg, words.as_slice().first()?)));
            match next {
                Some((arg, next)) if is_any_text(command, arg, next) => {
                    words.next();
                    let mut joined = word.clone();
                    joined.push("=");
                    joined.push(next);
                    parts.flags.push(joined);
                    parts.is_other = true;
                }
                // The parser takes it, whatever it begins with.
                Some((arg, next)) if arg.is_allow_hyphen_values_set() => {
                    words.next();
                    parts.flags.extend([word.clone(), next.clone()]);
                }
                Some((_, next)) if !next.as_encoded_bytes().starts_with(b"-") || next == "-" => {
                    words.next();
                    parts.flags.extend([word.clone(), next.clone()]);
                }
                _ => parts.flags.push(word.clone()),
            }
        } else if command.get_positionals().any(|arg| IDS.contains(&arg.get_id().as_str())) {
            parts.values.push(word.clone());
            parts.is_other = true;
        } else {
            parts.flags.push(word.clone());
            parts.is_used = true;
        }
    }
    parts.is_used |= !parts.values.is_empty();
    parts
}

/// What a word that begins with a hyphen is to a command.
enum Flag<'c> {
    /// This flag.
    One(&'c Arg),
    /// Several short ones.
    Some,
    /// None that it has.
    None,
}

/// What a word that begins with a hyphen is to a command.
fn flag<'c>(command: &'c Command, text: &str) -> Flag<'c> {
    if let Some(long) = text.strip_prefix("--") {
        let name = long.split('=').next().unwrap_or(long);
        let is_it =
            |arg: &&Arg| arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|all| all.contains(&name));
        return command.get_arguments().find(is_it).map_or(Flag::None, Flag::One);
    }
    let short = |letter: char| command.get_arguments().find(|arg| arg.get_short() == Some(letter));
    let mut letters = text.trim_start_matches('-').chars();
    match (letters.next().and_then(short), letters.as_str()) {
        (Some(only), "") => Flag::One(only),
        (Some(_), others) if others.chars().all(|letter| short(letter).is_some()) => Flag::Some,
        _ => Flag::None,
    }
}

/// Whether a word that begins with a hyphen is the value of this argument, and not a flag after a value that was forgotten.
fn is_any_text(command: &Command, arg: &Arg, word: &OsString) -> bool {
    let Some(text) = word.to_str().filter(|text| text.starts_with('-') && text.len() > 1 && *text != "--") else {
        return false;
    };
    let id = arg.get_id().as_str();
    // The parser takes it for a value by itself where any text may begin so.
    let is_number = text.as_bytes()[1].is_ascii_digit() && !arg.is_allow_hyphen_values_set();
    let may_be = is_number || IDS.contains(&id) || (WORDS.contains(&id) && !is_like_a_flag(text));
    may_be && matches!(flag(command, text), Flag::None)
}

/// Whether a word has the shape of a long flag, as people type one.
pub fn is_like_a_flag(text: &str) -> bool {
    let name = text.strip_prefix("--").filter(|name| name.len() > 2);
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
}

fn takes_value(arg: &Arg) -> bool {
    // What must be joined by = never stands in a word of its own.
    arg.get_num_args().is_some_and(|count| count.takes_values()) && !arg.is_require_equals_set()
}

fn asks_for_help(arg: &Arg) -> bool {
    ["help", "version"].contains(&arg.get_id().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory as _;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn tree() -> Command {
        let mut tree = Cli::command();
        tree.build();
        tree
    }

    #[test]
    fn what_is_no_flag_is_an_id_and_stands_where_nothing_else_is_read() {
        for (given, meant) in [
            ("mintage keys revoke -hABC --reason x", "mintage keys revoke --reason x -- -hABC"),
            ("mintage keys revoke --kid --reason x", "mintage keys revoke --reason x -- --kid"),
            ("mintage -q keys show -VABC --json", "mintage -q keys show --json -- -VABC"),
            ("mintage keys show -qvX", "mintage keys show -- -qvX"),
            ("mintage token list --key -hABC -q", "mintage token list --key=-hABC -q"),
            ("mintage token list --key --x --user -hans", "mintage token list --key=--x --user=-hans"),
            ("mintage app secret revoke shop -x", "mintage app secret revoke -- shop -x"),
            (
                "mintage token list --issued-after -1h --user -hans",
                "mintage token list --issued-after -1h --user=-hans",
            ),
            ("mintage app register shop --rate -1/h", "mintage app register --rate=-1/h -- shop"),
            ("mintage token list --limit -5 -q", "mintage token list --limit=-5 -q"),
            ("mintage keys revoke h2 --reason -hm", "mintage keys revoke --reason=-hm -- h2"),
        ] {
            assert_eq!(shielded(&tree(), &words(given)), Some(words(meant)), "{given}");
        }
    }

    #[test]
    fn flags_stay_flags() {
        for given in [
            "mintage keys revoke -h",
            "mintage keys show -qv",
            "mintage keys show -- -hABC",
            "mintage token list --key --json",
            "mintage token list --user --jsn",
            "mintage token verify --issuer x",
            "mintage token issue --app -x",
        ] {
            assert_eq!(shielded(&tree(), &words(given)), None, "{given}");
        }
    }

    #[test]
    fn help_alone_is_told_from_help_beside_a_verbs_arguments() {
        for (given, used) in [
            ("mintage keys revoke --help", false),
            ("mintage --home x keys revoke --json -h", false),
            ("mintage -V", false),
            ("mintage keys revoke -h --reason x", true),
            ("mintage keys revoke -h x", true),
            ("mintage token issue --dev --help", true),
        ] {
            assert_eq!(is_used(&tree(), &words(given)), used, "{given}");
        }
    }
}
