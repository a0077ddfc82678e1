"""Tests of lines, their widths, and what is kept out of them."""

from downstack.report.page import as_text, clean, command, item, paragraph, shorten, wrap


def test_text_cannot_steer_a_terminal() -> None:
    """A guest chooses its hostname."""
    assert clean("\x1b[2Jdb1\r\nnext\u202e") == "[2Jdb1 next"


def test_item_hangs_below_its_label() -> None:
    """Forty columns are the least."""
    text = as_text(item("cleared", "one two three four five six seven eight", 40))

    assert text == "  cleared: one two three four five six\n    seven eight"


def test_word_without_a_space_is_broken() -> None:
    """A path can be longer than a line."""
    assert wrap("a" * 50, 40, "- ", "  ") == ["- " + "a" * 38, "  " + "a" * 12]


def test_wide_characters_count_twice() -> None:
    """As they do on the screen."""
    assert wrap("数" * 21, 40) == ["数" * 20, "数"]


def test_command_stays_one_command() -> None:
    """Broken outside quotes, with a backslash."""
    text = as_text(command("virsh qemu-agent 'a quoted argument' --domain db1", 40))

    assert text == (
        "      $ virsh qemu-agent \\\n        'a quoted argument' --domain \\\n        db1"
    )


def test_long_word_of_a_command_goes_on_at_the_margin() -> None:
    """The shell joins it again: no space may come between."""
    assert as_text(command("ls /" + "x" * 40, 40)) == (
        "      $ ls \\\n        /" + "x" * 29 + "\\\n" + "x" * 11
    )


def test_cut_text_ends_after_a_word() -> None:
    """With dots where something is missing."""
    assert (
        shorten("the guest's clock is ahead of the host's", 30) == "the guest's clock is ahead ..."
    )
    assert shorten("short", 30) == "short"


def test_what_runs_on_is_indented() -> None:
    """So that the eye finds the next item."""
    assert as_text(paragraph("one two three four five six seven eight nine", 40, indent=2)) == (
        "  one two three four five six seven\n    eight nine"
    )
