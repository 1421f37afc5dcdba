-- Every request paid for entries that only requests with a holder or a recorder need, and for one that no
-- statement used.
DROP INDEX help_requests_by_holder;
DROP INDEX help_requests_by_recorder;
DROP INDEX help_requests_by_quadkey;
CREATE INDEX help_requests_by_holder ON help_requests (taken_by, state_at) WHERE taken_by IS NOT NULL;
CREATE INDEX help_requests_by_recorder ON help_requests (recorded_by, asked_at) WHERE recorded_by IS NOT NULL;
