-- The whole life of a token: apps that are deleted, secrets that are revoked, families with an absolute end, opaque
-- access tokens, and which use of a refresh token made which tokens.

-- A CHECK can only be changed by making the table anew.
CREATE TABLE new_apps (
    id              INTEGER PRIMARY KEY,
    client_id       TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL CHECK (state IN ('registered', 'active', 'blocked', 'deleted')),
    state_since     INTEGER,
    state_note      TEXT,
    state_by        TEXT,
    scopes          TEXT NOT NULL,
    audiences       TEXT NOT NULL,
    access_ttl      INTEGER CHECK (access_ttl > 0),
    refresh_ttl     INTEGER CHECK (refresh_ttl > 0),
    refresh_max_age INTEGER CHECK (refresh_max_age > 0),
    token_format    TEXT CHECK (token_format IN ('jwt', 'opaque')),
    alg             TEXT,
    public          INTEGER NOT NULL CHECK (public IN (0, 1)),
    registered_at   INTEGER NOT NULL,
    CHECK ((state = 'registered') = (state_since IS NULL)),
    CHECK (state <> 'blocked' OR state_note IS NOT NULL),
    CHECK (state <> 'deleted' OR state_by IS NOT NULL),
    CHECK (state IN ('blocked', 'deleted') OR (state_note IS NULL AND state_by IS NULL))
) STRICT;

INSERT INTO new_apps (id, client_id, name, state, state_since, state_note, scopes, audiences, access_ttl, refresh_ttl,
                      alg, public, registered_at)
SELECT id, client_id, name, state, state_since, block_note, scopes, audiences, access_ttl, refresh_ttl, alg, public,
       registered_at
FROM apps;

DROP TABLE apps;
ALTER TABLE new_apps RENAME TO apps;

ALTER TABLE app_secrets ADD COLUMN revoked_at INTEGER;
ALTER TABLE app_secrets ADD COLUMN revoked_by TEXT CHECK ((revoked_by IS NULL) = (revoked_at IS NULL));
ALTER TABLE app_secrets ADD COLUMN revoked_note TEXT CHECK (revoked_note IS NULL OR revoked_at IS NOT NULL);

CREATE INDEX app_secrets_by_app ON app_secrets (app);

ALTER TABLE grants ADD COLUMN ip TEXT;
ALTER TABLE grants ADD COLUMN user_agent TEXT;
ALTER TABLE grants ADD COLUMN device TEXT;

CREATE INDEX grants_by_app ON grants (app);
CREATE INDEX grants_by_user ON grants (user);

ALTER TABLE families ADD COLUMN ends_at INTEGER;
ALTER TABLE families ADD COLUMN token_format TEXT NOT NULL DEFAULT 'jwt' CHECK (token_format IN ('jwt', 'opaque'));

CREATE INDEX families_by_grant ON families (grant_id);

-- Opaque text is known by its digest and signed by no key; a JWT has a key and no digest. `claims` holds what an opaque
-- access token says beyond the other columns. `parent` is the refresh token whose use made this one: no reference, for
-- it may end and be pruned before.
CREATE TABLE new_tokens (
    jti           BLOB PRIMARY KEY CHECK (length(jti) = 16),
    kind          TEXT NOT NULL CHECK (kind IN ('access', 'refresh', 'id')),
    app           INTEGER NOT NULL REFERENCES apps (id),
    user          TEXT,
    grant_id      BLOB REFERENCES grants (id),
    family        BLOB REFERENCES families (id),
    parent        BLOB CHECK (length(parent) = 16),
    key           INTEGER REFERENCES keys (id),
    scopes        TEXT NOT NULL,
    audiences     TEXT NOT NULL,
    claims        TEXT,
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
    CHECK (kind <> 'refresh' OR key IS NULL),
    CHECK (kind <> 'id' OR key IS NOT NULL),
    CHECK (key IS NOT NULL OR digest IS NOT NULL OR kind = 'refresh'),
    CHECK (key IS NULL OR (digest IS NULL AND claims IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO new_tokens (jti, kind, app, user, grant_id, family, key, scopes, audiences, issued_at, expires_at, state,
                        state_at, revoked_by, revoked_cause, revoked_note, ip, user_agent, device, digest)
SELECT jti, kind, app, user, grant_id, family, key, scopes, audiences, issued_at, expires_at, state, state_at,
       revoked_by, revoked_cause, revoked_note, ip, user_agent, device, digest
FROM tokens
ORDER BY jti;

DROP TABLE tokens;
ALTER TABLE new_tokens RENAME TO tokens;

-- The primary key follows in each index, so that every list comes out in the order of time.
CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest) WHERE digest IS NOT NULL;
CREATE INDEX tokens_by_app ON tokens (app);
CREATE INDEX tokens_by_user ON tokens (user) WHERE user IS NOT NULL;
CREATE INDEX tokens_by_grant ON tokens (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX tokens_by_family ON tokens (family) WHERE family IS NOT NULL;
CREATE INDEX tokens_by_key ON tokens (key, expires_at) WHERE key IS NOT NULL;
CREATE INDEX tokens_by_end ON tokens (expires_at);
