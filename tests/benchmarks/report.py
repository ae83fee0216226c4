"""The table of one run and what it is held to."""

from measuring import Cost

OURS, MERGED = "ingest", "ingest, two merged"
FLOOR, FLOOR_OF_TWO = "floor", "floor, two"
PEERS = ("whatstk", "chat-miner")
LEAST_SPEEDUP = 6
MOST_CPU = 3.5
MOST_PEAK = 1.2

COLUMNS = "{:<24}{:>16}{:>9}{:>9}{:>10}{:>12}"


def head() -> str:
    """Return the head of the table."""
    names = ("", "messages/CPU s", "CPU s", "wall s", "peak GB", "rows")
    return COLUMNS.format(*names)


def line(name: str, cost: Cost, messages: int) -> str:
    """Return what one reader took."""
    if cost.failure:
        return f"  {name:<22}  fails: {cost.failure}"
    return COLUMNS.format(
        f"  {name}",
        f"{messages / cost.cpu:,.0f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.peak / 1e9:.2f}",
        f"{cost.rows:,}",
    )


def bars(costs: dict[str, Cost], messages: int) -> list[str]:
    """Return what `ingest` is held to in one format, and whether it holds."""
    lines = []
    for name, floor in ((OURS, FLOOR), (MERGED, FLOOR_OF_TWO)):
        ours, least = costs[name], costs[floor]
        if ours.failure or least.failure:
            lines.append(f"FAIL  {name}: it or the floor fails")
            continue
        times, peak = ours.cpu / least.cpu, ours.peak / 1e9
        lines += [
            bar(ours.rows == messages, f"{name}: {ours.rows:,} of {messages:,} found"),
            bar(times <= MOST_CPU, f"{name}: {times:.2f} × {floor} (≤ {MOST_CPU})"),
            bar(peak <= MOST_PEAK, f"{name}: {peak:.2f} GB (≤ {MOST_PEAK})"),
        ]
    peers = {peer: costs[peer].cpu for peer in PEERS if not costs[peer].failure}
    if peers and not costs[OURS].failure:
        fastest = min(peers, key=peers.__getitem__)
        times = peers[fastest] / costs[OURS].cpu
        text = f"{OURS}: {times:.1f} × as fast as {fastest} (≥ {LEAST_SPEEDUP})"
        lines.append(bar(times >= LEAST_SPEEDUP, text))
    return lines


def bar(holds: bool, text: str) -> str:
    """Return one bar, and whether it holds."""
    return f"{verdict(holds)}  {text:<52}"


def verdict(holds: bool) -> str:
    """Return PASS or FAIL."""
    return "PASS" if holds else "FAIL"
