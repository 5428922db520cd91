ALTER TABLE round ADD COLUMN finalRun integer;
ALTER TABLE round ADD COLUMN finalBy text;
ALTER TABLE round ADD COLUMN finalAt text;
ALTER TABLE round ADD COLUMN evidenceHash text;
ALTER TABLE round ADD COLUMN finalGuard integer CONSTRAINT finalMoved CHECK (finalGuard = 1);

-- With its rowid: bodies of 1 to 3 KB would each waste an overflow page in a WITHOUT ROWID table.
CREATE TABLE evidence (
  round text NOT NULL,
  regionCode text NOT NULL,
  subjectId text NOT NULL,
  hash text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (round, regionCode, subjectId)
);
