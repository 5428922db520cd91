ALTER TABLE policy ADD COLUMN note text;
ALTER TABLE policy ADD COLUMN activatedBy text;
ALTER TABLE policy ADD COLUMN activatedAt text;
ALTER TABLE policy ADD COLUMN push integer NOT NULL DEFAULT 0;
ALTER TABLE policy ADD COLUMN guard integer NOT NULL DEFAULT 1 CONSTRAINT policyMoved CHECK (guard = 1);
