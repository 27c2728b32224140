//! The tree of commands as a shell completes it: every argument says what it wants. Only whoever completes pays for that.

use std::ffi::OsStr;
use std::sync::Arc;

use clap::{Command, ValueHint};
use clap_complete::engine::ArgValueCompleter;

use super::known::Known;
use super::paths::PathKind;
use super::wanted::Wanted;

/// The tree, with a completer for each argument that has no list of values.
pub fn dressed(mut tree: Command, known: &Arc<Known>) -> Command {
    tree.build();
    below(tree, "", known)
}

fn below(command: Command, path: &str, known: &Arc<Known>) -> Command {
    let command = command.mut_args(|arg| {
        if !arg.get_action().takes_values() {
            return arg;
        }
        if !arg.get_possible_values().is_empty() {
            return arg;
        }
        let wanted = Wanted::of(path, &arg);
        let hint = match wanted {
            Wanted::Path(PathKind::Folder) => ValueHint::DirPath,
            Wanted::Path(PathKind::File) | Wanted::Profile => ValueHint::FilePath,
            _ => ValueHint::Other,
        };
        let known = Arc::clone(known);
        let completer =
            move |typed: &OsStr| typed.to_str().map(|typed| wanted.words(typed, &known)).unwrap_or_default();
        arg.value_hint(hint).add(ArgValueCompleter::new(completer))
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        below(sub, path.trim_start(), known)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;
    use crate::host::Environment;

    /// Where a file name comes up, a file is wanted; and where one is wanted, it comes up.
    #[test]
    fn every_argument_says_what_it_wants_and_a_file_comes_up_only_where_one_is() {
        fn look(command: &Command, path: &str, seen: &mut (usize, usize)) {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                let place = format!("{path} {}", arg.get_id());
                if !arg.get_possible_values().is_empty() {
                    seen.1 += 1;
                    continue;
                }
                assert_ne!(arg.get_value_hint(), ValueHint::Unknown, "{place}");
                let completer = arg.get::<ArgValueCompleter>().unwrap_or_else(|| panic!("{place}"));
                let found = completer.complete(OsStr::new("here"));
                let is_told = found.iter().any(|one| one.get_value() == "here-is-a-file");
                let kind = arg.get_value_parser().type_id();
                let is_path = kind == std::any::TypeId::of::<crate::cli::path::PathArg>()
                    || kind == std::any::TypeId::of::<crate::cli::path::FileArg>();
                let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
                let is_folder = name.as_deref() == Some("DIR");
                let is_file = (is_path && !is_folder) || name.is_some_and(|name| name.contains("FILE"));
                assert_eq!(is_told, is_file, "{place}");
                seen.0 += 1;
            }
            for sub in command.get_subcommands() {
                look(sub, format!("{path} {}", sub.get_name()).trim_start(), seen);
            }
        }
        let dir = tempfile::tempdir().unwrap();
        crate::host::files::write_public(&dir.path().join("here-is-a-file"), b"").unwrap();
        let environment = Environment { variables: [].into(), current_dir: Some(dir.path().to_owned()) };
        let known = Arc::new(Known::of(vec!["mintage".to_owned(), String::new()], environment, 0));
        let mut seen = (0, 0);
        look(&dressed(Cli::command(), &known), "", &mut seen);
        assert!(seen.0 > 300 && seen.1 > 20, "{seen:?}");
    }
}
