-- Each version names the push that made it, and the version before stands under that push: a row's past is followed
-- along its pushes. Only the few rows that moved are looked up by their ids.
DROP INDEX pastByRow;
CREATE INDEX pastMovedById ON past (sheet, period, id) WHERE movedTo IS NOT NULL;
