# รายงานสิ่งของ: ช่วงวัน เอกสาร บันทึกข้อความ

supply-report-today = วันนี้
supply-report-this-week = สัปดาห์นี้
supply-report-month = 30 วัน
supply-report-day-before = วันก่อน
supply-report-day-after = วันถัดไป
supply-report-week-before = สัปดาห์ก่อน
supply-report-week-after = สัปดาห์ถัดไป
supply-report-span-before = ช่วงก่อน
supply-report-span-after = ช่วงถัดไป
supply-report-xlsx = ดาวน์โหลด Excel
supply-report-sheet = รับจ่ายคงเหลือ
supply-report-papers = การรับและส่งตามเลขที่หนังสือ
supply-report-papers-sheet = ตามเลขที่หนังสือ
supply-report-papers-none = ไม่พบเลขที่หนังสือนี้ในช่วงวันที่เลือก
supply-report-papers-more = แสดงเฉพาะส่วนแรก เลือกช่วงวันให้สั้นลงเพื่อดูทั้งหมด
supply-report-other-end = รับจาก/ส่งให้

supply-memo = บันทึกข้อความ
supply-memo-office = ส่วนราชการ
supply-memo-number = ที่
supply-memo-date = วันที่
supply-memo-subject = เรื่อง
supply-memo-subject-words = รายงานการรับจ่ายสิ่งของช่วยเหลือ { $days }
supply-memo-to = เรียน
supply-memo-body = ด้วย{ $unit } ขอรายงานการรับ การจ่าย และยอดคงเหลือของสิ่งของช่วยเหลือ
supply-memo-body-days = วันที่ { $days } รายละเอียดดังนี้
supply-memo-end = จึงเรียนมาเพื่อโปรดทราบ
supply-memo-signed = (ลงชื่อ)
supply-memo-position = ตำแหน่ง
