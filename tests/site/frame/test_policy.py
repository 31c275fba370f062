"""The policy allows the frame's own scripts, and nothing that a note could bring."""

from __future__ import annotations

from kb.site.frame.policy import content_policy, with_policy

SHELL = '<!doctype html><head>\n<meta charset="utf-8"><script>a=1</script></head><body><article></article></body>'


def rules(policy: str) -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def test_nothing_is_allowed_that_is_not_named() -> None:
    found = rules(content_policy(SHELL))

    assert {name for name, value in found.items() if value == "'none'"} == {
        *("default-src", "object-src", "base-uri", "form-action")
    }
    assert "unsafe" not in found["script-src"] + found["style-src"]


def test_a_script_of_the_frame_may_run_by_its_hash() -> None:
    scripts = rules(content_policy(SHELL))["script-src"].split()

    assert scripts[0] == "'self'"
    assert len(scripts) == 2
    assert scripts[1].startswith("'sha256-")
    assert rules(content_policy(SHELL.replace("a=1", "a=2")))["script-src"].split()[1] != scripts[1]


def test_data_in_a_script_element_needs_no_hash() -> None:
    shell = SHELL.replace("<script>", '<script type="application/json">')

    assert rules(content_policy(shell))["script-src"] == "'self'"


def test_a_script_in_the_content_is_not_allowed_and_a_style_of_a_diagram_is() -> None:
    found = rules(content_policy(SHELL, "<svg><style>p{}</style></svg><script>evil</script>"))

    assert found["script-src"] == rules(content_policy(SHELL))["script-src"]
    assert found["style-src"].startswith("'self' 'sha256-")


def test_hosts_of_the_settings_may_be_loaded_from() -> None:
    found = rules(content_policy(SHELL, hosts=("https://video.example",)))

    assert found["frame-src"] == found["media-src"] == "'self' https://video.example"
    assert "video" not in found["script-src"] + found["connect-src"]


def test_what_mkdocs_yml_itself_loads_from_elsewhere_may_load() -> None:
    head = (
        '<script src="https://a.example/x.js"></script><script src="y.js"></script>'
        '<link rel="preconnect" href="https://fonts.example" crossorigin>'
        '<link rel="stylesheet" href="//b.example/c.css">'
    )
    found = rules(content_policy(SHELL.replace("<script>", f"{head}<script>")))

    assert found["script-src"].startswith("'self' https://a.example 'sha256-")
    assert found["style-src"] == "'self' https://b.example"
    assert found["font-src"] == "'self' data: https://fonts.example"


def test_the_policy_stands_before_all_that_it_is_for() -> None:
    page = with_policy(SHELL, "default-src 'none'")

    assert page.startswith(
        '<!doctype html><head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    )
