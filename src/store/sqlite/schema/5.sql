-- What rots in a row is seen where the row is read: each row has a checksum over all of it. Whoever writes a row writes its
-- checksum too; there are no triggers, so that the file stays one that other programs can open.

-- What an HMAC secret is known by, as other keys are by their public half: a digest of its kid, keyed with the secret.
ALTER TABLE keys ADD COLUMN secret_mark BLOB CHECK (length(secret_mark) = 16);

ALTER TABLE apps ADD COLUMN checksum INTEGER;
ALTER TABLE app_secrets ADD COLUMN checksum INTEGER;
ALTER TABLE keys ADD COLUMN checksum INTEGER;
ALTER TABLE grants ADD COLUMN checksum INTEGER;
ALTER TABLE families ADD COLUMN checksum INTEGER;
ALTER TABLE tokens ADD COLUMN checksum INTEGER;
ALTER TABLE meta ADD COLUMN checksum INTEGER;
