//! mintage-home(7): what is in a home.

use super::super::page::{Block, Page, Section, Span};
use super::parts::{CONFIG, see_also};
use crate::home::CONTENTS;

pub fn page() -> Page {
    let content = |one: &crate::home::Content| {
        let slash = if one.mode == 0o700 { "/" } else { "" };
        let term = vec![Span::Typed(format!("{}{slash}", one.path)), Span::Plain(format!(" ({:04o})", one.mode))];
        Block::Term(term, vec![one.meaning.to_owned()])
    };
    let typed = |command: &str| Block::Lines(vec![command.to_owned()]);
    let sections = vec![
        Section::new(
            "Description",
            vec![
                Block::text(
                    "A home is a folder with all that one authority is: settings, a ledger and private keys. `mintage init` and \
                     `mintage token issue --dev` make one. Nothing of it is anywhere else, but for which homes a user trusts.",
                ),
                Block::text(
                    "The home of a command is the first of: --home; MINTAGE_HOME; the nearest folder `.mintage` here or above, if \
                     this user trusts it (`mintage trust`), and never where CI is set; `$XDG_DATA_HOME/mintage`, which is \
                     `~/.local/share/mintage` where nothing else is said. `mintage status -v` says which it was.",
                ),
                Block::text(
                    "A home, its ledger or a private key that belongs to another user, or that others may write (a private key: \
                     read), is refused (exit 5). `mintage doctor` says what is wrong, and `mintage doctor --fix` mends modes.",
                ),
            ],
        ),
        Section::new("Files", CONTENTS.iter().map(content).collect()),
        Section::new(
            "Backup",
            vec![
                Block::text(
                    "`mintage backup` copies what is needed into one file, a tar archive, while others work with the home: the \
                     settings, the ledger, keys, the key of the audit log, profiles, issuers and users. It has what can sign, so it \
                     is as secret as the home; keys in it are encrypted where they are in the home. `mintage restore` makes a home \
                     of it.",
                ),
                typed("mintage backup mintage-backup.tar"),
                typed("mintage restore mintage-backup.tar --home /srv/mintage"),
                Block::text(
                    "A whole folder may be copied or moved while nothing works with it (cp -a). Two copies that both go on are two \
                     homes with one issuer: a revocation in one is not known to the other. A ledger that is put back without its home \
                     is noticed, and `mintage restore --accept-older` goes on with it.",
                ),
            ],
        ),
        Section::new(
            "Beside the home",
            vec![
                Block::typed("$XDG_STATE_HOME/mintage/trusted/", "Which homes this user trusts (`mintage trust`)."),
                Block::typed("$XDG_CACHE_HOME/mintage/", "Key sets that were fetched. It may be removed at any time."),
            ],
        ),
        see_also(&[
            "mintage(1)",
            "mintage-init(1)",
            "mintage-trust(1)",
            "mintage-doctor(1)",
            "mintage-backup(1)",
            "mintage-restore(1)",
            CONFIG,
        ]),
    ];
    Page { name: "mintage-home".to_owned(), number: 7, summary: "what is in a mintage home".to_owned(), sections }
}
