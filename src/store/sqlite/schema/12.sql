-- Seeing risk: what the audit log and call budgets need.

-- The audit log: through which door a change came, why it was refused where it was (else nothing), and what of the thing was
-- changed, as it was and as it is then. Rows of older versions have none of these.
ALTER TABLE changes ADD COLUMN door TEXT;
ALTER TABLE changes ADD COLUMN outcome TEXT;
ALTER TABLE changes ADD COLUMN before TEXT;
ALTER TABLE changes ADD COLUMN after TEXT;

-- How often the tokens of an app may be shown: a JSON object. Empty where that has no end.
ALTER TABLE apps ADD COLUMN budget TEXT;

-- A canary looks as if it were of a user, and nobody consented to it.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, '(user IS NULL) = (grant_id IS NULL)', '(user IS NULL) = (grant_id IS NULL) OR revoked_cause IS ''canary''')
WHERE type = 'table' AND name = 'tokens';

PRAGMA writable_schema = RESET;

-- The tree over the log (RFC 6962, 2.1): the nodes that cover events which are all there. A leaf has twice its index, which is
-- one less than the number of its event; a node that covers more stands between its halves.
CREATE TABLE tree (
    node INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- How many events there ever were, and how many of the first were pruned.
ALTER TABLE meta ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
