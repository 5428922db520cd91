-- The money after a final subsidy round: lines that are never changed, each saying what it is for, and the steps of their
-- batches. The steps of a round are numbered through: of two that act at once the second finds the number taken.
CREATE TABLE payment (
  id text PRIMARY KEY NOT NULL,
  round text NOT NULL,
  batch text NOT NULL,
  subjectId text NOT NULL,
  regionCode text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  amountFen integer NOT NULL CHECK (typeof(amountFen) = 'integer'),
  parts text NOT NULL,
  run integer NOT NULL,
  corrects text,
  reason text
) WITHOUT ROWID;
CREATE INDEX paymentByRound ON payment (round, regionCode, id);
CREATE TABLE paymentStep (
  round text NOT NULL,
  step integer NOT NULL,
  batch text NOT NULL,
  line text,
  state text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  reason text,
  reference text,
  paidOn text,
  guard integer NOT NULL CONSTRAINT paymentMoved CHECK (guard = 1),
  PRIMARY KEY (round, step)
) WITHOUT ROWID;
CREATE TRIGGER paymentKept BEFORE UPDATE ON payment BEGIN SELECT raise(ABORT, 'payments are append-only'); END;
CREATE TRIGGER paymentStays BEFORE DELETE ON payment BEGIN SELECT raise(ABORT, 'payments are append-only'); END;
CREATE TRIGGER paymentStepKept BEFORE UPDATE ON paymentStep BEGIN SELECT raise(ABORT, 'payments are append-only'); END;
CREATE TRIGGER paymentStepStays BEFORE DELETE ON paymentStep BEGIN SELECT raise(ABORT, 'payments are append-only'); END;
