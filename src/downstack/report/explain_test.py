"""Tests of the pages of the catalogue, for a terminal and as Markdown."""

import json as standard_json
from dataclasses import replace

from downstack.catalogue import Catalogue
from downstack.check import Count
from downstack.fault import Remedy, Risk
from downstack.model import Platform
from downstack.report import json
from downstack.report.catalogue_pages import fault_page, index_page, pages, signals_page
from downstack.report.dossier import consequences, reach_in_words, told_apart
from downstack.report.explain import close_matches, lines, list_lines, unknown
from downstack.report.page import as_text
from tests.support.small_catalogue import (
    BACKEND_SLOW,
    CATALOGUE,
    LIMIT,
    STOLEN,
    THROTTLED,
    WAIT,
)

REMEDY = Remedy(
    platform=Platform.LIBVIRT,
    risk=Risk.SAFE,
    text="raise it | now",
    command="virsh blkdeviotune {domain}",
    versions="libvirt >= 5",
    do_not="reboot",
)
TOLD = replace(
    THROTTLED,
    remedies=(REMEDY,),
    confused_with=("backend_slow",),
    references=("https://example.org/iotune",),
    because="QEMU holds requests back.",
)
TELLING = replace(CATALOGUE, faults=(BACKEND_SLOW, TOLD, STOLEN), signals=(WAIT, LIMIT))


def test_page_tells_what_the_catalogue_knows() -> None:
    """From the gate to the reference."""
    assert as_text(lines(TOLD, TELLING, 120)) == (
        "throttled: throttled\n"
        "  where: management, storage, on a disk\n"
        "  why: QEMU holds requests back.\n"
        "  proven: draft; access: L1 (libvirt, read-only) reads 4 of 4 checks\n"
        "\n"
        "  only if: disk limit is set\n"
        "  sign: disk limit is set; with the fault 97 %, without 2 % (judged), level L1\n"
        "  leads to: answers slowly: disk_slow\n"
        "    seen as: disk wait above 30 ms; with the fault 97 %, without 2 % (judged), level L1\n"
        "    seen as: disk mean wait above 30 ms; with the fault 97 %, without 2 % (judged), "
        "level L1\n"
        "  leads to: the VM waits for its disk (a symptom): domain_disk_waits\n"
        "    seen as: VM disk wait above 30 ms; with the fault 97 %, without 2 % (judged), "
        "level L1\n"
        "\n"
        "  confused with: backend_slow: backend_slow\n"
        "    only here: disk limit is set\n"
        "\n"
        "  confirm:\n"
        "      $ look at {entity}\n"
        "  fix on libvirt [safe]: raise it | now (libvirt >= 5)\n"
        "      $ virsh blkdeviotune {domain}\n"
        "    do NOT reboot\n"
        "  see: https://example.org/iotune"
    )


def test_counted_check_says_so() -> None:
    """Guess .97 of weight 4 and 16 of 16 make .994."""
    key = f"{THROTTLED.signs[0].key('throttled')}/sensitivity"
    counted = replace(CATALOGUE, calibration={key: Count(16, 16)})

    assert "with the fault 99.4 %, without 2 % (counted)" in as_text(lines(THROTTLED, counted, 120))


def test_twins_are_told_apart_by_what_only_one_shows() -> None:
    """What both show tells nothing."""
    assert told_apart(BACKEND_SLOW, THROTTLED) == ([], ["disk limit is set"])
    assert [effect.id for effect in consequences(THROTTLED)] == ["disk_slow", "domain_disk_waits"]
    assert reach_in_words(STOLEN) == "L1 (libvirt, read-only) reads 1 of 1 checks"


def test_list_is_by_layer_and_marks_risks() -> None:
    """One line each."""
    faults = (BACKEND_SLOW, replace(THROTTLED, risk=True))

    assert as_text(list_lines(faults, 100)) == (
        "management\n"
        "  throttled                    draft     throttled (risk)\n"
        "\n"
        "storage\n"
        "  backend_slow                 draft     backend_slow"
    )
    assert as_text(list_lines((), 100)) == "the catalogue is empty"


def test_unknown_id_gets_close_ones() -> None:
    """One clear line."""
    assert unknown("throtled", CATALOGUE) == (
        "no fault is called 'throtled'; did you mean throttled?"
    )
    assert unknown("zzz", CATALOGUE) == "no fault is called 'zzz'; downstack explain lists all"
    assert close_matches("Slow", CATALOGUE) == ["backend_slow"]


def test_pages_of_the_docs_are_all_there() -> None:
    """A page for each fault, two lists and the schema."""
    texts = pages(TELLING)

    assert list(texts) == [
        "catalogue/backend_slow.md",
        "catalogue/index.md",
        "catalogue/stolen.md",
        "catalogue/throttled.md",
        "schema.json",
        "signals.md",
    ]
    assert standard_json.loads(texts["schema.json"]) == json.schema()
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in texts.values())


def test_page_of_a_fault_as_markdown() -> None:
    """Marks in a text are not read as Markdown."""
    page = fault_page(TOLD, TELLING)

    assert "# throttled\n\n`throttled`\n" in page
    assert "| disk limit is set | 0.97 | 0.020 | judged | L1 |" in page
    assert "[backend_slow](backend_slow.md): backend_slow\n\n- only here: disk limit is set" in page
    assert "**libvirt** [safe]: raise it \\| now (libvirt >= 5)" in page
    assert "```sh\nvirsh blkdeviotune {domain}\n```\n\n**do NOT reboot**" in page
    assert "- <https://example.org/iotune>" in page


def test_index_and_signals_link_and_define() -> None:
    """By layer and by kind."""
    empty = Catalogue(faults=(), effects=())

    assert "| [throttled](throttled.md) | throttled | storage | draft |" in index_page(TELLING)
    assert "3 causes and 0 risks." in index_page(TELLING)
    assert "| `disk_limit` | state, none | limit States: none, set. |  |" in signals_page(
        TELLING.signals
    )
    assert "0 causes and 0 risks." in index_page(empty)
