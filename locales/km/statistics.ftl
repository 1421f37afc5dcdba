# ស្ថិតិតាមតំបន់

statistics-title = ស្ថិតិ
statistics-at = តួលេខចុងក្រោយនៅ
statistics-above = តំបន់ធំជាង
statistics-show = មើលតំបន់នេះ
statistics-by-province = តាមខេត្ត
statistics-by-district = តាមស្រុក
statistics-by-subdistrict = តាមឃុំ
statistics-total = សរុប
statistics-elsewhere = មិនបានបញ្ជាក់តំបន់លម្អិត
statistics-empty-areas = តំបន់ { $n } មិនទាន់មានទិន្នន័យ
statistics-nothing = មិនទាន់មានទិន្នន័យ
statistics-none = មិនទាន់មានទិន្នន័យក្នុងតំបន់នេះ
statistics-none-hint = តួលេខនឹងឡើងភ្លាម ពេលមានអ្នកសុំជំនួយ ឬកត់ត្រាគ្រួសារ។ សូមសាកមើលតំបន់ធំជាង

statistics-received = បានទទួល
statistics-waiting = រង់ចាំ
statistics-being-helped = កំពុងជួយ
statistics-done = ចប់
statistics-households = គ្រួសារ
statistics-persons = មនុស្សដែលបានស្ទង់
statistics-not-vaccinated = មិនទាន់ចាក់
statistics-wants = ចង់ចាក់
statistics-does-not-want = មិនចង់
statistics-volunteers = អ្នកស្ម័គ្រចិត្ត

statistics-days-for-admins = តួលេខតាមថ្ងៃបង្ហាញតែអ្នកទទួលខុសត្រូវតំបន់ប៉ុណ្ណោះ។ សាធារណជនអាចមើលតួលេខសរុបគ្រប់ថ្ងៃ
statistics-drawn = មើលជារូបភាព
statistics-map-is = តារាងបង្ហាញតួលេខដូចគ្នា។ ប៉ះតំបន់ណាមួយដើម្បីមើលតួលេខរបស់តំបន់នោះ
statistics-map-hidden = មិនបង្ហាញ
statistics-xlsx = តារាងនេះជាឯកសារ XLSX
statistics-code = លេខកូដ
statistics-csv = តារាងនេះជាឯកសារ CSV

statistics-few = តិចជាង 5
statistics-covered = បិទបាំង
statistics-covering = ចំនួនតិចជាង 5 មិនបង្ហាញតួលេខពិតទេ ហើយប្រអប់ខ្លះក៏បិទបាំង ដើម្បីកុំឱ្យដឹងថាជានរណា។ អ្នកគ្រប់គ្រងតំបន់ឃើញតួលេខពិតនៃតំបន់របស់ខ្លួន

statistics-definitions = តួលេខនីមួយៗមានន័យដូចម្ដេច
statistics-received-means = សំណើសុំជំនួយទាំងអស់ រាប់តាមតំបន់នៃសំណើ
statistics-waiting-means = មិនទាន់មានអ្នកស្ម័គ្រចិត្តទទួលករណី
statistics-being-helped-means = បានទទួលករណី កំពុងធ្វើដំណើរ ឬកំពុងជួយ
statistics-done-means = បានបិទ រួមទាំងសំណើដែលបានបោះបង់ មានសុវត្ថិភាពហើយ ឬបិទដោយហេតុផ្សេង
statistics-persons-means = មនុស្សក្នុងគ្រួសារដែលបានកត់ត្រា គ្រប់សញ្ជាតិ
statistics-not-vaccinated-means = មិនទាន់បានចាក់វ៉ាក់សាំងសោះ
statistics-wishes-mean = សួរតែអ្នកចាក់មិនទាន់គ្រប់ ឬមិនដឹង
statistics-volunteers-mean = គណនីដែលបានចុះឈ្មោះជាអ្នកស្ម័គ្រចិត្តក្នុងតំបន់ រួមទាំងអ្នករង់ចាំការអនុម័ត

statistics-goods-link = សម្ភារៈដែលបានទទួល និងបានចែក
statistics-goods-title = សម្ភារៈដែលបានទទួល និងបានចែក
statistics-goods-show = បង្ហាញ
statistics-goods-week = 7 ថ្ងៃចុងក្រោយ
statistics-goods-month = 30 ថ្ងៃចុងក្រោយ
statistics-goods-all = តាំងពីដំបូង
statistics-goods-none = មិនទាន់មានសម្ភារៈដែលបានទទួល ឬបានចែក
statistics-goods-items = សម្ភារៈទាំងអស់
statistics-goods-item = សម្ភារៈ
statistics-goods-received-at = បានទទួល៖ { $tier }
statistics-goods-group = ក្រុមទី { $n }
statistics-goods-handed-out = បានចែកសរុប
statistics-goods-tiers-hint = របស់ដែលផ្ញើបន្តត្រូវរាប់នៅគ្រប់ថ្នាក់ដែលទទួល ដូច្នេះមិនអាចបូកថ្នាក់ទាំងអស់ចូលគ្នាបានទេ។ នេះជាចំនួនសម្ភារៈ មិនមែនចំនួនមនុស្សទេ
