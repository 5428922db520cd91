CREATE TABLE entry (
  sheet text NOT NULL,
  period text NOT NULL,
  regionCode text NOT NULL,
  id text NOT NULL,
  subjectId text NOT NULL,
  cells text NOT NULL,
  version integer NOT NULL,
  push integer NOT NULL,
  deleted integer NOT NULL,
  PRIMARY KEY (sheet, period, regionCode, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX entryById ON entry (sheet, period, id);

CREATE TABLE history (
  sheet text NOT NULL,
  period text NOT NULL,
  id text NOT NULL,
  version integer NOT NULL,
  push integer NOT NULL,
  "from" text NOT NULL,
  "to" text NOT NULL,
  deleted integer NOT NULL,
  PRIMARY KEY (sheet, period, id, version)
) WITHOUT ROWID;
CREATE INDEX historyByPush ON history (sheet, period, push);

CREATE TABLE push (
  id integer PRIMARY KEY AUTOINCREMENT,
  sheet text NOT NULL,
  period text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  note text,
  rows integer NOT NULL,
  guard integer NOT NULL,
  CONSTRAINT versionsMoved CHECK (guard = 1)
);

CREATE TABLE policy (
  id text NOT NULL,
  version integer NOT NULL,
  hash text NOT NULL,
  state text NOT NULL,
  regionCode text NOT NULL,
  body text NOT NULL,
  at text NOT NULL,
  principal text NOT NULL,
  PRIMARY KEY (id, version)
) WITHOUT ROWID;

CREATE TABLE register (
  id text PRIMARY KEY NOT NULL,
  hash text NOT NULL,
  body text NOT NULL
) WITHOUT ROWID;

CREATE TABLE round (
  id text PRIMARY KEY NOT NULL,
  policyId text NOT NULL,
  policyVersion integer NOT NULL,
  period text NOT NULL,
  regionCode text NOT NULL,
  state text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX roundOnce ON round (policyId, period, regionCode);

CREATE TABLE run (
  id integer PRIMARY KEY AUTOINCREMENT,
  round text NOT NULL,
  policyVersion integer NOT NULL,
  engine text NOT NULL,
  push integer NOT NULL,
  basedOn integer NOT NULL,
  facts text NOT NULL,
  previous integer,
  principal text NOT NULL,
  at text NOT NULL,
  scored integer NOT NULL,
  unscored integer NOT NULL,
  written integer NOT NULL,
  unchanged integer NOT NULL,
  guard integer NOT NULL,
  CONSTRAINT runsMoved CHECK (guard = 1)
);
CREATE INDEX runByRound ON run (round, id);

CREATE TABLE outcome (
  round text NOT NULL,
  regionCode text NOT NULL,
  subjectId text NOT NULL,
  run integer NOT NULL,
  scored integer NOT NULL,
  gone integer NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (round, regionCode, subjectId, run)
) WITHOUT ROWID;

CREATE TABLE principal (
  id text PRIMARY KEY NOT NULL,
  account text NOT NULL UNIQUE,
  name text NOT NULL,
  password text,
  locked integer NOT NULL,
  demo integer NOT NULL
) WITHOUT ROWID;

CREATE TABLE "grant" (
  principal text NOT NULL,
  role text NOT NULL,
  regionCode text NOT NULL,
  PRIMARY KEY (principal, role, regionCode)
) WITHOUT ROWID;

CREATE TABLE credential (
  hash text PRIMARY KEY NOT NULL,
  principal text NOT NULL,
  kind text NOT NULL,
  at text NOT NULL,
  expiresAt text NOT NULL,
  revokedAt text
) WITHOUT ROWID;

CREATE TABLE audit (
  id integer PRIMARY KEY AUTOINCREMENT,
  at text NOT NULL,
  principal text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  regionCode text,
  push integer,
  requestId text NOT NULL
);

CREATE TABLE idempotency (
  principal text NOT NULL,
  key text NOT NULL,
  part integer NOT NULL,
  requestHash text NOT NULL,
  push integer,
  answer text NOT NULL,
  at text NOT NULL,
  PRIMARY KEY (principal, key, part)
) WITHOUT ROWID;

CREATE TABLE setting (
  key text PRIMARY KEY NOT NULL,
  value text NOT NULL
) WITHOUT ROWID;
