# ထောက်ပံ့ပစ္စည်းများ

supply-tier-ministry = ဗဟို (ဝန်ကြီးဌာန)
supply-tier-province = ခရိုင်
supply-tier-district = မြို့နယ်
supply-tier-local = ကျေးရွာအုပ်စု/ဒေသန္တရအုပ်ချုပ်ရေး
supply-tier-end = ဖြန့်ဝေသည့်နေရာ
