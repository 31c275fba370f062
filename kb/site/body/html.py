"""A note's tokens as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from kb.query.dataview.inline import QUERY, SCRIPT, inline_query, is_inline_script
from kb.query.reading import BASE
from kb.site.body import callouts, footnotes
from kb.site.body.allowed import is_outside
from kb.site.body.bases import render_base_block
from kb.site.body.chart_blocks import LANGUAGE as CHART
from kb.site.body.chart_blocks import render_chart_block
from kb.site.body.code import Info, parse_info, render_code
from kb.site.body.diagrams import render_diagram
from kb.site.body.embeds import embed_link, is_block_embed, render_embed
from kb.site.body.formulas import render_formula
from kb.site.body.inline_fields import render_field_opening, with_fields
from kb.site.body.pictures import picture_words, render_picture
from kb.site.body.place import Place, render_broken, render_tag
from kb.site.body.queries import render_inline, render_query, render_script
from kb.site.body.questions import render_question
from kb.site.body.raw import render_outside, render_raw
from kb.site.body.tables import SHORT_CELL, TABLES
from kb.site.body.tasks import task_box
from kb.vault.index import is_by_kb
from kb.vault.links import Target
from kb.vault.markdown.text import COMMENT, plain_text, shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from kb.vault.markdown import Document

Tokens = Sequence["Token"]


def render_document(document: Document, place: Place) -> str:
    """The HTML of a note's body, or of a part of it, with its footnotes."""
    return footnotes.render_with_footnotes(document, place, _render)


def _render(tokens: Tokens, rendering: footnotes.Rendering) -> str:
    parser = _parser(breaks=not rendering.place.site.drawing.has_strict_breaks)
    return str(parser.renderer.render(tokens, parser.options, {"rendering": rendering}))


@cache
def _parser(*, breaks: bool) -> MarkdownIt:
    return MarkdownIt("commonmark", {"breaks": breaks, "xhtmlOut": False}, renderer_cls=_NoteRenderer)


class _NoteRenderer(RendererHTML):
    """markdown-it's own renderer, with one method for each kind of token that is Obsidian's or Material's."""

    def paragraph_open(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        if _holds_blocks(tokens[index + 1]):
            return '<div class="kb-block">' + _block_anchors(tokens[index], env)
        return self._with_anchors(tokens, index, options, env)

    def paragraph_close(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        return "</div>\n" if _holds_blocks(tokens[index - 1]) else self.renderToken(tokens, index, options, env)

    def heading_open(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        token, anchors = tokens[index], _block_anchors(tokens[index], env)
        if not _place(env).is_page:
            return f"<{token.tag}>{anchors}"
        return f'<{token.tag} id="{escape(token.meta["anchor"])}">{anchors}'

    def heading_close(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        tag, anchor = tokens[index].tag, tokens[index - 2].meta.get("anchor")
        link = f'<a class="headerlink" href="#{escape(anchor)}" title="Link to this heading">¶</a>' if anchor else ""
        return f"{link if _place(env).is_page else ''}</{tag}>\n"

    def list_item_open(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        token, mark = tokens[index], tokens[index].meta.get("task")
        if mark is None:
            return "<li>" + _block_anchors(token, env)
        opening = f'<li class="task-list-item" data-task="{escape(mark)}">'
        return f"{opening}{_block_anchors(token, env)}{task_box(mark)} "

    def _with_anchors(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        return _block_anchors(tokens[index], env) + str(self.renderToken(tokens, index, options, env))

    def th_open(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        cell = str(self.renderToken(tokens, index, options, env))
        return cell if tokens[index + 1].content else cell.replace("<th", "<td", 1)  # an empty cell is no header

    def th_close(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        cell = str(self.renderToken(tokens, index, options, env))
        return cell if tokens[index - 1].content else cell.replace("</th", "</td", 1)

    def td_open(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        cell = str(self.renderToken(tokens, index, options, env))
        is_short = len(plain_text(tokens[index + 1].children or ())) <= SHORT_CELL
        return cell.replace("<td", '<td class="kb-short"', 1) if is_short else cell

    def table_open(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        opening = self._with_anchors(tokens, index, options, env)
        return f'<div class="kb-sorted">\n{opening}' if is_by_kb(_place(env).note) else opening

    def table_close(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        closing = str(self.renderToken(tokens, index, options, env))
        place = _place(env)
        if not is_by_kb(place.note):
            return closing
        script = f'<script type="module" src="{escape(place.way_to(TABLES))}"></script>'
        return f"{closing}{_keep(env, script)}</div>\n"

    bullet_list_open = ordered_list_open = blockquote_open = _with_anchors

    def callout_open(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _block_anchors(tokens[index], env) + callouts.render_opening(tokens[index].meta)

    def callout_close(self, tokens: Tokens, index: int, _options: Any, _env: Any) -> str:
        return callouts.render_closing(tokens[index].meta)

    def callout_title_open(self, tokens: Tokens, index: int, _options: Any, _env: Any) -> str:
        return callouts.render_title_opening(tokens[index].meta, has_title=bool(tokens[index + 1].content))

    def callout_title_close(self, tokens: Tokens, index: int, _options: Any, _env: Any) -> str:
        return callouts.render_title_closing(tokens[index].meta)

    def fence(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _block_anchors(tokens[index], env) + _keep(env, _fence(tokens[index], env))

    def code_block(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _block_anchors(tokens[index], env) + _keep(env, render_code(tokens[index].content, ""))

    def code_inline(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        code = tokens[index].content
        if inline_query(code) or is_inline_script(code):
            return _keep(env, render_inline(code, _place(env), render_document))
        return str(RendererHTML.code_inline(self, tokens, index, options, env))

    def math_block(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        formula = _keep(env, render_formula(tokens[index].content, "block"))
        return f'{_block_anchors(tokens[index], env)}<div class="kb-formula">{formula}</div>\n'

    def math_inline(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _keep(env, render_formula(tokens[index].content, "inline"))

    def math_inline_display(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _keep(env, render_formula(tokens[index].content, "block"))

    def softbreak(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        is_beside_blocks = any(map(is_block_embed, tokens[max(index - 1, 0) : index + 2]))
        return "\n" if is_beside_blocks else str(RendererHTML.softbreak(self, tokens, index, options, env))

    def comment(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _block_anchors(tokens[index], env)

    def html_block(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        env["rendering"].has_html = True
        return render_raw(tokens[index].content, _place(env).site.drawing.hosts)

    def html_inline(self, tokens: Tokens, index: int, options: Any, env: Any) -> str:
        return self.html_block(tokens, index, options, env)

    def renderInline(self, tokens: Tokens, options: Any, env: Any) -> str:  # noqa: N802  (markdown-it's name)
        return str(RendererHTML.renderInline(self, with_fields(tokens), options, env))

    def field_open(self, tokens: Tokens, index: int, _options: Any, _env: Any) -> str:
        return render_field_opening(tokens[index])

    def tag(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return render_tag(tokens[index].content, _place(env))

    def footnote(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return footnotes.render_reference(tokens[index], env["rendering"])

    def wikilink(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        place, link = _place(env), tokens[index].meta["link"]
        found = place.resolve(link)
        if not isinstance(found, Target):
            return render_broken(shown_text(link), found, link.target)
        kind = ' class="kb-missing" title="That note has no such heading or block"' if found.missing else ""
        return f'<a href="{escape(place.url(found))}"{kind}>{escape(shown_text(link))}</a>'

    def wikiembed(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        embed = render_embed(tokens[index].meta["link"], _place(env), render_document)
        return _keep(env, embed)

    def image(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        return _keep(env, _image(tokens[index], _place(env)))

    def link_open(self, tokens: Tokens, index: int, _options: Any, env: Any) -> str:
        link, place = tokens[index].meta.get("link"), _place(env)
        title = f' title="{escape(name)}"' if (name := _title(tokens[index])) else ""
        if link is None:
            return f'<a href="{escape(str(tokens[index].attrs["href"]))}"{title}>'
        found = place.resolve(link)
        if isinstance(found, Target):
            return f'<a href="{escape(place.url(found))}"{title}>'
        return f'<a class="kb-broken" title="Nothing here is named {escape(link.target)}">'


def _fence(token: Token, env: Any) -> str:
    info, place = parse_info(token.info), _place(env)
    if info.language == "kb":
        return render_question(token.content, _line(token, env), place, render_document)
    if info.language == BASE:
        return render_base_block(token.content, _line(token, env), place)
    if info.language == QUERY:
        return render_query(token.content, _line(token, env), place, render_document)
    if info.language == SCRIPT:
        return render_script(token.content)
    return _code(token.content, info, place)


def _code(source: str, info: Info, place: Place) -> str:
    if info.language == CHART:
        return render_chart_block(source, place)
    if info.language == "mermaid":
        return render_diagram(source, place.numbers, place.site.drawing.diagrams)
    return render_code(source, info.language, info.options)


def _image(token: Token, place: Place) -> str:
    title, link = _title(token), embed_link(token)
    if link:
        return render_embed(link, place, render_document, title)
    address, words = str(token.attrs["src"]), plain_text(token.children or ())
    if is_outside(address, place.site.drawing.hosts):
        return render_outside(address, picture_words(words))
    return render_picture(address, words, title=title)


def _holds_blocks(inline: Token) -> bool:
    return any(is_block_embed(child) for child in inline.children or ())


def _title(token: Token) -> str:
    return COMMENT.sub("", str(token.attrs.get("title", "")))


def _place(env: Any) -> Place:
    place: Place = env["rendering"].place
    return place


def _keep(env: Any, html: str) -> str:
    return str(env["rendering"].keep(html))


def _line(token: Token, env: Any) -> int:
    return int(env["rendering"].first_line) + (token.map or [0])[0]


def _block_anchors(token: Token, env: Any) -> str:
    """Where links to the block lead; a copy of the block on another page is not what they mean."""
    if not _place(env).is_page:
        return ""
    names = (str(name) for name, _ in token.meta.get("block_ids", ()))
    return "".join(f'<a id="^{escape(name)}"></a>' for name in names if env["rendering"].is_new(name))
