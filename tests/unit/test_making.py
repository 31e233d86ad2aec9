"""Nouns that are made quickly are like any others."""

from __future__ import annotations

import copy
import pickle

from tests.packs import make_pack


def test_a_pack_comes_back_equal_from_another_process_or_copied() -> None:
    pack = make_pack(3)
    assert pickle.loads(pickle.dumps(pack)) == pack
    assert copy.deepcopy(pack) == pack


def test_what_was_worked_out_is_not_sent_along() -> None:
    observation = make_pack().observations[0]
    fresh = pickle.dumps(observation)
    assert observation.key
    assert observation.amount.interval
    assert pickle.dumps(observation) == fresh
