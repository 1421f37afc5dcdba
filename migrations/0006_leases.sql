-- Holds that run out are looked for every minute.
CREATE INDEX help_requests_by_lease ON help_requests (lease_until) WHERE lease_until IS NOT NULL;
