"""The headers of messages: date, time and what a phone prints around them.

All headers of one file have the same layout, which is found from its lines. A line in
any other layout is text that somebody quoted. The layout gives one pattern over UTF-8
bytes, whose groups are the date and the time.

Times of day are read in any digits. The words for parts of the day (AM, p. m., 午後)
are from Unicode's CLDR, for the languages of WhatsApp, folded to their letters. Where
two languages read one word differently, its reading in the 12-hour clock counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

DAY_PERIOD_WORDS = {
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
    word: period for period, words in DAY_PERIOD_WORDS.items() for word in words.split()
}


TIME_DIGITS = re.compile(r"\d+")
LETTER_IN_TIME = re.compile(r"[^\W\d_]")
# Bulgarian for “o'clock”, before a day period.
BULGARIAN_OCLOCK = re.compile(r"(?<!\w)ч\.")


def day_period_of(words: str) -> str | None:
    """Return am, pm, noon or night for words such as `p. m.` or `午後`, else None."""
    return DAY_PERIODS.get(fold_day_period(words))


def fold_day_period(words: str) -> str:
    """Return the letters of `words`, folded: `a.⟨00A0⟩m.` and `AM` are both `am`."""
    return "".join(
        letter
        for letter in BULGARIAN_OCLOCK.sub("", words.casefold())
        if letter.isalpha() or unicodedata.category(letter).startswith("M")
    )


def second_of_day(time: str) -> int | None:
    """Return the seconds since midnight of a printed time, or None if it is none.

    >>> second_of_day("2:10:05 PM")
    51005
    >>> second_of_day("午前0:05")
    300
    >>> second_of_day("25:00") is None
    True
    """
    hour, minute, second = ([int(n) for n in TIME_DIGITS.findall(time)] + [0])[:3]
    if LETTER_IN_TIME.search(time) and (words := fold_day_period(time)):
        period = DAY_PERIODS.get(words)
        if period is None:
            # French Canadian prints 14 h 10.
            if words != "h":
                return None
        else:
            hour = to_24_hours(hour, period)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def to_24_hours(hour: int, period: str) -> int:
    """Return the hour from 0 to 23 of an hour from 0 to 12 in a day period."""
    if hour > 12:
        return hour
    if period == "am":
        return hour % 12
    if period == "pm":
        return hour % 12 + 12
    if period == "noon":
        return hour if hour >= 10 else hour + 12
    # Night runs from evening past midnight.
    return hour % 12 if hour == 12 or hour < 6 else hour + 12


# Directional and byte order marks, invisible; spaces that do not break a line.
DIRECTION_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c"
HEADER_SPACES = " \u00a0\u202f\u2009"
ANY_DIRECTION_MARK = re.compile(f"[{DIRECTION_MARKS}]")
SPACE_RUN = re.compile(f"[{HEADER_SPACES}]+")

# Japanese eras, as printed → the year before their first.
JAPANESE_ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}


@dataclass(frozen=True)
class HeaderLayout:
    """What does not vary between the headers of one file.

    Attributes
    ----------
    bracketed
        `[…] ` around date and time (iPhone).
    time_first
        The time stands before the date.
    year
        Place of a year of four digits: `first` or `last`; `short` for two digits.
    era
        The years count from the beginning of a Japanese era.
    separators
        What stands between the fields of the date.
    between
        What stands between date and time, less a word for the part of the day.
    period
        Where the part of the day is written: `""` (24 hours), `between` or `after`.
    clock
        What stands between hours and minutes.
    seconds
        Seconds are printed.
    after
        What follows the time, less a word for the part of the day.
    end
        What ends the header: `]`, `-`, `–`, `—` or `:`.
    zero
        The digit zero of the script.
    period_optional
        The part of the day is missing from some headers.
    marks
        Invisible marks stand inside headers.

    """

    bracketed: bool
    time_first: bool
    year: str
    era: bool
    separators: tuple[str, str]
    between: str
    period: str
    clock: str
    seconds: bool
    after: str
    end: str
    zero: str
    period_optional: bool = False
    marks: bool = False


def dates_end_with_point(between: str) -> bool:
    """Return whether dates end with a point, as where they begin with the year."""
    return between.startswith(".")


def plain_spaces(text: str) -> str:
    """Return `text` without marks, with plain single spaces."""
    return SPACE_RUN.sub(" ", ANY_DIRECTION_MARK.sub("", text))


def visible_text(text: str) -> str:
    """Return `text` without marks and outer spaces, with plain single spaces."""
    return plain_spaces(text).strip()


def any_character_of(characters: str) -> str:
    """Return a group that matches one of `characters`, in a pattern over bytes."""
    return "(?:" + "|".join(map(re.escape, characters)) + ")"


MARK_PATTERN = any_character_of(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"
)
SPACE_PATTERN = any_character_of(" \u00a0\u202f\u2009")
# A word for the part of the day; `headers.second_of_day` decides whether it is one.
DAY_PERIOD_PATTERN = r"[^0-9\n\[\]:]{1,60}?"


def digit_pattern(zero: str) -> str:
    """Return a group that matches one digit of a script, in a pattern over bytes."""
    if zero == "0":
        return "[0-9]"
    return any_character_of("".join(chr(ord(zero) + n) for n in range(10)))


def header_pattern(layout: HeaderLayout) -> re.Pattern[bytes]:
    """Return the pattern of a file's headers: its groups are the date and the time.

    It begins with a line feed, which lets the engine skip from line to line.
    """
    d, space = digit_pattern(layout.zero), SPACE_PATTERN
    mark = f"{MARK_PATTERN}*" if layout.marks else ""
    year, short = f"{d}{{4}}", f"{d}{{1,2}}"
    first = year if layout.year == "first" and not layout.era else short
    last = {"last": year, "short": f"{d}{{2}}"}.get(layout.year, short)
    if layout.year == "short" and dates_end_with_point(layout.between):
        last = short
    one, two = (mark + literal_pattern(sep, space) + mark for sep in layout.separators)
    era = f"(?:{'|'.join(JAPANESE_ERAS)})" if layout.era else ""
    date = f"({era}{first}{one}{short}{two}{last})"

    seconds = f"[:.]{d}{{2}}" if layout.seconds else ""
    clock = f"{space}?{re.escape(layout.clock)}{space}?"
    time = f"{short}{clock}{d}{{2}}{seconds}"
    optional = "?" if layout.period_optional else ""
    between = f"{space}*{mark}{literal_pattern(layout.between, space)}{mark}{space}*"
    after = (
        f"{mark}{space}*{literal_pattern(layout.after, space)}"
        if layout.after
        else mark
    )
    if layout.period == "between" and not layout.time_first:
        time = f"((?:{DAY_PERIOD_PATTERN}){optional}{time})"
    elif layout.period:
        time = f"({time}(?:{DAY_PERIOD_PATTERN}){optional})"
    else:
        time = f"({time})"
    if not layout.between and layout.period != "between":
        between = f"{mark}{space}+{mark}"
    body = f"{time}{between}{date}" if layout.time_first else f"{date}{between}{time}"
    if layout.end == "]":
        return compile_bytes(rf"\n{MARK_PATTERN}*\[{mark}{body}{after}\](?: |(?=\n)|$)")
    if layout.end == ":":
        return compile_bytes(rf"\n{MARK_PATTERN}*{body}{after}: ")
    return compile_bytes(
        rf"\n{MARK_PATTERN}*{body}{after}{space}{mark}{layout.end}{space}"
    )


def compile_bytes(pattern: str) -> re.Pattern[bytes]:
    """Return a pattern over UTF-8 bytes."""
    return re.compile(pattern.encode())


def literal_pattern(text: str, space: str) -> str:
    """Return a pattern of `text` in which spaces may be of any kind."""
    return f"{space}+".join(map(re.escape, text.split(" ")))


DATE_IN_HEADER = (
    r"(?P<date{n}>(?P<era{n}>[RH]|令和|平成)?(?P<first{n}>\d{{1,4}})(?P<one{n}>{sep})"
    r"\d{{1,2}}(?P<two{n}>{sep})(?P<last{n}>\d{{1,4}}))"
)
TIME_IN_HEADER = (
    r"(?P<time{n}>\d{{1,2}}(?P<clock{n}>:|\.| h )\d\d"
    r"(?P<seconds{n}>(?:[:.])\d\d)?)(?!\d)"
)
DATE_SEPARATOR = (
    f"[{DIRECTION_MARKS}]*(?:[/.-]|[{HEADER_SPACES}]?[年月년월])"
    f"[{DIRECTION_MARKS}]*[{HEADER_SPACES}]?[{DIRECTION_MARKS}]*"
)


def number_groups(pattern: str, n: int) -> str:
    """Return `pattern` with its groups numbered `n`."""
    return pattern.format(n=n, sep=DATE_SEPARATOR)


# Any header of any layout, loosely. Only ever applied to single lines of a sample.
ANY_HEADER = re.compile(
    rf"[{DIRECTION_MARKS}]*(?P<open>\[?)[{DIRECTION_MARKS}]*"
    rf"(?:{number_groups(DATE_IN_HEADER, 1)}(?P<between1>[^\d\n\[\]:]{{1,32}}?)"
    rf"{number_groups(TIME_IN_HEADER, 1)}"
    rf"|{number_groups(TIME_IN_HEADER, 2)}(?P<between2>[^\d\n\[\]:]{{1,32}}?)"
    rf"{number_groups(DATE_IN_HEADER, 2)})"
    rf"(?P<after>[^\d\n\[\]:]{{0,32}}?)"
    rf"(?P<end>\](?=[{HEADER_SPACES}]|$)"
    rf"|[{HEADER_SPACES}][{DIRECTION_MARKS}]*[-–—](?=[{HEADER_SPACES}])|:(?= ))"
)
ASCII_DIGIT = re.compile("[0-9]")
# Words that may follow the time, besides those for parts of the day.
WORDS_AFTER_TIME = {"", "ч.", "Uhr", "h", "น."}
FILLER_WORD = re.compile(r"[^\W\d_]{0,10}\.?(?:[^\W\d_]\.)?")


def layout_of_lines(lines: Iterable[str]) -> tuple[HeaderLayout | None, int]:
    """Return the layout of a file's headers and how many of `lines` have it.

    The layout of the first line wins, unless hardly any other line has it: an export
    begins with a header, and what is quoted comes later. Otherwise the most frequent.
    """
    found: Counter[HeaderLayout] = Counter()
    marked: set[HeaderLayout] = set()
    # Headers that differ in their digits alone have one layout.
    known: dict[str, HeaderLayout | None] = {}
    opening = None
    for number, line in enumerate(lines):
        if not (header := ANY_HEADER.match(line)):
            continue
        form = ASCII_DIGIT.sub("0", header[0])
        if form not in known:
            known[form] = layout_of_header(header)
        if layout := known[form]:
            found[layout] += 1
            if ANY_DIRECTION_MARK.search(form.lstrip("\u200e\u200f\ufeff")):
                marked.add(layout)
            if number == 0:
                opening = layout
    if not found:
        return None, 0
    chosen, most = max(found.items(), key=lambda item: (item[1], repr(item[0])))
    if opening and found[opening] * 20 >= most:
        chosen, most = opening, found[opening]
    # Some editors drop AM and PM from single lines.
    for other, count in found.items():
        is_twin = replace(other, period="") == replace(chosen, period="") != other
        if is_twin and count * 20 >= most:
            chosen = other
    if chosen.period:
        bare = found[replace(chosen, period="")]
        chosen_count = found[chosen]
        if bare * 20 >= chosen_count and bare:
            chosen, most = replace(chosen, period_optional=True), chosen_count + bare
    is_marked = any(
        replace(chosen, period_optional=False, period=layout.period) == layout
        for layout in marked
    )
    return replace(chosen, marks=is_marked), most


def layout_of_header(header: re.Match[str]) -> HeaderLayout | None:
    """Return the layout of one header, or None if it is none after all."""
    time_first = header["date1"] is None
    n = "2" if time_first else "1"
    bracketed = bool(header["open"])
    if bracketed != (header["end"] == "]"):
        return None
    between, early = split_day_period(header[f"between{n}"], at_end=not time_first)
    fields = header[f"first{n}"], header[f"last{n}"]
    year = position_of_year(*fields, header[f"era{n}"], dates_end_with_point(between))
    after, late = split_day_period(header["after"], at_end=False)
    if year is None or after not in WORDS_AFTER_TIME or (early and late):
        return None
    if not all(FILLER_WORD.fullmatch(word.strip(",،;")) for word in between.split()):
        return None
    # Only the old iPhone header ends with a colon, and it always prints seconds.
    if header["end"] == ":" and not header[f"seconds{n}"]:
        return None
    digit = ANY_DIRECTION_MARK.sub("", header[f"time{n}"])[0]
    return HeaderLayout(
        bracketed=bracketed,
        time_first=time_first,
        year=year,
        era=bool(header[f"era{n}"]),
        separators=(plain_spaces(header[f"one{n}"]), plain_spaces(header[f"two{n}"])),
        between=between,
        period="between" if early else "after" if late else "",
        clock=header[f"clock{n}"].strip(),
        seconds=bool(header[f"seconds{n}"]),
        after=after,
        end=visible_text(header["end"]),
        zero=chr(ord(digit) - unicodedata.decimal(digit)),
    )


def position_of_year(
    first: str, last: str, era: str | None, pointed: bool
) -> str | None:
    """Return where the year stands in a date, or None if there is no year."""
    if era:
        return "first" if len(first) <= 2 else None
    if len(first) == 4 and len(last) <= 2:
        return "first"
    if len(last) == 4 and len(first) <= 2:
        return "last"
    if len(first) <= 2 and (len(last) == 2 or (len(last) == 1 and pointed)):
        return "short"
    return None


def split_day_period(text: str, at_end: bool) -> tuple[str, str]:
    """Part `text` into what is fixed and a word for the part of the day.

    Parameters
    ----------
    text
        What stands beside a time.
    at_end
        Look for the word at the end of `text`, else at its beginning.

    Returns
    -------
    tuple of str
        Both without outer spaces; the word is empty where there is none.

    """
    text = visible_text(text)
    cuts = range(len(text)) if at_end else range(len(text), 0, -1)
    for cut in cuts:
        fixed, words = (text[:cut], text[cut:]) if at_end else (text[cut:], text[:cut])
        edge = fixed[-1:] if at_end else fixed[:1]
        is_apart = not edge.isalpha() or edge in "日일"
        is_bare = words[0].isalpha() and words[-1] not in ",،; "
        if is_apart and is_bare and day_period_of(words):
            return fixed.strip(), words.strip()
    return text, ""
