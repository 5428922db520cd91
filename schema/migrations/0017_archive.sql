-- What a round leaves behind: one file, in parts of base64, and what is in it. Neither is ever changed.
CREATE TABLE archive (
  round text PRIMARY KEY NOT NULL,
  regionCode text NOT NULL,
  hash text NOT NULL,
  bytes integer NOT NULL,
  contents text NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER archiveKept BEFORE UPDATE ON archive BEGIN SELECT raise(ABORT, 'archives are kept'); END;
CREATE TRIGGER archiveStays BEFORE DELETE ON archive BEGIN SELECT raise(ABORT, 'archives are kept'); END;

CREATE TABLE archivePart (
  round text NOT NULL,
  part integer NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (round, part)
);
CREATE TRIGGER archivePartKept BEFORE UPDATE ON archivePart BEGIN SELECT raise(ABORT, 'archives are kept'); END;
CREATE TRIGGER archivePartStays BEFORE DELETE ON archivePart BEGIN SELECT raise(ABORT, 'archives are kept'); END;
