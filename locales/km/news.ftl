# ការបកប្រែមិនទាន់បានពិនិត្យ

news-hotlines = លេខទូរស័ព្ទបន្ទាន់
news-hotline-1669 = សង្គ្រោះបន្ទាន់ គ្រោះថ្នាក់ដល់ជីវិត
news-hotline-191 = ប៉ូលិស
news-hotline-1330 = សិទ្ធិព្យាបាល ស្វែងរកគ្រែ
news-hotline-1422 = ជំងឺឆ្លង និងវ៉ាក់សាំង
news-asking = របៀបសុំជំនួយ
news-asking-hint = មួយជំហានម្តងៗ មិនត្រូវការលេខអត្តសញ្ញាណ
news-volunteering = របៀបធ្វើជាអ្នកស្ម័គ្រចិត្ត
news-volunteering-hint = ចុះឈ្មោះ ទទួលករណី បិទករណី
news-updated = កែប្រែចុងក្រោយ { $date }
