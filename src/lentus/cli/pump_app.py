"""The commands of `lentus pump` with their flags. Each imports its work only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from lentus.cli.flags import AsJson

pump_app = typer.Typer(
    no_args_is_help=True,
    help="What an implanted pump delivers, when it is due, and a change before it is sent.",
)

Device = Annotated[str, typer.Option(metavar="KEY", help="The pump, such as synchromed-ii-20.")]
Path = Annotated[str, typer.Option(metavar="VOLUME", help="Tubing and catheter together.")]
Tubing = Annotated[str, typer.Option(metavar="VOLUME|VERSION", help="Tubing volume, or card-from-2016 and the like.")]
Catheter = Annotated[str, typer.Option(metavar="VOLUME", help="Catheter volume, from the implant record.")]
Start = Annotated[str, typer.Option("--at", metavar="TIME", help="When it starts, such as 2026-03-05T10:00.")]
Zone = Annotated[str, typer.Option(metavar="ZONE", help="The clinic's time zone, such as America/Chicago.")]
Dose = Annotated[str, typer.Option(metavar="DOSE", help='The daily dose, such as "300 mcg/day".')]
Minimum = Annotated[str, typer.Option(metavar="FLOW", help="The pump's lowest flow, from its manual.")]
MaybePlan = Annotated[str, typer.Argument(metavar="[PLAN]", help="A plan, file or bundled, instead of the flags.")]


@pump_app.command()
def change(
    plan: MaybePlan = "",
    old: Annotated[str, typer.Option("--from", metavar="STRENGTH", help='Now in the pump, "2000 mcg/mL".')] = "",
    new: Annotated[str, typer.Option("--to", metavar="STRENGTH", help="What is filled in.")] = "",
    dose: Dose = "",
    path: Path = "",
    tubing: Tubing = "",
    catheter: Catheter = "",
    path_low: Annotated[str, typer.Option(metavar="VOLUME", help="The path is at least this large.")] = "",
    path_high: Annotated[str, typer.Option(metavar="VOLUME", help="The path is at most this large.")] = "",
    then: Annotated[str, typer.Option(metavar="DOSE", help="The dose after the bridge, where it differs.")] = "",
    running: Annotated[str, typer.Option(metavar="DOSE", help="The dose that runs now, where it differs.")] = "",
    left: Annotated[str, typer.Option(metavar="VOLUME", help="Old solution left in the reservoir.")] = "",
    added: Annotated[str, typer.Option(metavar="VOLUME", help="New solution filled in onto it.")] = "",
    device: Device = "",
    minimum: Minimum = "",
    at: Start = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> int:
    """Plan a change of strength: the bridge bolus and its end."""
    given = {"old": old, "new": new, "dose": dose, "path": path, "tubing": tubing, "catheter": catheter}
    given |= {"path_low": path_low, "path_high": path_high, "then": then, "running": running, "left": left}
    given |= {"added": added, "device": device, "minimum": minimum, "at": at, "zone": zone}
    if plan:
        from lentus.cli.commands import pump_from_plan as planned

        return planned.change(plan, given, as_json=as_json)
    from lentus.cli.commands import pump_change as work

    return work.run(given, as_json=as_json)


@pump_app.command()
def refill(
    plan: MaybePlan = "",
    volume: Annotated[str, typer.Option(metavar="VOLUME", help="What is in the reservoir after the fill.")] = "",
    dose: Dose = "",
    concentration: Annotated[str, typer.Option(metavar="STRENGTH", help='Filled and programmed, "500 mcg/mL".')] = "",
    filled: Annotated[str, typer.Option(metavar="DATE", help="The day of the fill, such as 2026-03-05.")] = "",
    device: Device = "",
    alarm: Annotated[str, typer.Option(metavar="VOLUME", help="Low-reservoir alarm, as set in the pump.")] = "",
    unusable: Annotated[str, typer.Option(metavar="VOLUME", help="What the pump cannot deliver, by its manual.")] = "",
    above: Annotated[str, typer.Option(metavar="PERCENT", help="Upper accuracy limit, by its manual.")] = "",
    used: Annotated[str, typer.Option(metavar="VOLUME", help="Used at once by a priming or bridge bolus.")] = "",
    preset: Annotated[str, typer.Option(help="shorter or longer (as usual): how long before to book.")] = "",
    bolus: Annotated[str, typer.Option(metavar="DOSE", help="A patient's bolus; all allowed ones are counted.")] = "",
    bolus_over: Annotated[str, typer.Option(metavar="TIME", help="How long it runs.")] = "",
    lockout: Annotated[str, typer.Option(metavar="TIME", help="From one to the next.")] = "",
    most_a_day: Annotated[int | None, typer.Option(help="How many in 24 hours.", min=1)] = None,
    on: Annotated[str, typer.Option(metavar="DATE", help="What should be left on this day.")] = "",
    aspirated: Annotated[str, typer.Option(metavar="VOLUME", help="What was aspirated on that day.")] = "",
    measured: Annotated[str, typer.Option(metavar="VOLUME", help="Measured right after the fill.")] = "",
    visit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REFILL",
            help='An earlier refill, "20 mL filled, 8.85 mL programmed, 9 mL aspirated"; repeat, the first one first.',
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Tell when a fill is due, and what to draw up for it."""
    given = {"volume": volume, "dose": dose, "concentration": concentration, "filled": filled, "device": device}
    given |= {"alarm": alarm, "unusable": unusable, "above": above, "used": used, "preset": preset, "bolus": bolus}
    given |= {"bolus_over": bolus_over, "lockout": lockout, "on": on, "aspirated": aspirated, "measured": measured}
    if plan:
        from lentus.cli.commands import pump_from_plan as planned

        return planned.refill(plan, {**given, "most_a_day": most_a_day}, visit or (), as_json=as_json)
    from lentus.cli.commands import pump_refill as work

    return work.run(given, most_a_day, visit or (), as_json=as_json)


@pump_app.command()
def prime(
    plan: MaybePlan = "",
    system: Annotated[
        str, typer.Option(metavar="WHAT", help="new system, new pump on an old catheter, or revised catheter.")
    ] = "",
    tubing: Tubing = "",
    catheter: Catheter = "",
    concentration: Annotated[str, typer.Option(metavar="STRENGTH", help="What is primed with.")] = "",
    over: Annotated[str, typer.Option(metavar="TIME", help="How long the bolus takes, by the programmer.")] = "",
    holds: Annotated[
        str, typer.Option(metavar="STRENGTH|nothing", help="What the catheter holds; left out: not known.")
    ] = "",
    back_table: Annotated[bool, typer.Option("--back-table", help="The tubing was filled before implanting.")] = False,
    as_json: AsJson = False,
) -> int:
    """Plan the priming after an operation."""
    given = {"system": system, "tubing": tubing, "catheter": catheter, "concentration": concentration}
    given |= {"over": over, "holds": holds}
    if plan:
        from lentus.cli.commands import pump_from_plan as planned

        return planned.prime(plan, {**given, "back_table": back_table}, as_json=as_json)
    from lentus.cli.commands import pump_prime as work

    return work.run(given, back_table=back_table, as_json=as_json)


@pump_app.command()
def deliver(
    plan: MaybePlan = "",
    concentration: Annotated[str, typer.Option(metavar="STRENGTH", help='Programmed, "500 mcg/mL".')] = "",
    dose: Annotated[str, typer.Option(metavar="DOSE", help='The daily dose, "300 mcg/day", or stopped.')] = "",
    step: Annotated[
        list[str] | None, typer.Option(metavar="STEP", help='"06:00 to 09:00 at 30 mcg/h"; repeat for the whole day.')
    ] = None,
    path: Path = "",
    tubing: Tubing = "",
    catheter: Catheter = "",
    path_holds: Annotated[
        str, typer.Option(metavar="STRENGTH|nothing", help="What stands in the path; left out: the filled solution.")
    ] = "",
    filled_with: Annotated[str, typer.Option(metavar="STRENGTH", help="Really in the reservoir.")] = "",
    prime: Annotated[str, typer.Option(metavar="BOLUS", help='First, "0.34 mL over 20 min".')] = "",
    bridge: Annotated[str, typer.Option(metavar="BOLUS", help='First, "0.34 mL at 0.15 mL/day".')] = "",
    bolus: Annotated[str, typer.Option(metavar="BOLUS", help='First, "50 mcg over 30 min".')] = "",
    over: Annotated[str, typer.Option("--for", metavar="TIME", help="How long to follow it.")] = "48 h",
    device: Device = "",
    at: Start = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> int:
    """Show what leaves the catheter's tip, and when."""
    given = {"concentration": concentration, "dose": dose, "path": path, "tubing": tubing, "catheter": catheter}
    given |= {"path_holds": path_holds, "filled_with": filled_with, "prime": prime, "bridge": bridge, "bolus": bolus}
    given |= {"over": over, "device": device, "at": at, "zone": zone}
    if plan:
        from lentus.cli.commands import pump_from_plan as planned

        return planned.deliver_plan(plan, {**given, "step": step}, as_json=as_json)
    from lentus.cli.commands import pump_deliver as work

    return work.run(given, step or [], as_json=as_json)


PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file, a bundled plan, or - for standard input.")]


@pump_app.command()
def sheet(
    plan: PlanFile,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The PDF to write; - for standard output.")] = "-",
    pictures: Annotated[bool, typer.Option("--pictures", help="Add a second page with the pictures.")] = False,
    as_json: AsJson = False,
) -> int:
    """Print the worksheet of a plan, on one page to sign."""
    from lentus.cli.commands import pump_sheet as work

    return work.sheet(plan, out, pictures=pictures, as_json=as_json)


@pump_app.command()
def picture(
    which: Annotated[str, typer.Argument(metavar="day|week|change|path|reservoir")],
    plan: PlanFile,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A .svg or .png file; - for SVG on output.")] = "-",
) -> int:
    """Draw one picture of a plan."""
    from lentus.cli.commands import pump_sheet as work

    return work.picture(plan, which, out)


@pump_app.command()
def verify(
    plan: PlanFile,
    course: Annotated[str, typer.Option(metavar="COURSE", help="The patient's course, to judge the order too.")] = "",
    as_json: AsJson = False,
) -> int:
    """Find everything that is wrong with a plan before it is sent."""
    from lentus.cli.commands import pump_plans as work

    return work.verify(plan, course, as_json=as_json)


@pump_app.command()
def compare(
    plan: PlanFile,
    other: Annotated[
        str, typer.Argument(metavar="[OTHER]", help="A second plan; left out: before and after of the first.")
    ] = "",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Draw both days into a .svg or .png file.")] = "",
    as_json: AsJson = False,
) -> int:
    """Show two programs side by side, field by field."""
    from lentus.cli.commands import pump_plans as work

    return work.compare(plan, other, out, as_json=as_json)


@pump_app.command()
def devices(
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="One device; left out: all of them.")] = "",
    as_json: AsJson = False,
) -> int:
    """Tell what is known of each pump and catheter, and what is not."""
    from lentus.cli.commands import pump_devices as work

    return work.run(key, as_json=as_json)
