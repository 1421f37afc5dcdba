# The page of the public snapshot, read without the program.

snapshot-title = တစ်နိုင်ငံလုံး အခြေအနေ
snapshot-as-of = { $at } အချိန်အထိ အချက်အလက်
snapshot-words = အင်တာနက်နှေးလျှင် သို့မဟုတ် ပင်မစနစ် ချို့ယွင်းနေလျှင်လည်း ဤစာမျက်နှာကို ဖွင့်နိုင်သည်။ ကိန်းဂဏန်းများ ပြောင်းလဲထားနိုင်သောကြောင့် မသွားမီ ဖုန်းဆက်မေးပါ။
snapshot-site = ပင်မစနစ်သို့ သွားရန်
snapshot-by-province = ခရိုင်အလိုက်
snapshot-province = ခရိုင်
snapshot-waiting = အကူအညီစောင့်နေ
snapshot-requests = မပြီးသေးသော တောင်းခံမှု
snapshot-points-open = ဖွင့်ထားသော ဝန်ဆောင်မှုနေရာ
snapshot-points = ဝန်ဆောင်မှုနေရာ အားလုံး
snapshot-country = တစ်နိုင်ငံလုံး
snapshot-nothing = တောင်းခံမှု သို့မဟုတ် ဝန်ဆောင်မှုနေရာ မရှိသေးပါ
snapshot-data = ဆက်လက်အသုံးပြုရန် အချက်အလက်:
