supply-sheet-unit = Address of the unit (leave as it is)
supply-sheet-title = Name officers by a sheet
supply-sheet-lead = Names who keeps the books of many units below this one at once
supply-sheet-first = 1. Fill in the names
supply-sheet-first-words = { $n ->
    [one] The sheet has one unit.
   *[other] The sheet has { $n } units, one on each line.
 } Fill in name and phone of whoever keeps the books. Leave units without anybody empty; copy the line for a unit with several
supply-sheet-download = Download the sheet
supply-sheet-second = 2. Bring the filled sheet
supply-sheet-file = Sheet of names
supply-sheet-file-hint = Excel or CSV, at most 500 lines. It may be brought again; who is named already stays as they are
supply-sheet-bring = Name them
supply-sheet-named = { $n ->
    [one] One officer was named.
   *[other] { $n } officers were named.
 } Whoever has not signed in yet is told by SMS
supply-sheet-nobody = There are no names in this sheet
supply-sheet-amiss = { $n ->
    [one] One line could not be used
   *[other] { $n } lines could not be used
 }
supply-sheet-amiss-hint = Correct them in the file and bring the whole file again
supply-sheet-line = Line { $line }
supply-sheet-unit-unknown = No unit below this one is called so, or several are
supply-sheet-twice = The same as line { $line }
supply-sheet-not-ours = No columns of names and phones were found. Use the sheet from this page
sms-supply-officer = Jitasa: you keep the books of supplies. Sign in with this phone
