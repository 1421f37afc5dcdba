# Weekly reports of areas.

reports-title = Weekly reports
reports-hint = Every Friday at 16:00 the report of the seven days before is made by itself. It is kept as it was then: figures that change later do not change it.
reports-none = No report yet
reports-none-hint = The first one comes on Friday at 16:00. You can also make the one of the last seven days now.
report-make = Make the report of the last 7 days
report-made = Made { $at }
report-by-hand = Made by hand
report-by-clock = Made at the set hour
report-statistics = Figures as they are now
report-incident-missing = Choose an incident that is open
report-before-begin = The incident had not begun in the last seven days. There is nothing to report yet
notice-weekly-report = The weekly report of { $area } is ready.

report-title = Weekly report
report-week = In these seven days
report-ever = From the beginning until the report was made
report-before = The seven days before
report-change = Change
report-change-means = In brackets: how many more than in the seven days before.
report-kinds = Requests of these days by kind
report-nothing = Nothing was recorded.
report-code = Code
report-week-sheet = Seven days
report-ever-sheet = From the beginning
report-chat = To send into a chat
report-copy = Copy
report-print = Print as a letter
report-xlsx = Spreadsheet (XLSX)
report-kept = This report is kept as it was made and does not change.

report-letter-number = No.
report-letter-subject = Subject
report-letter-subject-words = Weekly report, { $incident }
report-letter-to = To
report-letter-enclosed = Enclosed
report-letter-enclosed-words = Table of figures by area, one set
report-letter-body = { $area } reports what was asked for, what was done and who was surveyed
report-letter-days = from { $days }: in all
report-letter-end = The tables enclosed show each area. This is for your information.
report-letter-respect = Yours respectfully
report-letter-position = Position
