# Figures by area.

statistics-title = Statistics
statistics-at = as of
statistics-above = Larger areas
statistics-show = Show this area
statistics-by-province = By province
statistics-by-district = By district
statistics-by-subdistrict = By subdistrict
statistics-total = Total
statistics-elsewhere = Place told no closer
statistics-empty-areas = { $n } areas with nothing yet
statistics-nothing = Nothing yet
statistics-none = Nothing here yet
statistics-none-hint = Figures appear as soon as somebody asks for help or a household is recorded. Try a larger area.

statistics-received = Received
statistics-waiting = Waiting
statistics-being-helped = Being helped
statistics-done = Done
statistics-households = Households
statistics-persons = People
statistics-not-vaccinated = Unvaccinated
statistics-wants = Want it
statistics-does-not-want = Do not want it
statistics-volunteers = Volunteers

statistics-days-for-admins = Figures of single days are shown to the admins of the area. For everybody there are the figures of all days
statistics-drawn = As a picture
statistics-map-is = The table says the same. Tap an area for its own figures.
statistics-map-hidden = not shown
statistics-xlsx = This table as a spreadsheet (XLSX)
statistics-code = Code
statistics-csv = This table as CSV

statistics-few = under 5
statistics-covered = hidden
statistics-covering = Figures under 5 are not shown as they are, and some others are hidden with them, so that nobody can be found in them. Admins see the exact figures of their own area.

statistics-definitions = What the figures mean
statistics-received-means = All requests for help, counted where the request is
statistics-waiting-means = No volunteer has taken it yet
statistics-being-helped-means = Taken, on the way, or being helped
statistics-done-means = Closed, whether helped, cancelled, safe or otherwise
statistics-persons-means = People of the recorded households, of any nationality
statistics-not-vaccinated-means = No dose so far
statistics-wishes-mean = Asked only of people not fully vaccinated, or not known
statistics-volunteers-mean = Accounts registered as volunteers in the area, those waiting for approval included

statistics-goods-link = Supplies received and handed out
statistics-goods-title = Supplies received and handed out
statistics-goods-show = Show
statistics-goods-week = Last 7 days
statistics-goods-month = Last 30 days
statistics-goods-all = From the beginning
statistics-goods-none = No supplies received or handed out yet
statistics-goods-items = All supplies
statistics-goods-item = Item
statistics-goods-received-at = Received: { $tier }
statistics-goods-group = Group { $n }
statistics-goods-handed-out = Handed out in all
statistics-goods-tiers-hint = What is passed on is counted at each tier it comes to, so tiers do not add up. These are goods, not people
