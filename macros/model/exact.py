"""The exact interval of a share, for results whose source gives k of n and no interval."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, lgamma, log, log1p

TAIL = 0.025
"""What is left out at each end of an interval of 95 %."""

HALVINGS = 50
"""How often the way to an end is halved: more digits than a float has are of no use."""


@cache
def exact_interval(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of Clopper and Pearson for k of n, in percent.

    At its lower end k or more of n would be seen with a probability of 2.5 %, at its upper end k or
    fewer: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in
    the case of the binomial", Biometrika 26 (1934), 404-413. Raises ValueError where k of n is not
    a share.
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is not a share")
    return 100 - _upper(n - k, n), _upper(k, n)


def _upper(k: int, n: int) -> float:
    if k == n:
        return 100.0
    ways = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in range(k + 1)]
    low, high = k / n, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _at_most(ways, n, middle) > TAIL:
            low = middle
        else:
            high = middle
    return 100 * high


def _at_most(ways: Sequence[float], n: int, share: float) -> float:
    """Return the probability of as many events among n as there are `ways` for, or fewer.

    All by logarithms, which do not overflow: `ways` are those of 0, 1, 2… among n.
    """
    yes, no = log(share), log1p(-share)
    return sum(exp(way + i * yes + (n - i) * no) for i, way in enumerate(ways))
