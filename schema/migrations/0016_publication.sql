-- What a round goes through beside being computed and made final, append-only: of two that act at once the second finds
-- the number of its step taken, and `guard` fails when the round is no longer in the state that was read.
CREATE TABLE roundStep (
  round text NOT NULL,
  step integer NOT NULL,
  action text NOT NULL,
  state text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  reason text,
  detail text,
  guard integer NOT NULL CONSTRAINT roundMoved CHECK (guard = 1),
  PRIMARY KEY (round, step)
) WITHOUT ROWID;
CREATE TRIGGER roundStepKept BEFORE UPDATE ON roundStep BEGIN SELECT raise(ABORT, 'steps of rounds are append-only'); END;
CREATE TRIGGER roundStepStays BEFORE DELETE ON roundStep BEGIN SELECT raise(ABORT, 'steps of rounds are append-only'); END;

-- A round that is opened again and made final once more keeps the evidence of both times: by its run. The table
-- `evidence`, which this one replaces, is no longer used.
CREATE TABLE runEvidence (
  round text NOT NULL,
  run integer NOT NULL,
  regionCode text NOT NULL,
  subjectId text NOT NULL,
  hash text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (round, run, regionCode, subjectId)
);
INSERT INTO runEvidence SELECT e.round, r.finalRun, e.regionCode, e.subjectId, e.hash, e.body
  FROM evidence AS e JOIN round AS r ON r.id = e.round;
DELETE FROM evidence;

-- Public notices (公示) of a round, and the objections that come in. What was said is never changed: a notice is only
-- closed, an objection only answered, each once.
CREATE TABLE publicNotice (
  id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  round text NOT NULL,
  run integer NOT NULL,
  regionCode text NOT NULL,
  number text NOT NULL,
  audience text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  opensOn text NOT NULL,
  closesOn text NOT NULL,
  telephone text NOT NULL,
  sealLine integer,
  seal text,
  principal text NOT NULL,
  at text NOT NULL,
  closedAt text,
  closedBy text
);
CREATE UNIQUE INDEX noticeNumber ON publicNotice (regionCode, number);
CREATE INDEX noticeByRound ON publicNotice (round, id);
CREATE TRIGGER noticeKept BEFORE UPDATE ON publicNotice
  WHEN old.closedAt IS NOT NULL OR (new.round, new.run, new.regionCode, new.number, new.audience, new.title, new.text,
    new.opensOn, new.closesOn, new.telephone, new.principal, new.at)
    IS NOT (old.round, old.run, old.regionCode, old.number, old.audience, old.title, old.text,
    old.opensOn, old.closesOn, old.telephone, old.principal, old.at)
  BEGIN SELECT raise(ABORT, 'notices are only closed'); END;
CREATE TRIGGER noticeStays BEFORE DELETE ON publicNotice BEGIN SELECT raise(ABORT, 'notices are kept'); END;

CREATE TABLE objection (
  id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  notice integer NOT NULL,
  subjectId text NOT NULL,
  regionCode text NOT NULL,
  objector text,
  contact text,
  text text NOT NULL,
  receivedOn text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  answer text,
  effect text,
  answeredBy text,
  answeredAt text,
  guard integer NOT NULL CONSTRAINT noticeMoved CHECK (guard = 1),
  answerGuard integer CONSTRAINT answeredOnce CHECK (answerGuard = 1)
);
CREATE INDEX objectionByNotice ON objection (notice, id);
CREATE TRIGGER objectionKept BEFORE UPDATE ON objection
  WHEN (new.notice, new.subjectId, new.regionCode, new.objector, new.contact, new.text, new.receivedOn, new.principal, new.at)
    IS NOT (old.notice, old.subjectId, old.regionCode, old.objector, old.contact, old.text, old.receivedOn, old.principal, old.at)
  BEGIN SELECT raise(ABORT, 'objections are only answered'); END;
CREATE TRIGGER objectionStays BEFORE DELETE ON objection BEGIN SELECT raise(ABORT, 'objections are kept'); END;
