-- Who changed what: rows come with the transaction that made the change, and are never changed or removed.
--
-- `kind` and `about` say what was changed: an app by its client_id, a key by its kid, a token or a grant by its id. A change of many
-- tokens and grants is of the kind `many`: `about` is its second, so that the index finds it, and `members` their ids of 16 bytes.
CREATE TABLE changes (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    deed     TEXT NOT NULL,
    kind     TEXT,
    about    TEXT CHECK ((about IS NULL) = (kind IS NULL)),
    members  BLOB CHECK (length(members) % 16 = 0),
    by       TEXT NOT NULL,
    reason   TEXT,
    facts    TEXT NOT NULL,
    checksum INTEGER
) STRICT;

CREATE INDEX changes_by_thing ON changes (about);
