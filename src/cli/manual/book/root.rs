//! What the page of mintage itself says beyond its commands: files, variables, exit codes.

use super::super::page::{Block, Section};
use crate::cli::exit::GENERAL;
use crate::core::verify::REASONS;

/// The variables that mintage looks at, and what each does.
const VARIABLES: [(&str, &str); 15] = [
    ("MINTAGE_HOME", "The home, where --home does not name one."),
    ("MINTAGE_JSON", "1 is as --json."),
    ("MINTAGE_QUIET", "1 is as --quiet."),
    ("MINTAGE_COLOR", "auto, always or never, as --color."),
    ("MINTAGE_NO_INPUT", "1 is as --no-input, 0 allows questions where CI is set."),
    ("CI", "Where it is set, nothing is asked, and no home is found by walking up."),
    ("NO_COLOR", "Where it is set, nothing is coloured (https://no-color.org/)."),
    ("TERM", "Where it is `dumb`, nothing is coloured."),
    ("MANPAGER, PAGER", "The program that `mintage man` shows pages with at a terminal."),
    ("XDG_DATA_HOME", "Where the user's home is: in `mintage` below it."),
    ("XDG_STATE_HOME", "Where it is kept which homes are trusted."),
    ("XDG_CACHE_HOME", "Where key sets are kept that were fetched."),
    ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "Through whom key sets and metadata are fetched."),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "The authorities that servers must be known to, where --ca-file names none."),
    ("LISTEN_FDS, NOTIFY_SOCKET", "What systemd says to `mintage serve`."),
];

const FILES: [(&str, &str); 5] = [
    ("~/.local/share/mintage/", "The home of the user: mintage-home(7)."),
    (".mintage/", "The home of a project, found from any folder below if this user trusts it."),
    ("config.toml", "The settings of a home, in its folder: mintage-config(5)."),
    ("mintage.db", "Its ledger."),
    ("keys/", "Its private keys."),
];

/// The parts behind the examples.
pub fn of_root() -> Vec<Section> {
    let terms = |rows: &[(&str, &str)]| rows.iter().map(|(term, text)| Block::typed(*term, *text)).collect::<Vec<_>>();
    let mut ends = vec![Block::text(
        "The page of each command lists those that it has. Below 20 is what became of the command, from 20 on why a token is not good.",
    )];
    ends.extend(GENERAL.iter().map(|(exit, meaning)| Block::typed(exit.code().to_string(), *meaning)));
    ends.extend(REASONS.iter().map(|row| Block::typed(row.exit.to_string(), format!("{}: {}", row.code, row.summary))));
    vec![
        Section::new("Files", terms(&FILES)),
        Section::new("Environment", terms(&VARIABLES)),
        Section::new("Exit status", ends),
    ]
}
