# วันเวลา ระยะเวลา และชื่อภาษา

i18n-date-time = { $date } เวลา { $time }

i18n-ago-now = เมื่อสักครู่
i18n-ago-minutes = { $n } นาทีที่แล้ว
i18n-ago-hours = { $n } ชั่วโมงที่แล้ว
i18n-ago-days = { $n } วันที่แล้ว

i18n-duration-days = { $n } วัน
i18n-duration-hours = { $n } ชั่วโมง
i18n-duration-minutes = { $n } นาที
i18n-duration-seconds = { $n } วินาที

i18n-language-th = ไทย
i18n-language-en = อังกฤษ
i18n-language-my = พม่า
i18n-language-km = เขมร
i18n-language-lo = ลาว
