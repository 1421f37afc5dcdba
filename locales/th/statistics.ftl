# สถิติตามพื้นที่

statistics-title = สถิติ
statistics-at = ตัวเลขล่าสุด ณ
statistics-above = พื้นที่ที่ใหญ่กว่า
statistics-show = ดูพื้นที่นี้
statistics-by-province = แยกตามจังหวัด
statistics-by-district = แยกตามอำเภอ
statistics-by-subdistrict = แยกตามตำบล
statistics-total = รวม
statistics-elsewhere = ไม่ได้ระบุละเอียดกว่านี้
statistics-empty-areas = ยังไม่มีข้อมูลอีก { $n } พื้นที่
statistics-nothing = ยังไม่มีข้อมูล
statistics-none = ยังไม่มีข้อมูลในพื้นที่นี้
statistics-none-hint = ตัวเลขขึ้นทันทีที่มีคนขอความช่วยเหลือหรือบันทึกครัวเรือน ลองดูพื้นที่ที่ใหญ่กว่า

statistics-received = รับแจ้ง
statistics-waiting = รอช่วย
statistics-being-helped = กำลังช่วย
statistics-done = เสร็จสิ้น
statistics-households = ครัวเรือน
statistics-persons = คนที่สำรวจ
statistics-not-vaccinated = ยังไม่ฉีด
statistics-wants = ต้องการฉีด
statistics-does-not-want = ไม่ต้องการ
statistics-volunteers = อาสาสมัคร

statistics-days-for-admins = ตัวเลขรายวันแสดงเฉพาะผู้ดูแลพื้นที่ บุคคลทั่วไปดูยอดรวมทุกวันได้
statistics-drawn = ดูเป็นภาพ
statistics-map-is = ตารางแสดงตัวเลขเดียวกัน แตะพื้นที่เพื่อดูตัวเลขของพื้นที่นั้น
statistics-map-hidden = ไม่แสดง
statistics-xlsx = ตารางนี้เป็นไฟล์ XLSX
statistics-code = รหัสพื้นที่
statistics-csv = ตารางนี้เป็นไฟล์ CSV

statistics-few = น้อยกว่า 5
statistics-covered = ปกปิด
statistics-covering = จำนวนที่น้อยกว่า 5 ไม่แสดงตัวเลขจริง และบางช่องปกปิดไว้ เพื่อไม่ให้รู้ว่าเป็นใคร ผู้ดูแลพื้นที่เห็นตัวเลขจริงของพื้นที่ตน

statistics-definitions = ตัวเลขแต่ละช่องหมายถึงอะไร
statistics-received-means = คำขอความช่วยเหลือทั้งหมด นับตามพื้นที่ของคำขอ
statistics-waiting-means = ยังไม่มีอาสาสมัครรับเรื่อง
statistics-being-helped-means = รับเรื่องแล้ว กำลังเดินทาง หรือกำลังช่วยเหลือ
statistics-done-means = ปิดเรื่องแล้ว รวมเรื่องที่ผู้ขอยกเลิก ปลอดภัยแล้ว หรือปิดด้วยเหตุอื่น
statistics-persons-means = คนในครัวเรือนที่บันทึกไว้ ทุกสัญชาติ
statistics-not-vaccinated-means = ยังไม่ได้รับวัคซีนเลย
statistics-wishes-mean = ถามเฉพาะคนที่ยังฉีดไม่ครบหรือไม่ทราบประวัติ
statistics-volunteers-mean = บัญชีที่ลงทะเบียนเป็นอาสาสมัครในพื้นที่ รวมที่รออนุมัติ

statistics-goods-link = สิ่งของที่รับและแจกจ่าย
statistics-goods-title = สิ่งของที่รับและแจกจ่าย
statistics-goods-show = แสดง
statistics-goods-week = 7 วันล่าสุด
statistics-goods-month = 30 วันล่าสุด
statistics-goods-all = ตั้งแต่ต้น
statistics-goods-none = ยังไม่มีสิ่งของที่รับหรือแจกจ่าย
statistics-goods-items = สิ่งของทุกรายการ
statistics-goods-item = สิ่งของ
statistics-goods-received-at = รับที่{ $tier }
statistics-goods-group = กลุ่ม { $n }
statistics-goods-handed-out = แจกจ่ายรวม
statistics-goods-tiers-hint = ของที่ส่งต่อกันเป็นทอดนับในทุกระดับที่รับ จึงนำแต่ละระดับมารวมกันไม่ได้ ตัวเลขเป็นจำนวนสิ่งของ ไม่ใช่จำนวนคน
