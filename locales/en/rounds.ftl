# Rounds of the survey: opening, dividing, what is done

nav-rounds = Survey rounds
rounds-title = Survey rounds
rounds-own = Where I survey
rounds-own-none = Nothing is given to you now
rounds-own-none-hint = When the admin of your area gives you a subdistrict or a village it stands here, and you are notified
rounds-own-done = { $n ->
    [one] You recorded 1 household here
   *[other] You recorded { $n } households here
}
rounds-of-area = Rounds of the area
rounds-none = There is no round yet
rounds-none-hint = Open one, then give subdistricts or villages to volunteers
rounds-more = Earlier rounds

round-new = Open a new round
round-edit = Change the round
round-open-it = Open the round
round-close = Close the round
round-close-words = Nobody surveys in this round any more, and what was given to volunteers ends at once. All that was recorded stays. A closed round cannot be opened again.
round-incident = Incident
round-no-incident = No incident that records households is open. A national admin has to open one first.
round-incident-no-households = This incident records no households. Choose another.
round-area-hint = A province, district or subdistrict you answer for
round-area-missing = Tell which area is surveyed
round-area-one-province = A round lies in one province. Choose a province, district or subdistrict.
round-area-not-yours = You do not answer for this area. Choose one of yours.
round-name = Name of the round
round-name-hint = Such as: Vaccination survey, round 1
round-name-missing = Give the round a name
round-starts-on = First day
round-starts-hint = Such as 21 Nov 2026. Left empty it is today.
round-ends-on = Last day
round-ends-hint = Such as 31 Dec 2026
round-ends-missing = Tell the last day of the round
round-ends-before-start = The last day is before the first
round-ends-past = The last day has passed
round-date-wrong = This is no date. Such as: 21 Nov 2026
round-target = Target
round-target-hint = Optional. How many households or people you expect to be recorded.
round-target-wrong = Give the target as a number from 1 to { $most }
round-target-of = The target counts
round-households = households
round-persons = people
round-households-n = { $n ->
    [one] 1 household
   *[other] { $n } households
}
round-persons-n = { $n ->
    [one] 1 person
   *[other] { $n } people
}
round-of-target = { $n }% of the target
round-of-the-target = of the target

round-upcoming = not begun
round-open = under way
round-over = past its last day
round-closed = closed
round-is-closed = This round is closed. It cannot be changed or divided.
round-is-over = The last day of this round has passed. To go on, change its last day first.
round-changed-meanwhile = Somebody else has changed this round. Open it anew and change it again.

round-progress = What is done
round-above = Areas above
round-all-of-it = The whole round
round-nothing = nothing recorded yet
round-by-district = By district
round-by-subdistrict = By subdistrict
round-by-village = By village
round-by-person = By surveyor
round-coverage = of people living there
round-not-fully-vaccinated = not fully vaccinated
round-wants = want the vaccine
round-refuses = do not want it
round-revisits = to visit again
round-living-n = { $n } people live in this area.
round-living-missing = { $n ->
    [one] Of 1 subdistrict it is not known, so no percentage is told.
   *[other] Of { $n } subdistricts it is not known, so no percentage is told.
}
round-living-unknown = It is not known how many people live in this area, so no percentage is told.
round-nothing-yet = Nobody has recorded a household in this subdistrict
round-nothing-yet-hint = Give the subdistrict or its villages to volunteers below
round-village = Village
round-village-not-told = No village told
round-surveyor = Surveyor
round-themselves = People themselves

round-shares = Given to volunteers
round-shares-none = Nothing was given to anybody yet
round-given = Given
round-share-give = Give to a volunteer
round-share-end = Take back
round-share-narrow-first = To give something to a volunteer, choose a district in the table first
round-share-volunteer = Volunteer (type the username)
round-share-area = Subdistrict
round-share-village = Village, such as Moo 3 (left empty: the whole subdistrict)
round-whole-subdistrict = The whole subdistrict
round-villages-unknown = No villages of this subdistrict are known, so it is given as a whole
round-share-area-missing = Choose a subdistrict
round-share-area-elsewhere = Choose a subdistrict of this round
round-village-elsewhere = This village is in another subdistrict
round-village-none-known = No villages of this subdistrict are known. Leave it empty to give the whole subdistrict.
round-village-unclear = It is not clear which village is meant. Give its number, such as Moo 3.
round-volunteer-missing = Give the volunteer's username
round-volunteer-unknown = No volunteer has this username. Choose from the list.
round-volunteer-no-seat = This person is no volunteer in this subdistrict

said-round-opened = The round is open. Give parts of it to volunteers.
said-round-closed = The round is closed
said-round-shared = Given. The volunteer is notified.
said-round-share-ended = Taken back. The volunteer is notified.
notice-round-shared = { $area } was given to you to survey, in the round “{ $name }”
notice-round-share-ended = { $area } is no longer yours to survey, in the round “{ $name }”
