-- Rotation: when a standby key takes over, what became of private halves, and how long a key is needed.

ALTER TABLE keys ADD COLUMN activate_at INTEGER CHECK (activate_at IS NULL OR state = 'standby');
ALTER TABLE keys ADD COLUMN private TEXT NOT NULL DEFAULT 'held' CHECK (private IN ('held', 'absent', 'destroyed'));

CREATE INDEX tokens_by_key ON tokens (key, expires_at) WHERE key IS NOT NULL;
