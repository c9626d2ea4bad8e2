"""The exact interval of a share, against published values."""

import pytest

from macros.model.exact import exact_interval


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (9, 11, 48.2, 97.7),
        (55, 73, 63.9, 84.7),
        # Published beside their counts: JULIET in Lancet Oncology 2021, ELIANA in J Clin Oncol
        # 2022, cohort C of CARTITUDE-2 in Blood 2023.
        (61, 115, 43.5, 62.4),
        (65, 79, 72.1, 90.0),
        (12, 20, 36.1, 80.9),
        (95, 97, 92.7, 99.7),
    ],
)
def test_intervals_are_those_that_are_published(k, n, low, high):
    assert exact_interval(k, n) == pytest.approx((low, high), abs=0.06)


@pytest.mark.parametrize("n", [1, 11, 111, 12_394])
def test_none_and_all_of_n_have_one_open_side(n):
    # With no event the upper end solves (1 - p)^n = 2.5 %.
    end = 100 * (1 - 0.025 ** (1 / n))
    assert exact_interval(0, n) == pytest.approx((0, end))
    assert exact_interval(n, n) == pytest.approx((100 - end, 100))


def test_large_counts_do_not_overflow():
    low, high = exact_interval(536, 12_394)
    assert low < 100 * 536 / 12_394 < high < low + 1


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_has_no_interval(k, n):
    with pytest.raises(ValueError, match="not a share"):
        exact_interval(k, n)
