# ສະຖິຕິຕາມພື້ນທີ່

statistics-title = ສະຖິຕິ
statistics-at = ຕົວເລກຫຼ້າສຸດ ເມື່ອ
statistics-above = ພື້ນທີ່ທີ່ໃຫຍ່ກວ່າ
statistics-show = ເບິ່ງພື້ນທີ່ນີ້
statistics-by-province = ແຍກຕາມແຂວງ (ຈັງຫວັດ)
statistics-by-district = ແຍກຕາມເມືອງ (ອຳເພີ)
statistics-by-subdistrict = ແຍກຕາມຕາແສງ (ຕຳບົນ)
statistics-total = ລວມ
statistics-elsewhere = ບໍ່ໄດ້ບອກລະອຽດກວ່ານີ້
statistics-empty-areas = ຍັງບໍ່ມີຂໍ້ມູນອີກ { $n } ເຂດ
statistics-nothing = ຍັງບໍ່ມີຂໍ້ມູນ
statistics-none = ຍັງບໍ່ມີຂໍ້ມູນໃນພື້ນທີ່ນີ້
statistics-none-hint = ຕົວເລກຂຶ້ນທັນທີທີ່ມີຄົນຂໍຄວາມຊ່ວຍເຫຼືອ ຫຼື ບັນທຶກຄົວເຮືອນ ລອງເບິ່ງພື້ນທີ່ທີ່ໃຫຍ່ກວ່າ

statistics-received = ໄດ້ຮັບ
statistics-waiting = ລໍຖ້າ
statistics-being-helped = ກຳລັງຊ່ວຍ
statistics-done = ສຳເລັດ
statistics-households = ຄົວເຮືອນ
statistics-persons = ຄົນທີ່ສຳຫຼວດ
statistics-not-vaccinated = ຍັງບໍ່ສັກ
statistics-wants = ຕ້ອງການສັກ
statistics-does-not-want = ບໍ່ຕ້ອງການ
statistics-volunteers = ອາສາສະໝັກ

statistics-days-for-admins = ຕົວເລກລາຍວັນສະແດງສະເພາະຜູ້ດູແລເຂດ. ທຸກຄົນເບິ່ງຕົວເລກລວມທຸກມື້ໄດ້
statistics-drawn = ເບິ່ງເປັນຮູບ
statistics-map-is = ຕາຕະລາງສະແດງຕົວເລກດຽວກັນ. ແຕະເຂດໃດໜຶ່ງເພື່ອເບິ່ງຕົວເລກຂອງເຂດນັ້ນ
statistics-map-hidden = ບໍ່ສະແດງ
statistics-xlsx = ຕາຕະລາງນີ້ເປັນໄຟລ໌ XLSX
statistics-code = ລະຫັດ
statistics-csv = ຕາຕະລາງນີ້ເປັນໄຟລ໌ CSV

statistics-few = ໜ້ອຍກວ່າ 5
statistics-covered = ປົກປິດ
statistics-covering = ຈຳນວນທີ່ໜ້ອຍກວ່າ 5 ບໍ່ສະແດງຕົວເລກຈິງ ແລະ ບາງຊ່ອງປົກປິດໄວ້ ເພື່ອບໍ່ໃຫ້ຮູ້ວ່າແມ່ນໃຜ ຜູ້ດູແລພື້ນທີ່ເຫັນຕົວເລກຈິງຂອງພື້ນທີ່ຕົນ

statistics-definitions = ຕົວເລກແຕ່ລະຊ່ອງໝາຍຄວາມວ່າແນວໃດ
statistics-received-means = ຄຳຂໍຄວາມຊ່ວຍເຫຼືອທັງໝົດ ນັບຕາມພື້ນທີ່ຂອງຄຳຂໍ
statistics-waiting-means = ຍັງບໍ່ມີອາສາສະໝັກຮັບເລື່ອງ
statistics-being-helped-means = ຮັບເລື່ອງແລ້ວ ກຳລັງເດີນທາງ ຫຼື ກຳລັງຊ່ວຍເຫຼືອ
statistics-done-means = ປິດເລື່ອງແລ້ວ ລວມເລື່ອງທີ່ຜູ້ຂໍຍົກເລີກ ປອດໄພແລ້ວ ຫຼື ປິດດ້ວຍເຫດອື່ນ
statistics-persons-means = ຄົນໃນຄົວເຮືອນທີ່ບັນທຶກໄວ້ ທຸກສັນຊາດ
statistics-not-vaccinated-means = ຍັງບໍ່ໄດ້ຮັບວັກຊີນເລີຍ
statistics-wishes-mean = ຖາມສະເພາະຄົນທີ່ຍັງສັກບໍ່ຄົບ ຫຼື ບໍ່ຮູ້
statistics-volunteers-mean = ບັນຊີທີ່ລົງທະບຽນເປັນອາສາສະໝັກໃນພື້ນທີ່ ລວມທີ່ລໍຖ້າອະນຸມັດ

statistics-goods-link = ສິ່ງຂອງທີ່ຮັບ ແລະ ແຈກຢາຍ
statistics-goods-title = ສິ່ງຂອງທີ່ຮັບ ແລະ ແຈກຢາຍ
statistics-goods-show = ສະແດງ
statistics-goods-week = 7 ມື້ຫຼ້າສຸດ
statistics-goods-month = 30 ມື້ຫຼ້າສຸດ
statistics-goods-all = ແຕ່ຕົ້ນ
statistics-goods-none = ຍັງບໍ່ມີສິ່ງຂອງທີ່ຮັບ ຫຼື ແຈກຢາຍ
statistics-goods-items = ສິ່ງຂອງທຸກລາຍການ
statistics-goods-item = ສິ່ງຂອງ
statistics-goods-received-at = ຮັບທີ່: { $tier }
statistics-goods-group = ກຸ່ມ { $n }
statistics-goods-handed-out = ແຈກຢາຍລວມ
statistics-goods-tiers-hint = ຂອງທີ່ສົ່ງຕໍ່ກັນນັບໃນທຸກຂັ້ນທີ່ຮັບ ຈຶ່ງເອົາແຕ່ລະຂັ້ນມາລວມກັນບໍ່ໄດ້ ຕົວເລກແມ່ນຈຳນວນສິ່ງຂອງ ບໍ່ແມ່ນຈຳນວນຄົນ
