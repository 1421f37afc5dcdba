# The page of the public snapshot, read without the program.

snapshot-title = ສະຖານະການທົ່ວປະເທດ
snapshot-as-of = ຂໍ້ມູນ ນະ { $at }
snapshot-words = ໜ້ານີ້ເປີດໄດ້ ເຖິງວ່າອິນເຕີເນັດຊ້າ ຫຼືລະບົບຫຼັກຂັດຂ້ອງ. ຕົວເລກອາດປ່ຽນໄປແລ້ວ ໂທຖາມກ່ອນໄປ.
snapshot-site = ໄປທີ່ລະບົບຫຼັກ
snapshot-by-province = ຕາມແຂວງ (ຈັງຫວັດ)
snapshot-province = ແຂວງ (ຈັງຫວັດ)
snapshot-waiting = ລໍຖ້າການຊ່ວຍເຫຼືອ
snapshot-requests = ຄຳຂໍທີ່ຍັງບໍ່ຈົບ
snapshot-points-open = ຈຸດບໍລິການທີ່ເປີດ
snapshot-points = ຈຸດບໍລິການທັງໝົດ
snapshot-country = ທົ່ວປະເທດ
snapshot-nothing = ຍັງບໍ່ມີຄຳຂໍ ຫຼືຈຸດບໍລິການ
snapshot-data = ຂໍ້ມູນເປີດສຳລັບນຳໄປໃຊ້ຕໍ່:
