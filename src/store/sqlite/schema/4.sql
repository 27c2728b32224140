-- What the ledger says of itself, in one row: whose it is, how many changes were committed, and the newest time that it has
-- seen. Beside that the first and the last of commits that were so far ahead of it that it does not follow them yet.

CREATE TABLE meta (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    home        BLOB NOT NULL CHECK (length(home) = 16),
    generation  INTEGER NOT NULL CHECK (generation >= 0),
    newest      INTEGER,
    ahead_from  INTEGER,
    ahead_until INTEGER,
    CHECK ((ahead_from IS NULL) = (ahead_until IS NULL))
) STRICT;

-- What an older ledger has seen may be from a night in which the clock was ahead: it is not believed beyond now.
INSERT INTO meta (id, home, generation, newest)
SELECT 1, randomblob(16), 0, min(max(seen), unixepoch())
FROM (
    SELECT max(issued_at) AS seen FROM tokens
    UNION ALL SELECT max(state_at) FROM tokens
    UNION ALL SELECT max(created_at) FROM keys
    UNION ALL SELECT max(state_since) FROM keys
    UNION ALL SELECT max(granted_at) FROM grants
    UNION ALL SELECT max(revoked_at) FROM grants
    UNION ALL SELECT max(registered_at) FROM apps
    UNION ALL SELECT max(state_since) FROM apps
);
