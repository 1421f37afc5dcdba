# The page of the public snapshot, read without the program.

snapshot-title = The situation across the country
snapshot-as-of = As of { $at }
snapshot-words = This page opens on a slow network, and when the system itself is out of order. Numbers may have changed: call before you go.
snapshot-site = To the system itself
snapshot-by-province = By province
snapshot-province = Province
snapshot-waiting = Waiting for help
snapshot-requests = Cases still open
snapshot-points-open = Service points open
snapshot-points = All service points
snapshot-country = The whole country
snapshot-nothing = No request or service point yet
snapshot-data = Open data to use further:
