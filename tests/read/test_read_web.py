"""Fetching from the web: politeness, limits, and servers that mean harm. All servers are on this machine."""

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loopback import NETWORK, PRIVATE_HOST, FakeClock, Request, Site, make_web, serving

from standoff.read.clock import SystemClock
from standoff.read.network import Network, WebError, is_public, resolve_host, split_url
from standoff.read.web import Limits, Web

MEGABYTE = 1_000_000


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def refusal(web: Web, url: str, **options: object) -> WebError:
    with pytest.raises(WebError) as caught:
        web.get(url, **options)  # type: ignore[arg-type]
    assert caught.value.do
    return caught.value


def test_an_answer_says_what_came_from_where_and_when(site: Site) -> None:
    site.pages["/a"] = "hello"
    answer = make_web().get(site.url("/a"))
    assert (answer.status, answer.body, answer.media_type) == (200, b"hello", "text/html; charset=utf-8")
    assert (answer.url, answer.fetched_at, answer.hops) == (site.url("/a"), "2031-03-12T10:00:01Z", ())


def test_requests_name_themselves(site: Site) -> None:
    site.pages["/a"] = "hello"
    make_web(contact="https://desk.example.org").get(site.url("/a"))
    assert {headers["User-Agent"].split("/")[0] for _, headers in site.asked} == {"standoff"}
    assert all(headers["User-Agent"].endswith("(+https://desk.example.org)") for _, headers in site.asked)


def test_one_host_has_a_pause_between_requests_and_another_none(site: Site) -> None:
    site.pages |= {"/a": "a", "/b": "b"}
    clock = FakeClock()
    web = make_web(clock, pause_s=3.0)
    web.get(site.url("/a"), robots=False)
    web.get(site.url("/b"), robots=False)
    assert clock.slept == [0.0, 3.0]
    web.get(site.url("/b", "other.example"), robots=False)
    assert clock.slept == [0.0, 3.0, 0.0]


def test_robots_are_asked_once_and_heeded(site: Site) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /\n\nUser-agent: standoff\nAllow: /news/\nDisallow: /*?print=\n"
        "Disallow: /news/private\nDisallow: /shop\nCrawl-delay: 7\n",
        "/news/a": "a",
    }
    clock = FakeClock()
    web = make_web(clock)
    assert web.get(site.url("/news/a")).body == b"a"
    assert clock.slept[-1] == 7.0 or 1.0 in clock.slept
    for path in ("/shop", "/news/private/b", "/a?print=1"):
        assert refusal(web, site.url(path)).what == "not allowed by robots.txt"
    assert web.get(site.url("/news/a")).body == b"a"
    assert clock.slept[-1] == 7.0
    assert [path for path, _ in site.asked] == ["/robots.txt", "/news/a", "/news/a"]


def test_a_site_without_robots_allows_all_and_one_whose_robots_fail_nothing(site: Site) -> None:
    site.pages |= {"/a": "a"}
    assert make_web().get(site.url("/a")).body == b"a"
    site.pages["/robots.txt"] = lambda request: request.send(b"", status=503)
    error = refusal(make_web(), site.url("/a"))
    assert (error.what, error.passing) == ("robots.txt not to be had", True)


def test_redirects_are_followed_and_each_asks_its_own_robots(site: Site) -> None:
    site.pages |= {
        "/a": lambda request: request.send(b"", status=301, location="/b"),
        "/b": lambda request: request.send(b"", status=302, location=site.url("/c", "other.example")),
        "/c": "there",
    }
    answer = make_web().get(site.url("/a"))
    assert (answer.body, answer.url) == (b"there", site.url("/c", "other.example"))
    assert answer.hops == (site.url("/a"), site.url("/b"))
    assert [path for path, _ in site.asked].count("/robots.txt") == 2


def test_conditional_requests(site: Site) -> None:
    def page(request: Request) -> None:
        if request.headers.get("If-None-Match") == '"v1"':
            request.send(b"", status=304)
        else:
            request.send(b"new", etag='"v1"', last_modified="Wed, 12 Mar 2031 09:00:00 GMT")

    site.pages["/a"] = page
    web = make_web()
    first = web.get(site.url("/a"))
    assert (first.status, first.headers["etag"]) == (200, '"v1"')
    again = web.get(site.url("/a"), etag='"v1"', modified=first.headers["last-modified"])
    assert (again.status, again.body) == (304, b"")
    assert site.asked[-1][1]["If-Modified-Since"] == "Wed, 12 Mar 2031 09:00:00 GMT"


def failing(times: int, status: int, **headers: str) -> "object":
    left = [times]

    def page(request: Request) -> None:
        left[0] -= 1
        if left[0] >= 0:
            request.send(b"", status=status, **headers)
        else:
            request.send(b"at last")

    return page


def test_what_may_pass_is_tried_again_with_growing_pauses(site: Site) -> None:
    site.pages["/a"] = failing(2, 500)  # type: ignore[assignment]
    clock = FakeClock()
    assert make_web(clock).get(site.url("/a"), robots=False).body == b"at last"
    assert clock.slept == [0.0, 2.0, 4.0]
    site.pages["/b"] = failing(9, 502)  # type: ignore[assignment]
    assert refusal(make_web(), site.url("/b"), robots=False).passing
    assert site.paths().count("/b") == 3


def test_retry_after_is_heeded(site: Site) -> None:
    site.pages["/a"] = failing(1, 429, retry_after="17")  # type: ignore[assignment]
    clock = FakeClock()
    assert make_web(clock).get(site.url("/a"), robots=False).body == b"at last"
    assert clock.slept == [0.0, 17.0]
    site.pages["/b"] = failing(1, 503, retry_after="Wed, 12 Mar 2031 10:00:30 GMT")  # type: ignore[assignment]
    clock = FakeClock()
    assert make_web(clock).get(site.url("/b"), robots=False).body == b"at last"
    assert clock.slept == [0.0, 30.0]


def test_a_host_that_asks_for_an_hour_gets_it(site: Site) -> None:
    site.pages |= {"/a": failing(1, 429, retry_after="3600"), "/b": "b"}  # type: ignore[dict-item]
    clock = FakeClock()
    web = make_web(clock)
    error = refusal(web, site.url("/a"), robots=False)
    assert (error.wait_s, error.passing, error.status) == (3600.0, True, 429)
    error = refusal(web, site.url("/b"), robots=False)
    assert (error.what, error.wait_s) == ("host asks to wait", 3600.0)
    assert site.paths() == ["/a"]
    clock.sleep(3601)
    assert web.get(site.url("/b"), robots=False).body == b"b"


def test_nothing_there_is_not_asked_again(site: Site) -> None:
    error = refusal(make_web(), site.url("/none"), robots=False)
    assert (error.found, error.passing) == ("status 404", False)
    assert site.paths() == ["/none"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_packed_answers(site: Site, coding: str) -> None:
    packed = gzip.compress(b"hello") if coding == "gzip" else zlib.compress(b"hello")
    site.pages["/a"] = lambda request: request.send(packed, content_encoding=coding)
    assert make_web().get(site.url("/a")).body == b"hello"


# Servers that mean harm.


def test_a_redirect_loop_ends(site: Site) -> None:
    site.pages["/a"] = lambda request: request.send(b"", status=302, location="/a")
    assert refusal(make_web(), site.url("/a")).what == "too many redirects"
    assert len(site.paths()) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x.example/", "gopher://x/"])
def test_redirects_to_other_schemes_are_refused(site: Site, target: str) -> None:
    site.pages["/a"] = lambda request: request.send(b"", status=302, location=target)
    assert refusal(make_web(), site.url("/a")).what == "not a web address"


def test_a_redirect_from_a_public_to_a_private_address_is_refused(site: Site) -> None:
    site.pages["/a"] = lambda request: request.send(b"", status=302, location=site.url("/secret", PRIVATE_HOST))
    site.pages["/secret"] = "secret"
    error = refusal(make_web(), site.url("/a"), robots=False)
    assert error.what == "address in a private network"
    assert error.do == "allow private addresses if you mean it"
    assert site.paths() == ["/a"]


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    site.pages["/a"] = "mine"
    url = site.url("/a", "127.0.0.1")
    real = Network(resolve_host, is_public)
    strict = Web(Limits(), clock=FakeClock(), network=real)
    assert refusal(strict, url, robots=False).what == "address in a private network"
    assert Web(Limits(allow_private=True), clock=FakeClock(), network=real).get(url).body == b"mine"


def test_the_address_connected_to_is_the_one_checked(site: Site) -> None:
    site.pages["/a"] = "a"
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    asked: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    web = Web(Limits(), clock=FakeClock(), network=Network(rebind, NETWORK.is_public))
    assert web.get(site.url("/a"), robots=False).body == b"a"
    assert asked == ["news.example"]
    assert refusal(web, site.url("/a"), robots=False).what == "address in a private network"


def test_one_private_address_among_many_is_enough_to_refuse(site: Site) -> None:
    mixed = Network(lambda host, port: ["127.0.0.1", "127.0.0.2"], NETWORK.is_public)
    web = Web(Limits(), clock=FakeClock(), network=mixed)
    assert refusal(web, site.url("/a"), robots=False).what == "address in a private network"


def test_ten_gigabytes_announced_are_refused_before_they_are_read(site: Site) -> None:
    site.pages["/a"] = lambda request: request.send(b"x", content_length=str(10**10))
    begin = time.monotonic()
    error = refusal(make_web(), site.url("/a"), robots=False)
    assert time.monotonic() - begin < 2
    assert (error.what, error.found) == ("answer too large", "10000.0 MB or more where at most 20 MB are read")


def endless(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    while True:
        request.wfile.write(b"quay " * 20_000)


def test_an_endless_body_is_cut_off(site: Site) -> None:
    site.pages["/a"] = endless
    assert refusal(make_web(max_bytes=MEGABYTE), site.url("/a"), robots=False).what == "answer too large"


def test_a_packed_bomb_is_cut_off(site: Site) -> None:
    bomb = gzip.compress(bytes(80 * MEGABYTE), 9)
    site.pages["/a"] = lambda request: request.send(bomb, content_encoding="gzip")
    assert refusal(make_web(max_bytes=MEGABYTE), site.url("/a"), robots=False).what == "answer too large"


def drip(request: Request) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(1000):
        request.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        request.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


@pytest.mark.parametrize("page", [drip, drip_headers])
def test_an_answer_that_drips_is_given_up(site: Site, page: object) -> None:
    site.pages["/a"] = page  # type: ignore[assignment]
    web = Web(Limits(answer_s=0.3, tries=1, pause_s=0.0), clock=SystemClock(), network=NETWORK)
    begin = time.monotonic()
    assert refusal(web, site.url("/a"), robots=False).what == "no answer"
    assert time.monotonic() - begin < 3


def test_a_server_that_hangs_up_is_told(site: Site) -> None:
    site.pages["/a"] = lambda request: request.wfile.close()
    assert refusal(make_web(tries=1), site.url("/a"), robots=False).what == "no answer"
    site.pages["/b"] = lambda request: request.send(b"\x1f\x8bno", content_encoding="gzip")
    assert refusal(make_web(tries=1), site.url("/b"), robots=False).what == "body not readable"
    site.pages["/c"] = lambda request: request.wfile.write(b"no http at all\r\n\r\n")
    assert refusal(make_web(tries=1), site.url("/c"), robots=False).what == "no answer"


def test_pictures_are_not_read(site: Site) -> None:
    site.pages["/a"] = lambda request: request.send(b"x", type="image/png", content_length=str(10**9))
    assert refusal(make_web(), site.url("/a"), robots=False).found == "type image/png"


def test_a_host_that_is_not_known() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    web = Web(Limits(tries=1), clock=FakeClock(), network=Network(unknown, is_public))
    assert refusal(web, "http://nowhere.example/", robots=False).what == "host not found"


NOT_PUBLIC = (
    "127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 0.0.0.0 224.0.0.1 100.64.0.1 255.255.255.255 ::1 :: "
    "fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 "
    "198.18.0.1 240.0.0.1"
)


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://",
        "http://[::1",
        "http://x:99999/",
        "http://user:secret@x.example/",
        "//x.example/",
        "",
        "mailto:a@x.example",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(WebError) as caught:
        split_url(url)
    assert "secret" not in str(caught.value)


def test_addresses_are_written_in_ascii() -> None:
    found = split_url("HTTP://Käfer.example:8080/a b/é?q=ü&x=%20#top").geturl()
    assert found == "http://xn--kfer-loa.example:8080/a%20b/%C3%A9?q=%C3%BC&x=%20"
    assert split_url("https://[2620:fe::fe]/x").geturl() == "https://[2620:fe::fe]/x"


@given(st.text(max_size=60))
def test_any_text_is_an_address_in_ascii_or_refused(text: str) -> None:
    try:
        found = split_url(text).geturl()
    except WebError:
        return
    assert found.isascii()
    assert split_url(found).geturl() == found
