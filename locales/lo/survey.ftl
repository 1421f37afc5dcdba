# ສຳຫຼວດຄົວເຮືອນ

survey-lead = ບັນທຶກທຸກຄົນທີ່ຢູ່ເຮືອນນີ້ຈິງ ທຸກສັນຊາດ ບໍ່ຕ້ອງມີເລກບັດປະຈຳຕົວ
survey-village = ໝູ່ບ້ານ ຫຼື ໝູ່ທີ
survey-village-hint = ບໍ່ບັງຄັບ ເຊັ່ນ ໝູ່ 3
survey-persons = ຄົນໃນເຮືອນ
survey-person-new = ຍັງບໍ່ໄດ້ໃສ່ຊື່
survey-name = ລາຍຊື່
survey-name-hint = ຊື່ ແລະ ນາມສະກຸນ ມີຊື່ດຽວກໍໄດ້
survey-phone-hint = ບໍ່ບັງຄັບ ເບີຂອງເຂົາເອງ ຫຼື ຂອງຜູ້ນຳຊຸມຊົນ
survey-age = ອາຍຸ ຫຼື ປີເກີດ
survey-age-hint = ບໍ່ບັງຄັບ ເຊັ່ນ 67 ຫຼື 1959 ປະມານກໍໄດ້ ເດັກບໍ່ຮອດ 1 ປີໃສ່ 0
survey-age-band = ກຸ່ມອາຍຸ
survey-history = ປະຫວັດການຮັບວັກຊີນ
survey-wish = ຄວາມປະສົງ
survey-wish-hint = ຕອບສະເພາະຄົນທີ່ຍັງສັກບໍ່ຄົບ ຫຼື ບໍ່ຮູ້
survey-reason = ເຫດຜົນ
survey-reason-hint = ຕອບເມື່ອບໍ່ຕ້ອງການ ຍັງບໍ່ຕັດສິນໃຈ ຫຼື ສັກບໍ່ໄດ້
survey-reason-words = ເຫດຜົນໃນຄຳເວົ້າຂອງເຂົາເອງ (ບໍ່ບັງຄັບ)
survey-add-person = ເພີ່ມລາຍຊື່
survey-remove-person = ລຶບຄົນທີ { $n } ອອກ
survey-details = ຂໍ້ຄວາມເພີ່ມເຕີມ
survey-details-hint = ບໍ່ບັງຄັບ ເຊັ່ນ ພະຍາດປະຈຳຕົວ ມີຄົນຕິດຕຽງ
survey-notice = ສະເພາະຜູ້ບັນທຶກ ແລະ ຜູ້ດູແລພື້ນທີ່ເຫັນຊື່ ແລະ ເບີໂທ ໃຊ້ເພື່ອນັດສັກວັກຊີນເທົ່ານັ້ນ

survey-of-person = ຄົນທີ { $n }: { $said }
survey-persons-too-many = ໜຶ່ງຄົວເຮືອນໃສ່ໄດ້ບໍ່ເກີນ { $most } ຄົນ ຖ້າຫຼາຍກວ່ານີ້ໃຫ້ແບ່ງເປັນຫຼາຍຄົວເຮືອນ
survey-nationality-missing = ເລືອກສັນຊາດ ຖ້າບໍ່ຮູ້ໃຫ້ເລືອກ “ບໍ່ຮູ້”
survey-history-missing = ເລືອກປະຫວັດການຮັບວັກຊີນ ຖ້າບໍ່ຮູ້ໃຫ້ເລືອກ “ບໍ່ຮູ້”
survey-wish-missing = ເລືອກວ່າຕ້ອງການສັກວັກຊີນຫຼືບໍ່
survey-reason-missing = ເລືອກເຫດຜົນ ຖ້າບໍ່ມີໃນລາຍການໃຫ້ເລືອກ “ອື່ນໆ”
survey-age-not-a-number = ໃສ່ອາຍຸເປັນຕົວເລກ ເຊັ່ນ 67 ຫຼື ປີເກີດ ເຊັ່ນ 1959
survey-age-too-old = ອາຍຸເກີນ 130 ປີ ກວດຕົວເລກອີກຄັ້ງ
survey-age-in-the-future = ປີເກີດຍັງມາບໍ່ຮອດ ກວດຕົວເລກອີກຄັ້ງ

survey-done-title = ບັນທຶກຄົວເຮືອນແລ້ວ
survey-next = ຂັ້ນຕໍ່ໄປ
survey-next-wants = ຄົນທີ່ຕ້ອງການສັກວັກຊີນນັບໃນຄວາມຕ້ອງການຂອງພື້ນທີ່ແລ້ວ
survey-next-does-not-want = ເຫດຜົນຂອງຄົນທີ່ບໍ່ຕ້ອງການ ຫຼື ຍັງບໍ່ຕັດສິນໃຈ ເກັບໄວ້ໃຫ້ຜູ້ດູແລພື້ນທີ່ລົມກັນໃໝ່
survey-next-contact = ຖ້າເຈົ້າໜ້າທີ່ຕິດຕໍ່ກັບ ຈະໂທຕາມເບີທີ່ໃຫ້ໄວ້ ບໍ່ມີໃຜຂໍເງິນ ຫຼື ເລກບັດປະຈຳຕົວ
survey-unverified = ເບີໂທຍັງບໍ່ໄດ້ຢືນຢັນ ເຈົ້າໜ້າທີ່ອາດໂທມາກວດກ່ອນ
survey-another = ບັນທຶກຄົວເຮືອນຕໍ່ໄປ
survey-own = ຄົວເຮືອນທີ່ຂ້ອຍບັນທຶກ
survey-statistics = ເບິ່ງສະຖິຕິຂອງພື້ນທີ່ນີ້

survey-record = ບັນທຶກຄົວເຮືອນ
survey-own-none = ຍັງບໍ່ໄດ້ບັນທຶກຄົວເຮືອນ
survey-own-none-hint = ຄົວເຮືອນທີ່ບັນທຶກແລ້ວຈະສະແດງຢູ່ນີ້
survey-recorded-at = ບັນທຶກເມື່ອ
survey-n-persons = ຈຳນວນຄົນ
survey-household = ຄົວເຮືອນ
survey-look-logged = ການເບິ່ງຂໍ້ມູນສ່ວນຕົວທຸກຄັ້ງມີການບັນທຶກໄວ້
