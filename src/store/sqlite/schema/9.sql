-- Tokens that depart from what this authority's own are like, and the name of a deleted app for whoever comes next.

-- A UNIQUE can only be taken away by making the table anew. Of the apps of one name at most one is not deleted.
CREATE TABLE new_apps (
    id              INTEGER PRIMARY KEY,
    client_id       TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('registered', 'active', 'blocked', 'deleted')),
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
) STRICT;

INSERT INTO new_apps SELECT * FROM apps ORDER BY id;

DROP TABLE apps;
ALTER TABLE new_apps RENAME TO apps;

CREATE INDEX apps_by_name ON apps (name);
CREATE UNIQUE INDEX one_app_of_a_name ON apps (name) WHERE state <> 'deleted';

-- `departs` is a JSON object of what was asked for against the policy of the home; empty for every other token. `shown_jti` is the
-- jti in the text of such a token, where it is none that is made here.
ALTER TABLE tokens ADD COLUMN departs TEXT;
ALTER TABLE tokens ADD COLUMN shown_jti TEXT;

CREATE UNIQUE INDEX tokens_by_shown_jti ON tokens (shown_jti) WHERE shown_jti IS NOT NULL;

-- What the tokens of a family have of that.
ALTER TABLE families ADD COLUMN departs TEXT;

-- Proofs of possession that were used, by a digest of their key and their jti, as long as one could be shown again.
CREATE TABLE proofs (
    digest     BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    checksum   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX proofs_by_end ON proofs (expires_at);

-- Users of whom something is kept, or who are blocked. `claims` is a JSON object.
CREATE TABLE users (
    name        TEXT PRIMARY KEY,
    state       TEXT NOT NULL CHECK (state IN ('active', 'blocked')),
    state_at    INTEGER,
    state_by    TEXT,
    state_note  TEXT,
    claims      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    checksum    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX blocked_users ON users (name) WHERE state = 'blocked';

-- Whether the user is blocked: whoever judges a token reads its grant, and need not look for its user.
ALTER TABLE grants ADD COLUMN user_blocked INTEGER;
