import xmlrpc.client

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks.protocols import Reason, Refusal, State, pingback
from tests.linkbacks.answers import answer

SOURCE = "https://anderswo.example/beitrag/?a=1&b=2"
TARGET = "https://wir.example/beitrag/"
XML = "text/xml"


def call(inside, method="pingback.ping", root="methodCall"):
    return f"<{root}><methodName>{method}</methodName><params>{inside}</params></{root}>".encode()


def params(*values):
    return "".join(f"<param>{value}</param>" for value in values)


def string(text):
    return f"<value><string>{text}</string></value>"


PING = call(params(string("https://a.example/"), string(TARGET)))


def refused(body, content_type=XML):
    with pytest.raises(Refusal) as caught:
        pingback.read(body, content_type)
    return caught.value.reason


def test_a_ping_of_pythons_own_client_is_read():
    body = xmlrpc.client.dumps((SOURCE, TARGET), "pingback.ping").encode()
    request = pingback.read(body, XML)
    assert (request.method, request.source, request.target) == (pingback.PING, SOURCE, TARGET)
    assert (request.call.protocol, request.call.source, request.call.target) == ("pingback", SOURCE, TARGET)


def test_the_other_two_methods_are_read():
    body = xmlrpc.client.dumps((TARGET,), "pingback.extensions.getPingbacks").encode()
    assert pingback.read(body, XML) == pingback.Request(pingback.PINGBACKS, target=TARGET)
    assert pingback.read(xmlrpc.client.dumps((), "system.listMethods").encode(), XML).method == pingback.METHODS


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_a_call_in_each_of_the_encodings_is_read(charset):
    text = call(params(string("https://größe.example/"), string(TARGET))).decode()
    stated = f"{XML}; charset={charset.removesuffix('-sig')}"
    assert pingback.read(text.encode(charset), stated).source == "https://größe.example/"


@pytest.mark.parametrize("charset", ["UTF-8", "utf-16", "ISO-8859-1"])
def test_the_document_may_say_itself_how_it_is_encoded(charset):
    text = call(params(string("https://größe.example/"), string(TARGET))).decode()
    declared = f'<?xml version="1.0" encoding="{charset}"?>\r\n{text}'
    assert pingback.read(declared.encode(charset), XML).source == "https://größe.example/"


def test_the_header_says_it_with_more_weight_than_the_document():
    body = b'<?xml version="1.0" encoding="iso-8859-1"?>' + call(params(string("https://ö.example/"), string("b")))
    assert pingback.read(body, f"{XML}; charset=utf-8").source == "https://ö.example/"


@pytest.mark.parametrize("label", ["utf-7", "utf-32", "cp037", "shift_jis", "hex", "kein-zeichensatz", "windows-1252"])
def test_no_other_encoding_is_taken(label):
    assert refused(PING, f"{XML}; charset={label}") is Reason.MALFORMED
    assert refused(f'<?xml version="1.0" encoding="{label}"?>'.encode() + PING) is Reason.MALFORMED


@pytest.mark.parametrize(
    "value",
    ["<value> https://a.example/ </value>", "<value><string>\n https://a.example/\t</string></value>"],
)
def test_a_value_without_a_type_is_a_string(value):
    assert pingback.read(call(params(value, string(TARGET))), XML).source == "https://a.example/"


@pytest.mark.parametrize(
    "value",
    [
        "<value><int>1</int></value>",
        "<value><base64>aHR0cA==</base64></value>",
        "<value><struct/></value>",
        "<value><array><data/></array></value>",
        "<value><string>a</string><string>b</string></value>",
        "<value><string><b>a</b></string></value>",
        "",
        "<value>a</value><value>b</value>",
        "<value>a\u0085b</value>",
        "<value>a&#127;b</value>",
        "<value>a&#10;b</value>",
    ],
)
def test_whatever_is_no_clean_string_is_a_wrong_parameter(value):
    assert refused(call(params(value, string(TARGET)))) is Reason.WRONG_PARAMETERS


@pytest.mark.parametrize("values", [(), ("a",), ("a", "b", "c")])
def test_a_ping_has_two_parameters(values):
    assert refused(call(params(*map(string, values)))) is Reason.WRONG_PARAMETERS


@pytest.mark.parametrize("method", ["system.multicall", "wp.getUsersBlogs", "metaWeblog.newPost", "pingback.Ping"])
def test_no_other_method_is_known(method):
    assert refused(call(params(string("a"), string("b")), method)) is Reason.UNKNOWN_METHOD


@pytest.mark.parametrize("body", [b"<methodCall/>", b"<html/>", call("", root="methodResponse"), call("", method=" ")])
def test_what_is_no_call_is_refused(body):
    assert refused(body) is Reason.NO_CALL


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        PING + b"x",
        PING[:-4],
        b"<!DOCTYPE methodCall>" + PING,
        b'<!DOCTYPE a [<!ENTITY x "y">]>' + call(params(string("&x;"), string("b"))),
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + PING,
        call(params(string("&#1;"), string("b"))),
        call(params(string("&undeclared;"), string("b"))),
        call(params(string("\x00"), string("b"))),
        b"\xff\xfe" + PING,
        PING.replace(b"https", b"\xff\xff"),
        PING + b" " * 64 * 1024,
    ],
)
def test_what_is_not_sound_xml_is_malformed(body):
    assert refused(body) is Reason.MALFORMED


def test_deep_nesting_harms_nobody():
    assert refused(b"<a>" * 9000 + b"</a>" * 9000) is Reason.NO_CALL


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: call(params(text, text))), st.text(max_size=60))
@example(PING, "text/xml; charset*=x''y")
@example(PING, "text/xml; charset=\ud800")
@example(b"\x00<\x00m", "")
@example(b"<\x00m\x00", "")
def test_whatever_comes_is_a_request_or_a_refusal(body, kind):
    for content_type in (kind, f"{XML}; charset={kind}"):
        try:
            request = pingback.read(body, content_type)
        except Refusal as refusal:
            with pytest.raises(xmlrpc.client.Fault):
                xmlrpc.client.loads(pingback.fault(refusal))
        else:
            assert request.method in pingback.PARAMETERS


@given(st.text())
def test_a_success_is_read_by_pythons_own_client(sentence):
    ((said,), _method) = xmlrpc.client.loads(pingback.response(sentence))
    assert said == pingback.xmlrpc.NOT_IN_XML.sub("", sentence)


def test_lists_are_read_by_pythons_own_client():
    assert xmlrpc.client.loads(pingback.response([SOURCE, TARGET]))[0] == ([SOURCE, TARGET],)
    assert xmlrpc.client.loads(pingback.response([]))[0] == ([],)
    assert "pingback.ping" in xmlrpc.client.loads(pingback.methods())[0][0]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.OTHER, 0),
        (Reason.NO_SOURCE, 16),
        (Reason.NO_LINK, 17),
        (Reason.NO_TARGET, 32),
        (Reason.CLOSED_TARGET, 33),
        (Reason.KNOWN, 48),
        (Reason.DENIED, 49),
        (Reason.MALFORMED, -32700),
        (Reason.NO_CALL, -32600),
        (Reason.UNKNOWN_METHOD, -32601),
        (Reason.WRONG_PARAMETERS, -32602),
    ],
)
def test_each_reason_has_its_fault(reason, code):
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(pingback.fault(Refusal("No <thanks> & so on.", reason=reason)))
    assert (caught.value.faultCode, caught.value.faultString) == (code, "No <thanks> & so on.")


def test_pythons_own_server_side_reads_our_call():
    letter = pingback.letter(SOURCE, TARGET)
    assert xmlrpc.client.loads(letter.body) == ((SOURCE, TARGET), "pingback.ping")
    assert letter.content_type == "text/xml; charset=utf-8"


def test_a_string_is_a_success():
    delivery = pingback.delivery(answer(xmlrpc.client.dumps(("Thank <b>you</b>!",), methodresponse=True)))
    assert (delivery.state, delivery.words) == (State.DELIVERED, "Thank you!")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (48, State.DELIVERED),
        (0, State.REFUSED),
        (17, State.REFUSED),
        (33, State.REFUSED),
        (50, State.FAILED),
        (429, State.FAILED),
    ],
)
def test_that_they_have_it_already_is_as_good_as_delivered(code, state):
    body = xmlrpc.client.dumps(xmlrpc.client.Fault(code, "So it is."))
    for status in (200, 400, 500):
        delivery = pingback.delivery(answer(body, status))
        assert delivery.state == state
        assert delivery.words.startswith("So it is.")


@pytest.mark.parametrize(("code", "words"), [(0, ""), (17, "Fault 17")])
def test_a_number_stands_in_for_missing_words_where_it_says_something(code, words):
    delivery = pingback.delivery(answer(xmlrpc.client.dumps(xmlrpc.client.Fault(code, " "))))
    assert (delivery.state, delivery.words) == (State.REFUSED, words)


@pytest.mark.parametrize(
    ("body", "status", "state"),
    [
        ("", 200, State.FAILED),
        ("<html>Welcome", 200, State.FAILED),
        ("<methodResponse/>", 200, State.FAILED),
        ("<methodResponse><fault/></methodResponse>", 200, State.REFUSED),
        (xmlrpc.client.dumps(("ok",), methodresponse=True), 500, State.FAILED),
        ("Forbidden", 403, State.REFUSED),
        ("XML-RPC server accepts POST requests only.", 405, State.REFUSED),
        ("<h1>Bad Gateway</h1>", 502, State.FAILED),
        ("", 429, State.FAILED),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><methodResponse>&x;</methodResponse>',
            200,
            State.FAILED,
        ),
    ],
)
def test_what_is_no_answer_is_no_success(body, status, state):
    assert pingback.delivery(answer(body, status)).state == state


@given(st.binary(max_size=300), st.text(max_size=50), st.integers(100, 599))
@example(b"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>\xc2\xb2</int></value>"
         b"</member></struct></value></fault></methodResponse>", "", 200)  # fmt: skip
def test_whatever_they_answer_is_understood_somehow(body, content_type, status):
    assert len(pingback.delivery(answer(body, status, content_type=content_type)).words) < 300
