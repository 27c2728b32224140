//! The one command that argv names, without the others: most of reading argv is making commands that nobody named.

use std::ffi::OsString;

use clap::{Args as _, Command as Tree, Subcommand as _};

use super::args::{
    AppCommand, AuditCommand, Command, ConfigCommand, GrantCommand, KeysCommand, ProfilesCommand, TokenCommand,
    UserCommand,
};
use super::global::Global;

/// The commands of a group, added to it.
type Commands = fn(Tree) -> Tree;

/// The groups with many commands.
const GROUPS: [(&str, Commands); 8] = [
    ("config", ConfigCommand::augment_subcommands),
    ("keys", KeysCommand::augment_subcommands),
    ("app", AppCommand::augment_subcommands),
    ("user", UserCommand::augment_subcommands),
    ("token", TokenCommand::augment_subcommands),
    ("profiles", ProfilesCommand::augment_subcommands),
    ("grant", GrantCommand::augment_subcommands),
    ("audit", AuditCommand::augment_subcommands),
];

/// A tree with the command that the first words of argv name, and no other. It reads what it can read as the whole tree would;
/// what it cannot read says nothing, because help and errors name the others too. None where the first words name none.
pub fn narrow(argv: &[OsString]) -> Option<Tree> {
    let mut words = argv.iter().skip(1).map(|word| word.to_str());
    let (first, second) = (words.next()??, words.next().flatten());
    let root =
        Global::augment_args(Tree::new("mintage").version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true));
    if first == "--version" && argv.len() == 2 {
        return Some(root);
    }
    let command = match GROUPS.iter().find(|(name, _)| *name == first) {
        Some((name, commands)) => Tree::new(*name).subcommand(one_of(*commands, second?)?),
        None => one_of(Command::augment_subcommands, first)?,
    };
    Some(root.subcommand(command))
}

fn one_of(commands: Commands, name: &str) -> Option<Tree> {
    commands(Tree::new("")).find_subcommand(name).cloned()
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _};

    use super::*;
    use crate::cli::args::Cli;

    fn argv(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn what_the_narrow_tree_reads_the_whole_tree_reads_alike() {
        for line in [
            "mintage token verify abc --json",
            "mintage token issue --app demo --user alice -q --home /h",
            "mintage token revocations export --ttl 5m",
            "mintage app secret add shop --no-input",
            "mintage keys list",
            "mintage trust --list",
            "mintage doctor --verbose",
            "mintage man",
        ] {
            let argv = argv(line);
            let read = |tree: Tree| {
                let mut matches = tree.try_get_matches_from(&argv).map_err(|error| error.to_string());
                let cli = matches.as_mut().map(Cli::from_arg_matches_mut);
                cli.map(|cli| format!("{:?}", cli.unwrap())).map_err(|error| error.clone())
            };
            let narrow = narrow(&argv).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(read(narrow), read(Cli::command()), "{line}");
        }
    }

    #[test]
    fn what_names_no_command_is_left_to_the_whole_tree() {
        for line in
            ["mintage", "mintage --json token verify x", "mintage token", "mintage token vrify x", "mintage -V x"]
        {
            assert!(narrow(&argv(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn every_group_is_one_of_the_tree() {
        let tree = Cli::command();
        for (name, commands) in GROUPS {
            let mut group = tree.find_subcommand(name).unwrap_or_else(|| panic!("{name}")).clone();
            group.build();
            let names = |tree: &Tree| {
                let all = tree.get_subcommands().map(|one| one.get_name().to_owned());
                all.filter(|name| name != "help").collect::<Vec<_>>()
            };
            assert_eq!(names(&commands(Tree::new(name))), names(&group));
        }
    }
}
