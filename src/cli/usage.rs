//! Reading argv. A wrong flag ends here, with exit code 2; help and version end here too.

use std::borrow::Cow;
use std::ffi::OsString;
use std::sync::OnceLock;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser as _, ValueEnum as _};

use super::any_text::{is_like_a_flag, is_used, shielded};
use super::args::Cli;
use super::command_line::CommandLine;
use super::ending::ended;
use super::entries::ENTRIES;
use super::exit::Exit;
use super::global::{Global, When, before_parsing};
use super::manual::{self, Asked, Facts};
use super::mistyped::{is_meant_otherwise, told, unfinished};
use super::narrow::narrow;
use super::paint::Paint;
use super::ui::{Format, Ui};
use crate::host::{Environment, Streams, terminal};

/// The first tree of commands that a process reads with, mostly the only one, is kept to its end: to take it apart
/// costs a sixteenth of judging a token. Forgetting every one would cost those who run many commands their memory.
static FIRST: OnceLock<clap::Command> = OnceLock::new();

/// Reads argv into a command and the way to answer it, or prints why not and says how that ends.
pub fn parse(argv: &[OsString], environment: &Environment, streams: Streams) -> Result<(Cli, Ui), u8> {
    let argv = &*asked_for_help(argv);
    let parsed = match narrow(argv).map(|tree| read(tree, argv)) {
        Some(Ok(cli)) => Ok(cli),
        // The version was asked for, and nothing else.
        Some(Err(error)) if error.kind() == ErrorKind::DisplayVersion && argv.len() == 2 => Err(error),
        // Help and errors name other commands too.
        _ => read(Cli::command(), argv).or_else(|error| with_ids(argv, error)),
    };
    match parsed {
        Ok(mut cli) => {
            let filled = cli.global.fill_in(environment);
            if let Err(why) = filled {
                let (json, color) = before_parsing(environment);
                let json = (json || cli.global.json()) && !cli.global.quiet();
                let format = if json { Format::Json } else { Format::Text };
                let mut ui = Ui::new(streams, format, color, environment);
                ui.error("usage", &why.to_string(), Some(&why.hint()));
                return Err(Exit::Usage.code());
            }
            let ui = Ui::new(streams, format(&cli.global), cli.global.color(), environment);
            Ok((cli, ui))
        }
        Err(error) => Err(explain(&error, argv, environment, streams)),
    }
}

fn read(mut tree: clap::Command, argv: &[OsString]) -> Result<Cli, clap::Error> {
    let matched = tree.try_get_matches_from_mut(argv);
    let read = matched.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let _ = FIRST.set(tree);
    read
}

/// The same, where an id or a number below nought was taken for a flag. What is close to a flag of the command is a flag that was
/// mistyped, but right behind a flag that takes an id.
fn with_ids(argv: &[OsString], error: clap::Error) -> Result<Cli, clap::Error> {
    let mut tree = Cli::command();
    tree.build();
    let Some(meant) = shielded(&tree, argv) else { return Err(error) };
    let is_given = |word: &str| {
        let mut values = meant.iter().filter_map(|given| given.to_str()?.split_once('='));
        values.any(|(flag, value)| flag.starts_with("--") && value == word)
    };
    let is_mistyped = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => {
            is_like_a_flag(word) && !is_given(word) && is_meant_otherwise(&error, word, argv)
        }
        _ => false,
    };
    if is_mistyped {
        return Err(error);
    }
    // What is wrong with a value, or lacks beside it, says more than that it is no flag.
    Cli::try_parse_from(meant).map_err(|other| match other.kind() {
        ErrorKind::ValueValidation
        | ErrorKind::InvalidValue
        | ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::ArgumentConflict => other,
        _ => error,
    })
}

/// Whether help was asked for beside what is no question.
fn is_no_question(argv: &[OsString]) -> bool {
    // Nothing beside it: `mintage --version` is asked by scripts, and is not to wait for a tree of commands.
    if argv.len() <= 2 {
        return false;
    }
    let mut tree = Cli::command();
    tree.build();
    is_used(&tree, argv)
}

/// `mintage help token issue` is `mintage token issue --help`, and so is `mintage token help issue`.
fn asked_for_help(argv: &[OsString]) -> Cow<'_, [OsString]> {
    let about = |path: &[OsString], of: &[OsString]| {
        let of = of.iter().filter(|word| *word != "--help" && *word != "-h");
        Cow::Owned(path.iter().chain(of).cloned().chain(["--help".into()]).collect())
    };
    match argv {
        [program, help, of @ ..] if help == "help" => about(std::slice::from_ref(program), of),
        [program, group, help, of @ ..] if help == "help" && is_group(group) => {
            about(&[program.clone(), group.clone()], of)
        }
        _ => Cow::Borrowed(argv),
    }
}

/// Whether a word is that of a command which has others under it.
fn is_group(word: &OsString) -> bool {
    let mut tree = Cli::command();
    tree.build();
    tree.find_subcommand(word).is_some_and(clap::Command::has_subcommands)
}

fn format(global: &Global) -> Format {
    match (global.json(), global.quiet()) {
        (true, _) if global.json_lines() => Format::JsonLines,
        (true, _) => Format::Json,
        (false, true) => Format::Quiet,
        (false, false) => Format::Text,
    }
}

fn explain(error: &clap::Error, argv: &[OsString], environment: &Environment, streams: Streams) -> u8 {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let (json_of_variable, color) = before_parsing(environment);
    let is_asked = |flag: &str| argv.iter().any(|arg| arg == flag);
    let json = is_asked("--json")
        || is_asked("--json=line")
        || is_asked("--json=document")
        || (json_of_variable && !is_asked("-q") && !is_asked("--quiet"));
    let format = if json && !is_help { Format::Json } else { Format::Text };
    let mut ui = Ui::new(streams, format, color_of(argv).unwrap_or(color), environment);
    // Only now is it looked up what there is to say: a command that runs does not pay for it, and neither does the version.
    let asked = || manual::asked(Cli::command(), argv);
    match error.kind() {
        ErrorKind::DisplayVersion => {
            let printed = ui.raw(&error.render().to_string());
            return ended(printed, CommandLine(argv), None, &mut ui);
        }
        ErrorKind::DisplayHelp if !is_no_question(argv) => {
            let text = asked().map(|asked| help(&asked, ui.paint(), columns(&ui)));
            let printed = ui.raw(&text.unwrap_or_else(|| error.render().to_string()));
            return ended(printed, CommandLine(argv), None, &mut ui);
        }
        ErrorKind::DisplayHelp => {
            // A script whose variable looks like a flag must not take the page for success.
            if let Some(asked) = asked() {
                ui.raw_error(&help(&asked, ui.paint_of_errors(), columns(&ui)));
            }
            let hint = "ask with --help alone; an id that looks like this flag is given last, after `--`";
            ui.error("usage", "help was asked for beside other arguments, so nothing was done", Some(hint));
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !json => {
            if let Some(asked) = asked() {
                ui.raw_error(&help(&asked, ui.paint_of_errors(), columns(&ui)));
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let (path, commands) = unfinished(argv);
            let hint = format!("give one of {}; see `{path} --help`", commands.join(", "));
            ui.error("usage", &format!("`{path}` needs a command"), Some(&hint));
        }
        // It starts with a hyphen, so it is taken for a flag; whatever was meant, this is what must be known first.
        _ if argv.iter().any(|arg| arg.as_encoded_bytes().starts_with(b"-----BEGIN ")) => {
            let hint =
                "give its file as @FILE; arguments are seen by others, so consider a private key given so exposed";
            ui.error("usage", "a key in PEM was given as an argument", Some(hint));
        }
        _ => {
            help_beside(argv, json, &mut ui);
            let (message, hint) = told(error, argv);
            ui.error("usage", &message, hint.as_deref());
        }
    }
    Exit::Usage.code()
}

/// The text of a help.
fn help(asked: &Asked, paint: Paint, width: usize) -> String {
    let mut tree = Cli::command();
    tree.build();
    let told = |facts: Facts<'_>| {
        if asked.is_long { manual::long(&facts, paint, width) } else { manual::short(&facts, paint, width) }
    };
    Facts::of(&tree, &asked.path, ENTRIES).map(told).unwrap_or_default()
}

/// The help that was asked for on a command line which is wrong, for people: before they are told what is wrong with it.
fn help_beside(argv: &[OsString], json: bool, ui: &mut Ui) {
    let mut tree = Cli::command();
    tree.build();
    if let Some(asked) = manual::at_least(&tree, argv).filter(|_| !json) {
        ui.raw_error(&(help(&asked, ui.paint_of_errors(), columns(ui)) + "\n"));
    }
}

/// How wide a help is: as the terminal, within what can be read; as all terminals where there is none.
fn columns(ui: &Ui) -> usize {
    let size = if ui.stdout_is_terminal() { terminal::size() } else { None };
    size.map_or(80, |(columns, _)| columns.clamp(40, 100))
}

/// When a command line that cannot be read wants colour, if it says.
fn color_of(argv: &[OsString]) -> Option<When> {
    let words = || argv.iter().filter_map(|word| word.to_str());
    let joined = words().find_map(|word| word.strip_prefix("--color="));
    let value = joined.or_else(|| words().skip_while(|word| *word != "--color").nth(1));
    When::from_str(value?, true).ok()
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use super::*;
    use crate::cli::path::{FileArg, PathArg};
    use crate::cli::time_arg::{ComingArg, PastArg, TimeArg};

    /// Every argument that names a file is read by what refuses `~`, `$` and quotes.
    #[test]
    fn no_argument_takes_a_path_that_a_shell_should_have_expanded() {
        fn look(command: &clap::Command, seen: &mut usize) {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                let kind = arg.get_value_parser().type_id();
                let names = arg.get_value_names().unwrap_or_default();
                let names_file = names.iter().any(|name| name.contains("FILE") || name.contains("DIR"));
                let is_checked = kind == TypeId::of::<PathArg>() || kind == TypeId::of::<FileArg>();
                let is_path = kind == TypeId::of::<std::path::PathBuf>();
                assert!(!is_path && (is_checked || !names_file), "{} {}", command.get_name(), arg.get_id());
                *seen += usize::from(is_checked);
            }
            command.get_subcommands().for_each(|sub| look(sub, seen));
        }
        let (mut tree, mut seen) = (Cli::command(), 0);
        tree.build();
        look(&tree, &mut seen);
        assert!(seen > 40, "{seen}");
    }

    /// Every flag that takes a time takes it by the same rules, told from now too, and says so.
    #[test]
    fn no_flag_takes_a_time_by_rules_of_its_own() {
        fn look(command: &clap::Command, seen: &mut usize) {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                let kind = arg.get_value_parser().type_id();
                let times = [TypeId::of::<TimeArg>(), TypeId::of::<PastArg>(), TypeId::of::<ComingArg>()];
                let is_time = times.iter().any(|time| kind == *time);
                let is_named = arg.get_value_names().unwrap_or_default().iter().any(|name| name == "TIME");
                let is_other =
                    kind == TypeId::of::<crate::core::Timestamp>() || kind == TypeId::of::<crate::core::When>();
                let place = format!("{} {}", command.get_name(), arg.get_id());
                assert!(is_time == is_named && !is_other, "{place}");
                if is_time {
                    assert!(arg.is_allow_hyphen_values_set(), "{place}: -5m");
                    *seen += 1;
                }
            }
            command.get_subcommands().for_each(|sub| look(sub, seen));
        }
        let (mut tree, mut seen) = (Cli::command(), 0);
        tree.build();
        look(&tree, &mut seen);
        assert!(seen > 8, "{seen}");
    }

    /// Whatever is asked of a flag that takes a value, `-1` is that value.
    #[test]
    fn no_flag_takes_a_number_below_nought_for_another_flag() {
        fn look(command: &clap::Command, path: &[&str], seen: &mut usize) {
            let takes_value = |arg: &&clap::Arg| arg.get_num_args().is_some_and(|count| count.takes_values());
            // What must be joined by = takes no word of its own.
            let takes_word = |arg: &&clap::Arg| takes_value(arg) && !arg.is_require_equals_set();
            for arg in command.get_arguments().filter(takes_word) {
                let Some(long) = arg.get_long() else { continue };
                let flag = format!("--{long}");
                let argv: Vec<OsString> = path.iter().copied().chain([&*flag, "-1"]).map(Into::into).collect();
                let Err(error) = read(Cli::command(), &argv).or_else(|error| with_ids(&argv, error)) else { continue };
                let says = error.to_string();
                let is_clear = error.kind() != ErrorKind::UnknownArgument && !says.contains("found in string");
                assert!(is_clear, "{argv:?}: {error}");
                *seen += 1;
            }
            for below in command.get_subcommands() {
                look(below, &[path, &[below.get_name()]].concat(), seen);
            }
        }
        let (mut tree, mut seen) = (Cli::command(), 0);
        tree.build();
        look(&tree, &["mintage"], &mut seen);
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn the_tree_is_sound() {
        Cli::command().debug_assert();
    }
}
