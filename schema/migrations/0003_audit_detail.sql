ALTER TABLE audit ADD COLUMN detail text;
