# Villages, and people living there

village-moo = Moo { $n }

population-enter = Mend how many people live in a subdistrict
population-enter-hint = Tell how many really live there, of every nationality. The newest figure is what percentages are told of; earlier ones stay in the history.
population-people = People living there
population-houses = Houses (optional)
population-year = Year (left empty: this year)
population-area-missing = Choose a subdistrict
population-area-not-yours = You do not answer for the province of this subdistrict
population-people-wrong = Give the number of people, from 0 to { $most }
population-houses-wrong = Give the number of houses as a number
population-year-wrong = Give this year or one before, such as 2026
said-population-entered = The number of people is kept
