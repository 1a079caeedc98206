"""Kills at random moments, many of them: nothing that was signed is lost or signed twice."""

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.stories.nodes import Node, close, create_pair, establish, until
from tests.stories.speaking import SIZES, WORDS, heard, say, texts

pytestmark = pytest.mark.soak

KILLS = int(os.environ.get("ANSWERABLE_TEST_KILLS", "100"))
SEED = int(os.environ.get("ANSWERABLE_TEST_SEED", "1"))
THREAD = "e" * 32


def speak(node: Node, text: str) -> str | None:
    """Say it; return its leaf, or None where the speaking process was killed meanwhile."""
    try:
        return say(node, THREAD, text, "embassy")
    except (AssertionError, BrokenPipeError):
        return None


def test_kills_at_random_moments_lose_and_repeat_nothing(tmp_path: Path) -> None:
    a, b = create_pair(tmp_path)
    dice = random.Random(SEED)
    signed: list[str] = []
    try:
        establish(a, b)
        for node in (a, b):
            node.start()
            node.run(WORDS)

        for number in range(KILLS):
            victim = dice.choice(["speaker", "sender", "receiver"])
            with ThreadPoolExecutor(1) as pool:
                speaking = pool.submit(speak, a, f"Message {number}")
                time.sleep(dice.uniform(0, 0.06))
                if victim == "speaker":
                    assert a.hand is not None
                    a.hand.kill()
                else:
                    (a if victim == "sender" else b).kill()
                leaf = speaking.result()
            if leaf is not None:
                signed.append(leaf)
            if victim == "speaker":
                a.hand = None
                a.run(WORDS)
            for node in (a, b):
                if node.process is None:
                    node.start()

        until(lambda: a.run(SIZES) == b.run(SIZES), "equal logs", within=180)
        until(lambda: all(m["with"] for m in heard(a, THREAD)), "all receipts", within=180)

        leaves = [str(m["leaf"]) for m in heard(b, THREAD)]
        assert set(signed) <= set(leaves), "what was signed is lost"
        assert max(Counter(texts(b, THREAD)).values()) == 1, "something was signed twice"
        assert a.cli("verify", str(a.home)).strip()
    finally:
        close(a, b)
