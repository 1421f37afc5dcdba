# ตัวเลขรายวัน สำหรับผู้ดูแลพื้นที่

statistics-days = วันที่
statistics-all-days = ทุกวัน
statistics-today = วันนี้
statistics-week = 7 วัน
statistics-month = 30 วัน
statistics-quarter = 90 วัน
statistics-from = ตั้งแต่
statistics-to = ถึง
statistics-before = ช่วงก่อนหน้า (จำนวนวันเท่ากัน)
statistics-change = เปลี่ยนแปลง
statistics-days-mean = คำขอนับตามวันที่แจ้ง ครัวเรือนและคนนับตามวันที่บันทึก ส่วนสถานะเป็นสถานะในขณะนี้
statistics-date-wrong = กรอกวันที่ เช่น 21 พ.ย. 2569
statistics-days-reversed = วันแรกต้องไม่อยู่หลังวันสุดท้าย
statistics-days-too-many = ดูได้ครั้งละไม่เกิน 10 ปี
statistics-by-day = รายวัน
statistics-by-week = รายสัปดาห์
statistics-by-month = รายเดือน
statistics-by-year = รายปี
statistics-chart-is = กราฟแท่ง ตารางด้านล่างแสดงตัวเลขเดียวกัน
statistics-chart-table = ดูเป็นตาราง
statistics-map-none = ไม่มีแผนที่ของพื้นที่เหล่านี้ เพราะยังไม่ได้นำเข้าแนวเขต
statistics-by-kind = คำขอแยกตามประเภท
statistics-kind = ประเภท
