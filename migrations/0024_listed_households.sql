-- Households of an area are listed page by page, all of them or those that changed since an instant: with the
-- instant of the last change in the index no row is read that did not change since.
DROP INDEX households_by_area;
CREATE INDEX households_by_area ON households (area, recorded_at, id, changed_at);
