i18n-date-time = { $date } ម៉ោង { $time }

i18n-ago-now = អម្បាញ់មិញ
i18n-ago-minutes = { $n } នាទីមុន
i18n-ago-hours = { $n } ម៉ោងមុន
i18n-ago-days = { $n } ថ្ងៃមុន

i18n-duration-days = { $n } ថ្ងៃ
i18n-duration-hours = { $n } ម៉ោង
i18n-duration-minutes = { $n } នាទី
i18n-duration-seconds = { $n } វិនាទី

i18n-language-th = ថៃ
i18n-language-en = អង់គ្លេស
i18n-language-my = ភូមា
i18n-language-km = ខ្មែរ
i18n-language-lo = ឡាវ
