"""A secret never survives; everything else stays byte for byte."""

import json
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from downstack.sources.redact import REDACTED, redact

CEPHX = "AQ" + "c2VjcmV0" * 4 + "Zm9v=="
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow{}IBAAKCAQEA\nabc\n-----END RSA PRIVATE KEY-----"
PLACES = (
    "qemu-system-x86_64\0-object\0secret,id=masterKey0,data={},format=raw\0-m\0size=128\0",
    "qemu-system-x86_64\0-object\0secret,id=sec0,data={}\0-m\0size=128\0",
    "-object qom-type=secret,id=sec0,data={} -m 128",
    '-object {{"qom-type":"secret","id":"s0","data":"{}","format":"raw"}} -m 128',
    '-object {{"data":"{}","qom-type":"secret","id":"s0"}} -m 128',
    "-spice port=5900,password={},disable-ticketing -m 128",
    "-drive file.driver=http,file.username=kim,file.password={},if=virtio",
    "-drive file=rbd:vms/db1:id=admin:key={}:auth_supported=cephx,format=raw",
    "<graphics type='vnc' port='5900' passwd='{}' listen='127.0.0.1'/>",
    '<graphics type="spice" passwd="{}" connected="keep"/>',
    "<qemu:env name='DB_PASSWORD' value='{}'/><qemu:arg value='-m'/>",
    "<secret ephemeral='no'>{}</secret><uuid>1</uuid>",
    "<password>{}</password>",
    "https://kim:{}@store.example/image.raw end",
    "PATH=/usr/bin\0PGPASSWORD={}\0HOME=/root",
    "export API_TOKEN={}\nexport LANG=C",
    "AWS_SECRET_ACCESS_KEY={} LANG=C",
    "client_secret: {}\nclient_id: web",
    "password = {}\nuser = kim",
    'password: "{}"\nuser: kim',
    "mysql --password={} --user=kim",
    "mysqldump\0--password\0{}\0--user\0kim",
    "backup --api-key {} --verbose",
    "GET /x?token={}&user=kim HTTP/1.1",
    "Authorization: Bearer {} end",
    "curl -H 'X-Api-Key: {}' http://x/",
    'env: [{{"name": "DB_PASSWORD", "value": "{}"}}]',
    PEM,
    "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\ncut off",
)
LIKE_A_NAME = re.compile(r"(?i)pass|pwd|token|credential|secret|key")
SECRETS = (
    st.text(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=_.!#%^*~",
        min_size=8,
        max_size=40,
    )
    .map(lambda text: f"s3{text}")
    .filter(lambda text: not LIKE_A_NAME.search(text))
)
"""Unquoted secrets without white space, quotes, angle brackets, or `@ / & , ; :`."""
HARMLESS = (
    "<cpu mode='host-passthrough' check='none'/><input type='keyboard' bus='ps2'/>",
    "<secret type='ceph' uuid='2a5b08e4-3dca-4ff9-9a1d-40389758d081'/>",
    "<auth username='libvirt'><secret type='ceph' usage='client.libvirt'/></auth>",
    "-object secret,id=masterKey0,format=raw,file=/var/lib/libvirt/qemu/d/master-key.aes",
    "-spice port=5900,password=on -blockdev key-secret=sec0,password-secret=sec1",
    "-vnc 127.0.0.1:0,password=on,audiodev=audio1",
    "https://store.example:8443/path?x=1 ssh://kim@db1 nbd+unix:///vda?socket=/run/x",
    "key type asymmetric registered; monkey=1 keyboard=us compass=north",
    "Failed password for invalid user kim from 192.0.2.1 port 22 ssh2",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ kim@db1",
    '[{"kind":"tbf","options":{"rate":32000,"tokens":15625,"ctokens":0}}]',
    '{"name":"db1","key":"value","xml":"<cpu mode=\'host-passthrough\'/>"}',
    "[    0.000000] Linux version 6.1.0 (gcc) #1 SMP\n[    1.5] PM: hibernation",
)


@pytest.mark.parametrize("place", PLACES)
@given(secret=SECRETS)
@example(secret="s3cr3t+==")  # noqa: S106 - planted
def test_a_planted_secret_never_survives(place: str, secret: str) -> None:
    """Wherever a secret stands, it goes, and what is around it stays."""
    before, _, after = place.format("\1").partition("\1")
    assume(secret not in before + after)
    for wrap in (str, json.dumps, lambda text: json.dumps({"xml": text, "n": [1]})):
        clean = redact(wrap(place.format(secret)))
        assert secret not in clean
        assert clean == wrap(place.format(REDACTED)) or "PRIVATE KEY" in place


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    """References to secrets, states and words that look like names of secrets are kept."""
    assert redact(text) == text
    assert redact(json.dumps({"text": text})) == json.dumps({"text": text})


@pytest.mark.parametrize(
    "secret",
    [
        CEPHX,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXNpZw",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "$6$saltsalt$3kq8K1zG0N5y0sVgqk2Xb1",
        "$y$j9T$saltsaltsalt$3kq8K1zG0N5y0sVgqk2Xb1",
    ],
)
def test_knows_some_secrets_by_their_form(secret: str) -> None:
    """Keys with a form of their own go wherever they stand."""
    assert redact(f"left {secret} right") == f"left {REDACTED} right"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('{"password":"x","passphrase":""}', '{"password":"REDACTED","passphrase":""}'),
        ('{"a":{"auth_token":"abc"},"b":1}', '{"a":{"auth_token":"REDACTED"},"b":1}'),
        ('{"MESSAGE":"login password=abc"}\nplain token=abc', None),
        ('password="two words" next', 'password="REDACTED" next'),
        ("password='two words' next", "password='REDACTED' next"),
        ('password="cut off and never cl', 'password="REDACTED'),
        ("password=comma,,doubled,id=x", "password=REDACTED,id=x"),
        ("PGPASSWORD=REDACTED", "PGPASSWORD=REDACTED"),
    ],
)
def test_ends_a_secret_where_it_ends(text: str, clean: str | None) -> None:
    """Quotes, doubled commas and JSON say where a value ends."""
    result = redact(text)
    assert "abc" not in result
    assert clean is None or result == clean


@given(st.lists(st.sampled_from([*PLACES, *HARMLESS, "\n", "\\", '"', "'", "{", "[", "}", "x"])))
def test_redacting_twice_changes_nothing_more(parts: list[str]) -> None:
    """The redacted text has no secret left that a second pass would find."""
    once = redact("".join(parts).replace("{}", "s3cr3tvalue").replace("{{", "{"))
    assert redact(once) == once


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    """No text breaks the redaction, nor JSON of it."""
    assert isinstance(redact(text), str)
    assert json.loads(redact(json.dumps([text])))


def test_is_fast_enough_for_a_thousand_domains() -> None:
    """Eight megabytes of domain XML do not stall a recording."""
    xml = "<domain>" + "<input type='keyboard' bus='ps2'/><cpu mode='host-passthrough'/>\n" * 120
    text = json.dumps([{"uuid": str(number), "xml": xml} for number in range(100)])
    assert redact(text) == text
