-- Jobs and their shards: a shard is claimed until its lease ends; whoever dies with it loses the lease and no more.
CREATE TABLE job (
  id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  principal text NOT NULL,
  requestId text NOT NULL,
  push integer NOT NULL,
  run integer NOT NULL,
  at text NOT NULL,
  finishedAt text
);
CREATE INDEX jobRunning ON job (name);
CREATE TABLE jobShard (
  job integer NOT NULL,
  shard text NOT NULL,
  regionCode text,
  position integer NOT NULL,
  state text NOT NULL,
  leaseUntil text,
  attempt integer NOT NULL,
  told text,
  error text,
  PRIMARY KEY (job, shard)
) WITHOUT ROWID;
