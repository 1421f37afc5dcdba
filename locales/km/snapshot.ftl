# The page of the public snapshot, read without the program.

snapshot-title = ស្ថានភាពទូទាំងប្រទេស
snapshot-as-of = ទិន្នន័យនៅពេល { $at }
snapshot-words = ទំព័រនេះបើកបាន ទោះអ៊ីនធឺណិតយឺត ឬប្រព័ន្ធមេមានបញ្ហា។ តួលេខអាចបានប្រែប្រួល សូមទូរស័ព្ទសួរមុនពេលទៅ។
snapshot-site = ទៅប្រព័ន្ធមេ
snapshot-by-province = តាមខេត្ត
snapshot-province = ខេត្ត
snapshot-waiting = កំពុងរង់ចាំជំនួយ
snapshot-requests = សំណើមិនទាន់ចប់
snapshot-points-open = កន្លែងសេវាដែលបើក
snapshot-points = កន្លែងសេវាទាំងអស់
snapshot-country = ទូទាំងប្រទេស
snapshot-nothing = មិនទាន់មានសំណើ ឬកន្លែងសេវាទេ
snapshot-data = ទិន្នន័យបើកទូលាយសម្រាប់ប្រើបន្ត៖
