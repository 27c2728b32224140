//! What stands before the word that is completed: which command, and what it was given.

use clap::{Arg, Command};

/// What was given before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// The names of the command, from the outside in.
    pub path: Vec<String>,
    /// What stands for itself, in its order.
    pub positionals: Vec<String>,
    /// Flags by their long names, each with what stands behind it.
    flags: Vec<(String, String)>,
    /// The same words, of which none but a flag stands before its value: whoever reads them cannot take a value for a command.
    pub words: Vec<String>,
}

impl Before {
    /// Of these words, the first of which is the program.
    pub fn of(tree: &Command, words: &[String]) -> Self {
        let mut before = Self { words: words.iter().take(1).cloned().collect(), ..Self::default() };
        let (mut at, mut is_escaped) = (tree, false);
        let mut words = words.iter().skip(1).peekable();
        while let Some(word) = words.next() {
            if is_escaped || word == "-" {
                before.positional(word);
            } else if word == "--" {
                is_escaped = true;
                before.words.push(word.clone());
            } else if let Some(flag) = word.strip_prefix("--") {
                let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
                let arg = at.get_arguments().find(|arg| is_called(arg, name));
                let next = arg.zip(words.peek()).filter(|(arg, next)| value.is_none() && takes(arg, next));
                match (next, value) {
                    (Some((arg, next)), _) => {
                        before.flag(arg, next);
                        before.words.push(format!("{word}={next}"));
                        words.next();
                    }
                    (None, value) => {
                        if let Some((arg, value)) = arg.zip(value) {
                            before.flag(arg, value);
                        }
                        before.words.push(word.clone());
                    }
                }
            } else if word.starts_with('-') {
                before.words.push(word.clone());
            } else if let Some(below) = at.find_subcommand(word).filter(|_| before.positionals.is_empty()) {
                at = below;
                before.path.push(below.get_name().to_owned());
                before.words.push(word.clone());
            } else {
                before.positional(word);
            }
        }
        before
    }

    /// What stands behind a flag, by its long name.
    pub fn behind(&self, flag: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(name, _)| name == flag).map(|(_, value)| value.as_str())
    }

    fn positional(&mut self, word: &str) {
        self.positionals.push(word.to_owned());
        self.words.push(word.to_owned());
    }

    fn flag(&mut self, arg: &Arg, value: &str) {
        let name = arg.get_long().unwrap_or_default();
        self.flags.push((name.to_owned(), value.to_owned()));
    }
}

fn is_called(arg: &Arg, name: &str) -> bool {
    arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
}

/// Whether the next word is the value of a flag that no `=` is behind.
fn takes(arg: &Arg, next: &str) -> bool {
    let takes_word = takes_value(arg) && !arg.is_require_equals_set();
    let can_be_bare = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
    takes_word && !(can_be_bare && next.starts_with('-') && next != "-")
}

/// Whether an argument takes a value.
pub fn takes_value(arg: &Arg) -> bool {
    arg.get_num_args().map_or_else(|| arg.get_action().takes_values(), |count| count.takes_values())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    fn of(line: &str) -> Before {
        let mut tree = Cli::command();
        tree.build();
        Before::of(&tree, &line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn command_and_values_are_told_apart() {
        for (line, path, positionals, words) in [
            ("mintage", "", "", "mintage"),
            ("mintage app show shop", "app show", "shop", "mintage app show shop"),
            ("mintage --home app token list --app", "token list", "", "mintage --home=app token list --app"),
            ("mintage token --json list", "token list", "", "mintage token --json list"),
            ("mintage config set --reason set a b", "config set", "a b", "mintage config set --reason=set a b"),
            ("mintage man token issue", "man", "token issue", "mintage man token issue"),
            (
                "mintage token list -q --issued-after -1h x",
                "token list",
                "x",
                "mintage token list -q --issued-after=-1h x",
            ),
            ("mintage token verify --batch - --json", "token verify", "", "mintage token verify --batch=- --json"),
            ("mintage token verify --batch --json", "token verify", "", "mintage token verify --batch --json"),
            ("mintage keys show -- --app", "keys show", "--app", "mintage keys show -- --app"),
        ] {
            let before = of(line);
            let found = (before.path.join(" "), before.positionals.join(" "), before.words.join(" "));
            assert_eq!(found, (path.to_owned(), positionals.to_owned(), words.to_owned()), "{line}");
        }
    }

    #[test]
    fn the_last_value_of_a_flag_counts_however_it_is_joined() {
        let before = of("mintage --home /a token list --home=/b --app shop");
        assert_eq!(
            (before.behind("home"), before.behind("app"), before.behind("user")),
            (Some("/b"), Some("shop"), None)
        );
    }
}
