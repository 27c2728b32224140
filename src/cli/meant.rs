//! Words of other tools, and what they are called here. A word that is close in letters may be the very opposite in meaning: `unblock` is
//! `activate`, and not `block`.

/// Words for commands of a group, and what is meant by each: one command, or two that it may be. The root is the group without a name.
type Verbs = (&'static str, &'static [&'static str], &'static [&'static str]);

const ROOT: [Verbs; 23] = [
    ("", &["issue", "sign", "mint", "encode"], &["token issue"]),
    ("", &["verify", "validate", "check"], &["token verify"]),
    ("", &["decode", "inspect", "parse"], &["token decode"]),
    ("", &["refresh", "renew"], &["token refresh"]),
    ("", &["revoke"], &["token revoke"]),
    ("", &["introspect"], &["token introspect"]),
    ("", &["identify", "scan"], &["token identify"]),
    ("", &["list", "ls"], &["token list"]),
    ("", &["jwks", "jwk"], &["keys export --jwks"]),
    ("", &["keygen", "genkey", "gen", "generate"], &["keys gen"]),
    ("", &["rotate"], &["keys rotate"]),
    ("", &["register"], &["app register"]),
    ("", &["server", "run", "start", "daemon"], &["serve"]),
    ("", &["report"], &["audit report"]),
    ("", &["log", "logs", "events", "history"], &["audit log"]),
    ("", &["risk"], &["audit risk"]),
    ("", &["setup", "create", "new"], &["init"]),
    ("", &["info", "dashboard"], &["status"]),
    ("", &["check-health", "health", "fsck", "repair"], &["doctor"]),
    ("", &["dump", "save"], &["backup"]),
    ("", &["client", "clients", "application"], &["app"]),
    ("", &["jwt", "jws"], &["token"]),
    ("", &["consent", "consents"], &["grant"]),
];
const TOKEN: [Verbs; 10] = [
    ("token", &["create", "mint", "sign", "encode", "new", "gen", "generate", "get", "make", "add"], &["token issue"]),
    ("token", &["inspect", "parse", "read", "debug", "dump", "view", "print"], &["token decode"]),
    ("token", &["validate", "check", "test"], &["token verify"]),
    (
        "token",
        &["rm", "delete", "remove", "del", "invalidate", "block", "disable", "kill", "expire", "cancel", "ban"],
        &["token revoke"],
    ),
    ("token", &["renew", "rotate"], &["token refresh"]),
    ("token", &["ls"], &["token list"]),
    ("token", &["scan", "find", "search"], &["token identify"]),
    ("token", &["info", "describe"], &["token show"]),
    ("token", &["exchange"], &["token refresh"]),
    ("token", &["clean", "cleanup", "gc", "purge"], &["token prune"]),
];
const APP: [Verbs; 8] = [
    ("app", &["create", "add", "new", "init"], &["app register"]),
    ("app", &["unblock", "enable", "resume", "allow", "start", "unsuspend", "unban"], &["app activate"]),
    ("app", &["disable", "suspend", "deactivate", "deny", "stop", "revoke", "ban", "lock", "pause"], &["app block"]),
    ("app", &["rm", "remove", "del", "unregister", "deregister"], &["app delete"]),
    ("app", &["edit", "set", "modify", "change", "configure"], &["app update"]),
    ("app", &["ls"], &["app list"]),
    ("app", &["get", "info", "describe", "inspect", "view"], &["app show"]),
    ("app", &["issue", "token"], &["token issue --app"]),
];
const KEYS: [Verbs; 10] = [
    ("keys", &["create", "new", "generate", "make"], &["keys gen"]),
    ("keys", &["ls"], &["keys list"]),
    ("keys", &["jwks", "get", "public", "publish", "download"], &["keys export"]),
    ("keys", &["enable", "use", "promote"], &["keys activate"]),
    ("keys", &["disable", "deactivate", "suspend", "stop"], &["keys retire"]),
    ("keys", &["roll", "renew", "rollover", "refresh"], &["keys rotate"]),
    ("keys", &["info", "describe", "view"], &["keys show"]),
    ("keys", &["encrypt", "password"], &["keys passphrase"]),
    ("keys", &["rm", "remove", "delete", "del"], &["keys revoke", "keys prune"]),
    ("keys", &["add"], &["keys gen", "keys import"]),
];
const OTHERS: [Verbs; 15] = [
    ("user", &["create", "add", "new", "update", "edit", "register", "modify"], &["user set"]),
    ("user", &["enable", "activate", "resume", "allow", "unban", "unlock", "unsuspend"], &["user unblock"]),
    ("user", &["disable", "suspend", "deactivate", "deny", "ban", "lock"], &["user block"]),
    ("user", &["rm", "remove", "del"], &["user delete"]),
    ("user", &["ls"], &["user list"]),
    ("user", &["get", "info", "describe", "view"], &["user show"]),
    ("user", &["revoke", "logout"], &["token revoke --user", "grant revoke --user"]),
    ("grant", &["rm", "remove", "delete", "del", "withdraw"], &["grant revoke"]),
    ("grant", &["ls"], &["grant list"]),
    ("grant", &["get", "info", "describe", "view"], &["grant show"]),
    ("grant", &["create", "add", "new", "give"], &["token issue --consent"]),
    ("audit", &["list", "ls", "events", "history", "tail"], &["audit log"]),
    ("audit", &["uses", "usage"], &["audit access"]),
    ("profiles", &["ls"], &["profiles list"]),
    ("app secret", &["create", "new", "gen", "generate", "rotate"], &["app secret add"]),
];

/// What nothing does, because what it would take back is final.
const FINAL: [(&str, &[&str], &str); 3] = [
    (
        "token",
        &["unrevoke", "unblock", "enable", "activate", "reactivate", "restore", "reinstate", "undo"],
        "a revoked token stays revoked; `mintage token issue` makes another",
    ),
    (
        "keys",
        &["unrevoke", "unretire", "reactivate", "restore", "reinstate"],
        "a key that was retired or revoked never signs again; `mintage keys gen` makes another",
    ),
    (
        "app",
        &["undelete", "restore", "recover"],
        "a deleted app stays deleted; `mintage app register` makes another of that name",
    ),
];

/// Flags of other tools, and of commands beside, which mean something else at other commands.
const FLAGS: [(&str, &[&str], &str); 9] = [
    ("token verify", &["--issuer"], "--iss"),
    ("token verify", &["--scope", "--scopes"], "--require-scope"),
    ("token verify", &["--claim"], "--require-claim"),
    ("token verify", &["--exp"], "--at"),
    ("token issue", &["--scopes"], "--scope"),
    ("keys export", &["--pem"], "--format pem"),
    ("keys export", &["--jwk"], "--format jwk"),
    ("keys export", &["--public"], "--format pem"),
    ("token list", &["--expired"], "--state expired"),
];

/// Flags of other tools, and what is meant by them at a command that has it, the likeliest first.
const ANYWHERE: [(&[&str], &[&str]); 43] = [
    (&["--issuer"], &["--iss"]),
    (&["--iss"], &["--issuer"]),
    (&["--audience", "--audiences"], &["--aud"]),
    (&["--aud"], &["--audience"]),
    (&["--subject", "--sub"], &["--sub", "--user"]),
    (&["--user-id", "--username", "--uid", "--owner", "--user-name"], &["--user"]),
    (&["--client", "--client-id", "--application", "--app-name", "--app-id"], &["--app"]),
    (&["--scopes", "--permission", "--permissions"], &["--scope", "--require-scope"]),
    (&["--claims"], &["--claim", "--require-claim"]),
    (
        &[
            "--expires",
            "--expires-in",
            "--expiry",
            "--expiration",
            "--lifetime",
            "--valid-for",
            "--validity",
            "--duration",
        ],
        &["--ttl", "--access-ttl", "--expiring"],
    ),
    (&["--ttl"], &["--access-ttl"]),
    (&["--not-before"], &["--nbf"]),
    (&["--issued-at"], &["--iat"]),
    (&["--jwt-id", "--token-id"], &["--jti"]),
    (&["--algorithm", "--algorithms", "--kty"], &["--alg"]),
    (&["--key-id", "--key", "--kid"], &["--kid", "--key"]),
    (&["--public-key", "--pubkey", "--secret", "--verify-key"], &["--key"]),
    (&["--jwks-url", "--jwks-uri", "--keys", "--jwk"], &["--jwks"]),
    (&["--discovery", "--oidc", "--provider"], &["--issuer-url"]),
    (&["--size", "--length", "--key-size", "--keysize"], &["--bits"]),
    (&["--type"], &["--typ", "--of-kind"]),
    (&["--kind"], &["--of-kind"]),
    (&["--clock-skew", "--skew", "--tolerance", "--clock-tolerance"], &["--leeway"]),
    (&["--now", "--time", "--as-of", "--date"], &["--at"]),
    (&["--refresh", "--refresh-token", "--with-refresh-token"], &["--with-refresh"]),
    (&["--id-token", "--openid"], &["--with-id-token"]),
    (&["--address", "--ip-address", "--remote-addr"], &["--ip"]),
    (&["--dry-run", "--dryrun", "--simulate", "--what-if", "--check", "-n"], &["--plan"]),
    (&["--force", "--assume-yes", "-y", "-f"], &["--yes"]),
    (&["--comment", "--message", "--note", "--why", "-m"], &["--reason"]),
    (&["--actor", "--author", "--as"], &["--by"]),
    (&["--from", "--start", "--after"], &["--since", "--issued-after"]),
    (&["--to", "--before", "--end"], &["--until", "--issued-before"]),
    (&["--max", "--count", "--head", "--page-size", "--top", "-n"], &["--limit"]),
    (&["--after", "--page", "--offset", "--next", "--start-after"], &["--cursor"]),
    (&["--status"], &["--state"]),
    (
        &["--min-grade", "--grade", "--min-rank", "--rank", "--severity", "--min-severity"],
        &["--min-severity", "--fail-on"],
    ),
    (&["--ndjson", "--jsonl", "--json-lines", "--jsonlines"], &["--json"]),
    (&["--password", "--passphrase", "--pass", "--passin", "--passwd"], &["--passphrase-file"]),
    (&["--output", "--out-file", "--outfile", "-o"], &["--out"]),
    (&["--silent", "-s"], &["--quiet"]),
    (&["--debug"], &["--verbose"]),
    (&["--dir", "--data-dir", "--db", "--database", "--config", "-C"], &["--home"]),
];

/// The same of flags that are written with a value here.
const WITH_VALUE: [(&[&str], &str, &str); 2] =
    [(&["--no-color", "--no-colour", "--nocolor"], "--color", "--color never"), (&["--colour"], "--color", "--color")];

/// What is meant by a word that is no command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This command, or one of these.
    Is(&'static [&'static str]),
    /// What nothing does; why.
    Final(&'static str),
}

fn verbs() -> impl Iterator<Item = &'static Verbs> {
    ROOT.iter().chain(&TOKEN).chain(&APP).chain(&KEYS).chain(&OTHERS)
}

/// What is meant by a command that a group does not have. The root is the group without a name.
pub(super) fn command(group: &str, word: &str) -> Option<Meant> {
    let word = word.to_ascii_lowercase();
    let is = |of: &str, words: &[&str]| of == group && words.contains(&&*word);
    if let Some((.., why)) = FINAL.iter().find(|(of, words, _)| is(of, words)) {
        return Some(Meant::Final(why));
    }
    verbs().find(|(of, words, _)| is(of, words)).map(|(.., meant)| Meant::Is(meant))
}

/// Every word that means something in a group.
pub(super) fn words(group: &str) -> Vec<&'static str> {
    let finals = FINAL.iter().map(|(of, words, _)| (*of, *words));
    let all = verbs().map(|(of, words, _)| (*of, *words)).chain(finals);
    all.filter(|(of, _)| *of == group).flat_map(|(_, words)| words.iter().copied()).collect()
}

/// What is meant by a flag that a command does not have, of those that it has; and by one that it has, with a value for another.
pub(super) fn flag(command: &str, flag: &str, value: Option<&str>, has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let is_form = matches!(flag, "--format" | "--output" | "-o" | "--out-format" | "--output-format");
    match value {
        Some("json") if is_form => return Some("--json"),
        Some("jsonl" | "ndjson" | "json-lines") if is_form => return Some("--json=line"),
        Some("csv") if is_form && has("--csv") => return Some("--csv"),
        _ => {}
    }
    if has(flag) {
        return None;
    }
    if let Some((.., meant)) = FLAGS.iter().find(|(of, flags, _)| *of == command && flags.contains(&flag)) {
        return Some(meant);
    }
    if let Some((.., meant)) = WITH_VALUE.iter().find(|(flags, of, _)| flags.contains(&flag) && has(of)) {
        return Some(meant);
    }
    let meant = ANYWHERE.iter().filter(|(flags, _)| flags.contains(&flag)).flat_map(|(_, meant)| meant.iter().copied());
    meant.into_iter().find(|meant| has(meant)).map(|meant| match flag {
        "--ndjson" | "--jsonl" | "--json-lines" | "--jsonlines" => "--json=line",
        _ => meant,
    })
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

    fn has(command: &clap::Command, flag: &str) -> bool {
        command.get_arguments().any(|arg| arg.get_long() == flag.strip_prefix("--"))
    }

    /// Every command there is.
    fn every() -> Vec<clap::Command> {
        fn below(command: &clap::Command, all: &mut Vec<clap::Command>) {
            all.push(command.clone());
            command.get_subcommands().for_each(|command| below(command, all));
        }
        let (mut tree, mut all) = (Cli::command(), Vec::new());
        tree.build();
        below(&tree, &mut all);
        all
    }

    #[test]
    fn every_word_stands_for_a_command_that_there_is_and_hides_none() {
        let mut seen = std::collections::BTreeSet::new();
        for (group, words, meant) in verbs() {
            for word in *words {
                assert!(find(&format!("{group} {word}")).is_none(), "{group} {word} is a command");
                assert!(seen.insert((*group, *word)), "{group} {word} is told twice");
                assert_eq!(command(group, word), Some(Meant::Is(meant)), "{group} {word}");
            }
            for meant in *meant {
                let (words, flag) = meant.split_once(" --").map_or((*meant, None), |(words, flag)| (words, Some(flag)));
                let command = find(words).unwrap_or_else(|| panic!("{meant}"));
                assert!(flag.is_none_or(|flag| has(&command, &format!("--{flag}"))), "{meant}");
            }
        }
        for (group, words, why) in FINAL {
            for word in words {
                assert!(find(&format!("{group} {word}")).is_none(), "{group} {word} is a command");
                assert!(seen.insert((group, word)), "{group} {word} is told twice");
            }
            let named = why.split('`').nth(1).and_then(|named| named.strip_prefix("mintage "));
            assert!(named.is_some_and(|named| find(named).is_some()), "{why}");
        }
    }

    #[test]
    fn every_flag_stands_for_one_that_there_is() {
        for (of, flags, meant) in FLAGS {
            let command = find(of).unwrap();
            assert!(has(&command, meant.split(' ').next().unwrap()), "{of} {meant}");
            assert!(!flags.iter().any(|flag| has(&command, flag)), "{of} {flags:?}");
        }
        let all = every();
        let is_of_some = |flag: &str| all.iter().any(|command| has(command, flag));
        for (flags, meant) in ANYWHERE {
            for meant in meant {
                let helps = |flag: &str| all.iter().any(|command| !has(command, flag) && has(command, meant));
                assert!(
                    is_of_some(meant) && flags.iter().all(|flag| flag == meant || helps(flag)),
                    "{flags:?} {meant}"
                );
            }
        }
        assert!(WITH_VALUE.iter().all(|(_, of, _)| is_of_some(of)));
    }

    #[test]
    fn nothing_is_taken_for_its_opposite() {
        let is = |group: &str, word: &str, meant: &[&str]| match command(group, word) {
            Some(Meant::Is(commands)) => commands == meant,
            _ => false,
        };
        assert!(is("app", "unblock", &["app activate"]));
        assert!(is("app", "Disable", &["app block"]));
        assert!(is("user", "enable", &["user unblock"]));
        assert!(is("keys", "rm", &["keys revoke", "keys prune"]));
        assert_eq!(command("token", "frobnicate"), None);
        assert!(matches!(command("token", "unrevoke"), Some(Meant::Final(_))));
        assert_eq!(flag("keys retire", "--no-plan", None, |flag| flag == "--plan"), None);
    }
}
