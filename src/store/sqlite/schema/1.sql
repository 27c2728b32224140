-- Times are seconds since the epoch. Lists of scopes are words separated by spaces, lists of audiences JSON arrays.
-- A row says what was done; what time does (a token that expired) is computed, never stored.

CREATE TABLE apps (
    id            INTEGER PRIMARY KEY,
    client_id     TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL UNIQUE,
    state         TEXT NOT NULL CHECK (state IN ('registered', 'active', 'blocked')),
    state_since   INTEGER,
    block_note    TEXT,
    scopes        TEXT NOT NULL,
    audiences     TEXT NOT NULL,
    access_ttl    INTEGER CHECK (access_ttl > 0),
    refresh_ttl   INTEGER CHECK (refresh_ttl > 0),
    alg           TEXT,
    public        INTEGER NOT NULL CHECK (public IN (0, 1)),
    registered_at INTEGER NOT NULL,
    CHECK ((state = 'registered') = (state_since IS NULL)),
    CHECK ((state = 'blocked') = (block_note IS NOT NULL))
) STRICT;

-- Only digests: whoever reads this file can use none of them.
CREATE TABLE app_secrets (
    digest     BLOB PRIMARY KEY CHECK (length(digest) = 32),
    app        INTEGER NOT NULL REFERENCES apps (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    id           INTEGER PRIMARY KEY,
    kid          TEXT NOT NULL UNIQUE,
    alg          TEXT NOT NULL,
    bits         INTEGER NOT NULL,
    public       BLOB,
    state        TEXT NOT NULL CHECK (state IN ('standby', 'active', 'retired', 'revoked')),
    state_since  INTEGER,
    verify_until INTEGER,
    revoked_by   TEXT,
    revoked_note TEXT,
    created_at   INTEGER NOT NULL,
    CHECK ((state = 'standby') = (state_since IS NULL)),
    CHECK ((state = 'retired') = (verify_until IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_by IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX one_active_key_per_algorithm ON keys (alg) WHERE state = 'active';

CREATE TABLE grants (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    app           INTEGER NOT NULL REFERENCES apps (id),
    user          TEXT NOT NULL,
    scopes        TEXT NOT NULL,
    granted_at    INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    revoked_at    INTEGER,
    revoked_by    TEXT,
    revoked_cause TEXT,
    revoked_note  TEXT,
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_by IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_cause IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_active_grant_per_user_and_app ON grants (user, app) WHERE state = 'active';

CREATE TABLE families (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    grant_id   BLOB NOT NULL REFERENCES grants (id),
    started_at INTEGER NOT NULL,
    claims     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    jti           BLOB PRIMARY KEY CHECK (length(jti) = 16),
    kind          TEXT NOT NULL CHECK (kind IN ('access', 'refresh', 'id')),
    app           INTEGER NOT NULL REFERENCES apps (id),
    user          TEXT,
    grant_id      BLOB REFERENCES grants (id),
    family        BLOB REFERENCES families (id),
    key           INTEGER REFERENCES keys (id),
    scopes        TEXT NOT NULL,
    audiences     TEXT NOT NULL,
    issued_at     INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('active', 'refreshed', 'revoked')),
    state_at      INTEGER,
    revoked_by    TEXT,
    revoked_cause TEXT,
    revoked_note  TEXT,
    ip            TEXT,
    user_agent    TEXT,
    device        TEXT,
    digest        BLOB CHECK (length(digest) = 32),
    CHECK ((state = 'active') = (state_at IS NULL)),
    CHECK (state <> 'refreshed' OR kind = 'refresh'),
    CHECK ((state = 'revoked') = (revoked_by IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_cause IS NOT NULL)),
    CHECK ((user IS NULL) = (grant_id IS NULL)),
    CHECK ((kind = 'refresh') = (key IS NULL))
) STRICT, WITHOUT ROWID;

-- The primary key follows in each index, so that every list comes out in the order of time.
CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest) WHERE digest IS NOT NULL;
CREATE INDEX tokens_by_app ON tokens (app);
CREATE INDEX tokens_by_user ON tokens (user) WHERE user IS NOT NULL;
CREATE INDEX tokens_by_family ON tokens (family) WHERE family IS NOT NULL;
