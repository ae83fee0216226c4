"""Words for the parts of the day, folded to their letters (`clock.letters`).

From Unicode's CLDR, for the languages of WhatsApp. Where two languages read one word
differently, the reading as a mark of the 12-hour clock stands.
"""

from __future__ import annotations

WORDS = {
    "am": (
        "aamu aamulla aamup aamupäivä aamupäivällä alfajiri am ap asubuhi "
        "aðmorgni damanhã de delamadrugada delamañana dieoggend dimattina "
        "dimineața dop dopol dopoldan dopoldne dopoledne dopoludnia dopoludnie "
        "dumat dumatin délelőtt emëngjesit eparadites ertalab fh fm form "
        "formiddag förm förmiddag hommik hommikul inthemorning jut jutro "
        "madalingaraw manhã mat matin matinada mattina matí mañana mg mor morg "
        "morgen morgens morgon morgunn morning mrg mëngjes ngumaga norīta "
        "ochtend oggend omformiddagen ommorgenen pagi paradite pd pg priekšp "
        "priekšpusdiena priekšpusdienā priešpiet prp przedpoł przedpołudnie "
        "przedpołudniem påformiddagen påförm påförmiddagen påmorg påmorgenen "
        "påmorgonen rano reggel rn rytas ráno rīts sa sabah safiya sf sochtends "
        "sáng sübh səhər tengahmalam to ujutro ujutru umaga vm vorm vormittag "
        "vormittags zj zjut zjutraj öö öğledenönce πμ πρωί τοπρωί дп наобяд "
        "наутро претпл претпладне проб ранку ранок сутринта таң таңкы таңғы тң "
        "утра утро ујутру эртеңменен эртңмн јутро үө өглөө առավոտ առավոտյան առվ "
        "בבוקר בוקר לפנהצ بامداد ص صباحًا صبح صبحمیں فجرًا فيالصباح ق قبلازظهر "
        "قظ प पहाट पूर्वाह्न बिहान मपू स सकाळ सुबह ভোর ভোরবেলায় সকাল "
        "সকালবেলায় ਪੂਦੁ ਸ ਸਵੇਰੇ સવાર સવારે அதி அதிகாலை கா காலை முற்பகல் ఉ ఉదయం "
        "ಪೂರ್ವಾಹ್ನ ಬೆಳಗ್ಗೆ പുലർച്ചെ രാവിലെ උ උදේ පා පාන්දර පෙ පෙව ก่อนเที่ยง "
        "ตอนเช้า เช้า ในตอนเช้า ກ່ອນທ່ຽງ ຕອນເຊົ້າ ເຊົ້າ နံနက် დილ დილა დილით ጠ "
        "ጥዋት នៅពេលព្រឹក ព្រឹក 上午 午前 早上 朝 清晨 아침 오전"
    ),
    "pm": (
        "aand abend abends aft aften afternoon akşam akşamüstü alasiri apm "
        "aprèsmidi avond axşamüstü aðkvöldi ch chiều danoite datarde "
        "delaprèsmidi delatarde delpomeriggio dieaand diemiddag diena "
        "dipomeriggio disera du dupăamiaza dusoir délután efterm eftermiddag "
        "eftirhádegi eh em embrëmjes epasdites este etterm ettermiddag eve "
        "evening gabi gündüz hapon illalla ilta iltap iltapäivä iltapäivällä in "
        "intheafternoon intheevening ip jioni kechqurun kunduzi kv kveld kväll "
        "kvöld mbrëmje mchana md middag migdia mittag mittags nachm nachmittag "
        "nachmittags navečer nggabi nghapon nm noite odp odpoledne omaftenen "
        "omeftermiddagen pasdite petang pm pomeriggio pop popiet popietė "
        "popodne popol popoldan popoldne popoludnie popoludní popoł popołudnie "
        "popołudniu poslijepodne ptg pärastlõuna pärastlõunal påefterm "
        "påeftermiddagen påettermiddagen påkvelden påkvällen pēcp pēcpusd "
        "pēcpusdiena pēcpusdienā savonds sd seara sera siang smiddags soir sore "
        "síðdegis tarda tarde tk tối uveče vakaras vakars vakarā vespre več "
        "veče večer wiecz wieczorem wieczór yamma ym zv zveč zvečer õhtu õhtul "
        "ös öğledensonra απόγ απόγευμα μεσημ μεσημέρι μμ τοαπόγευμα τομεσημέρι "
        "веч вече вечер вечера вечерта вечора вечір день дня кечинде кечк "
        "кечкурун кеш кешкі навечер орой попл попладне поподне пп следобед слоб "
        "тк түстенкейін түстенкейінгі түшткйн түштөнкийин түштөнкийинки увече "
        "үх өдөр երեկո երեկոյան երկ ցերեկ ցերեկը ցերեկվա ցրկ אחהצ אחרהצהריים "
        "בערב בצהריים ערב צהריים ب بظ بعدازظهر بعدالظهر دوپہر دوپہرمیں سہپہر "
        "شام شاممیں ظهر ظهرًا عصر م مساءً अपरान्ह अपराह्न दुपार बेलुकी मउ शाम "
        "सं संध्याकाळ साँझ দুপুর দুপুরবেলায় বিকাল সন্ধ্যা সন্ধ্যাবেলায় "
        "ਦੁਪਹਿਰੇ ਬਾਦੁ ਸ਼ ਸ਼ਾਮ ਸ਼ਾਮੀਂ બપોર બપોરે સાંજ સાંજે அந்திமா அந்திமாலை "
        "பிற் பிற்பகல் மதி மதியம் மா மாலை మధ్యాహ్నం సా సాయంత్రం ಅಪರಾಹ್ನ "
        "ಮಧ್ಯಾಹ್ನ ಸಂಜೆ ഉച്ചതിരിഞ്ഞ് ഉച്ചയ്ക്ക് വൈകുന്നേരം സന്ധ്യ ද දවල් ප පව හ "
        "හවස ค่ำ ช่วงเที่ยง ตอนบ่าย ตอนเย็น บ่าย หลังเที่ยง เย็น ในตอนบ่าย "
        "ในตอนเย็น ຕອນບ່າຍ ຕອນແລງ ສ ສວາຍ ຫຼັງທ່ຽງ ແລງ ညနေ နေ့လယ် ნაშუადღ "
        "ნაშუადღევი ნაშუადღევს საღ საღამო საღამოს ማታ ምሽት በምሽት ከ ከሰዓት នៅពេលរសៀល "
        "នៅពេលល្ងាច រសៀល ល្ងាច 下午 午後 夕方 昼 오후 저녁"
    ),
    "noon": (
        "adhuhuri amiază delmediodía dél emesditës günorta hd hádegi keskip "
        "keskipäivä keskipäivällä keskpäev keskpäeval kp laamiază mediodía "
        "meiodia mesditë mezzogiorno midday midi nap napol napoludnie noon "
        "opold opoldne perpiet podne pol pold poldne poledne poludnie poł "
        "południe pusd pusdienlaiks pusdienlaikā saasitazamchana "
        "tanghalingtapat tengahhari tr trưa tushpayti vidurdienis wpoł "
        "wpołudnie öğle напл напладне пладне подне полд полдень полудень талтүс "
        "түскі чактүш чт үддунд կեսօր կեսօրին կօ दु दोपहर म मध्यान्ह நண் "
        "நண்பகல் ഉച്ച ම මධ්යාහ්නය เที่ยง ຕອນທ່ຽງ ທ່ຽງ မွန်းတည့် შუადღ შუადღე "
        "შუადღეს ቀ ቀትር ថ្ងៃត្រង់ 中午 正午 정오"
    ),
    "night": (
        "atnight axşam aðnóttu midnight minuit mezzanotte "
        "mitternacht meianoite medianoche middernacht midnatt północ полночь "
        "午夜 深夜 半夜 자정 真夜中 damadrugada delanoche dienag dinotte enatës gece "
        "gecə hajnal kechasi madrugada malam nacht nachts nag naktis nakts "
        "naktī nat natt natë night nit noaptea noc noche notte noć noću noč nt "
        "nótt omnatten po ponoči pånatten snachts usiku vn vnoci wnocy yö yöllä "
        "éjjel öösel đêm βράδυ τοβράδυ ночи ночь ночі ноћ ноћу ноќ ноќе ніч "
        "презнощта түн түнгі түничинде шөнө գիշեր գիշերը գիշերվա գշր בלילה לילה "
        "לפנותבוקר رات راتمیں شب فيالمساء ليلاً منتصفالليل نیمهشب रा रात रात्र "
        "রাত্রি রাত্রিবেলায় ਰਾਤ ਰਾਤੀਂ રાત્રિ રાત્રે இ இர இரவு రాత్రి ರಾತ್ರಿ "
        "രാത്രി මැ මැදියමටපසු රෑ กลางคืน ກາງຄືນ ຕອນກາງຄືນ ည ღამ ღამე ღამით ሌሊት "
        "በሌሊት នៅពេលយប់ យប់ 凌晨 夜 夜中 晚上 밤"
    ),
}

DAY_PERIODS = {
    word: period for period, words in WORDS.items() for word in words.split()
}
