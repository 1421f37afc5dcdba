# คนที่อาจบันทึกซ้ำ: เหตุผล เทียบกันสองรายการ รวม และแยก

alike-title = คนที่อาจซ้ำกัน
alike-lead = คนสองรายการที่อาจเป็นคนเดียวกัน อยู่คนละครัวเรือนหรือบันทึกซ้ำในบ้านเดียวกัน ดูเทียบกันแล้วตัดสินใจ ไม่ต้องมีเลขบัตรก็ตัดสินได้
alike-to-decide = รอตัดสินใจ
alike-decided-list = ตัดสินใจแล้ว
alike-none = ไม่มีคู่ที่รอตัดสินใจ
alike-none-hint = เมื่อมีการบันทึกคนที่คล้ายกับคนเดิม จะแสดงที่นี่
alike-none-decided = ยังไม่มีคู่ที่ตัดสินใจแล้ว
alike-score = ใกล้เคียง { $score } จาก 100
alike-for = เหมือนกัน:
alike-against = ขัดกัน:
alike-record-n = รายการที่ { $n }
alike-kept = เก็บไว้
alike-differs = ต่างกัน
alike-name = ชื่อ
alike-place = ที่อยู่
alike-household = คนในบ้าน
alike-keep = ถ้าเป็นคนเดียวกัน เก็บรายการไหน
alike-later-recorded = บันทึกหลังสุด
alike-same = คนเดียวกัน
alike-different = คนละคน
alike-later = ไว้ก่อน
alike-undo = ยกเลิกการตัดสินใจนี้
alike-hint = มีเลขเอกสารเดียวกันบันทึกอยู่ที่{ $province }ด้วย ให้สอบถามเจ้าตัวหรือผู้ดูแลจังหวัดนั้น การรวมข้ามจังหวัดทำไม่ได้
alike-how = “คนเดียวกัน” เก็บรายการที่เลือก เติมข้อมูลที่ขาดจากอีกรายการ ย้ายวัคซีน นัดฉีด และการพูดคุยมาด้วย ข้อมูลที่ไม่ตรงกันเก็บไว้ทั้งสองค่าให้ตัดสินในหน้าครัวเรือน ยกเลิกได้ที่ “ตัดสินใจแล้ว”

alike-same-paper = เลขเอกสารเดียวกัน
alike-same-name = ชื่อเดียวกัน
alike-sounds-the-same = ชื่อออกเสียงเหมือนกัน
alike-like-name = ชื่อคล้ายกัน
alike-same-year = ปีเกิดเดียวกัน
alike-near-year = ปีเกิดห่างกัน 1 ปี
alike-same-phone = เบอร์โทรเดียวกัน
alike-same-household = อยู่บ้านเดียวกัน
alike-same-village = หมู่บ้านเดียวกัน
alike-same-subdistrict = ตำบลเดียวกัน
alike-same-nationality = สัญชาติเดียวกัน
alike-same-sex = เพศเดียวกัน
alike-other-paper = เลขเอกสารคนละเลข
alike-other-sex = เพศต่างกัน
alike-years-apart = ปีเกิดห่างกันมาก

alike-decided = คู่นี้มีผู้ตัดสินใจแล้ว ดูที่ “ตัดสินใจแล้ว”
alike-not-decided = คู่นี้ยังไม่ได้ตัดสินใจ จึงไม่มีอะไรให้ยกเลิก
alike-another-province = สองคนนี้อยู่คนละจังหวัด รวมกันไม่ได้
alike-not-there = มีคนหนึ่งไม่ได้อยู่ที่บ้านนั้นแล้ว เปิดดูครัวเรือนก่อนตัดสินใจ
alike-meanwhile = ข้อมูลของคนนี้มีการแก้ไขหลังจากรวมแล้ว จึงยกเลิกไม่ได้ เปิดครัวเรือนแล้วแก้ไขข้อมูลแทน

said-alike-same = บันทึกว่าเป็นคนเดียวกันแล้ว
said-alike-different = บันทึกว่าเป็นคนละคนแล้ว จะไม่ถามอีก
said-alike-later = เลื่อนไปไว้ท้ายรายการแล้ว
said-alike-undone = ยกเลิกการตัดสินใจแล้ว กลับเป็นเหมือนเดิม
