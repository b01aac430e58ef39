"""The model of the body as pages, made from its data at each build: parameters, findings beside it, pictures."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lentus.present.models.evidence import STATUS_MEANS, spread_text
from lentus.present.models.numbers import rounded, with_unit
from lentus.present.pictures.validation import drawn
from lentus.response.baclofen import Parameter, papers, parameters
from lentus.response.validation import Outcome, outcomes


def cell(text: str) -> str:
    """Text that stays inside one cell of a table."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table with a blank line on both sides."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n"


def parameter_row(one: Parameter) -> tuple[str, ...]:
    """One parameter."""
    papers_of = ", ".join(f"[{name}](#{name})" for name in one.sources) or "-"
    return (
        f'<span id="{one.id}">`{one.symbol}`</span>',
        cell(one.says),
        cell(with_unit(one.value, one.unit)),
        cell(spread_text(one)),
        f"{rounded(one.low)} to {rounded(one.high)}",
        f"**{one.status}**" if one.status == "assumed" else one.status,
        cell(one.basis),
        papers_of,
    )


def parameters_page() -> str:
    """Every parameter, and every source."""
    head = ("symbol", "what", "value", "between persons", "range", "status", "from", "sources")
    means = "".join(f"- **{status}**: {text}\n" for status, text in STATUS_MEANS)
    sources = "".join(
        f'- <span id="{one.id}">{one.id}</span>: {cell(one.title)}. Read: {one.read}.'
        + (f" <{one.address}>" if one.address else "")
        + "\n"
        for one in papers().values()
    )
    rows = table(head, map(parameter_row, parameters()))
    return f"# The model's parameters\n\n[What the model is](model.md)\n\n{means}\n{rows}## Sources\n\n{sources}"


def outcome_rows(outcome: Outcome) -> list[tuple[str, ...]]:
    """One finding, a row a measure."""
    target = outcome.target
    links = ", ".join(f"[{name}](model-parameters.md#{name})" for name in target.sources)
    return [
        (
            target.id,
            cell(f"{target.title}: {held.measure.name}"),
            cell(with_unit(held.measure.observed, held.measure.unit)),
            cell(with_unit(held.simulated, held.measure.unit)),
            f"{rounded(held.measure.low)} to {rounded(held.measure.high)}",
            "inside" if held.inside else "**outside**",
            target.kind,
            links,
        )
        for held in outcome.held
    ]


def validation_page() -> str:
    """Observed beside simulated, misfits first, with pictures."""
    found = outcomes()
    head = ("", "finding", "observed", "simulated", "accepted", "", "kind", "sources")
    rows = table(head, (row for outcome in found for row in outcome_rows(outcome)))
    outside = [one.target.id for one in found if not one.inside]
    said = f"{len(found) - len(outside)} of {len(found)} findings lie inside. Outside: {', '.join(outside) or 'none'}."
    how = "".join(f"- **{one.target.id}** {cell(one.target.how)}\n" for one in found)
    pictures = "".join(f"![{one.title}](pictures/model-{name}.svg)\n\n" for name, one in drawn().items())
    return (
        f"# The model beside published findings\n\n{said} Misfits come first, and nothing was tuned for one finding "
        f"alone. *preset*: the model was given this number. *fitted*: a parameter was chosen to give it. *predicted*: "
        f"neither. [What the model is](model.md)\n{rows}## What was simulated\n\n{how}\n## Pictures\n\n{pictures}"
    )


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Make the pages and the pictures."""
    files.append(File.generated(config, "model-parameters.md", content=parameters_page()))
    files.append(File.generated(config, "model-validation.md", content=validation_page()))
    for name, picture in drawn().items():
        files.append(File.generated(config, f"pictures/model-{name}.svg", content=picture.svg()))
    return files
