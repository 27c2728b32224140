-- What somebody holds a secret text of for a short time, by the digest of that text: sessions of browsers, codes, device codes,
-- pushed requests. `alias` is the digest of another text that it is found by. `facts` is a JSON object of what it stands for.
CREATE TABLE tickets (
    digest     BLOB PRIMARY KEY,
    kind       TEXT NOT NULL,
    alias      BLOB,
    user       TEXT,
    facts      TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    checksum   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX tickets_by_end ON tickets (expires_at);
CREATE UNIQUE INDEX tickets_by_alias ON tickets (alias) WHERE alias IS NOT NULL;
CREATE INDEX tickets_by_user ON tickets (user) WHERE user IS NOT NULL;
