-- Seeing risk: what the audit log and call budgets need.

-- The audit log: through which door a change came, why it was refused where it was (else nothing), and what of the thing was
-- changed, as it was and as it is then. Rows of older versions have none of these.
ALTER TABLE changes ADD COLUMN door TEXT;
ALTER TABLE changes ADD COLUMN outcome TEXT;
ALTER TABLE changes ADD COLUMN before TEXT;
ALTER TABLE changes ADD COLUMN after TEXT;
