# Figures of single days, as admins of an area see them.

statistics-days = Days
statistics-all-days = All days
statistics-today = Today
statistics-week = 7 days
statistics-month = 30 days
statistics-quarter = 90 days
statistics-from = From
statistics-to = To
statistics-before = As many days before
statistics-change = Change
statistics-days-mean = Requests count on the day they were asked, households and people on the day they were recorded; the state is that of now
statistics-date-wrong = Write a day, such as 21 Nov 2026
statistics-days-reversed = The first day must not come after the last
statistics-days-too-many = Ask for ten years at most
statistics-by-day = by day
statistics-by-week = by week
statistics-by-month = by month
statistics-by-year = by year
statistics-chart-is = Bar chart; the table below it says the same
statistics-chart-table = The same as a table
statistics-map-none = There is no map of these areas, since no boundaries were imported.
statistics-by-kind = Requests by kind
statistics-kind = Kind
