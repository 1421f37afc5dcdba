//! What the made-up admins announce: something pinned, something good to know, something withdrawn.

use areas::AreaCode;
use i18n::Language;

use super::story::Cast;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AnnouncementId, IncidentId};
use crate::news::actions;
use crate::news::model::{Level, Link, NewAnnouncement, Source, Text, Texts};

/// Something announced; the first text is the Thai one.
struct Told {
    by: &'static str,
    area: u32,
    level: Level,
    pinned: bool,
    source: &'static str,
    link: Option<&'static str>,
    texts: &'static [(Language, &'static str, &'static str)],
}

const BEDS: Told = Told {
    by: "province57",
    area: 570_000,
    level: Level::Warning,
    pinned: true,
    source: "สำนักงานจังหวัดเชียงราย",
    link: Some("https://chiangrai.example/covid"),
    texts: &[
        (
            Language::Th,
            "เตียงในอำเภอแม่สายใกล้เต็ม โทรก่อนเดินทาง",
            "โรงพยาบาลในอำเภอแม่สายเหลือเตียงน้อย ถ้าหายใจลำบากหรือออกซิเจนต่ำกว่า 94 ให้โทร 1669 ทันที \
             ถ้าอาการไม่หนัก โทร 1330 เพื่อจัดหาเตียงก่อนออกจากบ้าน",
        ),
        (
            Language::En,
            "Beds in Mae Sai are nearly full: call before you travel",
            "Few hospital beds are left in Mae Sai. If breathing is hard or oxygen is below 94, call 1669 \
             at once. With lighter symptoms call 1330 for a bed before leaving home.",
        ),
        (
            Language::My,
            "မယ်ဆိုင်ရှိ ဆေးရုံကုတင် ပြည့်လုနီးပါး၊ မသွားမီ ဖုန်းခေါ်ပါ",
            "အသက်ရှူရခက်ပါက 1669 ကို ချက်ချင်း ခေါ်ပါ။ ရောဂါလက္ခဏာ ပေါ့ပါးပါက အိမ်မှမထွက်မီ 1330 ကို ခေါ်ပါ။",
        ),
        (
            Language::Km,
            "គ្រែនៅម៉ែសាយជិតពេញ សូមទូរស័ព្ទមុនធ្វើដំណើរ",
            "បើពិបាកដកដង្ហើម សូមទូរស័ព្ទ 1669 ភ្លាម។ បើរោគសញ្ញាស្រាល សូមទូរស័ព្ទ 1330 មុនចេញពីផ្ទះ។",
        ),
        (
            Language::Lo,
            "ຕຽງໃນແມ່ສາຍໃກ້ເຕັມ ໂທກ່ອນເດີນທາງ",
            "ຖ້າຫາຍໃຈຍາກ ໂທ 1669 ທັນທີ ຖ້າອາການບໍ່ໜັກ ໂທ 1330 ກ່ອນອອກຈາກບ້ານ",
        ),
    ],
};

const VACCINES: Told = Told {
    by: "nation",
    area: 0,
    level: Level::Information,
    pinned: false,
    source: "ศูนย์ประสานงานกลาง",
    link: None,
    texts: &[
        (
            Language::Th,
            "ฉีดวัคซีนโดยไม่ต้องมีบัตรประชาชน",
            "ทุกคนที่อยู่ในประเทศไทยฉีดวัคซีนได้ฟรี ไม่ต้องมีเลขประจำตัวประชาชน แจ้งความประสงค์กับอาสาสมัครที่ไปเยี่ยมบ้าน",
        ),
        (
            Language::En,
            "Vaccination needs no identity card",
            "Everybody in Thailand is vaccinated free of charge and without an identity number. Tell the \
             volunteer who comes to your door.",
        ),
    ],
};

const KITCHEN: Told = Told {
    by: "district5709",
    area: 570_900,
    level: Level::Information,
    pinned: false,
    source: "ที่ว่าการอำเภอแม่สาย",
    link: None,
    texts: &[
        (
            Language::Th,
            "แจกข้าวกล่องที่หอประชุมอำเภอแม่สาย ทุกวัน 11.00–13.00 น.",
            "รับได้คนละหนึ่งกล่อง ไม่ต้องลงทะเบียน คนที่กักตัวโทรแจ้งอาสาสมัครให้นำไปส่ง",
        ),
        (
            Language::En,
            "Boxed meals at the Mae Sai district hall, daily 11:00–13:00",
            "One box each, no registration. If you are isolating, a volunteer brings it.",
        ),
    ],
};

/// Announces all three; the meals are over again.
pub async fn announce(app: &App, cast: &Cast, incident: IncidentId) -> Result<(), Error> {
    publish(app, cast, &VACCINES, None).await?;
    publish(app, cast, &BEDS, Some(incident)).await?;
    let kitchen = publish(app, cast, &KITCHEN, Some(incident)).await?;
    let cx = cast.by_name(app, KITCHEN.by).ok_or(Error::NotFound)?;
    let reason = "ย้ายไปแจกที่เทศบาลตำบลแม่สาย ตั้งแต่วันนี้";
    actions::withdraw(app, &cx, kitchen, reason).await
}

async fn publish(
    app: &App,
    cast: &Cast,
    told: &Told,
    incident: Option<IncidentId>,
) -> Result<AnnouncementId, Error> {
    let cx = cast.by_name(app, told.by).ok_or(Error::NotFound)?;
    let text = |title: &str, words: &str| Text {
        title: title.to_owned(),
        words: words.to_owned(),
    };
    let mut texts = told.texts.iter();
    let (_, title, words) = texts.next().ok_or(Error::NotFound)?;
    let others = texts.map(|(language, title, words)| (*language, text(title, words)));
    let link = told.link.map(Link::parse).transpose();
    let new = NewAnnouncement {
        area: AreaCode::new(told.area).ok_or(Error::NotFound)?,
        level: told.level,
        texts: Texts::new(text(title, words), others.collect()),
        pinned: told.pinned,
        source: Source {
            name: told.source.to_owned(),
            link: link.map_err(|err| Error::fault("making the news up", err))?,
        },
        from_at: None,
        until_at: None,
        incident,
    };
    actions::publish(app, &cx, new, None).await
}
