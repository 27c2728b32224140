-- Conditions that the types of `core` make impossible to break, and that the checksum of a row sees where somebody else breaks
-- them, go: every process that opens the file parses each of them anew. What stays are the states, and what a token's columns
-- must be to each other. The layout is as it was, so that no row is touched: https://sqlite.org/lang_altertable.html, 7.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = 'CREATE TABLE apps (
    id              INTEGER PRIMARY KEY,
    client_id       TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL CHECK (state IN (''registered'', ''active'', ''blocked'', ''deleted'')),
    state_since     INTEGER,
    state_note      TEXT,
    state_by        TEXT,
    scopes          TEXT NOT NULL,
    audiences       TEXT NOT NULL,
    access_ttl      INTEGER,
    refresh_ttl     INTEGER,
    refresh_max_age INTEGER,
    token_format    TEXT,
    alg             TEXT,
    public          INTEGER NOT NULL,
    registered_at   INTEGER NOT NULL,
    checksum        INTEGER
) STRICT' WHERE type = 'table' AND name = 'apps';

UPDATE sqlite_schema SET sql = 'CREATE TABLE app_secrets (
    digest       BLOB PRIMARY KEY,
    app          INTEGER NOT NULL REFERENCES apps (id),
    created_at   INTEGER NOT NULL,
    revoked_at   INTEGER,
    revoked_by   TEXT,
    revoked_note TEXT,
    checksum     INTEGER
) STRICT, WITHOUT ROWID' WHERE type = 'table' AND name = 'app_secrets';

UPDATE sqlite_schema SET sql = 'CREATE TABLE keys (
    id           INTEGER PRIMARY KEY,
    kid          TEXT NOT NULL UNIQUE,
    alg          TEXT NOT NULL,
    bits         INTEGER NOT NULL,
    public       BLOB,
    state        TEXT NOT NULL CHECK (state IN (''standby'', ''active'', ''retired'', ''revoked'')),
    state_since  INTEGER,
    verify_until INTEGER,
    revoked_by   TEXT,
    revoked_note TEXT,
    created_at   INTEGER NOT NULL,
    activate_at  INTEGER,
    private      TEXT NOT NULL DEFAULT ''held'',
    secret_mark  BLOB,
    checksum     INTEGER
) STRICT' WHERE type = 'table' AND name = 'keys';

UPDATE sqlite_schema SET sql = 'CREATE TABLE grants (
    id            BLOB PRIMARY KEY,
    app           INTEGER NOT NULL REFERENCES apps (id),
    user          TEXT NOT NULL,
    scopes        TEXT NOT NULL,
    granted_at    INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN (''active'', ''revoked'')),
    revoked_at    INTEGER,
    revoked_by    TEXT,
    revoked_cause TEXT,
    revoked_note  TEXT,
    ip            TEXT,
    user_agent    TEXT,
    device        TEXT,
    checksum      INTEGER
) STRICT, WITHOUT ROWID' WHERE type = 'table' AND name = 'grants';

UPDATE sqlite_schema SET sql = 'CREATE TABLE families (
    id           BLOB PRIMARY KEY,
    grant_id     BLOB NOT NULL REFERENCES grants (id),
    started_at   INTEGER NOT NULL,
    claims       TEXT NOT NULL,
    ends_at      INTEGER,
    token_format TEXT NOT NULL DEFAULT ''jwt'',
    checksum     INTEGER
) STRICT, WITHOUT ROWID' WHERE type = 'table' AND name = 'families';

UPDATE sqlite_schema SET sql = 'CREATE TABLE tokens (
    jti           BLOB PRIMARY KEY,
    kind          TEXT NOT NULL,
    app           INTEGER NOT NULL REFERENCES apps (id),
    user          TEXT,
    grant_id      BLOB REFERENCES grants (id),
    family        BLOB REFERENCES families (id),
    parent        BLOB,
    key           INTEGER REFERENCES keys (id),
    scopes        TEXT NOT NULL,
    audiences     TEXT NOT NULL,
    claims        TEXT,
    issued_at     INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN (''active'', ''refreshed'', ''revoked'')),
    state_at      INTEGER,
    revoked_by    TEXT,
    revoked_cause TEXT,
    revoked_note  TEXT,
    ip            TEXT,
    user_agent    TEXT,
    device        TEXT,
    digest        BLOB,
    checksum      INTEGER,
    CHECK ((user IS NULL) = (grant_id IS NULL)),
    CHECK (kind <> ''refresh'' OR key IS NULL),
    CHECK (kind <> ''id'' OR key IS NOT NULL),
    CHECK (key IS NOT NULL OR digest IS NOT NULL OR kind = ''refresh''),
    CHECK (key IS NULL OR (digest IS NULL AND claims IS NULL))
) STRICT, WITHOUT ROWID' WHERE type = 'table' AND name = 'tokens';

UPDATE sqlite_schema SET sql = 'CREATE TABLE meta (
    id          INTEGER PRIMARY KEY,
    home        BLOB NOT NULL,
    generation  INTEGER NOT NULL,
    newest      INTEGER,
    ahead_from  INTEGER,
    ahead_until INTEGER,
    checksum    INTEGER
) STRICT' WHERE type = 'table' AND name = 'meta';

UPDATE sqlite_schema SET sql = 'CREATE TABLE changes (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    deed     TEXT NOT NULL,
    kind     TEXT,
    about    TEXT,
    members  BLOB,
    by       TEXT NOT NULL,
    reason   TEXT,
    facts    TEXT NOT NULL,
    checksum INTEGER
) STRICT' WHERE type = 'table' AND name = 'changes';

UPDATE sqlite_schema SET sql = 'CREATE TABLE denied (
    jti           TEXT PRIMARY KEY,
    kid           TEXT NOT NULL,
    expires_at    INTEGER NOT NULL,
    revoked_at    INTEGER NOT NULL,
    revoked_by    TEXT NOT NULL,
    revoked_cause TEXT NOT NULL,
    revoked_note  TEXT,
    checksum      INTEGER
) STRICT, WITHOUT ROWID' WHERE type = 'table' AND name = 'denied';

PRAGMA writable_schema = RESET;
