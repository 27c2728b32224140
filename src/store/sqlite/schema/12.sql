-- Seeing risk: what the audit log and call budgets need.

-- The audit log: through which door a change came, why it was refused where it was (else nothing), and what of the thing was
-- changed, as it was and as it is then. Rows of older versions have none of these.
ALTER TABLE changes ADD COLUMN door TEXT;
ALTER TABLE changes ADD COLUMN outcome TEXT;
ALTER TABLE changes ADD COLUMN before TEXT;
ALTER TABLE changes ADD COLUMN after TEXT;

-- A canary looks as if it were of a user, and nobody consented to it.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, '(user IS NULL) = (grant_id IS NULL)', '(user IS NULL) = (grant_id IS NULL) OR revoked_cause = ''canary''')
WHERE type = 'table' AND name = 'tokens';

PRAGMA writable_schema = RESET;
