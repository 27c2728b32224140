//! The tree of commands as a shell completes it: every argument of the command that is typed says what it wants.

use std::ffi::OsStr;
use std::sync::Arc;

use clap::{Command, ValueHint};
use clap_complete::CompletionCandidate;
use clap_complete::engine::ArgValueCompleter;

use super::before::takes_value;
use super::known::Known;
use super::paths::PathKind;
use super::wanted::Wanted;
use super::word::begin;

/// The tree, which was built, with a completer for each argument of the command that is named.
pub fn dressed(tree: Command, known: &Arc<Known>) -> Command {
    let path = &known.before.path;
    along(tree, path, &path.join(" "), known)
}

fn along(command: Command, path: &[String], full: &str, known: &Arc<Known>) -> Command {
    match path {
        [] => dress(command, full, known),
        [next, rest @ ..] => command.mut_subcommand(next, |below| along(below, rest, full, known)),
    }
}

fn dress(command: Command, path: &str, known: &Arc<Known>) -> Command {
    command.mut_args(|arg| {
        if !takes_value(&arg) {
            return arg;
        }
        let values = arg.get_possible_values();
        if values.is_empty() {
            let wanted = Wanted::of(path, &arg);
            let hint = match wanted {
                Wanted::Path(PathKind::Folder) => ValueHint::DirPath,
                Wanted::Path(PathKind::File) | Wanted::Profile => ValueHint::FilePath,
                _ => ValueHint::Other,
            };
            let known = Arc::clone(known);
            let completer =
                move |typed: &OsStr| typed.to_str().map(|typed| wanted.words(typed, &known)).unwrap_or_default();
            return arg.value_hint(hint).add(ArgValueCompleter::new(completer));
        }
        if !arg.is_require_equals_set() {
            return arg;
        }
        // Its value is joined to it by =: the next word is another one.
        let completer = move |typed: &OsStr| {
            let words = values.iter().filter(|one| !one.is_hide_set());
            let words = words.map(|one| CompletionCandidate::new(one.get_name()).help(one.get_help().cloned()));
            typed.to_str().map(|typed| begin(typed, words)).unwrap_or_default()
        };
        arg.num_args(0).add(ArgValueCompleter::new(completer))
    })
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use clap::{Arg, CommandFactory as _};

    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::complete::before::Before;
    use crate::cli::path::{FileArg, PathArg};
    use crate::host::{Environment, files};

    /// Does this for every argument that takes a value, dressed in a folder in which there is one file, `here-is-a-file`.
    fn for_each(look: impl Fn(&str, &Arg)) -> usize {
        fn below(command: &Command, path: &str, known: &Arc<Known>, look: &dyn Fn(&str, &Arg)) -> usize {
            let dressed = dress(command.clone(), path, known);
            let mut seen = 0;
            // Before it was dressed: what is joined by = takes no word afterwards.
            let takes = command.get_arguments().filter(|arg| takes_value(arg)).map(Arg::get_id);
            for arg in takes.filter_map(|id| dressed.get_arguments().find(|arg| arg.get_id() == id)) {
                look(&format!("{path} {}", arg.get_id()), arg);
                seen += 1;
            }
            let subs = command.get_subcommands();
            seen + subs
                .map(|sub| below(sub, format!("{path} {}", sub.get_name()).trim_start(), known, look))
                .sum::<usize>()
        }
        let dir = tempfile::tempdir().unwrap();
        files::write_public(&dir.path().join("here-is-a-file"), b"").unwrap();
        let environment = Environment { variables: [].into(), current_dir: Some(dir.path().to_owned()) };
        let known = Arc::new(Known::of(Before::default(), environment, 0));
        let mut tree = Cli::command();
        tree.build();
        below(&tree, "", &known, &look)
    }

    fn words(arg: &Arg, typed: &str) -> Vec<String> {
        let found = arg.get::<ArgValueCompleter>().map(|one| one.complete(OsStr::new(typed))).unwrap_or_default();
        found.iter().map(|one| one.get_value().to_string_lossy().into_owned()).collect()
    }

    fn help(arg: &Arg) -> String {
        let texts = [arg.get_help(), arg.get_long_help()].into_iter().flatten();
        texts.map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// Where a file name comes up, a file is wanted; and where one is wanted, it comes up.
    #[test]
    fn every_argument_says_what_it_wants_and_a_file_comes_up_only_where_one_is() {
        let seen = for_each(|place, arg| {
            let is_list = !arg.get_possible_values().is_empty() || arg.is_require_equals_set();
            assert!(is_list || arg.get::<ArgValueCompleter>().is_some(), "{place}: the engine would tell files");
            let kind = arg.get_value_parser().type_id();
            let is_path = kind == TypeId::of::<PathArg>() || kind == TypeId::of::<FileArg>();
            let name =
                arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
            let is_wanted = (is_path && name != "DIR") || name.contains("FILE");
            assert_eq!(words(arg, "here") == ["here-is-a-file"], is_wanted, "{place}");
            assert!(is_wanted || words(arg, "here").is_empty(), "{place}");
            assert!(is_wanted || words(arg, "./").is_empty(), "{place}");
        });
        assert!(seen > 300, "{seen}");
    }

    /// What help says can be a file behind `@` is one, and nothing else is.
    #[test]
    fn a_file_comes_up_behind_the_sign_for_one_where_help_says_so() {
        for_each(|place, arg| {
            let is_told = words(arg, "@here") == ["@here-is-a-file"];
            assert_eq!(is_told, help(arg).contains("@FILE"), "{place}");
        });
    }

    /// A word that must be joined by `=` would be refused where it stands alone.
    #[test]
    fn what_is_joined_by_a_sign_takes_no_further_word() {
        for_each(|place, arg| {
            if arg.is_require_equals_set() {
                assert!(!takes_value(arg) && !words(arg, "").is_empty(), "{place}");
            }
        });
        let mut tree = Cli::command();
        tree.build();
        assert!(tree.get_arguments().any(Arg::is_require_equals_set));
    }
}
