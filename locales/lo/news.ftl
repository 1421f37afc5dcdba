# ການແປຍັງບໍ່ໄດ້ກວດ

news-hotlines = ເບີສຸກເສີນ
news-hotline-1669 = ເຈັບປ່ວຍສຸກເສີນ ອັນຕະລາຍເຖິງຊີວິດ
news-hotline-191 = ຕຳຫຼວດ
news-hotline-1330 = ສິດການປິ່ນປົວ ຊອກຫາຕຽງ
news-hotline-1422 = ພະຍາດຕິດຕໍ່ ແລະ ວັກຊີນ
news-asking = ວິທີຂໍຄວາມຊ່ວຍເຫຼືອ
news-asking-hint = ເທື່ອລະຂັ້ນ ບໍ່ຕ້ອງມີເລກປະຈຳຕົວ
news-volunteering = ວິທີເປັນອາສາສະໝັກ
news-volunteering-hint = ລົງທະບຽນ ຮັບຄຳຂໍ ປິດຄຳຂໍ
news-how-to = ວິທີໃຊ້
news-contents = ໃນໜ້ານີ້
news-finding = ວິທີຊອກຫາຈຸດບໍລິການໃກ້ທ່ານ
news-finding-hint = ບ່ອນໃດເປີດຢູ່ ກວດສອບເມື່ອໃດ ໃຊ້ໄດ້ເຖິງບໍ່ມີອິນເຕີເນັດ
news-officers = ສຳລັບຜູ້ດູແລພື້ນທີ່ ແລະ ເຈົ້າໜ້າທີ່ໜ່ວຍງານ
news-officers-hint = ກວດສອບຄຳຂໍ ມອບໝາຍ ເບິ່ງສະຖານະການ (ເປັນພາສາອັງກິດ)
news-updated = ປັບປຸງຫຼ້າສຸດ { $date }
