"""A trial's report as one page that needs no network: figures, pictures, the rules, and what kind of evidence it is."""

from __future__ import annotations

from html import escape

from lentus.cohort.outcomes import Outcome
from lentus.cohort.result import IS_A_MODEL, Result
from lentus.present.cohorts.pictures import pictures
from lentus.present.cohorts.words import counted, figure, interval
from lentus.present.pictures.drawing import Drawing

_STYLE = """
body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #111; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #ccc; vertical-align: top; }
tbody th { font-weight: normal; min-width: 9rem; max-width: 20rem; }
tbody th.part { font-weight: bold; padding-top: 1.2rem; }
td { min-width: 7rem; }
td span { display: block; color: #555; font-size: .9em; white-space: nowrap; }
svg { max-width: 34rem; width: 100%; height: auto; }
.model { border-left: 4px solid #0072B2; padding-left: .8rem; }
.scroll { overflow-x: auto; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""
PARTS = {
    "mouth-started": "By mouth",
    "worked-at-dose-1": "Screening",
    "treated": "Pump: start and titration",
    "visits": "Pump: maintenance",
    "time-at-target": "Time with the pump",
    "ever-overdose": "Patients with the pump who",
    "refills": "Care",
}
"""The first figure of each part of the table."""


def report(result: Result) -> str:
    """The page."""
    title = escape(result.trial.title)
    short = (
        "" if result.complete else f"<p><strong>Interrupted: {result.tallies[0].patients:,} patients only.</strong></p>"
    )
    drawn = "".join(_inline(one) for one in pictures(result))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        "<body><main>"
        f'<h1>{title}</h1><p>{escape(counted(result))}</p>{short}<p class="model">{escape(IS_A_MODEL)} '
        "Intervals of 95 percent say how far the number of patients leaves a figure open, and nothing about how far "
        f"the model is off.</p>{_arms(result)}{_table(result)}{drawn}</main></body></html>\n"
    )


def _arms(result: Result) -> str:
    made = []
    for one in result.trial.arm:
        broken = (
            f" <strong>Breaks on purpose: {escape(', '.join(one.breaks_rules))}.</strong>" if one.breaks_rules else ""
        )
        made.append(f"<li><strong>{escape(one.name)}.</strong> {escape(one.says)}{broken}</li>")
    return f"<h2>Arms</h2><ul>{''.join(made)}</ul>"


def _table(result: Result) -> str:
    heads = "".join(f'<th scope="col">{escape(arm)}</th>' for arm in result.arms)
    found = [{one.id: one for one in result.outcomes(arm)} for arm in result.arms]
    lines = []
    for name, says in {name: one.says for arm in found for name, one in arm.items()}.items():
        if name in PARTS:
            wide = 1 + len(found)
            lines.append(f'<tr><th class="part" scope="colgroup" colspan="{wide}">{escape(PARTS[name])}</th></tr>')
        cells = "".join(f"<td>{_cell(arm, name)}</td>" for arm in found)
        lines.append(f'<tr><th scope="row">{escape(says)}</th>{cells}</tr>')
    return (
        "<h2>Outcomes</h2><p>Each figure with its interval of 95 percent under it.</p>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="Outcomes"><table><thead><tr><td></td>{heads}</tr>'
        f"</thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(arm: dict[str, Outcome], name: str) -> str:
    one = arm.get(name)
    if one is None:
        return "not in this arm"
    if one.value is None:
        return "nobody"
    return f"{escape(figure(one))}<span>{escape(interval(one))}</span>"


def _inline(drawing: Drawing) -> str:
    svg = drawing.svg().decode()
    # The picture says its title itself; the heading is for who finds the way by headings.
    return f'<h2 class="unseen">{escape(drawing.title)}</h2>{svg[svg.index("<svg") :]}'
