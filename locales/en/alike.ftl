# People who may be recorded twice: reasons, side by side, merging and parting

alike-title = People who may be recorded twice
alike-lead = Two records that may be one person, in different households or twice in the same one. Compare them and decide. No ID number is needed to decide.
alike-to-decide = To decide
alike-decided-list = Decided
alike-none = Nothing to decide
alike-none-hint = When somebody is recorded who resembles a person recorded before, it shows here.
alike-none-decided = Nothing decided yet
alike-score = Likeness { $score } of 100
alike-for = Alike:
alike-against = Against it:
alike-record-n = Record { $n }
alike-kept = Kept
alike-differs = Differs
alike-name = Name
alike-place = Lives at
alike-household = In the household
alike-keep = If they are the same person, which record is kept?
alike-later-recorded = Recorded last
alike-same = Same person
alike-different = Two people
alike-later = Later
alike-undo = Undo this decision
alike-hint = The same ID number is also recorded in { $province }. Ask the person or the admin of that province. Records of two provinces cannot be merged.
alike-how = “Same person” keeps the record chosen, fills what it lacks from the other, and brings doses, vaccination days and talks along. Where both say something different, both values are kept and decided on the household’s page. It can be undone under “Decided”.

alike-same-paper = same ID number
alike-same-name = same name
alike-sounds-the-same = names sound the same
alike-like-name = similar names
alike-same-year = same year of birth
alike-near-year = years of birth 1 apart
alike-same-phone = same phone
alike-same-household = same household
alike-same-village = same village
alike-same-subdistrict = same subdistrict
alike-same-nationality = same nationality
alike-same-sex = same sex
alike-other-paper = different ID numbers
alike-other-sex = different sex
alike-years-apart = years of birth far apart

alike-decided = Somebody has decided this pair already. See “Decided”.
alike-not-decided = Nothing was decided about this pair, so there is nothing to undo.
alike-another-province = These two live in different provinces and cannot be merged.
alike-not-there = One of them no longer lives in that household. Look at the households before deciding.
alike-meanwhile = What was told of this person changed after the merge, so it cannot be undone. Open the household and correct it there.

said-alike-same = Recorded as the same person.
said-alike-different = Recorded as two people. We will not ask again.
said-alike-later = Moved to the end of the list.
said-alike-undone = Undone. Both are as they were before.
