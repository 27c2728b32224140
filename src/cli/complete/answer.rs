//! What a shell is answered: a line for each word, quoted as that shell wants it.

use std::ffi::OsString;
use std::sync::Arc;

use clap::{Arg, Args as _, Command, CommandFactory as _};
use clap_complete::CompletionCandidate;
use clap_complete::engine::complete;

use super::before::Before;
use super::known::Known;
use super::line::{Line, read};
use super::tree::dressed;
use crate::cli::args::Cli;
use crate::cli::global::Global;
use crate::cli::narrow::narrow;
use crate::core::shell::steers;
use crate::host::{Environment, Host};

/// The variable by which a script asks, with the name of its shell.
pub const VARIABLE: &str = "MINTAGE_COMPLETE";
/// What bash takes for the word that is completed: it may be the end of one, behind a `=` or a `:`.
const WORD: &str = "MINTAGE_COMPLETE_WORD";

/// Answers a shell: behind `--` are its words up to the one that is completed; of bash, the line up to there. Whatever goes wrong is
/// no word.
pub fn run(argv: &[OsString], host: Host) -> u8 {
    let Host { clock, environment, mut streams, .. } = host;
    let shell = environment.get(VARIABLE).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let asked = argv.iter().skip(1).skip_while(|word| *word != "--").skip(1);
    let asked: Vec<String> = asked.map(|word| word.to_string_lossy().into_owned()).collect();
    let line = match (shell.as_str(), asked.as_slice()) {
        ("bash", [line]) => read(line),
        ("zsh" | "fish", words) if !words.is_empty() => Line { words: words.to_vec(), quote: None },
        _ => return 0,
    };
    let now = i64::try_from(clock.since_epoch().as_secs()).unwrap_or(i64::MAX);
    let found = candidates(&line, environment.clone(), now);
    let text = match shell.as_str() {
        "bash" => in_bash(&line, &environment, &found),
        _ => described(&found),
    };
    let _ = streams.stdout.write_all(text.as_bytes()).and_then(|()| streams.stdout.flush());
    0
}

/// The words that can stand where the last one of a line is.
fn candidates(line: &Line, environment: Environment, now: i64) -> Vec<CompletionCandidate> {
    let Some((_, words)) = line.words.split_last() else { return Vec::new() };
    // Most of an answer is making commands that nobody named.
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let tree = narrow(&words).unwrap_or_else(Cli::command);
    told(tree, &line.words, environment, now)
}

/// The same of this tree.
fn told(mut tree: Command, line: &[String], environment: Environment, now: i64) -> Vec<CompletionCandidate> {
    let Some((typed, words)) = line.split_last() else { return Vec::new() };
    tree.build();
    let before = Before::of(&tree, words);
    let mut words: Vec<OsString> = before.words.iter().map(OsString::from).collect();
    words.push(typed.into());
    let here = environment.current_dir.clone();
    let last = words.len().saturating_sub(1);
    let mut tree = dressed(tree, &Arc::new(Known::of(before, environment, now)));
    let found = complete(&mut tree, words, last, here.as_deref()).unwrap_or_default();
    // What could steer a terminal or end a line is never a word to be typed.
    let is_word = |one: &CompletionCandidate| one.get_value().to_str().is_some_and(|text| !text.chars().any(steers));
    let (flags, mut found): (Vec<_>, Vec<_>) = found.into_iter().filter(is_word).partition(is_flag);
    // Flags are for who begins one, and where nothing else can stand.
    if found.is_empty() || !typed.is_empty() {
        let everywhere = Global::augment_args(Command::new(""));
        let (last, first): (Vec<_>, Vec<_>) = flags.into_iter().partition(|one| is_of(&everywhere, one));
        found.extend(first.into_iter().chain(last));
    }
    found
}

fn is_flag(one: &CompletionCandidate) -> bool {
    one.get_value().as_encoded_bytes().starts_with(b"-")
}

/// Whether a flag is one of these.
fn is_of(command: &Command, flag: &CompletionCandidate) -> bool {
    let flag = value(flag);
    let name = flag.trim_start_matches('-').split('=').next().unwrap_or_default();
    let is_short = |arg: &Arg| arg.get_short().is_some_and(|short| name.len() == 1 && name.starts_with(short));
    matches!(name, "help" | "version" | "h" | "V")
        || command.get_arguments().any(|arg| arg.get_long() == Some(name) || is_short(arg))
}

fn value(one: &CompletionCandidate) -> String {
    one.get_value().to_string_lossy().into_owned()
}

/// Each word in a line, without what stands before the part of it that bash replaces.
fn in_bash(line: &Line, environment: &Environment, found: &[CompletionCandidate]) -> String {
    let typed = line.words.last().map_or("", String::as_str);
    let word = environment.get(WORD).map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    let word = word.trim_start_matches(['\'', '"']);
    let before = if typed.ends_with(word) { typed.len() - word.len() } else { 0 };
    let mut text = String::new();
    for one in found {
        let value = value(one);
        let Some(rest) = value.get(before..) else { continue };
        match line.quote {
            // It would end what the person has opened.
            Some(quote) if rest.contains([quote, '$', '`', '\\']) => continue,
            Some(_) => text.push_str(rest),
            None => text.push_str(&escaped(rest)),
        }
        text.push('\n');
    }
    text
}

/// A text in which a shell reads nothing but itself. `~/` at its start stays what it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let is_plain = c.is_alphanumeric() || "/._-+,:@%=".contains(c) || (place == 0 && text.starts_with("~/"));
        if !is_plain {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Each word in a line, and behind a tab what it is.
fn described(found: &[CompletionCandidate]) -> String {
    let mut text = String::new();
    for one in found {
        text.push_str(&value(one));
        let help = one.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.lines().next().unwrap_or_default();
        if !help.is_empty() && !help.chars().any(steers) {
            text.push('\t');
            text.push_str(help);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_narrow_tree_tells_the_whole_tree_tells_alike() {
        fn leaves(command: &Command, path: &[String], found: &mut Vec<Vec<String>>) {
            if !command.has_subcommands() || command.get_positionals().next().is_some() {
                found.push(path.to_vec());
            }
            for below in command.get_subcommands() {
                leaves(below, &[path, &[below.get_name().to_owned()]].concat(), found);
            }
        }
        let (mut tree, mut all) = (Cli::command(), Vec::new());
        tree.build();
        leaves(&tree, &["mintage".to_owned()], &mut all);
        let mut seen = 0;
        for path in all {
            let words: Vec<OsString> = path.iter().map(OsString::from).collect();
            for typed in ["", "-", "--", "--json="] {
                let line = [&path[..], &[typed.to_owned()]].concat();
                let environment = Environment { variables: [].into(), current_dir: None };
                let told = |tree| described(&told(tree, &line, environment.clone(), 0));
                let whole = told(Cli::command());
                if let Some(narrow) = narrow(&words) {
                    assert_eq!(told(narrow), whole, "{line:?}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 300, "{seen}");
    }

    #[test]
    fn nothing_in_a_word_is_read_by_a_shell() {
        for (text, word) in [
            ("alice", "alice"),
            ("a b", "a\\ b"),
            ("$(id)", "\\$\\(id\\)"),
            ("`id`", "\\`id\\`"),
            ("it's", "it\\'s"),
            ("a;b&c|d", "a\\;b\\&c\\|d"),
            ("~/x y", "~/x\\ y"),
            ("~bob", "\\~bob"),
            ("*", "\\*"),
        ] {
            assert_eq!(escaped(text), word);
        }
    }
}
