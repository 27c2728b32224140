//! The manual of every command, collected from their files.

#[cfg(feature = "serve")]
use super::drill::rotation;
use super::manual::Entry;
#[cfg(not(feature = "serve"))]
use super::no_drill as rotation;
#[cfg(not(feature = "serve"))]
use super::no_server as serve;
#[cfg(feature = "serve")]
use super::serve;
use super::{
    app, audit, backup, completions, config, doctor, grant, init, keys, man, profiles, restore, status, token, trust,
    user, verifier_config,
};

/// Every command that does something.
pub const ENTRIES: &[&Entry] = &[
    &init::MANUAL,
    &trust::add::MANUAL,
    &trust::list::MANUAL,
    &trust::forget::MANUAL,
    &status::MANUAL,
    &config::list::MANUAL,
    &config::get::MANUAL,
    &config::set::MANUAL,
    &config::unset::MANUAL,
    &config::explain::MANUAL,
    &keys::generate::MANUAL,
    &keys::list::MANUAL,
    &keys::show::MANUAL,
    &keys::usage::MANUAL,
    &keys::export::MANUAL,
    &keys::rotate::MANUAL,
    &keys::activate::MANUAL,
    &keys::retire::MANUAL,
    &keys::revoke::MANUAL,
    &keys::import::MANUAL,
    &keys::inspect::MANUAL,
    &keys::passphrase::MANUAL,
    &keys::prune::MANUAL,
    &app::register::MANUAL,
    &app::activate::MANUAL,
    &app::block::MANUAL,
    &app::list::MANUAL,
    &app::show::MANUAL,
    &app::update::MANUAL,
    &app::secret::add::MANUAL,
    &app::secret::list::MANUAL,
    &app::secret::revoke::MANUAL,
    &app::delete::MANUAL,
    &user::set::MANUAL,
    &user::list::MANUAL,
    &user::show::MANUAL,
    &user::block::MANUAL,
    &user::unblock::MANUAL,
    &user::delete::MANUAL,
    #[cfg(feature = "serve")]
    &user::password::MANUAL,
    &profiles::list::MANUAL,
    &profiles::show::MANUAL,
    &grant::list::MANUAL,
    &grant::show::MANUAL,
    &grant::revoke::MANUAL,
    &token::issue::MANUAL,
    &token::refresh::MANUAL,
    &token::revoke::MANUAL,
    &token::revocations::export::MANUAL,
    &token::verify::MANUAL,
    &token::decode::MANUAL,
    &token::identify::MANUAL,
    &token::dpop::MANUAL,
    &token::list::MANUAL,
    &token::forge::MANUAL,
    &token::show::MANUAL,
    &token::tree::MANUAL,
    &token::introspect::MANUAL,
    &token::prune::MANUAL,
    &audit::log::MANUAL,
    &audit::show::MANUAL,
    &audit::access::MANUAL,
    &audit::import::MANUAL,
    &audit::forget::MANUAL,
    &audit::checkpoint::MANUAL,
    &audit::prove::MANUAL,
    &audit::verify::MANUAL,
    &audit::check::MANUAL,
    &audit::report::MANUAL,
    &audit::risk::MANUAL,
    &audit::prune::MANUAL,
    &audit::export::MANUAL,
    &rotation::MANUAL,
    &serve::MANUAL,
    &verifier_config::MANUAL,
    &backup::MANUAL,
    &restore::MANUAL,
    &doctor::MANUAL,
    &completions::print::MANUAL,
    &completions::install::MANUAL,
    &completions::uninstall::MANUAL,
    &man::MANUAL,
];

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory as _};

    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::exit::{Exit, GENERAL};
    use crate::core::verify::REASONS;

    fn leaves(command: &Command, path: &str, found: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
            // A command that takes something by itself is one, whatever is below it.
            if sub.get_positionals().next().is_some() || !sub.has_subcommands() {
                found.push(path.clone());
            }
            leaves(sub, &path, found);
        }
    }

    #[test]
    fn every_command_has_an_example_and_its_exit_codes() {
        let mut tree = Cli::command();
        tree.build();
        let mut paths = Vec::new();
        leaves(&tree, "", &mut paths);
        paths.sort();
        let mut entries: Vec<_> = ENTRIES.iter().map(|entry| entry.path).collect();
        entries.sort_unstable();
        assert_eq!(paths, entries);
        assert!(ENTRIES.iter().all(|entry| !entry.examples.is_empty()));
    }

    #[test]
    fn every_way_to_end_is_that_of_some_command() {
        let told: Vec<Exit> = ENTRIES.iter().flat_map(|entry| entry.all_exits()).collect();
        for (exit, meaning) in GENERAL {
            assert!(told.contains(&exit), "{meaning}");
        }
        for row in REASONS {
            assert!(told.contains(&Exit::Verdict(row.reason)), "{}", row.code);
        }
    }

    #[test]
    fn every_example_parses() {
        for example in ENTRIES.iter().flat_map(|entry| entry.examples) {
            let command = example.split(" | ").find(|part| part.starts_with("mintage")).unwrap_or(example);
            let command = command.split(" > ").next().unwrap().split(" < ").next().unwrap();
            let words = words(command);
            assert!(Cli::command().try_get_matches_from(&words).is_ok(), "{words:?}");
        }
    }

    /// The words of a command line: what quotes hold together stays together.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quote = None;
        for c in line.chars() {
            match (quote, c) {
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                (None, ' ') => words.push(String::new()),
                _ => words.last_mut().unwrap().push(c),
            }
        }
        words
    }
}
