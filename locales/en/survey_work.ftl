# The work of the survey: changes from several phones, doses that were given.

survey-field-unknown = This version of the program does not know this field. Close the page and open it again to have the newest
survey-household-not-there = This household is not here yet. It is sent again when the phone that recorded it has sent
survey-household-not-yours = This household is not in the area given to you any more. Tell the area’s admin
survey-household-recorded-before = This household is recorded already. Open and change it rather than recording it again
survey-household-changed-meanwhile = Somebody else has changed this household; it is now at version { $version }. Read it again, then send your change with that version
survey-no-such-person = There is no such person in the household
survey-another-province = Nobody is moved to another province: note that they moved away, and record them anew where they live
survey-change-id-reused = Another change went by this id. Make the change again
survey-change-unreadable = This change cannot be read. Open the household and make it again
survey-changes-too-many = Send at most 500 changes at once
survey-dose-brand-missing = Choose the vaccine; “Other” if it is not known
survey-dose-day-missing = Enter the day it was given
survey-day-past = That day is past; choose today or later
survey-talk = Note another talk
survey-talk-wish = What they wish now
survey-talk-words = What was said
survey-talk-next-on = Day of the next talk
survey-talk-hint = Where nobody was met, leave the wish open. Without a day the next talk is due in 7 days.
survey-talk-save = Keep this talk
survey-person-gone = Moved away, died, or a mistake

survey-merged-stays = This person was merged with another record. They can only be parted on the page of people who may be recorded twice.
