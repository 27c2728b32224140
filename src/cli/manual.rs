//! What help and manual pages say beyond the flags: examples, and the exit codes that a command can return.

use std::fmt::Write as _;
use std::io;

use clap::Command;
use clap_mangen::Man;

use super::exit::meaning;
use crate::core::forge::FLAWS;

/// What belongs to one command.
struct Entry {
    /// The command, without `mintage`.
    path: &'static str,
    /// Commands to type.
    examples: &'static [&'static str],
    /// The exit codes it can return, besides 0, 1 and 2.
    exits: &'static [u8],
}

/// The command whose pages list the flaws.
const FORGE: &str = "token forge";

/// What `--probe` needs to be understood.
const PROBE: &str = "\
The command runs once per token, through /bin/sh, with TOKEN, TOKEN_FILE and FLAW in its environment and nothing on standard \
input. TOKEN_FILE names a file in memory that has the token, and is the only place for one that is too long for a variable. A \
token is accepted where the command prints a status of 2xx and nothing else, or, where it prints no status, exits 0. A \
status of 5xx or 000, an exit code of 126 or 127, a signal, and a command that takes longer than --timeout are failures: \
neither accepted nor refused. A good token is tried first and last. The shell puts $TOKEN into the arguments of curl, \
where others on the machine can see it; `curl -K -` reads it from a pipe instead.";

const READS: &[u8] = &[3, 5, 6, 7];
const WRITES: &[u8] = &[3, 4, 5, 6, 7];
const LOOK_UPS: &[u8] = &[3, 5, 6, 7, 20, 21, 22, 23, 31];
const VERDICTS: &[u8] = &[3, 5, 6, 7, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34];

/// Every command that does something.
const ENTRIES: &[Entry] = &[
    Entry {
        path: "init",
        examples: &[
            "mintage init",
            "mintage init --no-input --issuer https://auth.example.com --audience https://api.example.com --no-passphrase",
            "mintage --home ./.mintage init --alg ES256 --passphrase-file pass.txt --app shop",
        ],
        exits: WRITES,
    },
    Entry {
        path: "keys gen",
        examples: &[
            "mintage keys gen --alg ES256 --no-passphrase",
            "mintage keys gen --alg RS256 --bits 4096 --passphrase-file pass.txt",
        ],
        exits: READS,
    },
    Entry {
        path: "keys list",
        examples: &["mintage keys list", "mintage keys list --expiring 30d --json"],
        exits: READS,
    },
    Entry { path: "keys show", examples: &["mintage keys show h2Kx"], exits: READS },
    Entry {
        path: "keys export",
        examples: &[
            "mintage keys export --jwks > jwks.json",
            "mintage keys export h2Kx > public.pem",
            "mintage keys export h2Kx --private --format jwk --passphrase-file pass.txt",
        ],
        exits: WRITES,
    },
    Entry {
        path: "keys rotate",
        examples: &[
            "mintage keys rotate --activate-in 24h --passphrase-file pass.txt",
            "mintage keys rotate --due --detailed-exitcode",
            "mintage keys rotate --plan --json",
            "mintage keys rotate --alg ES256 --now --no-passphrase",
        ],
        exits: &[3, 4, 5, 6, 7, 10],
    },
    Entry { path: "keys activate", examples: &["mintage keys activate h2Kx"], exits: WRITES },
    Entry {
        path: "keys retire",
        examples: &["mintage keys retire h2Kx --plan", "mintage keys retire h2Kx --when-safe"],
        exits: WRITES,
    },
    Entry {
        path: "keys revoke",
        examples: &[
            "mintage keys revoke h2Kx --plan",
            "mintage keys revoke h2Kx --reason 'found in a public repository'",
        ],
        exits: WRITES,
    },
    Entry {
        path: "keys import",
        examples: &[
            "mintage keys import old.pem --alg RS256 --passphrase-file pass.txt",
            "mintage keys import partner.jwks.json",
            "mintage keys import - --from-passphrase-env OLD --no-passphrase < old.pem",
        ],
        exits: WRITES,
    },
    Entry {
        path: "keys passphrase",
        examples: &[
            "mintage keys passphrase h2Kx --passphrase-file old.txt --new-passphrase-file new.txt",
            "mintage keys passphrase h2Kx --passphrase-file old.txt --no-passphrase",
        ],
        exits: WRITES,
    },
    Entry { path: "keys prune", examples: &["mintage keys prune --plan", "mintage keys prune"], exits: READS },
    Entry {
        path: "app register",
        examples: &[
            "mintage app register shop --scope 'orders:read orders:write' --audience https://api.example.com",
            "mintage app register mobile --public --access-ttl 5m --refresh-ttl 7d",
        ],
        exits: WRITES,
    },
    Entry { path: "app activate", examples: &["mintage app activate shop"], exits: WRITES },
    Entry { path: "app block", examples: &["mintage app block shop --reason 'credentials leaked'"], exits: WRITES },
    Entry {
        path: "app list",
        examples: &["mintage app list", "mintage -q app list", "mintage app list --all --csv"],
        exits: READS,
    },
    Entry { path: "app show", examples: &["mintage app show shop"], exits: READS },
    Entry {
        path: "app update",
        examples: &[
            "mintage app update shop --scope 'orders:read orders:write' --access-ttl 10m",
            "mintage app update shop --refresh-max-age 90d --token-format opaque",
        ],
        exits: WRITES,
    },
    Entry {
        path: "app secret add",
        examples: &["mintage app secret add shop", "mintage -q app secret add shop > secret.txt"],
        exits: WRITES,
    },
    Entry { path: "app secret list", examples: &["mintage app secret list shop"], exits: READS },
    Entry {
        path: "app secret revoke",
        examples: &["mintage app secret revoke shop 1f3a9c0b --reason 'replaced'"],
        exits: WRITES,
    },
    Entry {
        path: "app delete",
        examples: &["mintage app delete shop --plan", "mintage app delete shop --yes --reason 'shut down'"],
        exits: WRITES,
    },
    Entry {
        path: "grant list",
        examples: &["mintage grant list --user alice", "mintage grant list --app shop --state active --csv"],
        exits: READS,
    },
    Entry {
        path: "grant show",
        examples: &[
            "mintage grant show --user alice --app shop",
            "mintage grant show 01890a5d-ac96-774b-bcce-b302099a8057",
        ],
        exits: READS,
    },
    Entry {
        path: "grant revoke",
        examples: &[
            "mintage grant revoke --user alice --app shop --reason 'asked to'",
            "mintage grant revoke --user alice --plan",
            "mintage grant revoke 01890a5d-ac96-774b-bcce-b302099a8057",
        ],
        exits: READS,
    },
    Entry {
        path: "token issue",
        examples: &[
            "mintage token issue --dev --app demo --user alice",
            "mintage token issue --app shop --user alice --scope orders:read --with-refresh",
            "mintage token issue --app shop --ttl 1h --claim role=admin --claim 'quota:=10'",
            "mintage token issue --app shop --user alice --exp 2020-01-01T00:00:00Z",
            "mintage token issue --app shop --batch users.ndjson > tokens.ndjson",
            "mintage token issue --app shop --user alice --count 1000",
            "mintage token issue --app shop --user alice --format opaque",
        ],
        exits: &[3, 4, 5, 6, 7, 40],
    },
    Entry {
        path: "token refresh",
        examples: &[
            "mintage token refresh @refresh.txt",
            "printf %s \"$REFRESH\" | mintage token refresh --scope read",
        ],
        exits: &[3, 4, 5, 6, 7, 20, 24, 28, 31, 32, 33],
    },
    Entry {
        path: "token revoke",
        examples: &[
            "mintage token revoke 01890a5d-ac96-774b-bcce-b302099a8057 --reason 'laptop stolen'",
            "printf %s \"$REFRESH\" | mintage token revoke -",
            "mintage token revoke --user alice --issued-before 2026-01-01T00:00:00Z --plan",
            "mintage token revoke --app shop --ip 192.0.2.0/24 --reason 'stolen at the airport'",
        ],
        exits: &[3, 5, 6, 7, 20, 21, 22, 23, 31],
    },
    Entry {
        path: "token revocations export",
        examples: &[
            "mintage token revocations export > revocations.jwt",
            "mintage token revocations export --ttl 10m --alg ES256 --passphrase-file pass.txt > revocations.jwt",
        ],
        exits: WRITES,
    },
    Entry {
        path: "token verify",
        examples: &[
            "mintage token verify \"$TOKEN\"",
            "mintage token verify --explain @token.txt",
            "printf %s \"$TOKEN\" | mintage token verify --aud https://api.example.com --require-scope orders:read --json",
            "mintage token verify @token.txt --policy policy.toml --format junit > report.xml",
            "mintage token verify --batch tokens.txt --policy policy.toml > verdicts.ndjson",
            "mintage token verify @token.txt --key public.pem --alg RS256 --aud https://api.example.com",
            "mintage token verify @token.txt --jwks https://auth.example.com/jwks.json --aud https://api.example.com",
            "mintage token verify @token.txt --issuer-url https://auth.example.com --aud https://api.example.com",
            "mintage token verify @token.txt --jwks jwks.json --revocations revocations.jwt --max-revocations-age 15m",
            "mintage token verify @message.jws --signature-only --key public.pem --alg RS256 > message",
        ],
        exits: VERDICTS,
    },
    Entry {
        path: "token decode",
        examples: &[
            "mintage token decode \"$TOKEN\"",
            "mintage -q token decode @token.txt",
            "mintage token decode --lint \"$TOKEN\"",
            "mintage token decode --lint --fail-on medium --wordlist rockyou.txt --json @token.txt",
            "printf %s \"$SAML_RESPONSE\" | mintage token decode",
        ],
        exits: &[3, 4, 5, 20],
    },
    Entry {
        path: "token identify",
        examples: &[
            "mintage token identify app.log",
            "zcat app.log.gz | mintage token identify --json -",
            "mintage token identify app.log --revoke --reason leak --plan",
            "mintage token identify app.log --revoke --reason leak",
            "mintage token identify build.log --detailed-exitcode",
        ],
        exits: &[3, 5, 6, 7, 10],
    },
    Entry {
        path: "token list",
        examples: &[
            "mintage token list --app shop --state active",
            "mintage token list --user alice --limit 10 --json",
            "mintage token list --expiring 7d --scope orders:write --csv",
        ],
        exits: READS,
    },
    Entry {
        path: "token forge",
        examples: &[
            "mintage token forge --list",
            "mintage token forge --flaw expired --app shop --user alice",
            "mintage token forge --all --out tokens",
            "mintage token forge --probe 'curl -s -o /dev/null -w %{http_code} -H \"Authorization: Bearer $TOKEN\" http://localhost:8080/'",
            "mintage token forge --probe 'printf \"header = \\\"Authorization: Bearer %s\\\"\" \"$TOKEN\" | curl -s -o /dev/null -w %{http_code} -K - http://localhost:8080/' --format junit",
        ],
        exits: &[3, 4, 5, 6, 7, 40],
    },
    Entry {
        path: "token show",
        examples: &["mintage token show 01890a5d-ac96-774b-bcce-b302099a8057", "mintage token show @token.txt"],
        exits: LOOK_UPS,
    },
    Entry {
        path: "token tree",
        examples: &[
            "mintage token tree 01890a5d-ac96-774b-bcce-b302099a8057",
            "mintage token tree @refresh.txt --json",
        ],
        exits: LOOK_UPS,
    },
    Entry {
        path: "token introspect",
        examples: &["mintage token introspect @token.txt", "printf %s \"$TOKEN\" | mintage token introspect"],
        exits: READS,
    },
    Entry {
        path: "token prune",
        examples: &["mintage token prune --plan", "mintage token prune --margin 90d"],
        exits: READS,
    },
    Entry {
        path: "completions",
        examples: &["mintage completions bash > ~/.local/share/bash-completion/completions/mintage"],
        exits: &[],
    },
    Entry { path: "man", examples: &["mintage man token issue | man -l -", "mintage man --out ./man"], exits: &[4, 5] },
];

impl Entry {
    /// The exit codes, each with its meaning.
    fn exits(&self) -> impl Iterator<Item = (u8, &'static str)> {
        [0, 1, 2].iter().chain(self.exits).filter_map(|exit| Some((*exit, meaning(*exit)?)))
    }

    fn help(&self) -> String {
        let mut text = String::from("Examples:\n");
        for example in self.examples {
            let _ = writeln!(text, "  {example}");
        }
        if self.path == FORGE {
            text.push_str("\nFlaws:\n");
            for row in &FLAWS {
                let _ = writeln!(text, "  {:19}  {}", row.name, row.summary);
            }
            let _ = writeln!(text, "\nHow a probe judges:\n  {PROBE}");
        }
        text.push_str("\nExit codes:\n");
        for (exit, meaning) in self.exits() {
            let _ = writeln!(text, "  {exit:>2}  {meaning}");
        }
        text
    }
}

fn entry(path: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.path == path)
}

/// The tree of commands with examples and exit codes, for help.
pub fn dressed(mut tree: Command) -> Command {
    tree.build();
    dress(tree, "")
}

fn dress(command: Command, path: &str) -> Command {
    let command = match entry(path) {
        Some(entry) => command.after_help(entry.help()),
        None => command,
    };
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let path = join(path, &name);
        command.mut_subcommand(name, |sub| dress(sub, &path))
    })
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// A manual page.
pub struct Page {
    /// The command, without `mintage`; empty for mintage itself.
    pub path: String,
    /// Its text.
    pub roff: String,
}

impl Page {
    /// The name of its file.
    pub fn file(&self) -> String {
        if self.path.is_empty() { "mintage.1".to_owned() } else { format!("mintage-{}.1", self.path.replace(' ', "-")) }
    }
}

/// Every manual page: one for each command, whether it does something or only has commands under it.
pub fn pages(mut tree: Command) -> io::Result<Vec<Page>> {
    tree.build();
    let mut pages = Vec::new();
    collect(&tree, "", &mut pages)?;
    Ok(pages)
}

fn collect(command: &Command, path: &str, pages: &mut Vec<Page>) -> io::Result<()> {
    pages.push(Page { path: path.to_owned(), roff: render(command, path)? });
    command.get_subcommands().try_for_each(|sub| collect(sub, &join(path, sub.get_name()), pages))
}

fn render(command: &Command, path: &str) -> io::Result<String> {
    let title = if path.is_empty() { "mintage".to_owned() } else { format!("mintage-{}", path.replace(' ', "-")) };
    let man = Man::new(command.clone()).title(title.to_uppercase()).source("mintage").manual("mintage manual");
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut roff)?;
    }
    let mut text = String::from_utf8_lossy(&roff).into_owned();
    if let Some(entry) = entry(path) {
        text.push_str(".SH EXAMPLES\n");
        for example in entry.examples {
            let _ = writeln!(text, ".PP\n.nf\n{}\n.fi", roff_escape(example));
        }
        if path == FORGE {
            let _ = writeln!(text, ".SH \"HOW A PROBE JUDGES\"\n{}", roff_escape(PROBE));
            text.push_str(".SH FLAWS\n");
            for row in &FLAWS {
                let (summary, source) = (roff_escape(row.summary), roff_escape(row.source));
                let _ = writeln!(text, ".TP\n.B {}\n{summary} ({source})", roff_escape(row.name));
            }
        }
        text.push_str(".SH \"EXIT STATUS\"\n");
        for (exit, meaning) in entry.exits() {
            let _ = writeln!(text, ".TP\n.B {exit}\n{}", roff_escape(meaning));
        }
    }
    Ok(text)
}

/// Text that roff must take as it is: a backslash, a hyphen, and a dot or quote at the start of a line mean something.
fn roff_escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    fn leaves(command: &Command, path: &str, found: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            let path = join(path, sub.get_name());
            if sub.has_subcommands() {
                leaves(sub, &path, found);
            } else {
                found.push(path);
            }
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
        assert!(ENTRIES.iter().flat_map(|entry| entry.exits).all(|exit| meaning(*exit).is_some()));
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
