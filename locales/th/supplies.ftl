# สิ่งของ: หน่วย บัญชีรับจ่าย การส่ง การปิดยอด

supply-tier-ministry = ส่วนกลาง (กระทรวง)
supply-tier-province = จังหวัด
supply-tier-district = อำเภอ
supply-tier-local = ตำบล/อปท.
supply-tier-end = หน่วยรับปลายทาง
supply-end-hospital = โรงพยาบาล/รพ.สต.
supply-end-village = หมู่บ้าน/ชุมชน
supply-end-checkpoint = จุดตรวจ/ด่าน
supply-end-temple = วัด/ศาสนสถาน
supply-end-school = โรงเรียน
supply-end-shelter = ศูนย์พักพิง
supply-end-other = อื่น ๆ

supply-receipt = รับจากภายนอก
supply-arrival = รับจากหน่วยอื่น
supply-short = ขาดส่ง
supply-damaged = เสียหายระหว่างส่ง
supply-sending = ส่งออก
supply-hand-out = แจกจ่าย
supply-loss = ตัดออก (เสีย/หาย)
supply-surplus = นับได้เกิน
supply-shortfall = นับได้ขาด

supply-reason-damaged = ชำรุดเสียหาย
supply-reason-expired = หมดอายุ
supply-reason-lost = สูญหาย
supply-reason-stolen = ถูกขโมย
supply-reason-miscounted = ครั้งก่อนนับผิด
supply-reason-not-booked = จ่ายหรือรับแล้วไม่ได้ลงบัญชี
supply-reason-mistyped = พิมพ์ผิด
supply-reason-other = อื่น ๆ

supply-allocation = จัดสรร
supply-transfer = โอนระหว่างหน่วย
supply-return = ส่งคืน
supply-in-transit = อยู่ระหว่างส่ง
supply-arrived = รับแล้ว
supply-cancelled = ยกเลิกแล้ว

supply-quantity-missing = กรอกจำนวน เช่น 1,430 หรือ 28 กล่อง 30 ชิ้น
supply-quantity-unknown-word = อ่านหน่วยนับไม่ออก ใช้หน่วยที่มีของสิ่งนี้ เช่น กล่อง หรือชิ้น
supply-quantity-not-whole = กรอกเป็นจำนวนเต็ม
supply-quantity-too-much = จำนวนมากเกินไป ตรวจสอบอีกครั้ง

supply-too-few = ของไม่พอ ตอนนี้เหลือ { $left } เท่านั้น อาจมีผู้อื่นเพิ่งจ่ายไป
supply-too-few-then = วันที่ { $day } มีของเหลือเพียง { $left } จึงจ่ายจำนวนนี้ย้อนหลังไม่ได้
supply-too-much = จำนวนรวมเกินที่บัญชีรับได้ ตรวจสอบจำนวนอีกครั้ง
supply-future = ลงวันที่ล่วงหน้าไม่ได้
supply-before-opening = หน่วยนี้เริ่มทำบัญชีวันที่ { $day } ลงรายการก่อนหน้านั้นไม่ได้
supply-unit-is-closed = หน่วยนี้ปิดแล้ว
supply-goes-not-there = ส่งของได้เฉพาะหน่วยที่อยู่ถัดลงไป หน่วยข้างเคียงที่ขึ้นกับหน่วยเดียวกัน หรือหน่วยที่อยู่เหนือขึ้นไป
supply-receiver-is-closed = หน่วยที่จะรับปิดแล้ว
supply-has-arrived = หน่วยรับยืนยันการรับแล้ว จึงยกเลิกการส่งไม่ได้
supply-was-cancelled = การส่งนี้ถูกยกเลิกแล้ว
supply-acknowledged-already = ยืนยันการรับไว้แล้วด้วยจำนวนอื่น ถ้าจะแก้ ให้ยกเลิกการยืนยันก่อน
supply-more-than-sent = ส่งมา { $sent } รับเกินนี้ไม่ได้ ส่วนที่เกินให้ลงเป็นรายการรับจากภายนอก
supply-reason-missing = จำนวนไม่ตรง ต้องเลือกเหตุผล
supply-reversed-already = รายการนี้ถูกกลับรายการแล้ว
supply-is-a-reversal = กลับรายการซ้อนไม่ได้ ให้ลงรายการใหม่ที่ถูกต้อง
supply-is-of-a-shipment = รายการนี้เป็นส่วนหนึ่งของการส่งระหว่างหน่วย ให้ยกเลิกที่การส่งนั้นทั้งชุด
supply-day-is-closed = วันนี้ปิดยอดไปแล้วด้วยจำนวนอื่น
supply-day-not-yet = ต้องปิดยอดวันที่ { $day } ก่อน
supply-day-not-ours = หน่วยนี้ไม่ได้ทำบัญชีในวันนั้น
supply-booked-meanwhile = ระหว่างที่คุณนับ มีรายการลงเพิ่ม ตรวจยอดใหม่แล้วยืนยันอีกครั้ง
supply-not-counted = ยังกรอกยอดนับไม่ครบ
supply-books-of-others = คุณดูหน่วยนี้ได้ แต่ผู้ลงบัญชีเป็นเจ้าหน้าที่ของหน่วย
supply-arranged-above = เรื่องนี้หน่วยที่อยู่เหนือขึ้นไปเป็นผู้จัดการ
supply-unit-tier = หน่วยต้องอยู่ใต้หน่วยที่สูงกว่า
supply-unit-level = พื้นที่นี้ไม่ตรงกับระดับของหน่วย
supply-unit-area = พื้นที่นี้อยู่นอกพื้นที่ของหน่วยที่อยู่เหนือขึ้นไป
supply-unit-code-taken = มีหน่วยที่ใช้รหัสนี้แล้ว
supply-unit-second-root = เหตุการณ์นี้มีหน่วยส่วนกลางแล้ว
supply-unit-has-stock = ยังมีของเหลืออยู่ ส่งคืนหรือจ่ายให้หมดก่อนปิดหน่วย
supply-unit-in-transit = ยังมีของอยู่ระหว่างส่ง
supply-unit-has-units = ยังมีหน่วยที่ขึ้นกับหน่วยนี้
supply-unit-changed-meanwhile = มีผู้แก้ไขหน่วยนี้ไปก่อนแล้ว ดูข้อมูลล่าสุดแล้วลองอีกครั้ง
supply-chain-missing = ไม่มียอดของวันนี้
supply-chain-not-linked = ไม่ต่อกับยอดของวันก่อน
supply-chain-changed = ข้อมูลไม่ตรงกับที่ปิดยอดไว้

notice-supply-sent = { $from } ส่งของมาให้หน่วยของคุณ{ $document ->
    [""] {""}
   *[other] {" "}ตามหนังสือ { $document }
} เมื่อได้รับแล้วให้ยืนยันการรับ
notice-supply-differs = { $to } รับของไม่ครบตามที่ส่ง{ $document ->
    [""] {""}
   *[other] {" "}ตามหนังสือ { $document }
}
notice-supply-named = คุณเป็นผู้ทำบัญชีสิ่งของของ { $unit }
