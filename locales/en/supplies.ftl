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
supply-too-much = The total is more than the books can hold. Check the quantity
supply-future = A day to come cannot be entered
supply-before-opening = This unit keeps books from { $day } on. Nothing can be entered before
supply-unit-is-closed = This unit is closed
supply-goes-not-there = Goods go only to a unit one level down, to one beside under the same unit, or to the one above
supply-receiver-is-closed = The receiving unit is closed
supply-has-arrived = The receiver has confirmed it, so it cannot be cancelled
supply-was-cancelled = This shipment was cancelled
supply-acknowledged-already = It was confirmed already with other quantities. To correct it, undo the confirmation first
supply-more-than-sent = { $sent } were sent; more cannot be received. Enter the rest as received from outside
supply-reason-missing = The quantities differ: choose a reason
supply-reversed-already = This entry was reversed already
supply-is-a-reversal = A reversal is not reversed. Enter it anew as it should be
supply-is-of-a-shipment = This entry belongs to a shipment between units. Undo the whole shipment there
supply-day-is-closed = This day was closed already with other counts
supply-day-not-yet = { $day } has to be closed first
supply-day-not-ours = This unit keeps no books for that day
supply-booked-meanwhile = Something was entered while you counted. Look over the new balance and confirm again
supply-not-counted = Not everything has been counted yet
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

notice-supply-sent = { $from } sent goods to your unit{ $document ->
    [""] {""}
   *[other] {" "}by document { $document }
}. Confirm when they have arrived
notice-supply-differs = { $to } did not receive all that was sent{ $document ->
    [""] {""}
   *[other] {" "}by document { $document }
}
notice-supply-named = You keep the books of supplies of { $unit }
