# News

news-hotlines = Numbers to call
news-hotline-1669 = Medical emergency, danger to life
news-hotline-191 = Police
news-hotline-1330 = Right to treatment, finding a bed, referral
news-hotline-1422 = Contagious diseases and vaccines, Department of Disease Control
news-asking = How to ask for help
news-asking-hint = Step by step, in a few minutes, without an identity number
news-volunteering = How to volunteer
news-volunteering-hint = Register, take a case, close it, look after yourself
news-how-to = How to use this site
news-contents = On this page
news-finding = How to find a service point near you
news-finding-hint = What is open, when it was last checked, and how it works without network
news-officers = For area admins and officers of organisations
news-officers-hint = Check requests, assign, watch the board; volunteers, organisations, notices
news-updated = Last updated { $date }
