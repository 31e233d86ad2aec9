"""Packs come back as they went."""

from __future__ import annotations

import pickle

from briefing.jobs import packing
from briefing.model import Derived
from tests.packs import make_pack


def test_a_pack_comes_back_equal_and_smaller_than_pickled() -> None:
    pack = make_pack(3)
    data = packing.dumps(pack)
    assert packing.loads(data) == pack
    assert len(data) < len(pickle.dumps(pack, pickle.HIGHEST_PROTOCOL))


def test_every_noun_of_the_model_has_its_own_way() -> None:
    assert Derived in packing._REDUCERS
    assert len(packing._REDUCERS) > 15
