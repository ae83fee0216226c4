"""Only addresses of the public internet, written plainly, are ever connected to."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.errors import EgregoraError
from egregora.links.fetch import Fetcher
from egregora.links.ssrf import (
    AddressRefused,
    PublicAddressCheck,
    is_public_address,
    nat64_networks,
    parse_web_address,
)
from loopback import answer, loopback

# What a hostile name server says of these names.
NAMES = {
    "localtest.me": ["127.0.0.1"],
    "six.attacker.com": ["::1"],
    "zero.attacker.com": ["0.0.0.0"],
    "zero6.attacker.com": ["::"],
    "mapped.attacker.com": ["::ffff:127.0.0.1"],
    "compatible.attacker.com": ["::127.0.0.1"],
    "siit.attacker.com": ["::ffff:0:127.0.0.1"],
    "nat64.attacker.com": ["64:ff9b::7f00:1"],
    "local-nat64.attacker.com": ["64:ff9b:1::7f00:1"],
    "isatap.attacker.com": ["2600::5efe:7f00:1"],
    "teredo.attacker.com": ["2001:0:7f00:1::80ff:fffe"],
    "six-to-four.attacker.com": ["2002:7f00:1::"],
    "mixed.attacker.com": ["93.184.215.14", "127.0.0.1"],
    "mixed6.attacker.com": ["2606:2800:21f:cb07::1", "::1"],
    "linklocal.attacker.com": ["fe80::1%lo"],
    "metadata.attacker.com": ["169.254.169.254"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "xn--localhost-attacker.com": ["127.0.0.1"],
    "bücher.attacker.com": ["127.0.0.1"],
    "xn--bcher-kva.attacker.com": ["127.0.0.1"],
    "localhost": ["127.0.0.1", "::1"],
    "localhost.": ["127.0.0.1", "::1"],
    "ip6-localhost": ["::1"],
    "router": ["127.0.0.1"],
}

HOSTILE = [
    # Names that lead home.
    *(f"http://{name}/" for name in NAMES),
    # IPv4 as only some programs read it.
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x7f.1/",
    "http://0x7F.0x0.0x0.0x1/",
    "http://0x7f000001/",
    "http://0x/",
    "http://2130706433/",
    "http://17700000001/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://00000177.0.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.1.../",
    "http://127.0.0.0x1/",
    "http://127.0.0.256/",
    "http://4294967297/",
    "http://127.000.000.001/",
    # Digits and dots of other scripts.
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://127｡0｡0｡1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://𝟙𝟚𝟟.𝟘.𝟘.𝟙/",
    "http://١٢٧.٠.٠.١/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://localhoſt/",
    "http://local\u00adhost/",
    "http://local\u200bhost/",
    # IPv6.
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[::1%25lo]/",
    "http://[::1%lo]/",
    "http://[fe80::1%25lo]/",
    "http://[::1]./",
    "http://[v1.::1]/",
    "http://[127.0.0.1]/",
    "http://::1/",
    # What programs disagree about.
    "http://attacker.com@127.0.0.1/",
    "http://attacker.com:80@127.0.0.1/",
    "http://127.0.0.1@attacker.com/",
    "http://@127.0.0.1/",
    "http://127.0.0.1#@attacker.com/",
    "http://127.0.0.1?@attacker.com/",
    "http://127.0.0.1\\@attacker.com/",
    "http://attacker.com\\@127.0.0.1/",
    "http://attacker.com#\\@127.0.0.1/",
    "http://127.0.0.1%2f@attacker.com/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%00.attacker.com/",
    "http://127.0.0.1\x00.attacker.com/",
    "http://127.0.0.1 .attacker.com/",
    "http://127.0.0.1\t/",
    "http://127.0.0.1:80:80/",
    "http://127.0.0.1:٨٠/",
    "http://127.0.0.1:+80/",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:/",
    "http:127.0.0.1/",
    "http:/127.0.0.1/",
    "http:///127.0.0.1/",
    "http:////127.0.0.1/",
    "//127.0.0.1/",
    "www.127.0.0.1/",
    "www.0x7f.1/",
    "HTTP://LOCALHOST/",
    "http://localhost:443/",
    "https://127.0.0.1/",
    "https://[::1]:80/",
    "https://localhost.localdomain/",
    "http://printer.local/",
    "http://127.0.0.1.localhost/",
    # Other ports and other ways.
    "http://127.0.0.1:8080/",
    "http://127.0.0.1:6379/",
    "http://127.0.0.1:65616/",
    "ftp://127.0.0.1/",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:80/_GET",
    "dict://127.0.0.1/",
    "javascript://127.0.0.1/%0aalert(1)",
    "http://127.0.0.1/\r\nHost: attacker.com",
    "http://attacker.com/\r\n\r\nGET /",
]


def resolve(name):
    """Say what a hostile name server says, and what the system makes of numbers."""
    if name in NAMES:
        return NAMES[name]
    try:
        found = socket.getaddrinfo(name, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return []
    return [one[4][0] for one in found]


@pytest.fixture(scope="module")
def server():
    with loopback(answer(b"<title>secret</title>")) as listening:
        yield listening


@pytest.fixture(scope="module")
def fetcher(server):
    return Fetcher(resolve=resolve, dial=server.dial, seconds=60)


def test_the_table_is_long_and_has_no_repeats():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 100


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_no_hostile_address_reaches_this_machine(url, server, fetcher):
    before = server.connections
    with pytest.raises(EgregoraError):
        fetcher.page(url)
    assert server.connections == before


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://localtest.me/"]
)
def test_without_the_check_the_same_addresses_do_reach_it(url, server):
    before = server.connections
    careless = Fetcher(resolve=resolve, dial=server.dial, is_allowed=lambda one: True)
    try:
        assert b"secret" in careless.page(url).content
    except EgregoraError:
        assert "::1" in url, "only IPv6 may be missing here"
        assert len(server.listeners) == 1
        return
    assert server.connections == before + 1


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_no_redirect_leads_to_this_machine(url, server):
    if url.split(":")[0].lower() not in ("http", "https") or not url.isprintable():
        return
    location = url.encode("utf-8", "surrogateescape")
    first = answer(status="302 Found")[:-2] + b"Location: " + location + b"\r\n\r\n"
    with loopback(lambda _: first) as outside:
        allowed, dialled = [], []

        def is_allowed(address):
            allowed.append(address)
            return len(allowed) == 1 or PublicAddressCheck(resolve)(address)

        def dial(address, port, seconds):
            dialled.append(address)
            there = outside if len(dialled) == 1 else server
            return there.dial(address, port, seconds)

        before = server.connections
        names = NAMES | {"public.attacker.com": ["127.0.0.1"]}
        wary = Fetcher(
            resolve=lambda name: names.get(name) or resolve(name),
            is_allowed=is_allowed,
            dial=dial,
            seconds=60,
        )
        with pytest.raises(EgregoraError):
            wary.page("http://public.attacker.com/")
        assert outside.connections >= 1
        assert server.connections == before


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(server):
    said = []

    def rebinding(name):
        said.append(name)
        return ["93.184.215.14"] if len(said) == 1 else ["127.0.0.1"]

    dialled = []

    def dial(address, port, seconds):
        dialled.append(address)
        raise OSError

    with pytest.raises(EgregoraError):
        Fetcher(resolve=rebinding, dial=dial).page("http://rebind.attacker.com/")
    assert dialled == ["93.184.215.14"]
    assert len(said) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.9.9.9"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192"),
        *("192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.1"),
        *("198.51.100.7", "203.0.113.7", "224.0.0.251", "239.255.255.250"),
        *("240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::10.0.0.1"),
        *("::8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1"),
        *("64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1"),
        *("2001:20::1", "2001:db8::1", "2002:808:808::1", "3fff::1", "3ffe::1"),
        *("5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1"),
        *("ff02::1", "4000::1", "2600::5efe:a00:1", "2600::200:5efe:a00:1"),
        *("not an address", "", "1.2.3", "01.2.3.4"),
    ],
)
def test_private_addresses_are_not_public(address):
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "192.0.1.1"),
        *("2606:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001::1"),
        *("::ffff:8.8.8.8", "64:ff9b::808:808"),
    ],
)
def test_public_addresses_are_public(address):
    assert is_public_address(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_it_is_wrapped(address):
    expected = is_public_address(str(address))
    assert (
        is_public_address(f"::ffff:{address}")
        == is_public_address(f"64:ff9b::{address}")
        == expected
    )
    assert not is_public_address(f"::{address}")


@pytest.mark.parametrize(
    ("witness", "hidden", "open_one"),
    [
        ("2610:db8:64::c000:aa", "2610:db8:64::a00:1", "2610:db8:64::808:808"),
        # A prefix of 64 bits: the address stands after an octet of zeros.
        (
            "2610:0:0:7:c0:0:aa00:0",
            "2610:0:0:7:a:0:100:0",
            "2610:0:0:7:8:808:800:0",
        ),
    ],
)
def test_addresses_that_a_network_translates_are_judged_by_what_they_hide(
    witness, hidden, open_one
):
    translators = nat64_networks([witness, "192.0.0.170"])
    assert len(translators) == 1
    assert is_public_address(hidden)
    assert not is_public_address(hidden, translators)
    assert is_public_address(open_one, translators)


def test_the_translation_of_a_network_is_found_by_its_witness():
    names = {"ipv4only.arpa": ["2610:db8:64::c000:aa"]}
    allowed = PublicAddressCheck(lambda name: names.get(name, []))
    assert not allowed("2610:db8:64::7f00:1")


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://a.org", "https://a.org/"),
        ("HTTPS://WWW.A.org:443/B?c=d#e", "https://www.a.org/B?c=d"),
        ("http://a.org:443/", "http://a.org:443/"),
        ("www.a.org/x", "https://www.a.org/x"),
        ("https://a.org?x=1", "https://a.org/?x=1"),
        (
            "https://pão.com.br/ção?é=í",
            "https://xn--po-sia.com.br/%C3%A7%C3%A3o?%C3%A9=%C3%AD",
        ),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://my_blog.a.org/%20", "https://my_blog.a.org/%20"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_plain_addresses_are_taken_as_written(url, read):
    assert parse_web_address(url).url == read


@pytest.mark.parametrize(
    "url", ["https://a.org/[phone]", "https://a.org/?to=[email]", "https://[phone]/"]
)
def test_what_redaction_has_shortened_is_not_asked_for(url):
    with pytest.raises(AddressRefused):
        parse_web_address(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text):
    for url in (text, f"http://{text}", f"http://a.org/{text}"):
        try:
            target = parse_web_address(url)
        except AddressRefused:
            continue
        assert target.url.isascii()
        assert target.port in (80, 443)
        assert not set(target.url) & set(" \r\n\t\\")
