//! Words of other tools, and what they are called here. A word that is close in letters may be the very opposite in meaning: `unblock` is
//! `activate`, and not `block`.

/// Words for a command of a group, and the command that is meant.
type Verbs = (&'static str, &'static [&'static str], &'static str);

const VERBS: [Verbs; 36] = [
    ("", &["issue", "sign", "mint", "encode"], "token issue"),
    ("", &["verify", "validate", "check"], "token verify"),
    ("", &["decode", "inspect", "parse"], "token decode"),
    ("", &["refresh", "renew"], "token refresh"),
    ("", &["revoke"], "token revoke"),
    ("", &["introspect"], "token introspect"),
    ("", &["identify", "scan"], "token identify"),
    ("", &["list", "ls"], "token list"),
    ("", &["jwks", "jwk"], "keys export --jwks"),
    ("", &["keygen", "genkey", "gen", "generate"], "keys gen"),
    ("", &["rotate"], "keys rotate"),
    ("", &["register"], "app register"),
    ("", &["server", "run", "start", "daemon"], "serve"),
    ("", &["report"], "audit report"),
    ("", &["log", "events"], "audit log"),
    ("", &["risk"], "audit risk"),
    ("", &["setup", "create", "new"], "init"),
    ("token", &["create", "mint", "sign", "encode", "new", "gen", "generate", "get", "make", "add"], "token issue"),
    ("token", &["inspect", "parse", "read", "debug", "dump"], "token decode"),
    ("token", &["validate", "check", "test"], "token verify"),
    ("token", &["rm", "delete", "remove", "del", "invalidate", "block", "disable"], "token revoke"),
    ("token", &["renew", "rotate"], "token refresh"),
    ("token", &["ls"], "token list"),
    ("token", &["scan", "find"], "token identify"),
    ("app", &["create", "add", "new", "init"], "app register"),
    ("app", &["unblock", "enable", "resume", "allow", "start"], "app activate"),
    ("app", &["disable", "suspend", "deactivate", "deny", "stop", "revoke"], "app block"),
    ("app", &["rm", "remove", "del", "unregister"], "app delete"),
    ("app", &["edit", "set", "modify", "change"], "app update"),
    ("app", &["ls"], "app list"),
    ("app", &["get", "info", "describe", "inspect"], "app show"),
    ("keys", &["create", "new", "generate", "make"], "keys gen"),
    ("keys", &["ls"], "keys list"),
    ("keys", &["jwks", "get", "public"], "keys export"),
    ("keys", &["enable"], "keys activate"),
    ("keys", &["disable", "deactivate"], "keys retire"),
];
const MORE_VERBS: [Verbs; 9] = [
    ("user", &["create", "add", "new", "update", "edit"], "user set"),
    ("user", &["enable", "activate", "resume", "allow"], "user unblock"),
    ("user", &["disable", "suspend", "deactivate", "deny"], "user block"),
    ("user", &["rm", "remove", "del"], "user delete"),
    ("user", &["ls"], "user list"),
    ("user", &["get", "info", "describe"], "user show"),
    ("grant", &["rm", "remove", "delete", "del"], "grant revoke"),
    ("grant", &["ls"], "grant list"),
    ("audit", &["list", "ls", "events"], "audit log"),
];

/// Where one word may be either of two.
const EITHER: [(&str, &[&str], [&str; 2]); 2] = [
    ("keys", &["rm", "remove", "delete", "del"], ["keys revoke", "keys prune"]),
    ("keys", &["add"], ["keys gen", "keys import"]),
];

/// Flags of other tools, and of commands beside.
const FLAGS: [(&str, &[&str], &str); 12] = [
    ("token verify", &["--issuer"], "--iss"),
    ("token verify", &["--scope", "--scopes"], "--require-scope"),
    ("token verify", &["--claim"], "--require-claim"),
    ("token verify", &["--audience"], "--aud"),
    ("token verify", &["--subject"], "--sub"),
    ("token issue", &["--issuer"], "--iss"),
    ("token issue", &["--audience"], "--aud"),
    ("token issue", &["--subject"], "--sub"),
    ("token issue", &["--scopes"], "--scope"),
    ("token issue", &["--expires-in", "--expiry", "--lifetime", "--valid-for"], "--ttl"),
    ("token issue", &["--algorithm"], "--alg"),
    ("keys export", &["--pem"], "--format pem"),
];

/// What is meant by a command that a group does not have: one command, or two. The root is the group without a name.
pub(super) fn command(group: &str, word: &str) -> Vec<&'static str> {
    let word = word.to_ascii_lowercase();
    let is = |of: &str, words: &[&str]| of == group && words.contains(&&*word);
    if let Some((.., either)) = EITHER.iter().find(|(of, words, _)| is(of, words)) {
        return either.to_vec();
    }
    VERBS.iter().chain(&MORE_VERBS).filter(|(of, words, _)| is(of, words)).map(|(.., meant)| *meant).collect()
}

/// What is meant by a flag that a command does not have.
pub(super) fn flag(command: &str, flag: &str) -> Option<&'static str> {
    FLAGS.iter().find(|(of, flags, _)| *of == command && flags.contains(&flag)).map(|(.., meant)| *meant)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    fn find(words: &str) -> Option<clap::Command> {
        let mut tree = Cli::command();
        tree.build();
        words.split(' ').filter(|word| !word.is_empty()).try_fold(tree, |at, word| at.find_subcommand(word).cloned())
    }

    #[test]
    fn every_word_stands_for_a_command_that_there_is_and_hides_none() {
        let all = VERBS.iter().chain(&MORE_VERBS).map(|(of, words, meant)| (*of, *words, vec![*meant]));
        for (group, words, meant) in all.chain(EITHER.iter().map(|(of, words, two)| (*of, *words, two.to_vec()))) {
            for word in words {
                assert!(find(&format!("{group} {word}")).is_none(), "{group} {word} is a command");
                assert_eq!(command(group, word), meant, "{group} {word} is told twice");
            }
            for meant in meant {
                let (words, flag) = meant.split_once(" --").map_or((meant, None), |(words, flag)| (words, Some(flag)));
                let command = find(words).unwrap_or_else(|| panic!("{meant}"));
                assert!(
                    flag.is_none_or(|flag| command.get_arguments().any(|arg| arg.get_long() == Some(flag))),
                    "{meant}"
                );
            }
        }
    }

    #[test]
    fn every_flag_stands_for_one_that_its_command_has() {
        for (of, flags, meant) in FLAGS {
            let command = find(of).unwrap();
            let has = |flag: &str| command.get_arguments().any(|arg| arg.get_long() == flag.strip_prefix("--"));
            assert!(has(meant.split(' ').next().unwrap()), "{of} {meant}");
            assert!(!flags.iter().any(|flag| has(flag)), "{of}");
        }
    }

    #[test]
    fn nothing_is_taken_for_its_opposite() {
        assert_eq!(command("app", "unblock"), ["app activate"]);
        assert_eq!(command("app", "Disable"), ["app block"]);
        assert_eq!(command("user", "enable"), ["user unblock"]);
        assert_eq!(command("keys", "rm"), ["keys revoke", "keys prune"]);
        assert_eq!(command("token", "frobnicate"), [""; 0]);
    }
}
