-- Sessions, API keys and one-time codes stand in one table: each has a name that may be told, what it is for, who made
-- it, when it was last of use, and, of a key, what it may do of all that its account may.
ALTER TABLE credential ADD COLUMN id text NOT NULL DEFAULT '';
UPDATE credential SET id = lower(hex(randomblob(8)));
CREATE UNIQUE INDEX credentialById ON credential (id);
CREATE INDEX credentialByPrincipal ON credential (principal);
ALTER TABLE credential ADD COLUMN label text;
ALTER TABLE credential ADD COLUMN usedAt text;
ALTER TABLE credential ADD COLUMN madeBy text;
ALTER TABLE credential ADD COLUMN grants text;

-- Where an account belongs, and which person of the roster it is.
ALTER TABLE principal ADD COLUMN regionCode text NOT NULL DEFAULT '';
ALTER TABLE principal ADD COLUMN person text;
UPDATE principal SET regionCode =
  coalesce((SELECT min("grant".regionCode) FROM "grant" WHERE "grant".principal = principal.id), '');

-- Wrong passwords by account and by address, in milliseconds since 1970.
CREATE TABLE throttle (
  key text PRIMARY KEY NOT NULL,
  failures integer NOT NULL,
  at integer NOT NULL,
  until integer NOT NULL
) WITHOUT ROWID;

-- The accounts and grants that there are become rows of the sheets `users` and `grants`.
INSERT INTO push (sheet, period, principal, at, note, rows, guard)
SELECT 'users', '', 'system', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '转入账号表', (SELECT count(*) FROM principal), 1
WHERE EXISTS (SELECT 1 FROM principal);
INSERT INTO entry (sheet, period, regionCode, id, subjectId, cells, version, push, deleted)
SELECT 'users', '', regionCode, account, account,
  CASE WHEN locked THEN json_object('account', account, 'name', name, 'region', regionCode, 'locked', json('true'))
    ELSE json_object('account', account, 'name', name, 'region', regionCode) END,
  1, (SELECT max(id) FROM push), 0
FROM principal;
INSERT INTO push (sheet, period, principal, at, note, rows, guard)
SELECT 'grants', '', 'system', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '转入授权表', (SELECT count(*) FROM "grant"), 1
WHERE EXISTS (SELECT 1 FROM "grant");
INSERT INTO entry (sheet, period, regionCode, id, subjectId, cells, version, push, deleted)
SELECT 'grants', '', principal.regionCode, lower(hex(randomblob(16))), principal.account,
  json_object('subject', principal.account, 'role', "grant".role, 'region', "grant".regionCode),
  1, (SELECT max(id) FROM push), 0
FROM "grant" JOIN principal ON principal.id = "grant".principal;
