-- Talks of a province and of the country are read by their day, a page at a time: neither is to be walked whole
-- and sorted for the twenty that are due first. A district or subdistrict is read by `survey_tasks_by_area`.
CREATE INDEX survey_tasks_by_province_day ON survey_tasks (incident, kind, province, due_on, person);
CREATE INDEX survey_tasks_by_day ON survey_tasks (incident, kind, due_on, person);
