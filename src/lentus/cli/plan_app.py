"""The commands of `lentus plan` with their flags. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson

plan_app = typer.Typer(no_args_is_help=True, help="Day-by-day plans: by mouth, a taper, a drug holiday.")

Start = Annotated[str, typer.Option(metavar="DATE", help="The first day, such as 2026-03-05; default: today.")]
Of = Annotated[str, typer.Option("--course", metavar="COURSE", help="A course: the plan is for its patient.")]
EveryDay = Annotated[bool, typer.Option("--every-day", help="A line for each day, equal ones too.")]
Product = Annotated[str, typer.Option(metavar="KEY", help="What to dispense; see lentus products.")]


@plan_app.command("oral")
def plan_oral(
    target: Annotated[str, typer.Option(metavar="DOSE", help='The daily dose aimed at, such as "60 mg/day".')],
    start: Start = "",
    by: Annotated[str, typer.Option(metavar="DATE", help="The day by which it should be reached.")] = "",
    product: Product = "",
    halves: Annotated[bool, typer.Option("--halves", help="Count half tablets: your own decision.")] = False,
    course: Of = "",
    every_day: EveryDay = False,
    as_json: AsJson = False,
) -> int:
    """The way up to a daily dose by mouth, day by day."""
    from lentus.cli.commands import plan

    asked = plan.Asked(start, course, every_day, as_json)
    return plan.oral(asked, target, by=by, product=product, halves=halves)


@plan_app.command("taper")
def plan_taper(
    days: Annotated[int, typer.Option("--days", help="Over how many days; the prescriber's choice.")],
    dose: Annotated[
        list[str] | None, typer.Option("--dose", metavar="DOSE", help="A single dose of the day; repeat for each.")
    ] = None,
    times: Annotated[int, typer.Option("--times", help="How many times a day that one dose.", min=1, max=24)] = 1,
    step: Annotated[str, typer.Option("--step", metavar="DOSE", help="Smallest difference of two doses.")] = "",
    product: Product = "",
    start: Start = "",
    course: Of = "",
    every_day: EveryDay = False,
    as_json: AsJson = False,
) -> int:
    """The way down from the doses by mouth, day by day; from the course's own where no dose is given."""
    from lentus.cli.commands import plan

    asked = plan.Asked(start, course, every_day, as_json)
    return plan.taper(asked, dose or [], times=times, days=days, step=step, product=product)


@plan_app.command("holiday")
def plan_holiday(
    days: Annotated[int, typer.Option("--days", help="Days of gradual reduction.")],
    current: Annotated[str, typer.Option("--from", metavar="DOSE", help='The dose now, "800 mcg/day".')] = "",
    drug_free: Annotated[int | None, typer.Option("--drug-free", help="Days without drug after it.", min=0)] = None,
    shape: Annotated[str, typer.Option(help="linear or percentage: the prescriber's choice.")] = "linear",
    alternative: Annotated[str, typer.Option(help="The other treatment, from the first day on.")] = "",
    setting: Annotated[str, typer.Option(help="inpatient, outpatient or home.")] = "inpatient",
    concentration: Annotated[str, typer.Option(help='In the reservoir, "500 mcg/mL".')] = "",
    minimum_flow: Annotated[str, typer.Option(help="The pump's own, from its manual.")] = "",
    step: Annotated[str, typer.Option("--step", metavar="DOSE", help="The pump's own step of doses.")] = "",
    start: Start = "",
    course: Of = "",
    every_day: EveryDay = False,
    as_json: AsJson = False,
) -> int:
    """A drug holiday's gradual reduction, day by day."""
    from lentus.cli.commands import plan

    return plan.holiday(
        plan.Asked(start, course, every_day, as_json),
        current,
        days=days,
        drug_free=drug_free,
        shape=shape,
        alternative=alternative,
        setting=setting,
        concentration=concentration,
        minimum_flow=minimum_flow,
        step=step,
    )
