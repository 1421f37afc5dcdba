-- Who answers for the areas below one is asked by role.
CREATE INDEX seats_by_role ON seats (role, area);
