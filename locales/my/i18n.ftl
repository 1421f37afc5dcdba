i18n-date-time = { $date }၊ { $time }

i18n-ago-now = ယခုလေးတင်
i18n-ago-minutes = လွန်ခဲ့သော { $n } မိနစ်
i18n-ago-hours = လွန်ခဲ့သော { $n } နာရီ
i18n-ago-days = လွန်ခဲ့သော { $n } ရက်

i18n-duration-days = { $n } ရက်
i18n-duration-hours = { $n } နာရီ
i18n-duration-minutes = { $n } မိနစ်
i18n-duration-seconds = { $n } စက္ကန့်

i18n-language-th = ထိုင်း
i18n-language-en = အင်္ဂလိပ်
i18n-language-my = မြန်မာ
i18n-language-km = ခမာ
i18n-language-lo = လာအို
