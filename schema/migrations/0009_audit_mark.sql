-- That this program wrote a line: an HMAC over what it says, by which it is known until it is sealed, and after.
ALTER TABLE audit ADD COLUMN mark text;
