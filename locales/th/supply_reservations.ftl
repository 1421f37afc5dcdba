# สิ่งของสำหรับผู้ขอความช่วยเหลือ: การจอง การส่งมอบ การยกเลิกการจอง

supply-reserved = จองไว้
supply-handed-over = ส่งมอบแล้ว
supply-released = ยกเลิกการจองแล้ว
supply-request-closed = คำขอปิดแล้ว
supply-reservation-expired = การจองหมดเวลา

supply-too-few-free = จ่ายได้อีก { $left } เท่านั้น อีก { $reserved } จองไว้ให้ผู้ขอความช่วยเหลือแล้ว
supply-request-is-closed = คำขอนี้ปิดแล้ว จองของเพิ่มไม่ได้
supply-request-of-other-kind = คำขอประเภทนี้ไม่ได้ช่วยด้วยสิ่งของ
supply-request-of-other-incident = หน่วยนี้เก็บของสำหรับเหตุการณ์อื่น
supply-was-handed-over = ของที่จองไว้นี้ส่งมอบไปแล้ว
supply-was-released = การจองนี้ยกเลิกไปแล้ว
supply-ended-with-request = การจองนี้สิ้นสุดแล้ว เพราะคำขอปิดแล้ว
supply-has-expired = การจองนี้หมดเวลาแล้ว ถ้ายังต้องใช้ ให้จองใหม่จากหน้าคำขอ
supply-more-than-reserved = จองไว้เพียง { $reserved } ส่งมอบเกินนี้ไม่ได้ ส่วนที่เกินให้จองเพิ่มหรือลงเป็นรายการแจกจ่าย

notice-supply-reservation-expired = ของที่ { $unit } จองไว้ให้คำขอ { $reference } เกินเวลาแล้ว และกลับมาจ่ายให้ผู้อื่นได้
notice-supply-request-closed = คำขอ { $reference } ปิดแล้ว ของที่ { $unit } จองไว้ให้ กลับมาจ่ายให้ผู้อื่นได้
notice-supply-handed-over = คำขอ { $reference } ได้รับความช่วยเหลือแล้ว ของที่ { $unit } จองไว้ส่งมอบไปแล้วหรือไม่

supply-reservations = ของที่จองไว้ให้ผู้ขอความช่วยเหลือ
supply-reservations-all = การจองทั้งหมด
supply-reservations-lead = ของที่จองยังอยู่ในคลังและนับรวมในยอดปิดวัน แต่จ่ายให้ผู้อื่นไม่ได้จนกว่าจะส่งมอบหรือยกเลิกการจอง
supply-reservations-none = ยังไม่มีการจอง
supply-reservations-none-hint = จองของได้จากหน้าคำขอความช่วยเหลือ
supply-reservation = การจองสิ่งของ
supply-reservation-asked = คำขอนี้ปิดแล้วว่าได้รับความช่วยเหลือ ถ้าของส่งมอบไปแล้วให้ลงบัญชี ถ้าไม่ได้ใช้ให้ยกเลิกการจอง
supply-reserved-asked = คำขอปิดแล้ว ส่งมอบหรือยัง
supply-reserved-short = ของในคลังไม่พอสำหรับการจองนี้
supply-reserved-at = จองเมื่อ
supply-kept-until = เก็บไว้ให้ถึง
supply-for-request = สำหรับคำขอ
supply-n-reserved = จองไว้ { $n }
supply-n-free = จ่ายได้ { $n }
supply-do-hand-over = ส่งมอบ
supply-hand-over-hint = กรอกจำนวนที่ส่งมอบจริงตามกลุ่มของผู้รับ ถ้าส่งมอบน้อยกว่าที่จอง ส่วนที่เหลือจะกลับมาจ่ายให้ผู้อื่นได้
supply-do-release = ยกเลิกการจอง
supply-release-hint = ของจะกลับมาจ่ายให้ผู้อื่นได้ทันที
supply-release-reason = เหตุผล (ไม่บังคับ)

goods-title = สิ่งของจากหน่วย
goods-fill = จองของให้คำขอนี้
goods-fill-lead = ของที่จองจะเก็บไว้ให้คำขอนี้ { $days } วัน ผู้อื่นจ่ายไม่ได้ เมื่อส่งถึงมือแล้วให้กดส่งมอบเพื่อลงบัญชี
goods-from-unit = จากหน่วย
goods-free-hint = จำนวนที่เห็นคือส่วนที่ยังไม่มีใครจอง
goods-do-reserve = จองของ
goods-none-free = ไม่มีของที่จองได้
goods-none-free-hint = ของหมด หรือจองไว้ให้คำขออื่นทั้งหมดแล้ว
goods-no-unit = คุณไม่ได้เป็นผู้ทำบัญชีของหน่วยในเหตุการณ์นี้
goods-no-unit-hint = ขอให้ผู้ทำบัญชีของหน่วยที่มีของเป็นผู้จอง
goods-kept-until = เก็บไว้ให้ถึง { $until }
goods-for-merged = จองไว้ในคำขอ { $reference } ที่รวมเข้ามา
goods-taken-back = รายการส่งมอบถูกกลับรายการแล้ว

said-goods-reserved = จองของแล้ว
said-supply-handed-over = ลงบัญชีส่งมอบแล้ว
said-supply-released = ยกเลิกการจองแล้ว ของกลับมาจ่ายได้
