-- A line says by which credential and from which address.
ALTER TABLE audit ADD COLUMN credential text;
ALTER TABLE audit ADD COLUMN address text;
CREATE INDEX auditByPrincipal ON audit (principal, id);
CREATE INDEX auditByTarget ON audit (target, id);
CREATE INDEX auditByPush ON audit (push) WHERE push IS NOT NULL;

-- Lines are sealed one after the other: a seal covers the one before it and what its line says, which stands beside it.
CREATE TABLE auditSeal (
  line integer PRIMARY KEY NOT NULL,
  said text NOT NULL,
  seal text NOT NULL
);

-- Neither lines nor seals are changed or removed, nor put in the place of others.
CREATE TRIGGER auditUnchanged BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit lines are never changed');
END;
CREATE TRIGGER auditKept BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit lines are never removed');
END;
CREATE TRIGGER auditNotReplaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'audit lines are never replaced');
END;
CREATE TRIGGER sealUnchanged BEFORE UPDATE ON auditSeal BEGIN
  SELECT RAISE(ABORT, 'seals are never changed');
END;
CREATE TRIGGER sealKept BEFORE DELETE ON auditSeal BEGIN
  SELECT RAISE(ABORT, 'seals are never removed');
END;
CREATE TRIGGER sealNotReplaced BEFORE INSERT ON auditSeal WHEN EXISTS (SELECT 1 FROM auditSeal WHERE line = new.line) BEGIN
  SELECT RAISE(ABORT, 'UNIQUE: seals are never replaced');
END;
