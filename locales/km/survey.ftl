# ការស្ទង់គ្រួសារ

survey-lead = កត់ត្រាគ្រប់គ្នាដែលរស់នៅផ្ទះនេះពិតប្រាកដ គ្រប់សញ្ជាតិ។ មិនចាំបាច់មានលេខអត្តសញ្ញាណទេ។
survey-village = ភូមិ ឬលេខភូមិ
survey-village-hint = មិនបង្ខំ ឧទាហរណ៍ Moo 3
survey-persons = មនុស្សក្នុងផ្ទះ
survey-person-new = មិនទាន់មានឈ្មោះ
survey-name = ឈ្មោះ
survey-name-hint = នាមត្រកូល និងនាមខ្លួន មានឈ្មោះតែមួយក៏បាន
survey-phone-hint = មិនបង្ខំ លេខរបស់គាត់ ឬរបស់មេភូមិ
survey-age = អាយុ ឬឆ្នាំកំណើត
survey-age-hint = មិនបង្ខំ ឧទាហរណ៍ 67 ឬ 1959 ប៉ាន់ស្មានក៏បាន។ ក្រោមមួយឆ្នាំ៖ 0
survey-age-band = ក្រុមអាយុ
survey-history = ប្រវត្តិចាក់វ៉ាក់សាំង
survey-wish = បំណង
survey-wish-hint = សម្រាប់អ្នកចាក់មិនទាន់គ្រប់ ឬមិនដឹង
survey-reason = មូលហេតុ
survey-reason-hint = បើមិនចង់ មិនទាន់សម្រេចចិត្ត ឬចាក់មិនបាន
survey-reason-words = មូលហេតុតាមពាក្យរបស់គាត់ (មិនបង្ខំ)
survey-add-person = បន្ថែមឈ្មោះ
survey-remove-person = ដកមនុស្សទី { $n } ចេញ
survey-details = សារបន្ថែម
survey-details-hint = មិនបង្ខំ ឧទាហរណ៍ ជំងឺប្រចាំកាយ អ្នកជំងឺដេកលើគ្រែ
survey-notice = មានតែអ្នកកត់ត្រា និងអ្នកគ្រប់គ្រងតំបន់ទេដែលឃើញឈ្មោះ និងលេខទូរស័ព្ទ ប្រើសម្រាប់ណាត់ចាក់វ៉ាក់សាំងប៉ុណ្ណោះ។

survey-of-person = មនុស្សទី { $n }៖ { $said }
survey-persons-too-many = មួយគ្រួសារមានមិនលើស { $most } នាក់។ បើលើស សូមបែងចែកជាច្រើនគ្រួសារ។
survey-nationality-missing = ជ្រើសរើសសញ្ជាតិ បើមិនដឹង ជ្រើស “មិនដឹង”
survey-history-missing = ជ្រើសរើសប្រវត្តិចាក់វ៉ាក់សាំង បើមិនដឹង ជ្រើស “មិនដឹង”
survey-wish-missing = ជ្រើសរើសថាចង់ចាក់វ៉ាក់សាំងឬទេ
survey-reason-missing = ជ្រើសរើសមូលហេតុ បើគ្មានក្នុងបញ្ជី ជ្រើស “ផ្សេងៗ”
survey-age-not-a-number = បញ្ចូលអាយុជាលេខ ដូចជា 67 ឬឆ្នាំកំណើត ដូចជា 1959
survey-age-too-old = អាយុលើស 130 ឆ្នាំ សូមពិនិត្យលេខម្ដងទៀត
survey-age-in-the-future = ឆ្នាំកំណើតមិនទាន់មកដល់ សូមពិនិត្យលេខម្ដងទៀត

survey-done-title = បានកត់ត្រាគ្រួសារហើយ
survey-next = ជំហានបន្ទាប់
survey-next-wants = អ្នកដែលចង់ចាក់វ៉ាក់សាំងត្រូវបានរាប់ក្នុងតម្រូវការរបស់តំបន់ហើយ។
survey-next-does-not-want = មូលហេតុរបស់អ្នកដែលមិនចង់ ឬមិនទាន់សម្រេចចិត្ត ត្រូវបានរក្សាទុកសម្រាប់អ្នកគ្រប់គ្រងតំបន់ពិភាក្សាម្ដងទៀត។
survey-next-contact = បើមន្ត្រីទាក់ទងត្រឡប់ នឹងហៅតាមលេខដែលបានផ្ដល់។ គ្មាននរណាសុំប្រាក់ ឬលេខអត្តសញ្ញាណទេ។
survey-unverified = លេខទូរស័ព្ទមិនទាន់ផ្ទៀងផ្ទាត់ មន្ត្រីអាចហៅពិនិត្យជាមុន។
survey-another = កត់ត្រាគ្រួសារបន្ទាប់
survey-own = គ្រួសារដែលខ្ញុំបានកត់ត្រា
survey-statistics = ស្ថិតិនៃតំបន់នេះ

survey-record = កត់ត្រាគ្រួសារ
survey-own-none = មិនទាន់មានគ្រួសារដែលបានកត់ត្រា
survey-own-none-hint = គ្រួសារដែលបានកត់ត្រានឹងបង្ហាញនៅទីនេះ។
survey-recorded-at = កត់ត្រានៅ
survey-n-persons = ចំនួនមនុស្ស
survey-household = គ្រួសារ
survey-look-logged = រាល់ការមើលទិន្នន័យផ្ទាល់ខ្លួនត្រូវបានកត់ត្រា។
