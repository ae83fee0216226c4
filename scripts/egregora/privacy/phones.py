"""Phone numbers, in every national way of writing them.

Dates, prices, amounts and the like that only look like phone numbers are left alone,
unless they are the number of somebody in the conversation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator

import phonenumbers

from egregora.privacy.normalize import fold_name, word_set

DATE_IN_TEXT = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
)
AMOUNT = r"\d{1,3}(?:[.,' ]\d{3}){1,6}(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?(?!\d)"
AMOUNT_UNIT = (
    r"(?:%|[kmgt]b\b|k?m[²³2]?\b|cm\b|kg\b|ml\b|kwh\b|mil\b|milh|mi\b|bi\b|reais\b|real\b"
    r"|euros?\b|d[oó]lares\b|dollars?\b|pounds?\b|pesos\b|[€£₹¥]|bucks\b|views?\b|pontos\b"
    r"|points?\b|pts\b|likes\b|passos\b|steps\b|people\b|pessoas\b|millones\b|tausend\b)"
)
# Numbers of laws, decrees and cases: 13.709/2018.
LAW_NUMBER = r"\d{1,3}(?:\.\d{3})*/(?:19|20)?\d{2}(?![\d/-])"

# What is no phone: dates, times, ranges of years, addresses of machines, prices,
# amounts, versions.
NOT_PHONES = re.compile(
    rf"(?<![\d+(])(?<!\d[-.])(?:{DATE_IN_TEXT}(?:["
    rf" T,]{{1,2}}\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?)?"
    r"(?![\d-]|\.\d)"
    r"|(?:1[5-9]|20)\d{2}(?: ?[-/] ?(?:1[5-9]|20)\d{2})+(?![\d-])"
    r"|\d[.,]\d{4,}(?![\d.,-])"
    r"|\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)|\d{1,2}h(?![a-z\d])"
    r"|\d{1,2}/\d{1,2}(?![\d-]|/\d)"
    r"|(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])"
    rf"|(?:{AMOUNT}) ?{AMOUNT_UNIT}"
    r"|\d+(?:\.\d+)*\.\d(?:\.\d+)*(?!\d)(?!\.\d))"
    rf"|(?<![\d/.-]){LAW_NUMBER}"
    r"|\((?:1[5-9]|20)\d{2} ?[-–/] ?(?:1[5-9]|20)\d{2}\)"
    rf"|(?:[rua]s?\$|[$€£₹¥]|\b(?:brl|usd|eur|gbp|inr|rs\.?|chf)) ?(?:{AMOUNT})"
    r"|\bv\d[\d.]+",
    re.IGNORECASE,
)

ORDER_LABEL = re.compile(
    r"(?<![^\W\d_])(?:pedido|encomenda|order|protocolo|protocol|c[oó]d(?:igo)?|code|ticket|chamado|nota"
    r"|nf-?e?|fatura|invoice|rechnung|rastre\w*|tracking|refer\w*|ref|processo|case|caso"
    r"|sku|isbn|boleto|lote|serial|s[ée]rie|bestell\w*|commande|ordine|voo|flight|build"
    r"|artikel|item|produto|product|parcel|package|pacote|bug|issue|#|n[º°])"
    r"(?:[\s:.#º°\-]|number|n[uú]mero|nummer|num[ée]ro|no\b|nr\b|is\b|é\b|do\b|da\b|de\b|of\b"
    r"|the\b|ist\b|est\b)*$",
    re.IGNORECASE,
)
PHONE_LABEL = re.compile(
    r"(?:\btel|fone|phone|\bcel\b|celular|m[óo]vil|mobile|whats\w*|\bzap|\bwpp|\bcall|\blig"
    r"|\bcontat|\bcontact|n[úu]mero|\bnumber|nummer|\btext (?:me|him|her|us)"
    r"|\bsms|\bpix"
    r"|handy|t[ée]l[ée])[^\d]{0,16}$",
    re.IGNORECASE,
)


# Where numbers written with spaces or dashes are tried besides the configured regions.
WIDE_REGIONS = word_set(
    """
    BR US PT ES FR DE IT GB IE NL BE CH AT PL CZ RO SE NO DK FI GR TR RU UA IN PK BD
    CN TW HK JP KR SG MY PH ID TH VN AU NZ ZA NG KE AO MZ EG MA IL AE SA LB MX AR CL
    CO PE UY PY BO EC VE CA
    """
)

# Digits with few signs between them, on text that `normalize.to_plain_characters` has
# made plain.
PHONE_CANDIDATE = re.compile(
    r"(?<![\w@#])(?<!\d[.,:/-])(?:\+|(?<!\d)00)?[(\[\u200b]{0,2}\d"
    r"(?:[ \n().\-\[\]/\u200b]{0,4}\d){5,18}(?!\d)(?![.,]\d)"
)
DIGIT_GROUP = re.compile(r"[+(\[]*\d[^ \n]*")
# A number of a card, whether its check digit holds or not.
CARD_GROUPS = re.compile(r"\d{4}(?:[ -]\d{4}){3}")
UNUSUAL_SEPARATOR = re.compile(
    r"(?<=\d)_(?=\d)|(?<=\d )[•·∙|](?= \d)|(?<=\d)[•·∙](?=\d)"
)
MOBILE_TYPES = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
YEAR_DIGITS = re.compile(r"(?:19|20)\d{2}")


# Zeros that somebody typed as letters: 98765-43O2.
LETTER_O_FOR_ZERO = re.compile(
    r"(?<![^\W\d_])[\dOo+(][\dOo .()\-]{5,20}[\dOo](?![^\W\d_])"
)
MIN_DIGITS_BESIDE_LETTERS = 5

# Digits as they are spoken, folded.
DIGIT_WORDS = word_set(
    """
    zero um uma dois duas tres quatro cinco seis meia sete oito nove
    cero uno dos cuatro ocho nueve siete
    one two three four five six seven eight nine oh double triple
    null eins zwei zwo drei vier funf fuenf sechs sieben acht neun
    un deux trois quatre cinq sept huit neuf
    due tre quattro cinque sei sette otto
    ноль нуль один два три четыре пять шесть семь восемь девять
    sifir bir iki uc dort bes alti yedi sekiz dokuz
    शून्य एक दो तीन चार पांच पाँच छह छः छे सात आठ नौ
    صفر واحد اثنين اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة
    nul een twee drie zes zeven acht negen
    jeden dwa trzy cztery piec szesc siedem osiem dziewiec
    jedna dvě dva tři čtyři pět šest sedm osm devět nula noll ett två tre fyra fem sex
    sju åtta nio to tre fire seks syv otte åtte ni yksi kaksi kolme neljä viisi kuusi
    seitsemän kahdeksan yhdeksän nolla egy kettő két három négy öt hat hét nyolc kilenc
    zero doi trei patru cinci șase șapte opt nouă нула две четири пет шест седем осем
    девет нуль два чотири п'ять шість сім вісім дев'ять μηδέν ένα δύο τρία τέσσερα
    πέντε έξι επτά εφτά οκτώ οχτώ εννέα εννιά אפס אחת אחד שתיים שניים שלוש שלושה ארבע
    ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה یک دو سه چهار پنج شش هفت هشت نه
    nol satu dua tiga empat lima enam tujuh delapan sembilan kosong không một hai ba bốn
    năm sáu bảy tám chín শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় ضفر اثنان ثلاث اربع خمس
    ست سبع ثمان ثماني تسع واحده اتنين تلاته تمانيه تسعه sıfır
    """
)
# Digits as words of scripts without spaces between words.
UNSPACED_DIGITS = (
    "ゼロ|ぜろ|れい|レイ|まる|マル|いち|イチ|に|ニ|さん|サン|よん|ヨン|し|シ|ご|ゴ|ろく|ロク"
    "|なな|ナナ|しち|シチ|はち|ハチ|きゅう|キュウ|きゅー|キュー|く|ク|の|ノ"
    "|영|공|일|이|삼|사|오|육|륙|칠|팔|구|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|에"
    "|ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
    "|[零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖洞拐勾兩貳參陸]"
)
UNSPACED_NUMBER = re.compile(rf"(?:(?:{UNSPACED_DIGITS}|\d)[ 、,・\-]{{0,2}}){{7,}}")
PARTICLES_OF_NUMBERS = re.compile("[のノ에]")
FOLDED_DIGIT_WORDS = frozenset(map(fold_name, DIGIT_WORDS))
MIN_SPOKEN_DIGITS = 7
SPOKEN_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u097f\u200b\u0300-\u036f]+[^\W_]*)*")


def zeros_for_letters(found: re.Match[str]) -> str:
    """Return digits with the letters O among them as zeros."""
    written = found[0]
    if sum(map(str.isdigit, written)) < MIN_DIGITS_BESIDE_LETTERS:
        return written
    return written.replace("O", "0").replace("o", "0")


UNSPACED_DIGIT_WORD = re.compile(UNSPACED_DIGITS)
UNSPACED_DIGITS_ONLY = re.compile(f"(?:{UNSPACED_DIGITS})+")


def is_syllables(spoken: list[str]) -> bool:
    """Tell whether most of what may be digits are syllables of other words, too."""
    short = sum(word in SYLLABLES for word in spoken)
    return short * 2 > len(spoken)


SYLLABLES = frozenset("にニしシごゴくク이일사오구공영")


@functools.lru_cache(maxsize=65536)
def is_digit(word: str) -> bool:
    """Tell whether a word of a script with spaces is a digit as it is spoken."""
    return fold_name(word) in FOLDED_DIGIT_WORDS


@functools.lru_cache(maxsize=65536)
def count_spoken_digits(word: str) -> int:
    """Return how many digits a written word speaks; a run of characters is one word."""
    if UNSPACED_DIGITS_ONLY.fullmatch(word):
        return len(UNSPACED_DIGIT_WORD.findall(word))
    if UNSPACED_NUMBER.search(word):
        return MIN_SPOKEN_DIGITS
    return int(is_digit(word))


def find_spoken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of digits in words, seven or more of them."""
    for found in UNSPACED_NUMBER.finditer(text):
        words = PARTICLES_OF_NUMBERS.sub("", found[0])
        spoken = UNSPACED_DIGIT_WORD.findall(words)
        if len(spoken) >= MIN_SPOKEN_DIGITS and not is_syllables(spoken):
            yield found.start(), found.start() + len(found[0].rstrip(" 、,・-"))
    start, end, count = 0, 0, 0
    for word in SPOKEN_WORD.finditer(text):
        spoken = is_digit(word[0]) or (word[0].isdigit() and len(word[0]) <= 2)
        joined = not text[end : word.start()].strip(" ,.-–—/()\u200b\n")
        if spoken and count and joined:
            end, count = word.end(), count + 1
            continue
        if count >= MIN_SPOKEN_DIGITS:
            yield start, end
        start, end, count = word.start(), word.end(), int(is_digit(word[0]))
    if count >= MIN_SPOKEN_DIGITS:
        yield start, end


def digits_of(text: str) -> str:
    """Return the digits of `text`."""
    return re.sub(r"\D", "", text)


@functools.lru_cache(maxsize=65536)
def parse_phone(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    """Return the valid phone number that `text` is in a region, if it is one."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def to_e164(number: phonenumbers.PhoneNumber) -> str:
    """Return a number's digits with its country code."""
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return digits_of(form)


def phone_in_name(name: str, regions: Iterable[str] = ()) -> str | None:
    """Return the digits of a name that is a phone number, with its country code."""
    if not re.fullmatch(r"\+?[\d\s().\-‐-―/]{6,30}", name):
        return None
    digits = digits_of(name)
    if not 7 <= len(digits) <= 15:
        return None
    if not name.startswith("+"):
        for region in regions:
            if number := parse_phone(name, region):
                return to_e164(number)
    return digits


def region_of_phone(digits: str) -> str | None:
    """Return the country of a number in E.164 digits."""
    number = parse_phone(f"+{digits}", None)
    return number and phonenumbers.region_code_for_number(number)


def phone_spellings(digits: str) -> set[str]:
    """Return the digits by which people write the number `digits` (E.164)."""
    found = {digits}
    number = parse_phone(f"+{digits}", None)
    if number is None:
        return found
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    if number.country_code == 55:
        area = 2
        if len(national) == 11:
            found |= phone_spellings(f"55{national[:2]}{national[3:]}") - {digits}
            found |= {f"55{national[:2]}{national[3:]}", national[:2] + national[3:]}
    found |= {national, f"0{national}"}
    if number.country_code == 7:
        found.add(f"8{national}")
    if area and len(national) - area >= 8:
        found.add(national[area:])
    return found


def find_phones(
    text: str, regions: Iterable[str], is_member: Callable[[str], object]
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each phone number in plain `text`.

    Parameters
    ----------
    text
        As `normalize.to_plain_characters` returns it.
    regions
        Countries whose national ways of writing count even without signs.
    is_member
        Tells whether digits are the number of somebody in the conversation, in any
        of its spellings.
    """
    text = LETTER_O_FOR_ZERO.sub(zeros_for_letters, UNUSUAL_SEPARATOR.sub("-", text))
    masked = NOT_PHONES.sub(lambda found: "\x00" * len(found[0]), text)
    regions = tuple(regions)
    for source in (masked, text) if masked != text else (text,):
        certain = source is text and masked != text
        for candidate in PHONE_CANDIDATE.finditer(source):
            yield from phones_in_candidate(
                source, candidate, regions, is_member, certain
            )


def phones_in_candidate(
    source, candidate, regions, is_member, certain
) -> Iterator[tuple]:
    """Yield the phone numbers of one candidate; only members' numbers if `certain`."""
    groups = [
        (candidate.start() + found.start(), candidate.start() + found.end())
        for found in DIGIT_GROUP.finditer(candidate[0])
    ]
    if CARD_GROUPS.fullmatch(candidate[0]):
        return
    before = source[max(0, candidate.start() - 40) : candidate.start()]
    if certain:
        before = None
    first = 0
    while first < len(groups):
        told = before if first == 0 or before is None else ""
        found = longest_phone(source, groups, first, regions, is_member, told)
        if found:
            start, end, digits, first = found
            yield start, end, digits
        else:
            first += 1


def longest_phone(source, groups, first, regions, is_member, before) -> tuple | None:
    """Return start, end, digits and end in groups of the phone that begins a candidate.

    What stands before may make a phone of any digits, but only of those that are none
    by their form; without `before` only members' numbers count.
    """
    written = [
        (source[groups[first][0] : end].rstrip(" .-/(\n[\u200b"), last)
        for last, (_, end) in enumerate(groups[first:], first + 1)
    ]
    written.reverse()
    tests = [lambda text, digits: is_member(digits.removeprefix("00"))]
    if before is not None:
        tests.append(lambda text, digits: is_phone(text, digits, regions, before))
        tests.append(lambda text, digits: is_labelled_phone(digits, before))
    for test in tests:
        for text, last in written:
            digits = digits_of(text)
            if test(text.replace("\u200b", ""), digits):
                start = groups[first][0]
                return start, start + len(text), digits.removeprefix("00"), last
    return None


def is_labelled_phone(digits: str, before: str) -> bool:
    """Tell whether what stands before digits says that they are a phone."""
    return 7 <= len(digits) <= 14 and bool(PHONE_LABEL.search(before))


def is_phone(written: str, digits: str, regions: tuple[str, ...], before: str) -> bool:
    """Tell whether digits, as written and after what stands before, are a phone."""
    count = len(digits)
    bare = written.isdecimal()
    if written.startswith(("+", "00")):
        return 8 <= count - 2 * written.startswith("00") <= 15
    if not 7 <= count <= 14 or (ORDER_LABEL.search(before) and "(" not in written):
        return False
    if is_grouped_amount(written) and count != 9:
        return False
    if bare and count == 8:
        return False
    if is_local_phone(written, regions):
        return True
    if any(parse_phone(written, region) for region in regions):
        return count >= 9 or not bare
    if bare:
        return is_foreign_mobile(written)
    if is_grouped_amount(written) or is_isbn(digits):
        return False
    if re.match(r"\(0?\d{1,4}\) ?\d", written) and count >= 8:
        return True
    if digits[0] == "0" and 9 <= count <= 12:
        return True
    return count >= 9 and any(parse_phone(written, region) for region in WIDE_REGIONS)


@functools.lru_cache(maxsize=65536)
def is_foreign_mobile(digits: str) -> bool:
    """Tell whether bare digits are a mobile number of some country."""
    if not 9 <= len(digits) <= 12 or digits.endswith("000") or len(set(digits)) < 4:
        return False
    for region in sorted(WIDE_REGIONS):
        number = parse_phone(digits, region)
        if number and phonenumbers.number_type(number) in MOBILE_TYPES:
            return True
    return False


def is_local_phone(written: str, regions: tuple[str, ...]) -> bool:
    """Tell whether a number is written without its area code."""
    if "BR" in regions and re.fullmatch(r"9\d{8}|9 ?\d{4}[- .]\d{4}", written):
        return True
    if "BR" in regions and (found := re.fullmatch(r"([2-5]\d{3})-(\d{4})", written)):
        return not all(YEAR_DIGITS.fullmatch(part) for part in found.groups())
    local = r"[2-9]\d{2}[-.]\d{4}"
    return bool({"US", "CA"} & set(regions) and re.fullmatch(local, written))


def is_grouped_amount(written: str) -> bool:
    """Tell whether a number is grouped as an amount: 10.000.000."""
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+", written))


def is_isbn(digits: str) -> bool:
    """Tell whether digits are a book's number."""
    if len(digits) != 13 or not digits.startswith(("978", "979")):
        return False
    return sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0
