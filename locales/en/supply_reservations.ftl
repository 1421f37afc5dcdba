# Goods for people who asked for help: reserved, handed over, released

supply-reserved = Reserved
supply-handed-over = Handed over
supply-released = Released
supply-request-closed = Request closed
supply-reservation-expired = Expired

supply-too-few-free = Only { $left } are free. Another { $reserved } are reserved for people who asked for help
supply-request-is-closed = This request is closed. Nothing more can be reserved for it
supply-request-of-other-kind = Goods are no answer to this kind of request
supply-request-of-other-incident = This unit keeps supplies of another incident
supply-was-handed-over = What was reserved here was handed over already
supply-was-released = This reservation was released already
supply-ended-with-request = This reservation ended when the request was closed
supply-has-expired = This reservation has expired. If it is still needed, reserve again from the request
supply-more-than-reserved = Only { $reserved } were reserved. Reserve more, or enter the rest as handed out

notice-supply-reservation-expired = What { $unit } reserved for request { $reference } has expired and is free for others
notice-supply-request-closed = Request { $reference } is closed. What { $unit } reserved for it is free for others
notice-supply-handed-over = Request { $reference } was helped. Was what { $unit } reserved for it handed over?

supply-reservations = Reserved for requests
supply-reservations-all = All reservations
supply-reservations-lead = Reserved goods stay in the store and are counted when a day is closed, but go to nobody else until they are handed over or released
supply-reservations-none = Nothing reserved yet
supply-reservations-none-hint = Goods are reserved from the page of a help request
supply-reservation = Reservation
supply-reservation-asked = The request was closed as helped. Enter the goods if they were handed over, or release them if they were not used
supply-reserved-asked = Request closed: were they handed over?
supply-reserved-short = Less is in the store than was reserved
supply-reserved-at = Reserved
supply-kept-until = Kept until
supply-for-request = For request
supply-n-reserved = { $n } reserved
supply-n-free = { $n } free
supply-do-hand-over = Hand over
supply-hand-over-hint = Enter what was really handed over, by the group of those who got it. If it is less than was reserved, the rest is free for others
supply-do-release = Release
supply-release-hint = The goods are free for others at once
supply-release-reason = Reason (optional)

goods-title = Goods from supply units
goods-fill = Reserve goods for this request
goods-fill-lead = Goods are kept for this request for { $days } days and go to nobody else. When they have arrived, hand them over so that they are entered in the books
goods-from-unit = From unit
goods-free-hint = The quantities are what nobody has reserved
goods-do-reserve = Reserve
goods-none-free = Nothing can be reserved
goods-none-free-hint = There is none left, or all of it is reserved for other requests
goods-no-unit = You keep the books of no unit of this incident
goods-no-unit-hint = Ask an officer of a unit that has the goods to reserve them
goods-kept-until = Kept until { $until }
goods-for-merged = Reserved for { $reference }, which was merged into this one
goods-taken-back = The hand-over was reversed

said-goods-reserved = Reserved
said-supply-handed-over = Entered as handed over
said-supply-released = Released. The goods are free again
