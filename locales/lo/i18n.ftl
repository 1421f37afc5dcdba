i18n-date-time = { $date } ເວລາ { $time }

i18n-ago-now = ເມື່ອກີ້ນີ້
i18n-ago-minutes = { $n } ນາທີກ່ອນ
i18n-ago-hours = { $n } ຊົ່ວໂມງກ່ອນ
i18n-ago-days = { $n } ມື້ກ່ອນ

i18n-duration-days = { $n } ມື້
i18n-duration-hours = { $n } ຊົ່ວໂມງ
i18n-duration-minutes = { $n } ນາທີ
i18n-duration-seconds = { $n } ວິນາທີ

i18n-language-th = ໄທ
i18n-language-en = ອັງກິດ
i18n-language-my = ມຽນມາ
i18n-language-km = ຂະແມ
i18n-language-lo = ລາວ
