# หมู่บ้านและจำนวนคนที่อยู่จริง

village-moo = หมู่ { $n }

population-enter = แก้จำนวนคนที่อยู่ในตำบล
population-enter-hint = ใส่จำนวนคนที่อยู่จริงทุกสัญชาติ ตัวเลขใหม่สุดใช้คิดร้อยละ ตัวเลขเดิมยังดูย้อนหลังได้
population-people = จำนวนคนที่อยู่จริง
population-houses = จำนวนบ้าน (ไม่บังคับ)
population-year = ปี (เว้นว่างถ้าปีนี้)
population-area-missing = เลือกตำบล
population-area-not-yours = คุณไม่ได้ดูแลจังหวัดของตำบลนี้
population-people-wrong = ใส่จำนวนคนเป็นตัวเลข 0 ถึง { $most }
population-houses-wrong = ใส่จำนวนบ้านเป็นตัวเลข
population-year-wrong = ใส่ปีที่ผ่านมาแล้วหรือปีนี้ เช่น 2569
said-population-entered = บันทึกจำนวนคนแล้ว
