"""What a person writes in an hour: the same workloads in plain NumPy, vectorized over patients, nothing more.

This is the honest competitor of bench/cohort.py: any closed form that works on arrays is a hundred times ahead of the
packages that solve differential equations patient by patient.
"""

from __future__ import annotations

import numpy as np
from cohort_workloads import EVERY, HALF, HOURS, KA, KE0, LADDER, LAG, REVIEW, STEEPNESS, Workload


def _modal(k: np.ndarray, volume: np.ndarray, doses: np.ndarray, noise: np.ndarray | None) -> np.ndarray:
    ages = (np.arange(1.0, EVERY + 1) - LAG)[:, None]
    gut, plasma, site = np.exp(-KA * ages), np.exp(-k * ages), np.exp(-KE0 * ages)
    step = np.exp(-KA * EVERY), np.exp(-k * EVERY), np.exp(-KE0 * EVERY)
    weight = KA / (volume * (KA - k))
    on_gut, on_plasma = -weight * KE0 / (KE0 - KA), weight * KE0 / (KE0 - k)
    levels, effects = np.empty((HOURS, len(k))), np.empty((HOURS, len(k)))
    g = s = h = np.zeros(len(k))
    own = np.full(len(k), doses[0])
    for j, dose in enumerate(doses):
        if noise is None:
            own = dose
        elif j and j % 9 == 0:
            seen = effects[8 * j - 1] + noise[:, 8 * j // REVIEW - 1]
            own = np.clip(own + 5.0 * ((seen < 0.55).astype(float) - (seen > 0.80)), 5.0, 25.0)
        g, s, h = g * step[0] + own, s * step[1] + own, h * step[2] + own
        at = slice(8 * j, 8 * j + 8)
        levels[at] = weight * (s * plasma - g * gut)
        reached = (on_gut * g * gut + on_plasma * s * plasma - (on_gut + on_plasma) * h * site) ** STEEPNESS
        effects[at] = reached / (HALF**STEEPNESS + reached)
    return effects


def oral(made: Workload) -> np.ndarray:
    """W1."""
    return _modal(made.data["k"], made.data["volume"], LADDER, None)


def titrated(made: Workload) -> np.ndarray:
    """W2."""
    return _modal(made.data["k"], made.data["volume"], np.full(len(LADDER), 5.0), made.data["noise"])


def network(made: Workload) -> np.ndarray:
    """W3: an eigenvalue decomposition a patient, then hour by hour."""
    matrices, entry, program = made.data["matrices"], made.data["entry"], made.data["program"]
    values, vectors = np.linalg.eigh(matrices)
    phi = (vectors * np.exp(values)[:, None, :]) @ vectors.transpose(0, 2, 1)
    push = ((vectors * (np.expm1(values) / values)[:, None, :]) @ vectors.transpose(0, 2, 1)) @ entry
    out, now = np.empty((HOURS, *push.shape)), np.zeros((*push.shape, 1))
    for hour in range(HOURS):
        now = phi @ now + (program[hour % len(program)] * push)[:, :, None]
        out[hour] = now[:, :, 0]
    return out


def fitted(made: Workload) -> np.ndarray:
    """W4: Fisher scoring with derivatives by differences, all patients in step."""
    observed, arrivals, sampled = (made.data[name] for name in ("observed", "arrivals", "sampled"))
    sd, typical = np.array([0.4, 0.3, 0.5]), np.log([11.7, 70.0, KA])
    age = np.maximum(sampled[:, None] - arrivals, 0.0)

    def levels(eta: np.ndarray) -> np.ndarray:
        clearance, volume, ka = np.exp(typical + eta).T[:, :, None, None]
        k = clearance / volume
        each = 20.0 * ka / (volume * (ka - k)) * (np.exp(-k * age) - np.exp(-ka * age))
        return each.sum(axis=2)

    eta = np.zeros((len(observed), 3))
    for _ in range(25):
        f = levels(eta)
        slopes = np.stack([(levels(eta + 1e-6 * e) - f) / 1e-6 for e in np.eye(3)], axis=-1)
        variance, rest = (0.15 * f) ** 2 + 0.01**2, observed - f
        c = -rest / variance + 0.15**2 * f * (1 / variance - rest**2 / variance**2)
        curve = 1 / variance + 2 * 0.15**4 * f**2 / variance**2
        gradient = np.einsum("ps,psn->pn", c, slopes) + eta / sd**2
        curvature = np.einsum("ps,psn,psm->pnm", curve, slopes, slopes) + np.diag(1 / sd**2)
        eta = eta - np.clip(np.linalg.solve(curvature, gradient[..., None])[..., 0], -1.0, 1.0)
    return eta


WORK = {"W1": oral, "W2": titrated, "W3": network, "W4": fitted}
