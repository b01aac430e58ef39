"""Questions to the pump about its path: catheter, priming, a change of strength, and what leaves the tip."""

from __future__ import annotations

from fractions import Fraction

from lentus import monograph, pump
from lentus.errors import QualifyError
from lentus.pump import Bore, Bracket, Catheter, Change, Flow, Path, Segment, Supply
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Length, Volume

_NO_DRUG = Concentration.exact(0, "mcg/mL")


def step(given: Arguments) -> Answer:
    """A change of dose as a percentage of the old one, and whether a fact's range of steps allows it."""
    percent = pump.percent_change(given.amount("old", DoseRate), given.amount("new", DoseRate))
    _, most = monograph.percent_range(given.text("fact"))
    return Answer({"percent": percent, "within": percent <= most})


def catheter(given: Arguments) -> Answer:
    """Length and volume of a catheter, each segment written as "110 cm less 35 cm" with `volume_per_cm` or `device`."""
    if given.has("device"):
        bore = pump.bore_of(given.text("device"))
    else:
        bore = Bore(given.amount("volume_per_cm", Volume), "the case")
    whole = Catheter(tuple(_segment(text, bore) for text in given.texts("segments")))
    return Answer({"length": whole.length, "volume": whole.volume, "bounds": whole.bounds})


def _segment(text: str, bore: Bore) -> Segment:
    length, *cuts = text.split(" less ")
    return Segment("the segment", Length.read(length), tuple(Length.read(cut) for cut in cuts), bore)


def recut(given: Arguments) -> Answer:
    """By how much another cut of a known catheter changes its volume."""
    bore = pump.bore_of(given.text("device"))
    return Answer({"volume": pump.volume_error(bore.per_cm, given.amount("cut", Length))})


def bore(given: Arguments) -> Answer:
    """The inner diameter of a known catheter in mm, from its volume in each centimeter."""
    return Answer({"diameter_mm": pump.bore_of(given.text("device")).diameter_mm(9)})


def path(given: Arguments) -> Answer:
    """Tubing, by the version that is stated, and catheter together."""
    return Answer({"volume": pump.tubing_volume(given.text("tubing")) + given.amount("catheter", Volume)})


def tubing_versions(given: Arguments) -> Answer:
    """The volume between two stated versions of the tubing, and the drug in it."""
    volume = pump.tubing_volume(given.text("larger")) - pump.tubing_volume(given.text("smaller"))
    return Answer({"volume": volume, "drug": volume * given.amount("concentration", Concentration)})


def priming(given: Arguments) -> Answer:
    """What is primed before implanting and inside the patient, and what the patient gets at once."""
    wanted = given.text("system")
    system = next((one for one in pump.SYSTEMS if one == wanted), None)
    if system is None:
        raise QualifyError(f"system {wanted!r}: there are {', '.join(pump.SYSTEMS)}")
    strength = given.amount("concentration", Concentration)
    plan = pump.plan_priming(
        pump.Priming(
            system,
            given.amount("tubing", Volume),
            given.amount("catheter", Volume),
            strength,
            given.amount("catheter_holds", Concentration) if given.has("catheter_holds") else None,
            given.flag("back_table"),
            given.amount("over", Duration),
        )
    )
    return Answer(
        {
            "before_implant": plan.before_implant,
            "before_implant_drug": plan.before_implant * strength,
            "inside": plan.inside,
            "dose": plan.dose,
            "delivered": plan.delivered,
            "whole_content": plan.whole_content,
        }
    )


def arrival(given: Arguments) -> Answer:
    """When drug first reaches the tip of a path that holds none."""
    flow, volume = given.amount("flow", FlowRate), given.amount("path", Volume)
    given_out = pump.deliver(
        Flow.constant(flow, volume / flow * 2), Supply(Concentration.exact(1, "mcg/mL")), Path.full(volume, _NO_DRUG)
    )
    return Answer({"arrival": given_out.arrival(0)})


def laminar(given: Arguments) -> Answer:
    """A fast bolus without any mixing across the tube: shares of strength at the outlet, and of the path that left."""
    bracket = Bracket(given.amount("path", Volume), given.amount("pushed", Volume))
    return Answer({"outlet": bracket.outlet[1], "left": bracket.left[1] / bracket.path})


def change(given: Arguments) -> Answer:
    """A change of strength: whether a bridge is needed and can run, the bridge, and what happens without it."""
    asked = _change(given)
    values: dict[str, object] = {"filled": asked.filled, "bridge_flow": asked.bridge_flow}
    plan = pump.plan_change(asked)
    values["bridge"] = not isinstance(plan, pump.NoBridge)
    values["refused"] = isinstance(plan, pump.Refused)
    if isinstance(plan, pump.BridgePlan):
        values |= {
            "volume": plan.bolus.volume,
            "amount": plan.amount,
            "lasts": plan.over,
            "flow": plan.bolus.flow,
            "omitted_dose": plan.omitted.actual,
            "omitted_lasts": plan.omitted.over,
            "omitted_excess": plan.without.total - plan.with_bridge.total,
            "label_error": plan.label_error,
        }
    if given.has("true_path"):
        wrong = pump.misjudged(asked, given.amount("true_path", Volume))
        values |= {"wrong_dose": wrong.actual, "wrong_lasts": wrong.over, "wrong_excess": wrong.excess}
    return Answer(values)


def _change(given: Arguments) -> Change:
    return Change(
        given.amount("old", Concentration),
        given.amount("new", Concentration),
        given.amount("dose", DoseRate),
        given.amount("path", Volume),
        then=given.amount("then", DoseRate) if given.has("then") else None,
        left=given.amount("left", Volume) if given.has("left") else None,
        added=given.amount("added", Volume) if given.has("added") else None,
        minimum=pump.device_of(given.text("device")).flow("minimum-flow") if given.has("device") else None,
    )


def smear(given: Arguments) -> Answer:
    """How far a front spreads on its way through a known catheter; the diffusion in mm2 per s is the case's own."""
    found = pump.smear(
        given.amount("volume", Volume),
        given.amount("flow", FlowRate),
        pump.bore_of(given.text("device")),
        Fraction(given.text("diffusion_mm2_per_s")),
    )
    return Answer(
        {
            "transit": found.transit,
            "speed_mm_per_h": found.speed_mm_per_h,
            "peclet": found.peclet,
            "sigma_cm": found.sigma_cm,
            "sigma": found.sigma,
        }
    )


QUESTIONS = {
    "pump.step": step,
    "pump.catheter": catheter,
    "pump.recut": recut,
    "pump.bore": bore,
    "pump.path": path,
    "pump.tubing-versions": tubing_versions,
    "pump.priming": priming,
    "pump.arrival": arrival,
    "pump.laminar": laminar,
    "pump.change": change,
    "pump.smear": smear,
}
"""By name."""
