"""The worker: sends the waiting mail, and does what is due without anybody asking for it."""

from diagnostic.worker.steps import HEARTBEAT, alive, run, tick

__all__ = ["HEARTBEAT", "alive", "run", "tick"]
