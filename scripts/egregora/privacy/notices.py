"""The notices of WhatsApp: whom they name, and which of their words are WhatsApp's.

`data/notices.txt` has what WhatsApp prints, in the languages of most phones. Only words
that stand there are kept in a notice: what else it holds may be a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from importlib.resources import files

from egregora.privacy.name_index import SOMEONE
from egregora.privacy.normalize import (
    ANY_WORD,
    INVISIBLE_CHARACTERS,
    UNSPACED_LETTER,
    word_set,
)
from egregora.text.folding import fold
from egregora.text.vocabulary import WIDESPREAD, is_ordinary

# A and B are people; the quoted title of a group is nobody.
FIRST_NAME_GROUP, SECOND_NAME_GROUP = (
    '(?P<a>[^"“”«»「:]{1,60}?)',
    '(?P<b>[^"“”«»「:]{1,90}?)',
)
NOTICE_TEMPLATES = tuple(
    re.compile(
        form.replace("{A}", FIRST_NAME_GROUP).replace("{B}", SECOND_NAME_GROUP)
        + r"[.。!]?\s*\Z",
        re.IGNORECASE,
    )
    for form in (
        # Scripts without spaces: the more specific first.
        "{A}(?:さん)?が{B}(?:さん)?の(?:参加)?(?:リクエスト|申請|参加).*",
        "{A}(?:さん)?が{B}(?:さん)?を(?:追加|招待|削除|退会|除外|承認|管理者).*",
        "{A}(?:さん)?がグループを{B}(?:さん)?に.*",
        "{A}(?:さん)?から ?{B}(?:さん)?に(?:変更|変わり).*",
        "{A} ?(?:さん)?が ?(?:グループ|コミュニティ|招待|リンク|この|メッセージ|件名"
        "|説明|アイコン|設定|消える|通話|管理者|参加|退出|退会|電話|プロフィール).*",
        "{A} ?(?:通过|透過|使用|经由|經由|扫描|掃描|点击).*(?:加入|进入|進入|进群).*",
        "{A} ?(?:申请|申請|请求|請求|要求|已?申请)加入.*",
        "{A} ?已?(?:批准|通过|同意|拒绝|拒絕|接受)了? ?{B} ?的.*",
        "{A} ?[将把將] ?{B} ?(?:设为|設為|设置为|任命|移出|移除|添加|踢出).*",
        "{A} ?(?:已?更改为|已?变更为|已?變更為|已?改为|换成|已?更换为) ?{B}",
        "{A} ?(?:님이|이|가) ?{B} ?(?:님의|의) ?(?:참여|가입|요청).*",
        "{A} (?:added|invited|approved) {B}(?: to (?:the|this) group)?",
        "{A} (?:removed) {B}(?: from (?:the|this) group)?",
        "{A} (?:left|was added|was removed|joined|has joined|joined from .*)"
        "(?: the group| this group)?",
        "{A} joined using (?:this group's|an|the group) invite link.*",
        "{A} joined (?:via|from) .*",
        "{A} (?:changed|created|deleted|turned|pinned|started|updated|reset|set) .*",
        "{A} (?:is now|is no longer) an admin",
        "{A} changed their phone number to a new number.*",
        "{A} changed to {B}",
        "{A} (?:requested|asked) to join.*",
        "{A} (?:approved|rejected) {B}(?:'s)? (?:request|to join).*",
        "your security code with {A} (?:has )?changed.*",
        "{A} adicionou {B}(?: a este grupo| ao grupo)?",
        "{A} removeu {B}(?: deste grupo| do grupo)?",
        "{A} mudou para {B}",
        "{A} (?:saiu|foi adicionad.*|foi removid.*|entrou.*|saiu do grupo)",
        "{A} (?:mudou|alterou|criou|fixou|apagou|definiu|ativou|desativou|iniciou) .*",
        "{A} (?:agora é|não é mais) .*admin.*",
        "seu código de segurança com {A} mudou.*",
        "{A} (?:añadió|agregó|eliminó|sacó) a {B}(?: del grupo| al grupo)?",
        "{A} cambió a {B}",
        "{A} (?:salió|fue añadid.*|fue eliminad.*|se unió.*|salió del grupo)",
        "{A} (?:cambió|creó|fijó|activó|desactivó) .*",
        "(?:tu|el) código de seguridad con {A} cambió.*",
        "{A} hat {B} (?:hinzugefügt|entfernt)",
        "{A} hat zu {B} gewechselt",
        "{A} (?:hat die gruppe verlassen|wurde hinzugefügt|wurde entfernt|ist"
        " .*beigetreten.*)",
        "{A} hat (?:den|das|die) .*(?:geändert|erstellt|angepinnt|gelöscht"
        "|aktiviert).*",
        "deine sicherheitsnummer (?:für|mit) {A} hat sich geändert.*",
        "{A} a (?:ajouté|retiré|supprimé) {B}",
        "{A} est passé[e()]* à {B}",
        "{A} (?:est parti.*|a été ajouté.*|a quitté.*|a rejoint.*|a modifié .*"
        "|a changé .*"
        "|a créé .*|a épinglé .*)",
        "{A} ha (?:aggiunto|rimosso) {B}",
        "{A} (?:ha abbandonato.*|è stat[oa] .*|ha cambiato .*|ha creato .*|si"
        " è unit.*)",
        "{A} heeft {B} (?:toegevoegd|verwijderd)",
        "{A} (?:heeft de groep verlaten|heeft het .*|heeft de .*|is toegevoegd.*)",
        r"{A} добавил(?:\(-а\)|а)? {B}",
        r"{A} удалил(?:\(-а\)|а)? {B}",
        r"{A} (?:покинул(?:\(-а\)|а)?.*|изменил(?:\(-а\)|а)? .*|создал(?:\(-а\)|а)? .*"
        "|присоединил.*)",
        "{A}, {B} kişisini (?:ekledi|çıkardı)",
        "{A} (?:ayrıldı|gruptan ayrıldı|.* katıldı|.* değiştirdi|.* oluşturdu)",
        "{A} أضاف {B}",
        "{A} أزال {B}",
        "{A} (?:غادر.*|غيّر .*|أنشأ .*|انضم.*)",
        "{A} ने {B} को (?:जोड़ा|हटाया)",
        "{A} (?:ने ग्रुप छोड़.*|ने .* बदल.*|ने .* बनाया.*|शामिल.*)",
        "{A} menambahkan {B}",
        "{A} mengeluarkan {B}",
        "{A} (?:keluar|telah mengubah .*|mengubah .*|membuat .*|bergabung.*)",
        "{A}が{B}を(?:追加|削除)しました",
        "{A} ?(?:が ?退出.*|が退出しました|が.*変更しました|が.*作成しました"
        "|が参加しました)",
        "{A}님이 {B}님을 (?:추가|내보냈).*",
        "{A}님이 (?:퇴장.*|나갔.*|.*변경했.*|.*참여.*|.*만들.*)",
        "{A} ?(?:添加了|新增了|邀请了|加入了) ?{B}",
        "{A} ?(?:移除了|移除) ?{B}",
        "{A} ?(?:退出|离开|離開|已退出|已离开).*",
        "{A} ?(?:把|將|更改|创建|建立|通过).*",
    )
)
NAME_SEPARATOR = re.compile(r",\s+|\s+(?:and|e|y|und|et|en|и|ve|dan|&|و|और)\s+|、|和")
NOT_PEOPLE = word_set(
    """
    you você voce tú tu usted ustedes du sie vous hai u je вы siz أنت आपने आप anda
    kamu あなた 您 你 我 나 회원님 其他 其他人 其余 他 ほか グループ 群组 群組 群聊
    this group's esse este your seu sua an admin admins the
    group messages mensagens someone alguém alguien jemand others outros as mensagens
    as
    """
)
# Whom nobody has saved is printed as a number with its country code.
UNSAVED_NUMBER = re.compile(r"\+\d[\d\s().\-‐-―]{6,25}\d")
INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE_CHARACTERS}]")
MAX_NAME_WORDS = 6
# Behind a name: what somebody wrote into their contacts, such as where they work.
NOTE_BEHIND_NAME = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
# What opens the second sentence of a notice.
NEXT_SENTENCE = re.compile(r"[.!।](?:\s+|$)|。\s*")
MIN_SENTENCE_LENGTH = 10
ANY_LANGUAGE = (*WIDESPREAD, "ru", "tr", "nl", "pl", "uk", "id", "sv", "cs", "ro")
# Programs that WhatsApp names as it names people.
PROGRAMS = frozenset(
    ("meta ai", "meta", "ai", "chatgpt", "copilot", "whatsapp", "perplexity", "gemini")
)
MAX_FUNCTION_WORD = 3  # letters
COUNTED_TAIL = re.compile(r"(?:其他|其余|其餘|另外|他|ほか|その他|외)?\s*\d+\D*")


def people_in_notice(notice: str) -> list[str]:
    """Return the names of the people whom a notice names, as it writes them."""
    text = first_sentence_of_notice(INVISIBLE_CHARACTER.sub("", notice).strip())
    for template in NOTICE_TEMPLATES:
        if found := template.match(text):
            named = [found["a"]]
            if found.groupdict().get("b"):
                named += split_names(found["b"])
            bare = [without_words_of_prose(name.strip()) for name in named]
            return [name for name in bare if is_person_name(name)]
    return []


# Languages of scripts without capitals, which cannot tell a name from a word.
CASELESS_LANGUAGES = ("hi", "bn", "ta", "ur", "fa", "ar", "he", "zh", "ja", "ko")


def without_words_of_prose(name: str) -> str:
    """Return a name without the notice's own and ordinary words beside it.

    Only words of scripts without capitals: elsewhere a capital tells what is a name.
    """
    kept = [
        word
        for word in name.split()
        if not (has_no_case(word) and is_word_of_prose(word.strip("،,.。।:")))
    ]
    return " ".join(kept)


def has_no_case(word: str) -> bool:
    """Tell whether a word is of a script without capitals."""
    return word == word.lower() == word.upper() and any(map(str.isalpha, word))


def is_word_of_prose(word: str) -> bool:
    """Tell whether a word of a script without capitals is no name."""
    return word in notice_words()[0] or is_ordinary(fold(word), CASELESS_LANGUAGES)


def first_sentence_of_notice(text: str) -> str:
    """Return a notice up to the sentence that says what to tap."""
    for end in NEXT_SENTENCE.finditer(text):
        after = ANY_WORD.match(text, end.end())
        if not after:
            continue
        if after[0] in notice_words()[0] and after[0][:1].isupper():
            return text[: end.start()]
        if end.start() >= MIN_SENTENCE_LENGTH and (
            has_no_case(after[0]) or is_ordinary(fold(after[0]), ANY_LANGUAGE)
        ):
            return text[: end.start()]
    return text


def split_names(listed: str) -> list[str]:
    """Return the names of a list, parted outside brackets, without a counted tail."""
    notes = [note.span() for note in NOTE_BEHIND_NAME.finditer(listed)]
    names, start = [], 0
    for gap in NAME_SEPARATOR.finditer(listed):
        if not any(first <= gap.start() < last for first, last in notes):
            names.append(listed[start : gap.start()])
            start = gap.end()
    return [*names, listed[start:]]


def is_person_name(name: str) -> bool:
    """Tell whether what a notice holds in the place of a name is one."""
    name = name.strip()
    if not name:
        return False
    if UNSAVED_NUMBER.fullmatch(name):
        return True
    bare = NOTE_BEHIND_NAME.sub("", name)
    if not any(map(str.isalpha, bare)) or len(bare.split()) > MAX_NAME_WORDS:
        return False
    if COUNTED_TAIL.fullmatch(name):
        return False
    first = name.split()[0].casefold()
    if name.casefold() in NOT_PEOPLE | PROGRAMS or first in NOT_PEOPLE:
        return False
    if len(name) < MAX_FUNCTION_WORD and is_function_word(name):
        return False
    return not name[0].islower() or name.startswith("~")


@functools.cache
def notice_words() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words that WhatsApp prints, and what matches those without spaces."""
    data = files("egregora.privacy").joinpath("data/notices.txt").read_text("utf-8")
    lines = [line for line in data.splitlines() if not line.startswith("#")]
    words, runs = set(), set()
    for word in ANY_WORD.findall("\n".join(lines)):
        if UNSPACED_LETTER.match(word):
            runs.add(word)
            runs.update(part for part in AFTER_PARTICLE.split(word) if part)
        else:
            words.add(word)
    longest = sorted(runs, key=lambda run: (-len(run), run))
    return frozenset(words), re.compile("|".join(map(re.escape, longest)))


# Where a name may stand within a sentence of a script without spaces.
AFTER_PARTICLE = re.compile("(?<=[がをはとに님이을를과了为為将將把与與被和])")


def unknown_words(notice: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of words that are not WhatsApp's own."""
    words, runs = notice_words()
    unknown = []
    for word in ANY_WORD.finditer(notice):
        if not UNSPACED_LETTER.match(word[0]):
            if word[0] not in words:
                unknown.append(word.span())
            continue
        place = word.start()
        for run in runs.finditer(notice, word.start(), word.end()):
            if run.start() > place:
                unknown.append((place, run.start()))
            place = run.end()
        if place < word.end():
            unknown.append((place, word.end()))
    start = end = None
    for first, last in unknown:
        if end is not None and not BETWEEN_NAMES.fullmatch(notice, end, first):
            yield start, end
            start = None
        start, end = first if start is None else start, last
    if end is not None:
        yield start, end


# What stands for the title of a group that may hold a name.
TITLE_LEFT_OUT = "…"
# Between the words of one name.
BETWEEN_NAMES = re.compile(rf"[\s.'’\-~{INVISIBLE_CHARACTERS}]*")


# Of the words of a notice, how many are WhatsApp's own at least.
MIN_KNOWN_WORDS, MIN_KNOWN_SHARE = 3, 0.7


def is_printed_notice(author: str, text: str) -> bool:
    """Tell whether a text is one that WhatsApp prints in the name of `author`."""
    text = INVISIBLE_CHARACTER.sub("", text)
    size = sum(map(str.isalpha, text))
    unknown = sum(
        sum(map(str.isalpha, text[start:end])) for start, end in unknown_words(text)
    )
    known = [word for word in ANY_WORD.findall(text) if word in notice_words()[0]]
    if author in text and people_in_notice(text):
        return True
    if any(map(UNSPACED_LETTER.match, text)):
        return size - unknown >= max(MIN_KNOWN_WORDS, MIN_KNOWN_SHARE * size)
    return len(known) >= MIN_KNOWN_WORDS and size - unknown >= MIN_KNOWN_SHARE * size


def strangers_in_notice(notice: str) -> list[str]:
    """Return what may be names in a notice, besides the people that it names."""
    named = people_in_notice(notice)
    text = INVISIBLE_CHARACTER.sub("", notice).strip()
    if named:
        text = first_sentence_of_notice(text)
    quoted = [found.span() for found in QUOTED_TITLE.finditer(text)]
    found = [
        text[start:end]
        for start, end in unknown_words(text)
        if not any(first <= start < last for first, last in quoted)
    ]
    bare = map(without_words_of_prose, found)
    return [
        name
        for run in bare
        for name in capitalised_parts(run)
        if is_person_name(name)
        and not is_function_word(name)
        and not any(name in known for known in named)
        and not (UNSPACED_LETTER.match(name) and any(known in name for known in named))
    ]


def is_function_word(word: str) -> bool:
    """Tell whether a word is a short one of a dictionary: Les, Se, The."""
    return len(word) <= MAX_FUNCTION_WORD and is_ordinary(fold(word), ANY_LANGUAGE)


# Words of names that are written small.
SMALL_WORDS_OF_NAMES = word_set(
    "de da do das dos del della di e y i von van der den zu zur le la du des al el bin"
    " ibn bint abu umm ben ter ten af av y'"
)


def capitalised_parts(run: str) -> list[str]:
    """Return the names in a run of unknown words: without small words around them.

    Runs of a script without capitals, and runs that are all small, stay as they are.
    """
    words = run.split()
    if run.startswith("~") or not any(word[:1].isupper() for word in words):
        return [run]
    parts: list[list[str]] = [[]]
    for word in words:
        if word[:1].islower() and word not in SMALL_WORDS_OF_NAMES:
            parts.append([])
        else:
            parts[-1].append(word)
    for part in parts:
        while part and part[0] in SMALL_WORDS_OF_NAMES:
            part.pop(0)
        while part and part[-1] in SMALL_WORDS_OF_NAMES:
            part.pop()
    return [" ".join(part) for part in parts if part]


QUOTED_TITLE = re.compile('["“„«「『‘](?P<title>[^"“”„«»「」『』]*)["”“»」』’]')


def words_of_titles(notice: str) -> list[str]:
    """Return the words of the group titles in a notice that may be names."""
    found = []
    for title in QUOTED_TITLE.finditer(notice):
        words = ANY_WORD.findall(title["title"])
        names_somebody = any(map(is_occasion, words))
        for word in words:
            if UNSPACED_LETTER.match(word):
                found += unknown_parts(word)
            elif may_be_name_in_title(word, names_somebody=names_somebody):
                found.append(word)
    return found


MIN_BEGINNING = 6  # letters


@functools.cache
def occasions() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of `data/titles.txt`, folded, and those that may be longer."""
    data = files("egregora.privacy").joinpath("data/titles.txt").read_text("utf-8")
    lines = [line for line in data.splitlines() if not line.startswith("#")]
    words = sorted({fold(word) for line in lines for word in line.split()})
    return frozenset(words), tuple(one for one in words if len(one) >= MIN_BEGINNING)


def is_occasion(word: str) -> bool:
    """Tell whether a word of a title is one beside which somebody's name stands."""
    words, beginnings = occasions()
    folded = fold(word)
    if folded in words or folded.startswith(beginnings):
        return True
    return bool(UNSPACED_LETTER.match(word)) and any(
        one in folded for one in words if len(one) > 1 and UNSPACED_LETTER.match(one)
    )


def may_be_name_in_title(word: str, *, names_somebody: bool) -> bool:
    """Tell whether a word of a title may be a name.

    It is capitalised, or has no case, and no dictionary has it. In the title of an
    occasion, names are expected: any capitalised word may be one, and any without case
    that is none of WhatsApp's and of the occasion.
    """
    if is_occasion(word) or (not has_no_case(word) and is_function_word(word)):
        return False
    if has_no_case(word):
        if names_somebody:
            is_particle = len(fold(word)) < MIN_CASELESS_NAME
            return not is_particle and word not in notice_words()[0]
        return len(word) > 1 and not is_word_of_prose(word)
    is_capitalised = word[0].isupper() and not word.isupper()
    return (
        len(word) > 2
        and is_capitalised
        and (names_somebody or not is_ordinary(fold(word)))
    )


MIN_CASELESS_NAME = 3
UNSPACED_LANGUAGES = ("zh", "ja", "ko")
MAX_WORD_LENGTH = 6
NAME_LENGTHS = range(2, 6)
PARTICLES = frozenset("的之和与與及跟在了のとをがはにでもへや")


def unknown_parts(run: str) -> list[str]:
    """Return the parts of an unspaced run that may be names.

    What stands between particles and words of the occasion is one, unless it is a word;
    what is longer than a name is first parted into words.
    """
    languages = ("ja",) if KANA.search(run) else UNSPACED_LANGUAGES
    found = []
    for part in parts_between(run, is_occasion_or_particle):
        if is_ordinary(fold(part), languages):
            continue
        if len(part) in NAME_LENGTHS:
            found.append(part)
        else:
            words = parts_between(part, lambda word: is_ordinary(fold(word), languages))
            found += [word for word in words if len(word) in NAME_LENGTHS]
    return found


def is_occasion_or_particle(word: str) -> bool:
    """Tell whether a word is a particle, or one of those in `data/titles.txt`."""
    return word in PARTICLES or fold(word) in occasions()[0]


def parts_between(run: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return what stands between the known words of a run, the longest words first."""
    parts, place, start = [], 0, 0
    while place < len(run):
        size = next(
            (
                size
                for size in range(MAX_WORD_LENGTH, 0, -1)
                if place + size <= len(run) and is_known(run[place : place + size])
            ),
            0,
        )
        if size:
            parts.append(run[start:place])
            start = place + size
        place += size or 1
    return [part for part in [*parts, run[start:]] if part]


KANA = re.compile("[\u3040-\u30ff]")


def words_in(text: str, start: int, end: int) -> list[str]:
    """Return the words of a part of a text."""
    return ANY_WORD.findall(text[start:end])


def close_notice(notice: str, known: list[tuple[int, int]]) -> str:
    """Return a notice in which only words of WhatsApp's own and what is `known` stay.

    Parameters
    ----------
    notice
        A notice in which people of the roster are replaced already.
    known
        Start and end of what stands for them.
    """
    titles = [title.span("title") for title in QUOTED_TITLE.finditer(notice)]
    spans = [
        span
        for span in unknown_words(notice)
        if not any(span[0] < last and first < span[1] for first, last in known)
        and not (
            any(first <= span[0] < last for first, last in titles)
            and all(is_ordinary(fold(word)) for word in words_in(notice, *span))
        )
    ]
    unfit = {
        title: TITLE_LEFT_OUT
        for title in titles
        if any(title[0] <= start < title[1] for start, _end in spans)
    }
    for span in spans:
        if not any(first <= span[0] < last for first, last in unfit):
            unfit[span] = SOMEONE
    parts, place = [], 0
    for (start, end), shown in sorted(unfit.items()):
        parts += [notice[place:start], shown]
        place = end
    return "".join([*parts, notice[place:]])
