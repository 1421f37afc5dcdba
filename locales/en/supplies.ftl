# Supplies: units, their ledger, shipments, days that are closed

supply-tier-ministry = Ministry
supply-tier-province = Province
supply-tier-district = District
supply-tier-local = Subdistrict or local government
supply-tier-end = End unit
supply-end-hospital = Hospital or health centre
supply-end-village = Village or community
supply-end-checkpoint = Checkpoint
supply-end-temple = Temple or place of worship
supply-end-school = School
supply-end-shelter = Shelter
supply-end-other = Other

supply-receipt = Received from outside
supply-arrival = Received from a unit
supply-short = Did not arrive
supply-damaged = Damaged on the way
supply-sending = Sent
supply-hand-out = Handed out
supply-loss = Written off
supply-surplus = Counted more
supply-shortfall = Counted less

supply-reason-damaged = Damaged
supply-reason-expired = Expired
supply-reason-lost = Lost
supply-reason-stolen = Stolen
supply-reason-miscounted = Miscounted before
supply-reason-not-booked = Given or received without an entry
supply-reason-mistyped = Typing mistake
supply-reason-other = Other

supply-allocation = Allocation
supply-transfer = Transfer
supply-return = Return
supply-in-transit = On its way
supply-arrived = Received
supply-cancelled = Cancelled

supply-quantity-missing = Enter a quantity, such as 1,430 or 28 boxes 30 pieces
supply-quantity-unknown-word = That unit of count is not known for this item. Use one it has, such as boxes or pieces
supply-quantity-not-whole = Enter a whole number
supply-quantity-too-much = That is too much. Check the quantity

supply-too-few = Not enough: only { $left } left now. Somebody may just have given some out
supply-too-few-then = Only { $left } were left on { $day }, so this quantity cannot be entered for that day
supply-too-few-usable = Only { $left } left that have not expired. { $expired } have expired; write them off
supply-lot-expired = This lot expired on { $day } and cannot be given out. Write it off
supply-too-much = The total is more than the books can hold. Check the quantity
supply-future = A day to come cannot be entered
supply-before-opening = This unit keeps books from { $day } on. Nothing can be entered before
supply-unit-is-closed = This unit is closed
supply-unit-above-is-closed = The unit above is closed. Choose another
supply-goes-not-there = Goods go only to a unit one level down, to one beside under the same unit, or to the one above
supply-receiver-is-closed = The receiving unit is closed
supply-has-arrived = The receiver has confirmed it, so it cannot be cancelled
supply-was-cancelled = This shipment was cancelled
supply-acknowledged-already = It was confirmed already with other quantities. To correct it, undo the confirmation first
supply-more-than-sent = { $sent } were sent; more cannot be received. Enter the rest as received from outside
supply-reason-missing = The quantities differ: choose a reason
supply-before-sending = This was sent on { $day } and cannot have come before
supply-reversed-already = This entry was reversed already
supply-is-a-reversal = A reversal is not reversed. Enter it anew as it should be
supply-is-of-a-shipment = This entry belongs to a shipment between units. Undo the whole shipment there
supply-day-is-closed = This day was closed already with other counts
supply-day-not-yet = { $day } has to be closed first
supply-day-not-ours = This unit keeps no books for that day
supply-booked-meanwhile = Something was entered while you counted. Look over the new balance and confirm again
supply-not-counted = Not everything has been counted yet
supply-count-unknown = Something was counted that the books of this day do not have. Enter it as a receipt first
supply-books-of-others = You may look at this unit; its own officers keep the books
supply-arranged-above = The unit above arranges this
supply-unit-tier = A unit lies below one of a higher level
supply-unit-level = This area does not fit the level of the unit
supply-unit-area = This area lies outside that of the unit above
supply-unit-code-taken = There is a unit with this code already
supply-unit-second-root = This incident has a ministry already
supply-unit-has-stock = There is stock left. Return it or give it out before the unit is closed
supply-unit-in-transit = Something is still on its way
supply-unit-has-units = There are units below this one
supply-unit-changed-meanwhile = Somebody changed this unit meanwhile. Look at it again and retry
supply-chain-missing = This day is missing
supply-chain-not-linked = It does not follow the day before
supply-chain-changed = It is not what was closed

notice-supply-sent = { $from } sent goods to your unit. Confirm when they have arrived
notice-supply-differs = { $to } did not receive all that was sent
notice-supply-named = You keep the books of supplies of { $unit }
notice-supply-still-unreported = { $n ->
    [one] A unit two levels below { $unit } has still not closed today
   *[other] { $n } units two levels below { $unit } have still not closed today
}
notice-supply-close = { $unit } has not closed today yet
notice-supply-unreported = { $n ->
    [one] A unit below { $unit } has not closed today yet
   *[other] { $n } units below { $unit } have not closed today yet
}

# Pages

supplies-title = Supplies
supplies-none = You do not keep the books of any unit
supplies-none-hint = The unit above names who keeps the books. Give it your name and phone number
supplies-kept = My units
supplies-of-area = Units of the area
supplies-rootless = This incident has no supply units yet. Begin with the ministry, then add provinces, districts, subdistricts and end units
supply-make-root = Set up the ministry
supply-root-name = Ministry of Interior

supply-day-open = Not closed yet
supply-day-closed = Closed
supply-closed-late = Closed late
supply-day-missing = Missing
supply-day-outside = Nothing to close
supply-last-closed = Last closed { $day }
supply-n-incoming = { $n ->
    [one] A shipment waits to be confirmed
   *[other] { $n } shipments wait to be confirmed
}
supply-below-of = Below { $name }
supply-unit-closed-on = This unit was closed on { $day }
supply-long-on-the-way = Long on its way
supply-stock = In stock
supply-stock-none = Nothing here yet
supply-stock-none-hint = Goods stand here once you confirm a shipment or enter what came from outside
supply-lot-n = Lot { $lot }
supply-expires = Expires { $day }
supply-pack-hint = { $inside } in each of the { $pack }

supply-do-hand-out = Hand out
supply-do-receive = Receive from outside
supply-do-allocate = Allocate or send
supply-do-lose = Write off
supply-do-close = Count and close the day
supply-do-enter = Enter
supply-do-send = Send
supply-do-acknowledge = Confirm what came
supply-not-closed = { $day } is not closed yet
supply-not-closed-late = The day has passed. Past days are closed in order; today's goods can be received and handed out meanwhile
supply-today-closed = Today is closed
supply-days = Daily closing
supply-days-all = See the whole month
supply-units-below = Units below
supply-unreported-today = Not closed today
supply-units-see = See the units below
supply-officers = Officers
supply-outgoing = Sent
supply-entries = Entries
supply-entries-all = See all entries
supply-entries-none = No entries yet
supply-entries-more = Earlier entries

supply-day = Day
supply-what = Entry
supply-item = Item
supply-item-there = Item in stock
supply-quantity = Quantity
supply-quantity-hint = Such as 1,430 or 28 boxes 30 pieces
supply-recorded = When it happened
supply-is-reversal = Reversal
supply-is-reversed = Reversed
supply-n-persons = { $n ->
    [one] { $n } person
   *[other] { $n } persons
}
supply-reverse = Reverse
supply-reverse-words = The entry stays in the books; a new one balances it, with your reason

supply-receive-lead = Goods from outside the system, such as donations or purchases. For what another unit sent, confirm the shipment instead
supply-party = From whom
supply-party-hint = Donor, seller or an agency outside the system
supply-party-missing = Enter from whom it came
supply-document = Document number
supply-document-hint = Such as MOI 0309.2/W 3141. Leave empty if there is none
supply-more = More
supply-lot = Lot
supply-lot-hint = For goods that expire
supply-lot-first-hint = If none is chosen, what expires first is used
supply-expires-on = Expiry date
supply-date-hint = Such as 31 Dec 2027
supply-date-wrong = That date cannot be read. Write it like 21 Nov 2026
supply-happened-on = Day it happened
supply-happened-hint = Today if left empty
supply-note = Note
supply-note-no-names = No names or phone numbers of those who received it
supply-groups-hint = Enter what each group received. Leave the others empty
supply-groups-missing = Enter a quantity for at least one group
supply-persons = Persons
supply-persons-wrong = Enter the number of persons in digits
supply-lose-lead = Goods that are damaged, expired, lost or stolen. A reason is always needed
supply-reason = Reason
supply-reason-hint = Needed where the quantity differs from what was sent
supply-reason-choose = Choose a reason

supply-no-receivers = There is no unit to send to yet
supply-no-receivers-hint = Add a unit below first
supply-fill = Work out the quantities
supply-total = Total to allocate
supply-formula-equal = In equal parts
supply-formula-population = By population
supply-formula-headcount = By people of the group
supply-headcount-of = Group that counts
supply-headcount-of-hint = When sharing by people; all groups if none is chosen
supply-headcounts = People of each group
supply-headcounts-lead = How many people of each group a unit serves, with those of the units below it. Goods can be shared out by it. Leave empty what is not known: then the units below are summed up.
supply-headcount-below = { $n } people in the units below
supply-weights-unknown = Nobody knows yet how many people any of these units serves. Enter the people first, or share in another way.
supply-formula-need = By need of 14 days
supply-formula-pasted = Use what was pasted
supply-pasted = Paste from a sheet
supply-pasted-hint = One unit a line: its name or code, then the quantity, such as Tha Kasem 500
supply-pasted-missing = Paste first, one unit a line
supply-pasted-unclear = Line { $line }: the unit and its quantity cannot be read
supply-pasted-unknown-unit = Line { $line }: there is no unit called { $name }
supply-to-below = Units below
supply-to-beside = Transfer to a unit beside
supply-to-above = Return to the unit above
supply-receivers = Receivers
supply-receivers-missing = Enter a quantity for at least one unit
supply-plan = Planned by risk group
supply-plan-hint = If it is set how much of all this is for which group, enter it so that it adds up to what is sent. Each unit gets its share
supply-plan-differs = The plan adds up to { $planned }, but { $total } are sent. They must be equal
supply-carrier = Carrier
supply-carrier-hint = Such as Thailand Post

supply-shipment = Shipment
supply-from = From
supply-to = To
supply-sent-at = Sent
supply-arrived-at = Received
supply-sent-goods = What was sent
supply-came = What came
supply-came-whole = All of it came
supply-came-not-whole = Something is missing or damaged
supply-came-good = Received, usable
supply-of-sent = { $sent } were sent
supply-came-damaged = Damaged
supply-photo = Photo of what came
supply-photo-hint = Of what is damaged, or of the signed paper. No faces
supply-photo-alt = Photo of what came
supply-undo = Undo the confirmation
supply-undo-words = For when it was entered wrongly. The entries are reversed and it can be confirmed anew. What came must still be there
supply-cancel = Cancel the shipment
supply-cancel-words = The goods go back into this unit's books. Only before the receiver confirms
supply-trace = Follow these goods
supply-trace-hint = What was sent on and handed out counts all lots since the day they came
supply-trace-on = Sent on, { $n }
supply-short-or-damaged = Missing or damaged
supply-since-sent = Sent on
supply-since-handed-out = Handed out
supply-there-now = In stock now

supply-close-day = Close { $day }
supply-closed-day = { $day }
supply-closed-at = Closed { $at }
supply-seal = Seal { $seal }
supply-close-late = This day has passed: it will be marked as closed late
supply-day-nothing = Nothing in the books this day
supply-day-nothing-hint = It can be closed without a count
supply-renewed = The figures on this page are the newest
supply-opening = Brought forward
supply-received = Received
supply-corrected = Written off or corrected
supply-expected = Should be left
supply-counted = Counted
supply-difference = Difference
supply-differs = The count differs
supply-differs-hint = Choose one when the count is not what should be left
supply-by-group = Handed out this day by risk group
supply-close-it = Close the day
supply-close-empty = Nothing today, close the day
supply-close-quiet-day = No entries today, balance unchanged
supply-close-hint = Once closed, it is corrected only by entries of a later day
supply-close-quiet = Close all days without entries
supply-close-quiet-words = Earlier days on which nothing moved can be closed at once with the same balance
supply-close-before = The days before have to be closed first
supply-close-first = Go to the first one
supply-month-before = Month before
supply-month-after = Next month
supply-weekday-mon = Mon
supply-weekday-tue = Tue
supply-weekday-wed = Wed
supply-weekday-thu = Thu
supply-weekday-fri = Fri
supply-weekday-sat = Sat
supply-weekday-sun = Sun
supply-verify = Prove that closed days are unchanged
supply-verify-hint = Each closed day is bound to the one before by a code. If anybody changes the past, it shows on which day
supply-verified-whole = { $n ->
    [one] The one closed day is as it was closed
   *[other] All { $n } closed days are as they were closed
}
supply-verified-broken = Something was changed after it was closed
supply-verified-stock = What is in stock is not the sum of the entries

supply-unit = Unit
supply-unit-closed = Closed
supply-units-none = No units below yet
supply-units-none-hint = Add them one by one, or let the operator import them all
supply-unit-new = Add a unit
supply-unit-edit = Edit the unit
supply-unreported-on = Not closed on { $day }, all levels
supply-unreported-more = More
supply-tier = Level
supply-tier-hint = A level may be skipped: a district may send straight to a hospital
supply-kind = Kind of unit
supply-kind-hint = For end units
supply-kind-missing = Choose the kind of end unit
supply-unit-name = Name
supply-unit-name-hint = Such as Tha Kasem Subdistrict Administrative Organisation
supply-unit-name-en = Name in English (optional)
supply-name-missing = Enter the name of the unit
supply-unit-area-label = Area
supply-unit-area-hint = The province, district or subdistrict it lies in
supply-unit-code-label = Code (optional)
supply-unit-code-hint = Such as the seven digits of a local government
supply-save = Save
supply-unit-close = Close the unit
supply-unit-close-words = Possible once nothing is in stock or on its way. Its history stays

supply-officers-lead = Who enters and closes for this unit. Where there is nobody, the unit above does
supply-officers-none = Nobody yet
supply-officers-none-hint = The unit above keeps the books meanwhile
supply-officer-signed-in = Has signed in
supply-officer-not-yet = Not signed in yet
supply-officer-since = Named { $day }
supply-officer-seen = Last active { $at }
supply-officer-end = End
supply-officer-new = Name an officer
supply-officer-new-hint = They sign in with a code sent to this phone. If the phone has an account already, that one is used
supply-officer-name = Name an officer
supply-full-name = Full name
supply-identity = Identity number (optional)
supply-identity-hint = Kept encrypted
supply-document-wrong = This number is not right. Check it or leave it empty
supply-affiliation = Affiliation
supply-position = Position
supply-email = E-mail
supply-email-wrong = This is no e-mail address
supply-phone = Phone
supply-phone-hint = A mobile number for the code

said-supply-unit-made = The unit was added
said-supply-received = Entered
said-supply-handed-out = Entered what was handed out
said-supply-written-off = Written off
said-supply-sent = Sent. It waits for the receivers to confirm
said-supply-arrived = Confirmed
said-supply-undone = The confirmation was undone. It can be confirmed anew
said-supply-cancelled = The shipment was cancelled
said-supply-closed = The day is closed
said-supply-quiet-closed = The days without entries are closed
said-supply-none-quiet = The next day to close has entries. It wants a count
said-supply-reversed = Reversed
said-supply-officer-named = The officer was named
said-supply-officer-ended = Ended

supply-report = Report
supply-report-title = Report of supplies
supply-report-from = From
supply-report-to = To
supply-report-show = Show
supply-report-print = Print
supply-report-csv = Download CSV
supply-report-none = Nothing in these days
supply-report-closing = Left
supply-report-groups = Handed out by risk group
supply-report-reversed = The first day must not be after the last
supply-report-too-long = Choose 366 days at most
supply-report-code = Code
supply-report-counts-in = Counted in

supply-do-count = Count now
supply-count-lead = Count only what you want to. What is left empty was not counted
supply-count-it = Save the count
supply-count-hint = What is too much or too little is entered with its reason, for today
supply-count-none = Fill in at least one count
supply-in-books = In the books
said-supply-counted = What differs was entered
said-supply-count-agrees = The count agrees with the books. Nothing was entered

supply-hang = Put below another unit
supply-hang-words = Its history and stock stay with it. Not possible while goods are on the way
supply-hang-find = Name or code of the unit above
supply-hang-search = Search
supply-hang-below = Put below { $name }
supply-hang-confirm = Confirm
supply-hang-other = Choose another
supply-hang-none = No unit to put it below
supply-hang-none-hint = It must be of a higher tier, have this area in its own, and be yours to arrange
supply-hang-more = There are more. Type a name to find them
supply-parent-missing = Choose the unit above
said-supply-hung = The unit was put below another

supply-lasts = Enough for about { $n ->
    [one] one day
   *[other] { $n } days
}
supply-lasts-no-day = Not enough for a day
supply-ran-out = Nothing left
notice-supply-runs-out = { $unit }: { $item } is enough for about { $days ->
    [one] one day
   *[other] { $days } days
}
notice-supply-ran-out = { $unit }: no { $item } left
notice-supply-expires = { $unit }: some { $item } expires on { $day }
