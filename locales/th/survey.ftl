# สำรวจครัวเรือน: แบบบันทึก หน้าบันทึกแล้ว และรายการของตน

survey-lead = บันทึกทุกคนที่อยู่บ้านนี้จริง ทุกสัญชาติ ไม่ต้องมีเลขบัตรประชาชน
survey-village = หมู่บ้านหรือหมู่ที่
survey-village-hint = ไม่บังคับ เช่น หมู่ 3 บ้านสันทราย
survey-persons = คนในบ้าน
survey-person-new = ยังไม่ได้ใส่ชื่อ
survey-name = รายชื่อ
survey-name-hint = ชื่อและนามสกุล มีชื่อเดียวก็ใช้ได้
survey-phone-hint = ไม่บังคับ เบอร์ของเขาเองหรือของผู้นำชุมชนก็ได้
survey-age = อายุหรือปีเกิด
survey-age-hint = ไม่บังคับ เช่น 67 หรือ 2502 ประมาณได้ เด็กไม่ถึง 1 ปีใส่ 0
survey-age-band = ช่วงอายุ
survey-history = ประวัติการรับวัคซีน
survey-wish = ความประสงค์
survey-wish-hint = ตอบเฉพาะคนที่ยังฉีดไม่ครบ หรือไม่ทราบ
survey-reason = เหตุผล
survey-reason-hint = ตอบเมื่อไม่ต้องการ ยังไม่ตัดสินใจ หรือฉีดไม่ได้
survey-reason-words = เหตุผลในคำของเขาเอง (ไม่บังคับ)
survey-add-person = เพิ่มรายชื่อ
survey-remove-person = ลบคนที่ { $n } ออก
survey-details = ข้อความเพิ่มเติม
survey-details-hint = ไม่บังคับ เช่น โรคประจำตัว มีคนติดเตียง สะดวกวันใด
survey-notice = เฉพาะผู้บันทึกและผู้ดูแลพื้นที่เห็นชื่อและเบอร์โทร ใช้เพื่อนัดฉีดวัคซีนเท่านั้น

survey-of-person = คนที่ { $n }: { $said }
survey-persons-too-many = หนึ่งครัวเรือนใส่ได้ไม่เกิน { $most } คน ถ้ามีมากกว่านี้ให้แบ่งเป็นหลายครัวเรือน
survey-nationality-missing = เลือกสัญชาติ ถ้าไม่ทราบให้เลือก “ไม่ทราบ”
survey-history-missing = เลือกประวัติการรับวัคซีน ถ้าไม่ทราบให้เลือก “ไม่ทราบ”
survey-wish-missing = เลือกว่าต้องการฉีดวัคซีนหรือไม่
survey-reason-missing = เลือกเหตุผล ถ้าไม่มีในรายการให้เลือก “อื่นๆ”
survey-age-not-a-number = ใส่อายุเป็นตัวเลข เช่น 67 หรือปีเกิด เช่น 2502
survey-age-too-old = อายุเกิน 130 ปี ตรวจตัวเลขอีกครั้ง
survey-age-in-the-future = ปีเกิดยังมาไม่ถึง ตรวจตัวเลขอีกครั้ง

survey-done-title = บันทึกครัวเรือนแล้ว
survey-next = ขั้นต่อไป
survey-next-wants = คนที่ต้องการฉีดวัคซีนนับรวมในความต้องการของพื้นที่แล้ว
survey-next-does-not-want = เหตุผลของคนที่ไม่ต้องการหรือยังไม่ตัดสินใจ เก็บไว้ให้ผู้ดูแลพื้นที่พูดคุยกันใหม่
survey-next-contact = ถ้าเจ้าหน้าที่ติดต่อกลับ จะโทรตามเบอร์ที่ให้ไว้ ไม่มีใครขอเงินหรือเลขบัตรประชาชน
survey-unverified = เบอร์โทรยังไม่ได้ยืนยัน เจ้าหน้าที่อาจโทรมาตรวจสอบก่อน
survey-another = บันทึกครัวเรือนต่อไป
survey-own = ครัวเรือนที่ฉันบันทึก
survey-statistics = ดูสถิติของพื้นที่นี้

survey-record = บันทึกครัวเรือน
survey-own-none = ยังไม่ได้บันทึกครัวเรือน
survey-own-none-hint = ครัวเรือนที่บันทึกแล้วจะแสดงที่นี่ แตะเพื่อดูรายชื่อได้
survey-recorded-at = บันทึกเมื่อ
survey-n-persons = จำนวนคน
survey-household = ครัวเรือน
survey-look-logged = การเปิดดูข้อมูลส่วนบุคคลทุกครั้งมีการบันทึกไว้
