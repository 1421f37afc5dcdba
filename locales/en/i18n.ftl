# Dates, durations and names of languages, as the i18n crate says them.

i18n-date-time = { $date }, { $time }

i18n-ago-now = just now
i18n-ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
i18n-ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
i18n-ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

i18n-duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
i18n-duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
i18n-duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
i18n-duration-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}

i18n-language-th = Thai
i18n-language-en = English
i18n-language-my = Burmese
i18n-language-km = Khmer
i18n-language-lo = Lao
