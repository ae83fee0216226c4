"""Pages are read within limits of time, size and type, once, and kept."""

import gzip
import ssl
import threading
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import whereabouts
from egregora.errors import EgregoraError
from egregora.files import read_json
from egregora.links.fetch import Fetcher, PageRefused, Unreachable
from egregora.links.pages import PageReader
from egregora.links.ssrf import AddressRefused
from egregora.llm.cache import ResponseCache
from egregora.media import extraction
from egregora.workflow.sandbox import run_sandboxed
from loopback import answer, loopback

PAGE = """<!doctype html><html lang="pt"><head><title>Bolo de fubá | Panelinha</title>
<meta property="og:title" content="Bolo de fubá cremoso">
<meta name="description" content="Uma receita de família.">
<script>steal()</script></head><body><nav>Início Receitas Contato</nav><article>
<h1>Bolo de fubá cremoso</h1>
<p>Bata o leite, os ovos, o açúcar e o fubá no liquidificador por cinco minutos,
até ficar bem liso. Despeje na forma untada e leve ao forno já quente.</p>
<p>Asse por cinquenta minutos em forno médio e espere amornar antes de cortar,
porque o creme firma enquanto esfria. Sirva com café passado na hora.</p>
</article></body></html>""".encode()


def reader(server, **options):
    """Return a fetcher for which every name leads to `server`."""
    names = options.pop("names", {})
    return Fetcher(
        resolve=lambda name: names.get(name, ["127.0.0.1"]),
        is_allowed=lambda address: address == "127.0.0.1",
        dial=server.dial,
        **{"seconds": 60} | options,
    )


def test_a_page_is_read_and_nothing_is_told_about_the_reader(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with loopback(answer(PAGE, Set_Cookie="a=b")) as server:
        found = reader(server).page("http://a.org/bolo?x=1#y")
    assert found.content == PAGE
    assert (found.mime, found.charset) == ("text/html", "utf-8")
    (asked,) = server.asked
    assert asked.startswith(b"GET /bolo?x=1 HTTP/1.1\r\n")
    assert b"\r\nHost: a.org\r\n" in asked
    sent = {line.partition(b":")[0].lower() for line in asked.split(b"\r\n")[1:-2]}
    assert sent == {
        b"host",
        b"user-agent",
        b"accept",
        b"accept-encoding",
        b"connection",
    }


def test_redirects_are_followed_without_cookies_up_to_five():
    def say(request):
        path = request.split()[1]
        if path == b"/5":
            return answer(PAGE)
        step = int(path.strip(b"/") or 0) + 1
        place = f"/{step}" if step % 2 else f"http://b.org/{step}"
        return answer(status="302 Found", Location=place, Set_Cookie="a=b")

    with loopback(say) as server:
        assert reader(server).page("http://a.org/").content == PAGE
        assert len(server.asked) == 6
        assert not any(
            b"ookie" in asked or b"eferer" in asked for asked in server.asked
        )
    with loopback(answer(status="301 Moved", Location="/again")) as server:
        with pytest.raises(PageRefused, match="too many redirects"):
            reader(server).page("http://a.org/")
        assert len(server.asked) == 6


@pytest.mark.parametrize("place", ["http://b.org/", "https://c.org:22/", "//b.org/x"])
def test_each_redirect_is_checked_anew(place):
    with loopback(answer(status="307 Elsewhere", Location=place)) as server:
        wary = reader(server, names={"b.org": ["127.0.0.2"]})
        with pytest.raises(AddressRefused):
            wary.page("http://a.org/")
        assert server.connections == 1


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "X-GZIP"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (PAGE, "identity"),
    ],
)
def test_packed_pages_are_unpacked(packed, encoding):
    with loopback(answer(packed, Content_Encoding=encoding)) as server:
        assert reader(server).page("http://a.org/").content == PAGE


def test_pages_in_chunks_are_put_together():
    pieces = [answer(Transfer_Encoding="chunked")]
    pieces += [b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:99], PAGE[99:])]
    with loopback(lambda _: [*pieces, b"0\r\n\r\n"]) as server:
        assert reader(server).page("http://a.org/").content == PAGE


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    bomb = gzip.compress(b"<p>x</p>" * 5_000_000)
    assert len(bomb) < 200_000
    with loopback(answer(bomb, Content_Encoding="gzip")) as server:
        found = reader(server, most_bytes=100_000).page("http://a.org/")
    assert len(found.content) == 100_000


def test_an_endless_page_is_cut_off():
    def endless(_):
        yield answer()
        while True:
            yield b"<p>more</p>" * 1000

    with loopback(endless) as server:
        found = reader(server, most_bytes=300_000).page("http://a.org/")
    assert len(found.content) == 300_000


@pytest.mark.parametrize(
    "drops",
    [
        lambda: [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: y\r\n" % n for n in range(90))],
        lambda: [answer(), *([b"<"] * 200)],
        lambda: [b"H"],
    ],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(drops):
    left = threading.Event()

    def dripping(_):
        for drop in drops():
            yield drop
            left.wait(0.02)
        left.wait(60)

    with loopback(dripping) as server:
        with pytest.raises(Unreachable, match="too slow"):
            reader(server, seconds=0.3).page("http://a.org/")
        left.set()


def test_a_name_server_that_hangs_is_left_when_the_time_is_over():
    left = threading.Event()
    slow = Fetcher(resolve=lambda name: left.wait(60) and [], seconds=0.1)
    with pytest.raises(Unreachable, match="too slow"):
        slow.page("http://a.org/")
    left.set()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (answer(PAGE, "404 Not Found"), "status 404"),
        (answer(PAGE, "500 Oops"), "status 500"),
        (answer(PAGE, mime="application/pdf"), "not a page"),
        (answer(PAGE, mime="image/svg+xml"), "not a page"),
        (answer(PAGE, mime=None), "not a page"),
        (answer(b" \n"), "empty"),
        (answer(PAGE, Content_Encoding="br"), "not HTTP"),
        (answer(PAGE, Content_Encoding="gzip"), "not HTTP"),
        (answer(PAGE, Transfer_Encoding="chunked"), "not HTTP"),
        (answer(status="302 Found"), "redirect to nowhere"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 500 + b"\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000, "not HTTP"),
        (b"", "no connection|not HTTP"),
    ],
)
def test_what_is_no_page_is_refused_with_a_reason(said, why):
    with loopback(said) as server, pytest.raises(EgregoraError, match=f"^({why})$"):
        reader(server).page("http://a.org/")


def test_a_name_without_addresses_is_named_so():
    with pytest.raises(Unreachable, match="no such name"):
        Fetcher(resolve=lambda name: []).page("http://a.org/")


def certificate(folder, name):
    """Return a TLS context of a server called `name`, and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def test_tls_is_spoken_with_the_name_and_nobody_else_is_trusted(tmp_path):
    server_side, trusting = certificate(tmp_path, "a.org")
    asked_for = []
    server_side.sni_callback = lambda _, name, __: asked_for.append(name)
    with loopback(answer(PAGE), server_side) as server:
        assert reader(server, context=trusting).page("https://a.org/").content == PAGE
        assert asked_for == ["a.org"]
        for fetcher, url in (
            (reader(server, context=trusting), "https://b.org/"),
            (reader(server), "https://a.org/"),
        ):
            with pytest.raises(PageRefused, match="certificate"):
                fetcher.page(url)
    assert len(server.asked) == 1


def pages(folder, server, **options):
    """Return what reads pages from `server` and hides the word `secret`."""
    hide = lambda text: text.replace("secret", "[word]")  # noqa: E731
    return PageReader(folder, hide, reader(server, **options))


def files(folder):
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_page_tells_title_description_and_text_and_is_asked_for_once(tmp_path):
    url = "http://a.org/bolo"
    with loopback(answer(PAGE)) as server:
        first = pages(tmp_path, server).read({url: ("a1",)})
        kept = files(tmp_path)
        second = pages(tmp_path, server).read({url: ("a1",)})
    assert server.connections == 1
    assert first == second
    assert files(tmp_path) == kept
    page = first[url]
    assert page["title"] == "Bolo de fubá cremoso"
    assert page["description"] == "Uma receita de família."
    assert "cinquenta minutos" in page["text"]
    assert "steal" not in page["text"]
    assert datetime.fromisoformat(page["fetched_at"]).tzinfo is not None


def test_pages_that_cannot_be_read_are_kept_with_a_reason_and_not_tried_again(tmp_path):
    def say(request):
        return answer(PAGE) if b"/good" in request else answer(status="410 Gone")

    places = ("a.org/good", "a.org/gone", "127.0.0.9/", "nowhere.org/")
    urls = dict.fromkeys([f"http://{place}" for place in places], ())
    with loopback(say) as server:
        names = {"nowhere.org": []}
        for _ in range(2):
            found = pages(tmp_path, server, names=names).read(urls)
            assert list(found) == ["http://a.org/good"]
    assert server.connections == 2
    reasons = {str(one["answer"]["why"]) for one in records(tmp_path)}
    assert reasons == {"None", "status 410", "not a public address", "no such name"}


def records(folder):
    return [read_json(path) for path in sorted(folder.rglob("*.json"))]


def test_a_machine_without_network_keeps_no_failure(tmp_path):
    with loopback(answer(PAGE)) as server:
        away = pages(tmp_path, server, names={"a.org": [], "b.org": []})
        assert away.read({"http://a.org/": (), "http://b.org/": ()}) == {}
        assert files(tmp_path) == {}
        assert list(pages(tmp_path, server).read({"http://a.org/": ()})) == [
            "http://a.org/"
        ]


def test_nothing_that_identifies_people_is_kept(tmp_path):
    body = PAGE.replace(b"cremoso", b"secret").replace(b"leite", b"secret")
    with loopback(answer(body)) as server:
        found = pages(tmp_path, server).read({"http://a.org/": ()})
    assert "[word]" in found["http://a.org/"]["title"]
    assert not any(b"secret" in one for one in files(tmp_path).values())


def test_the_pages_of_who_leaves_are_forgotten(tmp_path):
    with loopback(answer(PAGE)) as server:
        pages(tmp_path, server).read({"http://a.org/": ("a1",), "http://b.org/": ()})
    assert ResponseCache(tmp_path).forget(["a1"]) == 1
    assert len(files(tmp_path)) == 1


def test_a_page_that_no_parser_ends_with_is_given_up(tmp_path):
    attributes = b" ".join(b"a%d=b" % n for n in range(150_000))
    content = b"<html><body><div " + attributes + b">x"
    options = {"mime": "text/html", "charset": None}
    assert run_sandboxed(extraction.extract_page, content, seconds=1, **options) is None


def test_the_reading_process_sees_no_secret(monkeypatch):
    monkeypatch.setenv("GEMINI_API_KEY", "canary")
    told = run_sandboxed(whereabouts.told, b"x", extra=1)
    assert told == {"content": "x", "keys": [], "extra": 1}


@pytest.mark.parametrize(
    ("content", "charset", "title"),
    [
        ("<title>ação</title>".encode("latin-1"), "iso-8859-1", "ação"),
        (
            '<meta charset="windows-1252"><title>ação</title>'.encode("cp1252"),
            None,
            "ação",
        ),
        ("<title>次の日</title>".encode("shift_jis"), "shift_jis", "次の日"),
        ("<title>ação</title>".encode(), "no-such-charset", "ação"),
        (b"<title>a &amp; b</title>", None, "a & b"),
        (b"<p>no title", None, None),
    ],
)
def test_titles_are_read_in_the_charset_of_the_page(content, charset, title):
    options = {"mime": "text/html", "charset": charset}
    page = b"<html><head>" + content + b"</head><body><p>text</p></body></html>"
    assert extraction.extract_page(page, **options)["title"] == title


def test_plain_text_is_its_own_text():
    options = {"mime": "text/plain", "charset": "utf-8"}
    assert extraction.extract_page("olá <b>".encode(), **options) == {
        "title": None,
        "description": None,
        "text": "olá <b>",
    }
