# ສິ່ງຂອງຊ່ວຍເຫຼືອ

supply-tier-ministry = ສູນກາງ (ກະຊວງ)
supply-tier-province = ແຂວງ (ຈັງຫວັດ)
supply-tier-district = ເມືອງ (ອຳເພີ)
supply-tier-local = ຕາແສງ (ຕຳບົນ)/ທ້ອງຖິ່ນ
supply-tier-end = ຈຸດແຈກຢາຍ
