# ការបកប្រែមិនទាន់បានពិនិត្យ

photo-now = រូបថតដែលកំពុងប្រើឥឡូវនេះ
photo-remove = ដករូបថតនេះចេញ
photo-ready = រូបថតរួចរាល់ហើយ {"{kb}"}{"\u00A0"}KB
photo-too-large = រូបថតនេះធំជាង { $most }{"\u00A0"}MB។ សូមជ្រើសរើសរូបតូចជាងនេះ។
photo-not-a-picture = ឯកសារនេះមិនមែនជារូបថតទេ។ សូមជ្រើសរើសរូប JPEG, PNG ឬ WebP។
photo-heic = រូបថតនេះជាប្រភេទ HEIC របស់ iPhone។ សូមផ្ញើជា JPEG (Settings → Camera → Formats → Most Compatible)។
photo-other-format = មិនទទួលរូបប្រភេទនេះទេ។ សូមផ្ញើជា JPEG, PNG ឬ WebP។
photo-too-many-pixels = រូបថតនេះមានលើសពី { $most } មេហ្គាភិចសែល។ សូមផ្ញើរូបតូចជាងនេះ។
photo-broken = រូបថតនេះមិនពេញលេញ ឬខូច។ សូមជ្រើសរើសម្ដងទៀត ឬថតថ្មី។
photo-gone = រូបថតដែលបានជ្រើសរើសពីមុនលែងមានហើយ។ សូមជ្រើសរើសម្ដងទៀត។
