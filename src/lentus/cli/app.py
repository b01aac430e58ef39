"""The commands with their arguments. Each imports its work only when it is called: help and look-ups must be quick."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.exchange_app import calendar_app, import_app, omop, table_app
from lentus.cli.fhir_app import fhir_app
from lentus.cli.main import FINE
from lentus.cli.people_app import people_app
from lentus.cli.pump_app import pump_app
from lentus.cli.record_app import record_app
from lentus.cli.trial_app import trial_app

app = typer.Typer(
    name="lentus",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
plan_app = typer.Typer(no_args_is_help=True, help="Day-by-day plans: by mouth, a taper, a drug holiday.")

Words = Annotated[list[str] | None, typer.Argument(metavar="[KEY or words]", help="A key, an NDC, or words.")]
About = Annotated[list[str] | None, typer.Argument(metavar="[TOPIC, id or words]", help="What to look up.")]
CaseFiles = Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Case files; default: all shipped.")]
MaybeCourse = Annotated[str, typer.Argument(metavar="[COURSE]", help="A course, for what stands about the patient.")]
app.add_typer(plan_app, name="plan")
app.add_typer(pump_app, name="pump")
app.add_typer(record_app, name="record")
app.add_typer(people_app, name="people")
app.add_typer(calendar_app, name="calendar")
app.add_typer(import_app, name="import")
app.add_typer(table_app, name="table")
app.command()(omop)
app.add_typer(fhir_app, name="fhir")
app.add_typer(trial_app, name="trial")

CourseFile = Annotated[str, typer.Argument(metavar="COURSE", help="A course, .json or .toml; - reads standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.callback(invoke_without_command=True)
def lentus(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="With --version: print JSON.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    """Plan, check, record and review baclofen therapy. Without a command: open the demo clinic in the browser.

    Exit status: 0 nothing stands against it, 1 a stop or an override without its owner stands, 2 bad input.
    """
    if version:
        from lentus.cli.commands import version as work

        raise typer.Exit(work.run(as_json=as_json))
    if context.invoked_subcommand is None:
        if as_json:
            raise typer.BadParameter("--json goes with a command, such as lentus examples --json")
        from lentus.cli.commands import serve as serving

        return serving.run_demo()
    return FINE


@app.command()
def serve(
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Where to listen.")] = 8000,
    data: Annotated[str, typer.Option(metavar="DIR", help="Folder of the record; default: your data folder.")] = "",
    store: Annotated[str, typer.Option(metavar="URL", help="A PostgreSQL database instead of a folder.")] = "",
    host: Annotated[str, typer.Option(metavar="HOST", help="Which of this machine's addresses.")] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A host name to answer to; repeat for each.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine speaks TLS in front of Lentus.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="The demo clinic instead of your own.")] = False,
    callers: Annotated[
        str, typer.Option(metavar="FILE", help="Which records may call by CDS Hooks, and by which keys.")
    ] = "",
) -> int:
    """Open your own clinic in the browser; see the page on serving in the docs.

    At the first start a link is printed with which the first administrator is made.
    """
    from lentus.cli.commands import serve as work
    from lentus.web.serving import Address

    address = Address(host, port, tuple(name or ()), behind_proxy, work.callers_of(callers))
    return work.run(work.Asked(address, data, store, demo))


@app.command()
def examples(as_json: AsJson = False) -> int:
    """Review the bundled example courses."""
    from lentus.cli.commands import examples as work

    return work.run(as_json=as_json)


@app.command()
def review(
    course: CourseFile,
    everything: Annotated[bool, typer.Option("--all", help="List every event, judged or not.")] = False,
    at: Annotated[str, typer.Option(metavar="TIME", help="As of this time; default: the last event.")] = "",
    as_json: AsJson = False,
) -> int:
    """Hold a whole course against the monograph.

    Each order and order-like fact with its findings, what stands, what is missing, what may come next.
    """
    from lentus.cli.commands import review as work

    return work.run(course, at=at, everything=everything, as_json=as_json)


@app.command()
def advise(
    course: CourseFile,
    at: Annotated[str, typer.Option(metavar="TIME", help="As of this time; default: the last event.")] = "",
    as_json: AsJson = False,
) -> int:
    """Tell the options for what may come next, when, and why."""
    from lentus.cli.commands import advise as work

    return work.run(course, at=at, as_json=as_json)


@app.command()
def check(
    course: CourseFile,
    order: Annotated[
        str, typer.Option("--order", metavar="ORDER", help="An order: a .json or .toml file, - or JSON on the line.")
    ],
    as_json: AsJson = False,
) -> int:
    """Check an order before it is signed."""
    from lentus.cli.commands import check as work

    return work.run(course, order, as_json=as_json)


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


@app.command()
def products(
    search: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY or words]", help="A key, an NDC, or words.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the products, or all about one."""
    from lentus.cli.commands import products as work

    return work.run(" ".join(search or ()), as_json=as_json)


@app.command()
def monograph(
    about: About = None,
    seed: Annotated[bool, typer.Option("--seed", help="Lentus's own text beside the label.")] = False,
    as_json: AsJson = False,
) -> int:
    """Show what is known, each fact with its source."""
    from lentus.cli.commands import monograph as work

    return work.run(" ".join(about or ()), seed=seed, as_json=as_json)


@app.command()
def emergency(
    which: Annotated[str, typer.Argument(metavar="withdrawal|overdose|loss-of-effect")],
    course: Annotated[
        str, typer.Argument(metavar="[COURSE]", help="A course, for what stands about the patient.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Show an emergency's checklist, step by step."""
    from lentus.cli.commands import emergency as work

    return work.run(which, course, as_json=as_json)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which schema; without a name, the list.")] = "",
    as_json: AsJson = False,
) -> int:
    """Print a published JSON Schema."""
    from lentus.cli.commands import schema as work

    return work.run(name, as_json=as_json)


@app.command()
def qualify(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Case files; default: all shipped.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print notes and sources of each case.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run worked cases: an installation test."""
    from lentus.cli.commands import qualify as work

    return work.run(files or [], verbose=verbose, as_json=as_json)


@app.command()
def version(as_json: AsJson = False) -> int:
    """Print the version, and how much is known."""
    from lentus.cli.commands import version as work

    return work.run(as_json=as_json)


@app.command()
def parameters(as_json: AsJson = False) -> int:
    """Print each number of the model of the body: unit, spread, range, status and source."""
    from lentus.cli.commands import evidence as work

    return work.parameters(as_json=as_json)


@app.command()
def validate(as_json: AsJson = False) -> int:
    """Hold the model of the body against published findings, misfits first."""
    from lentus.cli.commands import evidence as work

    return work.validate(as_json=as_json)


@app.command()
def simulate(
    course: CourseFile,
    days: Annotated[int, typer.Option(metavar="DAYS", help="How many days ahead, up to 90.")] = 7,
    at: Annotated[str, typer.Option(metavar="TIME", help="As of this time; default: the last event.")] = "",
    tip: Annotated[str, typer.Option(metavar="LEVEL", help="Where the tip lies: lumbar, thoracic, cervical.")] = "",
    missed_refill: Annotated[bool, typer.Option("--missed-refill", help="As if the next refill were missed.")] = False,
    population: Annotated[bool, typer.Option("--population", help="Leave out the patient's own fit.")] = False,
    out: Annotated[str, typer.Option(metavar="FILE", help="Draw it too, as .svg or .png.")] = "",
    as_json: AsJson = False,
) -> int:
    """Tell what a model expects of this patient over the next days, if nothing is changed."""
    from lentus.cli.commands import simulate as work

    return work.run(
        course,
        days=days,
        at=at,
        tip=tip,
        missed_refill=missed_refill,
        population=population,
        out=out,
        as_json=as_json,
    )


@app.command()
def audit(
    table: Annotated[str, typer.Argument(metavar="[FILE or URL]", help="Parquet, CSV, or postgresql://…")] = "",
    name: Annotated[str, typer.Option("--table", metavar="NAME", help="The table in a database.")] = "orders",
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The clock of times that have no offset.")] = "UTC",
    profile: Annotated[str, typer.Option(metavar="PROFILE", help="us, eu or uk, for rows that do not say.")] = "us",
    from_start: Annotated[
        bool, typer.Option("--from-start", help="The table has every order from before any baclofen on.")
    ] = False,
    out: Annotated[str, typer.Option(metavar="FILE", help="Write a report with pictures too, as HTML.")] = "",
    rows: Annotated[str, typer.Option(metavar="FILE", help="Write each order found, as .csv or .parquet.")] = "",
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL text instead, for another engine.")] = False,
    as_json: AsJson = False,
) -> int:
    """Hold a whole table of orders against the rules that it can decide."""
    from lentus.cli.commands import audit as work

    if sql:
        return work.print_sql()
    if not table:
        raise typer.BadParameter("give a table: a .parquet or .csv file, or postgresql://…")
    choices = work.choices_of(zone, profile, from_start=from_start)
    return work.run(table, choices, table=name, out=out, rows=rows, as_json=as_json)
