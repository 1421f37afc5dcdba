# Reports of supplies: days, papers, the memorandum

supply-report-today = Today
supply-report-this-week = This week
supply-report-month = 30 days
supply-report-day-before = Day before
supply-report-day-after = Next day
supply-report-week-before = Week before
supply-report-week-after = Next week
supply-report-span-before = Days before
supply-report-span-after = Next days
supply-report-xlsx = Download Excel
supply-report-sheet = Supplies
supply-report-papers = Received and sent, by document number
supply-report-papers-sheet = By document number
supply-report-papers-none = No such document number in these days
supply-report-papers-more = Only the first are shown. Choose fewer days to see all
supply-report-other-end = From or to

supply-memo = Memorandum
supply-memo-office = Office
supply-memo-number = No.
supply-memo-date = Date
supply-memo-subject = Subject
supply-memo-subject-words = Report of relief supplies, { $days }
supply-memo-to = To
supply-memo-body = { $unit } reports relief supplies received, given and left,
supply-memo-body-days = { $days }, as follows.
supply-memo-end = For your information.
supply-memo-signed = (Signed)
supply-memo-position = Position
