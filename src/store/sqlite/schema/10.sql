-- What is kept of an app as a client of the server: a JSON object, with the names of RFC 7591. Empty where that is the rule.
ALTER TABLE apps ADD COLUMN client TEXT;
