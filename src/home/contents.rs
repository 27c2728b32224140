//! What is in a home, for those who look after one.

/// A file or folder of a home.
#[derive(Debug, Clone, Copy)]
pub struct Content {
    /// Its path in the home; a part in capitals stands for names of any number of files.
    pub path: &'static str,
    /// Its mode, which nobody else is let into.
    pub mode: u32,
    /// What it is, in whole sentences.
    pub meaning: &'static str,
}

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

/// All that there can be.
pub const CONTENTS: &[Content] = &[
    Content {
        path: "config.toml",
        mode: FILE,
        meaning: "The settings, written for people: mintage-config(5). It is the last that is made of a home, and the sign that there \
                  is one.",
    },
    Content {
        path: "mintage.db",
        mode: FILE,
        meaning: "The ledger, an SQLite database: apps, users, keys without their private halves, grants, tokens by their jti, and the \
                  audit log. There is no token in it, and of secrets only digests. Others work on it at the same time; a copy that was \
                  made with cp meanwhile may be none: `mintage backup` makes one.",
    },
    Content {
        path: "mintage.db-journal",
        mode: FILE,
        meaning: "The journal of the ledger. It belongs to it, and what was interrupted is taken back with it: never remove it.",
    },
    Content { path: "keys", mode: FOLDER, meaning: "The private keys." },
    Content {
        path: "keys/KID.pem",
        mode: FILE,
        meaning: "A private key: PKCS#8 in PEM, encrypted unless it was made with --no-passphrase. Whoever can read it unencrypted \
                  can sign. Key files may be copied as they are; `mintage keys import` takes one in, and `mintage keys prune` \
                  removes those that nothing needs.",
    },
    Content { path: "audit", mode: FOLDER, meaning: "The key of the audit log, made with the first checkpoint." },
    Content { path: "audit/log.pem", mode: FILE, meaning: "Its private half, which signs checkpoints." },
    Content {
        path: "audit/log.vkey",
        mode: FILE,
        meaning: "Its public half, for those who check them. It may be given to anybody.",
    },
    Content {
        path: "access",
        mode: FOLDER,
        meaning: "Where tokens were shown, from where and with what, where uses are recorded. A file for each day, removed when its \
                  time is over; no backup has it.",
    },
    Content { path: "access/DAY.db", mode: FILE, meaning: "The uses of a day, an SQLite database." },
    Content { path: "access/DAY.db-wal", mode: FILE, meaning: "What is not yet in it. It belongs to it." },
    Content { path: "access/DAY.db-shm", mode: FILE, meaning: "An index of that, made anew where it is missing." },
    Content {
        path: "tls",
        mode: FOLDER,
        meaning: "The certificate authority of `mintage serve --tls auto`. No backup has it: a new one is made where it is missing.",
    },
    Content { path: "tls/ca.pem", mode: FILE, meaning: "Its certificate, for those who are to trust the server." },
    Content { path: "tls/ca-key.pem", mode: FILE, meaning: "Its private key." },
    Content {
        path: "issuers",
        mode: FOLDER,
        meaning: "Key sets of issuers that config.toml trusts (trusted_issuer), put there by you.",
    },
    Content { path: "issuers/NAME.json", mode: FILE, meaning: "A JWK set." },
    Content {
        path: "profiles",
        mode: FOLDER,
        meaning: "Profiles of your own for `mintage token issue --profile`, put there by you.",
    },
    Content { path: "profiles/NAME.toml", mode: FILE, meaning: "A profile, as `mintage profiles show` prints one." },
    Content {
        path: "users.toml",
        mode: FILE,
        meaning: "The people who may log in to a server, where config.toml names it; put there by you.",
    },
    Content {
        path: "generation",
        mode: FILE,
        meaning: "How many changes the home has seen. By it a ledger is recognised that is older than its home, as one that was put \
                  back from a copy; never copy it alone.",
    },
    Content {
        path: "reserve",
        mode: FILE,
        meaning: "Space on the disk, so that a revocation is possible when the disk is full. It is given up then, and taken anew \
                  later.",
    },
];
