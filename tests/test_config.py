"""Settings: what kb.toml may say, and what a wrong one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.config import BarsFile, Settings, find_root, parse_settings, read_settings
from kb.errors import KbError, UsageError
from kb.model.audience import Audience
from kb.model.memory import Memory
from kb.model.rules import Choices


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    return tmp_path.resolve()


def settings_of(root: Path, toml: str) -> Settings:
    (root / "kb.toml").write_text(toml, "utf-8")
    return read_settings(root)


def test_an_empty_file_gives_the_defaults(root: Path) -> None:
    assert settings_of(root, "") == Settings(root=root, vault=root / "vault")


def test_every_setting_can_be_given(root: Path) -> None:
    (root / "notes").mkdir()
    settings = settings_of(
        root,
        """
        vault = "notes"
        [runs]
        timeout_seconds = 90.5
        jobs = 3
        memory = "60%"
        kernels = "spawn"
        [site]
        name = "Desk"
        url = "https://example.org/notes"
        feeds = ["posts"]
        [check.rules]
        orphan = "off"
        broken-link = "warning"
        [check.ignore]
        orphan = ["inbox/**"]
        [bars.EURUSD]
        time_zone = "UTC"
        periods_per_year = 260
        [bars."BRK.B"]
        file = "brk.parquet"
        time_zone = "America/New_York"
        periods_per_year = 252
        """,
    )

    assert (settings.vault, settings.timeout_seconds, settings.jobs) == (root / "notes", 90.5, 3)
    assert settings.memory == Memory(0.6, is_share=True)
    assert settings.kernels == "spawn"
    assert (settings.site_name, settings.site_url) == ("Desk", "https://example.org/notes/")
    assert settings.feeds == ("posts",)
    assert settings.check == Choices({"orphan": "off", "broken-link": "warning"}, {"orphan": ("inbox/**",)})
    assert settings.bars == {
        "EURUSD": BarsFile("EURUSD", "EURUSD.csv", "UTC", 260.0),
        "BRK.B": BarsFile("BRK.B", "brk.parquet", "America/New_York", 252.0),
    }


def test_the_parts_of_a_workspace_have_their_places(root: Path) -> None:
    settings = settings_of(root, "")
    places = [settings.notebooks, settings.strategies, settings.bars_folder, settings.ledger]

    assert [place.relative_to(root).as_posix() for place in places] == [
        "notebooks",
        "strategies",
        "data/bars",
        "data/ledger",
    ]
    assert (settings.store, settings.site) == (root / ".kb", root / "site")


def test_the_vault_may_be_anywhere(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = tmp_path_factory.mktemp("Obsidian Vault").resolve()

    assert settings_of(root, f"vault = '{vault}'").vault == vault


def test_the_vault_may_stand_in_the_home_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(root))

    assert settings_of(root, 'vault = "~/vault"').vault == root / "vault"


def test_a_byte_order_mark_as_notepad_writes_it_is_no_fault(root: Path) -> None:
    (root / "kb.toml").write_bytes(b"\xef\xbb\xbf[site]\r\nname = 'Desk'\r\n")

    assert read_settings(root).site_name == "Desk"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("valt = 'x'", "Unknown setting: valt. Did you mean `vault`?"),
        ("zzz = 1", "Unknown setting: zzz. Known here: vault, runs, bars, site, check, audiences."),
        ("[runs]\ntimeout = 5", "Unknown setting: runs.timeout. Did you mean `runs.timeout_seconds`?"),
        ("[site]\nnmae = 'x'", "Unknown setting: site.nmae. Did you mean `site.name`?"),
        ("[bars.X]\nzone = 'UTC'", "Unknown setting: bars.X.zone. Did you mean `bars.X.time_zone`?"),
        (
            "[site]\nurl = 'example.org'",
            "`site.url` must be the web address of a site: 'example.org'. Write it like this",
        ),
        ("[site]\nurl = 'https://'", "`site.url` must be the web address of a site"),
        ("[site]\nurl = 'ftp://x.org'", "`site.url` must be the web address of a site"),
        ("[site]\nurl = 'https://me:word@x.org'", "`site.url` must be the web address of a site"),
        ("[site]\nurl = 'https://x.org/?a'", "`site.url` must be the web address of a site"),
        ("[site]\nurl = 'https://[x'", "`site.url` must be the web address of a site"),
        ("[site]\nurl = 5", "`site.url` must be text: 5."),
        (
            "[site]\nfeeds = 'posts'",
            "`site.feeds` must be a list of texts: 'posts'. Write it like this: feeds = [\"posts",
        ),
        ("vault = 5", '`vault` must be text: 5. Write it in quotes: vault = "…".'),
        ("vault = 'gone'", "The vault is not a folder: gone. Set `vault` to the folder that you open in Obsidian."),
        ("vault = '~nobody-of-this-name/x'", "There is no such home folder: ~nobody-of-this-name/x. Set `vault`"),
        ("runs = 5", "`runs` must be a table: 5. Write it as [runs] with its settings below."),
        ("[bars]\nX = 'x.csv'", "`bars.X` must be a table: 'x.csv'. Write it as [bars.X] with its settings below."),
        (
            "[runs]\ntimeout_seconds = '5'",
            "`runs.timeout_seconds` must be a number above 0: '5'. Write it without quotes",
        ),
        ("[runs]\ntimeout_seconds = inf", "`runs.timeout_seconds` must be a number above 0: inf"),
        ("[runs]\ntimeout_seconds = nan", "`runs.timeout_seconds` must be a number above 0: nan"),
        ("[runs]\ntimeout_seconds = true", "`runs.timeout_seconds` must be a number above 0: True"),
        (
            '[site]\nhosts = ["example.com"]',
            "`site.hosts` must be a list of hosts: ['example.com']. Write it",
        ),
        ('[site]\nhosts = ["https://a.example; script-src *"]', "`site.hosts` must be a list of hosts"),
        ("[runs]\njobs = 0", "`runs.jobs` must be a whole number above 0: 0. Write it like this: jobs = 2."),
        ("[runs]\njobs = '2'", "`runs.jobs` must be a whole number above 0: '2'. Write it without quotes: jobs = 2."),
        ("[runs]\njobs = 1.5", "`runs.jobs` must be a whole number above 0: 1.5"),
        ('[runs]\nmemory = "much"', "`runs.memory` must be an amount of memory: 'much'. Write it like \"4GB\""),
        ('[runs]\nkernels = "zmq"', "`runs.kernels` must be one of fork, spawn, stock: 'zmq'. Write it like"),
        ("[runs]\nmemory = 4", "`runs.memory` must be an amount of memory: 4."),
        ("[runs]\njobs = true", "`runs.jobs` must be a whole number above 0: True"),
        ("[bars.X]\nperiods_per_year = 252", "`bars.X.time_zone` must be text: nothing. Write it in quotes: time_zone"),
        ("[bars.X]\ntime_zone = 'UTC'", "`bars.X.periods_per_year` must be a number above 0: nothing. Write it"),
        ("[bars.X]\ntime_zone = 'New York'", "`bars.X.time_zone` must be a time zone: 'New York'. Use a name of the"),
        ("[bars.X]\ntime_zone = 'America'", "`bars.X.time_zone` must be a time zone: 'America'"),
        ("[bars.X]\ntime_zone = '../UTC'", "`bars.X.time_zone` must be a time zone: '../UTC'"),
        ("[audiences.x]\nbas = 'owner'", "Unknown setting: audiences.x.bas. Did you mean `audiences.x.base`?"),
        ("[audiences.x]\nbase = 'all'", "`audiences.x.base` must be one of public, owner: 'all'."),
        ("[audiences.owner]\nbase = 'public'", "`audiences.owner.base` must be owner: 'public'. Leave it out:"),
        ("[audiences.public]\nbase = 'owner'", "`audiences.public.base` must be public: 'owner'. Leave it out:"),
        (
            "[audiences.x]\ntags = 'share'",
            "`audiences.x.tags` must be a list of texts: 'share'. Write it like this: tags = [\"share\"].",
        ),
        (
            "[audiences.x]\nredact = ['maß', 3]",
            '`audiences.x.redact` must be a list of texts: [\'maß\', 3]. Write it like this: redact = ["maß", "3"].',
        ),
        ("[audiences.x]\nredact = ['_']", "`audiences.x.redact` cannot be used: a name without a letter or digit."),
        ("[audiences.x]\ntags = ['#']", "`audiences.x.tags` cannot be used: a name without a letter or digit."),
        ("[audiences.x]\ndrawn = 'a.canvas'", "`audiences.x.drawn` must be a list of texts: 'a.canvas'."),
        ("[audiences.x]\ndrawn = ['*']", "`audiences.x.drawn` cannot be used: a name without a letter or digit."),
        ("[site]\ngraph = 'no'", "`site.graph` must be true or false: 'no'. Write it without quotes: graph = true."),
        ("[audiences.x]\nprivate_embeds = true", "`audiences.x.private_embeds` must be one of error, line: True."),
        (
            "[audiences.x]\nfolder = '../x'",
            "`audiences.x.folder` cannot be used: '../x'. Name a folder of the workspace",
        ),
        ("[audiences.x]\nfolder = '.git'", "`audiences.x.folder` cannot be used: '.git'."),
        ("[audiences.x]\nfolder = 'Vault/x'", "`audiences.x.folder` cannot be used: Vault/x, which is of the vault."),
        ("[audiences.x]\nfolder = 'data'", "`audiences.x.folder` cannot be used: data, which is of the workspace"),
        (
            "[audiences.x]\nfolder = 'site'",
            "`audiences.x.folder` cannot be used: site, which is of the audience owner.",
        ),
        (
            "[audiences.'My friends']",
            "`audiences.My friends` cannot be used: 'My friends'. Name an audience with small",
        ),
        ("[audiences]\nx = 1", "`audiences.x` must be a table: 1."),
        ("[check]\nrule = 1", "Unknown setting: check.rule. Did you mean `check.rules`?"),
        ("[check.rules]\norphn = 'off'", "Unknown setting: check.rules.orphn. Did you mean `check.rules.orphan`?"),
        ("[check.ignore]\norphans = []", "Unknown setting: check.ignore.orphans. Did you mean `check.ignore.orphan`?"),
        ("[check.rules]\norphan = 'no'", "`check.rules.orphan` must be one of error, warning, info, off: 'no'. Write"),
        ("[check.rules]\norphan = false", "`check.rules.orphan` must be one of error, warning, info, off: False."),
        (
            "[check.ignore]\norphan = 'x'",
            "`check.ignore.orphan` must be a list of texts: 'x'. Write it like this: orph",
        ),
        ("[check.ignore]\norphan = [1]", "`check.ignore.orphan` must be a list of texts: [1]."),
        ("vault = notes", "This is not valid TOML: Invalid value (at line 1, column 9). Correct that line; text"),
    ],
)
def test_a_wrong_setting_is_told_with_file_and_key(root: Path, toml: str, message: str) -> None:
    with pytest.raises(KbError) as error:
        settings_of(root, toml)

    assert str(error.value).startswith(f"{root / 'kb.toml'}: {message}")


def test_two_audiences_are_there_without_a_word(root: Path) -> None:
    settings = settings_of(root, "[site]\nname = 'Desk'")
    owner, public = settings.audience("owner"), settings.audience("public")

    assert (owner.base, owner.redact, owner.private_embeds, owner.site_name) == ("owner", (), "line", "Desk")
    assert (public.base, public.private_embeds, public.site_name) == ("public", "error", "Desk")
    assert public.redact == ("account", "balance", "quantity", "qty")
    assert (settings.site, settings.site_of(public)) == (root / "site", root / "site-public")
    assert (owner.is_owner, public.is_owner) == (True, False)


def test_an_audience_can_be_described(root: Path) -> None:
    settings = settings_of(
        root,
        """
        [audiences.friends]
        base = "owner"
        tags = ["#share/"]
        folders = ["/travel/"]
        redact = []
        private_embeds = "line"
        folder = "public_html/letters/"
        name = "Letters"
        """,
    )

    assert settings.audience("friends") == Audience(
        "friends", "owner", "public_html/letters", "Letters", ("share",), ("travel",), (), "line"
    )
    assert list(settings.audiences) == ["owner", "public", "friends"]


@pytest.mark.parametrize(
    ("toml", "drawn"), [("", None), ("drawn = []", ()), ('drawn = ["/boards/", "T.base"]', ("boards", "T.base"))]
)
def test_an_audience_sees_the_bases_and_canvases_that_are_named(
    root: Path, toml: str, drawn: tuple[str, ...] | None
) -> None:
    assert settings_of(root, f"[audiences.public]\n{toml}").audience("public").drawn == drawn


@pytest.mark.parametrize(("name", "do"), [("pubic", "Did you mean `public`?"), ("x", "Known here: owner, public.")])
def test_an_audience_that_is_not_there_is_told(root: Path, name: str, do: str) -> None:
    with pytest.raises(UsageError, match=f"There is no such audience: {name}. {re.escape(do)}"):
        settings_of(root, "").audience(name)


def test_settings_that_are_not_utf_8_are_told_how_to_be_saved(root: Path) -> None:
    (root / "kb.toml").write_bytes("[site]\nname = 'Dépôt'".encode("latin-1"))

    with pytest.raises(KbError, match="This file is not UTF-8 text. Save it with the encoding UTF-8"):
        read_settings(root)


def test_settings_that_may_not_be_read_are_told_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise PermissionError(13, "Permission denied")

    (root / "kb.toml").touch()
    monkeypatch.setattr(Path, "read_text", refuse)

    with pytest.raises(KbError, match="Cannot read the settings: Permission denied"):
        read_settings(root)


def test_the_workspace_is_found_from_within_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "kb.toml").touch()
    monkeypatch.chdir(root / "vault")

    assert find_root(Path()) == root
    assert read_settings().root == root


def test_where_there_is_no_workspace_kb_init_is_named(root: Path) -> None:
    with pytest.raises(KbError, match=r"There is no knowledge base here. Make one with `kb init`"):
        find_root(root)


def test_hosts_are_compared_in_lower_case(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    table = {"site": {"hosts": ["https://Video.example", "http://localhost:8000"]}}

    assert parse_settings(table, tmp_path).site_hosts == ("https://video.example", "http://localhost:8000")
