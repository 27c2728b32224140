-- Tokens that a key of the home signed and that no row of `tokens` is: from an older ledger, or by whoever has the key. They
-- are known by the text of their jti, and denied until nobody accepts them any more.

CREATE TABLE denied (
    jti           TEXT PRIMARY KEY CHECK (length(jti) BETWEEN 1 AND 255),
    kid           TEXT NOT NULL,
    expires_at    INTEGER NOT NULL,
    revoked_at    INTEGER NOT NULL,
    revoked_by    TEXT NOT NULL,
    revoked_cause TEXT NOT NULL,
    revoked_note  TEXT,
    checksum      INTEGER
) STRICT, WITHOUT ROWID;
