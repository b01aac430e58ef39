"""A body seen from the front with each scored muscle group where it lies; the grade stands in it as a number."""

from __future__ import annotations

from collections.abc import Mapping

from lentus.present.sketches.drawn import element, picture, words

WIDTH, HEIGHT, MIDDLE = 240, 420, 120
PLACES: dict[str, tuple[int, int]] = {
    "shoulder adductors": (40, 92),
    "elbow flexors": (58, 130),
    "elbow extensors": (84, 130),
    "wrist flexors": (74, 178),
    "finger flexors": (92, 214),
    "hip flexors": (22, 196),
    "hip adductors": (12, 234),
    "knee flexors": (40, 270),
    "knee extensors": (22, 290),
    "ankle plantar flexors": (30, 360),
}
"""Distance from the middle and height, in the picture's units."""
RADIUS = 12


def body_sketch(scores: Mapping[tuple[str, str], str]) -> str:
    """The picture for grades by (side, muscle group); the patient's right is at the reader's left."""
    inner = _outline()
    inner += words("right", 8, 16) + words("left", WIDTH - 8, 16, anchor="end")
    for group, (away, down) in PLACES.items():
        for side, sign in (("right", -1), ("left", 1)):
            inner += _mark(scores.get((side, group), ""), MIDDLE + sign * away, down)
    count = len(scores)
    return picture(f"Body map with {count} scored muscle groups; the table says the same", WIDTH, HEIGHT, inner)


def _mark(grade: str, x: int, y: int) -> str:
    look = f"sketch-grade sketch-grade-{grade.replace('+', 'plus')}" if grade else "sketch-grade sketch-grade-none"
    circle = element("circle", cx=x, cy=y, r=RADIUS if grade else 5, class_=look)
    return circle + (words(grade, x, y + 5, anchor="middle", class_=f"sketch-grade-text-{grade[:1]}") if grade else "")


def _outline() -> str:
    parts = [element("circle", cx=MIDDLE, cy=36, r=24, class_="sketch-body")]
    parts.append(element("rect", x=MIDDLE - 42, y=68, width=84, height=120, rx=24, class_="sketch-body"))
    for sign in (-1, 1):
        arm = f"M{MIDDLE + sign * 44},84 L{MIDDLE + sign * 70},140 L{MIDDLE + sign * 92},222"
        leg = f"M{MIDDLE + sign * 24},190 L{MIDDLE + sign * 28},290 L{MIDDLE + sign * 30},390"
        parts.append(element("path", d=arm, class_="sketch-limb sketch-arm", fill="none"))
        parts.append(element("path", d=leg, class_="sketch-limb sketch-leg", fill="none"))
    return "".join(parts)
