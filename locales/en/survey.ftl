# Survey of households: the form, the page that says it is kept, the own list.

survey-lead = Record everybody who really lives in this house, of any nationality. No identity number is needed.
survey-village = Village or Moo
survey-village-hint = Optional, for example Moo 3, Ban San Sai
survey-persons = People in the house
survey-person-new = No name yet
survey-name = Name
survey-name-hint = First and last name; a single name is fine
survey-phone-hint = Optional: their own number or the local leader’s
survey-age = Age or year of birth
survey-age-hint = Optional, for example 67 or 1959; a guess will do. Under one year: 0
survey-age-band = Age group
survey-history = Vaccination history
survey-wish = Wish
survey-wish-hint = Only for people not fully vaccinated, or not known
survey-reason = Reason
survey-reason-hint = If they do not want it, are undecided or cannot have it
survey-reason-words = The reason in their own words (optional)
survey-add-person = Add another person
survey-remove-person = Remove person { $n }
survey-details = Extra message
survey-details-hint = Optional: diseases, somebody bedridden, a good day to come
survey-notice = Only the person who records and the area’s admins see names and phones, to arrange vaccination and for nothing else.

survey-of-person = Person { $n }: { $said }
survey-persons-too-many = A household has { $most } people at most. Record more as several households.
survey-nationality-missing = Choose the nationality; “Not known” if it is not known
survey-history-missing = Choose the vaccination history; “Not known” if it is not known
survey-wish-missing = Choose whether this person wants the vaccine
survey-reason-missing = Choose a reason; “Other” if it is not in the list
survey-age-not-a-number = Enter the age as a number such as 67, or the year of birth such as 1959
survey-age-too-old = That is more than 130 years; check the number
survey-age-in-the-future = That year of birth is still to come; check the number

survey-done-title = The household is recorded
survey-next = What comes next
survey-next-wants = Those who want the vaccine are counted in the area’s demand.
survey-next-does-not-want = The reasons of those who do not want it or are undecided are kept for the area’s admins, to talk with them again.
survey-next-contact = If officers call back, they use the number you gave. Nobody asks for money or an identity number.
survey-unverified = The phone number is not verified; officers may call first to check.
survey-another = Record another household
survey-own = Households I recorded
survey-statistics = Statistics of this area

survey-record = Record a household
survey-own-none = No household recorded yet
survey-own-none-hint = Households you record appear here; tap one to see its people.
survey-recorded-at = Recorded
survey-n-persons = People
survey-household = Household
survey-look-logged = Each look at personal data is written down.
