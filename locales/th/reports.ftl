# รายงานประจำสัปดาห์ของพื้นที่

reports-title = รายงานประจำสัปดาห์
reports-hint = ทุกวันศุกร์ เวลา 16.00 น. ระบบจัดทำรายงานของ 7 วันก่อนหน้าให้เอง และเก็บไว้ตามตัวเลข ณ เวลานั้น ตัวเลขที่เปลี่ยนภายหลังไม่ทำให้รายงานเปลี่ยน
reports-none = ยังไม่มีรายงาน
reports-none-hint = รายงานฉบับแรกจะจัดทำในวันศุกร์ เวลา 16.00 น. หรือจัดทำของ 7 วันที่ผ่านมาได้เลย
report-make = จัดทำรายงาน 7 วันที่ผ่านมา
report-made = จัดทำเมื่อ { $at }
report-by-hand = จัดทำโดยผู้ดูแล
report-by-clock = จัดทำตามเวลาที่กำหนด
report-statistics = ดูตัวเลขในขณะนี้
report-incident-missing = เลือกเหตุการณ์ที่เปิดอยู่
report-before-begin = ใน 7 วันที่ผ่านมา เหตุการณ์ยังไม่เริ่ม จึงยังไม่มีข้อมูลให้รายงาน
notice-weekly-report = รายงานประจำสัปดาห์ของ{ $area }พร้อมแล้ว

report-title = รายงานประจำสัปดาห์
report-week = ในช่วง 7 วันนี้
report-ever = สะสมตั้งแต่เริ่มจนถึงเวลาที่จัดทำ
report-before = 7 วันก่อนหน้า
report-change = เปลี่ยนแปลง
report-change-means = ในวงเล็บคือจำนวนที่เพิ่มขึ้นหรือลดลงจาก 7 วันก่อนหน้า
report-kinds = คำขอในช่วงนี้แยกตามประเภท
report-nothing = ไม่มีข้อมูลที่บันทึก
report-code = รหัส
report-week-sheet = 7 วัน
report-ever-sheet = สะสม
report-chat = ข้อความสำหรับส่งในกลุ่มแชต
report-copy = คัดลอก
report-print = พิมพ์เป็นหนังสือราชการ
report-xlsx = ตารางคำนวณ (XLSX)
report-kept = รายงานนี้เก็บไว้ตามที่จัดทำ และไม่เปลี่ยนแปลง

report-letter-number = ที่
report-letter-subject = เรื่อง
report-letter-subject-words = รายงานผลการดำเนินงานประจำสัปดาห์ { $incident }
report-letter-to = เรียน
report-letter-enclosed = สิ่งที่ส่งมาด้วย
report-letter-enclosed-words = ตารางข้อมูลรายพื้นที่ จำนวน 1 ชุด
report-letter-body = ด้วย{ $area } ขอรายงานข้อมูลคำขอความช่วยเหลือ ผลการช่วยเหลือ และการสำรวจครัวเรือน
report-letter-days = ระหว่างวันที่ { $days } สรุปยอดรวมได้ดังนี้
report-letter-end = จึงเรียนมาเพื่อโปรดทราบ รายละเอียดรายพื้นที่ปรากฏตามสิ่งที่ส่งมาด้วย
report-letter-respect = ขอแสดงความนับถือ
report-letter-position = ตำแหน่ง
