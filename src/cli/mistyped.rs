//! What is said of a command line that the parser does not understand: what is wrong, and what is mostly meant by it.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};

use super::args::Cli;
use super::escape::hide_secrets;
use super::meant::{self, Meant};
use crate::core::algorithm::AlgorithmError;
use crate::core::{Algorithm, AppName, near};
use crate::inspect::recognise::looks_secret;

/// Of more values than these, the nearest are told, and where the others are.
const FEW: usize = 8;

/// What is wrong, and what to do about it.
pub(super) fn told(error: &clap::Error, argv: &[OsString]) -> (String, Option<String>) {
    let (message, hint) = message_and_hint(&without_secret(error));
    let asked = Asked::new(error, argv);
    match error.kind() {
        ErrorKind::InvalidSubcommand => (message, asked.command().or(hint)),
        ErrorKind::UnknownArgument => (message, asked.flag().or(hint)),
        ErrorKind::InvalidValue => asked.value(message, hint),
        ErrorKind::ValueValidation => asked.named(message, hint),
        ErrorKind::MissingRequiredArgument if asked.path == "keys export" => {
            let hint =
                "all keys that verify: `mintage keys export --jwks`; one: its KID, as `mintage keys list` has it";
            (message, Some(hint.to_owned()))
        }
        _ => (message, hint),
    }
}

/// Whether a text that could be an id is rather a flag that was mistyped, or that of another tool.
pub(super) fn is_meant_otherwise(error: &clap::Error, word: &str, argv: &[OsString]) -> bool {
    let asked = Asked::new(error, argv);
    asked.is_foreign(word) || asked.is_near(word)
}

/// The command that argv names without saying which of those under it is meant, and those.
pub(super) fn unfinished(argv: &[OsString]) -> (String, Vec<String>) {
    let mut tree = Cli::command();
    tree.build();
    let (path, command) = walked(&tree, argv);
    let path = if path.is_empty() { "mintage".to_owned() } else { format!("mintage {path}") };
    (path, command.get_subcommands().map(|command| command.get_name().to_owned()).collect())
}

/// The command that argv names, without `mintage`, as far as there is one.
fn walked<'t>(tree: &'t Command, argv: &[OsString]) -> (String, &'t Command) {
    let (mut command, mut path) = (tree, Vec::new());
    for word in argv.iter().skip(1) {
        if let Some(under) = command.find_subcommand(word) {
            path.push(under.get_name());
            command = under;
        }
    }
    (path.join(" "), command)
}

/// A command line, and what the parser says of it.
struct Asked<'e> {
    error: &'e clap::Error,
    argv: &'e [OsString],
    tree: Command,
    /// The command that was named, without `mintage`.
    path: String,
}

impl<'e> Asked<'e> {
    fn new(error: &'e clap::Error, argv: &'e [OsString]) -> Self {
        let mut tree = Cli::command();
        tree.build();
        // What comes after the word that is none is not of its path.
        let wrong = text(error, ContextKind::InvalidSubcommand);
        let before = argv.iter().position(|word| wrong.is_some_and(|wrong| word == wrong)).unwrap_or(argv.len());
        let (path, _) = walked(&tree, &argv[..before]);
        Self { error, argv, tree, path }
    }

    fn at(&self) -> &Command {
        self.path.split(' ').filter(|word| !word.is_empty()).fold(&self.tree, |at, word| {
            let found = at.find_subcommand(word);
            found.unwrap_or(at)
        })
    }

    /// Whether a flag of the command is mostly meant.
    fn is_near(&self, given: &str) -> bool {
        let names: Vec<String> = self.at().get_arguments().filter_map(clap::Arg::get_long).map(dashed).collect();
        let flag = given.split('=').next().unwrap_or(given);
        !near::meant(flag, names.iter().map(String::as_str)).is_empty()
    }

    /// Whether a flag is that of another tool.
    fn is_foreign(&self, given: &str) -> bool {
        let flag = given.split('=').next().unwrap_or(given);
        let has =
            |flag: &str| self.at().get_arguments().filter_map(clap::Arg::get_long).any(|long| dashed(long) == flag);
        meant::flag(&self.path, flag, None, has).is_some()
    }

    fn help(&self) -> String {
        if self.path.is_empty() { "`mintage --help`".to_owned() } else { format!("`mintage {} --help`", self.path) }
    }

    /// What is meant by a command that is none.
    fn command(&self) -> Option<String> {
        let word = text(self.error, ContextKind::InvalidSubcommand)?;
        let next = self.argv.iter().skip_while(|given| *given != word).nth(1).and_then(|next| next.to_str());
        if word.eq_ignore_ascii_case("mintage") {
            return Some("leave the second `mintage` out".to_owned());
        }
        let quoted = |commands: &[String]| {
            near::or(&commands.iter().map(|command| format!("`mintage {command}`")).collect::<Vec<_>>())
        };
        if let Some(swapped) = next.and_then(|next| self.swapped(word, next)) {
            return Some(format!("that is {} here", quoted(&swapped)));
        }
        let commands = match meant::command(&self.path, word) {
            Some(Meant::Final(why)) => return Some(why.to_owned()),
            Some(Meant::Is(commands)) => {
                return Some(format!("that is {} here", quoted(&owned(commands.iter()))));
            }
            None => self.near_command(word, next),
        };
        if !commands.is_empty() {
            return Some(format!("did you mean {}?", quoted(&commands)));
        }
        let elsewhere = self.elsewhere(word);
        if (1..=near::MOST).contains(&elsewhere.len()) {
            return Some(format!("there is {}", quoted(&elsewhere)));
        }
        Some(format!("see {}", self.help()))
    }

    /// The commands that are nearest to a word, by their own names and by those that other tools have for them.
    fn near_command(&self, word: &str, next: Option<&str>) -> Vec<String> {
        let own = self.at().get_subcommands().map(Command::get_name);
        let foreign = meant::words(&self.path);
        let near = near::meant(word, own.chain(foreign));
        let mut found = Vec::new();
        for name in near {
            let meant = match self.at().find_subcommand(name) {
                Some(group) if group.has_subcommands() => {
                    // With the command below it, where that was named too.
                    let below = next.and_then(|next| group.find_subcommand(next));
                    below.map_or_else(|| vec![name.to_owned()], |below| vec![format!("{name} {}", below.get_name())])
                }
                Some(_) => vec![name.to_owned()],
                None => match meant::command(&self.path, name) {
                    // What cannot be taken back is told where it is asked for by its very name.
                    Some(Meant::Is(commands)) => {
                        found.extend(owned(commands.iter()));
                        continue;
                    }
                    Some(Meant::Final(_)) | None => continue,
                },
            };
            let of = |name: String| if self.path.is_empty() { name } else { format!("{} {name}", self.path) };
            found.extend(meant.into_iter().map(of));
        }
        let mut seen = Vec::new();
        found.retain(|command| {
            !seen.contains(command) && {
                seen.push(command.clone());
                true
            }
        });
        found.truncate(near::MOST);
        found
    }

    /// `list tokens` is `token list`.
    fn swapped(&self, verb: &str, thing: &str) -> Option<Vec<String>> {
        if !self.path.is_empty() {
            return None;
        }
        let groups = self.tree.get_subcommands().filter(|group| group.has_subcommands());
        let singular = |word: &str| word.trim_end_matches('s').to_ascii_lowercase();
        let group = groups.into_iter().find(|group| singular(group.get_name()) == singular(thing))?;
        if group.find_subcommand(verb).is_some() {
            return Some(vec![format!("{} {verb}", group.get_name())]);
        }
        match meant::command(group.get_name(), verb)? {
            Meant::Is(commands) => Some(owned(commands.iter())),
            Meant::Final(_) => None,
        }
    }

    /// The same word in other groups.
    fn elsewhere(&self, word: &str) -> Vec<String> {
        let groups = self.tree.get_subcommands().filter(|group| group.find_subcommand(word).is_some());
        groups.map(|group| format!("{} {word}", group.get_name())).collect()
    }

    /// What is meant by a flag that a command does not have, or by a word too many.
    fn flag(&self) -> Option<String> {
        let given = text(self.error, ContextKind::InvalidArg)?;
        if !given.starts_with('-') {
            return self.word_too_many(given);
        }
        let (flag, value) = given.split_once('=').map_or((given, None), |(flag, value)| (flag, Some(value)));
        let next = self.argv.iter().skip_while(|word| *word != given).nth(1).and_then(|next| next.to_str());
        let joined = self.argv.iter().find_map(|word| word.to_str()?.strip_prefix(flag)?.strip_prefix('='));
        let value = value.or(joined).or(next);
        let names: Vec<String> = self.at().get_arguments().filter_map(clap::Arg::get_long).map(dashed).collect();
        let has = |flag: &str| names.iter().any(|name| name == flag);
        if let Some(meant) = meant::flag(&self.path, flag, value, has) {
            return Some(format!("that is `{meant}` here; see {}", self.help()));
        }
        let aliases = self.at().get_arguments().filter_map(clap::Arg::get_visible_aliases).flatten().map(dashed);
        let all: Vec<String> = aliases.chain(names.iter().cloned()).collect();
        let near = if flag.starts_with("--") { near::meant(flag, all.iter().map(String::as_str)) } else { Vec::new() };
        match &near[..] {
            [] => Some(format!("see {}", self.help())),
            near => {
                let near: Vec<String> = near.iter().map(|flag| format!("`{flag}`")).collect();
                Some(format!("did you mean {}? see {}", near::or(&near), self.help()))
            }
        }
    }

    /// What follows the value of a flag was mostly meant to be of it.
    fn word_too_many(&self, word: &str) -> Option<String> {
        let place = self.argv.iter().position(|given| given == word)?;
        let flag = self.argv.get(place.checked_sub(2)?)?.to_str()?;
        let takes = |arg: &&clap::Arg| arg.get_long().is_some_and(|long| dashed(long) == flag) && takes_value(arg);
        let arg = self.at().get_arguments().find(takes)?;
        let is_many = matches!(arg.get_action(), clap::ArgAction::Append);
        Some(match flag {
            "--scope" | "--require-scope" => format!("several stand in quotes, spaces between them: {flag} 'a b'"),
            _ if is_many => format!("give {flag} once for each, or quote a value with spaces"),
            _ => format!("quote a value with spaces: {flag} '…'"),
        })
    }

    /// Of long lists, the nearest values, and where the others are.
    fn value(&self, message: String, hint: Option<String>) -> (String, Option<String>) {
        let Some(ContextValue::Strings(all)) = self.error.get(ContextKind::ValidValue) else { return (message, hint) };
        let (Some(given), Some(arg)) =
            (text(self.error, ContextKind::InvalidValue), text(self.error, ContextKind::InvalidArg))
        else {
            return (message, hint);
        };
        let flag = arg.split(' ').next().unwrap_or(arg);
        let names: Vec<String> = self.at().get_arguments().filter_map(clap::Arg::get_long).map(dashed).collect();
        if let Some(meant) = meant::flag(&self.path, flag, Some(given), |flag| names.iter().any(|name| name == flag)) {
            return (message, Some(format!("that is `{meant}` here")));
        }
        if given.is_empty() || is_left(given) {
            return (message, hint);
        }
        let names = || all.iter().map(String::as_str);
        if all.len() <= FEW {
            let near = near::meant(given, names());
            return (message, (!near.is_empty()).then(|| format!("did you mean {}?", near::or(&near))));
        }
        let message = message.split(" [possible values:").next().unwrap_or_default().to_owned() + ": there is none";
        (message, Some(self.nearest_of(given, names())))
    }

    /// The nearest three of many, and where all of them are.
    fn nearest_of<'n>(&self, given: &str, all: impl Iterator<Item = &'n str> + Clone) -> String {
        let (near, count) = (near::nearest(given, all.clone()), all.count());
        let list = match &*self.path {
            "token forge" => "`mintage token forge --list`".to_owned(),
            _ => self.help(),
        };
        match &near[..] {
            [] => format!("all {count} are in {list}"),
            near => format!("the nearest are {}; all {count} are in {list}", near::and(near)),
        }
    }

    /// The name of no algorithm is answered with the nearest ones, and that of no app in its own letters.
    fn named(&self, message: String, hint: Option<String>) -> (String, Option<String>) {
        let fault = self.error.source().and_then(|source| source.downcast_ref::<AlgorithmError>());
        let given = text(self.error, ContextKind::InvalidValue).filter(|given| !given.is_empty() && !is_left(given));
        match (fault, given) {
            (Some(AlgorithmError::Unknown), Some(given)) => {
                let short = message.split("; the supported ones").next().unwrap_or_default().to_owned();
                let near = near::nearest(given, Algorithm::ALL.iter().map(|algorithm| algorithm.name()));
                let near = near::and(&near);
                (
                    short,
                    Some(format!(
                        "the nearest are {near}; all {} are in `mintage keys gen --help`",
                        Algorithm::ALL.len()
                    )),
                )
            }
            (None, Some(given)) if message.contains("an app name is made of") => {
                // Names of apps are written as people write headings.
                let lower = given.to_lowercase();
                let hint = lower.parse::<AppName>().ok().map(|name| format!("did you mean {name}?")).or(hint);
                (message, hint)
            }
            _ => (message, hint),
        }
    }
}

fn owned<'c>(commands: impl Iterator<Item = &'c &'static str>) -> Vec<String> {
    commands.map(|command| (*command).to_owned()).collect()
}

fn dashed(long: &str) -> String {
    format!("--{long}")
}

fn takes_value(arg: &clap::Arg) -> bool {
    arg.get_num_args().is_some_and(|count| count.takes_values())
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    }
}

/// The parser's text. Who gives a secret to a flag that takes none is told so, and not shown the secret.
fn without_secret(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let invalid = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let (arg, value) = (invalid(ContextKind::InvalidArg), invalid(ContextKind::InvalidValue));
    let is_of = |start: &str| arg.as_ref().is_some_and(|flag| flag.starts_with(start));
    // A passphrase may be anything, and so may the value of a claim.
    let value = match value.filter(|value| !value.is_empty()) {
        Some(claim) if is_of("--claim ") => claim.split_once('=').map(|(_, value)| value.to_owned()),
        value => value.filter(|value| arg.as_ref().is_some_and(|flag| flag.contains("passphrase")) || is_left(value)),
    };
    let value = value.filter(|value| !value.is_empty());
    let command = invalid(ContextKind::InvalidSubcommand).filter(|command| is_left(command));
    let arg = arg.filter(|arg| is_left(arg));
    [arg, value, command].into_iter().flatten().fold(text, |text, secret| text.replace(&secret, "…"))
}

/// Whether something secret is left of a text when what is known to be a token is out of it.
fn is_left(text: &str) -> bool {
    looks_secret(&hide_secrets(text))
}

/// The parser's text in our form: its first paragraph is the message, its tips and usage the hint.
fn message_and_hint(text: &str) -> (String, Option<String>) {
    let text = text.trim().trim_start_matches("error: ");
    let (message, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let hint: Vec<&str> = rest
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("For more information"))
        .map(|line| line.trim_start_matches("tip: "))
        .collect();
    let message = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    (message, (!hint.is_empty()).then(|| hint.join("; ")))
}
