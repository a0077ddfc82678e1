"""Whole words are replaced, the longest first, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.sources.tokens import Tokens

WORDS = st.from_regex(r"[a-z][a-z0-9]{0,5}([.-][a-z0-9]{1,5}){0,2}", fullmatch=True)


def replace(text: str, *words: str, spares_keys: bool = False) -> str:
    """Return a text in which each word stands as a number in brackets."""
    tokens = Tokens(spares_keys=spares_keys)
    for number, word in enumerate(words):
        tokens.add(word, f"<{number}>")
    return tokens.replace(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("shop", "<0>"),
        ("shop-data of default/shop_7", "<1> of default/<0>_7"),
        ("workshop shopping shop2", "workshop shopping shop2"),
        ('pod=shop: "shop"', 'pod=<0>: "<0>"'),
        ("kubernetes.io/shop=shop", "kubernetes.io/shop=<0>"),
        ("shop.kubernetes.io/shop", "shop.kubernetes.io/shop"),
        ("name-0123abcd", "name-0123abcd"),
    ],
)  # fmt: skip
def test_replaces_whole_words(text: str, shown: str) -> None:
    """Not parts of words, labels of Kubernetes itself or what is a pseudonym already."""
    assert replace(text, "shop", "shop-data", "name") == shown


def test_spares_keys_where_it_is_asked_to() -> None:
    """In a text that may be JSON."""
    assert replace('{"vm.exits":1,"a":"vm"}', "vm", spares_keys=True) == '{"vm.exits":1,"a":"<0>"}'
    assert replace('"vm:2": failed', "vm") == '"<0>:2": failed'


@given(WORDS, st.lists(WORDS, max_size=4), st.text(max_size=20))
def test_no_word_is_left(word: str, others: list[str], text: str) -> None:
    """Wherever it stands."""
    shown = replace(f"{text} {word}/{text}({word})", word, *others)

    assert not re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", shown) or "kube" in word
