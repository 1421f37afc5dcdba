# ການແປຍັງບໍ່ໄດ້ກວດ

terms-version = ສະບັບ { $version }
terms-other-language = ຂໍ້ຄວາມນີ້ມີເປັນພາສາ{ $language }ເທົ່ານັ້ນ.
terms-no-contact = ໜ່ວຍງານທີ່ເປີດລະບົບນີ້ຍັງບໍ່ໄດ້ບອກຜູ້ຕິດຕໍ່. ຖາມໄດ້ທີ່ [1567](tel:1567).
