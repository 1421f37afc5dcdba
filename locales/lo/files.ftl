# ຄຳແປທີ່ຍັງບໍ່ໄດ້ກວດ

photo-now = ຮູບທີ່ໃຊ້ຢູ່ຕອນນີ້
photo-remove = ເອົາຮູບນີ້ອອກ
photo-ready = ກຽມຮູບແລ້ວ {"{kb}"}{"\u00A0"}KB
photo-too-large = ຮູບນີ້ໃຫຍ່ເກີນ { $most }{"\u00A0"}MB ເລືອກຮູບທີ່ນ້ອຍກວ່ານີ້
photo-not-a-picture = ໄຟລ໌ນີ້ບໍ່ແມ່ນຮູບຖ່າຍ ເລືອກຮູບແບບ JPEG, PNG ຫຼື WebP
photo-heic = ຮູບນີ້ເປັນຮູບແບບ HEIC ຂອງ iPhone ສົ່ງເປັນ JPEG ແທນ (Settings → Camera → Formats → Most Compatible)
photo-other-format = ລະບົບບໍ່ຮັບຮູບແບບນີ້ ສົ່ງເປັນ JPEG, PNG ຫຼື WebP
photo-too-many-pixels = ຮູບນີ້ລະອຽດເກີນ { $most } ລ້ານພິກເຊວ ສົ່ງຮູບທີ່ນ້ອຍກວ່ານີ້
photo-broken = ຮູບນີ້ບໍ່ຄົບ ຫຼື ເສຍຫາຍ ເລືອກໃໝ່ ຫຼື ຖ່າຍໃໝ່ອີກຄັ້ງ
photo-gone = ຮູບທີ່ເລືອກໄວ້ກ່ອນໜ້ານີ້ບໍ່ຢູ່ແລ້ວ ເລືອກໃໝ່ອີກຄັ້ງ
