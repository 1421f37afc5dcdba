# ဒေသအလိုက် စာရင်းအင်း

statistics-title = စာရင်းအင်း
statistics-at = နောက်ဆုံး ကိန်းဂဏန်း -
statistics-above = ပိုကြီးသော ဒေသများ
statistics-show = ဤဒေသကို ကြည့်ရန်
statistics-by-province = ခရိုင်အလိုက်
statistics-by-district = မြို့နယ်အလိုက်
statistics-by-subdistrict = ကျေးရွာအုပ်စုအလိုက်
statistics-total = စုစုပေါင်း
statistics-elsewhere = ဒေသ အသေးစိတ် မသိရ
statistics-empty-areas = အချက်အလက် မရှိသေးသော ဒေသ { $n } ခု
statistics-nothing = အချက်အလက် မရှိသေးပါ
statistics-none = ဤဒေသတွင် အချက်အလက် မရှိသေးပါ
statistics-none-hint = အကူအညီတောင်းသူ ရှိလျှင် သို့မဟုတ် အိမ်ထောင်စု မှတ်တမ်းတင်လျှင် ကိန်းဂဏန်းများ ချက်ချင်း ပေါ်မည်။ ပိုကြီးသော ဒေသကို ကြည့်ပါ။

statistics-received = လက်ခံရရှိ
statistics-waiting = စောင့်နေသည်
statistics-being-helped = ကူညီနေသည်
statistics-done = ပြီးဆုံး
statistics-households = အိမ်ထောင်စု
statistics-persons = စစ်တမ်းပါ လူဦးရေ
statistics-not-vaccinated = မထိုးရသေး
statistics-wants = ထိုးလို
statistics-does-not-want = မထိုးလို
statistics-volunteers = စေတနာ့ဝန်ထမ်း

statistics-days-for-admins = တစ်ရက်ချင်း ဂဏန်းများကို ဒေသတာဝန်ခံများသာ မြင်ရသည်။ အများပြည်သူသည် ရက်အားလုံး၏ စုစုပေါင်းကို ကြည့်နိုင်သည်။
statistics-drawn = ပုံဖြင့် ကြည့်ရန်
statistics-map-is = ဇယားတွင် တူညီသော ဂဏန်းများ ရှိသည်။ ဒေသတစ်ခုကို ထိလျှင် ထိုဒေသ၏ ဂဏန်းများကို ကြည့်နိုင်သည်
statistics-map-hidden = မပြပါ
statistics-xlsx = ဤဇယားကို XLSX ဖိုင်အဖြစ် ရယူရန်
statistics-code = ကုဒ်
statistics-csv = ဤဇယားကို CSV ဖိုင်အဖြစ် ရယူရန်

statistics-few = 5 အောက်
statistics-covered = ဖုံးထားသည်
statistics-covering = မည်သူဖြစ်သည်ကို မသိနိုင်စေရန် 5 အောက် ဂဏန်းများကို အတိအကျ မပြပါ။ အခြားဂဏန်းအချို့ကိုလည်း ဖုံးထားသည်။ ဒေသတာဝန်ခံများက မိမိဒေသ၏ ဂဏန်းအတိအကျကို မြင်ရသည်။

statistics-definitions = ဂဏန်းများ၏ အဓိပ္ပာယ်
statistics-received-means = အကူအညီတောင်းခံမှု အားလုံး၊ တောင်းခံမှုရှိရာ ဒေသဖြင့် ရေတွက်သည်
statistics-waiting-means = စေတနာ့ဝန်ထမ်း တာဝန်မယူရသေးပါ
statistics-being-helped-means = တာဝန်ယူပြီး၊ လာနေသည် သို့မဟုတ် ကူညီနေသည်
statistics-done-means = ပိတ်ပြီးသော တောင်းခံမှုများ၊ ပယ်ဖျက်ပြီး၊ ဘေးကင်းပြီ သို့မဟုတ် အခြားအကြောင်းဖြင့် ပိတ်သည်များ အပါအဝင်
statistics-persons-means = မှတ်တမ်းတင်ထားသော အိမ်ထောင်စုများရှိ လူများ၊ နိုင်ငံသားမရွေး
statistics-not-vaccinated-means = ကာကွယ်ဆေး တစ်ကြိမ်မျှ မထိုးရသေးပါ
statistics-wishes-mean = ကာကွယ်ဆေး မပြည့်စုံသေးသူ သို့မဟုတ် မသိသူကိုသာ မေးသည်
statistics-volunteers-mean = ဤဒေသတွင် စေတနာ့ဝန်ထမ်းအဖြစ် စာရင်းသွင်းထားသော အကောင့်များ၊ အတည်ပြုရန် စောင့်နေသူများ အပါအဝင်

statistics-goods-link = လက်ခံရရှိပြီး ဖြန့်ဝေခဲ့သော ပစ္စည်းများ
statistics-goods-title = လက်ခံရရှိပြီး ဖြန့်ဝေခဲ့သော ပစ္စည်းများ
statistics-goods-show = ပြရန်
statistics-goods-week = နောက်ဆုံး 7 ရက်
statistics-goods-month = နောက်ဆုံး 30 ရက်
statistics-goods-all = အစမှ ယခုအထိ
statistics-goods-none = လက်ခံ သို့မဟုတ် ဖြန့်ဝေထားသော ပစ္စည်း မရှိသေးပါ
statistics-goods-items = ပစ္စည်းအားလုံး
statistics-goods-item = ပစ္စည်း
statistics-goods-received-at = လက်ခံရရှိ - { $tier }
statistics-goods-group = အုပ်စု { $n }
statistics-goods-handed-out = စုစုပေါင်း ဖြန့်ဝေ
statistics-goods-tiers-hint = အဆင့်ဆင့် ပို့သော ပစ္စည်းကို လက်ခံသည့် အဆင့်တိုင်းတွင် ရေတွက်သည်။ ထို့ကြောင့် အဆင့်များကို ပေါင်း၍မရပါ။ ဤသည်မှာ ပစ္စည်းအရေအတွက်ဖြစ်ပြီး လူအရေအတွက် မဟုတ်ပါ။
