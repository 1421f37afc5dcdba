# The page of the public snapshot, read without the program.

snapshot-title = สถานการณ์ทั่วประเทศ
snapshot-as-of = ข้อมูล ณ { $at }
snapshot-words = หน้านี้เปิดได้แม้อินเทอร์เน็ตช้าหรือระบบหลักขัดข้อง ตัวเลขอาจเปลี่ยนไปแล้ว โทรถามก่อนเดินทาง
snapshot-site = ไปที่ระบบหลัก
snapshot-by-province = รายจังหวัด
snapshot-province = จังหวัด
snapshot-waiting = รอความช่วยเหลือ
snapshot-requests = คำขอที่ยังไม่จบ
snapshot-points-open = จุดบริการที่เปิด
snapshot-points = จุดบริการทั้งหมด
snapshot-country = ทั้งประเทศ
snapshot-nothing = ยังไม่มีคำขอหรือจุดบริการ
snapshot-data = ข้อมูลเปิดสำหรับนำไปใช้ต่อ:
