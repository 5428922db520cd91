-- What an office has said of a table by its titles: which column is which of ours, which name is whose.
CREATE TABLE mapping (
  sheet text NOT NULL,
  titles text NOT NULL,
  regionCode text NOT NULL,
  columns text NOT NULL,
  names text NOT NULL,
  principal text NOT NULL,
  at text NOT NULL,
  PRIMARY KEY (sheet, titles, regionCode)
) WITHOUT ROWID;
