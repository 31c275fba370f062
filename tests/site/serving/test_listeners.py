from __future__ import annotations

import pytest

from kb.site.serving import listeners
from kb.site.serving.listeners import Listeners


def test_a_browser_hears_first_what_is_wrong_then_what_is_told_until_it_is_let_go() -> None:
    browsers = Listeners()
    browsers.tell(["earlier/index.html"], ["a.md:1: bad"])
    with browsers.listen() as told:
        browsers.tell(["a/index.html"], [])
        browsers.close()

        assert list(told) == [
            b'event: problems\ndata: ["a.md:1: bad"]\n\n',
            b"event: problems\ndata: []\n\n",
            b'event: written\ndata: ["a/index.html"]\n\n',
        ]


def test_one_that_has_gone_is_told_nothing_more() -> None:
    browsers = Listeners()
    with browsers.listen() as told:
        pass
    browsers.tell(["a/index.html"], [])
    browsers.close()

    assert next(told) == b"event: problems\ndata: []\n\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listeners, "_BEAT_SECONDS", 0.0)

        assert next(told) == b": still here\n\n"
